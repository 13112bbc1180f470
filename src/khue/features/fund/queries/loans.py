"""Where loans stand: replayed from their schedule in force and the repayments booked on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from khue.features.fund.domain.lending import terms_of
from khue.features.fund.domain.loans import Planned, Terms
from khue.features.fund.domain.standing import Due, Paid, Standing, carried_interest, standing
from khue.features.fund.models import Instalment, Loan, Repayment, ScheduleVersion


@dataclass(frozen=True, slots=True)
class InForce:
    """The version of a schedule that counts, with its instalments and what was repaid on it, in order of the bank's days."""

    version_id: int
    no: int
    from_on: date
    terms: Terms
    dues: tuple[Due, ...]
    paid: tuple[Paid, ...]
    carried: int = 0

    def on(self, day: date) -> Standing:
        return standing(self.dues, self.terms, self.paid, day)

    def earned_on(self, day: date) -> int:
        """Interest earned and unpaid on the day: what a new version of that day carries on."""
        return carried_interest(self.on(day), self.from_on, self.terms, self.carried)


def in_force(loan_ids: Iterable[int]) -> dict[int, InForce]:
    """By loan; three queries, however many. Loans of which nothing was drawn are left out."""
    ids = list(loan_ids)
    versions = {
        row.loan_id: row for row in ScheduleVersion.objects.filter(loan__in=ids, ended=None).order_by("loan_id", "no")
    }  # the newest of each stays
    keys = [row.pk for row in versions.values()]
    dues: dict[int, list[Due]] = {key: [] for key in keys}
    for one in Instalment.objects.filter(version__in=keys).order_by("version_id", "no"):
        plan = Planned(one.no, one.due_on, one.principal, one.interest, one.balance)
        dues[one.version_id].append(Due(plan, one.payable_until))
    paid: dict[int, list[Paid]] = {key: [] for key in keys}
    for row in Repayment.objects.filter(version__in=keys, undone=None).order_by("paid_on", "pk"):
        paid[row.version_id].append(Paid(row.paid_on, row.amount))
    return {
        loan: InForce(
            row.pk, row.no, row.from_on, terms_of(row.terms), tuple(dues[row.pk]), tuple(paid[row.pk]), row.carried
        )
        for loan, row in versions.items()
    }


def loan_in_force(loan: Loan) -> InForce | None:
    return in_force([loan.pk]).get(loan.pk)


def loans_to_watch(today: date) -> tuple[int, ...]:
    """Running loans that the job has not looked at today."""
    rows = Loan.objects.filter(state="running").exclude(watched_on=today)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def last_repayment(loan: Loan) -> date | None:
    return (
        Repayment.objects.filter(loan=loan, undone=None).order_by("-paid_on").values_list("paid_on", flat=True).first()
    )
