"""Claiming cost lines across all schemes, and giving them back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.db.models import Q

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused
from khue.features.ledger import domain, queries
from khue.features.ledger.domain import CostLine
from khue.features.ledger.models import CostLineClaim
from khue.features.ledger.usecases.invoices import wait_for_each_other
from khue.features.people import queries as people
from khue.kernel.deeds import Deed


def claim_cost_lines(lines: Sequence[CostLine], *, deed: Deed) -> None:
    """Take cost lines for their subjects: each draws on one public source. Raises Refused with a reason for each that is not free.

    The database keeps them apart, so that of two who claim at once the second is refused.
    """
    faults = [reason for line in lines for reason in domain.may_claim_cost(line).reasons]
    if faults:
        raise Refused.because(*faults)
    taken: list[Reason] = _taken_under_other_codes(lines)
    if taken:
        raise Refused.because(*taken)
    for line in sorted(lines, key=lambda one: one.mark):
        try:
            with transaction.atomic():
                CostLineClaim.objects.create(
                    mark=line.mark,
                    key=line.key,
                    scheme=line.scheme,
                    subject=line.subject,
                    amount=line.amount,
                    from_on=line.from_on,
                    until_on=line.until_on,
                    source=line.source.strip()[:300],
                    claimed_at=deed.moment,
                )
        except IntegrityError:
            taken.append(_taken(line))
    if taken:
        raise Refused.because(*taken)
    if lines:
        deed.after(cost_lines=[line.key for line in lines])


def _taken_under_other_codes(lines: Sequence[CostLine]) -> list[Reason]:
    """A seller or bank that was merged keeps its contracts: under the successor's tax code they are the same."""
    others = people.other_tax_codes({line.tax_code for line in lines})
    named = [line for line in lines if line.tax_code in others]
    wait_for_each_other(f"cost:{line.key.rpartition(':')[2]}" for line in named)
    found: list[Reason] = []
    for line in named:
        for code in others[line.tax_code]:
            use = _use_in_the_way(replace(line, with_whom=code))
            if use is not None:
                found.append(domain.cost_line_taken(line, queries.subject_link(use.subject).label, use.scheme))
    return found


def _taken(line: CostLine) -> Reason:
    """Names the use that stands in the way."""
    found = _use_in_the_way(line)
    if found is None:
        raise Conflict(
            Text(
                f"Khoản chi {line.name} vừa thay đổi ở hồ sơ khác.",
                f"Cost line {line.name} has just changed elsewhere.",
            ),
            Text("Mời ông/bà gửi lại.", "Please submit again."),
        )
    return domain.cost_line_taken(line, queries.subject_link(found.subject).label, found.scheme)


def _use_in_the_way(line: CostLine) -> CostLineClaim | None:
    rows = CostLineClaim.objects.filter(mark=line.mark, released_at=None)
    if line.until_on is not None:
        rows = rows.filter(Q(from_on__isnull=True) | Q(from_on__lt=line.until_on))
    if line.from_on is not None:
        rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gt=line.from_on))
    return rows.order_by("pk").first()


def release_cost_lines(subject: str, *, deed: Deed) -> int:
    """Give back every cost line of ``subject``; how many."""
    released = CostLineClaim.objects.filter(subject=subject, released_at=None).update(released_at=deed.moment)
    if released:
        deed.after(cost_lines_released=released)
    return released
