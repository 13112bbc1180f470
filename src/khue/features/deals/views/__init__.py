"""Pages of deals."""

from khue.features.deals.views.amending import amendment, answer_amendment
from khue.features.deals.views.asking import answer, end, interest
from khue.features.deals.views.contracting import (
    approval,
    certificate,
    completeness,
    confirm,
    contract,
    file,
    prove,
    receive,
    royalty,
    sign_contract,
    valuation,
)
from khue.features.deals.views.hushing import close, confidential, nda, sign, still_open
from khue.features.deals.views.paying import pay, settle, share, shares
from khue.features.deals.views.reading import deal, deals
from khue.features.deals.views.talking import answer_terms, broker, done, drop, message, reopen, task, terms

__all__ = [
    "amendment",
    "answer",
    "answer_amendment",
    "answer_terms",
    "approval",
    "broker",
    "certificate",
    "close",
    "completeness",
    "confidential",
    "confirm",
    "contract",
    "deal",
    "deals",
    "done",
    "drop",
    "end",
    "file",
    "interest",
    "message",
    "nda",
    "pay",
    "prove",
    "receive",
    "reopen",
    "royalty",
    "settle",
    "share",
    "shares",
    "sign",
    "sign_contract",
    "still_open",
    "task",
    "terms",
    "valuation",
]
