"""``khue restore``: look at everything first, fill a database beside, prove it, and only then put it in place.

Until the last step nothing that exists is touched; files are only added, under names that never mean other bytes.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from psycopg import sql

from khue.site.backup import age, archive, programs, state
from khue.site.backup.archive import BadBackup, Head, Manifest, Receiver
from khue.site.backup.making import Progress, require_space
from khue.site.backup.programs import Place

_FILE = re.compile(r"[0-9a-f]{2}/[0-9A-Za-z_-][0-9A-Za-z_.-]*")
_KEY = re.compile(r"[0-9A-Za-z_-][0-9A-Za-z_.-]*")
Say = Callable[[str], None]


class CannotRestore(RuntimeError):
    """One clear line."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where it goes. ``fresh`` names keys that this very command has only just made, which are worth nothing yet."""

    place: Place
    files: Path
    keys: Path
    fresh: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Restored:
    """``before`` is the name under which the replaced database stays; ``findings`` what a person should look at."""

    head: Head
    manifest: Manifest
    migrated: int
    proof: str
    ledger: str
    before: str = ""
    findings: tuple[str, ...] = ()


def check(path: Path, key: age.Key, progress: Progress | None = None) -> tuple[Head, Manifest]:
    """Read the whole backup and hold it against its manifest. Raises CannotOpen, BadBackup, OSError."""
    return _read(path, key, Receiver(), progress, "checking")


