"""What the desk decides, and its words. Pure."""

from khue.features.desk.domain.changes import (
    AMOUNTS,
    LONGEST,
    NONE,
    READ_AUDIT,
    READ_DOSSIERS,
    READ_LEDGER,
    READ_PERSONAL,
    STATED,
    SUBJECT,
    VALUES,
    WORDS_OF_STATES,
    Change,
    changes,
    shown,
    value_label,
)
from khue.features.desk.domain.words import DEEDS, deed_label

__all__ = [
    "AMOUNTS",
    "DEEDS",
    "LONGEST",
    "NONE",
    "READ_AUDIT",
    "READ_DOSSIERS",
    "READ_LEDGER",
    "READ_PERSONAL",
    "STATED",
    "SUBJECT",
    "VALUES",
    "WORDS_OF_STATES",
    "Change",
    "changes",
    "deed_label",
    "shown",
    "value_label",
]
