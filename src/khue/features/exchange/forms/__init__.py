"""Text in, commands out."""

from khue.features.exchange.forms.checking import CheckForm, ReleaseForm, RuleForm, TakeForm
from khue.features.exchange.forms.drafting import (
    DocumentForm,
    DropDraftsForm,
    HandInDraftsForm,
    SheetForm,
    TakeManyForm,
)
from khue.features.exchange.forms.joining import DirectoryForm, JoinForm, MoveForm
from khue.features.exchange.forms.keeping import ConfirmForm, WithdrawForm
from khue.features.exchange.forms.keeping_searches import (
    DropSearchForm,
    EndMeaningForm,
    MeaningForm,
    SaveSearchForm,
    TryForm,
)
from khue.features.exchange.forms.lists import ClearanceForm, EndClearanceForm, EndForm, EntryForm
from khue.features.exchange.forms.material import MaterialForm
from khue.features.exchange.forms.offering import DescribeForm, OfferForm
from khue.features.exchange.forms.searching import OfferFilterForm

__all__ = [
    "CheckForm",
    "ClearanceForm",
    "ConfirmForm",
    "DescribeForm",
    "DirectoryForm",
    "DocumentForm",
    "DropDraftsForm",
    "DropSearchForm",
    "EndClearanceForm",
    "EndForm",
    "EndMeaningForm",
    "EntryForm",
    "HandInDraftsForm",
    "JoinForm",
    "MaterialForm",
    "MeaningForm",
    "MoveForm",
    "OfferFilterForm",
    "OfferForm",
    "ReleaseForm",
    "RuleForm",
    "SaveSearchForm",
    "SheetForm",
    "TakeForm",
    "TakeManyForm",
    "TryForm",
    "WithdrawForm",
]
