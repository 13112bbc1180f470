"""The verbs of the room."""

from khue.features.privacy.usecases.answering import accept_request, extend_request, finish_request, refuse_request
from khue.features.privacy.usecases.asking import enter_request, make_request, withdraw_request
from khue.features.privacy.usecases.watching import watch_request

__all__ = [
    "accept_request",
    "enter_request",
    "extend_request",
    "finish_request",
    "make_request",
    "refuse_request",
    "watch_request",
    "withdraw_request",
]
