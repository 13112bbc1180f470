"""What goes out through the doors of this room."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from khue.kernel.api.shapes import Bilingual, FileOut, State


class FundedMissionOut(Schema):
    """A line of the public register of missions; ``granted`` and ``paid`` in đồng."""

    number: str
    title: str
    lead: str
    field: Bilingual
    kind: Bilingual | None
    granted: int
    paid: int
    decided_on: date
    starts_on: date | None
    ends_on: date | None
    state: Bilingual


class FundedMilestoneOut(Schema):
    """A milestone of the contract in force."""

    no: int
    deliverable: str
    due_on: date
    amount: int
    accepted_on: date | None
    paid_on: date | None


class FundedMissionPageOut(FundedMissionOut):
    """One mission with its milestones; ``mode`` is selection or direct-assignment."""

    call: str
    mode: str
    milestones: list[FundedMilestoneOut]


class MissionOut(Schema):
    """A mission in a list. ``closed``: the ground on which it is closed to the reader, an own interest; then without ``asked``."""

    id: int
    number: str
    title: str
    lead: str
    field: Bilingual
    state: Bilingual
    asked: int | None
    granted: int | None
    paid: int
    ends_on: date | None
    closed: Bilingual | None = None


# -- the file of a mission -------------------------------------------------------------------------------------------


class MissionMemberOut(Schema):
    name: str
    organisation: str
    role: Bilingual
    months: int


class MissionCostOut(Schema):
    """A cost line. ``inside`` the lump sum, null while the law does not say; ``most`` that the city may pay of it."""

    no: int
    description: str
    cost_class: str
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


class MissionFindingOut(Schema):
    """What was said of the costs: ``finding`` is appraised, agreed or objected."""

    finding: str
    by: str
    amount: int
    note: str
    at: datetime


class MissionHandoverOut(Schema):
    words: str
    files: list[FileOut]
    invoices: list[str]
    at: datetime
    outcome: str
    note: str


class MissionMilestoneOut(Schema):
    """``payable`` is what is owed of it beside the advance; ``final``: a council accepts it."""

    id: int
    no: int
    deliverable: str
    criteria: str
    amount: int
    set_off: int
    payable: int
    due_on: date
    final: bool
    state: State
    accepted_on: date | None
    accepted_words: str
    paid_on: date | None
    handovers: list[MissionHandoverOut]


class ContractMilestoneOut(Schema):
    no: int
    deliverable: str
    criteria: str
    amount: int
    due_on: date | None


class MissionContractOut(Schema):
    """A version of the contract. ``note`` is what the lead would have otherwise."""

    no: int
    state: State
    milestones: list[ContractMilestoneOut]
    total: int
    advance: int
    starts_on: date
    ends_on: date
    ground: str
    prepared_by: str
    due_on: date | None
    lead_by: str
    lead_at: datetime | None
    city_by: str
    city_at: datetime | None
    note: str
    concluded_on: date | None


class ContractChangeOut(Schema):
    """A change that the lead asked for, with the contract before and after it."""

    id: int
    no: int
    state: State
    before: list[ContractMilestoneOut]
    after: list[ContractMilestoneOut]
    ends_before: str
    ends_after: str
    ground: str
    asked_at: datetime
    decided_by: str
    decided_on: date | None
    decision_ground: str


class MissionReportOut(Schema):
    """``is_due``: the lead hands it in; ``is_in``: an officer reads it."""

    id: int
    no: int
    kind: Bilingual
    about: str
    due_on: date
    state: State
    words: str
    files: list[FileOut]
    handed_in_at: datetime | None
    note: str
    is_due: bool
    is_in: bool


class SiteCheckOut(Schema):
    on: date
    in_order: bool
    finding: str
    files: list[FileOut]
    by: str


class MissionWarningOut(Schema):
    id: int
    ground: str
    due_on: date
    raised_by: str
    raised_on: date
    lifted_on: date | None
    lifted_ground: str


class ComplianceLineOut(Schema):
    """A line of the compliance file, as the record shows it."""

    code: str
    text: Bilingual
    met: bool


class MissionEndingOut(Schema):
    """``outcome`` is excused or recovered, as the law says of the facts."""

    outcome: str
    ground: str
    amount: int
    file: list[ComplianceLineOut]
    decided_by: str
    decided_on: date


class MissionClaimOut(Schema):
    """Money to be given back. ``reference`` goes into the transfer."""

    id: int
    amount: int
    recovered: int
    due_on: date
    settled_on: date | None
    reference: str
    account: str


class MissionFileOut(Schema):
    """Everything that the lead's side, the team and staff read of a mission. ``law_day`` fixes the law that it is judged by."""

    id: int
    number: str
    title: str
    lead: str
    lead_key: str
    dossier_number: str
    call: str
    order: str
    mode: str
    field: Bilingual
    state: State
    kind: str
    form: str
    asked: int
    appraised: int | None
    granted: int | None
    paid: int
    advance: int
    set_off: int
    advance_state: str
    advance_paid_on: date | None
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
    members: list[MissionMemberOut]
    costs: list[MissionCostOut]
    findings: list[MissionFindingOut]
    milestones: list[MissionMilestoneOut]
    contracts: list[MissionContractOut]
    changes: list[ContractChangeOut]
    reports: list[MissionReportOut]
    checks: list[SiteCheckOut]
    warnings: list[MissionWarningOut]
    ending: MissionEndingOut | None
    claim: MissionClaimOut | None
    version: int
