"""Forms of deals: text in, command out."""

from khue.features.deals.forms.after import (
    BooksForm,
    ConfirmForm,
    FindingsForm,
    ObligationForm,
    ObligationReportForm,
)
from khue.features.deals.forms.amending import AmendmentForm
from khue.features.deals.forms.asking import AnswerForm, GroundForm, InterestForm, SignForm
from khue.features.deals.forms.contracting import (
    ApprovalForm,
    CertificateForm,
    CompletenessForm,
    ContractForm,
    FilingForm,
    ProofForm,
    ReceiveForm,
    RoyaltyForm,
    ValuationForm,
)
from khue.features.deals.forms.paying import SettleForm, ShareForm
from khue.features.deals.forms.talking import BrokerForm, DoneForm, MessageForm, NdaForm, TaskForm, TermsForm

__all__ = [
    "AmendmentForm",
    "AnswerForm",
    "ApprovalForm",
    "BooksForm",
    "BrokerForm",
    "CertificateForm",
    "CompletenessForm",
    "ConfirmForm",
    "ContractForm",
    "DoneForm",
    "FilingForm",
    "FindingsForm",
    "GroundForm",
    "InterestForm",
    "MessageForm",
    "NdaForm",
    "ObligationForm",
    "ObligationReportForm",
    "ProofForm",
    "ReceiveForm",
    "RoyaltyForm",
    "SettleForm",
    "ShareForm",
    "SignForm",
    "TaskForm",
    "TermsForm",
    "ValuationForm",
]
