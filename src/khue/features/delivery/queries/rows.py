"""A mission as its page shows it: plain rows, in the order of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from khue.core.bilingual import Text
from khue.features.delivery.domain.commands import PlannedMilestone
from khue.features.delivery.domain.ending import FileLine
from khue.features.delivery.domain.words import (
    MILESTONE,
    MISSION,
    OPEN_TO_CHANGE,
)
from khue.kernel.files import FileCard
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {
    "begun": "firm", "costed": "now", "appraised": "now", "granted": "good", "refused": "bad", "running": "now",
    "unmet": "wait", "completed": "good", "excused": "firm", "recovering": "bad", "recovered": "firm",
}  # fmt: skip
MILESTONE_TONES: dict[str, Tone] = {
    "planned": "plain", "handed_in": "now", "returned": "wait", "before_council": "wait", "rejected": "bad",
    "accepted": "firm", "ordered": "firm", "paid": "good", "cancelled": "plain",
}  # fmt: skip
DECIDED: dict[str, Tone] = {
    "prepared": "wait", "turned_down": "bad", "in_force": "good", "superseded": "plain", "asked": "wait",
    "granted": "good", "refused": "bad", "withdrawn": "plain",
}  # fmt: skip


def state_view(state: str) -> StateView:
    return StateView(state, MISSION.label(state).capitalised(), TONES[state])


@dataclass(frozen=True, slots=True)
class CostRow:
    """A cost line. Amounts in đồng; ``inside`` the lump sum, None while the law does not say."""

    no: int
    description: str
    cost_class: str
    class_words: Text | None
    amount: int
    requested: int
    own_money: int
    other_public: int
    software: bool
    serves_directly: bool | None
    most: int | None
    agreed: int | None
    inside: bool | None
    ground: str


@dataclass(frozen=True, slots=True)
class HandoverRow:
    words: str
    files: tuple[FileCard, ...]
    invoices: tuple[str, ...]
    at: datetime
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone. ``payable`` is what is owed of it beside the advance, in đồng."""

    id: int
    no: int
    deliverable: str
    criteria: str
    amount: int
    set_off: int
    due_on: date
    final: bool
    state: StateView
    accepted_on: date | None
    accepted_words: str
    paid_on: date | None
    order: int | None
    council_id: int | None
    council_item: int | None
    handovers: tuple[HandoverRow, ...]

    @property
    def payable(self) -> int:
        return self.amount - self.set_off

    @property
    def may_be_handed_in(self) -> bool:
        return MILESTONE.may(self.state.code, "hand_in")

    @property
    def may_change(self) -> bool:
        return self.state.code in OPEN_TO_CHANGE

    @property
    def planned(self) -> PlannedMilestone:
        return PlannedMilestone(self.no, self.deliverable, self.criteria, self.amount, self.due_on)


@dataclass(frozen=True, slots=True)
class ContractRow:
    id: int
    no: int
    state: StateView
    milestones: tuple[PlannedMilestone, ...]
    total: int
    advance: int
    starts_on: date
    ends_on: date
    ground: str
    prepared_by: str
    prepared_by_name: str
    prepared_at: datetime
    due_on: date | None
    lead_by: str
    lead_at: datetime | None
    city_by: str
    city_at: datetime | None
    note: str
    concluded_on: date | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    id: int
    no: int
    state: StateView
    before: tuple[PlannedMilestone, ...]
    after: tuple[PlannedMilestone, ...]
    ends_before: str
    ends_after: str
    ground: str
    asked_at: datetime
    decided_by: str
    decided_on: date | None
    decision_ground: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    id: int
    no: int
    kind: Text
    about: str
    due_on: date
    state: StateView
    words: str
    files: tuple[FileCard, ...]
    handed_in_at: datetime | None
    note: str
    is_due: bool
    is_in: bool


@dataclass(frozen=True, slots=True)
class CheckRow:
    on: date
    in_order: bool
    finding: str
    files: tuple[FileCard, ...]
    by: str


@dataclass(frozen=True, slots=True)
class WarningRow:
    id: int
    ground: str
    due_on: date
    raised_by: str
    raised_on: date
    lifted_on: date | None
    lifted_ground: str


@dataclass(frozen=True, slots=True)
class EndingRow:
    outcome: str
    ground: str
    amount: int
    file: tuple[FileLine, ...]
    explanation: Mapping[str, Any]
    decided_by: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Money to be given back. ``reference`` goes into the transfer; amounts in đồng."""

    id: int
    amount: int
    recovered: int
    due_on: date
    settled_on: date | None
    reference: str
    account: str

    @property
    def owed(self) -> int:
        return self.amount - self.recovered


@dataclass(frozen=True, slots=True)
class MemberRow:
    name: str
    organisation: str
    role: Text
    months: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    finding: str
    by: str
    amount: int
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MissionCard:
    """One mission with everything that its pages show."""

    id: int
    number: str
    title: str
    lead: str
    lead_key: str
    dossier_id: int
    dossier_number: str
    proposal: int
    call: str
    order: str
    mode: str
    field: Text
    code: str
    state: StateView
    kind: str
    kind_words: Text | None
    form: str
    form_words: Text | None
    asked: int
    appraised: int | None
    granted: int | None
    paid: int
    advance: int
    set_off: int
    advance_state: str
    advance_order: int | None
    advance_paid_on: date | None
    budget_line: str
    law_day: date
    binding: bool
    decided_on: date | None
    decision_ground: str
    starts_on: date | None
    ends_on: date | None
    contracted_on: date | None
    contract_due: date | None
    unmet_ground: str
    ended_on: date | None
    plan: tuple[Mapping[str, Any], ...]
    version: int
    members: tuple[MemberRow, ...]
    costs: tuple[CostRow, ...]
    findings: tuple[FindingRow, ...]
    milestones: tuple[MilestoneRow, ...]
    contracts: tuple[ContractRow, ...]
    changes: tuple[ChangeRow, ...]
    reports: tuple[ReportRow, ...]
    checks: tuple[CheckRow, ...]
    warnings: tuple[WarningRow, ...]
    ending: EndingRow | None
    claim: ClaimRow | None

    @property
    def accepted(self) -> int:
        return sum(row.amount for row in self.milestones if row.accepted_on is not None)

    @property
    def open_contract(self) -> ContractRow | None:
        return next((row for row in self.contracts if row.state.code == "prepared"), None)

    @property
    def advance_words(self) -> StateView | None:
        if not self.advance_state:
            return None
        owed = Text("hợp đồng cho tạm ứng, chờ chi", "granted, awaiting payment")
        said = {"accepted": owed, "paid": Text("đã chi tạm ứng", "advance paid")}
        label = said.get(self.advance_state) or MILESTONE.label(self.advance_state)
        return StateView(self.advance_state, label.capitalised(), MILESTONE_TONES[self.advance_state])
