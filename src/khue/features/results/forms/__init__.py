"""Text in, commands out."""

from khue.features.results.forms.claiming import ClaimForm, WithdrawClaimForm
from khue.features.results.forms.fields import FilterForm, ShareField
from khue.features.results.forms.money import DecideForm, DrawUpForm, IncomeForm, PayoutForm
from khue.features.results.forms.protecting import OfferForm, RightForm, StepForm, WithdrawOfferForm
from khue.features.results.forms.registering import CheckForm, DescribeForm, HandInForm, WithdrawForm
from khue.features.results.forms.sharing import AnswerForm, OwnersForm, PaperConsentForm, SharesForm

__all__ = [
    "AnswerForm",
    "CheckForm",
    "ClaimForm",
    "DecideForm",
    "DescribeForm",
    "DrawUpForm",
    "FilterForm",
    "HandInForm",
    "IncomeForm",
    "OfferForm",
    "OwnersForm",
    "PaperConsentForm",
    "PayoutForm",
    "RightForm",
    "ShareField",
    "SharesForm",
    "StepForm",
    "WithdrawClaimForm",
    "WithdrawForm",
    "WithdrawOfferForm",
]
