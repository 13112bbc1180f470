"""Pages of the room."""

from khue.features.talent.views.engagements import check, close, conclude, due, end, engagement, hand_in, order
from khue.features.talent.views.evaluating import answer_evaluation, conclude_evaluation, evaluate, report_year, settle
from khue.features.talent.views.needs import (
    close_search,
    decide_need,
    invite,
    need,
    needs,
    publish,
    put,
    raise_need,
    withdraw_need,
)
from khue.features.talent.views.offers import answer_offer, decide_offer, draft, offer, renew, withdraw_offer
from khue.features.talent.views.posts import apply, candidacy, engagements, leave, mine, post, posts, register

__all__ = [
    "answer_evaluation",
    "answer_offer",
    "apply",
    "candidacy",
    "check",
    "close",
    "close_search",
    "conclude",
    "conclude_evaluation",
    "decide_need",
    "decide_offer",
    "draft",
    "due",
    "end",
    "engagement",
    "engagements",
    "evaluate",
    "hand_in",
    "invite",
    "leave",
    "mine",
    "need",
    "needs",
    "offer",
    "order",
    "post",
    "posts",
    "publish",
    "put",
    "raise_need",
    "register",
    "renew",
    "report_year",
    "settle",
    "withdraw_need",
    "withdraw_offer",
]
