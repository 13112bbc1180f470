"""Who made a result with whom, and who owns what somebody made: for rooms that must know who is near to whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Value

from khue.features.people import queries as people
from khue.features.results.models import AuthorShare, OwnerShare

COUNTED = ("agreed", "proposed")
"""Lists of authors that say who made a result: refused and replaced ones don't."""


@dataclass(frozen=True, slots=True)
class MadeTogether:
    """``person`` is an author of the result; ``other`` a further author, or (``owns``) an owner of it."""

    person: str
    other: str
    owns: bool
    result: int


def made_together(persons: Collection[str], parties: Collection[str]) -> tuple[MadeTogether, ...]:
    """Results that one of these people made, with or for one of these parties; at most two queries."""
    own: dict[int, set[int]] = {}
    shares = AuthorShare.objects.filter(share_list__state__in=COUNTED)
    mine = shares.filter(person_id__in={people.party_id(key) for key in persons})
    for result, person in mine.values_list("share_list__result_id", "person_id"):
        own.setdefault(result, set()).add(person)
    if not own:
        return ()
    ids = {people.party_id(key) for key in parties}
    fellows = shares.filter(share_list__result_id__in=own).order_by()
    owners = OwnerShare.objects.filter(ownership__result_id__in=own).order_by()
    near = fellows.values_list("share_list__result_id", "person_id", Value(value=False)).union(
        owners.values_list("ownership__result_id", "party_id", Value(value=True))
    )
    found = {
        MadeTogether(f"party:{person}", f"party:{other}", owns, result)
        for result, other, owns in near
        for person in own[result]
        if other in ids and person != other
    }
    return tuple(sorted(found, key=lambda one: (one.result, one.person, one.owns, one.other)))
