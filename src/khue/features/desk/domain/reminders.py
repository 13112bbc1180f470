"""When a digest is due, and what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.calendar import WorkCalendar

MOST_LINES = 10
"""Tasks that a mail names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class RenewFeed:
    """A new secret address; the old one stops working."""

    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RevokeFeed:
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """An open task of a person, as a mail and a calendar may name it: number and step, nobody's name."""

    id: int
    number: str
    name: Text
    opened_on: date
    due_on: date | None
    paused: bool


def digest_is_due(often: str, day: date, calendar: WorkCalendar) -> bool:
    """On working days; a weekly one on the first working day of its week."""
    if often == "off" or not calendar.is_working_day(day):
        return False
    monday = day - timedelta(days=day.weekday())
    return often == "daily" or calendar.working_day_from(monday) == day


def new_since(often: str, day: date, calendar: WorkCalendar) -> date:
    """Tasks opened after this day are new to the reader: the working day of the last mail."""
    if often == "weekly":
        monday = day - timedelta(days=day.weekday())
        return calendar.working_day_from(monday - timedelta(days=7))
    return calendar.previous_working_day(day)


def digest_content(tasks: Iterable[WaitingTask], day: date, since: date) -> dict[str, Any]:
    """Overdue, due today, new: counts and the first lines of each, as JSON; empty when there is nothing to say.

    A task stands in the first part that it belongs to. One that stands still is neither due nor overdue.
    """
    parts: dict[str, list[WaitingTask]] = {"overdue": [], "today": [], "new": []}
    for task in sorted(tasks, key=lambda task: (task.due_on or date.max, task.id)):
        running = task.due_on is not None and not task.paused
        if running and task.due_on is not None and task.due_on < day:
            parts["overdue"].append(task)
        elif running and task.due_on == day:
            parts["today"].append(task)
        elif task.opened_on > since:
            parts["new"].append(task)
    return {name: _part(found) for name, found in parts.items() if found}


def _part(found: list[WaitingTask]) -> Mapping[str, Any]:
    return {"count": len(found), "lines": [_line(task) for task in found[:MOST_LINES]]}


def _line(task: WaitingTask) -> Mapping[str, Any]:
    return {
        "id": task.id,
        "number": task.number,
        "step": task.name.to_json(),
        "due_on": task.due_on.isoformat() if task.due_on else None,
    }
