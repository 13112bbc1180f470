"""What the missions of parties are: shown before parties are merged, divided or dissolved, and afterwards; and who was on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.features.delivery.domain.words import MISSION
from khue.features.delivery.models import Mission
from khue.features.people import queries as people
from khue.features.people.queries import MOST, Matter, Matters

UNDER_WAY = ("begun", "costed", "appraised", "granted", "running", "unmet", "recovering")


def matters(party_ids: Collection[int]) -> Matters:
    """Missions of these parties, newest first. Two queries."""
    found = Mission.objects.filter(lead__in=party_ids)
    lines = tuple(
        Matter(
            subject=f"mission:{row.pk}",
            label=f"{row.number} · {format_dong(row.granted or row.asked, 'vi')}",
            party=row.lead.name,
            state=MISSION.label(row.state).capitalised(),
            is_open=row.state in UNDER_WAY,
            href=reverse("delivery:mission", args=[row.pk]),
        )
        for row in found.select_related("lead").order_by("-id")[:MOST]
    )
    return Matters(Text("Nhiệm vụ", "Missions"), found.count(), lines)


@dataclass(frozen=True, slots=True)
class WorksFor:
    """``person`` works on a mission that ``lead`` leads under a contract with the city."""

    person: str
    lead: str
    mission: int
    number: str


def works_for(persons: Collection[str], leads: Collection[str]) -> tuple[WorksFor, ...]:
    """Contracts with the city that these people carry out under the lead of these parties. One query."""
    mine = {people.party_id(key) for key in persons if people.is_party_key(key)}
    theirs = {people.party_id(key) for key in leads if people.is_party_key(key)}
    rows = Mission.objects.filter(members__person__in=mine, lead__in=theirs, contracted_on__isnull=False).order_by("pk")
    return tuple(
        WorksFor(f"party:{person}", f"party:{lead}", pk, number)
        for person, lead, pk, number in rows.values_list("members__person", "lead_id", "pk", "number")
    )
