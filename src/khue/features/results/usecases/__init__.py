"""Deeds of this room; each is one transaction and one audit record."""

from khue.features.results.usecases.owning import agree_ownership
from khue.features.results.usecases.periods import remind_of_report
from khue.features.results.usecases.registering import check_result, describe_result, hand_in_result, withdraw_result
from khue.features.results.usecases.rendering import render_certificate
from khue.features.results.usecases.sharing import answer_shares, propose_shares, record_consent

__all__ = [
    "agree_ownership",
    "answer_shares",
    "check_result",
    "describe_result",
    "hand_in_result",
    "propose_shares",
    "record_consent",
    "remind_of_report",
    "render_certificate",
    "withdraw_result",
]
