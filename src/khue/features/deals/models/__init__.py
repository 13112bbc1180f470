"""Tables of deals. Words of the sides lie in tables of their own that only grow."""

from khue.features.deals.models.after import Obligation, ObligationStep, RoyaltyAudit
from khue.features.deals.models.contracts import (
    Amendment,
    AmendmentPaper,
    Contract,
    ContractPaper,
    DealDue,
    DealShare,
    Filing,
    OwnershipProof,
    Valuation,
)
from khue.features.deals.models.deals import Deal, DealBroker, DealYear, Nda, NdaReader
from khue.features.deals.models.talks import DealMessage, DealTask, DealTerms

APPEND_ONLY_TABLES = ("deals_dealmessage", "deals_ndareader", "deals_valuation", "deals_obligationstep")
NEVER_DELETED_TABLES = (
    "deals_amendment",
    "deals_amendmentpaper",
    "deals_contractpaper",
    "deals_dealshare",
    "deals_obligation",
    "deals_royaltyaudit",
)

__all__ = [
    "APPEND_ONLY_TABLES",
    "NEVER_DELETED_TABLES",
    "Amendment",
    "AmendmentPaper",
    "Contract",
    "ContractPaper",
    "Deal",
    "DealBroker",
    "DealDue",
    "DealMessage",
    "DealShare",
    "DealTask",
    "DealTerms",
    "DealYear",
    "Filing",
    "Nda",
    "NdaReader",
    "Obligation",
    "ObligationStep",
    "OwnershipProof",
    "RoyaltyAudit",
    "Valuation",
]
