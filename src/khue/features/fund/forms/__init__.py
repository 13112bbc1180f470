"""Text in, commands out."""

from khue.features.fund.forms.cases import (
    AnswerForm,
    AskForm,
    CloseForm,
    ConcludeForm,
    MotionForm,
    OpinionForm,
    PayForm,
    RepayForm,
    SignForm,
    UndoRepaymentForm,
    VoteForm,
)
from khue.features.fund.forms.fields import in_language
from khue.features.fund.forms.founding import (
    CharterForm,
    ConfirmForm,
    EndSeatForm,
    LineForm,
    SeatForm,
    SourceForm,
)

__all__ = [
    "AnswerForm",
    "AskForm",
    "CharterForm",
    "CloseForm",
    "ConcludeForm",
    "ConfirmForm",
    "EndSeatForm",
    "LineForm",
    "MotionForm",
    "OpinionForm",
    "PayForm",
    "RepayForm",
    "SeatForm",
    "SignForm",
    "SourceForm",
    "UndoRepaymentForm",
    "VoteForm",
    "in_language",
]
