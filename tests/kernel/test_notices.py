"""A notice is written once with its deed, mailed by choice, and read by its party only."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.kernel import notices
from khue.kernel.models import Notice, NoticePreference

TITLE = Text("Hồ sơ số 12 cần bổ sung", "Dossier 12 needs a supplement")
BODY = Text("Mời ông/bà nộp bản báo giá còn thiếu trước ngày 25/03/2026.", "Please hand in the missing quote.")


@pytest.fixture(autouse=True)
def empty_city(db):
    """What the cast was told when it was registered is not what these tests count."""
    Notice.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def deed(mai, small_site, db):
    return SimpleNamespace(moment=mai.moment, actor=mai)


def put(deed, party="party:7", kind="supplement", path="/dossiers/12/", **more):
    notices.put(deed, party, kind, TITLE, BODY, path, **more)
    return Notice.objects.latest("id")


def mail_jobs():
    return list(ProcrastinateJob.objects.filter(task_name="kernel.mail_notice").values_list("args", flat=True))


class TestPut:
    def test_a_notice_and_its_mail_job_come_together(self, deed):
        notice = put(deed)
        assert (notice.party, notice.created_at, notice.read_at) == ("party:7", deed.moment, None)
        assert mail_jobs() == [{"notice_id": notice.pk}]

    def test_a_deed_that_fails_leaves_neither(self, deed):
        @transaction.atomic
        def fail():
            put(deed)
            raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        assert not Notice.objects.exists()
        assert mail_jobs() == []

    def test_the_same_key_is_written_and_mailed_once(self, deed):
        put(deed, dedupe="deadline:12:2026-03-25")
        put(deed, dedupe="deadline:12:2026-03-25")
        assert Notice.objects.count() == len(mail_jobs()) == 1

    def test_without_a_key_each_is_its_own(self, deed):
        put(deed)
        put(deed)
        assert Notice.objects.count() == 2

    def test_a_notice_never_leads_away_from_us(self, deed):
        with pytest.raises(ValueError, match="path of ours"):
            put(deed, path="https://evil.example/")


class TestMail:
    @pytest.fixture
    def addresses(self, settings):
        settings.KHUE_BASE_URL = "https://khue.example"
        book = {"party:7": ("mai@example.org", "vi"), "party:9": ("lan@example.org", "en")}
        notices.set_address_loader(book.get)
        return book

    def test_the_mail_is_in_the_readers_language_with_a_link_to_the_page(self, deed, addresses, mailoutbox):
        assert notices.mail_notice(put(deed).pk) is True
        assert notices.mail_notice(put(deed, party="party:9").pk) is True
        vietnamese, english = mailoutbox
        assert vietnamese.to == ["mai@example.org"]
        assert vietnamese.subject == TITLE.vi
        assert BODY.vi in vietnamese.body
        assert "https://khue.example/vi/dossiers/12/" in vietnamese.body
        assert english.subject == TITLE.en
        assert "https://khue.example/en/dossiers/12/" in english.body

    def test_a_mail_sent_twice_carries_the_same_message_id(self, deed, addresses, mailoutbox):
        notice, other = put(deed), put(deed)
        for identity in (notice.pk, notice.pk, other.pk):
            notices.mail_notice(identity)
        ids = [mail.message()["Message-ID"] for mail in mailoutbox]
        assert ids[0] == ids[1] == f"<notice.{notice.pk}@khue.example>"
        assert ids[2] != ids[0]

    def test_a_title_with_a_line_break_can_not_add_headers(self, deed, addresses, mailoutbox):
        notices.put(deed, "party:7", "k", Text("Một\r\nBcc: x@example.org"), BODY, "")
        notices.mail_notice(Notice.objects.latest("id").pk)
        assert mailoutbox[0].message()["Bcc"] is None
        assert mailoutbox[0].recipients() == ["mai@example.org"]

    def test_no_mail_to_whoever_said_no_or_has_no_address(self, deed, addresses, mailoutbox):
        NoticePreference.objects.create(party="party:7", kind="supplement", email=False)
        assert notices.mail_notice(put(deed).pk) is False
        assert notices.mail_notice(put(deed, party="party:99").pk) is False
        assert notices.mail_notice(put(deed, kind="decision").pk) is True
        assert len(mailoutbox) == 1

    def test_a_notice_that_is_gone_is_no_error(self, addresses, db):
        assert notices.mail_notice(10**9) is False


class TestReading:
    def test_the_inbox_is_newest_first_in_pages_and_of_ones_own(self, deed):
        for hour in range(5):
            put(SimpleNamespace(moment=deed.moment + timedelta(hours=hour)), path=f"/dossiers/{hour}/")
        put(deed, party="party:9")
        page = notices.inbox("party:7", size=3)
        assert [row.path for row in page.rows] == ["/dossiers/4/", "/dossiers/3/", "/dossiers/2/"]
        assert [row.path for row in notices.inbox("party:7", page.next, 3).rows] == ["/dossiers/1/", "/dossiers/0/"]
        assert notices.unread("party:7") == 5

    def test_reading_is_marked_once_and_by_its_reader_only(self, deed, mai, lan):
        notice = put(deed)
        with pytest.raises(Missing):
            notices.mark_read(lan, notice.pk)
        assert notices.mark_read(mai, notice.pk).read_at == mai.moment
        notices.mark_read(replace(mai, moment=mai.moment + timedelta(days=1)), notice.pk)
        notice.refresh_from_db()
        assert notice.read_at == mai.moment
        assert notices.unread("party:7") == 0

    def test_everything_can_be_marked_at_once(self, deed, mai):
        put(deed)
        put(deed)
        put(deed, party="party:9")
        assert notices.mark_all_read(mai) == 2
        assert notices.unread("party:9") == 1


class TestPages:
    def test_a_visitor_has_to_sign_in(self, visitor):
        assert visitor.get("/vi/notices/").status_code == 303
        assert visitor.post("/vi/notices/1/").status_code == 303

    def test_the_inbox_shows_notices_with_what_is_unread(self, deed, person):
        put(deed)
        page = person.get("/en/notices/").content.decode()
        assert TITLE.en in page
        assert BODY.en in page
        assert "1 unread notice" in page

    def test_a_missing_english_is_marked_as_vietnamese(self, deed, person):
        notices.put(deed, "party:7", "k", Text("Chỉ có tiếng Việt"), BODY, "")
        assert (
            '<span lang="vi" class="fallback">Chỉ có tiếng Việt</span>' in person.get("/en/notices/").content.decode()
        )

    def test_an_empty_inbox_says_what_will_come_here(self, person):
        assert "No notices yet" in person.get("/en/notices/").content.decode()

    def test_opening_a_notice_marks_it_and_leads_to_its_matter(self, deed, person):
        notice = put(deed)
        response = person.post(f"/en/notices/{notice.pk}/")
        assert response["Location"] == "/en/dossiers/12/"
        notice.refresh_from_db()
        assert notice.read_at is not None

    def test_a_link_alone_marks_nothing(self, deed, person):
        notice = put(deed)
        assert person.get(f"/en/notices/{notice.pk}/").status_code == 405
        notice.refresh_from_db()
        assert notice.read_at is None

    def test_somebody_elses_notice_is_not_found(self, deed, person):
        assert person.post(f"/en/notices/{put(deed, party='party:9').pk}/").status_code == 404

    def test_older_notices_are_a_page_away(self, deed, person):
        for number in range(25):
            put(deed, path=f"/dossiers/{number}/")
        first = person.get("/vi/notices/")
        link = first.content.decode().split('rel="next" href="')[1].split('"')[0]
        older = person.get(f"/vi/notices/{link}").content.decode()
        assert older.count('class="notice ') == 5

    def test_kinds_can_be_taken_by_mail_or_not(self, person, monkeypatch):
        monkeypatch.setattr(notices, "_kinds", {})
        notices.register_kind("supplement", Text("Yêu cầu bổ sung", "Requests to supplement"))
        notices.register_kind("decision", Text("Quyết định", "Decisions"))
        assert person.get("/en/notices/by-mail/").content.decode().count(" checked") == 2
        assert person.post("/en/notices/by-mail/", {"kind": ["decision", "unknown"]}).status_code == 303
        assert not notices.wants_mail("party:7", "supplement")
        assert notices.wants_mail("party:7", "decision")
        page = person.get("/en/notices/by-mail/").content.decode()
        assert page.count(" checked") == 1
        assert "Your choice is kept." in page

    def test_a_page_costs_the_same_queries_with_one_notice_or_twenty(self, deed, person, django_assert_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        put(deed)
        with CaptureQueriesContext(connection) as one:
            person.get("/vi/notices/")
        for _ in range(19):
            put(deed)
        with CaptureQueriesContext(connection) as twenty:
            person.get("/vi/notices/")
        assert len(one) == len(twenty)
