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
from khue.features.fund.forms.contracting import ContractForm, DrawUpForm
from khue.features.fund.forms.fields import in_language
from khue.features.fund.forms.founding import (
    CharterForm,
    ConfirmForm,
    EndSeatForm,
    LineForm,
    SeatForm,
    SourceForm,
)
from khue.features.fund.forms.laying import LayForm

__all__ = [
    "AnswerForm",
    "AskForm",
    "CharterForm",
    "CloseForm",
    "ConcludeForm",
    "ConfirmForm",
    "ContractForm",
    "DrawUpForm",
    "EndSeatForm",
    "LayForm",
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
