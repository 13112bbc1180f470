"""A mission as its page shows it: one card, read in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.calls import queries as calls
from khue.features.calls.domain.flows import ROLES
from khue.features.delivery import access
from khue.features.delivery.domain.commands import PlannedMilestone
from khue.features.delivery.domain.ending import FileLine
from khue.features.delivery.domain.words import (
    CHANGE,
    CONTRACT,
    COST_CLASSES,
    FORMS,
    KINDS,
    MILESTONE,
    REPORT_KINDS,
)
from khue.features.delivery.models import (
    ContractChange,
    ContractVersion,
    CostFinding,
    Ending,
    Handover,
    Milestone,
    Mission,
    MissionClaim,
    MissionCost,
    MissionMember,
    MissionReport,
    MissionWarning,
    SiteCheck,
)
from khue.features.delivery.queries.rows import (
    DECIDED,
    MILESTONE_TONES,
    ChangeRow,
    CheckRow,
    ClaimRow,
    ContractRow,
    CostRow,
    EndingRow,
    FindingRow,
    HandoverRow,
    MemberRow,
    MilestoneRow,
    MissionCard,
    ReportRow,
    WarningRow,
    state_view,
)
from khue.features.delivery.queries.rules import contract_due
from khue.features.people import queries as people
from khue.features.treasury import queries as treasury
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.ui import StateView, Tone


def mission_page(mission_id: int, actor: Actor) -> MissionCard:
    """Raises Missing for a stranger, as for a mission that does not exist."""
    mission = Mission.objects.select_related("lead").filter(pk=mission_id).first()
    if mission is None:
        raise access.no_such_mission()
    access.require_read(actor, mission)
    hidden = people.barred_ids(actor) if not access.is_side_of_lead(actor, mission) else frozenset()
    return card_of(mission, hidden)


def card_of(mission: Mission, hidden: frozenset[int] = frozenset()) -> MissionCard:
    """The card; rights were asked before. ``hidden`` are people whose names the reader does not see."""
    stored = {card.id: card for card in files.cards(f"mission:{mission.pk}")} if mission.contracted_on else {}
    contracted = mission.contracted_on is not None
    contracts = list(ContractVersion.objects.filter(mission=mission).order_by("no"))
    claim = MissionClaim.objects.filter(mission=mission).first() if mission.unmet_on else None
    return MissionCard(
        id=mission.pk,
        number=mission.number,
        title=mission.title,
        lead=people.RESTRICTED.vi if mission.lead_id in hidden else mission.lead.name,
        lead_key=access.lead_key(mission),
        dossier_id=mission.dossier_id,
        dossier_number=mission.dossier_number,
        proposal=mission.proposal,
        call=mission.call_number,
        order=mission.order_number,
        mode=mission.mode,
        field=calls.field_label(mission.field, mission.law_day),
        code=mission.state,
        state=state_view(mission.state),
        kind=mission.kind,
        kind_words=KINDS.get(mission.kind),
        form=mission.form,
        form_words=FORMS.get(mission.form),
        asked=mission.asked,
        appraised=mission.appraised,
        granted=mission.granted,
        paid=mission.paid,
        advance=mission.advance,
        set_off=mission.set_off,
        advance_state=mission.advance_state,
        advance_order=mission.advance_order,
        advance_paid_on=mission.advance_paid_on,
        budget_line=mission.budget_line,
        law_day=mission.law_day,
        binding=mission.binding,
        decided_on=mission.decided_on,
        decision_ground=mission.decision_ground,
        starts_on=mission.starts_on,
        ends_on=mission.ends_on,
        contracted_on=mission.contracted_on,
        contract_due=_contract_due(mission, contracts),
        unmet_ground=mission.unmet_ground,
        ended_on=mission.ended_on,
        plan=tuple(mission.plan),
        version=mission.version,
        members=_members(mission, hidden),
        costs=tuple(map(_cost, MissionCost.objects.filter(mission=mission).order_by("no"))),
        findings=tuple(
            FindingRow(row.finding, row.by_name, row.amount, row.note, row.at)
            for row in CostFinding.objects.filter(mission=mission).order_by("pk")
        ),
        milestones=_milestones(mission, stored) if contracted else (),
        contracts=tuple(map(_contract, contracts)),
        changes=tuple(map(_change, ContractChange.objects.filter(mission=mission).order_by("no"))) if contracted else (),
        reports=_reports(mission, stored) if contracted else (),
        checks=tuple(
            CheckRow(row.on, row.in_order, row.finding, _files(row.files, stored), row.by_name)
            for row in SiteCheck.objects.filter(mission=mission).order_by("on", "pk")
        ) if contracted else (),
        warnings=tuple(
            WarningRow(row.pk, row.ground, row.due_on, row.raised_by_name, row.raised_on, row.lifted_on, row.lifted_ground)
            for row in MissionWarning.objects.filter(mission=mission).order_by("pk")
        ) if contracted else (),
        ending=_ending(mission) if mission.unmet_on else None,
        claim=_claim(claim) if claim else None,
    )  # fmt: skip


def _members(mission: Mission, hidden: frozenset[int]) -> tuple[MemberRow, ...]:
    found = MissionMember.objects.filter(mission=mission).order_by("pk")
    return tuple(
        MemberRow(
            people.RESTRICTED.vi if row.person_id in hidden else row.name,
            "" if row.person_id in hidden else row.organisation_name,
            ROLES[row.role].capitalised(),
            row.months,
        )
        for row in found
    )


def _cost(row: MissionCost) -> CostRow:
    return CostRow(
        row.no, row.description, row.cost_class, COST_CLASSES.get(row.cost_class), row.amount, row.requested, row.own_money,
        row.other_public, row.software, row.serves_directly, row.most, row.agreed, row.inside, row.ground,
    )  # fmt: skip


def _files(ids: list[str], stored: Mapping[str, FileCard]) -> tuple[FileCard, ...]:
    return tuple(stored[one] for one in ids if one in stored)


def _milestones(mission: Mission, stored: Mapping[str, FileCard]) -> tuple[MilestoneRow, ...]:
    handovers: dict[int, list[HandoverRow]] = {}
    for row in Handover.objects.filter(milestone__mission=mission).order_by("pk"):
        invoices = tuple(f"{one['symbol']} {one['number']}/{one['line']}" for one in row.invoices)
        line = HandoverRow(row.words, _files(row.files, stored), invoices, row.handed_in_at, row.outcome, row.note)
        handovers.setdefault(row.milestone_id, []).append(line)
    found = Milestone.objects.filter(mission=mission).exclude(state="cancelled").order_by("no")
    if mission.ended_on is not None and mission.unmet_on is not None:
        found = Milestone.objects.filter(mission=mission).order_by("no", "pk")
    return tuple(
        MilestoneRow(
            id=row.pk,
            no=row.no,
            deliverable=row.deliverable,
            criteria=row.criteria,
            amount=row.amount,
            set_off=row.set_off,
            due_on=row.due_on,
            final=row.final,
            state=StateView(row.state, MILESTONE.label(row.state).capitalised(), MILESTONE_TONES[row.state]),
            accepted_on=row.accepted_on,
            accepted_words=row.accepted_words,
            paid_on=row.paid_on,
            order=row.order,
            council_id=row.council_id,
            council_item=row.council_item,
            handovers=tuple(handovers.get(row.pk, ())),
        )
        for row in found
    )


def _contract(row: ContractVersion) -> ContractRow:
    return ContractRow(
        id=row.pk,
        no=row.no,
        state=StateView(row.state, CONTRACT.label(row.state).capitalised(), DECIDED[row.state]),
        milestones=tuple(map(PlannedMilestone.of, row.milestones)),
        total=row.total,
        advance=row.advance,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        ground=row.ground,
        prepared_by=row.prepared_by,
        prepared_by_name=row.prepared_by_name,
        prepared_at=row.prepared_at,
        due_on=row.due_on,
        lead_by=row.lead_by_name,
        lead_at=row.lead_at,
        city_by=row.city_by_name,
        city_at=row.city_at,
        note=row.note,
        concluded_on=row.concluded_on,
    )


def _change(row: ContractChange) -> ChangeRow:
    return ChangeRow(
        id=row.pk,
        no=row.no,
        state=StateView(row.state, CHANGE.label(row.state).capitalised(), DECIDED[row.state]),
        before=tuple(map(PlannedMilestone.of, row.before["milestones"])),
        after=tuple(map(PlannedMilestone.of, row.after["milestones"])),
        ends_before=row.before["ends_on"],
        ends_after=row.after["ends_on"],
        ground=row.ground,
        asked_at=row.asked_at,
        decided_by=row.decided_by_name,
        decided_on=row.decided_on,
        decision_ground=row.decision_ground,
    )


_REPORT_STATES: dict[str, tuple[Text, Tone]] = {
    "due": (Text("Chưa nộp", "Not handed in"), "wait"),
    "handed_in": (Text("Đã nộp, chờ xem", "Handed in, to be read"), "now"),
    "noted": (Text("Đã ghi nhận", "Noted"), "good"),
}


def _contract_due(mission: Mission, contracts: Sequence[ContractVersion]) -> date | None:
    """The last day as the first version states it; before there is one, what the law of the decision's day says."""
    kept = next((row.due_on for row in contracts if row.due_on), None)
    if kept is not None or contracts or mission.decided_on is None or mission.state != "granted":
        return kept
    return contract_due(mission.decided_on)


