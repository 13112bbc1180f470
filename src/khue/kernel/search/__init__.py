"""Search for staff: an index of its own beside the database, which stays the truth.

Words are folded by ``core.folding``: "dai hoc" finds "Đại học", and what is written with marks ranks what has the same
marks first. The index follows the audit record, so nobody has to remember to tell it; it can be thrown away and
built anew at any time. Each node has one, under ``KHUE_VAR``. Rooms register what can be found and with which right.
"""

from khue.kernel.search.asking import MOST_SHOWN, Found, Hit, every, find
from khue.kernel.search.following import Progress, follow, rebuild
from khue.kernel.search.index import built_at
from khue.kernel.search.sources import Entry, Source, kinds_for, known, register

__all__ = [
    "MOST_SHOWN",
    "Entry",
    "Found",
    "Hit",
    "Progress",
    "Source",
    "built_at",
    "every",
    "find",
    "follow",
    "kinds_for",
    "known",
    "rebuild",
    "register",
]
