"""Interests of whoever reads a record of a room above, on a council or not: an official who has one reads it through no door."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed
from khue.features.councils import access
from khue.features.councils.domain.interests import Declared, Interest, JudgedItem
from khue.features.councils.models import InterestDeclaration, Item
from khue.features.councils.queries.interests import find_interests
from khue.features.councils.queries.panels import seat_of
from khue.features.people import queries as people

Behind = Mapping[str, Collection[str]]
"""By subject (``proposal:7``): the keys of every party behind the record."""


def closed_to(actor: Actor, records: Behind) -> dict[str, Text]:
    """Of these records those in which the reader, or the colleague in whose place the reader works, has an interest: the ground of each.

    Found from the platform's records, and declared on whatever council. A fixed number of queries, none for who is nobody.
    """
    hands = [key for key in actor.hands if people.is_party_key(key)]
    if not hands or not records:
        return {}
    items = [
        JudgedItem(turn, subject, dict.fromkeys(parties, "applicant"))
        for turn, (subject, parties) in enumerate(records.items())
    ]
    found = find_interests(items, hands, actor.today, declared=_declared(hands, items))
    grounds: dict[str, Text] = {}
    for one in sorted(found, key=_weight):
        if one.bars:
            grounds.setdefault(items[one.item].subject, one.text)
    return grounds


def closed_by_interest(ground: Text) -> NotAllowed:
    """What a room above raises for a record of its own."""
    return access.closed_by_interest(ground)


def sits_over(actor: Actor, subject: str) -> bool:
    """Whether the actor has a seat on a council that has the record before it."""
    rows = Item.objects.filter(subject=subject).exclude(state="withdrawn").values_list("council_id", flat=True)
    return any(seat_of(council, actor) is not None for council in rows.distinct())


def _weight(one: Interest) -> tuple[int, str, str]:
    """The same ground is named each time, whatever the order in which records were read."""
    return one.item, one.kind, one.record


def _declared(persons: Collection[str], items: Sequence[JudgedItem]) -> list[Declared]:
    """What stands declared about these persons in these records, on any council."""
    rows = InterestDeclaration.objects.filter(
        state="stands", person_id__in={people.party_id(key) for key in persons}
    ).select_related("item")
    place = {one.subject: one.id for one in items}
    return [
        Declared(
            row.pk,
            f"party:{row.person_id}",
            place[row.item.subject] if row.item else None,
            f"party:{row.party_id}" if row.party_id else "",
            "declared",
            row.ground,
        )
        for row in rows
        if row.item is None or row.item.subject in place
    ]
