"""What this room holds of persons: shown before records are merged, holding an erasure back, and who competes with whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Value
from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.people import queries as people
from khue.features.people.queries import MOST, Matter, Matters, with_total
from khue.features.talent.domain.words import ENGAGEMENT
from khue.features.talent.models import Candidacy, Engagement

UNDER_WAY = ("agreed", "running")
GONE = ("declined", "withdrawn")


def matters(party_ids: Collection[int]) -> Matters:
    """Contracts of these persons as experts, newest first. One query."""
    found = with_total(Engagement.objects.filter(person__in=party_ids)).select_related("person")
    rows = list(found.order_by("-id")[:MOST])
    lines = tuple(
        Matter(
            subject=f"engagement:{row.pk}",
            label=f"{row.number} / {row.version}",
            party=row.person.name,
            state=ENGAGEMENT.label(row.state).capitalised(),
            is_open=row.state in UNDER_WAY,
            href=reverse("talent:engagement", args=[row.pk]),
        )
        for row in rows
    )
    return Matters(Text("Hợp đồng chuyên gia", "Contracts as an expert"), rows[0].total if rows else 0, lines)


def holds_of_persons(persons: people.Persons) -> dict[str, tuple[Text, ...]]:
    """Why the records of persons are not erased: contracts of experts, and applications that a council judges. One query."""
    numbers = [people.party_id(key) for same in persons.values() for key in same]
    experts = Engagement.objects.filter(person__in=numbers).values_list("person_id", Value("expert"))
    waiting = Candidacy.objects.filter(person__in=numbers, state__in=("applied", "before_council", "recommended"))
    found = set(experts.union(waiting.values_list("person_id", Value("candidate"))))
    return people.told_of_each(
        persons,
        [
            (
                Text("có hợp đồng chuyên gia phải lưu", "has contracts as an expert that must be kept"),
                {f"party:{one}" for one, what in found if what == "expert"},
            ),
            (
                Text("có hồ sơ ứng tuyển đang được xem xét", "has an application that is being considered"),
                {f"party:{one}" for one, what in found if what == "candidate"},
            ),
        ],
    )


@dataclass(frozen=True, slots=True)
class Rivals:
    """``person`` and ``against`` are candidates for one post; ``number`` is that of its need."""

    person: str
    against: str
    candidacy: int
    number: str


def rivals(persons: Collection[str], against: Collection[str]) -> tuple[Rivals, ...]:
    """Who of these people competes, or competed, with one of those for a post. At most two queries."""
    mine = {people.party_id(key) for key in persons if people.is_party_key(key)}
    theirs = {people.party_id(key) for key in against if people.is_party_key(key)}
    rows = Candidacy.objects.exclude(state__in=GONE)
    own = list(rows.filter(person__in=mine).values_list("person_id", "need_id", "pk").order_by("pk"))
    if not own:
        return ()
    others = rows.filter(person__in=theirs, need__in={need for _person, need, _pk in own})
    found = list(others.values_list("person_id", "need_id", "need__number").order_by("pk"))
    return tuple(
        Rivals(f"party:{person}", f"party:{other}", pk, number)
        for person, need, pk in own
        for other, same, number in found
        if same == need and person != other
    )
