"""Versions of procedures, the cases that follow them, and how long past cases took: for the room that changes procedures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.dossiers.domain.versions import MOVABLE, MovingCase, OpenStep
from khue.features.dossiers.models import Dossier, Pause, ProcedureVersion, Task
from khue.features.rulebook import queries as rulebook

MOST_RUNS = 2000


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A published version. ``effective_on`` None: in force since its publication; ``withdrawn`` says why, or is empty."""

    id: int
    key: str
    number: int
    digest: str
    name: Text
    published_at: datetime
    published_by: str
    effective_on: date | None
    withdrawn: str

    def is_planned(self, on: date) -> bool:
        return not self.withdrawn and self.effective_on is not None and self.effective_on > on


def versions(key: str) -> tuple[VersionLine, ...]:
    """Every version of a procedure, newest first; empty for an unknown key."""
    rows = ProcedureVersion.objects.filter(key=key).select_related("withdrawal").order_by("-number")
    return tuple(_version_line(row) for row in rows)


def _version_line(row: ProcedureVersion) -> VersionLine:
    withdrawal = getattr(row, "withdrawal", None)
    return VersionLine(
        id=row.pk,
        key=row.key,
        number=row.number,
        digest=row.digest,
        name=Text(row.content["name"]["vi"], row.content["name"].get("en", "")),
        published_at=row.published_at,
        published_by=row.published_by,
        effective_on=row.effective_on,
        withdrawn=withdrawal.ground if withdrawal else "",
    )


def version_content(version_id: int) -> dict[str, Any]:
    """The content as it was published. Raises Missing."""
    found = ProcedureVersion.objects.filter(pk=version_id).values_list("content", flat=True).first()
    if found is None:
        raise Missing(
            Text("Không có phiên bản này.", "There is no such version."),
            Text("Mời ông/bà xem danh sách phiên bản.", "Look at the list of versions."),
        )
    return dict(found)


def cases_by_version(key: str) -> Mapping[int, Mapping[str, int]]:
    """How many dossiers of a procedure follow each version (id), by state."""
    rows = Dossier.objects.filter(procedure_key=key).values("version_id", "state").annotate(count=Count("pk"))
    counts: dict[int, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row["version_id"], {})[row["state"]] = row["count"]
    return counts


# -- migration -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CaseToMove:
    """A dossier under way, as a dry run lists it."""

    id: int
    number: str
    title: str
    applicant_name: str
    due_on: date | None
    case: MovingCase


def cases_to_move(version_id: int) -> Iterator[CaseToMove]:
    """Every dossier that was handed in, follows this version and is under way, by number."""
    rows = list(Dossier.objects.filter(version_id=version_id, state__in=MOVABLE).order_by("pk"))
    tasks: dict[int, list[Task]] = {}
    for task in Task.objects.filter(dossier__in=rows, closed_at=None).order_by("pk"):
        tasks.setdefault(task.dossier_id, []).append(task)
    for row in rows:
        yield CaseToMove(
            row.pk, row.number, row.title, row.applicant_name, row.due_on, _moving_case(row, tasks.get(row.pk, ()))
        )


def moving_case(dossier: Dossier) -> MovingCase:
    """The same of one dossier, with its open tasks as they are now."""
    return _moving_case(dossier, Task.objects.filter(dossier=dossier, closed_at=None).order_by("pk"))


def _moving_case(row: Dossier, tasks: Iterable[Task]) -> MovingCase:
    steps = tuple(OpenStep(t.pk, t.step, Text(t.name_vi, t.name_en), t.subject, t.due_on) for t in tasks)
    return MovingCase(row.state, row.version_id, row.answers, steps)


# -- past cases --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """One step of a past case: working days in which its clock ran, and working days in which it stood still."""

    step: str
    outcome: str
    worked: int
    waited: int


@dataclass(frozen=True, slots=True)
class PastCase:
    """A case whose main way has ended, with its steps in the order in which they were closed."""

    number: str
    version: int
    visits: tuple[Visit, ...]


def past_cases(key: str, most: int = MOST_RUNS) -> tuple[PastCase, ...]:
    """The newest cases of a procedure that were decided, oldest of them first."""
    states = ("granted", "refused", "closed")
    found = list(Dossier.objects.filter(procedure_key=key, state__in=states).order_by("-pk")[:most])
    tasks: dict[int, list[Task]] = {}
    for task in Task.objects.filter(dossier__in=found, subject="", closed_at__isnull=False).order_by("closed_at", "pk"):
        tasks.setdefault(task.dossier_id, []).append(task)
    pauses: dict[int, list[tuple[date, date]]] = {}
    for pause in Pause.objects.filter(dossier__in=found, ended_on__isnull=False):
        if pause.ended_on is not None:
            pauses.setdefault(pause.dossier_id, []).append((pause.started_on, pause.ended_on))
    return tuple(
        PastCase(row.number, row.version_id, tuple(_visit(task, pauses.get(row.pk, [])) for task in tasks[row.pk]))
        for row in reversed(found)
        if row.pk in tasks
    )


def _visit(task: Task, pauses: Iterable[tuple[date, date]]) -> Visit:
    calendar = rulebook.calendar()
    assert task.closed_at is not None, "closed tasks only"
    closed = task.closed_at.astimezone(CITY_ZONE).date()
    whole = calendar.working_days_between(task.opened_on, max(task.opened_on, closed))
    waited = 0
    for start, end in pauses:
        first, last = max(start, task.opened_on), min(end, closed)
        if first < last:
            waited += calendar.working_days_between(first, last)
    return Visit(task.step, task.outcome, max(0, whole - waited), min(whole, waited))
