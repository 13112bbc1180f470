"""Copies signed by hand: who signed when, kept with the scan, a second person where money follows; payment waits for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.documents import queries, usecases
from khue.features.documents.domain import AnswerCopy, HandSignature, PrepareAgain, RecordCopy, WithdrawCopy
from khue.features.documents.models import CopySignature, Paper, PaperCopy
from khue.features.dossiers.models import Document, Dossier, ProcedureVersion
from khue.features.dossiers.queries import unsigned_before_payment
from khue.features.missions import usecases as missions
from khue.features.missions.models import Tranche
from khue.kernel.models import AuditRecord, Notice, StoredFile, TimelineRow
from khue.site.sample import signing
from khue.site.sample.applications import PROCEDURE
from khue.site.sample.applications import paper as scan_of
from khue.site.sample.stories import Story
from tests.cast import MOMENT, persona
from tests.desk.browsers import inputs
from tests.documents.cases import agreement, paper_of, sign, turn
from tests.missions.stories import TRIAL, an_order, running

InThreads = Callable[..., list[Any]]


def registered(story: Story) -> Paper:
    """The agreement as a paper, whether or not its PDF is made."""
    document = Document.objects.filter(dossier=story.dossier_id, kind="agreement").latest("pk")
    return Paper.objects.get(reference=f"document:{document.pk}")


def asked(paper: Paper, **more: Any) -> RecordCopy:
    page = queries.copy_page(paper.code, persona("officer"))
    names = tuple(
        HandSignature(line.turn, f"Người ký {line.turn} (mẫu)", persona("officer").today) for line in page.signers
    )
    command = RecordCopy(paper.code, names, scan_of("ban-giay"), "Văn thư Sở, cặp 2026-14", page.stamp, once=uuid4())
    return replace(command, **more)


def answer(copy_id: int, confirmed: bool = True, ground: str = "") -> AnswerCopy:
    return AnswerCopy(copy_id, confirmed, ground, PaperCopy.objects.get(pk=copy_id).paper.stamp, uuid4())


def traces() -> tuple[int, ...]:
    models = (AuditRecord, PaperCopy, CopySignature, StoredFile, Notice, TimelineRow)
    return tuple(model.objects.count() for model in models)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


@pytest.mark.django_db
class TestRecording:
    def test_a_copy_is_recorded_with_its_scan_and_counts_when_a_second_person_has_compared_it(self) -> None:
        story = running()
        paper = registered(story)
        copy_id = usecases.record_copy(command := asked(paper), actor=persona("officer"))
        copy = PaperCopy.objects.get(pk=copy_id)
        assert (copy.state, copy.second_person, copy.number) == ("recorded", True, 1)
        assert [s.name for s in copy.signatures.order_by("turn")] == ["Người ký 1 (mẫu)", "Người ký 2 (mẫu)"]
        kept = StoredFile.objects.get(pk=copy.scan)
        assert (kept.sha256, kept.subject) == (copy.sha256, f"dossier:{story.dossier_id}")
        assert kept.owner == story.applicant
        path = f"/documents/papers/{paper.code}/"
        assert Notice.objects.filter(party=persona("appraiser").key, path=path).exists()
        assert not Notice.objects.filter(party=persona("officer").key, path=path).exists()
        assert not queries.signature_standing(paper.reference).signed  # type: ignore[union-attr]  # it is there, or the test fails here
        assert usecases.record_copy(command, actor=persona("officer")) == copy_id, "the same form is one deed"
        usecases.answer_copy(answer(copy_id), actor=persona("appraiser"))
        copy.refresh_from_db()
        assert (copy.state, copy.answered_by) == ("confirmed", persona("appraiser").key)
        standing = queries.signature_standing(paper.reference)
        assert standing is not None
        assert (standing.signed, standing.by_hand, standing.missing) == (True, True, ())
        deeds = AuditRecord.objects.filter(chain=f"paper:{paper.pk}").values_list("deed", flat=True)
        assert Counter(deeds) == {"documents.record_copy": 1, "documents.answer_copy": 1}

    def test_whatever_is_missing_or_out_of_order_is_said_at_once_and_nothing_is_written(self) -> None:
        paper = registered(running())
        today = persona("officer").today
        wrong = (HandSignature(1, " ", None), HandSignature(2, "Phạm Đức Long", today + timedelta(days=1)))
        counts = traces()
        with pytest.raises(Refused) as refused:
            usecases.record_copy(asked(paper, signatures=wrong, scan=None, kept_at=" "), actor=persona("officer"))
        fields = {reason.field for reason in refused.value.decision.reasons}
        assert fields == {"name_1", "signed_on_1", "signed_on_2", "scan", "kept_at"}
        late = (HandSignature(1, "A", today), HandSignature(2, "B", today - timedelta(days=1)))
        with pytest.raises(Refused) as refused:
            usecases.record_copy(asked(paper, signatures=late), actor=persona("officer"))
        assert codes(refused) == {"copy.day"}
        broken = ContentFile(b"MZ no picture", name="ban.pdf")
        with pytest.raises(Refused) as refused:
            usecases.record_copy(asked(paper, scan=broken), actor=persona("officer"))
        assert {reason.field for reason in refused.value.decision.reasons} == {"scan"}
        assert traces() == counts

    def test_whoever_recorded_it_does_not_confirm_it_nor_does_a_deputy_in_that_place(self) -> None:
        paper = registered(running())
        copy_id = usecases.record_copy(asked(paper), actor=persona("officer"))
        counts = traces()
        deputy = replace(persona("appraiser"), stands_in_for=persona("officer").key)
        for actor in (persona("officer"), deputy):
            with pytest.raises(Refused) as refused:
                usecases.answer_copy(answer(copy_id), actor=actor)
            assert codes(refused) == {"copy.own_record"}
        assert traces() == counts
        with pytest.raises(IntegrityError, match="paper_copy_four_eyes"), transaction.atomic():
            PaperCopy.objects.filter(pk=copy_id).update(
                state="confirmed", answered_by=persona("officer").key, answered_at=MOMENT
            )

    def test_others_may_neither_record_nor_confirm_and_strangers_find_no_paper(self) -> None:
        paper = registered(running())
        for who in ("clerk", "accountant", "researcher"):
            with pytest.raises(NotAllowed):
                usecases.record_copy(asked(paper), actor=persona(who))
        with pytest.raises(Missing):
            usecases.record_copy(asked(paper, code="AAAA-BBBB-CCCC"), actor=persona("officer"))
        with pytest.raises(Missing):
            usecases.answer_copy(AnswerCopy(999_999, True, "", 0), actor=persona("appraiser"))

    def test_not_confirmed_says_why_to_the_recorder_and_a_new_record_can_follow(self) -> None:
        paper = registered(running())
        copy_id = usecases.record_copy(asked(paper), actor=persona("officer"))
        with pytest.raises(Refused) as refused:
            usecases.answer_copy(answer(copy_id, False), actor=persona("appraiser"))
        assert codes(refused) == {"copy.no_ground"}
        with pytest.raises(Refused) as refused:
            usecases.record_copy(asked(paper), actor=persona("officer"))
        assert codes(refused) == {"copy.awaiting"}
        usecases.answer_copy(answer(copy_id, False, "Trang 3 chưa có chữ ký"), actor=persona("appraiser"))
        notice = Notice.objects.filter(party=persona("officer").key, kind="signing").latest("pk")
        assert "Trang 3" in notice.body_vi
        assert usecases.record_copy(asked(paper), actor=persona("officer")) != copy_id

    def test_a_wrong_record_is_superseded_by_a_new_one_and_never_overwritten(self) -> None:
        story = running()
        paper = registered(story)
        signing.signed_by_hand(paper.code, act=persona)
        first = PaperCopy.objects.get()
        with pytest.raises(Refused) as refused:
            usecases.record_copy(asked(paper), actor=persona("officer"))
        assert codes(refused) == {"copy.no_ground"}
        second = usecases.record_copy(asked(paper, ground="Ghi sai ngày ký của Bên B"), actor=persona("officer"))
        assert queries.signature_standing(paper.reference).signed, "the first counts until the second is confirmed"  # type: ignore[union-attr]  # it is there, or the test fails here
        usecases.answer_copy(answer(second), actor=persona("appraiser"))
        first.refresh_from_db()
        assert first.state == "superseded"
        assert first.ended_at is not None
        assert [copy.state for copy in queries.paper_card(paper.code, persona("officer")).copies] == [
            "confirmed",
            "superseded",
        ]
        for change in ({"kept_at": "nơi khác"}, {"sha256": "0" * 64}, {"state": "confirmed"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                PaperCopy.objects.filter(pk=first.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            CopySignature.objects.filter(copy=first).update(name="Người khác")
        with pytest.raises(DatabaseError), transaction.atomic():
            PaperCopy.objects.filter(pk=first.pk).delete()

    def test_signatures_by_hand_end_the_electronic_signing_and_a_withdrawn_record_lets_it_begin_anew(self) -> None:
        _story, paper = agreement()
        assert turn(paper).signing.state == "prepared"
        signing.signed_by_hand(paper.code, act=persona)
        ended = turn(paper).signing
        assert (ended.state, ended.ground) == ("superseded", "Ký trên giấy, có lưu bản chụp")
        with pytest.raises(Refused):
            sign(paper, "researcher")
        copy = PaperCopy.objects.get()
        paper.refresh_from_db()
        with pytest.raises(Refused) as refused:
            usecases.withdraw_copy(WithdrawCopy(copy.pk, "sai", paper.stamp), actor=persona("officer"))
        assert codes(refused) == {"copy.no_ground"}
        with pytest.raises(Refused):
            usecases.prepare_again(
                PrepareAgain(paper.code, "Xin ký số lại văn bản này", paper.stamp), actor=persona("officer")
            )
        gone = WithdrawCopy(copy.pk, "Bản chụp là của văn bản khác", paper.stamp, uuid4())
        usecases.withdraw_copy(gone, actor=persona("officer"))
        paper.refresh_from_db()
        assert not queries.signature_standing(paper.reference).signed  # type: ignore[union-attr]  # it is there, or the test fails here
        again = PrepareAgain(paper.code, "Ký số thay cho bản giấy đã rút", paper.stamp, uuid4())
        usecases.prepare_again(again, actor=persona("officer"))
        assert sign(paper, "researcher") is False
        assert sign(paper, "officer", 2) is True
        with pytest.raises(Refused) as refused:
            usecases.record_copy(asked(paper), actor=persona("officer"))
        assert codes(refused) == {"copy.signed"}

    def test_what_was_signed_by_hand_before_its_file_was_made_is_not_asked_for_electronically(self) -> None:
        story = running()
        signing.signed_by_hand(registered(story).code, act=persona)
        assert not paper_of(story, "agreement").signings.exists()


@pytest.mark.django_db
class TestPayment:
    def test_a_tranche_is_ordered_only_when_every_party_has_signed_and_the_refusal_says_who_and_where(self) -> None:
        story = running().delivered(1).accepted(1)
        order = an_order(running_elsewhere(story), story.task("payment", 1))
        paper = registered(story)
        counts = traces()
        with pytest.raises(Refused) as refused:
            missions.order_payment(order, actor=persona("accountant"))
        (reason,) = refused.value.decision.reasons
        assert reason.code == "paper_unsigned"
        assert paper.number in reason.text.vi
        assert "Bên nhận hỗ trợ (Viện Vật liệu Sông Hồng" in reason.text.vi
        assert "Cơ quan ban hành" in reason.text.vi
        assert reason.next_step is not None
        assert "ghi nhận bản giấy" in reason.next_step.vi
        assert Tranche.objects.get(support=story.support_id, no=1).state == "accepted"
        copy = signing.recorded_by_hand(paper.code, act=persona)
        with pytest.raises(Refused) as waits:
            missions.order_payment(order, actor=persona("accountant"))
        assert "người thứ hai" in waits.value.decision.reasons[0].next_step.vi  # type: ignore[union-attr]  # it is there, or the test fails here
        usecases.answer_copy(answer(copy), actor=persona("appraiser"))
        missions.order_payment(order, actor=persona("accountant"))
        assert Tranche.objects.get(support=story.support_id, no=1).state == "ordered"
        assert traces() > counts

    def test_with_electronic_signatures_the_missing_side_alone_is_named(self) -> None:
        story, paper = agreement()
        sign(paper, "researcher")
        (unsigned,) = unsigned_before_payment(story.dossier_id)
        assert [who.vi for who in unsigned.missing] == [
            "Cơ quan ban hành (Phòng Quản lý khoa học, Sở Khoa học và Công nghệ)"
        ]
        assert unsigned.electronic
        sign(paper, "officer", 2)
        assert unsigned_before_payment(story.dossier_id) == ()

    def test_a_case_keeps_the_rule_of_the_version_that_it_froze(self) -> None:
        with_rule = ProcedureVersion.objects.get(key=PROCEDURE)
        earlier = published(with_rule, 2, before_payment=False)
        story = running().delivered(1).accepted(1)
        assert Dossier.objects.get(pk=story.dossier_id).version_id == earlier
        published(with_rule, 3, before_payment=True)
        assert unsigned_before_payment(story.dossier_id) == ()
        paper = registered(story)
        assert not queries.copy_page(paper.code, persona("officer")).binds_money
        signing.recorded_by_hand(paper.code, act=persona)
        assert PaperCopy.objects.get().state == "confirmed", "no money waits for it: no second person is needed"
        # A case that comes later lives by the rule of its own version.
        assert unsigned_before_payment(running(TRIAL).dossier_id)


def published(like: ProcedureVersion, number: int, *, before_payment: bool) -> int:
    """A further version that differs only in whether payment waits for the agreement; its id."""
    documents = [
        item | ({"before_payment": before_payment} if item["kind"] == "agreement" else {})
        for item in like.content["documents"]
    ]
    made = ProcedureVersion.objects.create(
        key=like.key,
        number=number,
        digest=f"{number:064}",
        content={**like.content, "documents": documents},
        published_at=like.published_at + timedelta(seconds=number),
    )
    return int(made.pk)


def running_elsewhere(story: Story) -> Story:
    """``an_order`` has the story's own agreement signed; here it stays unsigned."""

    class Unsigned(Story):
        def signed_on_paper(self) -> Story:
            return self

    return Unsigned(
        story.act, story.project, story.applicant, story.writer, story.seller, story.dossier_id, story.number
    )


