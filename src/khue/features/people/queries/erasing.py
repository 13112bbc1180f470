"""Which persons' records are old enough to be looked at, and what of people holds one back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

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


def named_in(persons: Persons, *columns: tuple[QuerySet[Any], str]) -> frozenset[str]:
    """Which keys of these persons stand in one of the columns (rows, and the name of the column of a party); one query."""
    numbers = [party_id(key) for same in persons.values() for key in same if is_party_key(key)]
    asked = [rows.filter(**{f"{column}__in": numbers}).values_list(column, flat=True) for rows, column in columns]
    found = asked[0].union(*asked[1:]) if len(asked) > 1 else asked[0].distinct()
    return frozenset(f"party:{number}" for number in found)


def holds_on(keys: Collection[str]) -> dict[str, tuple[Text, ...]]:
    """Why the records of these persons are not erased, as far as this room knows; the same number of queries however many they are."""
    numbers = [party_id(key) for key in keys]

    def of(rows: QuerySet[Any], column: str) -> frozenset[str]:
        named = rows.filter(**{f"{column}__in": numbers}).values_list(column, flat=True)
        return frozenset(f"party:{number}" for number in named)

    live = Mandate.objects.filter(valid_until=None)
    found = (
        (Text("không phải cá nhân", "is no person"), frozenset(keys) - of(Person.objects.all(), "party")),
        (
            Text("giữ hoặc từng giữ vai trò trong cơ quan", "holds or held a role in a body"),
            of(RoleHolding.objects.all(), "person"),
        ),
        (Text("đang được ủy quyền cho tổ chức, cá nhân khác", "holds a mandate for another party"), of(live, "person")),
        (Text("đang ủy quyền cho người khác", "has given a mandate"), of(live, "for_party")),
        (Text("là thành viên của nhóm", "is a member of a group"), of(GroupMember.objects.all(), "person")),
        (
            Text("có tên trong danh sách hạn chế", "stands on the list of sanctions"),
            of(Sanction.objects.all(), "party"),
        ),
        (
            Text("đã gộp vào bản ghi khác: xóa bản ghi đó", "goes on under another record: erase that one"),
            of(Passage.objects.filter(ended_at=None), "former"),
        ),
        (Text("đã xóa rồi", "was erased already"), of(PersonErasure.objects.all(), "party")),
    )
    return told_of_each(dict.fromkeys(keys, ()), found)
