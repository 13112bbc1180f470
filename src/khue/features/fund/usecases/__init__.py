"""The verbs of the fund. ``follow_order`` and ``watch_loan`` are done by the worker."""

from khue.features.fund.usecases.applying import PROCEDURE, procedure_wiring
from khue.features.fund.usecases.capital import promise_source, receive_source
from khue.features.fund.usecases.contracting import close_case, draw_up_contract, sign_contract, write_opinion
from khue.features.fund.usecases.founding import confirm_charter, end_seat, fill_seat, propose_charter
from khue.features.fund.usecases.lending import watch_loan
from khue.features.fund.usecases.moving import cast_vote, decide_motion, lay_motion
from khue.features.fund.usecases.paying import answer_payment, ask_payment, follow_order, order_payment
from khue.features.fund.usecases.repaying import book_repayment, undo_repayment

__all__ = [
    "PROCEDURE",
    "answer_payment",
    "ask_payment",
    "book_repayment",
    "cast_vote",
    "close_case",
    "confirm_charter",
    "decide_motion",
    "draw_up_contract",
    "end_seat",
    "fill_seat",
    "follow_order",
    "lay_motion",
    "order_payment",
    "procedure_wiring",
    "promise_source",
    "propose_charter",
    "receive_source",
    "sign_contract",
    "undo_repayment",
    "watch_loan",
    "write_opinion",
]
