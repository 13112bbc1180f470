"""What appeals changed in a support, and what is to be given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.appeals.domain.flow import OUTCOMES
from khue.features.ledger import queries as ledger
from khue.features.ledger.domain import PAYABLE
from khue.features.ledger.domain.recovery import HELD
from khue.features.missions import access
from khue.features.missions.domain.overturning import Change, Part, change_text
from khue.features.missions.models import EquipmentSupport, RecoveryClaim, SupportRevision
from khue.features.treasury import queries as treasury
from khue.features.treasury.queries import ReceivableCard


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One movement with its ledger entry, None for a tranche that was only planned."""

    text: Text
    amount: int
    entry: UUID | None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A decision on an appeal as the support's page tells it; ``before`` and ``after`` in đồng, None: no grant."""

    appeal_id: int
    appeal_number: str
    outcome: Text
    text: Text
    ground: str
    before: int | None
    after: int | None
    decided_on: date
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Money to be given back: how much, until when, how much came in, and by which reference to which account. Amounts in đồng.

    ``receivable`` is its record at the treasury, 0 for a claim that was settled before there was one.
    """

    id: int
    support_id: int
    dossier_number: str
    debtor: str
    amount: int
    recovered: int
    claimed_on: date
    due_on: date
    settled_on: date | None
    reference: str = ""
    account: str = ""
    receivable: int = 0

    @property
    def owed(self) -> int:
        return self.amount - self.recovered


def parts_of(support: EquipmentSupport) -> tuple[Part, ...]:
    """Where the money of each tranche is, by the ledger: not accepted, owed, gone. What was claimed before is gone no more."""
    back: dict[int, int] = {}
    for found in SupportRevision.objects.filter(support=support):
        for line in found.changes:
            if line["kind"] == "claim":
                back[line["tranche"]] = back.get(line["tranche"], 0) + line["amount"]
    parts = []
    for tranche in support.tranches.exclude(state="cancelled").order_by("no"):
        if tranche.accrual is None:
            parts.append(Part(tranche.pk, tranche.no, tranche.amount, 0, 0))
            continue
        subject = f"tranche:{tranche.pk}"
        owed = ledger.balance(PAYABLE, subject) + ledger.balance(HELD, subject)
        parts.append(Part(tranche.pk, tranche.no, 0, owed, tranche.amount - owed - back.get(tranche.pk, 0)))
    return tuple(parts)


def revisions_of(support: EquipmentSupport) -> tuple[RevisionRow, ...]:
    """Oldest first."""
    return tuple(_row(found) for found in SupportRevision.objects.filter(support=support).order_by("pk"))


def _row(found: SupportRevision) -> RevisionRow:
    return RevisionRow(
        appeal_id=found.appeal_id,
        appeal_number=found.appeal_number,
        outcome=OUTCOMES[found.outcome].capitalised(),
        text=Text(found.text_vi, found.text_en),
        ground=found.ground,
        before=found.before,
        after=found.after,
        decided_on=found.decided_on,
        changes=tuple(
            ChangeRow(
                change_text(Change(line["kind"], line["amount"], line["tranche"], line["no"])),
                line["amount"],
                UUID(line["entry"]) if line["entry"] else None,
            )
            for line in found.changes
        ),
    )


def claim(claim_id: int, actor: Actor) -> ClaimRow:
    """Raises Missing for a stranger, as for a claim that does not exist."""
    found = RecoveryClaim.objects.select_related("support", "debtor").filter(pk=claim_id).first()
    if found is None:
        raise access.no_such_support()
    access.require_read(actor, found.support)
    subject = f"claim:{found.pk}"
    return claim_row(found, treasury.receivables_of([subject]).get(subject))


def claims_of(support: EquipmentSupport) -> tuple[ClaimRow, ...]:
    rows = list(RecoveryClaim.objects.filter(support=support).select_related("support", "debtor").order_by("pk"))
    known = treasury.receivables_of([f"claim:{row.pk}" for row in rows]) if rows else {}
    return tuple(claim_row(row, known.get(f"claim:{row.pk}")) for row in rows)


def claim_row(row: RecoveryClaim, known: ReceivableCard | None) -> ClaimRow:
    """``support`` and ``debtor`` are joined by the caller."""
    return ClaimRow(
        id=row.pk,
        support_id=row.support_id,
        dossier_number=row.support.dossier_number,
        debtor=row.debtor.name,
        amount=row.amount,
        recovered=row.recovered,
        claimed_on=row.claimed_on,
        due_on=row.due_on,
        settled_on=row.settled_on,
        reference=known.row.reference if known else "",
        account=known.row.account if known else "",
        receivable=known.row.id if known else 0,
    )
