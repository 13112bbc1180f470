"""Pages of the room: the officers' steps, the lead organisation's support, the equipment register."""

from khue.features.missions.views.deciding import agree, answer_costs, appraise, decide
from khue.features.missions.views.equipment import equipment
from khue.features.missions.views.recovery import claim
from khue.features.missions.views.support import deliver, register_equipment, support, tranche
from khue.features.missions.views.tranches import accept, audit, pay

__all__ = [
    "accept",
    "agree",
    "answer_costs",
    "appraise",
    "audit",
    "claim",
    "decide",
    "deliver",
    "equipment",
    "pay",
    "register_equipment",
    "support",
    "tranche",
]
