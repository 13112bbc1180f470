"""What ties a person to a party on this room's own records: for rooms that must know who is near to whom.

People are few and parties may be thousands: the database looks for the people, the parties are picked out here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Value

from khue.features.people.models import GroupMember, Mandate
from khue.features.people.queries.cards import party_id
from khue.features.people.queries.periods import during


@dataclass(frozen=True, slots=True)
class Tie:
    """``record`` is the mandate or membership of a group (``mandate:4``, ``member:2``); ``said`` what stands there (scope, position)."""

    person: str
    party: str
    record: str
    said: str
    since: date

    @property
    def is_mandate(self) -> bool:
        return self.record.startswith("mandate:")


def near_ties(people: Collection[str], parties: Collection[str], on: date) -> tuple[Tie, ...]:
    """Mandates of these people for these parties, and memberships in these groups, on a day; one query."""
    ids, wanted = _ids(people), _ids(parties)
    holds = Mandate.objects.filter(during(on), person_id__in=ids).annotate(kind=Value("mandate"))
    belongs = GroupMember.objects.filter(during(on), person_id__in=ids).annotate(kind=Value("member"))
    rows = holds.values_list("person_id", "for_party_id", "kind", "pk", "scope", "valid_from").union(
        belongs.values_list("person_id", "group_id", "kind", "pk", "position", "valid_from"), all=True
    )
    return tuple(
        Tie(f"party:{person}", f"party:{party}", f"{kind}:{pk}", said, since)
        for person, party, kind, pk, said, since in sorted(rows, key=lambda row: (row[2], row[3]))
        if party in wanted
    )


def _ids(keys: Collection[str]) -> set[int]:
    return {party_id(key) for key in keys}
