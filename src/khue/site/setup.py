"""Bring a database and a folder to the state that this version needs. Safe to repeat; quick when nothing is to do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from khue.site import states, upgrade
from khue.site.environment import BadSetting
from khue.site.postgres import APP

Say = Callable[[str], None]


def prepare(say: Say, *, database: str = "owner") -> None:
    """Messages, static files, signing key, tables and rights; then the city package's own records."""
    prepare_files(say)
    if migrate(say, database=database):
        grant_rights(database=database)
    mark_mode()
    load_city(say)


def prepare_files(say: Say) -> None:
    """What lies in files and not in the database: compiled messages, static files, the audit's signing key."""
    from khue.kernel.audit import ensure_key
    from khue.site.messages import compile_messages

    compile_messages()
    _collect_static(say)
    ensure_key()


def migrate(say: Say, *, database: str = "owner", safety_copy: bool = True) -> bool:
    """Run what is missing of the migrations, as the owner. True when there was something to do.

    A database that a newer version has migrated is refused; before records are migrated, a copy is made (``upgrade``).
    """
    executor = MigrationExecutor(connections[database])
    upgrade.refuse_newer(executor.loader)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        if safety_copy:
            upgrade.copy_before(connections[database], say)
        say(f"{len(plan)} migrations")
        with states.built_once():
            call_command("migrate", database=database, verbosity=0, interactive=False)
        call_command("createcachetable", database=database, verbosity=0)
    return bool(plan)


def grant_rights(*, database: str = "owner") -> None:
    """The application's role reads and writes rows; it owns no table and cannot truncate, alter or disable a guard.

    Tables that only grow, and tables that only triggers write, are narrowed further.
    """
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT current_user, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)", [APP])
        owner, has_role = cursor.fetchone()
        if not has_role or owner == APP:
            return  # one role only: docs/how-to/deploy.md says what that costs
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}")
        for table, verbs in narrowed().items():
            cursor.execute(f"REVOKE {', '.join(verbs)} ON {table} FROM {APP}")


def narrowed() -> dict[str, tuple[str, ...]]:
    """What the application's role may not do with the rows of a table: ``{"ledger_entry": ("UPDATE", "DELETE")}``."""
    grows = ("kernel_auditrecord", "kernel_auditcheckpoint", "kernel_personalview", *_declared("APPEND_ONLY_TABLES"))
    return {
        **dict.fromkeys(grows, ("UPDATE", "DELETE")),
        **dict.fromkeys(_declared("NEVER_DELETED_TABLES"), ("DELETE",)),
        **dict.fromkeys(_declared("READ_ONLY_TABLES"), ("INSERT", "UPDATE", "DELETE")),
    }


def _declared(name: str) -> list[str]:
    """The tables that the rooms' models declare narrower: ``APPEND_ONLY_TABLES`` and its like beside the models."""
    from django.apps import apps

    found = (getattr(app.models_module, name, ()) for app in apps.get_app_configs())
    return [table for tables in found for table in tables]


def load_city(say: Say) -> None:
    """Records that the city package brings: the law, chart of accounts, units, procedures. Only what is new is written."""
    from khue.features.documents.usecases import load_templates
    from khue.features.dossiers.usecases import load_procedures
    from khue.features.exchange.usecases import load_meanings
    from khue.features.ledger.usecases import load_accounts
    from khue.features.people.usecases import load_units
    from khue.features.rulebook.usecases import keep_edition
    from khue.kernel import finding
    from khue.kernel.clock import job_actor

    actor = job_actor("setup")
    load_meanings(finding.lines_of_the_file(), actor=actor)
    for load in (keep_edition, load_accounts, load_units, load_templates, load_procedures):
        load(actor=actor)


def check_mode() -> None:
    """A real server refuses a sample database, and the reverse. Raises BadSetting with one clear line."""
    from khue.kernel.models import BusinessClock

    row = BusinessClock.objects.filter(pk=1).first()
    if row is None:
        return
    if row.sample and not settings.KHUE_SAMPLE:
        raise BadSetting(
            "this database holds the sample city, and SAMPLE is not 1: start with SAMPLE=1, or use another database"
        )
    if settings.KHUE_SAMPLE and not row.sample:
        raise BadSetting(
            "this database holds real records, and SAMPLE=1 asks for the sample city: start without SAMPLE=1"
        )


def mark_mode() -> None:
    """Write once and for all whether this database is a sample."""
    from khue.kernel.models import BusinessClock

    BusinessClock.objects.get_or_create(pk=1, defaults={"sample": settings.KHUE_SAMPLE})


def _collect_static(say: Say) -> None:
    """Gather static files under hashed names, when any of them changed since the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    mark = hashlib.sha256()
    for folder in (Path(settings.BASE), *_package_folders()):
        for path in sorted(folder.rglob("static/**/*")):
            if path.is_file():
                found = path.stat()
                mark.update(f"{path}:{found.st_size}:{found.st_mtime_ns}".encode())
    if stamp.exists() and stamp.read_text() == mark.hexdigest():
        return
    say("static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(mark.hexdigest())


def _package_folders() -> list[Path]:
    from django.apps import apps

    base = Path(settings.BASE)
    return [Path(app.path) for app in apps.get_app_configs() if not Path(app.path).is_relative_to(base)]
