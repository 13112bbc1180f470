"""Members as everybody, the member itself and officers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.exchange import access
from khue.features.exchange.domain.members import KINDS, MEMBER
from khue.features.exchange.models import Member
from khue.features.exchange.queries.facts import memberships_now
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {"asked": "wait", "active": "good", "suspended": "now", "refused": "bad", "closed": "plain"}
VIEWS = ("asked", "active", "suspended", "all")
STEPS = {
    "ask": Text("gửi đăng ký", "asked"),
    "verify": Text("xác minh", "verified"),
    "refuse": Text("không chấp nhận", "not accepted"),
    "suspend": Text("tạm dừng", "suspended"),
    "resume": Text("cho hoạt động lại", "resumed"),
    "close": Text("chấm dứt", "closed"),
}


@dataclass(frozen=True, slots=True)
class MemberRow:
    """``party`` is the party's key."""

    id: int
    party: str
    name: str
    kind: Text
    state: StateView
    asked_at: datetime
    active_on: date | None


@dataclass(frozen=True, slots=True)
class PublicMember:
    """An active member in the public directory, with everything that it does."""

    name: str
    kind: Text
    active_on: date


@dataclass(frozen=True, slots=True)
class MemberStepRow:
    label: Text
    ground: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One membership with its steps and papers. ``code`` is its state."""

    id: int
    stamp: int
    party: str
    name: str
    kind: Text
    code: str
    state: StateView
    about: str
    asked_by: str
    asked_at: datetime
    active_on: date | None
    papers: tuple[FileCard, ...]
    steps: tuple[MemberStepRow, ...]


def directory(kind: str, search: str, after: str | None, size: int = 25) -> Page[PublicMember]:
    """Active members for everybody, the newest first: organisations, none whose data are restricted."""
    found = _filtered(Member.objects.filter(state="active", party__kind="organisation"), kind)
    found = found.exclude(party__in=people.restricted_ids())
    for word in fold(search).split()[:10]:
        found = found.filter(party__folded__contains=word)
    return keyset(found, ["-active_on", "-id"], after, size).of(_public)


def _filtered(found: QuerySet[Member], kind: str) -> QuerySet[Member]:
    return found.filter(kind=kind) if kind in KINDS else found


def _public(row: Member) -> PublicMember:
    assert row.active_on is not None, "the database keeps it so"
    return PublicMember(row.party_name, KINDS[row.kind], row.active_on)


def memberships_of(actor: Actor, after: str | None = None, size: int = 25) -> Page[MemberRow]:
    """Those of the parties that the actor stands for, newest first."""
    mine = Q(party__in=people.ids_i_stand_for(actor)) | Q(pk__in=access.held_ids(actor, "exchange_member"))
    return keyset(Member.objects.filter(mine), ["-id"], after, size).of(_row)


def members(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[MemberRow]:
    """For staff. Raises NotAllowed."""
    actor.require(access.READ)
    found = Member.objects.exclude(party__in=access.barred(actor))
    if view in MEMBER.labels:
        found = found.filter(state=view)
    return keyset(found, ["-id"], after, size).of(_row)


def _row(row: Member) -> MemberRow:
    state = StateView(row.state, MEMBER.label(row.state).capitalised(), TONES[row.state])
    return MemberRow(row.pk, access.key_of(row.party_id), row.party_name, KINDS[row.kind], state, row.asked_at, row.active_on)  # fmt: skip


def member_card(member_id: int, actor: Actor) -> MemberCard:
    """For its side and staff. Raises Missing, NotAllowed under a restriction."""
    row = Member.objects.filter(pk=member_id).first()
    if row is None or not (access.is_side(actor, row.party_id, access.member_key(row.pk)) or actor.may(access.READ)):
        raise access.no_such_member()
    if row.party_id in access.barred(actor):
        people.require_unrestricted(actor, access.key_of(row.party_id))
    line = _row(row)
    return MemberCard(
        row.pk, row.stamp, line.party, line.name, line.kind, row.state, line.state, row.about, row.asked_by_name, row.asked_at, row.active_on,
        files.cards_by_id(row.papers),
        tuple(MemberStepRow(STEPS[one.step], one.ground, one.by_name, one.at) for one in row.steps.order_by("id")),
    )  # fmt: skip


def may_read_papers(actor: Actor, subject: str) -> bool:
    """Whether the actor may read the papers of ``exchange_member:12``: its side, and officers who verify members."""
    number = subject.removeprefix("exchange_member:")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return False
    row = Member.objects.filter(pk=int(number)).first()
    if row is None:
        return False
    if access.is_side(actor, row.party_id, subject):
        return True
    return actor.may(access.MEMBERS) and row.party_id not in access.barred(actor)


def active_since(party_id: int) -> date | None:
    """Since when the party, as it stands today, has been an active supplier; None when it is none."""
    rows = memberships_now(party_id).filter(kind="supplier", state="active")
    return rows.order_by("active_on").values_list("active_on", flat=True).first()
