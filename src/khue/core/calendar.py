"""Working days: weekends, public holidays, swap days on which a Saturday is worked.

Source of law: Labour Code 2019 Art. 112 (public holidays); the swap days are announced year by year, bind the
public sector only and come as data from the city package (``calendar.toml``).
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from khue.core.bilingual import Text

CERTAINTIES = frozenset({"confirmed", "reported", "digest", "draft", "comparator", "unset"})
APPLIED = frozenset({"confirmed", "reported", "digest"})
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked. A day in ``worked_saturdays`` is worked whatever else is said of it.

    ``holidays``          days off with their (Vietnamese) name; weekends need not be listed
    ``worked_saturdays``  weekend days worked in exchange for a day off
    ``years``             years for which the holidays are known; empty when nobody said
    """

    holidays: Mapping[date, str] = field(hash=False)
    worked_saturdays: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    _off: tuple[int, ...] = field(init=False, repr=False, compare=False)
    _extra: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        holidays = dict(self.holidays)
        worked = frozenset(self.worked_saturdays)
        off = sorted(_ordinal(d) for d in holidays if d.weekday() < SATURDAY and d not in worked)
        extra = sorted(_ordinal(d) for d in worked if d.weekday() >= SATURDAY)
        # A frozen value: what is derived is set once, here.
        object.__setattr__(self, "holidays", MappingProxyType(holidays))
        object.__setattr__(self, "worked_saturdays", worked)
        object.__setattr__(self, "_off", tuple(off))
        object.__setattr__(self, "_extra", tuple(extra))

    def is_working_day(self, day: date) -> bool:
        return self._worked_until(_ordinal(day)) > self._worked_until(_ordinal(day) - 1)

    def holiday_name(self, day: date) -> str | None:
        """Why the day is off, or None when it is worked or an ordinary weekend."""
        return None if day in self.worked_saturdays else self.holidays.get(day)

    def covers(self, day: date) -> bool:
        """Whether the holidays of that year are known; outside, only weekends and swap days are off."""
        return not self.years or day.year in self.years

    def add_working_days(self, start: date, n: int) -> date:
        """The ``n``-th working day after ``start`` (which is not counted), or before it when ``n`` is negative.

        ``n == 0`` is ``start`` itself, worked or not. Raises ValueError beyond the years 1 to 9999.
        """
        ordinal = _ordinal(start)
        if n == 0:
            return start
        before = self._worked_until(ordinal) if n > 0 else self._worked_until(ordinal - 1) + 1
        days = range(1, date.max.toordinal() + 1)
        place = bisect_left(days, before + n, key=self._worked_until)
        if before + n < 1 or place == len(days):
            raise ValueError(f"{n} working days from {start} leave the calendar")
        return date.fromordinal(days[place])

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after ``a`` up to and including ``b``; negative when ``b`` lies before ``a``."""
        return self._worked_until(_ordinal(b)) - self._worked_until(_ordinal(a))

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """The last working day before ``day``."""
        return self.add_working_days(day, -1)

    def working_day_from(self, day: date) -> date:
        """``day`` itself when it is worked, otherwise the next working day."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def _worked_until(self, ordinal: int) -> int:
        """Working days from 1 January of year 1 (a Monday) up to and including the day: counted, not walked."""
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self._off, ordinal) + bisect_right(self._extra, ordinal)


@dataclass(frozen=True, slots=True)
class Override:
    """One day that differs from what the holidays library says. ``working`` false is a day off."""

    day: date
    working: bool
    name: Text
    source: str
    certainty: str

    @property
    def applies(self) -> bool:
        """Drafts, comparators and unset values are shown, but move no deadline until confirmed."""
        return self.certainty in APPLIED


@dataclass(frozen=True, slots=True)
class Overrides:
    """The city's list of differing days, in order."""

    days: tuple[Override, ...] = ()

    def on(self, day: date) -> Override | None:
        return next((override for override in self.days if override.day == day), None)


class CalendarFileError(ValueError):
    """The calendar file cannot be read; the message names the line."""


def read_overrides(text: str) -> Overrides:
    """The overrides in a calendar file (TOML, one ``[[day]]`` each).

    Keys: ``date``, ``working``, ``name = {vi, en}``, ``source``, ``certainty``.
    Raises CalendarFileError naming the line for bad TOML, a missing or wrong value, a day listed twice.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CalendarFileError(f"calendar file: {error}") from error
    unknown = sorted(set(content) - {"day"})
    if unknown:
        raise CalendarFileError(f"calendar file: unknown key {unknown[0]!r}, expected [[day]]")
    tables = content.get("day", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise CalendarFileError("calendar file: write [[day]] with two brackets, once for each day")
    # tomllib keeps no positions; a table written inline is reported at the top of the file.
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("[[day]]")]
    found: dict[date, Override] = {}
    for table, line in zip(tables, lines + [1] * len(tables), strict=False):
        override = _override(table, line)
        if override.day in found:
            raise CalendarFileError(f"calendar file, line {line}: {override.day} is listed twice")
        found[override.day] = override
    return Overrides(tuple(found[day] for day in sorted(found)))


def _override(table: Mapping[str, Any], line: int) -> Override:
    kinds = {"date": date, "working": bool, "name": dict, "source": str, "certainty": str}
    for key, kind in kinds.items():
        value = table.get(key)
        if not isinstance(value, kind) or isinstance(value, datetime) or value == "":
            raise CalendarFileError(f"calendar file, line {line}: {key!r} is missing or not a {kind.__name__}")
    extra = sorted(set(table) - set(kinds))
    if extra:
        raise CalendarFileError(f"calendar file, line {line}: unknown key {extra[0]!r}")
    if table["certainty"] not in CERTAINTIES:
        allowed = ", ".join(sorted(CERTAINTIES))
        raise CalendarFileError(f"calendar file, line {line}: certainty must be one of {allowed}")
    name = table["name"]
    if not all(isinstance(name.get(language), str) and name[language].strip() for language in ("vi", "en")):
        raise CalendarFileError(f"calendar file, line {line}: 'name' needs vi and en")
    return Override(table["date"], table["working"], Text(name["vi"], name["en"]), table["source"], table["certainty"])


def vietnam_calendar(years: Iterable[int], overrides: Overrides = Overrides()) -> WorkCalendar:
    """Vietnam's public-sector calendar for ``years`` and the year after each, so that terms may cross New Year.

    Holidays, substitute days and known swaps come from the ``holidays`` library; ``overrides`` win over it.
    Years that the State has not announced yet are the library's estimate.
    """
    import holidays  # heavy, and only needed where a calendar is made

    covered = {later for year in years for later in (year, year + 1) if later <= date.max.year}
    library = holidays.country_holidays("VN", years=sorted(covered), language="vi")
    off = {day: name for day, name in library.items() if day.year in covered}
    worked = {day for day in library.weekend_workdays if day.year in covered}
    for override in overrides.days:
        if not override.applies:
            continue
        off.pop(override.day, None)
        worked.discard(override.day)
        if not override.working:
            off[override.day] = override.name.vi
        elif override.day.weekday() >= SATURDAY:
            worked.add(override.day)
    return WorkCalendar(off, frozenset(worked), frozenset(covered))


def _ordinal(day: date) -> int:
    # A moment has no day until someone says in which zone.
    if isinstance(day, datetime):
        raise TypeError("a calendar knows days, not moments: take the city's day first")
    return day.toordinal()
