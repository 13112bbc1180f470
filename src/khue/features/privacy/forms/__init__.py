"""Text in, command out."""

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
    "EnterForm",
    "ExtendForm",
    "FindPersonForm",
    "FinishForm",
    "RefuseForm",
    "WithdrawForm",
]
