"""Holding one party still while another room writes what depends on it."""

from __future__ import annotations

from khue.features.people.models import Party
from khue.features.people.queries import UNKNOWN, party_id
from khue.kernel.deeds import Deed


def hold_party(key: str, *, deed: Deed) -> None:
    """Lock the party's row until the deed ends, so that two deeds about one person follow each other. Raises Missing."""
    if Party.objects.select_for_update().filter(pk=party_id(key)).first() is None:
        raise UNKNOWN
