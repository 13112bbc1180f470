"""Cases under way that go on under another version: the dry run, the order, how far it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.procedures import access, queries, usecases
from khue.features.procedures.api.shapes import (
    DryRunOut,
    Key,
    MigratedOut,
    MigrationIn,
    MigrationOut,
    MovingIn,
    door,
    step_choice,
)
from khue.features.procedures.api.versions import LOOK
from khue.features.procedures.domain.commands import MigrateCases
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Id, Listing, Made, Size, listing


def _versions(key: str, asked: MovingIn, actor: Actor) -> tuple[int, int]:
    """Ids of the two versions. Raises Refused when one is not there or does not stand."""
    actor.require(access.MIGRATE)
    rows = queries.version_rows(key, actor)
    ids = {row.line.number: row.line.id for row in rows if not row.line.withdrawn and not row.planned}
    missing = [name for name in ("source", "target") if getattr(asked, name) not in ids]
    if missing:
        text = Text(
            "Không có phiên bản này, hoặc chưa có hiệu lực.", "There is no such version, or it is not in force."
        )
        step = Text("Mời ông/bà xem danh sách phiên bản.", "Look at the list of versions.")
        raise Refused.because(*(Reason("versions", text, step, name) for name in missing))
    return ids[asked.source], ids[asked.target]


@door.post(
    "/editor/procedures/{key}/migrations/try",
    DryRunOut,
    Text("Chạy thử chuyển hồ sơ", "Dry run of a migration"),
    keeps=False,
    right=access.MIGRATE,
)
def try_migration(request: HttpRequest, key: Key, asked: MovingIn) -> Any:
    """Every case touched and what would happen to it. Nothing is written."""
    actor = acting(request)
    source, target = _versions(key, asked, actor)
    run = queries.dry_run(source, target, asked.steps, actor)
    names = ("number", "title", "applicant", "due_on", "gaps", "former")
    return {
        "moving": run.moving,
        "refused": run.refused,
        "lines": [
            {
                **{name: getattr(line, name) for name in names},
                "steps": [{"before": before, "after": after} for before, after in line.steps],
                "reasons": [reason.to_json() for reason in line.reasons],
            }
            for line in run.lines
        ],
        "unmapped": [step_choice(step.key, step.name) for step in run.unmapped],
        "choices": [step_choice(step.key, step.name) for step in run.choices],
    }


@door.post(
    "/editor/procedures/{key}/migrations",
    Made,
    Text("Chuyển hồ sơ sang phiên bản khác", "Migrate cases"),
    status=201,
    right=access.MIGRATE,
)
def migrate_cases(request: HttpRequest, key: Key, asked: MigrationIn) -> Any:
    """On a legal ground. Due days never move; cases that can't go stay, with their reasons."""
    actor = acting(request)
    source, target = _versions(key, asked, actor)
    ground = Text(asked.ground_vi, asked.ground_en)
    cases = _cases(asked, source, target, actor)
    command = MigrateCases(key, source, target, asked.provision, ground, dict(asked.steps), cases, once_of(request))
    made = usecases.migrate_cases(command, actor=actor)
    return {"id": str(made), "href": f"/api/v1/editor/procedures/{key}/migrations/{made}"}


def _cases(asked: MigrationIn, source: int, target: int, actor: Actor) -> tuple[int, ...] | None:
    """Ids of the dossiers named. Raises Refused naming those that do not follow the version any more."""
    if asked.dossiers is None:
        return None
    known = {line.number: line.id for line in queries.dry_run(source, target, asked.steps, actor).lines}
    gone = [number for number in asked.dossiers if number not in known]
    if gone:
        named = ", ".join(gone[:10])
        text = Text(f"Không theo phiên bản này: {named}.", f"These do not follow this version: {named}.")
        step = Text("Mời ông/bà chạy thử lại.", "Run the dry run again.")
        raise Refused.because(Reason("cases_gone", text, step, "dossiers"))
    return tuple(known[number] for number in asked.dossiers)


@door.get(
    "/editor/procedures/{key}/migrations/{migration_id}",
    MigrationOut,
    Text("Một đợt chuyển hồ sơ", "A migration"),
    right=LOOK,
)
def read_migration(request: HttpRequest, key: Key, migration_id: Id) -> Any:
    """How far it is."""
    return queries.migration(migration_id, key, acting(request))


@door.get(
    "/editor/procedures/{key}/migrations/{migration_id}/cases",
    Listing[MigratedOut],
    Text("Hồ sơ của đợt chuyển", "Cases of a migration"),
    right=LOOK,
)
def list_migrated_cases(request: HttpRequest, key: Key, migration_id: Id, after: After = None, size: Size = 25) -> Any:
    """What came of each."""
    actor = acting(request)
    found = queries.migration(migration_id, key, actor)
    return listing(request, queries.migration_rows(found.id, actor, after, size))
