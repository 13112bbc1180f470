"""The file that leaves the house: UTF-8 text, one line per thing, the first letter says which.

``H`` header · ``R <hash> <body>`` record · ``V <part> <salt> <values>`` values of the record above ·
``C <signature> <body>`` checkpoint, after the last record that it seals · ``Z`` the end.
"""

from __future__ import annotations

from datetime import UTC, datetime

from khue.core.proof.records import canonical

FORMAT = "khue-audit"
PARTS = ("values", "personal")
END = "Z\n"
"""The last line. Without it a file was cut in transport; with it nothing is proven, anybody can write it."""


def header_line(*, city: str, exported_at: datetime, public_key: str) -> str:
    """First line. What it says is the exporter's word, nothing in the file proves it."""
    facts = {
        "format": FORMAT,
        "v": 1,
        "city": city,
        "exported_at": exported_at.astimezone(UTC).isoformat(),
        "public_key": public_key,
    }
    return f"H {canonical(facts)}\n"


def record_line(hash_hex: str, body: str) -> str:
    """The stored hash stands beside the body: a damaged record is told from a broken link to it."""
    return f"R {hash_hex} {body}\n"


def values_line(part: str, salt: bytes, body: str) -> str:
    return f"V {part} {salt.hex()} {body}\n"
