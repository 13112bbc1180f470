"""What is done in transfers without refund, one function per verb."""

from khue.features.transfers.usecases.collecting import follow_receivable
from khue.features.transfers.usecases.deciding import decide_transfer, end_transfer, return_proposal
from khue.features.transfers.usecases.examining import check_claim, open_transfer, propose_transfer, tell_closed
from khue.features.transfers.usecases.following import judge_duty, recall_handover, remind_duty, report_duty
from khue.features.transfers.usecases.handing import sign_handover, write_handover
from khue.features.transfers.usecases.licensing import (
    answer_licence,
    ask_licence,
    end_licence,
    judge_licence_duty,
    remind_licence_duty,
    report_licence_duty,
)
from khue.features.transfers.usecases.purchasing import (
    decide_purchase,
    drop_purchase,
    follow_order,
    order_purchase,
    propose_purchase,
    receive_purchase,
)

__all__ = [
    "answer_licence",
    "ask_licence",
    "check_claim",
    "decide_purchase",
    "decide_transfer",
    "drop_purchase",
    "end_licence",
    "end_transfer",
    "follow_order",
    "follow_receivable",
    "judge_duty",
    "judge_licence_duty",
    "open_transfer",
    "order_purchase",
    "propose_purchase",
    "propose_transfer",
    "recall_handover",
    "receive_purchase",
    "remind_duty",
    "remind_licence_duty",
    "report_duty",
    "report_licence_duty",
    "return_proposal",
    "sign_handover",
    "tell_closed",
    "write_handover",
]
