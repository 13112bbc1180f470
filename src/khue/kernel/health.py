"""Is the process up, and can it do its work? Both without sign-in, without personal data, and cheap."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

WORKER_SILENCE = 60  # seconds without a heartbeat until the worker counts as gone
LEAST_DISK = 200 * 1024 * 1024  # bytes

# Migrations do not go away while a process runs: once applied is enough.
_migrated = False


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``needed``: without it the process can't serve pages."""

    name: str
    ok: bool
    needed: bool = True
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readiness:
    checks: tuple[Check, ...]

    @property
    def ready(self) -> bool:
        return all(check.ok for check in self.checks if check.needed)

    def to_json(self) -> dict[str, Any]:
        return {
            "ready": self.ready,
            "checks": {check.name: {"ok": check.ok, **check.facts} for check in self.checks},
        }


def readiness() -> Readiness:
    """All checks. A silent worker is told, but pages are served without it: it does not make the process unready."""
    database = _database()
    if not database.ok:
        return Readiness((database, _disk()))
    return Readiness((database, _migrations(), _worker(), _disk()))


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return Check("database", False)
    return Check("database", True)


def _migrations() -> Check:
    global _migrated
    if not _migrated:
        from django.db.migrations.executor import MigrationExecutor

        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return Check("migrations", False, facts={"waiting": len(waiting)})
        _migrated = True
    return Check("migrations", True)


def _worker() -> Check:
    """Age of the youngest heartbeat, in seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return Check("worker", False, needed=False, facts={"heartbeat_age_s": None})
    age = round(float(row[0]), 1)
    return Check("worker", age <= WORKER_SILENCE, needed=False, facts={"heartbeat_age_s": age})


def _disk() -> Check:
    """Whether the file store can be written and has room."""
    folder = Path(settings.KHUE_FILES)
    probe = folder / f".probe-{uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError:
        return Check("disk", False)
    return Check("disk", free >= LEAST_DISK, facts={"free_mb": free // (1024 * 1024)})
