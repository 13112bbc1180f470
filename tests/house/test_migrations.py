"""Tables and models say the same; migrations run forwards and back; the oldest supported PostgreSQL takes them too."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from khue.site import states

ROOT = Path(__file__).resolve().parents[2]
OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("khue.")]


@pytest.mark.django_db
def test_no_model_is_ahead_of_its_migrations() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


@pytest.mark.parametrize(
    "path", sorted((ROOT / "src").rglob("migrations/0*.py")), ids=lambda p: f"{p.parts[-3]}-{p.stem}"
)
def test_every_migration_can_be_taken_back(path: Path) -> None:
    text = path.read_text("utf-8")
    for call in re.findall(r"migrations\.(RunSQL|RunPython)\(([^\n]*)", text):
        assert "noop" in call[1] or "," in call[1] or "reverse_" in text, f"{call[0]} without its way back"


@pytest.mark.slow
def test_every_room_goes_back_to_nothing_and_comes_again(clone_db: str) -> None:
    owner = connections["owner"]
    built_once = _shape(owner)
    rooms = [label for label in OURS if (Path(apps.get_app_config(label).path) / "migrations").exists()]
    _throw_rows_away(owner)
    for label in reversed(rooms):
        if label != "kernel":  # sign-in tables of a library lean on it
            with states.built_once():
                call_command("migrate", label, "zero", database="owner", verbosity=0, interactive=False)
            left = [name for name in owner.introspection.table_names() if name.startswith(f"{label}_")]
            assert left == []
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    executor = MigrationExecutor(owner)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert _shape(owner) == built_once, "what khue.site.states makes is what Django makes by itself"


def _shape(owner: object) -> dict[str, set[tuple[str, ...]]]:
    """Columns, constraints, indexes and triggers of our tables, as the database says them."""
    asked = {
        "columns": "SELECT table_name, column_name, data_type, is_nullable, coalesce(column_default, '') FROM information_schema.columns",
        "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0",
        "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes",
        "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    }
    found = {}
    with owner.cursor() as cursor:  # type: ignore[attr-defined]  # a connection by its name
        for what, sql in asked.items():
            cursor.execute(sql)
            found[what] = {row for row in cursor.fetchall() if row[0].partition("_")[0] in OURS}
    return found


def _throw_rows_away(owner: object) -> None:
    """The cast's rows: taking back a table that holds records that must stay is nothing that the house offers."""
    with owner.cursor() as cursor:  # type: ignore[attr-defined]  # a connection by its name
        cursor.execute("SET session_replication_role = replica")
        tables = [n for n in owner.introspection.table_names() if n.split("_")[0] in OURS]  # type: ignore[attr-defined]  # a connection by its name
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("SET session_replication_role = origin")


# -- PostgreSQL 15 -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cluster:
    """A throw-away server of the oldest version that is supported."""

    socket: Path

    def url(self, user: str) -> str:
        return f"postgresql://{user}@/khue?host={quote(str(self.socket))}"


def _bin_15() -> Path | None:
    for folder in (Path("/usr/lib/postgresql/15/bin"), *(Path(p) for p in os.environ.get("PATH", "").split(":"))):
        program = folder / "postgres"
        if program.exists() and (folder / "initdb").exists():
            said = subprocess.run([str(program), "--version"], capture_output=True, text=True).stdout
            if re.search(r"\b15(\.|\b)", said):
                return program.resolve().parent
    return None


def _ordinary_user() -> dict[str, int]:
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "khue", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid}
    pytest.skip("PostgreSQL does not run as root, and there is no user postgres, khue or nobody")


@pytest.fixture
def postgres_15() -> Iterator[Cluster]:
    programs = _bin_15()
    if programs is None:
        pytest.skip("PostgreSQL 15 is not installed (Debian: postgresql-15), so this was not tried")
    who = _ordinary_user()
    memory = Path("/dev/shm")  # many small files that nobody needs tomorrow
    home = Path(tempfile.mkdtemp(prefix="khue-15-", dir=memory if memory.is_dir() else None))
    if who:
        os.chown(home, who["user"], who["group"])
    data = home / "data"
    initdb = [
        str(programs / "initdb"),
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "-N",
    ]
    subprocess.run(initdb, check=True, capture_output=True, cwd=home, **who)  # type: ignore[call-overload]  # user and group, or nothing
    options = ["-k", str(home), "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=60"]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), *options], stdout=log, stderr=log, cwd=home, **who  # type: ignore[call-overload]  # user and group, or nothing
        )  # fmt: skip
    try:
        _make_roles(home, time.monotonic() + 30)
        yield Cluster(home)
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(home, ignore_errors=True)


def _make_roles(socket: Path, deadline: float) -> None:
    """As docs/how-to/deploy.md says, with nothing but what it says."""
    while True:
        try:
            with psycopg.connect(host=str(socket), user="postgres", dbname="postgres", autocommit=True) as connection:
                connection.execute("CREATE ROLE khue_owner LOGIN CREATEDB")
                connection.execute("CREATE ROLE khue_app LOGIN")
                connection.execute("CREATE DATABASE khue OWNER khue_owner")
                connection.execute("GRANT SET ON PARAMETER session_replication_role TO khue_owner")
                return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.mark.slow
def test_migrations_triggers_constraints_and_races_hold_on_postgresql_15(postgres_15: Cluster, tmp_path: Path) -> None:
    """The tests of guards and races, run once more in a process of their own against the old server."""
    environment = {
        **os.environ,
        "DATABASE_URL": postgres_15.url("khue_app"),
        "DATABASE_OWNER_URL": postgres_15.url("khue_owner"),
        "KHUE_TEST_VAR": str(tmp_path),
    }
    for name in [name for name in environment if name.startswith(("PYTEST_", "COV_"))]:
        del environment[name]
    wanted = [
        "tests/house/test_database_roles.py",
        "tests/ledger/test_posting.py", "tests/ledger/test_periods.py", "tests/ledger/test_races.py",
        "tests/ledger/test_invoices.py", "tests/kernel/test_audit.py",
    ]  # fmt: skip
    wanted += [str(p.relative_to(ROOT)) for p in sorted(ROOT.glob("tests/*/test_*race*.py")) if "ledger" not in p.parts]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *wanted],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_no_two_rooms_give_an_index_the_same_name() -> None:
    """Names of indexes and unique constraints are one per database, whatever table they are of."""
    from collections import Counter

    from django.apps import apps
    from django.db.models import UniqueConstraint

    names = Counter(
        one.name
        for model in apps.get_models()
        for one in (*model._meta.indexes, *model._meta.constraints)
        if not hasattr(one, "violation_error_message") or isinstance(one, UniqueConstraint)
    )
    assert [name for name, count in names.items() if count > 1] == []
