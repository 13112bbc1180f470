"""What is done in transfers without refund, one function per verb."""

from khue.features.transfers.usecases.deciding import decide_transfer, end_transfer, return_proposal
from khue.features.transfers.usecases.examining import check_claim, open_transfer, propose_transfer, tell_closed
from khue.features.transfers.usecases.following import judge_duty, recall_handover, remind_duty, report_duty
from khue.features.transfers.usecases.handing import sign_handover, write_handover

__all__ = [
    "check_claim",
    "decide_transfer",
    "end_transfer",
    "judge_duty",
    "open_transfer",
    "propose_transfer",
    "recall_handover",
    "remind_duty",
    "report_duty",
    "return_proposal",
    "sign_handover",
    "tell_closed",
    "write_handover",
]
