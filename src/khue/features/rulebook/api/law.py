"""Doors of the room: the law itself. Instruments, provisions, figures over time, editions, and what is not yet sure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query

from khue.core.bilingual import Text
from khue.core.rules.lawbook import (
    INSTRUMENT_KINDS,
    Dated,
    Entry,
    Instrument,
    Parameter,
    Provision,
    as_parameter,
    uncertain,
    value_on,
)
from khue.features.rulebook import queries
from khue.features.rulebook.api.law_shapes import (
    CertaintyLineOut,
    EditionOut,
    InstrumentOut,
    InstrumentRowOut,
    LawFigureOut,
    LawFigureRowOut,
    ProvisionOut,
    ProvisionRowOut,
)
from khue.features.rulebook.api.shapes import KnownOnDay, OnDay, door
from khue.features.rulebook.queries import EditionRow, Use
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Listing, Size, Words, listing
from khue.kernel.paging import Page

Item = TypeVar("Item")
Key = Annotated[str, Path(max_length=120, description="Key as the pages show it, such as res-34-2025")]
ParameterId = Annotated[str, Path(max_length=120, description="Id of a figure, such as venture.loss.warn_first")]
Kind = Annotated[
    Literal["", "law", "resolution", "decree", "circular", "decision", "plan", "draft", "other"],
    Query(description=f"One of {', '.join(INSTRUMENT_KINDS)}; empty for all"),
]
Sure = Annotated[
    Literal["", "reported", "digest", "draft", "comparator", "unset"],
    Query(description="reported, digest, draft, comparator or unset; empty for all"),
]
OfInstrument = Annotated[str, Query(max_length=120, description="Key of the instrument; empty for all")]
OfProvision = Annotated[str, Query(max_length=120, description="Key of the provision; empty for all")]


@door.get("/law/instruments", Listing[InstrumentRowOut], Text("Văn bản", "Legal texts"), need="public")
def list_instruments(
    request: HttpRequest, q: Words = "", kind: Kind = "", on: OnDay = None, after: After = None, size: Size = 50
) -> Any:
    """Every legal text that the city's rules rest on, the newest first. ``in_force_on_day``: null where a date is not known."""
    day = on or acting(request).today
    found = queries.instruments(search=q, kind=kind)
    return listing(request, _page(found, lambda each: each.key, after, size), lambda each: _instrument(each, day))


@door.get("/law/instruments/{key}", InstrumentOut, Text("Một văn bản", "A legal text"), need="public")
def read_instrument(request: HttpRequest, key: Key, on: OnDay = None) -> Any:
    """Its dates, how it stands to other texts, its provisions."""
    found = queries.instrument(key)
    relations = [
        {"kind": e.kind, "outward": e.outward, "instrument": e.other.key, "number": e.other.number, "since": e.since}
        for e in queries.edges(key)
    ]
    provisions = [_provision(each) for each in queries.provisions_of(key)]
    return _instrument(found, on or acting(request).today) | {"relations": relations, "provisions": provisions}


@door.get("/law/provisions", Listing[ProvisionRowOut], Text("Các quy định", "Provisions"), need="public")
def list_provisions(request: HttpRequest, instrument: OfInstrument = "", after: After = None, size: Size = 50) -> Any:
    """Every provision by key, or those of one legal text."""
    if instrument:
        queries.instrument(instrument)
    found = [p for _, p in sorted(queries.lawbook().provisions.items()) if instrument in ("", p.instrument_key)]
    return listing(request, _page(found, lambda each: each.key, after, size), _provision)


@door.get("/law/provisions/{key}", ProvisionOut, Text("Một quy định", "A provision"), need="public")
def read_provision(request: HttpRequest, key: Key, on: OnDay = None, known_on: KnownOnDay = None) -> Any:
    """What it says, its figures as they stand on a day, the rules and procedures that rest on it."""
    found, day = queries.provision(key), on or acting(request).today
    entries = [_entry(each, day, known_on) for each in queries.entries_of_provision(key)]
    return _provision(found) | {
        "parameters": entries,
        "used_by": [_use(each) for each in queries.uses_of_provision(key)],
    }


@door.get("/law/parameters", Listing[LawFigureRowOut], Text("Các giá trị theo quy định", "Figures"), need="public")
def list_law_parameters(
    request: HttpRequest, provision: OfProvision = "", on: OnDay = None, after: After = None, size: Size = 50
) -> Any:
    """Every figure of the law by id, also those that do not hold on the day (``now`` null); or those of one provision."""
    day = on or acting(request).today
    if provision:
        queries.provision(provision)
        found = queries.entries_of_provision(provision)
    else:
        found = tuple(entry for _, entry in sorted(queries.lawbook().entries.items()))
    return listing(request, _page(found, lambda each: each.id, after, size), lambda each: _entry(each, day, None))


