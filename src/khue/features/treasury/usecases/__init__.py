"""The verbs of the treasury. ``prepare_order``, ``expect_receipt`` and ``take_aside`` join a bigger deed; the others open their own."""

from khue.features.treasury.usecases.accounts import open_city_account
from khue.features.treasury.usecases.clearing import clear_suspense, send_back
from khue.features.treasury.usecases.holding import hold_orders, release_orders
from khue.features.treasury.usecases.importing import import_statement, upload_statement
from khue.features.treasury.usecases.matching import match_line, undo_match
from khue.features.treasury.usecases.ordering import (
    amend_order,
    approve_order,
    cancel_order,
    prepare_order,
    reopen_order,
)
from khue.features.treasury.usecases.receiving import expect_receipt
from khue.features.treasury.usecases.sending import send_file
from khue.features.treasury.usecases.taking import Taken, look_at_aside, put_aside_again, take_aside

__all__ = [
    "Taken",
    "amend_order",
    "approve_order",
    "cancel_order",
    "clear_suspense",
    "expect_receipt",
    "hold_orders",
    "import_statement",
    "look_at_aside",
    "match_line",
    "open_city_account",
    "prepare_order",
    "put_aside_again",
    "release_orders",
    "reopen_order",
    "send_back",
    "send_file",
    "take_aside",
    "undo_match",
    "upload_statement",
]
