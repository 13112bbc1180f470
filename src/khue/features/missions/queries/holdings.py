"""What the supports of parties are: shown before parties are merged, divided or dissolved, and afterwards."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.missions.domain.support import SUPPORT
from khue.features.missions.models import EquipmentSupport
from khue.features.people import queries as people
from khue.features.people.queries import MOST, Matter, Matters, with_total

RUNNING = ("granted", "running")
"""States in which the support itself is under way; before them its dossier is."""


def matters(party_ids: Collection[int]) -> Matters:
    """Supports of these parties, newest first. One query."""
    found = with_total(EquipmentSupport.objects.filter(lead__in=party_ids)).select_related("lead")
    rows = list(found.order_by("-id")[:MOST])
    lines = tuple(
        Matter(
            subject=f"support:{row.pk}",
            label=row.dossier_number,
            amount=row.granted or row.asked,
            party=row.lead.name,
            state=SUPPORT.label(row.state).capitalised(),
            is_open=row.state in RUNNING,
            href=reverse("missions:support", args=[row.pk]),
        )
        for row in rows
    )
    return Matters(Text("Khoản hỗ trợ", "Supports"), rows[0].total if rows else 0, lines)


@dataclass(frozen=True, slots=True)
class HandedInFor:
    """``person`` handed in a dossier of support for the party ``lead``."""

    person: str
    lead: str
    support: int
    number: str


def handed_in_for(persons: Collection[str], leads: Collection[str]) -> tuple[HandedInFor, ...]:
    """Supports of these parties that one of these people handed in; one query."""
    wanted = {people.party_id(key) for key in leads}  # may be thousands: picked out here
    rows = EquipmentSupport.objects.filter(submitted_by__in=set(persons)).values_list(
        "submitted_by", "lead_id", "pk", "dossier_number"
    )
    return tuple(
        HandedInFor(person, f"party:{lead}", pk, number)
        for person, lead, pk, number in rows.order_by("pk")
        if lead in wanted
    )
