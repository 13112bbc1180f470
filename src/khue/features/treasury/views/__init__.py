"""Pages of payments, for accountants, approvers and auditors."""

from khue.features.treasury.views.cash import cash
from khue.features.treasury.views.files import accounts, file, file_as, files, open_account, send
from khue.features.treasury.views.matching import line, undo, unmatched
from khue.features.treasury.views.orders import amend, approve, cancel, order, orders, reopen
from khue.features.treasury.views.receivables import receivable, receivables
from khue.features.treasury.views.statements import statement, statement_file, statements, upload
from khue.features.treasury.views.suspense import clear, send_back, suspense

__all__ = [
    "accounts",
    "amend",
    "approve",
    "cancel",
    "cash",
    "clear",
    "file",
    "file_as",
    "files",
    "line",
    "open_account",
    "order",
    "orders",
    "receivable",
    "receivables",
    "reopen",
    "send",
    "send_back",
    "statement",
    "statement_file",
    "statements",
    "suspense",
    "undo",
    "unmatched",
    "upload",
]
