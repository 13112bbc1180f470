"""The text of one audit record, and the commitment to the values that lie beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

ZERO = "0" * 64
"""What the first record of a chain and the first checkpoint name as their predecessor."""

SALT_BYTES = 16


def _plain(value: Any) -> Any:
    """JSON for the few values that a deed may hand over beside plain ones. Anything else is a TypeError."""
    if isinstance(value, datetime) and value.tzinfo is None:
        raise TypeError("a moment in the audit needs its time zone")
    if isinstance(value, date):  # a datetime is a date too
        return value.isoformat()
    if isinstance(value, UUID | Fraction):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | set):
        return sorted(value)
    if hasattr(value, "to_json"):
        return value.to_json()
    raise TypeError(f"{type(value).__name__} can't be written to the audit: hand over plain JSON values")


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, UTF-8. Raises TypeError, or ValueError (NaN)."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain)
    text.encode()  # a lone surrogate can be typed into a form, but neither stored nor hashed
    return text


def digest_of(body: str) -> bytes:
    """SHA-256 of a record's or a checkpoint's text (32 bytes)."""
    return sha256(body.encode()).digest()


@dataclass(frozen=True, slots=True)
class Kept:
    """Values kept beside the chain: the salt and the canonical text that the commitment covers."""

    salt: bytes
    body: str

    @classmethod
    def of(cls, values: Any) -> Kept:
        return cls(token_bytes(SALT_BYTES), canonical(values))

    @property
    def commitment(self) -> str:
        return commit(self.salt, self.body.encode())


def commit(salt: bytes, body: bytes) -> str:
    """SHA-256 over salt and text, hex. The salt keeps short values from being guessed once they are erased."""
    return sha256(salt + body).hexdigest()


def record_body(
    *,
    chain: str,
    seq: int,
    prev: str,
    at: datetime,
    wall: datetime,
    actor: str,
    mandate: str,
    deed: str,
    subjects: Sequence[str],
    values: str | None,
    personal: str | None,
    edition: str = "",
    entries: Sequence[str] = (),
    request: str = "",
    via: str = "",
    id: UUID | None = None,
) -> str:
    """The canonical text of one record.

    ``seq`` counts from 1 within the chain, ``prev`` is the hash (hex) of the record before it or ``ZERO``;
    ``values`` and ``personal`` are commitments (hex) or None; ``at`` is the business moment, ``wall`` the
    real one. ``via`` names the key with which a program acted, and is left out where there was none.
    Raises ValueError for a moment without zone.
    """
    if at.tzinfo is None or wall.tzinfo is None:
        raise ValueError("a moment in the audit needs its time zone")
    return canonical(
        {
            "v": 1,
            "chain": chain,
            "seq": seq,
            "prev": prev,
            "id": str(id or uuid4()),
            "at": at.isoformat(),
            "wall": wall.astimezone(UTC).isoformat(),
            "actor": actor,
            "mandate": mandate,
            "deed": deed,
            "subjects": list(subjects),
            "values": values,
            "personal": personal,
            "edition": edition,
            "entries": list(entries),
            "request": request,
            **({"via": via} if via else {}),
        }
    )
