"""Who wrote with whom: editors of dossiers beside their applicants, for rooms that must know who is near to whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from khue.features.dossiers.models import Editor
from khue.features.people import queries as people


@dataclass(frozen=True, slots=True)
class WrittenFor:
    """``person`` was an editor of a dossier of ``applicant``. ``number`` is how the dossier is called."""

    person: str
    applicant: str
    dossier: int
    number: str


def written_for(persons: Collection[str], applicants: Collection[str]) -> tuple[WrittenFor, ...]:
    """Editors among these people on dossiers of these applicants, also of former times; one query."""
    wanted = {people.party_id(key) for key in applicants}  # may be thousands: picked out here
    rows = Editor.objects.filter(person_id__in={people.party_id(key) for key in persons}).values_list(
        "person_id", "dossier__applicant_id", "dossier_id", "dossier__number"
    )
    return tuple(
        WrittenFor(f"party:{person}", f"party:{applicant}", dossier, number or "")
        for person, applicant, dossier, number in rows.order_by("pk")
        if applicant in wanted
    )
