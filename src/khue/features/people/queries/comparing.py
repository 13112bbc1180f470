"""Two records side by side, and everything that hangs on one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from khue.core.bilingual import Text
from khue.features.people.domain import ORGANISATION_FIELDS, PERSON_FIELDS
from khue.features.people.models import Party
from khue.features.people.queries.cards import UNKNOWN, PartyCard, card_of, party_id, with_parts
from khue.features.people.queries.following import Matters, matters_of
from khue.features.people.queries.lineage import lineages
from khue.features.people.queries.records import RecordLine, record_of


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One field of both records; None where a record holds nothing."""

    field: str
    label: Text
    former: RecordLine | None
    survivor: RecordLine | None

    @property
    def same(self) -> bool:
        return (self.former.value if self.former else "") == (self.survivor.value if self.survivor else "")

    @property
    def can_be_taken(self) -> bool:
        return self.former is not None and not self.same


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records, field by field; ``seen`` their versions, ``follows`` what goes on under the survivor."""

    former: PartyCard
    survivor: PartyCard
    lines: tuple[ComparedLine, ...]
    seen: tuple[int, int]
    follows: tuple[Matters, ...]


def comparison(former: str, survivor: str) -> Comparison:
    """Raises Missing when either is unknown."""
    found = {
        party.key: party for party in with_parts(Party.objects.filter(pk__in=[party_id(former), party_id(survivor)]))
    }
    if former not in found or survivor not in found:
        raise UNKNOWN
    old, new = found[former], found[survivor]
    olds, news = ({line.field: line for line in record_of(party)} for party in (old, new))
    fields = PERSON_FIELDS if old.kind == Party.Kind.PERSON else ORGANISATION_FIELDS
    return Comparison(
        former=card_of(old),
        survivor=card_of(new),
        lines=tuple(
            ComparedLine(field, (olds.get(field) or news[field]).label, olds.get(field), news.get(field))
            for field in fields
            if field in olds or field in news
        ),
        seen=(old.version, new.version),
        follows=what_follows(former),
    )


OWN = (
    (Text("Ủy quyền", "Mandates"), "people_mandate WHERE for_party_id = ANY(%(ids)s)"),
    (Text("Ủy quyền được nhận", "Mandates held"), "people_mandate WHERE person_id = ANY(%(ids)s)"),
    (Text("Vai trò", "Roles"), "people_roleholding WHERE person_id = ANY(%(ids)s)"),
    (Text("Thành viên nhóm", "Members"), "people_groupmember WHERE group_id = ANY(%(ids)s)"),
    (Text("Tham gia nhóm", "Memberships"), "people_groupmember WHERE person_id = ANY(%(ids)s)"),
    (
        Text("Mục trong danh sách hạn chế", "Entries of the sanctions list"),
        "people_sanction WHERE party_id = ANY(%(ids)s)",
    ),
    (Text("Thông báo", "Notices"), "kernel_notice WHERE party = ANY(%(keys)s)"),
    (Text("Dòng lịch sử", "Lines of history"), "kernel_timelinerow WHERE party = ANY(%(keys)s)"),
)
"""What this room and the kernel hold of a party: the kind, and where it is counted."""


def what_follows(key: str) -> tuple[Matters, ...]:
    """Everything that hangs on the party and on the records that go on under it: other rooms' matters and our own."""
    ids = lineages([party_id(key)])[party_id(key)].ids
    asked: dict[str, Any] = {"ids": list(ids), "keys": [f"party:{number}" for number in ids]}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'(SELECT count(*) FROM {where})' for _kind, where in OWN)}", asked)
        totals = cursor.fetchone()
    own = (Matters(kind, total) for (kind, _where), total in zip(OWN, totals, strict=True) if total)
    return (*matters_of(ids), *own)
