"""Instruments, provisions and parameters as their pages tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.folding import fold
from khue.core.rules.lawbook import INSTRUMENT_KINDS, Dated, Entry, Instrument, Provision, timeline
from khue.features.rulebook.queries.files import foundation
from khue.features.rulebook.queries.kept import lawbook


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation seen from one instrument: ``outward`` when it is its own."""

    kind: str
    other: Instrument
    outward: bool
    since: date | None
    certainty: str


def instruments(*, search: str = "", kind: str = "") -> tuple[Instrument, ...]:
    """The foundation of the programme first, then by kind in the order of their rank.

    Within a kind by day of adoption, the newest first; those of an unknown day last. Words in any order, with or without marks.
    """
    words = fold(search).split()
    found = [
        instrument
        for instrument in lawbook().instruments.values()
        if (not kind or instrument.kind == kind)
        and all(word in fold(f"{instrument.number} {instrument.text.vi} {instrument.text.en}") for word in words)
    ]
    first = foundation().instruments
    return tuple(
        sorted(
            found,
            key=lambda i: (
                first.index(i.key) if i.key in first else len(first),
                INSTRUMENT_KINDS.index(i.kind),
                -(i.adopted or i.in_force or date.min).toordinal(),
                i.key,
            ),
        )
    )


def instrument(key: str) -> Instrument:
    found = lawbook().instruments.get(key)
    if found is None:
        raise _missing("văn bản", "instrument", key)
    return found


def edges(key: str) -> tuple[Edge, ...]:
    """The relations of an instrument, its own first."""
    book = lawbook()
    own = [Edge(r.kind, book.instruments[r.to], True, r.since, r.certainty) for r in book.instruments[key].relations]
    others = [
        Edge(r.kind, other, False, r.since, r.certainty)
        for other in book.instruments.values()
        for r in other.relations
        if r.to == key
    ]
    return (*own, *sorted(others, key=lambda edge: edge.other.number))


def provisions_of(key: str) -> tuple[Provision, ...]:
    return tuple(p for _, p in sorted(lawbook().provisions.items()) if p.instrument_key == key)


def provision(key: str) -> Provision:
    found = lawbook().provisions.get(key)
    if found is None:
        raise _missing("quy định", "provision", key)
    return found


def entries_of_provision(key: str) -> tuple[Entry, ...]:
    """Parameters that rest on the provision, now or on some day."""
    return tuple(
        entry
        for _, entry in sorted(lawbook().entries.items())
        if entry.provision.key == key or any(d.provision is not None and d.provision.key == key for d in entry.values)
    )


def entry(id: str) -> Entry:
    found = lawbook().entries.get(id)
    if found is None:
        raise _missing("tham số", "parameter", id)
    return found


def life(id: str, known_on: date | None = None) -> tuple[Dated, ...]:
    """A parameter over time without overlap, as known on a day (none given: now)."""
    return timeline(entry(id), known_on)


def _missing(vi: str, en: str, key: str) -> Missing:
    return Missing(
        Text(f"Bộ quy tắc không có {vi} “{key}”.", f"The rulebook has no {en} “{key}”."),
        Text("Mời ông/bà tìm trong trang Pháp luật.", "Look for it on the page of the law."),
    )
