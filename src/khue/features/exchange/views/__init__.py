"""Pages of the exchange."""

from khue.features.exchange.views.checking import check, release, rule, take
from khue.features.exchange.views.drafts import (
    drafts,
    drop_drafts,
    hand_in_drafts,
    read_document,
    take_many,
)
from khue.features.exchange.views.files import confidential, confirm, describe, desk, mine, new, offer, withdraw
from khue.features.exchange.views.imports import import_, imports, send_sheet, sheet_template
from khue.features.exchange.views.lists import (
    add_entry,
    clear,
    clearances,
    end_clearance,
    end_entry,
    lists,
)
from khue.features.exchange.views.material import material, picture
from khue.features.exchange.views.meanings import change_meaning, end_meaning, meanings, put_meaning, try_meaning
from khue.features.exchange.views.members import directory, join, member, members, move
from khue.features.exchange.views.public import offers, public
from khue.features.exchange.views.saved import drop_search, feed, save_search, searches
from khue.features.exchange.views.searching import find

__all__ = [
    "add_entry",
    "change_meaning",
    "check",
    "clear",
    "clearances",
    "confidential",
    "confirm",
    "describe",
    "desk",
    "directory",
    "drafts",
    "drop_drafts",
    "drop_search",
    "end_clearance",
    "end_entry",
    "end_meaning",
    "feed",
    "find",
    "hand_in_drafts",
    "import_",
    "imports",
    "join",
    "lists",
    "material",
    "meanings",
    "member",
    "members",
    "mine",
    "move",
    "new",
    "offer",
    "offers",
    "picture",
    "public",
    "put_meaning",
    "read_document",
    "release",
    "rule",
    "save_search",
    "searches",
    "send_sheet",
    "sheet_template",
    "take",
    "take_many",
    "try_meaning",
    "withdraw",
]