@door.get(
    "/law/parameters/{key}", LawFigureOut, Text("Một giá trị theo thời gian", "A figure over time"), need="public"
)
def read_law_parameter(request: HttpRequest, key: ParameterId, on: OnDay = None, known_on: KnownOnDay = None) -> Any:
    """The figure on a day, and every period of its life as known on a day, with provision and document."""
    entry, day = queries.entry(key), on or acting(request).today
    return _entry(entry, day, known_on) | {
        "history": [_period(entry, dated) for dated in queries.life(key, known_on)],
        "used_by": [_use(each) for each in queries.uses_of_parameter(key)],
    }


@door.get("/law/editions", Listing[EditionOut], Text("Các phiên bản pháp luật", "Editions of the law"), need="public")
def list_editions(request: HttpRequest, after: After = None, size: Size = 50) -> Any:
    """Every edition that the city worked with, the newest first; ``href`` gives it whole, as canonical JSON."""
    page = _page(queries.editions(), lambda each: each.edition, after, size)
    return listing(request, page, _edition)


@door.get("/law/certainty", Listing[CertaintyLineOut], Text("Điều chưa chắc chắn", "What is not sure"), need="public")
def list_certainty(
    request: HttpRequest, certainty: Sure = "", on: OnDay = None, after: After = None, size: Size = 50
) -> Any:
    """Every figure that no legal officer has confirmed, the least sure first: what rests on it, who should confirm it."""
    day = on or acting(request).today
    found = [
        (group, each)
        for group, parameters in uncertain(queries.lawbook(), day).items()
        for each in parameters
        if certainty in ("", group)
    ]
    uses = queries.uses()
    page = _page(found, lambda pair: pair[1].id, after, size)
    return listing(request, page, lambda pair: _uncertain(pair[0], pair[1], uses))


def _page(rows: Sequence[Item], key: Callable[[Item], str], after: str | None, size: int) -> Page[Item]:
    """One page of a list in memory. Cursors name the row next to the page: ``>key`` behind it, ``<key`` before it.

    A cursor of a row that is gone shows the first page, as everywhere.
    """
    keys = [key(row) for row in rows]
    mark, name = (after or "")[:1], (after or "")[1:]
    if mark == ">" and name in keys:
        start = keys.index(name) + 1
    elif mark == "<" and name in keys:
        start = max(0, keys.index(name) - size)
    else:
        start = 0
    end = start + size
    return Page(
        tuple(rows[start:end]),
        next=f">{keys[end - 1]}" if end < len(rows) else None,
        previous=f"<{keys[start]}" if start else None,
    )


def _instrument(found: Instrument, day: date) -> dict[str, Any]:
    return {
        "key": found.key, "number": found.number, "kind": found.kind, "text": found.text, "issuer": found.issuer,
        "adopted": found.adopted, "in_force": found.in_force, "until": found.until, "not_known": list(found.unset),
        "in_force_on_day": found.in_force_on(day), "certainty": found.certainty, "source": found.url,
    }  # fmt: skip


def _provision(found: Provision) -> dict[str, Any]:
    return {
        "key": found.key, "instrument": found.instrument_key, "article": found.article, "text": found.text,
        "summary": found.summary, "citation": found.citation, "certainty": found.certainty, "source": found.url,
        "valid_from": found.valid_from, "valid_until": found.valid_until,
    }  # fmt: skip


def _entry(entry: Entry, day: date, known_on: date | None) -> dict[str, Any]:
    now = value_on(entry, day, known_on)
    return {
        "id": entry.id, "text": entry.text, "unit": entry.unit, "provision": entry.provision.key,
        "confirm_by": entry.confirm_by or None, "now": _value(now) if now else None,
    }  # fmt: skip


def _value(found: Parameter) -> dict[str, Any]:
    return {
        "value": _plain(found.value), "certainty": found.certainty, "binding": found.binding, "sample": found.sample,
        "provision": found.provision, "valid_from": found.valid_from, "valid_until": found.valid_until,
        "known_from": found.known_from, "document": found.document or None, "document_date": found.document_date,
    }  # fmt: skip


def _period(entry: Entry, dated: Dated) -> dict[str, Any]:
    return _value(as_parameter(entry, dated)) | {"valid_from": dated.valid_from, "valid_until": dated.valid_until}


def _plain(value: Any) -> bool | int | str | None:
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _use(found: Use) -> dict[str, Any]:
    return {"kind": found.kind, "key": found.key, "name": found.name, "href": found.href}


def _edition(row: EditionRow) -> dict[str, Any]:
    return {
        "edition": row.edition, "made_at": row.made_at, "parameter": row.parameter or None,
        "document": row.document or None, "current": row.current,
        "href": reverse("rulebook:edition-file", args=[row.edition]),
    }  # fmt: skip


def _uncertain(group: str, found: Parameter, uses: tuple[Use, ...]) -> dict[str, Any]:
    return {
        "id": found.id, "text": found.text, "certainty": group, "offered": _plain(found.value), "unit": found.unit,
        "provision": found.provision, "confirm_by": found.confirm_by or None, "source": found.source_url,
        "used_by": [_use(use) for use in uses if found.id in use.parameters],
    }  # fmt: skip
