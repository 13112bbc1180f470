"""The calendar address, mails of what waits, and the switch of the keyboard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from icalendar import Calendar

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import Conflict, Refused
from khue.features.desk import queries, usecases
from khue.features.desk.domain.choices import ChooseDigest, ChooseShortcuts
from khue.features.desk.domain.reminders import (
    RenewFeed,
    RevokeFeed,
    WaitingTask,
    digest_content,
    digest_is_due,
    new_since,
)
from khue.features.desk.models import CalendarFeed, DeskChoice, Digest
from khue.features.desk.usecases.reminders import _mail
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import TakeTask
from khue.features.dossiers.models import Task
from khue.features.people import usecases as people
from khue.features.people.domain import EndRole
from khue.features.people.models import RoleHolding
from khue.features.rulebook.queries import calendar
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord
from tests.cast import MOMENT, persona
from tests.desk.browsers import LANGUAGES, browser, inputs, path, text
from tests.desk.bulk_cases import now, parts

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


def waiting(
    number: int, due: date | None, *, opened: date = MONDAY - timedelta(days=30), paused: bool = False
) -> WaitingTask:
    return WaitingTask(number, f"HN-{number}", Text("Thẩm định", "Appraisal"), opened, due, paused)


# -- pure --------------------------------------------------------------------------------------------------------------


def test_a_digest_comes_on_working_days_a_weekly_one_on_the_first_of_the_week() -> None:
    days = calendar()
    week = [MONDAY + timedelta(days=n) for n in range(7)]
    assert [digest_is_due("daily", day, days) for day in week] == [True] * 5 + [False] * 2
    assert [digest_is_due("weekly", day, days) for day in week] == [True] + [False] * 6
    assert not any(digest_is_due("off", day, days) for day in week)
    labour_week = [date(2026, 4, 27) + timedelta(days=n) for n in range(7)]  # 30 April and 1 May are off
    assert [digest_is_due("daily", day, days) for day in labour_week][3:] == [False] * 4
    assert sum(digest_is_due("weekly", day, days) for day in labour_week) == 1
    assert new_since("daily", MONDAY, days) == MONDAY - timedelta(days=3)
    assert new_since("weekly", MONDAY, days) <= MONDAY - timedelta(days=7)


def test_what_a_digest_says() -> None:
    since = MONDAY - timedelta(days=3)
    found = digest_content(
        [
            waiting(1, MONDAY - timedelta(days=1)),
            waiting(2, MONDAY),
            waiting(3, MONDAY - timedelta(days=9), paused=True),
            waiting(4, MONDAY + timedelta(days=9), opened=MONDAY),
            waiting(5, MONDAY + timedelta(days=9)),
            waiting(6, None, opened=MONDAY),
        ],
        MONDAY,
        since,
    )
    assert {name: [line["id"] for line in part["lines"]] for name, part in found.items()} == {
        "overdue": [1],
        "today": [2],
        "new": [4, 6],
    }
    many = digest_content([waiting(n, MONDAY) for n in range(25)], MONDAY, since)
    assert (many["today"]["count"], len(many["today"]["lines"])) == (25, 10)
    assert digest_content([waiting(5, MONDAY + timedelta(days=9))], MONDAY, since) == {}


# -- digests -----------------------------------------------------------------------------------------------------------


def late(count: int = 2) -> list[int]:
    """So many overdue tasks on the appraiser's desk."""
    ids = parts(count)
    for task in ids:
        dossiers.take_task(TakeTask(task), actor=now("appraiser"))
    day = now("appraiser").today - timedelta(days=2)
    Task.objects.filter(pk__in=ids).update(due_on=day, sort_on=day)
    return ids


def prepare(who: str = "appraiser", often: str = "daily") -> bool:
    return usecases.prepare_digest(persona(who).key, often, actor=job_actor("desk.prepare_digests"))


def test_a_digest_is_kept_once_a_day_and_mailed_once() -> None:
    late()
    assert prepare()
    assert not prepare(), "the job that runs twice finds the first one's"
    row = Digest.objects.get()
    assert AuditRecord.objects.filter(deed="desk.prepare_digest").count() == 1
    assert usecases.mail_digest(row.pk)
    assert not usecases.mail_digest(row.pk)
    (sent,) = mail.outbox
    assert sent.to == ["appraiser@sample.example"]
    assert sent.subject == "Quá hạn: 2"
    assert sent.extra_headers["Message-ID"].startswith(f"<digest.{row.pk}@")
    assert row.content["overdue"]["lines"][0]["number"] in sent.body
    assert "Viện" not in sent.body, "no applicant's name leaves the house"
    assert "/vi/desk/settings/" in sent.body
    due = date.fromisoformat(row.content["overdue"]["lines"][0]["due_on"])
    assert f"{due:%d/%m/%Y}" in sent.body


def test_the_mail_gives_days_in_the_reader_s_language() -> None:
    due = MOMENT.date() - timedelta(days=1)
    line = {"id": 7, "number": "HN-2026-000007", "step": {"vi": "Kiểm tra", "en": "Check"}, "due_on": due.isoformat()}
    row = Digest.objects.create(
        person="party:1", day=MOMENT.date(), content={"overdue": {"count": 1, "lines": [line]}}, prepared_at=MOMENT
    )
    body = _mail(row, "a@example.org", "en").body
    assert f"HN-2026-000007: Check, {format_day(due, 'en')} " in body


