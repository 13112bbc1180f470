"""Pages of deals."""

from khue.features.deals.views.after import (
    answer_obligation,
    calendar,
    confirm_obligation,
    obligation,
    report_obligation,
)
from khue.features.deals.views.amending import amendment, answer_amendment
from khue.features.deals.views.asking import answer, end, interest
from khue.features.deals.views.auditing import answer_audit, audit, books, findings, withdraw
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
from khue.features.deals.views.duties import obligations
from khue.features.deals.views.hushing import close, confidential, nda, sign, still_open
from khue.features.deals.views.paying import pay, settle, share, shares
from khue.features.deals.views.reading import deal, deals
from khue.features.deals.views.talking import answer_terms, broker, done, drop, message, reopen, task, terms

__all__ = [
    "amendment",
    "answer",
    "answer_amendment",
    "answer_audit",
    "answer_obligation",
    "answer_terms",
    "approval",
    "audit",
    "books",
    "broker",
    "calendar",
    "certificate",
    "close",
    "completeness",
    "confidential",
    "confirm",
    "confirm_obligation",
    "contract",
    "deal",
    "deals",
    "done",
    "drop",
    "end",
    "file",
    "findings",
    "interest",
    "message",
    "nda",
    "obligation",
    "obligations",
    "pay",
    "prove",
    "receive",
    "reopen",
    "report_obligation",
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
    "withdraw",
]
