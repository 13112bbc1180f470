"""Pages of the room."""

from khue.features.delivery.views.carrying import (
    ask_report,
    check,
    ending,
    hand_in,
    lift,
    note_report,
    pay,
    report,
    settle,
    site_check,
    unmet,
    warn,
)
from khue.features.delivery.views.deciding import (
    answer_costs,
    appraise,
    ask_change,
    contract,
    decide,
    decide_change,
    prepare_contract,
    withdraw_change,
)
from khue.features.delivery.views.lists import mine, missions, public, register
from khue.features.delivery.views.mission import claim, milestone, mission, task

__all__ = [
    "answer_costs",
    "appraise",
    "ask_change",
    "ask_report",
    "check",
    "claim",
    "contract",
    "decide",
    "decide_change",
    "ending",
    "hand_in",
    "lift",
    "milestone",
    "mine",
    "mission",
    "missions",
    "note_report",
    "pay",
    "prepare_contract",
    "public",
    "register",
    "report",
    "settle",
    "site_check",
    "task",
    "unmet",
    "warn",
    "withdraw_change",
]
