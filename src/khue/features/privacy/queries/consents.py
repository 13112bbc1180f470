"""Whether somebody agreed, to what, and the proof of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.people import queries as people
from khue.features.privacy import access
from khue.features.privacy.domain.consents import ACTIONS, GIVEN, WITHDRAWN, Purpose, read_purposes, stands
from khue.features.privacy.models import ConsentRecord
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView


def purposes() -> tuple[Purpose, ...]:
    """Every purpose of the city package, in its order. Raises PurposeError when the file cannot be used."""
    return _purposes(settings.KHUE_CITY)


@cache
def _purposes(city: str) -> tuple[Purpose, ...]:
    return read_purposes(tomllib.loads(import_module(city).path("purposes.toml").read_text("utf-8")))


def purpose_of(code: str) -> Purpose | None:
    return next((one for one in purposes() if one.code == code), None)


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A purpose as a person sees it. ``older``: a consent to an older text was given and no longer counts."""

    purpose: Purpose
    standing: bool
    older: bool
    at: datetime | None

    @property
    def state(self) -> StateView:
        if self.standing:
            return StateView("given", Text("Đã đồng ý", "You agreed"), "good")
        if self.older:
            return StateView("older", Text("Nội dung mới, chờ ông/bà quyết định", "New text: please decide"), "wait")
        return StateView("none", Text("Không đồng ý", "Not agreed"), "plain")


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One act, as it can be proven."""

    party: str
    purpose: Text
    action: Text
    version: int
    at: datetime
    text: Text
    language: str
    by: str
    request: str


def has_consent(party: str, purpose: str) -> bool:
    """Whether the person's consent to this purpose stands today, also when given under a record merged since."""
    return party in parties_with_consent(purpose, (party,))


def parties_with_consent(purpose: str, parties: Iterable[str]) -> frozenset[str]:
    """Those of the parties whose consent stands, in a constant number of queries."""
    known = purpose_of(purpose)
    asked = frozenset(parties)
    if known is None or not known.asks or not asked:
        return frozenset()
    same = people.same_parties(asked)
    keys = {key for found in same.values() for key in found} | asked
    last = {row.party: row for row in _last(Q(purpose=purpose, party__in=keys))}

    def newest(party: str) -> ConsentRecord | None:
        rows = [last[key] for key in {party, *same.get(party, ())} if key in last]
        return max(rows, key=lambda row: row.at, default=None)

    found = ((party, newest(party)) for party in asked)
    return frozenset(party for party, row in found if row is not None and stands(known, row.action, row.version))


def _last(wanted: Q) -> QuerySet[ConsentRecord]:
    """The last act of each person for each purpose."""
    newest = ConsentRecord.objects.filter(party=OuterRef("party"), purpose=OuterRef("purpose")).order_by("-seq")
    return ConsentRecord.objects.filter(wanted, seq=Subquery(newest.values("seq")[:1]))


def last_acts(parties: Iterable[str]) -> Mapping[str, ConsentRecord]:
    """The last act for each purpose under any of the keys of one person."""
    found: dict[str, ConsentRecord] = {}
    for row in _last(Q(party__in=tuple(parties))):
        if row.purpose not in found or found[row.purpose].at < row.at:
            found[row.purpose] = row
    return found


def own_consents(actor: Actor) -> tuple[ConsentRow, ...]:
    """Each purpose that is asked, by itself, as it stands for the actor."""
    last = last_acts(actor.keys)
    return tuple(_row(purpose, last.get(purpose.code)) for purpose in purposes() if purpose.asks)


def consents_of(party: str) -> tuple[ConsentRow, ...]:
    """The consents of a person that stand, for an officer who is to withdraw them."""
    last = last_acts(people.same_party(party))
    rows = (_row(purpose, last.get(purpose.code)) for purpose in purposes() if purpose.asks)
    return tuple(row for row in rows if row.standing or row.older)


def own_consent(code: str, actor: Actor) -> ConsentRow:
    """Raises Missing for a purpose that is not asked."""
    found = next((row for row in own_consents(actor) if row.purpose.code == code), None)
    if found is None:
        raise Missing(
            Text("Không có mục đích này.", "There is no such purpose."),
            Text("Mời ông/bà mở lại trang “Sự đồng ý của tôi”.", "Open the page “My consents” again."),
        )
    return found


def _row(purpose: Purpose, last: ConsentRecord | None) -> ConsentRow:
    standing = last is not None and stands(purpose, last.action, last.version)
    older = last is not None and last.action == GIVEN and not standing
    return ConsentRow(purpose, standing, older, last.at if last else None)


# -- proof -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PurposeCount:
    """How many consents to a purpose stand, and how many were withdrawn."""

    purpose: Purpose
    standing: int
    withdrawn: int


def consent_counts(actor: Actor) -> tuple[PurposeCount, ...]:
    """For each purpose that is asked. Raises NotAllowed without the right to read."""
    actor.require(access.READ)
    return tuple(
        PurposeCount(
            purpose,
            _last(Q(purpose=purpose.code, action=GIVEN, version=purpose.version)).count(),
            _last(Q(purpose=purpose.code, action=WITHDRAWN)).count(),
        )
        for purpose in purposes()
        if purpose.asks
    )


def own_proof(actor: Actor) -> Iterator[ProofRow]:
    """Every act of the actor, the oldest first."""
    yield from _proof(ConsentRecord.objects.filter(party__in=actor.keys).order_by("at", "id"))


def all_proof(actor: Actor) -> Iterator[ProofRow]:
    """Every act of everybody. Raises NotAllowed without the right to read."""
    actor.require(access.READ)
    yield from _proof(ConsentRecord.objects.order_by("at", "id"))


def own_acts(actor: Actor, after: str | None, size: int = 25) -> Page[ProofRow]:
    """The same page by page."""
    return _page(ConsentRecord.objects.filter(party__in=actor.keys), after, size)


def all_acts(actor: Actor, after: str | None, size: int = 25) -> Page[ProofRow]:
    """Of everybody, page by page. Raises NotAllowed without the right to read."""
    actor.require(access.READ)
    return _page(ConsentRecord.objects.all(), after, size)


def _page(found: QuerySet[ConsentRecord], after: str | None, size: int) -> Page[ProofRow]:
    names = _names()
    return keyset(found.select_related("request"), ("at", "id"), after, size).of(lambda row: _act(row, names))


def _proof(found: QuerySet[ConsentRecord]) -> Iterator[ProofRow]:
    names = _names()
    for row in found.select_related("request").iterator(chunk_size=500):
        yield _act(row, names)


def _names() -> dict[str, Text]:
    return {purpose.code: purpose.name for purpose in purposes()}


def _act(row: ConsentRecord, names: Mapping[str, Text]) -> ProofRow:
    return ProofRow(
        party=row.party,
        purpose=names.get(row.purpose, Text(row.purpose, row.purpose)),
        action=ACTIONS[row.action],
        version=row.version,
        at=row.at,
        text=Text(row.text_vi, row.text_en),
        language=row.language,
        by=row.by,
        request=row.request.number if row.request else "",
    )
