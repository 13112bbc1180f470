"""Pages of the room."""

from khue.features.calls.views.calls import call, calls, stop_watching, watch
from khue.features.calls.views.feeds import calendar, feed
from khue.features.calls.views.judging import put_before_council, read
from khue.features.calls.views.needs import merge, need, needs, problems, raise_need, screen, withdraw
from khue.features.calls.views.orders import change_order, decide_order, draft_order, order, orders
from khue.features.calls.views.proposals import (
    compare,
    decide,
    hand_in,
    invitation,
    invite,
    mine,
    proposal,
    remove_member,
    review,
    start,
    take_back,
)
from khue.features.calls.views.steering import amend, answer, ask_question, cancel, open_sealed, prepare, publish

__all__ = [
    "amend",
    "answer",
    "ask_question",
    "calendar",
    "call",
    "calls",
    "cancel",
    "change_order",
    "compare",
    "decide",
    "decide_order",
    "draft_order",
    "feed",
    "hand_in",
    "invitation",
    "invite",
    "merge",
    "mine",
    "need",
    "needs",
    "open_sealed",
    "order",
    "orders",
    "prepare",
    "problems",
    "proposal",
    "publish",
    "put_before_council",
    "raise_need",
    "read",
    "remove_member",
    "review",
    "screen",
    "start",
    "stop_watching",
    "take_back",
    "watch",
    "withdraw",
]
