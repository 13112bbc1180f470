"""A support as pages see it: one card, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.appeals.queries import suspended_since
from khue.features.missions import access
from khue.features.missions.domain.limits import (
    CLASS_NAMES,
    KIND_NAMES,
    CostClass,
    Line,
    LineLimit,
    TaskKind,
    limit_of,
)
from khue.features.missions.domain.support import SUPPORT, TRANCHE
from khue.features.missions.models import CostLine, EquipmentItem, EquipmentSupport, PostAudit, Tranche
from khue.features.missions.queries.revisions import ClaimRow, RevisionRow, claims_of, revisions_of
from khue.features.missions.queries.rules import support_law
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.ui import StateView, Tone

SUPPORT_TONES: dict[str, Tone] = {
    "applied": "firm",
    "costed": "now",
    "appraised": "now",
    "granted": "good",
    "refused": "bad",
    "running": "now",
    "completed": "good",
    "cancelled": "plain",
    "annulled": "bad",
}
TRANCHE_TONES: dict[str, Tone] = {
    "planned": "plain",
    "delivered": "now",
    "returned": "wait",
    "accepted": "firm",
    "ordered": "firm",
    "paid": "good",
    "cancelled": "plain",
}


DELIVERED = ("pk", "evidence", "files", "delivered_at", "outcome", "note")


@dataclass(frozen=True, slots=True)
class LineRow:
    """A cost line. Amounts in đồng; ``share`` is the cap in per cent, ``most`` the most that may be granted."""

    no: int
    description: str
    cost_class: Text
    software: bool
    serves_task_directly: bool | None
    amount: int
    requested: int
    share: int | None
    most: int
    own_money: int
    invoice: str
    evidence: FileCard | None
    appraised: int | None
    ground: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    evidence: str
    files: tuple[FileCard, ...]
    delivered_at: datetime
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class TrancheRow:
    id: int
    no: int
    deliverable: str
    amount: int
    due_on: date | None
    code: str
    state: StateView
    accepted_on: date | None
    paid_on: date | None
    accrual: UUID | None
    payment: UUID | None
    order: int | None
    deliveries: tuple[DeliveryRow, ...]

    @property
    def may_be_delivered(self) -> bool:
        return TRANCHE.may(self.code, "deliver")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line of the equipment register."""

    id: int
    name: str
    serial: str
    location: str
    cost: int
    in_use_on: date
    support_id: int
    dossier_number: str
    owner: str
    annulled: bool = False


