"""Reading what the search for duplicates needs, and what it found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from khue.core.bilingual import Text
from khue.features.people.domain.matching import GROUNDS, Likeness
from khue.features.people.models import DuplicatePair, Organisation, Person
from khue.features.people.queries.cards import UNKNOWN, restricted_ids
from khue.features.people.queries.lineage import goes_on_under
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two records that may be one party. ``first`` and ``second``: (number, name, tax code or empty)."""

    id: int
    first: tuple[int, str, str]
    second: tuple[int, str, str]
    score: int
    grounds: tuple[Text, ...]
    state: str
    ground: str
    found_at: datetime


def likenesses() -> Iterator[Likeness]:
    """What the comparison looks at, of every record that does not go on under another. Two queries, streamed."""
    organisations = Organisation.objects.exclude(goes_on_under("party_id")).values_list(
        "party_id", "party__name", "tax_code", "phone", "email", "address__line"
    )
    for number, name, tax_code, phone, email, line in organisations.iterator(chunk_size=2000):
        yield Likeness(number, "organisation", name, tax_code or "", "", phone, email, None, line or "")
    persons = Person.objects.exclude(goes_on_under("party_id")).values_list(
        "party_id", "party__name", "citizen_number", "passport_number", "phone", "email", "birth_year", "address__line"
    )
    for number, name, citizen, passport, phone, email, year, line in persons.iterator(chunk_size=2000):
        yield Likeness(number, "person", name, "", citizen or passport, phone, email, year, line or "")


def list_pairs(state: str, after: str | None, size: int = 25) -> Page[PairLine]:
    """Pairs in a state, the likeliest first; none with a person whose data are restricted."""
    hidden = Q(first__in=restricted_ids()) | Q(second__in=restricted_ids())
    found = DuplicatePair.objects.select_related("first__organisation", "second__organisation").filter(state=state)
    found = found.exclude(hidden)
    return keyset(found, ["-score", "-id"], after, size).of(_line)


def pair(pair_id: int) -> PairLine:
    """Raises Missing."""
    found = DuplicatePair.objects.select_related("first__organisation", "second__organisation").filter(pk=pair_id)
    row = found.first()
    if row is None:
        raise UNKNOWN
    return _line(row)


def _line(row: DuplicatePair) -> PairLine:
    sides = []
    for party in (row.first, row.second):
        code = party.organisation.tax_code if party.kind == "organisation" else ""
        sides.append((party.pk, party.name, code or ""))
    grounds = tuple(
        Text(f"{GROUNDS[code].vi}: {points:+d}", f"{GROUNDS[code].into('en')}: {points:+d}")
        for code, points in row.grounds
        if code in GROUNDS
    )
    return PairLine(row.pk, sides[0], sides[1], row.score, grounds, row.state, row.decision_ground, row.found_at)
