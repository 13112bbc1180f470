"""Forms of auctions: text in, command out."""

from khue.features.auctions.forms.announcing import AnnounceForm
from khue.features.auctions.forms.bidding import BidForm, LeaveForm, RegisterForm, TakeForm
from khue.features.auctions.forms.holding import ConfirmForm, DepositForm, GroundForm, ScoreForm

__all__ = [
    "AnnounceForm",
    "BidForm",
    "ConfirmForm",
    "DepositForm",
    "GroundForm",
    "LeaveForm",
    "RegisterForm",
    "ScoreForm",
    "TakeForm",
]
