"""The arithmetic of a loan: days, interest, schedules. docs/algorithms/loans.md works it through; decision record beside it.

A schedule is made of what is owed on its first day. A further drawdown, an early repayment or a restructuring makes the next
version from the day on which it happens: the interest earned until then is carried into the first instalment of the new
version, to the đồng, and nothing of the old version changes.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from khue.core.bilingual import Text

KINDS = {
    "annuity": Text("trả góp đều (gốc và lãi)", "annuity: equal instalments"),
    "equal_principal": Text("gốc trả đều", "equal principal"),
    "bullet": Text("gốc trả một lần cuối kỳ", "bullet: principal at the end"),
}
DAY_COUNTS = {
    "actual_365": Text("số ngày thực tế trên 365", "actual days over 365"),
    "thirty_360": Text("tháng 30 ngày, năm 360 ngày", "months of 30 days, years of 360"),
}
ALLOCATIONS = {
    "interest_first": Text(
        "trong từng kỳ, kỳ cũ nhất trước: lãi quá hạn, lãi, rồi gốc",
        "instalment by instalment, oldest first: late interest, interest, then principal",
    ),
    "principal_first": Text(
        "trong từng kỳ, kỳ cũ nhất trước: gốc, lãi, rồi lãi quá hạn",
        "instalment by instalment, oldest first: principal, interest, then late interest",
    ),
}
MOST_INSTALMENTS = 360


@dataclass(frozen=True, slots=True)
class Terms:
    """What the contract says. Rates are exact shares of a year; ``late_rate`` is charged on overdue principal only.

    ``every`` months lie between instalments, ``count`` of them; the first ``grace`` ones pay interest only.
    """

    kind: str
    rate: Fraction
    late_rate: Fraction
    day_count: str
    first_due: date
    every: int
    count: int
    grace: int = 0
    allocation: str = "interest_first"


@dataclass(frozen=True, slots=True)
class Planned:
    """One instalment: due on a day, of principal and interest; ``balance`` is what is owed in principal afterwards."""

    no: int
    due_on: date
    principal: int
    interest: int
    balance: int

    @property
    def amount(self) -> int:
        return self.principal + self.interest


def half_up(amount: Fraction) -> int:
    """To the whole đồng; exactly half a đồng goes up. Interest is rounded once per period, and nowhere else."""
    return int((amount * 2 + 1) // 2)


def days_between(start: date, end: date, day_count: str) -> int:
    """Days of ``start`` up to but without ``end``; by ``thirty_360`` every month has 30 (30E/360, ISDA 2006 §4.16(g))."""
    if day_count == "actual_365":
        return (end - start).days
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + min(end.day, 30) - min(start.day, 30)


def interest(principal: int, rate: Fraction, start: date, end: date, day_count: str) -> int:
    """Interest on ``principal`` đồng from ``start`` up to ``end``, in whole đồng."""
    year = 365 if day_count == "actual_365" else 360
    return half_up(principal * rate * days_between(start, end, day_count) / year)


def due_days(first: date, every: int, count: int) -> tuple[date, ...]:
    """The due days: the same day of later months, or a month's last day where it has no such day."""
    found = []
    for step in range(count):
        years, month = divmod(first.month - 1 + step * every, 12)
        year, month = first.year + years, month + 1
        found.append(date(year, month, min(first.day, calendar.monthrange(year, month)[1])))
    return tuple(found)


def level_payment(principal: int, rate: Fraction, every: int, count: int) -> int:
    """The annuity's equal instalment, rounded up to the đồng; computed with the rate of the period, ``rate`` × months / 12."""
    step = rate * every / 12
    if not step:
        return -(-principal // count)
    grown = (1 + step) ** count
    exact = principal * step * grown / (grown - 1)
    return -int(-exact // 1)


def schedule(principal: int, since: date, terms: Terms, carried: int = 0) -> tuple[Planned, ...]:
    """The instalments of ``principal`` đồng owed since ``since``; ``carried`` interest falls due with the first of them.

    Every principal part is between zero and what is owed, and the last instalment settles the rest exactly. Raises
    ValueError for terms that ``may_agree`` refuses.
    """
    if principal <= 0 or not 0 < terms.count <= MOST_INSTALMENTS or not 0 <= terms.grace < terms.count:
        raise ValueError("a schedule needs principal, and more instalments than those of interest only")
    owed, start, found = principal, since, []
    part = _part(principal, terms)
    for no, due in enumerate(due_days(terms.first_due, terms.every, terms.count), 1):
        earned = interest(owed, terms.rate, start, due, terms.day_count)
        paid = owed if no == terms.count else 0 if no <= terms.grace else max(0, min(owed, part(earned)))
        owed -= paid
        found.append(Planned(no, due, paid, earned + (carried if no == 1 else 0), owed))
        start = due
    return tuple(found)


def _part(principal: int, terms: Terms) -> Callable[[int], int]:
    """The principal part of an instalment that is neither of interest only nor the last, from its interest."""
    left = terms.count - terms.grace
    if terms.kind == "annuity":
        level = level_payment(principal, terms.rate, terms.every, left)
        return lambda earned: level - earned
    if terms.kind == "equal_principal":
        equal = principal // left
        return lambda earned: equal
    return lambda earned: 0
