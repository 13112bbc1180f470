"""Cases under way go on under another version: one deed that orders it, then one deed for each case.

The job may be killed at any moment and run again: a case that is done is not touched a second time.
"""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, KhueError, Missing, NotAllowed, Refused, require
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases as dossier_usecases
from khue.features.dossiers.queries import VersionLine
from khue.features.dossiers.usecases import MigrateDossier
from khue.features.procedures import access
from khue.features.procedures.domain.commands import MigrateCases
from khue.features.procedures.events import MigrationStarted
from khue.features.procedures.models import CaseMigration, MigratedCase
from khue.features.procedures.queries.migrations import DryRun, dry_run, waiting_cases
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import command


def migrate_cases(asked: MigrateCases, *, actor: Actor) -> int:
    """Order the migration; its id. Every chosen case that is under way now becomes a row; the worker does them one by one.

    Raises Refused without a legal ground, for a version not in force, or when there is no case to move.
    """
    actor.require(access.MIGRATE)
    with command("procedures.migrate_cases", actor, subject=f"procedure:{asked.procedure}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        lines = {line.id: line for line in dossiers.versions(asked.procedure)}
        reasons = _reasons(asked, lines, actor)
        found = None if reasons else dry_run(asked.source, asked.target, asked.steps, actor)
        if found is not None:
            reasons += _choice(asked, found)
        if CaseMigration.objects.filter(source=asked.source, ended_at=None).exists():
            reasons.append(_running())
        require(Decision.refuse_if_any(reasons))
        assert found is not None, "there are no reasons against it"
        row = CaseMigration.objects.create(
            key=asked.procedure,
            source_id=asked.source,
            target_id=asked.target,
            provision=asked.provision,
            ground_vi=asked.ground.vi,
            ground_en=asked.ground.en,
            steps=dict(asked.steps),
            started_by=actor.key,
            started_by_name=actor.name,
            started_at=deed.moment,
        )
        MigratedCase.objects.bulk_create(
            MigratedCase(migration=row, dossier_id=line.id, number=line.number, title=line.title)
            for line in found.chosen(asked.cases)
        )
        deed.after(
            migration=row.pk,
            source=lines[asked.source].number,
            target=lines[asked.target].number,
            provision=asked.provision,
            ground=asked.ground.vi,
            cases=len(found.chosen(asked.cases)),
            stay=len(found.lines) - len(found.chosen(asked.cases)),
        )
        deed.emit(
            MigrationStarted(subject=deed.subject, parties=(actor.key,), migration=row.pk, procedure=asked.procedure)
        )
        deed.result(row.pk)
        return int(row.pk)


def _reasons(asked: MigrateCases, lines: dict[int, VersionLine], actor: Actor) -> list[Reason]:
    reasons = []
    if asked.provision not in rulebook.lawbook().provisions:
        reasons.append(
            Reason(
                "no_provision",
                Text("Chưa chọn điều khoản làm căn cứ.", "No provision was chosen as the ground."),
                Text("Chọn điều khoản cho phép chuyển hồ sơ.", "Choose the provision that allows the migration."),
                "provision",
            )
        )
    target = lines.get(asked.target)
    if asked.source not in lines or target is None or asked.source == asked.target:
        reasons.append(
            Reason(
                "versions",
                Text(
                    "Hai phiên bản phải khác nhau và cùng một thủ tục.",
                    "Two different versions of one procedure are needed.",
                ),
                Text("Mời ông/bà chọn lại.", "Choose again."),
                "target",
            )
        )
    elif target.withdrawn or target.is_planned(actor.today):
        reasons.append(
            Reason(
                "not_in_force",
                Text(
                    "Phiên bản đích chưa có hiệu lực hoặc đã rút.", "The target version is not in force, or withdrawn."
                ),
                Text("Chờ đến ngày có hiệu lực, hoặc chọn phiên bản khác.", "Wait for its day, or choose another."),
                "target",
            )
        )
    return reasons


def _choice(asked: MigrateCases, found: DryRun) -> list[Reason]:
    """There are cases, some are chosen, and what is chosen is still under way."""
    if not found.lines:
        return [_no_case()]
    if asked.cases is None:
        return []
    gone = len(set(asked.cases) - {line.id for line in found.lines})
    if gone:
        return [
            Reason(
                "cases_gone",
                Text(
                    f"{gone} hồ sơ đã chọn không còn được giải quyết theo phiên bản này.",
                    f"{gone} of the chosen cases no longer follow this version.",
                ),
                Text("Mời ông/bà chạy thử lại rồi chọn.", "Run the dry run again, then choose."),
                "cases",
            )
        ]
    if not asked.cases:
        step = Text("Đánh dấu các hồ sơ cần chuyển.", "Tick the cases that shall move.")
        return [Reason("no_choice", Text("Chưa chọn hồ sơ nào.", "No case was chosen."), step, "cases")]
    return []


def _no_case() -> Reason:
    return Reason(
        "no_case",
        Text("Không có hồ sơ nào đang giải quyết theo phiên bản này.", "No case under way follows this version."),
        Text("Không cần chuyển.", "There is nothing to migrate."),
        "source",
    )


def _running() -> Reason:
    return Reason(
        "running",
        Text("Một đợt chuyển từ phiên bản này đang chạy.", "A migration from this version is under way."),
        Text("Chờ đợt đó xong rồi chạy thử lại.", "Wait until it is done, then run the dry run again."),
        "source",
    )


def migrate_waiting_cases(migration_id: int, *, actor: Actor) -> int:
    """Work on every row that waits, one deed each; how many were done now. Safe to repeat at any moment."""
    if not actor.may(access.RUN_JOB):
        actor.require(access.MIGRATE)
    done = 0
    for row in waiting_cases(migration_id):
        done += _migrate_one(row, actor=actor)
    _finish(migration_id, actor=actor)
    return done


def _migrate_one(row_id: int, *, actor: Actor) -> bool:
    """The case moves and its row says so in one deed; a refusal writes the row in a deed of its own."""
    try:
        return _move(row_id, actor=actor)
    except (Refused, Missing, NotAllowed, Conflict) as refused:
        return _refuse(row_id, refused, actor=actor)


def _move(row_id: int, *, actor: Actor) -> bool:
    with command("procedures.migrate_case", actor) as deed:
        row = MigratedCase.objects.select_for_update().select_related("migration").get(pk=row_id)
        if row.state != "waiting":
            deed.nothing_done()
            return False
        deed.subject = f"dossier:{row.dossier_id}"
        order = row.migration
        ground = Text(order.ground_vi, order.ground_en)
        dossier_usecases.migrate_dossier(
            MigrateDossier(row.dossier_id, order.target_id, order.provision, ground, order.steps), deed=deed
        )
        row.state, row.done_at = "moved", deed.moment
        row.save(update_fields=["state", "done_at"])
        deed.after(migration=order.pk, ordered_by=order.started_by)
        return True


def _refuse(row_id: int, refused: KhueError, *, actor: Actor) -> bool:
    with command("procedures.refuse_case", actor) as deed:
        row = MigratedCase.objects.select_for_update().get(pk=row_id)
        if row.state != "waiting":
            deed.nothing_done()
            return False
        deed.subject = f"dossier:{row.dossier_id}"
        given = refused.decision.reasons if isinstance(refused, Refused) else (Reason("refused", refused.text),)
        row.state, row.reasons, row.done_at = "refused", [reason.to_json() for reason in given], deed.moment
        row.save(update_fields=["state", "reasons", "done_at"])
        deed.after(migration=row.migration_id, refused=[reason.code for reason in given])
        return True


def _finish(migration_id: int, *, actor: Actor) -> None:
    with command("procedures.finish_migration", actor) as deed:
        row = CaseMigration.objects.select_for_update().filter(pk=migration_id).first()
        if row is None or row.ended_at is not None or waiting_cases(migration_id):
            deed.nothing_done()
            return
        deed.subject = f"procedure:{row.key}"
        row.ended_at = deed.moment
        row.save(update_fields=["ended_at"])
        deed.after(migration=row.pk)
