"""Pages of the fund."""

from khue.features.fund.views.case import case, payment
from khue.features.fund.views.contracting import draw_up, sign
from khue.features.fund.views.founding import (
    confirm_charter,
    end_seat,
    new_charter,
    new_seat,
    new_source,
    receive,
)
from khue.features.fund.views.lists import desk, mine, motions, payments, public
from khue.features.fund.views.loan import loan
from khue.features.fund.views.money import answer, ask_money, close, new_opinion, opinion, pay, repay, undo_repayment
from khue.features.fund.views.motion import appraise, conclude, decide, lay, motion, vote
from khue.features.fund.views.overview import bodies, capital, charter, portfolio

__all__ = [
    "answer", "appraise", "ask_money", "bodies", "capital", "case", "charter", "close", "conclude", "confirm_charter",
    "decide", "desk", "draw_up", "end_seat", "lay", "loan", "mine", "motion", "motions", "new_charter", "new_opinion", "new_seat",
    "new_source", "opinion", "pay", "payment", "payments", "portfolio", "public", "receive", "repay", "sign", "undo_repayment",
    "vote",
]  # fmt: skip
