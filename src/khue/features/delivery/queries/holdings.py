"""What the missions of parties are: shown before parties are merged, divided or dissolved, and afterwards; and who was on them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.delivery.domain.words import MISSION
from khue.features.delivery.models import Mission
from khue.features.people.queries import MOST, Matter, Matters, with_total

UNDER_WAY = ("begun", "costed", "appraised", "granted", "running", "unmet", "recovering")


def matters(party_ids: Collection[int]) -> Matters:
    """Missions of these parties, newest first. One query."""
    found = with_total(Mission.objects.filter(lead__in=party_ids)).select_related("lead")
    rows = list(found.order_by("-id")[:MOST])
    lines = tuple(
        Matter(
            subject=f"mission:{row.pk}",
            label=row.number,
            amount=row.granted or row.asked,
            party=row.lead.name,
            state=MISSION.label(row.state).capitalised(),
            is_open=row.state in UNDER_WAY,
            href=reverse("delivery:mission", args=[row.pk]),
        )
        for row in rows
    )
    return Matters(Text("Nhiệm vụ", "Missions"), rows[0].total if rows else 0, lines)


@dataclass(frozen=True, slots=True)
class ContractLine:
    """The mission that a proposal became, under a contract with the city."""

    proposal: int
    mission: int
    number: str


def contracts_of(proposals: Collection[int]) -> tuple[ContractLine, ...]:
    """Missions under contract that came from these proposals. One query, none for no proposal."""
    if not proposals:
        return ()
    rows = Mission.objects.filter(proposal__in=proposals, contracted_on__isnull=False).order_by("pk")
    return tuple(
        ContractLine(proposal, pk, number) for proposal, pk, number in rows.values_list("proposal", "pk", "number")
    )
