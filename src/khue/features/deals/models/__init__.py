"""Tables of deals. Words of the sides lie in tables of their own that only grow."""

from khue.features.deals.models.deals import Deal, DealBroker, DealYear, Nda, NdaReader
from khue.features.deals.models.talks import DealMessage, DealTask, DealTerms

APPEND_ONLY_TABLES = ("deals_dealmessage", "deals_ndareader")

__all__ = [
    "APPEND_ONLY_TABLES",
    "Deal",
    "DealBroker",
    "DealMessage",
    "DealTask",
    "DealTerms",
    "DealYear",
    "Nda",
    "NdaReader",
]
