"""Text in, command out."""

from khue.features.privacy.forms.breaches import FixForm, NotifyForm, RecordBreachForm, TellForm
from khue.features.privacy.forms.consents import ConsentForm
from khue.features.privacy.forms.requests import (
    AnswerForm,
    AskForm,
    EnterForm,
    ExtendForm,
    FindPersonForm,
    FinishForm,
    RefuseForm,
    WithdrawForm,
)

__all__ = [
    "AnswerForm",
    "AskForm",
    "ConsentForm",
    "EnterForm",
    "ExtendForm",
    "FindPersonForm",
    "FinishForm",
    "FixForm",
    "NotifyForm",
    "RecordBreachForm",
    "RefuseForm",
    "TellForm",
    "WithdrawForm",
]
