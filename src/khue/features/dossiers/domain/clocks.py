"""When a step, and the whole case, is due. Days and pauses come in; ``core.clock`` counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from khue.core.calendar import WorkCalendar
from khue.core.clock import Pause, Term, Unit, due_on, effective_start
from khue.features.dossiers.domain.definition import Procedure, Step

Terms = Mapping[str, Term | None]
"""Term of each step by its key, as the law says on the law day; None while the law's value is unset."""


def received_on(moment: datetime, *, same_day: bool, cutoff: time | None, calendar: WorkCalendar) -> date:
    """The day that counts as the day of receipt: the cut-off hour moves same-day procedures to the next working day."""
    return effective_start(moment, cutoff if same_day else None, calendar)


def step_due(
    step: Step, opened: date, terms: Terms, calendar: WorkCalendar, pauses: Iterable[Pause] = ()
) -> date | None:
    """The last day for a step that was opened on a day; None without a clock, or while an open pause keeps it unknown.

    A term that ends on a day off ends on the next working day: nobody can hand out a result on a closed day.
    """
    term = terms.get(step.key)
    last = due_on(opened, term, calendar, tuple(pauses)) if term else None
    return calendar.working_day_from(last) if last else None


def case_due(procedure: Procedure, received: date, terms: Terms, calendar: WorkCalendar) -> date | None:
    """The promised day of the case: the clocks of its main steps, one after the other, from valid receipt.

    The first step checks the papers before receipt, so its clock is not part of the promise. Frozen at receipt; later
    changes of the law or of the definition never move it, only pauses and an apology do.
    """
    day, any_clock = received, False
    for step in procedure.main_steps[1:]:
        found = step_due(step, day, terms, calendar)
        if found is not None:
            day, any_clock = found, True
    return day if any_clock else None


def counted_in(procedure: Procedure, terms: Terms) -> Unit:
    """How the promise of a case counts: in calendar days when all of its clocks do, else in working days."""
    units = {term.unit for step in procedure.main_steps[1:] if (term := terms.get(step.key))}
    return "calendar_days" if units == {"calendar_days"} else "working_days"


def moved(
    due: date,
    pause_start: date,
    pause_end: date,
    calendar: WorkCalendar,
    *,
    unit: Unit = "working_days",
    since: date | None = None,
) -> date:
    """A promised day after a pause ``[pause_start, pause_end)``: as many days later as the pause stopped the clock.

    The same day as ``core.clock.due_on`` finds when it counts anew with the pause. ``since`` is the day from which the
    term ran: it is not counted, so a pause that begins on it does not stop it. A pause that begins after the promised
    day moves nothing: what is overdue stays overdue.
    """
    first = pause_start if since is None else max(pause_start, since + timedelta(days=1))
    if first > due or pause_end <= first:
        return due
    if unit == "calendar_days":
        return calendar.working_day_from(due + (pause_end - first))
    one = timedelta(days=1)
    return calendar.add_working_days(due, calendar.working_days_between(first - one, pause_end - one))
