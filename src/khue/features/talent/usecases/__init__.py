"""Deeds of this room; each is one transaction and one audit record."""

from khue.features.talent.usecases.candidates import (
    apply,
    follow_candidacy,
    invite_candidate,
    leave_candidacy,
    put_candidates,
)
from khue.features.talent.usecases.contracts import conclude_contract, demand_on, printed_contract, render_contract
from khue.features.talent.usecases.dues import check_due, follow_order, hand_in, order_due
from khue.features.talent.usecases.evaluating import (
    answer_evaluation,
    close_engagement,
    conclude_evaluation,
    end_engagement,
    follow_evaluation,
    open_evaluation,
    remind_of_evaluation,
    report_year,
    settle_contest,
)
from khue.features.talent.usecases.needs import close_search, decide_need, publish_profile, raise_need, withdraw_need
from khue.features.talent.usecases.offers import answer_offer, decide_offer, draft_offer, lapse_offer, withdraw_offer

__all__ = [
    "answer_evaluation",
    "answer_offer",
    "apply",
    "check_due",
    "close_engagement",
    "close_search",
    "conclude_contract",
    "conclude_evaluation",
    "decide_need",
    "decide_offer",
    "demand_on",
    "draft_offer",
    "end_engagement",
    "follow_candidacy",
    "follow_evaluation",
    "follow_order",
    "hand_in",
    "invite_candidate",
    "lapse_offer",
    "leave_candidacy",
    "open_evaluation",
    "order_due",
    "printed_contract",
    "publish_profile",
    "put_candidates",
    "raise_need",
    "remind_of_evaluation",
    "render_contract",
    "report_year",
    "settle_contest",
    "withdraw_need",
    "withdraw_offer",
]
