"""Pages of the room."""

from khue.features.calls.views.calls import call, calls, stop_watching, watch
from khue.features.calls.views.feeds import calendar, feed
from khue.features.calls.views.judging import put_before_council, read
from khue.features.calls.views.needs import merge, need, needs, problems, raise_need, screen, withdraw
from khue.features.calls.views.orders import change_order, decide_order, draft_order, order, orders
from khue.features.calls.views.outcomes import decide, review
from khue.features.calls.views.portfolio import (
    compare_studies,
    decide_portfolio,
    order_study,
    repeat_study,
    stop_study,
    studies,
    study,
)
from khue.features.calls.views.proposals import compare, hand_in, mine, proposal, start, take_back
from khue.features.calls.views.rounds import (
    cancel_round,
    follow_round,
    prepare_round,
    publish_round,
    rounds,
    rules,
)
from khue.features.calls.views.steering import (
    amend,
    answer,
    ask_question,
    attach_template,
    cancel,
    open_sealed,
    prepare,
    prepare_full,
    publish,
)
from khue.features.calls.views.team import invitation, invite, remove_member

__all__ = [
    "amend",
    "answer",
    "ask_question",
    "attach_template",
    "calendar",
    "call",
    "calls",
    "cancel",
    "cancel_round",
    "change_order",
    "compare",
    "compare_studies",
    "decide",
    "decide_order",
    "decide_portfolio",
    "draft_order",
    "feed",
    "follow_round",
    "hand_in",
    "invitation",
    "invite",
    "merge",
    "mine",
    "need",
    "needs",
    "open_sealed",
    "order",
    "order_study",
    "orders",
    "prepare",
    "prepare_full",
    "prepare_round",
    "problems",
    "proposal",
    "publish",
    "publish_round",
    "put_before_council",
    "raise_need",
    "read",
    "remove_member",
    "repeat_study",
    "review",
    "rounds",
    "rules",
    "screen",
    "start",
    "stop_study",
    "stop_watching",
    "studies",
    "study",
    "take_back",
    "watch",
    "withdraw",
]
