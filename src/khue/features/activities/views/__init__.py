"""Pages of the room."""

from khue.features.activities.views.fees import accept_fees, fees, mine, settle
from khue.features.activities.views.lines import ask_money, close, line, report
from khue.features.activities.views.plans import draft, lines, plan, plans, revise
from khue.features.activities.views.spends import answer, ask_back, order, spend, spends, take_back
from khue.features.activities.views.versions import (
    add_line,
    change_line,
    decide,
    propose,
    take_line_out,
    version,
    withdraw_plan,
)

__all__ = [
    "accept_fees",
    "add_line",
    "answer",
    "ask_back",
    "ask_money",
    "change_line",
    "close",
    "decide",
    "draft",
    "fees",
    "line",
    "lines",
    "mine",
    "order",
    "plan",
    "plans",
    "propose",
    "report",
    "revise",
    "settle",
    "spend",
    "spends",
    "take_back",
    "take_line_out",
    "version",
    "withdraw_plan",
]
