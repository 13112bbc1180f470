"""Migrations: the dry run before, the progress while they run, every case afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.definition import Procedure, Step
from khue.features.dossiers.domain.versions import moving
from khue.features.people import queries as people
from khue.features.procedures import access
from khue.features.procedures.models import CaseMigration, MigratedCase
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class DryRunLine:
    """What the migration would do to one case. ``steps``: the open step and the one that takes its place."""

    id: int
    number: str
    title: str
    applicant: str
    due_on: date | None
    steps: tuple[tuple[Text, Text], ...]
    gaps: tuple[Text, ...]
    former: tuple[Text, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DryRun:
    """Every case touched. ``unmapped`` are open steps which the target lacks; ``choices`` what may take their place."""

    source: int
    target: int
    lines: tuple[DryRunLine, ...]
    unmapped: tuple[Step, ...]
    choices: tuple[Step, ...]

    @property
    def moving(self) -> int:
        return sum(not line.reasons for line in self.lines)

    @property
    def refused(self) -> int:
        return len(self.lines) - self.moving

    def chosen(self, cases: Collection[int] | None) -> tuple[DryRunLine, ...]:
        """The lines of these dossiers; all of them for None."""
        return self.lines if cases is None else tuple(line for line in self.lines if line.id in cases)


def dry_run(source: int, target: int, steps: Mapping[str, str], actor: Actor) -> DryRun:
    """Both are ids of versions of one procedure. Nothing is written. Of persons whose data are restricted the number only."""
    hidden = dossiers.hidden_dossiers(actor)
    old, new = dossiers.definition(source), dossiers.definition(target)
    lines, open_keys = [], set()
    for case in dossiers.cases_to_move(source):
        found = moving(case.case, old, new, target, steps)
        open_keys |= {step.step for step in case.case.open_steps}
        lines.append(
            DryRunLine(
                id=case.id,
                number=case.number,
                title=people.restricted_words() if case.id in hidden else case.title,
                applicant="" if case.id in hidden else case.applicant_name,
                due_on=case.due_on,
                steps=tuple((_name(old, before), _name(new, after)) for before, after in found.steps),
                gaps=tuple(reason.text for reason in found.gaps),
                former=found.former,
                reasons=found.decision.reasons,
            )
        )
    known = {step.key for step in new.steps}
    return DryRun(
        source=source,
        target=target,
        lines=tuple(lines),
        unmapped=tuple(step for step in old.steps if step.key in open_keys and step.key not in known),
        choices=new.steps,
    )


def _name(procedure: Procedure, key: str) -> Text:
    return next((step.name for step in procedure.steps if step.key == key), Text(key or "?", key))


# -- running and done ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MigrationPage:
    id: int
    key: str
    name: Text
    source: int
    target: int
    provision: str
    ground: Text
    started_by: str
    started_at: datetime
    ended_at: datetime | None
    waiting: int
    moved: int
    refused: int

    @property
    def total(self) -> int:
        return self.waiting + self.moved + self.refused


@dataclass(frozen=True, slots=True)
class MigrationRow:
    dossier: int
    number: str
    title: str
    state: str
    reasons: tuple[Text, ...]
    done_at: datetime | None


def migrations(key: str, actor: Actor) -> tuple[MigrationPage, ...]:
    """Every migration of a procedure's cases, newest first."""
    access.require_read(actor)
    return tuple(_pages(CaseMigration.objects.filter(key=key).order_by("-pk")[:100]))


def migration(migration_id: int, key: str, actor: Actor) -> MigrationPage:
    """Raises NotAllowed, Missing."""
    access.require_read(actor)
    for page in _pages(CaseMigration.objects.filter(pk=migration_id, key=key)):
        return page
    raise Missing(
        Text("Không có đợt chuyển hồ sơ này.", "There is no such migration."),
        Text("Mời ông/bà mở lại trang của thủ tục.", "Open the procedure's page again."),
    )


def _pages(rows: Iterable[CaseMigration]) -> Iterator[MigrationPage]:
    found = list(rows)
    counts = {
        row["migration"]: row
        for row in MigratedCase.objects.filter(migration__in=[row.pk for row in found])
        .values("migration")
        .annotate(
            waiting=Count("pk", filter=Q(state="waiting")),
            moved=Count("pk", filter=Q(state="moved")),
            refused=Count("pk", filter=Q(state="refused")),
        )
    }
    lines = {line.id: line for key in {row.key for row in found} for line in dossiers.versions(key)}
    for row in found:
        of = counts.get(row.pk, {"waiting": 0, "moved": 0, "refused": 0})
        yield MigrationPage(
            id=row.pk,
            key=row.key,
            name=lines[row.target_id].name,
            source=lines[row.source_id].number,
            target=lines[row.target_id].number,
            provision=row.provision,
            ground=Text(row.ground_vi, row.ground_en),
            started_by=row.started_by_name,
            started_at=row.started_at,
            ended_at=row.ended_at,
            waiting=of["waiting"],
            moved=of["moved"],
            refused=of["refused"],
        )


def migration_rows(migration_id: int, actor: Actor, after: str | None = None, size: int = 25) -> Page[MigrationRow]:
    """The cases of a migration in their order."""
    hidden = dossiers.hidden_dossiers(actor)
    found = keyset(MigratedCase.objects.filter(migration=migration_id), ["id"], after, size)
    return found.of(lambda row: _row(row, hidden))


def waiting_cases(migration_id: int) -> tuple[int, ...]:
    """Ids of the rows that nobody has worked on yet."""
    found = MigratedCase.objects.filter(migration=migration_id, state="waiting").order_by("pk")
    return tuple(found.values_list("pk", flat=True))


def _row(row: MigratedCase, hidden: Collection[int]) -> MigrationRow:
    title = people.restricted_words() if row.dossier_id in hidden else row.title
    reasons = tuple(Text.from_json(reason["text"]) for reason in row.reasons)
    return MigrationRow(row.dossier_id, row.number, title, row.state, reasons, row.done_at)
