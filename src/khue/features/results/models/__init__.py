"""The tables of the room. What somebody relied on is never changed: triggers refuse it (migrations ``…_guards``)."""

from khue.features.results.models.money import Distribution, IncomePeriod, IncomeReport, Payout, PayoutClaim
from khue.features.results.models.register import ConfidentialPart, NumberYear, Result, ResultVersion
from khue.features.results.models.rights import IpObject, IpStep, TransferClaim, TransferOffer
from khue.features.results.models.shares import AuthorShare, OwnerShare, Ownership, ShareConsent, ShareList

__all__ = [
    "AuthorShare",
    "ConfidentialPart",
    "Distribution",
    "IncomePeriod",
    "IncomeReport",
    "IpObject",
    "IpStep",
    "NumberYear",
    "OwnerShare",
    "Ownership",
    "Payout",
    "PayoutClaim",
    "Result",
    "ResultVersion",
    "ShareConsent",
    "ShareList",
    "TransferClaim",
    "TransferOffer",
]
