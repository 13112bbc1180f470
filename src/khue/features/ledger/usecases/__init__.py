"""The verbs of the ledger. Functions that take ``deed`` join a bigger command; the others open their own."""

from khue.features.ledger.usecases.chart import load_accounts, open_account, open_budget_line
from khue.features.ledger.usecases.cost_lines import claim_cost_lines, release_cost_lines
from khue.features.ledger.usecases.invoices import claim_invoice_line, claim_invoice_lines, release_invoice_lines
from khue.features.ledger.usecases.periods import close_period
from khue.features.ledger.usecases.posting import (
    appropriate_budget,
    post,
    post_entry,
    post_many,
    post_reversal,
    reverse_entry,
)

__all__ = [
    "appropriate_budget",
    "claim_cost_lines",
    "claim_invoice_line",
    "claim_invoice_lines",
    "close_period",
    "load_accounts",
    "open_account",
    "open_budget_line",
    "post",
    "post_entry",
    "post_many",
    "post_reversal",
    "release_cost_lines",
    "release_invoice_lines",
    "reverse_entry",
]