@dataclass(frozen=True, slots=True)
class AuditRow:
    in_order: bool
    finding: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SupportCard:
    """One support with everything that its pages show."""

    id: int
    dossier_id: int
    dossier_number: str
    task_title: str
    task_kind: Text
    lead_key: str
    lead_name: str
    code: str
    state: StateView
    asked: int
    appraised: int | None
    granted: int | None
    paid: int
    accepted: int
    budget_line: str
    law_day: date
    decided_on: date | None
    agreed_on: date | None
    lines: tuple[LineRow, ...]
    tranches: tuple[TrancheRow, ...]
    reasons: tuple[Reason, ...]
    binding: bool
    appraisers: tuple[str, ...]
    items: tuple[ItemRow, ...]
    audits: tuple[AuditRow, ...]
    revisions: tuple[RevisionRow, ...]
    claims: tuple[ClaimRow, ...]
    suspended_on: date | None

    @property
    def amounts(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def most(self) -> int:
        return sum(line.most for line in self.lines)


def support_page(support_id: int, actor: Actor) -> SupportCard:
    """Raises Missing for a stranger, as for a support that does not exist."""
    support = EquipmentSupport.objects.select_related("task", "lead").filter(pk=support_id).first()
    if support is None:
        raise access.no_such_support()
    access.require_read(actor, support)
    return card_of(support)


def line_facts(row: CostLine) -> Line:
    """The line as the rules see it. Only lines that passed ``may_apply`` are kept, so other public money is 0."""
    invoice = (
        (row.seller_tax_code, row.invoice_symbol, row.invoice_number, row.invoice_line or 1)
        if row.invoice_number
        else None
    )
    return Line(
        no=row.no,
        description=row.description,
        cost_class=CostClass(row.cost_class),
        amount=row.amount,
        requested=row.requested,
        software=row.software,
        serves_task_directly=row.serves_task_directly,
        other_public=0,
        invoice=invoice,
        has_evidence=row.evidence is not None,
    )


def card_of(
    support: EquipmentSupport, stored: Mapping[str, FileCard] | None = None, *, whole: bool = True, step: str = ""
) -> SupportCard:
    """The card; rights were asked before. Not ``whole``: costs and tranches, for a part of another page.

    ``stored``: the files of the dossier by id, when they were read already. ``step`` of the task whose page it is for: later
    audits are left out, and who appraised unless it decides.
    """
    rows = list(CostLine.objects.filter(support=support).order_by("no"))
    kind = TaskKind(support.task.kind)
    # A decided case is told by what was known on the day of its decision.
    law = support_law(support.law_day, support.decided_on)
    limits = [limit_of(line_facts(row), kind, law) for row in rows]
    if stored is None:
        stored = {card.id: card for card in files.cards(f"dossier:{support.dossier_id}")}
    # What can't be there yet is not asked for: tranches come with the agreement, the rest with the decision.
    decided, agreed = support.decided_on is not None, support.agreed_on is not None
    tranches = _tranches(support, stored) if agreed else ()
    decided, agreed = decided and whole, agreed and whole
    return SupportCard(
        id=support.pk,
        dossier_id=support.dossier_id,
        dossier_number=support.dossier_number,
        task_title=support.task.title,
        task_kind=KIND_NAMES[kind],
        lead_key=access.lead_key(support),
        lead_name=support.lead.name,
        code=support.state,
        state=StateView(support.state, SUPPORT.label(support.state).capitalised(), SUPPORT_TONES[support.state]),
        asked=support.asked,
        appraised=support.appraised,
        granted=support.granted,
        paid=support.paid,
        accepted=sum(tranche.amount for tranche in tranches if tranche.code in ("accepted", "ordered", "paid")),
        budget_line=support.budget_line,
        law_day=support.law_day,
        decided_on=support.decided_on,
        agreed_on=support.agreed_on,
        lines=tuple(_line(row, limit, stored) for row, limit in zip(rows, limits, strict=True)),
        tranches=tranches,
        reasons=tuple(reason for limit in limits for reason in limit.reasons),
        binding=support.binding,
        appraisers=_appraisers(support) if whole and step in ("", "decision") else (),
        items=tuple(item_of(item) for item in _items(support)) if agreed else (),
        revisions=revisions_of(support) if decided else (),
        claims=claims_of(support) if support.reclaimed and whole else (),
        suspended_on=suspended_since(support.dossier_id) if decided else None,
        audits=tuple(
            AuditRow(a.in_order, a.finding, a.at) for a in PostAudit.objects.filter(support=support).order_by("pk")
        )
        if agreed and not step
        else (),
    )


def _line(row: CostLine, limit: LineLimit, stored: Mapping[str, FileCard]) -> LineRow:
    invoice = f"{row.invoice_symbol} {row.invoice_number}/{row.invoice_line or 1}" if row.invoice_number else ""
    return LineRow(
        no=row.no,
        description=row.description,
        cost_class=CLASS_NAMES[CostClass(row.cost_class)],
        software=row.software,
        serves_task_directly=row.serves_task_directly,
        amount=row.amount,
        requested=row.requested,
        share=limit.share.number if limit.share is not None and limit.share.applies else None,
        most=row.most,
        own_money=row.own_money,
        invoice=invoice.strip(),
        evidence=stored.get(str(row.evidence)) if row.evidence else None,
        appraised=row.appraised,
        ground=row.ground,
    )


def _tranches(support: EquipmentSupport, stored: Mapping[str, FileCard]) -> tuple[TrancheRow, ...]:
    # One row for each delivery; a tranche of which nothing was delivered has one without.
    sent = {f"sent_{name}": F(f"deliveries__{name}") for name in DELIVERED}
    found: list[Any] = list(Tranche.objects.filter(support=support).annotate(**sent).order_by("no", "deliveries"))
    deliveries: dict[int, list[DeliveryRow]] = {row.pk: [] for row in found}
    for row in found:
        if row.sent_pk is not None:
            cards = tuple(stored[identity] for identity in row.sent_files if identity in stored)
            line = DeliveryRow(row.sent_evidence, cards, row.sent_delivered_at, row.sent_outcome, row.sent_note)
            deliveries[row.pk].append(line)
    return tuple(
        TrancheRow(
            id=tranche.pk,
            no=tranche.no,
            deliverable=tranche.deliverable,
            amount=tranche.amount,
            due_on=tranche.due_on,
            code=tranche.state,
            state=StateView(tranche.state, TRANCHE.label(tranche.state).capitalised(), TRANCHE_TONES[tranche.state]),
            accepted_on=tranche.accepted_on,
            paid_on=tranche.paid_on,
            accrual=tranche.accrual,
            payment=tranche.payment,
            order=tranche.order,
            deliveries=tuple(deliveries[tranche.pk]),
        )
        for tranche in {row.pk: row for row in found}.values()
    )


def _appraisers(support: EquipmentSupport) -> tuple[str, ...]:
    keys = list(support.appraisals.order_by("pk").values_list("appraiser", flat=True))
    names = people.parties(keys)
    return tuple(dict.fromkeys(names[key].name for key in keys if key in names))


def _items(support: EquipmentSupport) -> Iterable[EquipmentItem]:
    return EquipmentItem.objects.filter(support=support).select_related("support__lead").order_by("pk")


def item_of(item: EquipmentItem) -> ItemRow:
    """One register line; ``support`` and its lead are joined by the caller."""
    return ItemRow(
        item.pk,
        item.name,
        item.serial,
        item.location,
        item.cost,
        item.in_use_on,
        item.support_id,
        item.support.dossier_number,
        item.support.lead.name,
        item.support.state == "annulled",
    )
