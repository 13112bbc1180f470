"""Reading appeals."""

from khue.features.appeals.queries.facts import may_read_subject, suspended_since
from khue.features.appeals.queries.rules import limits

__all__ = ["limits", "may_read_subject", "suspended_since"]
