"""Announcements: shown from the first to the last day, withdrawn with a ground, never rewritten; list, file and feed agree."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.services import queries, usecases
from khue.features.services.domain import PublishAnnouncement, WithdrawAnnouncement
from khue.features.services.models import Announcement
from tests.cast import MOMENT, persona

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


@pytest.fixture(autouse=True)
def on_the_tests_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)


def browser(key: str) -> Client:
    client = Client()
    assert client.post(reverse("sample-persona", args=[key])).status_code == 303
    return client


def asked(title: str = "Nghỉ lễ", from_on: date = TODAY, until_on: date | None = None) -> PublishAnnouncement:
    return PublishAnnouncement(Text(title, "Holiday"), Text("Sàn nghỉ.", "Closed."), from_on, until_on, uuid4())


def published(**said: object) -> int:
    return usecases.publish_announcement(asked(**said), actor=persona("appraiser", at=MOMENT))  # type: ignore[arg-type]  # passed on


def shown(days: int) -> list[int]:
    return [row.id for row in queries.newest(TODAY + timedelta(days=days))]


def test_an_announcement_is_shown_from_its_first_to_its_last_day() -> None:
    number = published(from_on=TODAY + timedelta(days=1), until_on=TODAY + timedelta(days=2))
    assert [shown(day) for day in range(4)] == [[], [number], [number], []]
    visitor = persona("resident", at=MOMENT)
    assert not queries.announcements(visitor, "all", None).rows, "a stranger cannot ask for what is still to come"
    with pytest.raises(Missing):
        queries.announcement(number, visitor)
    [row] = queries.announcements(persona("appraiser", at=MOMENT), "all", None).rows
    assert row.state == "coming"


def test_sending_twice_publishes_once() -> None:
    once = asked()
    actor = persona("appraiser", at=MOMENT)
    assert usecases.publish_announcement(once, actor=actor) == usecases.publish_announcement(once, actor=actor)
    assert Announcement.objects.count() == 1


def test_a_refusal_names_every_field() -> None:
    earlier = TODAY - timedelta(days=1)
    wrong = PublishAnnouncement(
        Text("Nghỉ lễ", "Holiday"), Text("Sàn nghỉ."), earlier, earlier - timedelta(days=1), uuid4()
    )
    with pytest.raises(Refused) as refused:
        usecases.publish_announcement(wrong, actor=persona("appraiser", at=MOMENT))
    reasons = refused.value.decision.reasons
    assert {reason.field for reason in reasons} == {"body_en", "from_on", "until_on"}
    assert all(reason.next_step for reason in reasons)


def test_only_the_operator_announces() -> None:
    for key in ("resident", "researcher", "officer", "auditor"):
        with pytest.raises(NotAllowed):
            usecases.publish_announcement(asked(), actor=persona(key, at=MOMENT))


def test_what_is_withdrawn_is_shown_no_more_and_stays_on_record() -> None:
    number = published()
    actor = persona("appraiser", at=MOMENT)
    with pytest.raises(Refused):
        usecases.withdraw_announcement(WithdrawAnnouncement(number, " ", uuid4()), actor=actor)
    usecases.withdraw_announcement(WithdrawAnnouncement(number, "Đăng nhầm", uuid4()), actor=actor)
    assert shown(0) == []
    [row] = queries.announcements(actor, "all", None).rows
    assert (row.state, row.ground) == ("withdrawn", "Đăng nhầm")
    with pytest.raises(Refused):
        usecases.withdraw_announcement(WithdrawAnnouncement(number, "Lần nữa", uuid4()), actor=actor)


def test_the_database_keeps_what_was_announced() -> None:
    number = published()
    for deed in (
        lambda: Announcement.objects.filter(pk=number).update(body_vi="Khác"),
        lambda: Announcement.objects.filter(pk=number).delete(),
        lambda: Announcement.objects.filter(pk=number).update(withdrawn_at=MOMENT),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_pages_file_and_feed_say_the_same() -> None:
    appraiser, visitor = browser("appraiser"), Client()
    at = "/vi/exchange-news/"
    kept = appraiser.post(f"{at}publish/", {"title_vi": "Chuỗi đã gõ"})
    assert kept.status_code == 422
    assert "Chuỗi đã gõ" in kept.content.decode()
    said = {"title_vi": "Phiên chợ <b>mới</b>", "body_vi": "Mời tham dự.", "from_on": f"{TODAY:%d/%m/%Y}"}
    assert appraiser.post(f"{at}publish/", said).status_code == 303
    page = visitor.get(at).content.decode()
    assert "Phiên chợ &lt;b&gt;mới&lt;/b&gt;" in page
    assert "publish/" not in page
    for form in ("csv", "json"):
        assert "Phiên chợ" in visitor.get(f"{at}?format={form}").getvalue().decode()
    feed = visitor.get(f"{at}feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Phiên chợ &lt;b&gt;mới" in feed.content.decode()
    number = Announcement.objects.get().pk
    assert appraiser.post(f"{at}{number}/withdraw/", {"ground": "Hoãn"}).status_code == 303
    assert "Phiên chợ" not in visitor.get(at).content.decode()
    assert "Phiên chợ" not in visitor.get(f"{at}feed/").content.decode()
