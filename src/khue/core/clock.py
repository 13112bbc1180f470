"""Deadlines: a start, a term in working or calendar days, pauses with a ground, and the day on which it is due.

Pauses stop the clock: a day inside a pause ``[start, end)`` does not count. While a pause has no end, nobody
knows the due day: ``due_on`` answers None and ``reading`` keeps the remainder as it was when the pause began.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, get_args, overload

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.calendar import WorkCalendar
from khue.core.intervals import Period, merged

Unit = Literal["working_days", "calendar_days"]


@dataclass(frozen=True, slots=True)
class Term:
    """How long: ``amount`` (not negative) of ``unit``. Zero is a same-day procedure."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError("a term is not negative")
        if self.unit not in get_args(Unit):
            raise ValueError(f"a term counts {' or '.join(get_args(Unit))}, not {self.unit!r}")

    @property
    def text(self) -> Text:
        plural = "" if self.amount == 1 else "s"
        if self.unit == "working_days":
            return Text(f"{self.amount} ngày làm việc", f"{self.amount} working day{plural}")
        return Text(f"{self.amount} ngày", f"{self.amount} day{plural}")


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands from ``start`` until (not including) ``end``; ``end`` None: still standing.

    ``ground`` is the legal ground and never blank: a clock may not be stopped without one.
    A pause that starts and ends on one day stops nothing.
    """

    start: date
    end: date | None
    ground: str

    def __post_init__(self) -> None:
        if not self.ground.strip():
            raise ValueError("a pause needs its legal ground")
        Period(self.start, self.end)

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows on one day.

    ``due``     the due day; None while an open pause keeps it unknown
    ``left``    units left, 0 on the due day, at most -1 when overdue; frozen during a pause
    ``paused``  whether the day itself lies in a pause
    """

    due: date | None
    left: int
    paused: bool

    @property
    def overdue(self) -> bool:
        return self.left < 0


@overload
def effective_start(moment: datetime, cutoff: None, calendar: WorkCalendar | None = None) -> date: ...
@overload
def effective_start(moment: datetime, cutoff: time | None, calendar: WorkCalendar) -> date: ...
def effective_start(moment: datetime, cutoff: time | None, calendar: WorkCalendar | None = None) -> date:
    """The day of receipt in the city's zone, for a moment with a zone.

    ``cutoff`` belongs to same-day procedures only (Hanoi: 15:00): what arrives after it, or on a day off, counts as
    received on the next working day; exactly at the cut-off is still in time. Other procedures pass None.
    Raises ValueError for a moment without zone, or a cut-off without calendar.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment of receipt needs its time zone")
    local = moment.astimezone(CITY_ZONE)
    day = local.date()
    if cutoff is None:
        return day
    if calendar is None:
        raise ValueError("a cut-off needs the calendar: the next day may be off")
    if local.time() > cutoff:
        return calendar.next_working_day(day)
    return calendar.working_day_from(day)


def elapsed(start: date, until: date, unit: Unit, calendar: WorkCalendar, pauses: Iterable[Pause] = ()) -> int:
    """Units that count after ``start`` up to and including ``until``, without those inside a pause; never negative."""
    if until <= start:
        return 0
    stopped = 0
    for pause in merged(pause.period for pause in pauses):
        first_not_counted = max(start, pause.start - timedelta(days=1))
        last = until if pause.end is None else min(until, pause.end - timedelta(days=1))
        if last > first_not_counted:
            stopped += _between(first_not_counted, last, unit, calendar)
    return _between(start, until, unit, calendar) - stopped


def due_on(start: date, term: Term, calendar: WorkCalendar, pauses: Iterable[Pause] = ()) -> date | None:
    """The last day of the term; ``start`` itself is not counted.

    None while an open pause keeps it unknown; an open pause that begins after the term ran out changes nothing.
    A term in calendar days may end on a day off: whether it then moves to the next working day is a rule of the
    procedure (``calendar.working_day_from``), not of counting. Raises ValueError beyond the year 9999.
    """
    stops = tuple(pauses)
    days = range(start.toordinal(), date.max.toordinal() + 1)
    place = bisect_left(
        days,
        term.amount,
        key=lambda ordinal: elapsed(start, date.fromordinal(ordinal), term.unit, calendar, stops),
    )
    if place < len(days):
        return date.fromordinal(days[place])
    if any(pause.end is None for pause in stops):
        return None
    raise ValueError(f"{term.text.en} from {start} leave the calendar")


def remaining(today: date, due: date, unit: Unit, calendar: WorkCalendar) -> int:
    """Units left until ``due``: 0 on the day itself, negative when overdue.

    Overdue is at most -1, also on the weekend after the due day, when no working day has passed yet.
    """
    if today > due:
        return min(-1, _between(today, due, unit, calendar))
    return _between(today, due, unit, calendar)


def reading(today: date, start: date, term: Term, calendar: WorkCalendar, pauses: Iterable[Pause] = ()) -> Reading:
    """What the clock shows on ``today``: see Reading. During a pause the remainder does not move."""
    stops = tuple(pauses)
    due = due_on(start, term, calendar, stops)
    paused = any(pause.period.contains(today) for pause in stops)
    if due is not None and today > due:
        return Reading(due, remaining(today, due, term.unit, calendar), paused)
    return Reading(due, term.amount - elapsed(start, today, term.unit, calendar, stops), paused)


def _between(a: date, b: date, unit: Unit, calendar: WorkCalendar) -> int:
    return calendar.working_days_between(a, b) if unit == "working_days" else (b - a).days


def day_after_months(day: date, months: int) -> date:
    """The same day that many months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
