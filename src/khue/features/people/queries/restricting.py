"""Whose data may not be processed, for the rooms above."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.features.people import access


def is_restricted(party: str) -> bool:
    """Whether the processing of the person's data is restricted now."""
    return access.restriction_of(party) is not None


def bars(actor: Actor, party: str) -> bool:
    """Whether a restriction of this party's data keeps the reader out."""
    return access.barring(actor, party) is not None


def require_unrestricted(actor: Actor, party: str) -> None:
    """Raises NotAllowed with the reason for who may not read while the processing is restricted."""
    access.require_unrestricted(actor, party)
