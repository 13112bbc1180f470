"""Who may see and do what with missions."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.delivery.models import Mission
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


def may_read(actor: Actor, mission: Mission) -> bool:
    """The lead's side and the team always; staff with the right, unless the processing of the lead's data is restricted."""
    if is_side_of_lead(actor, mission):
        return True
    if actor.may(READ):
        return not people.bars(actor, lead_key(mission))
    return is_member(actor, mission)


def require_read(actor: Actor, mission: Mission) -> None:
    """Raises Missing for strangers, NotAllowed with the reason for staff whom a restriction keeps out."""
    if may_read(actor, mission):
        return
    if actor.may(READ):
        people.require_unrestricted(actor, lead_key(mission))
    raise no_such_mission()


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
    """Raises NotAllowed without the right, and while the lead's data are restricted."""
    actor.require(right)
    people.require_unrestricted(actor, lead_key(mission))
