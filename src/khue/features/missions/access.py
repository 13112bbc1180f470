"""Who may see and handle supports."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.missions.models import EquipmentSupport
from khue.features.people import queries as people

READ, PROCEDURE = "missions.read", "equipment-support"
APPRAISE, ANSWER_COSTS = "missions.appraise", "missions.answer_costs"


def no_such_support() -> Missing:
    return Missing(
        Text("Không tìm thấy khoản hỗ trợ này.", "There is no such support."),
        Text("Mời ông/bà mở lại hồ sơ hoặc danh mục công khai.", "Open the dossier again, or the public register."),
    )


def lead_key(support: EquipmentSupport) -> str:
    return f"party:{support.lead_id}"


def subjects(support: EquipmentSupport) -> tuple[str, str]:
    """The keys under which another party may have taken the support over when its lead was divided."""
    return f"support:{support.pk}", f"dossier:{support.dossier_id}"


def _holds(actor: Actor, support: EquipmentSupport, scope: str) -> bool:
    return any(actor.holds_subject(subject, scope) for subject in subjects(support))


def is_side_of_lead(actor: Actor, support: EquipmentSupport) -> bool:
    return actor.stands_for(lead_key(support)) or _holds(actor, support, "")


def may_read(actor: Actor, support: EquipmentSupport) -> bool:
    """The lead's side always; staff with the right, unless the processing of the lead's data is restricted."""
    if is_side_of_lead(actor, support):
        return True
    # Only a person can ask for a restriction, so that of an organisation is not looked for.
    return actor.may(READ) and not (support.lead.kind == "person" and people.bars(actor, lead_key(support)))


def require_read(actor: Actor, support: EquipmentSupport) -> None:
    if may_read(actor, support):
        return
    if actor.may(READ):
        people.require_unrestricted(actor, lead_key(support))
    raise no_such_support()


def require_acting_for_lead(actor: Actor, support: EquipmentSupport) -> None:
    """Raises Missing for strangers, NotAllowed for those who may only look: staff, or a mandate to view."""
    require_read(actor, support)
    taken_over = bool(people.holders(subjects(support)))
    if not _holds(actor, support, "submit") and (taken_over or not actor.may_act_for(lead_key(support), "submit")):
        raise NotAllowed(
            Text("Chỉ tổ chức chủ trì được làm việc này.", "Only the lead organisation can do this."),
            Text(
                "Mời ông/bà đề nghị người được tổ chức ủy quyền nộp hồ sơ thực hiện.",
                "Ask a person with its mandate to submit.",
            ),
        )
