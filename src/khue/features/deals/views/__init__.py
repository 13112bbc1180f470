"""Pages of deals."""

from khue.features.deals.views.asking import answer, end, interest
from khue.features.deals.views.hushing import close, confidential, nda, sign, still_open
from khue.features.deals.views.reading import deal, deals
from khue.features.deals.views.talking import answer_terms, broker, done, drop, message, reopen, task, terms

__all__ = [
    "answer",
    "answer_terms",
    "broker",
    "close",
    "confidential",
    "deal",
    "deals",
    "done",
    "drop",
    "end",
    "interest",
    "message",
    "nda",
    "reopen",
    "sign",
    "still_open",
    "task",
    "terms",
]
