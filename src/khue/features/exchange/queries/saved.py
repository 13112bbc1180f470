"""Searches that somebody keeps, as their owner sees them; and what is new for each, seen with everybody's eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from khue.core.actor import Actor
from khue.features.exchange import access
from khue.features.exchange.domain.searching import MOST_KNOWN
from khue.features.exchange.models import SavedSearch
from khue.features.exchange.queries.searching import KIND, sides
from khue.kernel import finding
from khue.kernel.finding import FACETS, Hit, Question
from khue.kernel.paging import Page, keyset

LONGEST = 200


@dataclass(frozen=True, slots=True)
class SavedRow:
    id: int
    name: str
    query: str
    made_at: datetime
    told_at: datetime | None


def saved_of(actor: Actor, after: str | None = None, size: int = 25) -> Page[SavedRow]:
    """The actor's own, newest first; a key keeps none."""
    found = SavedSearch.objects.filter(owner__in=actor.keys)
    return keyset(found, ["-id"], after, size).of(
        lambda row: SavedRow(row.pk, row.name, row.query, row.made_at, row.told_at)
    )


def saved_search(search_id: int, actor: Actor) -> SavedRow:
    """Raises Missing for another's."""
    row = SavedSearch.objects.filter(pk=search_id, owner__in=actor.keys).first()
    if row is None:
        raise access.no_such_search()
    return SavedRow(row.pk, row.name, row.query, row.made_at, row.told_at)


def question_of_query(query: str, on: date) -> Question:
    """What an address asks, for everybody's eyes: alerts and feeds know no clearance. Codes that a side has not are left out."""
    given, words = QueryDict(query.lstrip("?")), sides(on)
    facets = {name: tuple(code for code in given.getlist(name)[:40] if code in words[name]) for name in FACETS}
    asked = " ".join(given.get("q", "").replace("\0", " ").split())[:LONGEST]
    return Question(asked, (KIND,), {name: codes for name, codes in facets.items() if codes}, (), "newest")


def tidy_query(query: str, on: date) -> str:
    """An address that asks the same, without anything that asks nothing; empty when nothing is left."""
    question = question_of_query(query, on)
    made = QueryDict(mutable=True)
    if question.asked:
        made["q"] = question.asked
    for name, codes in question.narrowed().items():
        made.setlist(name, list(codes))
    return f"?{made.urlencode()}" if made else ""


def found_by(query: str, on: date, most: int = MOST_KNOWN) -> list[Hit] | None:
    """What everybody finds by it today, the newest first; None while there is no index."""
    question = question_of_query(query, on)
    if not finding.find(question, facets=False).ready:
        return None
    return list(finding.every(question, most))


def searches_to_look_at() -> tuple[int, ...]:
    """Ids of all kept searches."""
    return tuple(SavedSearch.objects.order_by("pk").values_list("pk", flat=True))
