"""Relations between people and ties of people to parties, for the expert's own page and for the search for interests."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.features.councils import access
from khue.features.councils.domain.interests import InterestFact, Relation
from khue.features.councils.domain.words import MUTUAL_TIES, RELATIONS, TIES
from khue.features.councils.models import Expert, ExpertRelation, ExpertTie
from khue.features.councils.queries.experts import ExpertCard, expert_of
from khue.features.councils.queries.panels import NOBODY, Hidden, barred, shown
from khue.features.people import queries as people


@dataclass(frozen=True, slots=True)
class RelationLine:
    """``own``: declared by the person; else recorded by an officer from ``source``."""

    id: int
    person: str
    other: str
    other_name: str
    kind: str
    own: bool
    source: str
    declared_at: datetime

    @property
    def kind_words(self) -> Text:
        return RELATIONS[self.kind]


@dataclass(frozen=True, slots=True)
class TieLine:
    """The same for a tie to a party."""

    id: int
    person: str
    party: str
    party_name: str
    kind: str
    detail: str
    since: date | None
    until: date | None
    own: bool
    source: str
    declared_at: datetime

    @property
    def kind_words(self) -> Text:
        return TIES[self.kind]


def relations_of(person: str, *, recorded: bool = False, hidden: Hidden = NOBODY) -> tuple[RelationLine, ...]:
    """What a person declared and still says, and what was recorded; ``recorded``: only the latter, for officers."""
    rows = ExpertRelation.objects.filter(person_id=people.party_id(person), ended_at=None)
    if recorded:
        rows = rows.filter(own=False)
    return tuple(
        RelationLine(
            row.pk, person, f"party:{row.other_id}", shown(row.other_id, row.other.party.name, hidden), row.kind, row.own,
            row.source, row.declared_at,
        )
        for row in rows.select_related("other__party").order_by("pk")
    )  # fmt: skip


def ties_of(person: str, *, recorded: bool = False, hidden: Hidden = NOBODY) -> tuple[TieLine, ...]:
    """The same for ties."""
    rows = ExpertTie.objects.filter(person_id=people.party_id(person), ended_at=None)
    if recorded:
        rows = rows.filter(own=False)
    return tuple(
        TieLine(
            row.pk, person, f"party:{row.party_id}", shown(row.party_id, row.party.name, hidden), row.kind, row.detail,
            row.since, row.until, row.own, row.source, row.declared_at,
        )
        for row in rows.select_related("party").order_by("pk")
    )  # fmt: skip


def relation_to_end(relation_id: int, actor: Actor) -> tuple[ExpertCard, str]:
    """Whose relation it is, and to whom. Raises Missing where the actor can't end it."""
    row = ExpertRelation.objects.select_related("other__party").filter(pk=relation_id, ended_at=None).first()
    return _to_end(row, row.other.party if row else None, actor)


def tie_to_end(tie_id: int, actor: Actor) -> tuple[ExpertCard, str]:
    """The same for a tie."""
    row = ExpertTie.objects.select_related("party").filter(pk=tie_id, ended_at=None).first()
    return _to_end(row, row.party if row else None, actor)


def _to_end(row: ExpertRelation | ExpertTie | None, other: Any, actor: Actor) -> tuple[ExpertCard, str]:
    if row is None or not access.may_end_tie(actor, f"party:{row.person_id}", own=row.own):
        raise access.no_such_expert()
    card = expert_of(f"party:{row.person_id}")
    if card is None:
        raise access.no_such_expert()
    return card, shown(other.pk, other.name, NOBODY if row.own else barred(actor))


def relations_among(persons: Collection[str]) -> list[Relation]:
    """Every relation that stands from or to one of these people."""
    ids = {people.party_id(key) for key in persons}
    standing = ExpertRelation.objects.filter(ended_at=None)
    rows = standing.filter(person_id__in=ids) | standing.filter(other_id__in=ids)
    return [Relation(row.pk, f"party:{row.person_id}", f"party:{row.other_id}", row.kind) for row in rows]


def tie_facts(persons: Collection[str], against: Collection[str], on: date) -> Iterator[InterestFact]:
    """Ties of these people to these parties; mutual ones also from the other end. One that is over is a hint. One query."""
    ids = {people.party_id(key) for key in persons}
    others = {people.party_id(key) for key in against if people.is_party_key(key)}
    standing = ExpertTie.objects.filter(ended_at=None)
    rows = standing.filter(person_id__in=ids) | standing.filter(party_id__in=ids, kind__in=MUTUAL_TIES)
    page = Expert.objects.filter(person_id=OuterRef("person_id")).values("pk")[:1]
    for row in rows.annotate(page=Subquery(page)).order_by("pk"):
        if not {row.person_id, row.party_id} & others:
            continue
        words, current = _words(row), (row.until is None or row.until >= on) and (row.since is None or row.since <= on)
        record = f"expert_tie:{row.pk}"
        href = f"/councils/experts/{row.page}/" if row.page else ""
        ends = [(row.person_id, row.party_id), (row.party_id, row.person_id)]
        for person, party in ends if row.kind in MUTUAL_TIES else ends[:1]:
            if person in ids and party in others:
                yield InterestFact(f"party:{person}", f"party:{party}", row.kind, words, record, href, current)


def _words(row: ExpertTie) -> Text:
    detail = f" – {row.detail}" if row.detail else ""
    kind = TIES[row.kind]
    from_vi = "tự khai báo" if row.own else f"nguồn: {row.source}"
    from_en = "declared" if row.own else f"source: {row.source}"
    days_vi = (f" từ {row.since:%d/%m/%Y}" if row.since else "") + (f" đến {row.until:%d/%m/%Y}" if row.until else "")
    days_en = (f" from {format_day(row.since, 'en')}" if row.since else "") + (
        f" until {format_day(row.until, 'en')}" if row.until else ""
    )
    return Text(
        f"{kind.capitalised().vi}{detail}{days_vi} ({from_vi}).",
        f"{kind.capitalised().into('en')}{detail}{days_en} ({from_en}).",
    )