def restore(
    path: Path,
    key: age.Key,
    target: Target,
    *,
    replace: bool = False,
    progress: Progress | None = None,
    say: Say = print,
) -> Restored:
    """Bring a backup back. Raises CannotRestore and what ``check`` raises; then database and keys are as they were."""
    with target.place.called("postgres").connect(autocommit=True) as server:
        looked = _Look(target, server, replace)
        head, manifest = _read(path, key, looked, progress, "checking")
        say(f"whole: {manifest.database.bytes >> 10} KB of database, {manifest.files.count} files, made {head.made_at}")
        beside = target.place.called(f"{target.place.name}_restoring")
        _sql(server, "DROP DATABASE IF EXISTS {}", beside.name)
        _sql(server, "CREATE DATABASE {}", beside.name)
        try:
            keys = _fill(path, key, target, beside, manifest, progress)
            kept_keys = _put_keys(target, keys, replace)
            migrated, proof, ledger = _make_current(beside, head, say)
            before = _swap(server, target.place.name, beside.name, looked.holds_something)
        except BaseException:
            _sql(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", beside.name)
            raise
    findings = [*(f"missing since before the backup: {name}" for name in manifest.missing), *kept_keys]
    findings += [f"changed on the disk before the backup: {name}" for name in manifest.damaged]
    findings += _undone_erasures(target.place, before) if before else ()
    return Restored(head, manifest, migrated, proof, ledger, before, tuple(findings))


# -- looking -----------------------------------------------------------------------------------------------------------


class _Look(Receiver):
    """Refuses, at the head of the file, what this place can't take."""

    def __init__(self, target: Target, server: Any, replace: bool) -> None:
        self.target, self.server, self.replace = target, server, replace
        self.holds_something = False

    def head(self, head: Head) -> None:
        unknown = unknown_migrations(head.migrations)
        if unknown:
            raise CannotRestore(
                f"this backup was made by a newer Khuê ({head.version}): {unknown[0]} is not known here. "
                "Install that version, then restore"
            )
        have = programs.server_version(self.server)
        if head.postgres > have:
            raise CannotRestore(
                f"this backup comes from PostgreSQL {head.postgres}; the server here is {have}: "
                f"restore onto {head.postgres} or newer"
            )
        self.target.place.program("pg_restore", max(have, head.postgres))
        self._require_room()
        self.target.files.mkdir(parents=True, exist_ok=True, mode=0o700)
        require_space(self.target.files, head.bytes, "the restored city")

    def _require_room(self) -> None:
        name = self.target.place.name
        if not _one(self.server, "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"):
            raise CannotRestore("the role that owns the database may not create one beside it: ALTER ROLE … CREATEDB, as superuser")  # fmt: skip
        if not _one(self.server, "SELECT 1 FROM pg_database WHERE datname = %s", name):
            return
        sessions = _one(self.server, "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", name)
        if sessions:
            raise CannotRestore(f"the database {name} is in use ({sessions} sessions): stop Khuê, then restore")
        with self.target.place.connect() as there:
            self.holds_something = bool(
                _one(
                    there, "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
                )
            )
        if self.holds_something and not self.replace:
            raise CannotRestore(
                f"the database {name} is not empty: with --replace-existing it is put aside under another name, never dropped"
            )


def unknown_migrations(applied: tuple[str, ...]) -> list[str]:
    """Those of ours that this code does not have, and those of apps that it does not know."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    have = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or ()}
    others = {config.label for config in apps.get_app_configs() if not config.name.startswith("khue.")}
    return [name for name in applied if name not in have and name.partition(".")[0] not in others]


def _read(path: Path, key: age.Key, receiver: Receiver, progress: Progress | None, what: str) -> tuple[Head, Manifest]:
    size, done = max(path.stat().st_size, 1), 0

    def watch(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(what, done, max(size, done))

    with path.open("rb", buffering=1 << 20) as sealed, age.opening(sealed, key) as plain:
        return archive.read(plain, receiver, watch)


# -- filling -----------------------------------------------------------------------------------------------------------


class _Fill(Receiver):
    """Dump to pg_restore, files into the store, keys aside."""

    def __init__(self, dump: IO[bytes], files: Path) -> None:
        self.dump_stream, self.files = dump, files
        self.keys: dict[str, bytes] = {}

    def dump(self, piece: bytes) -> None:
        self.dump_stream.write(piece)

    def file(self, name: str, content: Iterator[bytes]) -> None:
        if not _FILE.fullmatch(name):
            raise BadBackup(f"{name!r} is no name of a stored file")
        path = self.files / name
        path.parent.mkdir(exist_ok=True, mode=0o700)
        part = path.with_name(f".{path.name}.part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            for block in content:
                out.write(block)
        os.replace(part, path)

    def key(self, name: str, content: bytes) -> None:
        if not _KEY.fullmatch(name):
            raise BadBackup(f"{name!r} is no name of a key")
        self.keys[name] = content


def _fill(
    path: Path, key: age.Key, target: Target, beside: Place, manifest: Manifest, progress: Progress | None
) -> dict[str, bytes]:
    with beside.connect() as there:
        server = programs.server_version(there)
    with programs.filling(beside, server) as stream:
        taker = _Fill(stream, target.files)
        _read(path, key, taker, progress, "restoring")
    os.sync()
    with beside.connect() as there:
        wrong = state.differences(manifest.state, state.read(there))
    if wrong:
        raise CannotRestore(f"the restored database is not what was backed up: {'; '.join(wrong[:3])}")
    return taker.keys


def _put_keys(target: Target, keys: dict[str, bytes], replace: bool) -> list[str]:
    """Write the keys; one that differs stays as it is, or is put aside. What a person should know about it."""
    said = []
    for name, content in keys.items():
        path = target.keys / name
        if path.exists() and name not in target.fresh and path.read_bytes() != content:
            if not replace:
                said.append(f"{path} was kept: the one in the backup is another")
                continue
            path.rename(path.with_name(f"{name}.before-{_stamp()}"))
        draft = path.with_name(f".{name}.part")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(content)
        draft.replace(path)
    return said


# -- proving and putting in place --------------------------------------------------------------------------------------


def _make_current(beside: Place, head: Head, say: Say) -> tuple[int, str, str]:
    """Migrations of this version, rights, then ledger and audit; how many migrations, and both proofs in words."""
    from django.db import connections

    from khue.site import setup

    with pointed_at(beside.name):
        setup.migrate(say, safety_copy=False)
        setup.grant_rights()
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            migrated = int(cursor.fetchone()[0]) - len(head.migrations)
            # Whoever had signed out since then would be signed in again.
            cursor.execute("DELETE FROM django_session")
        say("proving ledger and audit")
        ledger, proof = _prove()
        _record(head, migrated)
    return migrated, proof, ledger


def _prove() -> tuple[str, str]:
    """Raises CannotRestore when ledger or audit do not hold."""
    from django.conf import settings

    from khue.core import proof
    from khue.features.ledger.queries import verify
    from khue.kernel import audit

    books = verify()
    if not books.sound:
        raise CannotRestore(f"the ledger does not hold, so nothing was put in place: {books.findings[0].what}")
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as stream:
        audit.export(stream, with_values=True, city=settings.KHUE_CITY)
        stream.seek(0)
        report = proof.verify_export(line.encode() for line in stream)
    if not report.ok:
        raise CannotRestore(f"the audit does not hold, so nothing was put in place: {report.findings[0]}")
    said = f"{report.records} records in {report.chains} chains, {report.checkpoints} checkpoints, {report.sealed} records sealed"
    return str(books), said


def _record(head: Head, migrated: int) -> None:
    """The restoring is a deed as well: it stands in the audit that it restored."""
    from khue.kernel.clock import job_actor
    from khue.kernel.deeds import command

    with command("operations.restore_backup", job_actor("restore"), subject="city:operations") as deed:
        deed.after(made_at=head.made_at, version=head.version, migrations_run=migrated)


def _swap(server: Any, name: str, beside: str, holds_something: bool) -> str:
    """Put the database beside in the place of the old one, in one transaction; the old one's new name."""
    before = f"{name}_before_{_stamp()}" if holds_something else ""
    if not before:
        _sql(server, "DROP DATABASE IF EXISTS {}", name)
    with server.transaction():
        if before:
            _sql(server, "ALTER DATABASE {} RENAME TO {}", name, before)
        _sql(server, "ALTER DATABASE {} RENAME TO {}", beside, name)
    return before


def _undone_erasures(place: Place, before: str) -> Iterator[str]:
    """What was lawfully erased since the backup and is here again, as the audit of the replaced city tells it."""
    from khue.site.backup import erasures

    with place.called(before).connect() as there:
        if not _one(there, "SELECT to_regclass('kernel_auditvalues') IS NOT NULL"):
            return
        told = erasures.told_by_database(there)
    with pointed_at(place.name):
        found = erasures.undone(told)
    for each in found:
        yield f"lawfully erased on {each.at:%Y-%m-%d}, here again: {each.kind} {each.subject} ({each.ground})"
    if found:
        yield f"erase {len(found)} again: khue privacy erasures --database {before} --repeat"


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Both connections of this process go to the database ``name``."""
    from django.db import connections

    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    try:
        for alias in before:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        yield
    finally:
        for alias, old in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = old


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d_%H%M%S")


def _sql(server: Any, statement: str, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


def _one(connection: Any, query: str, *values: Any) -> Any:
    row = connection.execute(query, values).fetchone()
    return row[0] if row else None
