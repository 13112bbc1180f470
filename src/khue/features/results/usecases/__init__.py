"""Deeds of this room; each is one transaction and one audit record."""

from khue.features.results.usecases.claiming import claim_transfer, withdraw_claim
from khue.features.results.usecases.correcting import follow_receivable
from khue.features.results.usecases.distributing import decide_distribution, draw_up_distribution
from khue.features.results.usecases.owning import agree_ownership
from khue.features.results.usecases.paying import follow_order, order_payout
from khue.features.results.usecases.periods import remind_of_report
from khue.features.results.usecases.protecting import add_right, move_right, offer_transfer, withdraw_offer
from khue.features.results.usecases.registering import (
    check_result,
    describe_result,
    hand_in_result,
    prepare_result,
    withdraw_result,
)
from khue.features.results.usecases.rendering import render_certificate, render_receipt
from khue.features.results.usecases.reporting import report_income
from khue.features.results.usecases.sharing import answer_shares, propose_shares, record_consent

__all__ = [
    "add_right",
    "agree_ownership",
    "answer_shares",
    "check_result",
    "claim_transfer",
    "decide_distribution",
    "describe_result",
    "draw_up_distribution",
    "follow_order",
    "follow_receivable",
    "hand_in_result",
    "move_right",
    "offer_transfer",
    "order_payout",
    "prepare_result",
    "propose_shares",
    "record_consent",
    "remind_of_report",
    "render_certificate",
    "render_receipt",
    "report_income",
    "withdraw_claim",
    "withdraw_offer",
    "withdraw_result",
]
