"""Which persons' records are old enough to be looked at, and what of people holds one back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, IntegerField, OuterRef, Value

from khue.core.bilingual import Text
from khue.features.people.models import (
    GroupMember,
    Mandate,
    Party,
    Passage,
    Person,
    PersonErasure,
    RoleHolding,
    Sanction,
)
from khue.features.people.queries.cards import PartyCard, card_of, is_party_key, party_id, with_parts
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class OldPerson:
    card: PartyCard
    registered_at: datetime


def old_persons(before: datetime, after: str | None, size: int = 25) -> Page[OldPerson]:
    """Persons registered before a moment and not erased yet, the oldest first. Staff, and who acts for others, are not looked at."""
    erased = Exists(PersonErasure.objects.filter(party=OuterRef("pk")))
    staff = Exists(RoleHolding.objects.filter(person=OuterRef("pk")))
    acts = Exists(Mandate.objects.filter(person=OuterRef("pk"), valid_until=None))
    former = Exists(Passage.objects.filter(former=OuterRef("pk"), ended_at=None))
    found = with_parts(Party.objects.filter(~erased, ~staff, ~acts, ~former, kind="person", created_at__lt=before))
    return keyset(found, ("created_at", "id"), after, size).of(lambda row: OldPerson(card_of(row), row.created_at))


def registered_at(key: str) -> datetime | None:
    """When the record was made; None when there is none."""
    return Party.objects.filter(pk=party_id(key)).values_list("created_at", flat=True).first()


def is_erased(key: str) -> bool:
    return PersonErasure.objects.filter(party=party_id(key)).exists()


Persons = Mapping[str, Collection[str]]
"""Each person with all keys that name the same party: what holds one of these records back holds the person back."""


def told_of_each(persons: Persons, found: Iterable[tuple[Text, Collection[str]]]) -> dict[str, tuple[Text, ...]]:
    """Person → the sentences that are true of one of the person's keys: each comes with the keys of which it is true."""
    sentences = [(text, frozenset(keys)) for text, keys in found]
    return {
        person: tuple(text for text, true_of in sentences if true_of & {person, *keys})
        for person, keys in persons.items()
    }


Columns = Sequence[tuple[Any, str]]
"""Managers or rows, each with the name of its column of a party."""


def named_in(persons: Persons, *groups: Columns) -> list[frozenset[str]]:
    """For each group, which keys of these persons stand in one of its columns. One query for all groups."""
    numbers = [party_id(key) for person, same in persons.items() for key in {person, *same} if is_party_key(key)]
    asked = [
        rows.filter(**{f"{column}__in": numbers}).order_by().values_list(Value(place, IntegerField()), column)
        for place, columns in enumerate(groups)
        for rows, column in columns
    ]
    found: list[set[str]] = [set() for _ in groups]
    for place, number in asked[0].union(*asked[1:]) if len(asked) > 1 else asked[0].distinct():
        found[place].add(f"party:{number}")
    return [frozenset(keys) for keys in found]


def told_by(persons: Persons, *sentences: tuple[Text, Columns]) -> dict[str, tuple[Text, ...]]:
    """Person → the sentences whose columns name the person. One query."""
    named = named_in(persons, *(columns for _, columns in sentences))
    return told_of_each(persons, zip((text for text, _ in sentences), named, strict=True))


def holds_on(keys: Collection[str]) -> dict[str, tuple[Text, ...]]:
    """Why the records of these persons are not erased, as far as this room knows; the same number of queries however many they are."""
    persons: Persons = dict.fromkeys(keys, ())
    sentences: tuple[tuple[Text, Columns], ...] = (
        (
            Text("giữ hoặc từng giữ vai trò trong cơ quan", "holds or held a role in a body"),
            [(RoleHolding.objects, "person")],
        ),
        (
            Text("đang được ủy quyền cho tổ chức, cá nhân khác", "holds a mandate for another party"),
            [(Mandate.objects.filter(valid_until=None), "person")],
        ),
        (
            Text("đang ủy quyền cho người khác", "has given a mandate"),
            [(Mandate.objects.filter(valid_until=None), "for_party")],
        ),
        (Text("là thành viên của nhóm", "is a member of a group"), [(GroupMember.objects, "person")]),
        (Text("có tên trong danh sách hạn chế", "stands on the list of sanctions"), [(Sanction.objects, "party")]),
        (
            Text("đã gộp vào bản ghi khác: xóa bản ghi đó", "goes on under another record: erase that one"),
            [(Passage.objects.filter(ended_at=None), "former")],
        ),
        (Text("đã xóa rồi", "was erased already"), [(PersonErasure.objects, "party")]),
    )
    are_persons, *named = named_in(persons, [(Person.objects, "party")], *(columns for _, columns in sentences))
    strangers = (Text("không phải cá nhân", "is no person"), frozenset(keys) - are_persons)
    return told_of_each(persons, (strangers, *zip((text for text, _ in sentences), named, strict=True)))
