"""Whose data may not be processed, for the rooms above."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.people import access

RESTRICTED = Text("Dữ liệu đang được hạn chế xử lý", "The processing of these data is restricted")
"""Stands in a list where the name would stand."""


def is_restricted(party: str) -> bool:
    """Whether the processing of the person's data is restricted now."""
    return access.restriction_of(party) is not None


def bars(actor: Actor, party: str) -> bool:
    """Whether a restriction of this party's data keeps the reader out."""
    return access.barring(actor, party) is not None


def barred_ids(actor: Actor) -> frozenset[int]:
    """The ids of all parties whose restriction keeps this reader out: few. No more than one query per request."""
    return access.barred_ids(actor)


def barred_keys(actor: Actor) -> frozenset[str]:
    """The same as ``party:<id>``."""
    return frozenset(f"party:{number}" for number in access.barred_ids(actor))


def require_unrestricted(actor: Actor, party: str) -> None:
    """Raises NotAllowed with the reason for who may not read while the processing is restricted."""
    access.require_unrestricted(actor, party)
