"""Reports of reconciliation: the days, and the differences of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.intake import access
from khue.features.intake.domain.reconciling import DIFFERENCES
from khue.features.intake.domain.states import STATES
from khue.features.intake.models import Difference, Reconciliation, Source
from khue.features.intake.queries.cases import SourceCard
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One comparison. ``theirs`` is None while the source has given no list of that day."""

    id: int
    source: SourceCard
    day: date
    run: int
    compared_at: datetime
    as_of: datetime
    ours: int
    theirs: int | None
    same: int
    different: int
    came_by: str

    @property
    def source_name(self) -> Text:
        return self.source.name


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    id: int
    kind: str
    external_id: str
    case_id: int | None
    theirs: str
    ours: str
    why: Text
    next_step: Text

    @property
    def kind_words(self) -> Text:
        return DIFFERENCES[self.kind]

    def _words(self, code: str) -> Text:
        known = STATES.get(self.kind, STATES["business"])
        return known.get(code, Text(code, code)) if code else Text("–", "–")

    @property
    def theirs_words(self) -> Text:
        return self._words(self.theirs)

    @property
    def ours_words(self) -> Text:
        return self._words(self.ours)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report with the number of its differences by kind, and other runs of the same day."""

    row: ReportRow
    kinds: dict[str, int]
    runs: tuple[tuple[int, int], ...]


def reports(actor: Actor, after: str | None, size: int = 30) -> Page[ReportRow]:
    """Newest day first. Raises NotAllowed."""
    actor.require(access.READ)
    found = Reconciliation.objects.select_related("source", "portal").defer("ours", "portal__lines")
    return keyset(found, ["-day", "-id"], after, size).of(_row)


def all_reports(actor: Actor) -> Iterator[ReportRow]:
    actor.require(access.READ)
    found = Reconciliation.objects.select_related("source", "portal").defer("ours", "portal__lines")
    return map(_row, found.order_by("-day", "-id").iterator(chunk_size=500))


def report(report_id: int, actor: Actor) -> ReportPage:
    """Raises NotAllowed, Missing."""
    actor.require(access.READ)
    return report_of(report_id)


def report_of(report_id: int, source: Source | None = None) -> ReportPage:
    """The same for a source's own program, which has no right of office. Raises Missing."""
    found = Reconciliation.objects.select_related("source", "portal").filter(pk=report_id)
    row = (found if source is None else found.filter(source=source)).first()
    if row is None:
        raise access.no_such("báo cáo đối soát", "report")
    kinds = Counter(Difference.objects.filter(report=row).values_list("kind", flat=True))
    runs = Reconciliation.objects.filter(source=row.source, day=row.day).order_by("run").values_list("run", "pk")
    return ReportPage(_row(row), dict(kinds), tuple(runs))


def newest_report(source: Source, day: date) -> ReportPage:
    """Raises Missing."""
    pk = Reconciliation.objects.filter(source=source, day=day).order_by("-run").values_list("pk", flat=True).first()
    if pk is None:
        raise access.no_such("báo cáo đối soát", "report")
    return report_of(pk, source)


def differences(report_id: int, kind: str, after: str | None, size: int = 50) -> Page[DifferenceRow]:
    return keyset(_differences(report_id, kind), ["id"], after, size).of(_difference)


def all_differences(report_id: int, kind: str = "") -> Iterator[DifferenceRow]:
    return map(_difference, _differences(report_id, kind).order_by("id").iterator(chunk_size=1000))


def _differences(report_id: int, kind: str) -> QuerySet[Difference, Any]:
    rows = Difference.objects.filter(report=report_id)
    return rows.filter(kind=kind) if kind in DIFFERENCES else rows


def _row(row: Reconciliation) -> ReportRow:
    return ReportRow(
        id=row.pk,
        source=SourceCard.of(row.source),
        day=row.day,
        run=row.run,
        compared_at=row.compared_at,
        as_of=row.as_of,
        ours=row.count_ours,
        theirs=row.count_theirs,
        same=row.count_same,
        different=row.count_different,
        came_by=row.portal.came_by if row.portal else "",
    )


def _difference(row: Difference) -> DifferenceRow:
    return DifferenceRow(
        row.pk, row.kind, row.external_id, row.case_id, row.theirs, row.ours, Text.from_json(row.why),
        Text.from_json(row.next_step),
    )  # fmt: skip
