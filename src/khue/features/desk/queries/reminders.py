"""Whose digest is due, what stands in a feed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.desk.domain.reminders import WaitingTask, digest_is_due
from khue.features.desk.models import CalendarFeed, DeskChoice, Digest
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook

MOST_EVENTS = 500
LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class FeedLine:
    """Whether a person has a feed, and since when."""

    made_at: datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar shows of a person: no name of anybody."""

    tasks: tuple[WaitingTask, ...]


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def feed_line(person: str) -> FeedLine | None:
    row = CalendarFeed.objects.filter(person=person, ended_at=None).first()
    return FeedLine(row.made_at) if row else None


def feed(token: str, today: date) -> Feed:
    """The tasks behind a secret address. Raises Missing for one that is unknown, revoked, or of somebody who left."""
    person = (
        CalendarFeed.objects.filter(token_hash=token_hash(token), ended_at=None)
        .values_list("person", flat=True)
        .first()
        if len(token) <= LONGEST_TOKEN
        else None
    )
    if person is None or not people.rights_on(person, today):
        raise Missing(
            Text("Không có lịch này.", "There is no such calendar."),
            Text("Mời ông/bà lấy địa chỉ mới trên bàn làm việc.", "Get a new address on the desk."),
        )
    return Feed(tuple(task for task in waiting_tasks(person, MOST_EVENTS) if task.due_on is not None))


def waiting_tasks(person: str, most: int) -> tuple[WaitingTask, ...]:
    """Open tasks on a desk, by due day; one query."""
    return tuple(
        WaitingTask(row.id, row.number, row.name, row.opened_on, row.due_on, row.paused)
        for row in dossiers.held_lines(person, most)
    )


def digests_due(today: date) -> Iterator[tuple[str, str]]:
    """Person and how often, of everyone with open tasks whose mail is due today and not prepared yet. Three queries."""
    calendar = rulebook.calendar()
    if not calendar.is_working_day(today):
        return
    holders = dossiers.holders()
    chosen: Mapping[str, str] = dict(DeskChoice.objects.filter(person__in=holders).values_list("person", "digest"))
    prepared = set(Digest.objects.filter(day=today).values_list("person", flat=True))
    for person in holders:
        often = chosen.get(person, "daily")
        if person not in prepared and digest_is_due(often, today, calendar):
            yield person, often
