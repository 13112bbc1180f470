"""Reading the ledger: balances, statements, the budget picture, periods, and the proof that all of it holds.

Amounts in answers stand on the account's normal side (above zero is the usual case) unless they are called debit and
credit; unit: đồng, or the smallest unit of the currency named.
"""

from khue.features.ledger.queries.balances import (
    AccountCard,
    BudgetLine,
    SubjectBalance,
    TrialBalance,
    TrialLine,
    account,
    accounts,
    balance,
    budget_lines,
    budget_year,
    subject_balance_rows,
    subject_balances,
    sums_by_currency,
    trial_balance,
)
from khue.features.ledger.queries.entries import (
    EntryCard,
    EntryPage,
    Statement,
    StatementRow,
    entries_of,
    entry,
    invoice_line_holder,
    reversal_of,
    statement,
    statement_rows,
    stored_entries,
)
from khue.features.ledger.queries.periods import ClosingFacts, PeriodCard, closing_facts, last_closed, periods
from khue.features.ledger.queries.subjects import SubjectLink, subject_link, wire_subject
from khue.features.ledger.queries.verification import Finding, Verification, verify

__all__ = [
    "AccountCard",
    "BudgetLine",
    "ClosingFacts",
    "EntryCard",
    "EntryPage",
    "Finding",
    "PeriodCard",
    "Statement",
    "StatementRow",
    "SubjectBalance",
    "SubjectLink",
    "TrialBalance",
    "TrialLine",
    "Verification",
    "account",
    "accounts",
    "balance",
    "budget_lines",
    "budget_year",
    "closing_facts",
    "entries_of",
    "entry",
    "invoice_line_holder",
    "last_closed",
    "periods",
    "reversal_of",
    "statement",
    "statement_rows",
    "stored_entries",
    "subject_balance_rows",
    "subject_balances",
    "subject_link",
    "sums_by_currency",
    "trial_balance",
    "verify",
    "wire_subject",
]
