"""Pages of the exchange."""

from khue.features.exchange.views.checking import check, release, rule, take
from khue.features.exchange.views.files import confidential, confirm, describe, desk, mine, new, offer, withdraw
from khue.features.exchange.views.lists import (
    add_entry,
    clear,
    clearances,
    end_clearance,
    end_entry,
    lists,
)
from khue.features.exchange.views.members import directory, join, member, members, move
from khue.features.exchange.views.public import offers, public
from khue.features.exchange.views.searching import find

__all__ = [
    "add_entry",
    "check",
    "clear",
    "clearances",
    "confidential",
    "confirm",
    "describe",
    "desk",
    "directory",
    "end_clearance",
    "end_entry",
    "find",
    "join",
    "lists",
    "member",
    "members",
    "mine",
    "move",
    "new",
    "offer",
    "offers",
    "public",
    "release",
    "rule",
    "take",
    "withdraw",
]
