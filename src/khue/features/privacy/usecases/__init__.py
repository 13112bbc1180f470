"""The verbs of the room."""

from khue.features.privacy.usecases.answering import accept_request, extend_request, finish_request, refuse_request
from khue.features.privacy.usecases.asking import enter_request, make_request, withdraw_request
from khue.features.privacy.usecases.breaches import (
    fix_breach,
    notify_authority,
    record_breach,
    tell_persons,
    watch_breach,
)
from khue.features.privacy.usecases.consents import give_consent, withdraw_consent
from khue.features.privacy.usecases.erasing import (
    confirm_erasure,
    decline_erasure,
    propose_erasure,
    repeat_erasure,
    wire_eraser,
)
from khue.features.privacy.usecases.rendering import render_notice
from khue.features.privacy.usecases.restricting import end_restriction
from khue.features.privacy.usecases.watching import watch_request

__all__ = [
    "accept_request",
    "confirm_erasure",
    "decline_erasure",
    "end_restriction",
    "enter_request",
    "extend_request",
    "finish_request",
    "fix_breach",
    "give_consent",
    "make_request",
    "notify_authority",
    "propose_erasure",
    "record_breach",
    "refuse_request",
    "render_notice",
    "repeat_erasure",
    "tell_persons",
    "watch_breach",
    "watch_request",
    "wire_eraser",
    "withdraw_consent",
    "withdraw_request",
]
