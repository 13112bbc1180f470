"""The payment reference: carried by the order, the bank file and, when all goes well, the statement's line; or by whoever pays
the city back.

An ISO 11649 reference, ``RF18KHUE26000017``: two check digits tell a mistyped one from a right one.
"""

from __future__ import annotations

import re

from stdnum import iso11649

from khue.core.folding import fold

ORDERS, RECEIVABLES = "KHUE", "KHTH"
"""Which series: what the city pays, what is to be paid to it (thu hồi)."""
_WRITTEN = re.compile(rf"RF[0-9]{{2}}(?:{ORDERS}|{RECEIVABLES})[0-9]{{8}}")
_NOT_A_SIGN = re.compile(r"[^A-Z0-9]")


def reference_of(year: int, number: int, series: str = ORDERS) -> str:
    """The reference of the order or receivable ``number`` (1 to 999,999) of a year."""
    body = f"{series}{year % 100:02d}{number:06d}"
    check = 98 - int("".join(str(int(sign, 36)) for sign in f"{body}RF00")) % 97
    return f"RF{check:02d}{body}"


def references_in(text: str) -> tuple[str, ...]:
    """The right references in a text as banks print it: any case, cut by spaces, dots or line ends."""
    signs = _NOT_A_SIGN.sub("", fold(text).upper())
    return tuple(dict.fromkeys(found for found in _WRITTEN.findall(signs) if iso11649.is_valid(found)))
