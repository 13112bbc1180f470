"""Who may see and do what with missions."""

from __future__ import annotations

from collections.abc import Collection

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.councils import queries as councils
from khue.features.delivery.models import Milestone, Mission, MissionMember
from khue.features.people import queries as people

READ = "delivery.read"
APPRAISE = "delivery.appraise"
ANSWER = "delivery.answer_costs"
DECIDE = "delivery.decide"
CONTRACT = "delivery.contract"
AGREE = "delivery.agree"
ACCEPT = "delivery.accept"
PAY = "delivery.pay"
WATCH = "delivery.watch"


def missing(vi: str, en: str) -> Missing:
    return Missing(
        Text(f"Không tìm thấy {vi} này.", f"There is no such {en}."),
        Text("Mời ông/bà kiểm tra lại đường dẫn.", "Please check the address of the page."),
    )


def no_such_mission() -> Missing:
    return missing("nhiệm vụ", "mission")


def lead_key(mission: Mission) -> str:
    return f"party:{mission.lead_id}"


def subjects(mission: Mission) -> tuple[str, str]:
    """The keys under which another party may have taken the mission over when its lead was divided."""
    return f"mission:{mission.pk}", f"dossier:{mission.dossier_id}"


def _holds(actor: Actor, mission: Mission, scope: str) -> bool:
    return any(actor.holds_subject(subject, scope) for subject in subjects(mission))


def is_side_of_lead(actor: Actor, mission: Mission) -> bool:
    return actor.stands_for(lead_key(mission)) or _holds(actor, mission, "")


def near_lead(actor: Actor, mission: Mission) -> bool:
    """For four eyes: the lead's side, also of the colleague in whose place the actor works."""
    return actor.is_near(lead_key(mission)) or is_side_of_lead(actor, mission)


def may_act_for_lead(actor: Actor, mission: Mission) -> bool:
    if _holds(actor, mission, "submit"):
        return True
    return not people.holders(subjects(mission)) and actor.may_act_for(lead_key(mission), "submit")


def is_member(actor: Actor, mission: Mission) -> bool:
    """One of the team, by an own sign-in."""
    if actor.person_id is None or actor.within:
        return False
    mine = [people.party_id(key) for key in actor.keys if people.is_party_key(key)]
    return mission.members.filter(person__in=mine).exists()


def interests(actor: Actor, missions: Collection[Mission]) -> dict[int, Text]:
    """Of these missions those in which an official who is not of its people has an interest, each with its ground.

    A fixed number of queries.
    """
    apart = {one.pk: one for one in missions if not is_side_of_lead(actor, one)}
    behind = {pk: {lead_key(one)} for pk, one in apart.items()}
    team = MissionMember.objects.filter(mission__in=apart).values_list("mission_id", "person_id", "organisation_id")
    for pk, person, organisation in team:
        behind[pk] |= {f"party:{one}" for one in (person, organisation) if one is not None}
    subjects = {f"mission:{pk}": pk for pk in apart} | {f"proposal:{one.proposal}": pk for pk, one in apart.items()}
    judged = Milestone.objects.filter(mission__in=apart, council_item__isnull=False).values_list("pk", "mission_id")
    subjects |= {f"milestone:{milestone}": pk for milestone, pk in judged}
    mine = {pk for pk, keys in behind.items() if not actor.within and not keys.isdisjoint(actor.keys)}
    records = {subject: sorted(behind[pk]) for subject, pk in subjects.items() if pk not in mine}
    return {subjects[subject]: ground for subject, ground in councils.closed_to(actor, records).items()}


def may_read(actor: Actor, mission: Mission) -> bool:
    """The lead's side and the team always; staff with the right, unless the lead's data are restricted or they have an interest in it."""
    if is_side_of_lead(actor, mission):
        return True
    if actor.may(READ):
        return not people.bars(actor, lead_key(mission)) and not interests(actor, [mission])
    return is_member(actor, mission)


def require_read(actor: Actor, mission: Mission) -> None:
    """Raises Missing for strangers, NotAllowed with the reason for staff whom a restriction or an own interest keeps out."""
    if is_side_of_lead(actor, mission):
        return
    if actor.may(READ):
        people.require_unrestricted(actor, lead_key(mission))
        require_no_interest(actor, mission)
    elif not is_member(actor, mission):
        raise no_such_mission()


def require_no_interest(actor: Actor, mission: Mission) -> None:
    """Raises NotAllowed with the ground."""
    for ground in interests(actor, [mission]).values():
        raise councils.closed_by_interest(ground)


def require_acting_for_lead(actor: Actor, mission: Mission) -> None:
    """Raises Missing for strangers, NotAllowed for those who may only look."""
    require_read(actor, mission)
    if not may_act_for_lead(actor, mission):
        raise NotAllowed(
            Text("Chỉ tổ chức chủ trì được làm việc này.", "Only the lead organisation can do this."),
            Text(
                "Mời ông/bà đề nghị người được tổ chức ủy quyền nộp hồ sơ thực hiện.",
                "Ask a person with its mandate to submit.",
            ),
        )


def require_staff(actor: Actor, right: str, mission: Mission) -> None:
    """Raises NotAllowed without the right, while the lead's data are restricted, and for who has an interest in it."""
    actor.require(right)
    people.require_unrestricted(actor, lead_key(mission))
    require_no_interest(actor, mission)