def _reports(mission: Mission, stored: Mapping[str, FileCard]) -> tuple[ReportRow, ...]:
    found = MissionReport.objects.filter(mission=mission).exclude(state="dropped").order_by("due_on", "no")
    return tuple(_report(row, stored) for row in found)


def _report(row: MissionReport, stored: Mapping[str, FileCard]) -> ReportRow:
    words, tone = _REPORT_STATES[row.state]
    return ReportRow(
        id=row.pk,
        no=row.no,
        kind=REPORT_KINDS[row.kind].capitalised(),
        about=row.about,
        due_on=row.due_on,
        state=StateView(row.state, words, tone),
        words=row.words,
        files=_files(row.files, stored),
        handed_in_at=row.handed_in_at,
        note=row.note,
        is_due=row.state == "due",
        is_in=row.state == "handed_in",
    )


def _ending(mission: Mission) -> EndingRow | None:
    row = Ending.objects.filter(mission=mission).first()
    if row is None:
        return None
    file = tuple(FileLine(one["code"], Text(one["vi"], one["en"]), one["met"]) for one in row.file)
    return EndingRow(row.outcome, row.ground, row.amount, file, row.explanation, row.decided_by_name, row.decided_on)


def _claim(row: MissionClaim) -> ClaimRow:
    subject = f"mission_claim:{row.pk}"
    known = treasury.receivables_of([subject]).get(subject)
    return ClaimRow(
        row.pk, row.amount, row.recovered, row.due_on, row.settled_on,
        known.row.reference if known else "", known.row.account if known else "",
    )  # fmt: skip
