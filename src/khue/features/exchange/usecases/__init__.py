"""What is done on the exchange, one function per verb."""

from khue.features.exchange.usecases.checking import check_offer, release_offer, take_offer, take_offers
from khue.features.exchange.usecases.clearing import end_clearance, grant_clearance
from khue.features.exchange.usecases.drafting import drop_drafts, hand_in_drafts, keep_draft, read_document
from khue.features.exchange.usecases.ending import end_membership, end_offer
from khue.features.exchange.usecases.importing import import_offers, read_sheet
from khue.features.exchange.usecases.joining import ask_membership, move_membership
from khue.features.exchange.usecases.judging import end_entry, put_entry, rule_on_entry
from khue.features.exchange.usecases.keeping import confirm_offer, read_confidential, withdraw_offer
from khue.features.exchange.usecases.material import add_material
from khue.features.exchange.usecases.offering import describe_offer, hand_in_offer
from khue.features.exchange.usecases.reminding import remind_supplier
from khue.features.exchange.usecases.searching import (
    drop_search,
    end_meaning,
    forget_searches,
    load_meanings,
    put_meaning,
    save_search,
    tell_search,
)

__all__ = [
    "add_material",
    "ask_membership",
    "check_offer",
    "confirm_offer",
    "describe_offer",
    "drop_drafts",
    "drop_search",
    "end_clearance",
    "end_entry",
    "end_meaning",
    "end_membership",
    "end_offer",
    "forget_searches",
    "grant_clearance",
    "hand_in_drafts",
    "hand_in_offer",
    "import_offers",
    "keep_draft",
    "load_meanings",
    "move_membership",
    "put_entry",
    "put_meaning",
    "read_confidential",
    "read_document",
    "read_sheet",
    "release_offer",
    "remind_supplier",
    "rule_on_entry",
    "save_search",
    "take_offer",
    "take_offers",
    "tell_search",
    "withdraw_offer",
]
