"""Pages of the books: reading and, for those with the right, appropriating, reversing and closing a month."""

from khue.features.ledger.views.deeds import appropriate, close, open_line, reverse_entry
from khue.features.ledger.views.overview import budget, budget_line, periods, trial_balance
from khue.features.ledger.views.statements import account, entry, subject, subjects

__all__ = [
    "account",
    "appropriate",
    "budget",
    "budget_line",
    "close",
    "entry",
    "open_line",
    "periods",
    "reverse_entry",
    "subject",
    "subjects",
    "trial_balance",
]
