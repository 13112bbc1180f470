"""Which persons' records are old enough to be looked at, and what of people holds one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

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
from khue.features.people.queries.cards import PartyCard, card_of, party_id, with_parts
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


def holds_on(key: str) -> tuple[Text, ...]:
    """Why the record of this person is not erased, as far as this room knows."""
    number = party_id(key)
    found = []
    if not Person.objects.filter(pk=number).exists():
        found.append(Text("không phải cá nhân", "is no person"))
    if RoleHolding.objects.filter(person=number).exists():
        found.append(Text("giữ hoặc từng giữ vai trò trong cơ quan", "holds or held a role in a body"))
    if Mandate.objects.filter(person=number, valid_until=None).exists():
        found.append(Text("đang được ủy quyền cho tổ chức, cá nhân khác", "holds a mandate for another party"))
    if Mandate.objects.filter(for_party=number, valid_until=None).exists():
        found.append(Text("đang ủy quyền cho người khác", "has given a mandate"))
    if GroupMember.objects.filter(person=number).exists():
        found.append(Text("là thành viên của nhóm", "is a member of a group"))
    if Sanction.objects.filter(party=number).exists():
        found.append(Text("có tên trong danh sách hạn chế", "stands on the list of sanctions"))
    if Passage.objects.filter(former=number, ended_at=None).exists():
        found.append(Text("đã gộp vào bản ghi khác: xóa bản ghi đó", "goes on under another record: erase that one"))
    if PersonErasure.objects.filter(party=number).exists():
        found.append(Text("đã xóa rồi", "was erased already"))
    return tuple(found)
