"""Pages of results."""

from khue.features.results.views.files import check, describe, desk, mine, new, result, withdraw
from khue.features.results.views.register import public, register
from khue.features.results.views.sharing import answer, ownership, paper_consent, shares

__all__ = [
    "answer",
    "check",
    "describe",
    "desk",
    "mine",
    "new",
    "ownership",
    "paper_consent",
    "public",
    "register",
    "result",
    "shares",
    "withdraw",
]
