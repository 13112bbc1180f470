"""Text in, command out."""

from khue.features.privacy.forms.breaches import FixForm, NotifyForm, RecordBreachForm, TellForm
from khue.features.privacy.forms.consents import ConsentForm
from khue.features.privacy.forms.erasing import DecideErasureForm, ProposeForm
from khue.features.privacy.forms.requests import (
    AnswerForm,
    AskForm,
    EndRestrictionForm,
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
    "DecideErasureForm",
    "EndRestrictionForm",
    "EnterForm",
    "ExtendForm",
    "FindPersonForm",
    "FinishForm",
    "FixForm",
    "NotifyForm",
    "ProposeForm",
    "RecordBreachForm",
    "RefuseForm",
    "TellForm",
    "WithdrawForm",
]
