"""The verbs of the room."""

from khue.features.keytasks.usecases.applying import procedure_wiring
from khue.features.keytasks.usecases.deciding import decide_recognition
from khue.features.keytasks.usecases.examining import examine_task, follow_verdict, put_before_council, record_opinion
from khue.features.keytasks.usecases.overturning import appeal_wiring
from khue.features.keytasks.usecases.reporting import check_report, file_report
from khue.features.keytasks.usecases.terms import follow_term, remind_of_report
from khue.features.keytasks.usecases.withdrawing import (
    answer_withdrawal,
    hearing_ends,
    propose_withdrawal,
    settle_withdrawal,
)

__all__ = [
    "answer_withdrawal",
    "appeal_wiring",
    "check_report",
    "decide_recognition",
    "examine_task",
    "file_report",
    "follow_term",
    "follow_verdict",
    "hearing_ends",
    "procedure_wiring",
    "propose_withdrawal",
    "put_before_council",
    "record_opinion",
    "remind_of_report",
    "settle_withdrawal",
]
