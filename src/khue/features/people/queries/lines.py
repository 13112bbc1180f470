"""Mandates, requests, roles, members and timelines, line by line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from khue.core.bilingual import Text
from khue.features.people import access
from khue.features.people.models import (
    GroupMember,
    Mandate,
    MandateRequest,
    RoleHolding,
)
from khue.features.people.queries.cards import UNKNOWN, party_id
from khue.features.people.queries.periods import during
from khue.kernel.models import TimelineRow
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class MandateLine:
    id: int
    person: str
    person_key: str
    party: str
    party_key: str
    scope: str
    valid_from: date
    valid_until: date | None
    ground: str


@dataclass(frozen=True, slots=True)
class RequestLine:
    id: int
    person: str
    person_key: str
    party: str
    party_key: str
    scope: str
    ground: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class RoleLine:
    id: int
    person: str
    person_key: str
    role: Text
    unit: Text
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class MemberLine:
    id: int
    person: str
    position: str
    valid_from: date
    valid_until: date | None
    person_key: str = ""
    group: str = ""
    group_key: str = ""


@dataclass(frozen=True, slots=True)
class TimelineLine:
    text: Text
    subject: str
    at: datetime


def mandates_of(key: str, on: date) -> tuple[MandateLine, ...]:
    """Who may act for the party on that day."""
    return mandate_lines(Mandate.objects.filter(during(on), for_party_id=party_id(key)))


def mandate(mandate_id: int) -> MandateLine:
    """Raises Missing."""
    found = mandate_lines(Mandate.objects.filter(pk=mandate_id))
    if not found:
        raise UNKNOWN
    return found[0]


def request_line(request_id: int) -> RequestLine:
    """An open request to act for a party. Raises Missing when it was answered already."""
    found = as_requests(MandateRequest.objects.filter(pk=request_id, state=MandateRequest.State.OPEN))
    if not found:
        raise UNKNOWN
    return found[0]


def role_holdings(on: date) -> tuple[RoleLine, ...]:
    """Every role held on that day, by name of the person."""
    return role_lines(RoleHolding.objects.filter(during(on)))


def members_of(key: str) -> tuple[MemberLine, ...]:
    """Members of a group without legal form, past ones too."""
    return _members(GroupMember.objects.filter(group_id=party_id(key)))


def member(member_id: int) -> MemberLine:
    """One membership. Raises Missing."""
    found = _members(GroupMember.objects.filter(pk=member_id))
    if not found:
        raise UNKNOWN
    return found[0]


def memberships_of(person_ids: Collection[int]) -> tuple[MemberLine, ...]:
    """The groups in which a person is or was."""
    return _members(GroupMember.objects.filter(person_id__in=person_ids))


def _members(found: QuerySet[GroupMember]) -> tuple[MemberLine, ...]:
    rows = found.select_related("person__party", "group__party").order_by("id")
    return tuple(
        MemberLine(
            m.pk,
            m.person.party.name,
            m.position,
            m.valid_from,
            m.valid_until,
            m.person.party.key,
            m.group.party.name,
            m.group.party.key,
        )
        for m in rows
    )


def timeline(key: str | tuple[str, ...], after: str | None = None, size: int = 20) -> Page[TimelineLine]:
    """What happened to the party, newest first; give all keys of a party that others go on under."""
    keys = (key,) if isinstance(key, str) else key
    page = keyset(TimelineRow.objects.filter(party__in=keys), ["-id"], after, size)
    # One event has a row for each party: where records became one, its lines are told once.
    lines = dict.fromkeys(TimelineLine(Text(row.text_vi, row.text_en), row.subject, row.at) for row in page.rows)
    return Page(tuple(lines), page.next, page.previous)


def mandate_lines(found: QuerySet[Mandate]) -> tuple[MandateLine, ...]:
    rows = found.select_related("person__party", "for_party").order_by("for_party__sort", "person__party__sort", "id")
    return tuple(
        MandateLine(
            m.pk,
            m.person.party.name,
            m.person.party.key,
            m.for_party.name,
            m.for_party.key,
            m.scope,
            m.valid_from,
            m.valid_until,
            m.ground,
        )
        for m in rows
    )


def request_lines(party_ids: list[int]) -> tuple[RequestLine, ...]:
    return as_requests(MandateRequest.objects.filter(for_party_id__in=party_ids, state=MandateRequest.State.OPEN))


def as_requests(found: QuerySet[MandateRequest]) -> tuple[RequestLine, ...]:
    rows = found.select_related("person__party", "for_party").order_by("id")
    return tuple(
        RequestLine(
            r.pk,
            r.person.party.name,
            r.person.party.key,
            r.for_party.name,
            r.for_party.key,
            r.scope,
            r.ground,
            r.asked_at,
        )
        for r in rows
    )


def role_lines(found: QuerySet[RoleHolding]) -> tuple[RoleLine, ...]:
    known = access.roles()
    rows = found.select_related("person__party", "unit").order_by("person__party__sort", "id")
    return tuple(
        RoleLine(
            h.pk,
            h.person.party.name,
            h.person.party.key,
            known[h.role].text if h.role in known else Text(h.role),
            Text(h.unit.name_vi, h.unit.name_en),
            h.valid_from,
            h.valid_until,
        )
        for h in rows
    )
