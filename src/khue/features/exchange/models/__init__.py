"""Tables of the exchange. The confidential part of an offer is a table of its own, which no public query touches."""

from khue.features.exchange.models.drafts import DraftConfidential, ImportFault, OfferDraft, OfferImport
from khue.features.exchange.models.lists import Clearance, Judgement, ListEntry
from khue.features.exchange.models.members import Member, MemberStep
from khue.features.exchange.models.offers import (
    ConfidentialReading,
    Offer,
    OfferClaim,
    OfferConfidential,
    OfferOwner,
    OfferPicture,
    OfferReminder,
    OfferRight,
    OfferVersion,
    OfferYear,
)
from khue.features.exchange.models.searching import MeaningLine, SavedSearch

__all__ = [
    "Clearance",
    "ConfidentialReading",
    "DraftConfidential",
    "ImportFault",
    "Judgement",
    "ListEntry",
    "MeaningLine",
    "Member",
    "MemberStep",
    "Offer",
    "OfferClaim",
    "OfferConfidential",
    "OfferDraft",
    "OfferImport",
    "OfferOwner",
    "OfferPicture",
    "OfferReminder",
    "OfferRight",
    "OfferVersion",
    "OfferYear",
    "SavedSearch",
]
