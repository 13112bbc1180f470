"""A funded proposal, selected or assigned directly, becomes a mission."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.calls import queries as calls
from khue.features.calls.queries import FundedProposal
from khue.features.delivery.events import MissionBegun
from khue.features.delivery.models import Mission, MissionCost, MissionMember
from khue.features.delivery.usecases.parts import FOLLOW_UPS, parties_of, put_on_desk, tell_lead
from khue.features.dossiers import usecases as dossiers
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command

CLOCK = "missions.clock.cost_appraisal"


def begin_mission(proposal_id: int, *, actor: Actor) -> int | None:
    """The mission of a proposal that was decided to be carried out; its id, None for a proposal that was not funded.

    For the job that hears ``calls.proposal_decided``. Repeated, it finds the mission and writes nothing.
    A dossier of an older edition of the procedure is carried to one that has the steps of delivery, in the same deed.
    Raises Missing when none is in force: the job stays among the failed ones, and the next morning tries again.
    """
    found = calls.funded(proposal_id)
    if found is None or found.asked <= 0:
        return None
    with command("delivery.begin_mission", actor) as deed:
        dossiers.locked_dossier(found.dossier_id)
        known = Mission.objects.filter(proposal=proposal_id).values_list("pk", flat=True).first()
        if known is not None:
            deed.nothing_done()
            return int(known)
        _carry(found, deed)
        mission = _mission(found, deed)
        deed.subject = f"mission:{mission.pk}"
        _people_and_costs(mission, found)
        deed.about(f"proposal:{proposal_id}")
        deed.about(f"dossier:{mission.dossier_id}")
        deed.after(number=mission.number, proposal=found.number, asked=mission.asked, mode=mission.mode)
        put_on_desk(mission, "cost-appraisal", deed.subject, deed=deed)
        deed.emit(MissionBegun(subject=deed.subject, parties=parties_of(mission), number=mission.number))
        tell_lead(
            mission,
            Text(f"Nhiệm vụ {mission.number} được lập", f"Mission {mission.number} was begun"),
            Text(
                "Sở Khoa học và Công nghệ và Sở Tài chính thẩm định kinh phí.",
                "The Departments of Science and of Finance appraise its costs.",
            ),
            deed=deed,
        )
        return int(mission.pk)


def _carry(found: FundedProposal, deed: Deed) -> None:
    """A dossier handed in under an edition without the steps of delivery goes on under one that has them, on the provision that
    gives the clock of the first of them. What it was decided on stays as it was: only steps beside the main way are added.
    """
    provision = rulebook.lawbook().entries[CLOCK].provision.key
    ground = Text(
        "Đề xuất đã được phê duyệt thực hiện; phiên bản cũ của thủ tục chưa có các bước thực hiện nhiệm vụ",
        "the proposal was approved, and the older version of the procedure lacks the steps of carrying the mission out",
    )
    dossiers.carry_to_steps(found.dossier_id, FOLLOW_UPS, provision, ground, deed=deed)


def _mission(found: FundedProposal, deed: Deed) -> Mission:
    year = deed.today.year
    number = f"NV-{year}-{dossiers.next_number(f'mission:{year}'):03d}"
    plan = [
        {
            "name": row.name,
            "deliverable": row.deliverable,
            "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        }
        for row in found.milestones
    ]
    starts = [row.starts_on for row in found.milestones if row.starts_on]
    ends = [row.ends_on for row in found.milestones if row.ends_on]
    starts_on, ends_on = (min(starts), max(ends)) if starts and ends else (None, None)
    if starts_on is not None and ends_on is not None and ends_on <= starts_on:
        starts_on = ends_on = None
    return Mission.objects.create(
        number=number,
        proposal=found.id,
        dossier_id=found.dossier_id,
        dossier_number=found.number,
        call_number=found.call,
        order_number=found.order,
        mode=found.mode,
        field=found.field,
        title=found.title,
        folded=fold(f"{number} {found.title} {found.lead_name}"),
        lead_id=people.party_id(found.lead),
        lead_name=found.lead_name,
        handed_in_by=found.handed_in_by,
        plan=plan,
        asked=found.asked,
        law_day=found.law_day,
        starts_on=starts_on,
        ends_on=ends_on,
        begun_at=deed.moment,
    )


def _people_and_costs(mission: Mission, found: FundedProposal) -> None:
    MissionMember.objects.bulk_create(
        MissionMember(
            mission=mission,
            person_id=people.party_id(one.person),
            organisation_id=people.party_id(one.organisation) if one.organisation else None,
            name=one.name[:200],
            organisation_name=one.organisation_name,
            role=one.role,
            months=one.months,
        )
        for one in found.members
    )
    MissionCost.objects.bulk_create(
        MissionCost(
            mission=mission,
            no=one.no,
            description=one.description,
            amount=one.amount,
            requested=one.requested,
            own_money=one.own_money,
            other_public=one.other_public,
        )
        for one in found.costs
        if one.amount > 0
    )
