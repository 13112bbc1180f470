"""Where a loan stands on a day: what fell due, what was paid, what is overdue since when. A replay of facts, pure.

An instalment is late once its last day to pay has passed (the due day, or the next working day where that is none). From
then on its unpaid principal bears late interest, day by day, simple, until it is paid: interest on interest is never charged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from khue.features.fund.domain.loans import Planned, Terms, days_between, half_up

PARTS = ("late", "interest", "principal")
ORDER = {"interest_first": ("late", "interest", "principal"), "principal_first": ("principal", "interest", "late")}


@dataclass(frozen=True, slots=True)
class Paid:
    """A repayment of ``amount`` đồng, on the bank's statement on ``on``. They are given in the order of that day."""

    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Due:
    """A planned instalment with its last day to pay."""

    planned: Planned
    payable_until: date


@dataclass(frozen=True, slots=True)
class Allocation:
    """What one repayment paid, in đồng; ``left`` is beyond everything that is owed."""

    on: date
    late: int
    interest: int
    principal: int
    left: int


@dataclass(slots=True)
class Line:
    """One instalment as the replay moves it; ``late`` is exact until it is paid, ``since`` up to when it is counted."""

    due: Due
    principal: int
    interest: int
    late: Fraction = Fraction(0)
    late_paid: int = 0
    since: date = date.min
    paid_on: date | None = None

    @property
    def late_owed(self) -> int:
        return max(0, half_up(self.late) - self.late_paid)

    @property
    def open(self) -> int:
        return self.principal + self.interest + self.late_owed


@dataclass(frozen=True, slots=True)
class InstalmentStanding:
    """One instalment on the day: what is still owed of it, and how many days past due it is (0: not late)."""

    due: Due
    principal: int
    interest: int
    late: int
    paid: int
    days_past_due: int
    paid_on: date | None

    @property
    def owed(self) -> int:
        return self.principal + self.interest + self.late


@dataclass(frozen=True, slots=True)
class Standing:
    """A schedule version on the day ``on``. ``fallen_due`` is unpaid interest whose day has come, ``principal`` all that is owed."""

    on: date
    lines: tuple[InstalmentStanding, ...]
    allocations: tuple[Allocation, ...]
    principal: int
    late: int
    fallen_due: int
    overdue_principal: int
    overdue: int
    days_past_due: int

    @property
    def payable(self) -> int:
        """What is to be paid by this day: everything whose due day has come."""
        return sum(line.owed for line in self.lines if line.due.planned.due_on <= self.on)

    @property
    def owed(self) -> int:
        return sum(line.owed for line in self.lines)


@dataclass(slots=True)
class _Replay:
    terms: Terms
    lines: list[Line] = field(default_factory=list)

    def until(self, day: date) -> None:
        """Count late interest of each overdue instalment up to ``day``."""
        for line in self.lines:
            start = max(line.since, line.due.payable_until)
            if line.principal and day > start:
                count = days_between(start, day, self.terms.day_count)
                year = 365 if self.terms.day_count == "actual_365" else 360
                line.late += line.principal * self.terms.late_rate * count / year
            line.since = max(line.since, day)

    def pay(self, paid: Paid) -> Allocation:
        self.until(paid.on)
        left, found = paid.amount, dict.fromkeys(PARTS, 0)
        for line in self.lines:
            for part in ORDER[self.terms.allocation]:
                taken = min(left, line.late_owed if part == "late" else getattr(line, part))
                if taken:
                    left -= taken
                    found[part] += taken
                    if part == "late":
                        line.late_paid += taken
                    else:
                        setattr(line, part, getattr(line, part) - taken)
            if not line.open and line.paid_on is None:
                line.paid_on = paid.on
            if not left:
                break
        return Allocation(paid.on, found["late"], found["interest"], found["principal"], left)


def standing(dues: Sequence[Due], terms: Terms, repayments: Iterable[Paid], on: date) -> Standing:
    """Replay ``repayments`` (those up to ``on``, in order of their day) over the instalments of one version."""
    replay = _Replay(terms, [Line(due, due.planned.principal, due.planned.interest) for due in dues])
    allocations = tuple(replay.pay(paid) for paid in repayments if paid.on <= on)
    replay.until(on)
    lines = tuple(_line(line, on) for line in replay.lines)
    late = [line for line in lines if line.days_past_due]
    return Standing(
        on=on,
        lines=lines,
        allocations=allocations,
        principal=sum(line.principal for line in lines),
        late=sum(line.late for line in lines),
        fallen_due=sum(line.interest for line in lines if line.due.planned.due_on <= on),
        overdue_principal=sum(line.principal for line in late),
        overdue=sum(line.owed for line in late),
        days_past_due=max((line.days_past_due for line in late), default=0),
    )


def _line(line: Line, on: date) -> InstalmentStanding:
    days = max(0, (on - line.due.payable_until).days) if line.open else 0
    paid = line.due.planned.amount - line.principal - line.interest + line.late_paid
    return InstalmentStanding(
        line.due, line.principal, line.interest, line.late_owed, paid, days, line.paid_on if not line.open else None
    )


def carried_interest(found: Standing, since: date, terms: Terms, carried: int = 0) -> int:
    """What is earned and unpaid on the day of a new version: interest fallen due, late interest, and that of the running period.

    The running period's interest is counted on the principal that is not overdue, from the last due day (or ``since``, the
    first day of the version) up to the day. ``carried`` is what the version itself took over: it falls due with its first
    instalment, and before that day it is carried on.
    """
    passed = [line.due.planned.due_on for line in found.lines if line.due.planned.due_on <= found.on]
    start = max([since, *passed])
    running = [line for line in found.lines if line.due.planned.due_on > found.on]
    within = sum(line.principal for line in running)
    year = 365 if terms.day_count == "actual_365" else 360
    earned = half_up(within * terms.rate * days_between(start, found.on, terms.day_count) / year)
    earned += 0 if passed else carried
    # Paid ahead, the running period's interest was taken whole; what of it is not earned yet goes against what is.
    ahead = sum(line.due.planned.interest - line.interest for line in running)
    return max(0, found.fallen_due + found.late + earned - ahead)
