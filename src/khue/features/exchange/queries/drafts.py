"""Drafts and imports of those whom one stands for. Never a word of what is confidential."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.exchange import access
from khue.features.exchange.domain.drafts import SOURCES, from_json
from khue.features.exchange.domain.offers import Described
from khue.features.exchange.domain.sheets import BY_KEY
from khue.features.exchange.models import (
    DraftConfidential,
    ImportFault,
    Judgement,
    OfferClaim,
    OfferDraft,
    OfferImport,
    OfferVersion,
)
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView

STATES = {
    "waiting": StateView("waiting", Text("Đang đọc", "Being read"), "wait"),
    "done": StateView("done", Text("Đã đọc xong", "Read"), "good"),
    "failed": StateView("failed", Text("Không đọc được", "Could not be read"), "bad"),
}


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list; ``row`` is its row in the sheet that it came from."""

    id: int
    title: Text
    party: str
    source: Text
    row: int | None
    has_confidential: bool
    valid_until: date | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft to go on with: public words. ``party`` is the party's key."""

    id: int
    party: str
    described: Described
    valid_until: date | None
    has_confidential: bool


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A sheet of offers. ``rows`` counts what is to be read (0 until the worker has opened it), ``left`` drafts not handed in yet."""

    id: int
    party: str
    party_name: str
    name: str
    state: StateView
    rows: int
    done: int
    good: int
    bad: int
    left: int
    why: Text | None
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One wrong cell: ``column`` by its words, ``key`` by its stable name, and what belongs there."""

    row: int
    key: str
    column: Text
    expected: Text


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """What a check has to answer: of each claim (by number) the level asked for, the entries of lists without a ruling."""

    stamp: int
    claims: dict[int, str]
    entries: tuple[int, ...]


def drafts_of(actor: Actor, after: str | None = None, size: int = 25, of_import: int | None = None) -> Page[DraftLine]:
    """Drafts of those whom the actor stands for, newest first; of one import when it is named."""
    found = OfferDraft.objects.filter(party__in=people.ids_i_stand_for(actor)).annotate(secret=_secret())
    if of_import is not None:
        found = found.filter(of_import=of_import)
    return keyset(found, ["-id"], after, size).of(_line)


def _secret() -> Exists:
    return Exists(DraftConfidential.objects.filter(draft=OuterRef("pk")))


def _line(row: OfferDraft) -> DraftLine:
    secret = bool(getattr(row, "secret", False))
    title = Text(row.title_vi or "(chưa có tên)", row.title_en or row.title_vi or "(no title yet)")
    return DraftLine(row.pk, title, row.party_name, SOURCES[row.source], row.row, secret, row.valid_until, row.made_at)


def draft_card(draft_id: int, actor: Actor) -> DraftCard:
    """Raises Missing for everybody but its side."""
    rows = OfferDraft.objects.filter(pk=draft_id, party__in=people.ids_i_stand_for(actor)).annotate(secret=_secret())
    row = rows.first()
    if row is None:
        raise access.no_such_draft()
    return DraftCard(row.pk, access.key_of(row.party_id), from_json(row.said), row.valid_until, bool(row.secret))


def drafts_of_import(import_id: int, actor: Actor, most: int = 300) -> tuple[int, ...]:
    """Ids of the first drafts of an import that are not handed in yet, by row. Raises Missing for a stranger."""
    import_row(import_id, actor)
    rows = OfferDraft.objects.filter(of_import=import_id).order_by("row")
    return tuple(rows.values_list("pk", flat=True)[:most])


def imports_of(actor: Actor, after: str | None = None, size: int = 25) -> Page[ImportRow]:
    """Sheets that were brought for those whom the actor stands for, newest first."""
    found = OfferImport.objects.filter(party__in=people.ids_i_stand_for(actor))
    return keyset(found, ["-id"], after, size).of(_import)


def import_row(import_id: int, actor: Actor) -> ImportRow:
    """Raises Missing for everybody but its side."""
    row = OfferImport.objects.filter(pk=import_id, party__in=people.ids_i_stand_for(actor)).first()
    if row is None:
        raise access.no_such_import()
    return _import(row)


def _import(row: OfferImport) -> ImportRow:
    why = Text(row.why_vi, row.why_en) if row.why_vi else None
    return ImportRow(
        row.pk, access.key_of(row.party_id), row.party_name, row.sheet_name, STATES[row.state], row.rows, row.done, row.good, row.bad,
        row.drafts.count(), why, row.asked_by_name, row.asked_at, row.ended_at,
    )  # fmt: skip


def faults_of_import(import_id: int, actor: Actor, after: str | None = None, size: int = 25) -> Page[FaultRow]:
    """Every wrong cell in the order of the sheet. Raises Missing for everybody but its side."""
    import_row(import_id, actor)
    return keyset(ImportFault.objects.filter(of_import=import_id), ["row", "id"], after, size).of(_fault)


def _fault(row: ImportFault) -> FaultRow:
    label = BY_KEY[row.column].label if row.column in BY_KEY else Text(row.column, row.column)
    return FaultRow(row.row, row.column, label, Text(row.expected_vi, row.expected_en))


def open_checks(offers: Collection[int]) -> dict[int, OpenCheck]:
    """What the first person has to answer of these offers; those that wait for no check are left out. Three queries."""
    versions = {
        row.pk: row for row in OfferVersion.objects.filter(offer__in=offers, outcome="pending").select_related("offer")
    }
    claims: dict[int, dict[int, str]] = {}
    for version, no, wished in OfferClaim.objects.filter(version__in=versions).values_list("version", "no", "wished"):
        claims.setdefault(version, {})[no] = wished
    entries: dict[int, list[int]] = {}
    for version, entry in Judgement.objects.filter(version__in=versions, ruling="").values_list("version", "entry"):
        entries.setdefault(version, []).append(entry)
    return {
        row.offer_id: OpenCheck(row.offer.stamp, claims.get(pk, {}), tuple(entries.get(pk, ())))
        for pk, row in versions.items()
    }