def test_nothing_to_say_is_no_mail() -> None:
    assert not prepare()
    for task in late():
        Task.objects.filter(pk=task).update(paused=True)
    assert not prepare()
    assert not Digest.objects.exists()
    assert not usecases.mail_digest(10**12)
    assert mail.outbox == []


@pytest.mark.parametrize("often", ["off", "weekly", "daily"])
def test_whose_mail_is_due_follows_the_choice(often: str) -> None:
    late(1)
    usecases.choose_digest(ChooseDigest(often), actor=now("appraiser"))
    day = calendar().working_day_from(now("appraiser").today)
    monday = calendar().working_day_from(day - timedelta(days=day.weekday()))
    found = dict(queries.digests_due(monday))
    assert (found.get(persona("appraiser").key) == often) is (often != "off")
    saturday = monday + timedelta(days=5 - monday.weekday())
    if not calendar().is_working_day(saturday):
        assert list(queries.digests_due(saturday)) == []


def test_the_choice_is_kept_with_its_record_and_nonsense_is_refused() -> None:
    once = uuid4()
    for _again in range(2):
        usecases.choose_digest(ChooseDigest("weekly", once), actor=persona("clerk"))
    with pytest.raises(Refused):
        usecases.choose_digest(ChooseDigest("hourly"), actor=persona("clerk"))
    assert DeskChoice.objects.get().digest == "weekly"
    assert AuditRecord.objects.filter(deed="desk.choose_digest").count() == 1


# -- calendar ----------------------------------------------------------------------------------------------------------


def address(who: str = "appraiser") -> str:
    token = usecases.renew_feed(RenewFeed(), actor=now(who))
    return path("desk:calendar", token)


def test_a_calendar_shows_number_and_step_and_nobodys_name() -> None:
    ids = late()
    answer = browser().get(address())
    assert answer["Content-Type"].startswith("text/calendar")
    found = Calendar.from_ical(answer.content)
    events = found.walk("VEVENT")
    assert len(events) == len(ids)
    task = Task.objects.get(pk=ids[0])
    assert {str(event["SUMMARY"]) for event in events} == {f"{task.dossier_number}: {task.name_vi}"}
    assert {event["DTSTART"].dt for event in events} == {task.due_on}
    whole = answer.content.decode()
    assert task.applicant_name not in whole
    assert task.title not in whole
    assert persona("appraiser").name not in whole


def test_a_calendar_that_did_not_change_is_not_sent_again() -> None:
    late()
    here = address()
    first = browser().get(here)
    again = browser().get(here, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Task.objects.filter(assignee=persona("appraiser").key).update(due_on=MONDAY, sort_on=MONDAY)
    changed = browser().get(here, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_only_the_hash_of_the_address_is_kept_and_an_old_one_stops() -> None:
    old = address()
    new = address()
    token = new.rsplit("/", 1)[1].removesuffix(".ics")
    assert token not in str(list(CalendarFeed.objects.values_list("token_hash", flat=True)))
    assert browser().get(old).status_code == 404
    assert browser().get(new).status_code == 200
    usecases.revoke_feed(RevokeFeed(), actor=now("appraiser"))
    usecases.revoke_feed(RevokeFeed(), actor=now("appraiser"))
    assert browser().get(new).status_code == 404
    assert AuditRecord.objects.filter(deed="desk.revoke_feed").count() == 1
    for token in ("x", "a" * 200, "../../etc"):
        assert browser().get(f"/vi/desk/calendar/{token}.ics").status_code == 404


def test_the_calendar_of_somebody_who_left_is_gone() -> None:
    here = address()
    for holding in RoleHolding.objects.filter(person=persona("appraiser").person_id):
        people.end_role(EndRole(holding.pk, now("administrator").today), actor=now("administrator"))
    assert browser().get(here).status_code == 404


def test_the_same_form_makes_no_second_address() -> None:
    once = uuid4()
    usecases.renew_feed(RenewFeed(once), actor=persona("clerk"))
    with pytest.raises(Conflict):
        usecases.renew_feed(RenewFeed(once), actor=persona("clerk"))
    assert CalendarFeed.objects.count() == 1


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_on_their_page(language: str) -> None:
    clerk = browser("clerk")
    here = path("desk:settings", language=language)
    page = text(clerk.get(here))
    words: dict[str, Any] = {"once": str(uuid4()), "often": "off"}
    assert clerk.post(here, {**words, "often": "x"}).status_code == 422
    assert clerk.post(here, words).status_code == 303
    made = text(clerk.post(path("desk:renew-feed", language=language), {"once": str(uuid4())}))
    assert "/desk/calendar/" in made
    assert "/desk/calendar/" not in text(clerk.get(here)), "shown once"
    assert inputs(page)["once"]


def test_shortcuts_are_switched_off_for_good() -> None:
    parts(1)
    appraiser = browser("appraiser")
    assert "khue/keyboard." in text(appraiser.get(path("desk:tasks")))
    assert appraiser.post(path("desk:shortcuts"), {"once": str(uuid4())}).status_code == 303
    assert "khue/keyboard." not in text(appraiser.get(path("desk:tasks")))
    assert appraiser.post(path("desk:shortcuts"), {"once": str(uuid4()), "on": "on"}).status_code == 303
    assert "khue/keyboard." in text(appraiser.get(path("desk:tasks")))
    once = uuid4()
    usecases.choose_shortcuts(ChooseShortcuts(False, once), actor=persona("clerk"))
    usecases.choose_shortcuts(ChooseShortcuts(False, once), actor=persona("clerk"))
    assert AuditRecord.objects.filter(deed="desk.choose_shortcuts", actor=persona("clerk").key).count() == 1
