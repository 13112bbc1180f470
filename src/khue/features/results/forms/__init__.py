"""Text in, commands out."""

from khue.features.results.forms.fields import FilterForm, ShareField
from khue.features.results.forms.registering import CheckForm, DescribeForm, HandInForm, WithdrawForm
from khue.features.results.forms.sharing import AnswerForm, OwnersForm, PaperConsentForm, SharesForm

__all__ = [
    "AnswerForm",
    "CheckForm",
    "DescribeForm",
    "FilterForm",
    "HandInForm",
    "OwnersForm",
    "PaperConsentForm",
    "ShareField",
    "SharesForm",
    "WithdrawForm",
]
