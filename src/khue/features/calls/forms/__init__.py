"""Text in, commands out."""

from khue.features.calls.forms.calls import (
    AmendForm,
    AnswerForm,
    CallForm,
    CancelForm,
    ConfirmForm,
    FilterForm,
    QuestionForm,
    TemplateForm,
    WatchForm,
)
from khue.features.calls.forms.needs import DecideOrderForm, MergeForm, NeedForm, OrderForm, ScreenForm, WithdrawForm
from khue.features.calls.forms.proposals import (
    DecisionForm,
    HandInForm,
    InvitationForm,
    MemberForm,
    OutcomeForm,
    ProposalForm,
    TakeBackForm,
)

__all__ = [
    "AmendForm",
    "AnswerForm",
    "CallForm",
    "CancelForm",
    "ConfirmForm",
    "DecideOrderForm",
    "DecisionForm",
    "FilterForm",
    "HandInForm",
    "InvitationForm",
    "MemberForm",
    "MergeForm",
    "NeedForm",
    "OrderForm",
    "OutcomeForm",
    "ProposalForm",
    "QuestionForm",
    "ScreenForm",
    "TakeBackForm",
    "TemplateForm",
    "WatchForm",
    "WithdrawForm",
]
