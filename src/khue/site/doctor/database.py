"""The database: does it answer, is it new enough, are its roles, rights and guards as decided (decision record 0008)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, connections

from khue.site.doctor.findings import Finding, bad, ok, warn


def reachable() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
    except (DatabaseError, InterfaceError) as error:
        first = str(error).strip().splitlines()[0]
        yield bad(
            "database",
            f"it does not answer: {first}",
            "Start it (khue run starts the embedded one), or look at DATABASE_URL.",
        )
        return
    version = int(_one("SHOW server_version_num")) // 10000
    if version < 15:
        yield bad("database", f"PostgreSQL {version}", "Khuê needs 15 or newer.")
    else:
        yield ok(
            "database",
            f"PostgreSQL {version}, {int(_one('SELECT pg_database_size(current_database())')) / 1e6:,.0f} MB",
        )


def clocks() -> Iterator[Finding]:
    """The database's clock against this machine's, at the middle of the question."""
    before = datetime.now(UTC)
    there = _one("SELECT clock_timestamp()")
    after = datetime.now(UTC)
    skew = abs((there - (before + (after - before) / 2)).total_seconds())
    what = f"database and this machine are {skew:.1f} s apart"
    if skew > 30:
        yield bad("clocks", what, "Set both by a time server (NTP): terms and seals rest on them.")
    elif skew > 2:
        yield warn("clocks", what, "Set both by a time server (NTP).")
    else:
        yield ok("clocks", what)


def migrations() -> Iterator[Finding]:
    from django.db.migrations.executor import MigrationExecutor

    from khue.site import upgrade
    from khue.site.environment import BadSetting

    executor = MigrationExecutor(connection)
    try:
        upgrade.refuse_newer(executor.loader)
    except BadSetting as error:
        yield bad("migrations", str(error), "Start the version that fits.")
        return
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        yield bad("migrations", f"{waiting} are waiting", "Run khue setup (it makes a copy first).")
    else:
        yield ok("migrations", "all are done")


def mode() -> Iterator[Finding]:
    """Sample or real: the database's mark, the settings, and what lies in it must say the same."""
    sample = bool(_one("SELECT sample FROM kernel_businessclock WHERE id = 1"))
    personas = int(_one("SELECT count(*) FROM kernel_user WHERE username LIKE 'persona-%'"))
    if sample != settings.KHUE_SAMPLE:
        held, asked = ("the sample city", "a real one") if sample else ("real records", "the sample city")
        yield bad(
            "mode", f"this database holds {held}, the settings ask for {asked}", "Look at SAMPLE and DATABASE_URL."
        )
    elif not sample and personas:
        yield bad(
            "mode",
            f"{personas} personas of the sample city have accounts among real records",
            "Restore a backup from before, or start a new database.",
        )
    else:
        yield ok("mode", "the sample city" if sample else "real records, no sample in them")


def rights() -> Iterator[Finding]:
    """The application's role owns nothing and can switch off no guard; what only grows can't be changed by it."""
    from khue.site import setup

    name = "rights"
    remedy = "Run khue setup as the owner, which grants anew; look for who changed it."
    role = str(_one("SELECT current_user"))
    if bool(_one("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")):
        yield bad(name, f"the application works as {role}, a superuser", "Use the two roles of docs/how-to/deploy.md.")
        return
    owned = int(_one("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"))
    if owned:
        yield warn(
            name,
            f"the application's role {role} owns {owned} tables: only triggers guard",
            "Use the two roles of docs/how-to/deploy.md.",
        )
    wrong = [] if owned else _too_much(setup.narrowed())
    if wrong:
        yield bad(name, f"{role} may do what was decided against: {', '.join(wrong[:5])}", remedy)
    off = _rows(
        "SELECT tgrelid::regclass::text || '.' || tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'"
    )
    if off:
        yield bad(
            name,
            f"guards are switched off: {', '.join(off[:5])}",
            "Switch them on as the owner, then khue doctor --all.",
        )
    if not owned and not wrong and not off:
        yield ok(name, f"{role} owns nothing; records that only grow can't be changed by it; every guard is on")


def _too_much(narrowed: dict[str, tuple[str, ...]]) -> list[str]:
    """Rights that the connection's role holds and must not: ``UPDATE on ledger_entry``."""
    found = _rows(
        "SELECT p || ' on ' || c.relname FROM pg_class c, unnest(ARRAY['TRUNCATE', 'TRIGGER']) p"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND has_table_privilege(c.oid, p) ORDER BY 1"
    )
    for table, verbs in narrowed.items():
        for verb in verbs:
            if _one("SELECT has_table_privilege(%s, %s)", table, verb):
                found.append(f"{verb} on {table}")
    return found


def connections_left() -> Iterator[Finding]:
    """Each web thread holds one session; without room the next visitor gets an error."""
    used, most = int(_one("SELECT count(*) FROM pg_stat_activity")), int(_one("SHOW max_connections"))
    what = f"{used} of {most} sessions in use"
    if used > most * 9 // 10:
        yield warn("sessions", what, "Fewer KHUE_WORKERS or KHUE_THREADS, or a larger max_connections.")
    else:
        yield ok("sessions", what)


def owner_answers() -> Iterator[Finding]:
    """Migrations and backups run as the owner."""
    try:
        connections["owner"].ensure_connection()
    except (DatabaseError, InterfaceError) as error:
        first = str(error).strip().splitlines()[0]
        yield bad("owner", f"the owner's connection does not answer: {first}", "Look at DATABASE_OWNER_URL.")
    else:
        yield ok("owner", "the role that runs migrations and backups can connect")


def _one(query: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, list(values) or None)
        row = cursor.fetchone()
    return row[0] if row else None


def _rows(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [str(row[0]) for row in cursor.fetchall()]
