"""Two records side by side, and everything that hangs on one of them."""

from __future__ import annotations

from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.features.people.domain import ORGANISATION_FIELDS, PERSON_FIELDS
from khue.features.people.models import GroupMember, Mandate, Party, RoleHolding, Sanction
from khue.features.people.queries.cards import UNKNOWN, PartyCard, card_of, party_id, with_parts
from khue.features.people.queries.following import Matters, matters_of
from khue.features.people.queries.lineage import lineages
from khue.features.people.queries.records import RecordLine, record_of
from khue.kernel.models import Notice, TimelineRow


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


def what_follows(key: str) -> tuple[Matters, ...]:
    """Everything that hangs on the party and on the records that go on under it: other rooms' matters and our own."""
    ids = lineages([party_id(key)])[party_id(key)].ids
    keys = [f"party:{number}" for number in ids]
    own = (
        Matters(Text("Ủy quyền", "Mandates"), Mandate.objects.filter(for_party__in=ids).count()),
        Matters(Text("Ủy quyền được nhận", "Mandates held"), Mandate.objects.filter(person__in=ids).count()),
        Matters(Text("Vai trò", "Roles"), RoleHolding.objects.filter(person__in=ids).count()),
        Matters(Text("Thành viên nhóm", "Members"), GroupMember.objects.filter(group__in=ids).count()),
        Matters(Text("Tham gia nhóm", "Memberships"), GroupMember.objects.filter(person__in=ids).count()),
        Matters(
            Text("Mục trong danh sách hạn chế", "Entries of the sanctions list"),
            Sanction.objects.filter(party__in=ids).count(),
        ),
        Matters(Text("Thông báo", "Notices"), Notice.objects.filter(party__in=keys).count()),
        Matters(Text("Dòng lịch sử", "Lines of history"), TimelineRow.objects.filter(party__in=keys).count()),
    )
    return (*matters_of(ids), *(matters for matters in own if matters.total))
