"""The verbs of the room. Those that take ``actor`` are commands; those that take ``deed`` join one."""

from khue.features.calls.domain.proposing import PROCEDURES
from khue.features.calls.usecases.calling import (
    amend_call,
    answer_question,
    ask_question,
    cancel_call,
    prepare_call,
    publish_call,
    stop_watching,
    watch_calls,
)
from khue.features.calls.usecases.choosing import decide_portfolio
from khue.features.calls.usecases.deciding import decide_proposal
from khue.features.calls.usecases.joining import procedure_wiring
from khue.features.calls.usecases.judging import follow_council, put_before_council
from khue.features.calls.usecases.needing import merge_need, raise_need, screen_need, withdraw_need
from khue.features.calls.usecases.opening import open_proposals, outcome_from_council, record_outcome
from khue.features.calls.usecases.ordering import change_order, decide_order, draft_order
from khue.features.calls.usecases.portfolio import order_study, repeat_study, require_study, run_study, stop_study
from khue.features.calls.usecases.proposing import hand_in, remind_writers, start_proposal, take_back
from khue.features.calls.usecases.rounds import cancel_round, change_rules, prepare_round, publish_round
from khue.features.calls.usecases.teams import answer_invitation, invite_member, remove_member
from khue.features.calls.usecases.templates import attach_template
from khue.features.calls.usecases.wiring import known, wire_known

__all__ = [
    "PROCEDURES",
    "amend_call",
    "answer_invitation",
    "answer_question",
    "ask_question",
    "attach_template",
    "cancel_call",
    "cancel_round",
    "change_order",
    "change_rules",
    "decide_order",
    "decide_portfolio",
    "decide_proposal",
    "draft_order",
    "follow_council",
    "hand_in",
    "invite_member",
    "known",
    "merge_need",
    "open_proposals",
    "order_study",
    "outcome_from_council",
    "prepare_call",
    "prepare_round",
    "procedure_wiring",
    "publish_call",
    "publish_round",
    "put_before_council",
    "raise_need",
    "record_outcome",
    "remind_writers",
    "remove_member",
    "repeat_study",
    "require_study",
    "run_study",
    "screen_need",
    "start_proposal",
    "stop_study",
    "stop_watching",
    "take_back",
    "watch_calls",
    "wire_known",
    "withdraw_need",
]
