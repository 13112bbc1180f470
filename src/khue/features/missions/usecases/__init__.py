"""The verbs of the room."""

from khue.features.missions.usecases.applying import procedure_wiring
from khue.features.missions.usecases.appraising import answer_costs, appraise_costs
from khue.features.missions.usecases.deciding import decide_support
from khue.features.missions.usecases.delivering import answer_delivery, deliver_tranche, sign_agreement
from khue.features.missions.usecases.overturning import appeal_wiring
from khue.features.missions.usecases.paying import follow_order, order_payment
from khue.features.missions.usecases.recovering import follow_receivable
from khue.features.missions.usecases.registering import record_audit, register_equipment
from khue.features.missions.usecases.totals import gather_totals

__all__ = [
    "answer_costs",
    "answer_delivery",
    "appeal_wiring",
    "appraise_costs",
    "decide_support",
    "deliver_tranche",
    "follow_order",
    "follow_receivable",
    "gather_totals",
    "order_payment",
    "procedure_wiring",
    "record_audit",
    "register_equipment",
    "sign_agreement",
]