@pytest.mark.django_db
class TestPages:
    @pytest.fixture(autouse=True)
    def same_day(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(timezone, "now", lambda: MOMENT + timedelta(hours=1))

    @staticmethod
    def browser(who: str) -> Client:
        client = Client()
        assert client.post(reverse("sample-persona", args=[who])).status_code == 303
        return client

    @staticmethod
    def text(answer: Any) -> str:
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))

    def test_recorded_compared_and_seen_by_everybody_without_names(self) -> None:
        story = running()
        paper = registered(story)
        officer, second = self.browser("officer"), self.browser("appraiser")
        page = f"/vi/documents/papers/{paper.code}/"
        assert "Đã ký trên giấy: ghi nhận bản giấy" in self.text(officer.get(page))
        form = officer.get(f"{page}copy/")
        fields = {
            "once": str(uuid4()), "seen": inputs(form.content.decode())["seen"], "kept_at": "Văn thư Sở",
            "name_1": "Nguyễn Thị Lan", "signed_on_1": "02/03/2026", "name_2": "Phạm Đức Long", "signed_on_2": "01/03/2026",
        }  # fmt: skip
        scan = SimpleUploadedFile("ban.pdf", scan_of("ban").read(), "application/pdf")
        refused = officer.post(f"{page}copy/", {**fields, "scan": scan})
        assert refused.status_code == 422
        assert "Nguyễn Thị Lan" in refused.content.decode(), "what was typed stays"
        scan.seek(0)
        done = officer.post(f"{page}copy/", {**fields, "signed_on_2": "02/03/2026", "scan": scan}, follow=True)
        assert "Chờ người thứ hai đối chiếu" in self.text(done)
        copy = PaperCopy.objects.get()
        compare = f"{page}copies/{copy.pk}/"
        seen = inputs(second.get(compare).content.decode())["seen"]
        assert second.post(compare, {"once": str(uuid4()), "seen": seen, "answer": "refused"}).status_code == 422
        stale = second.post(compare, {"once": str(uuid4()), "seen": "0", "answer": "confirmed"})
        assert stale.status_code == 409
        done = second.post(compare, {"once": str(uuid4()), "seen": seen, "answer": "confirmed"}, follow=True)
        assert "được coi là đã ký trên giấy" in self.text(done)
        shown = self.text(Client().get(f"/vi/documents/check/{paper.code}/"))
        assert "Đã ký trên giấy, có lưu bản chụp" in shown
        assert "Nguyễn Thị Lan" not in shown
        listed = self.text(self.browser("auditor").get("/vi/documents/?state=by_hand"))
        assert paper.number in listed
        english = self.text(Client().get(f"/en/documents/check/{paper.code}/"))
        assert "Signed on paper, copy kept" in english

    def test_the_payment_page_names_what_is_unsigned_with_the_way_to_it(self) -> None:
        story = running().delivered(1).accepted(1)
        shown = self.browser("accountant").get(f"/vi/missions/tasks/{story.task('payment', 1)}/pay/")
        paper = registered(story)
        assert "Chưa đủ chữ ký" in self.text(shown)
        assert f"/vi/documents/papers/{paper.code}/" in shown.content.decode()


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_two_second_persons_at_once_confirm_once(in_threads: InThreads) -> None:
    paper = registered(running())
    copy_id = usecases.record_copy(asked(paper), actor=persona("officer"))
    stamp = Paper.objects.get(pk=paper.pk).stamp
    others = (persona("appraiser"), persona("decider"))
    results = in_threads(
        *(
            lambda actor=actor: usecases.answer_copy(AnswerCopy(copy_id, True, "", stamp, uuid4()), actor=actor)
            for actor in others
        )
    )
    kinds = Counter(type(result).__name__ if isinstance(result, Exception) else "done" for result in results)
    assert kinds["done"] == 1
    assert set(kinds) <= {"done", "Refused", "Conflict"}
    assert PaperCopy.objects.get().state == "confirmed"
    assert AuditRecord.objects.filter(deed="documents.answer_copy").count() == 1
    assert not any(isinstance(result, Exception) and not isinstance(result, (Refused, Conflict)) for result in results)
