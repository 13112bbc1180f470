"""What ties a person to a party on this room's own records: for rooms that must know who is near to whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from khue.features.people.models import GroupMember, Mandate
from khue.features.people.queries.cards import party_id
from khue.features.people.queries.periods import during


@dataclass(frozen=True, slots=True)
class Tie:
    """``record`` is the mandate or membership: ``mandate:4``, ``member:2``; ``said`` what stands there (scope, position)."""

    person: str
    party: str
    record: str
    said: str
    since: date


def mandate_ties(people: Collection[str], parties: Collection[str], on: date) -> tuple[Tie, ...]:
    """Mandates of these people for these parties on a day; one query."""
    rows = Mandate.objects.filter(during(on), person_id__in=_ids(people), for_party_id__in=_ids(parties)).values_list(
        "person_id", "for_party_id", "pk", "scope", "valid_from"
    )
    return tuple(
        Tie(f"party:{person}", f"party:{party}", f"mandate:{pk}", scope, since)
        for person, party, pk, scope, since in rows
    )


def member_ties(people: Collection[str], parties: Collection[str], on: date) -> tuple[Tie, ...]:
    """Memberships of these people in these groups on a day; one query."""
    rows = GroupMember.objects.filter(during(on), person_id__in=_ids(people), group_id__in=_ids(parties)).values_list(
        "person_id", "group_id", "pk", "position", "valid_from"
    )
    return tuple(
        Tie(f"party:{person}", f"party:{group}", f"member:{pk}", position, since)
        for person, group, pk, position, since in rows
    )


def _ids(keys: Collection[str]) -> set[int]:
    return {party_id(key) for key in keys}
