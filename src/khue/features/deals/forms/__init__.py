"""Forms of deals: text in, command out."""

from khue.features.deals.forms.asking import AnswerForm, GroundForm, InterestForm, SignForm
from khue.features.deals.forms.talking import BrokerForm, DoneForm, MessageForm, NdaForm, TaskForm, TermsForm

__all__ = [
    "AnswerForm",
    "BrokerForm",
    "DoneForm",
    "GroundForm",
    "InterestForm",
    "MessageForm",
    "NdaForm",
    "SignForm",
    "TaskForm",
    "TermsForm",
]
