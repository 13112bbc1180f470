"""Pages of results."""

from khue.features.results.views.claiming import claim, withdraw_claim
from khue.features.results.views.files import check, describe, desk, mine, new, result, withdraw
from khue.features.results.views.money import decide, distribution, draw_up, income, pay, payout, payouts
from khue.features.results.views.protecting import add_right, move_right, offer, withdraw_offer
from khue.features.results.views.register import public, register
from khue.features.results.views.sharing import answer, ownership, paper_consent, shares

__all__ = [
    "add_right",
    "answer",
    "check",
    "claim",
    "decide",
    "describe",
    "desk",
    "distribution",
    "draw_up",
    "income",
    "mine",
    "move_right",
    "new",
    "offer",
    "ownership",
    "paper_consent",
    "pay",
    "payout",
    "payouts",
    "public",
    "register",
    "result",
    "shares",
    "withdraw",
    "withdraw_claim",
    "withdraw_offer",
]
