"""What an applicant is asked to add, for whoever brings the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khue.features.dossiers.models import SupplementRequest


@dataclass(frozen=True, slots=True)
class AskedFor:
    """An open request for supplements."""

    ground: str
    items: tuple[str, ...]
    asked_on: date


def asked_for(dossier_id: int) -> AskedFor | None:
    """The open request of a dossier; None when nothing is asked for."""
    row = SupplementRequest.objects.filter(dossier=dossier_id, answered_on=None).first()
    return None if row is None else AskedFor(row.ground, tuple(row.items), row.asked_on)
