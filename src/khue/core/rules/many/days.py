"""Days that move by a legal term, over columns."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from khue.core.calendar import WorkCalendar
from khue.core.rules.kinds import LAST_DAY
from khue.core.rules.many.column import EPOCH, FIRST, Column, Faults, both
from khue.core.rules.one import END, HOURS_OF_DAY


def after(how: tuple[str, WorkCalendar, int], faults: Faults, start: Column, term: Column) -> Column:
    unit, calendar, sign = how
    known = both(start.known, term.known)
    days = np.asarray(start.data, dtype=np.int64)
    days = np.where(known, days, FIRST)
    if unit == "working_days":
        found = _working_days_after(calendar, days, sign * term.data)
        faults.mark((days < FIRST) | (found < FIRST) | (found > LAST_DAY.toordinal()), known)
    elif unit in ("calendar_days", "hours"):
        found = days + sign * (term.data // HOURS_OF_DAY if unit == "hours" else term.data)
        faults.mark(found >= END.toordinal(), known)
    else:
        found = _months_after(days, sign * term.data * (12 if unit == "years" else 1))
        faults.mark(found >= END.toordinal(), known)
    return Column(np.where(known, found, FIRST), known)


def _working_days_after(calendar: WorkCalendar, days: Any, term: Any) -> Any:
    worked = worked_days(calendar)
    later = np.searchsorted(worked, days, side="right") + term - 1
    place = np.where(np.asarray(term) > 0, later, np.searchsorted(worked, days, side="left") + term)
    beyond = (place < 0) | (place >= len(worked))
    found = worked[np.minimum(np.maximum(place, 0), len(worked) - 1)]
    return np.where(np.asarray(term) == 0, days, np.where(beyond, END.toordinal(), found))


_WORKED: dict[int, tuple[WorkCalendar, Any]] = {}


def worked_days(calendar: WorkCalendar) -> Any:
    """Ordinals of all working days of the law's life, kept per calendar."""
    kept = _WORKED.get(id(calendar))
    if kept is None:
        ordinals = range(FIRST - 400, LAST_DAY.toordinal() + 400)
        days = np.fromiter((d for d in ordinals if calendar.is_working_day(date.fromordinal(d))), dtype=np.int64)
        kept = _WORKED[id(calendar)] = (calendar, days)
    return kept[1]


def _months_after(days: Any, months: Any) -> Any:
    start = (days - EPOCH).astype("datetime64[D]")
    month = start.astype("datetime64[M]")
    in_month = (start - month.astype("datetime64[D]")).astype(np.int64)
    target = month + np.asarray(months).astype("timedelta64[M]")
    last = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64) - 1
    return target.astype("datetime64[D]").astype(np.int64) + np.minimum(in_month, last) + EPOCH
