"""Deeds of this room; each is one transaction and one audit record."""

from khue.features.delivery.usecases.accepting import (
    answer_milestone,
    follow_verdict,
    hand_in_milestone,
    put_before_council,
    take_back_from_council,
)
from khue.features.delivery.usecases.appraising import answer_appraisal, appraise_mission
from khue.features.delivery.usecases.beginning import begin_mission
from khue.features.delivery.usecases.changing import ask_change, decide_change, withdraw_change
from khue.features.delivery.usecases.contracting import answer_contract, prepare_contract
from khue.features.delivery.usecases.deciding import decide_mission
from khue.features.delivery.usecases.ending import decide_ending, find_unmet, settle_mission
from khue.features.delivery.usecases.paying import follow_order, order_milestone
from khue.features.delivery.usecases.recovering import follow_receivable
from khue.features.delivery.usecases.watching import (
    ask_report,
    hand_in_report,
    lift_warning,
    note_report,
    record_site_check,
    remind_of_report,
    warn,
)

__all__ = [
    "answer_appraisal",
    "answer_contract",
    "answer_milestone",
    "appraise_mission",
    "ask_change",
    "ask_report",
    "begin_mission",
    "decide_change",
    "decide_ending",
    "decide_mission",
    "find_unmet",
    "follow_order",
    "follow_receivable",
    "follow_verdict",
    "hand_in_milestone",
    "hand_in_report",
    "lift_warning",
    "note_report",
    "order_milestone",
    "prepare_contract",
    "put_before_council",
    "record_site_check",
    "remind_of_report",
    "settle_mission",
    "take_back_from_council",
    "warn",
    "withdraw_change",
]
