"""Pages of payments, for accountants, approvers and auditors."""

from khue.features.treasury.views.cash import cash
from khue.features.treasury.views.files import accounts, file, file_as, files, open_account, send
from khue.features.treasury.views.matching import line, undo, unmatched
from khue.features.treasury.views.orders import amend, approve, cancel, order, orders, reopen
from khue.features.treasury.views.receivables import receivable, receivables
from khue.features.treasury.views.statements import statement, statement_file, statements, upload

__all__ = [
    "accounts",
    "amend",
    "approve",
    "cancel",
    "cash",
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
    "statement",
    "statement_file",
    "statements",
    "undo",
    "unmatched",
    "upload",
]
