"""The verbs of soft budget lines. ``follow_…``, ``take_fees`` and ``place_waiting`` are for jobs."""

from khue.features.activities.usecases.ending import ask_back, close_line, follow_receivable, report_activity
from khue.features.activities.usecases.fees import place_waiting, settle_fee, take_fees
from khue.features.activities.usecases.planning import (
    decide_plan,
    draft_plan,
    propose_plan,
    put_line,
    revise_plan,
    take_line_out,
    withdraw_plan,
)
from khue.features.activities.usecases.spending import (
    answer_spend,
    ask_spend,
    follow_order,
    order_spend,
    withdraw_spend,
)
from khue.features.activities.usecases.together import accept_fees

__all__ = [
    "accept_fees",
    "answer_spend",
    "ask_back",
    "ask_spend",
    "close_line",
    "decide_plan",
    "draft_plan",
    "follow_order",
    "follow_receivable",
    "order_spend",
    "place_waiting",
    "propose_plan",
    "put_line",
    "report_activity",
    "revise_plan",
    "settle_fee",
    "take_fees",
    "take_line_out",
    "withdraw_plan",
    "withdraw_spend",
]
