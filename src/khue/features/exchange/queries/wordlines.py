"""Lines of words that mean the same: as they stand, as they stood, and what a changed line would do."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.core.terms import terms
from khue.features.exchange import access
from khue.features.exchange.models import MeaningLine
from khue.features.exchange.queries.searching import KIND
from khue.kernel import finding
from khue.kernel.paging import Page, keyset

FRESH = 1.0  # seconds for which a process does not ask again
SOURCES = {"file": Text("tệp của Thành phố", "the city's file"), "desk": Text("cán bộ bổ sung", "added at the desk")}
_kept: tuple[float, tuple[tuple[str, ...], ...]] = (0.0, ())


@dataclass(frozen=True, slots=True)
class MeaningRow:
    """A line: every way to say it; ``ended_at`` None while it is in force."""

    id: int
    words: str
    source: Text
    ground: str
    put_by: str
    put_at: datetime
    ended_at: datetime | None
    end_ground: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What a question finds, now and with a line more: how many, the first titles, and how it is understood."""

    total: int
    titles: tuple[str, ...]
    units: tuple[tuple[str, tuple[str, ...]], ...]


def lines_in_force() -> tuple[tuple[str, ...], ...]:
    """For the search, at every question: read anew when a second has passed."""
    global _kept
    if time.monotonic() - _kept[0] > FRESH:
        rows = MeaningLine.objects.filter(ended_at=None).order_by("pk").values_list("words", flat=True)
        _kept = (time.monotonic(), tuple(tuple(words) for words in rows))
    return _kept[1]


def forget_lines() -> None:
    """The next question reads them anew."""
    global _kept
    _kept = (0.0, ())


def meanings(actor: Actor, search: str, view: str, after: str | None, size: int = 25) -> Page[MeaningRow]:
    """For staff: lines in force, or all, newest first. Raises NotAllowed."""
    actor.require(access.READ)
    found = MeaningLine.objects.all()
    if view != "all":
        found = found.filter(ended_at=None)
    page = keyset(found, ["-id"], after, size) if not search else None
    if page is None:
        wanted = fold(search)
        ids = [row.pk for row in found.order_by("-pk")[:5_000] if wanted in fold(" ".join(row.words))]
        page = keyset(MeaningLine.objects.filter(pk__in=ids), ["-id"], after, size)
    return page.of(_row)


def _row(row: MeaningLine) -> MeaningRow:
    return MeaningRow(
        row.pk, " = ".join(row.words), SOURCES[row.source], row.ground, row.put_by_name, row.put_at, row.ended_at, row.end_ground
    )  # fmt: skip


def meaning(line_id: int, actor: Actor) -> MeaningRow:
    """Raises NotAllowed, Missing."""
    actor.require(access.READ)
    row = MeaningLine.objects.filter(pk=line_id).first()
    if row is None:
        raise access.no_such_entry()
    return _row(row)


def tried(asked: str, line: Sequence[str] = ()) -> Tried:
    """The question as everybody would ask it, with ``line`` beside the lines in force. Nothing is kept."""
    with finding.trying([list(line)] if len(line) > 1 else []):
        found = finding.find(finding.Question(asked, (KIND,), size=10), facets=False)
        units = finding.glossary().units(terms(asked))
    told = tuple((unit.said, tuple(" ".join(term.said for term in way) for way in unit.others)) for unit in units)
    return Tried(found.total, tuple(hit.title_vi for hit in found.hits), told)
