"""Pages of the room."""

from khue.features.privacy.views.breaches import breach, breaches, fix, notify, record, tell
from khue.features.privacy.views.consents import consent, consent_book, consents
from khue.features.privacy.views.erasing import erasure, erasures, propose, retention
from khue.features.privacy.views.own import ask_something, mine, withdraw
from khue.features.privacy.views.processing import register
from khue.features.privacy.views.requests import (
    answer,
    desk,
    end_restriction,
    enter,
    extend,
    find,
    finish,
    follow,
    refuse,
)

__all__ = [
    "answer",
    "ask_something",
    "breach",
    "breaches",
    "consent",
    "consent_book",
    "consents",
    "desk",
    "end_restriction",
    "enter",
    "erasure",
    "erasures",
    "extend",
    "find",
    "finish",
    "fix",
    "follow",
    "mine",
    "notify",
    "propose",
    "record",
    "refuse",
    "register",
    "retention",
    "tell",
    "withdraw",
]
