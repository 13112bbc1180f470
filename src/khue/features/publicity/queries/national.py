"""What everybody reads of offers and demands today, as the national exchange gets it. Restricted technology and confidential parts never."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.features.demands import queries as demands
from khue.features.exchange import queries as exchange
from khue.features.publicity import access
from khue.features.publicity.domain.national import Known, Listing, Planned, counts_of, planned
from khue.features.publicity.models import NationalBatch, NationalCounter, NationalEntry, NationalReceipt
from khue.kernel.paging import Page, keyset


def everything_public(now: datetime) -> Iterator[Listing]:
    """Offers that everybody sees today, demands that may still be answered."""
    for offer in exchange.every_text(now.astimezone(CITY_ZONE).date()):
        yield Listing(
            "offer", offer.id, offer.number,
            {
                "number": offer.number, "title": {"vi": offer.title_vi, "en": offer.title_en}, "summary": {"vi": offer.summary_vi, "en": offer.summary_en},
                "of": offer.supplier, "object": offer.kind, "field": offer.field, "readiness": offer.stage, "modes": list(offer.modes),
                "codes": list(offer.codes), "territories": list(offer.territories), "price_from": offer.price, "evidence": offer.evidence,
                "listed_on": offer.listed_on.isoformat(), "page": f"/exchange/no/{offer.number}/",
            },
        )  # fmt: skip
    for need in demands.open_texts(now):
        yield Listing(
            "need", need.id, need.number,
            {
                "number": need.number, "title": {"vi": need.title_vi, "en": need.title_en}, "summary": {"vi": need.problem_vi, "en": need.problem_en},
                "of": need.demander, "field": need.field, "readiness": need.stage, "modes": list(need.modes), "codes": list(need.codes),
                "territories": [need.territory] if need.territory else [], "price_most": need.most, "until": need.deadline.isoformat(),
                "listed_on": need.published_on.isoformat(), "page": f"/demands/no/{need.number}/",
            },
        )  # fmt: skip


def national_batch(no: int) -> str:
    """The content of an earlier batch as it was made; empty where there is none."""
    return NationalBatch.objects.filter(no=no).values_list("content", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A line of the next file; ``title`` as everybody reads it, None for a withdrawal, which has no words any more."""

    action: str
    identifier: str
    version: int
    title: Text | None


@dataclass(frozen=True, slots=True)
class BatchRow:
    no: int
    lines: int
    add: int
    change: int
    withdraw: int
    digest: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """``faults`` are (line, what is wrong)."""

    id: int
    name: str
    taken: int
    old: int
    bad: int
    faults: tuple[tuple[int, Text], ...]
    read_by: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it was sent last, and what was answered of it; ``stale``: the answer is to an earlier version."""

    identifier: str
    kind: str
    version: int
    state: str
    batch: int
    outcome: str
    stale: bool
    national: str
    says: str
    outcome_at: datetime | None


@dataclass(frozen=True, slots=True)
class NationalState:
    """What waits to be sent (``counts``: add, change, withdraw; ``waiting``: the first lines), and the schedule."""

    counts: dict[str, int]
    waiting: tuple[WaitingLine, ...]
    nightly: bool
    set_by: str
    set_at: datetime | None
    ground: str
    sent: int
    accepted: int
    rejected: int


ENTRY_VIEWS = ("all", "rejected", "unanswered")
FIRST_LINES = 10


def known_of(rows: Iterable[NationalEntry]) -> dict[str, Known]:
    """What was sent last of each identifier."""
    return {row.identifier: Known(row.version, row.digest, row.state == "withdrawn") for row in rows}


def waiting_lines(actor: Actor) -> list[Planned]:
    """The lines of the next file, were it made now. Raises NotAllowed."""
    access.require_national(actor)
    return planned(everything_public(actor.moment), known_of(NationalEntry.objects.all()))


def national_state(actor: Actor) -> NationalState:
    """Raises NotAllowed."""
    lines = waiting_lines(actor)
    row = NationalCounter.objects.filter(pk=1).first() or NationalCounter()
    entries = NationalEntry.objects.all()
    return NationalState(
        counts_of(lines), tuple(map(waiting_line, lines[:FIRST_LINES])), row.nightly, row.set_by_name, row.set_at, row.ground,
        entries.filter(state="sent").count(), entries.filter(outcome="accepted").count(), entries.filter(outcome="rejected").count(),
    )  # fmt: skip


def waiting_line(line: Planned) -> WaitingLine:
    """What is taken out of the exchange has no words any more: it has its identifier alone."""
    title = line.words.get("title", {})
    named = Text(title["vi"], title.get("en", "")) if title.get("vi") else None
    return WaitingLine(line.action, line.identifier, line.version, named)


def national_batches(actor: Actor, after: str | None, size: int = 25) -> Page[BatchRow]:
    """Files that were made, the newest first. Raises NotAllowed."""
    access.require_national(actor)
    return keyset(NationalBatch.objects.defer("content"), ["-id"], after, size).of(
        lambda row: BatchRow(
            row.no, row.lines, row.counts.get("add", 0), row.counts.get("change", 0), row.counts.get("withdraw", 0), row.digest, row.made_by_name, row.made_at
        )
    )  # fmt: skip


def national_receipts(actor: Actor, after: str | None, size: int = 25) -> Page[ReceiptRow]:
    """Receipts that were read, the newest first. Raises NotAllowed."""
    access.require_national(actor)
    return keyset(NationalReceipt.objects.all(), ["-id"], after, size).of(_receipt)


def national_receipt(receipt_id: int, actor: Actor) -> ReceiptRow:
    """Raises Missing, NotAllowed."""
    access.require_national(actor)
    row = NationalReceipt.objects.filter(pk=receipt_id).first()
    if row is None:
        raise access.no_such_file()
    return _receipt(row)


def _receipt(row: NationalReceipt) -> ReceiptRow:
    faults = tuple((no, Text(vi, en)) for no, vi, en in row.faults)
    return ReceiptRow(row.pk, row.name, row.taken, row.old, len(faults), faults, row.read_by_name, row.read_at)


def national_entries(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[EntryRow]:
    """Entries that were sent, by view of ``ENTRY_VIEWS``, the newest first. Raises NotAllowed."""
    access.require_national(actor)
    found = NationalEntry.objects.select_related(None)
    if view == "rejected":
        found = found.filter(outcome="rejected")
    elif view == "unanswered":
        found = found.filter(outcome="")
    return keyset(found.annotate(batch_no=F("batch__no")), ["-id"], after, size).of(
        lambda row: EntryRow(
            row.identifier, row.kind, row.version, row.state, row.batch_no, row.outcome, row.outcome_version is not None and row.outcome_version < row.version,
            row.national, row.says, row.outcome_at,
        )
    )  # fmt: skip
