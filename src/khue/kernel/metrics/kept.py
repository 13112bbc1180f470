"""Figures that the database, the disk and the last backup keep, read at the moment of asking."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

import khue
from khue.kernel.jobs import queue

Labelled = Mapping[tuple[str, ...], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, what it means, the names of its labels, and how it is read; None: nothing to tell now."""

    name: str
    meaning: str
    labels: tuple[str, ...]
    read: Callable[[], float | Labelled | None]


def _one(query: str) -> Callable[[], float | None]:
    def read() -> float | None:
        with connection.cursor() as cursor:
            cursor.execute(query)
            row = cursor.fetchone()
        return None if row is None or row[0] is None else float(row[0])

    return read


def _jobs() -> Labelled:
    found: dict[tuple[str, ...], float] = {}
    for kind in queue.kinds():
        for state in ("waiting", "running", "failed", "given_up"):
            found[kind.task, state.replace("_", "-")] = getattr(kind, state)
    return found


def _oldest_due() -> float:
    waiting = [kind.oldest for kind in queue.kinds() if kind.oldest is not None]
    return max(((timezone.now() - since).total_seconds() for since in waiting), default=0.0)


def _disk(part: str) -> Callable[[], float]:
    return lambda: float(getattr(shutil.disk_usage(_existing(Path(settings.KHUE_FILES))), part))


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)


def last_backup() -> tuple[datetime, Mapping[str, Any]] | None:
    """When the last backup on this machine was whole, and what was written about it."""
    try:
        said = json.loads((Path(settings.KHUE_FILES).parent / "backup.json").read_text("utf-8"))
        return datetime.fromisoformat(said["made_at"]), said
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _backup_age() -> float | None:
    found = last_backup()
    return (datetime.now(UTC) - found[0]).total_seconds() if found else None


ALWAYS = (
    Figure("khue_info", "The version that answers.", ("version",), lambda: {(khue.__version__,): 1.0}),
    Figure("khue_disk_free_bytes", "Free bytes on the disk of the file store.", (), _disk("free")),
    Figure("khue_disk_total_bytes", "Size of that disk, in bytes.", (), _disk("total")),
    Figure("khue_backup_age_seconds", "Seconds since the last whole backup that this machine made.", (), _backup_age),
)
KEPT = [
    Figure("khue_jobs", "Jobs that are not done, by kind and state.", ("kind", "state"), _jobs),
    Figure("khue_job_oldest_due_seconds", "How long the longest-waiting job has been due.", (), _oldest_due),
    Figure("khue_worker_heartbeat_age_seconds", "Seconds since a worker last gave a sign of life.", (), _one(
        "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")),
    Figure("khue_audit_last_record", "Number of the last audit record.", (), _one("SELECT max(id) FROM kernel_auditrecord")),
    Figure("khue_audit_unsealed_records", "Records after the last checkpoint.", (), _one(
        "SELECT coalesce(max(id), 0) - coalesce((SELECT max(last_id) FROM kernel_auditcheckpoint), 0) FROM kernel_auditrecord")),
    Figure("khue_audit_checkpoint_age_seconds", "Seconds since the last checkpoint of the audit.", (), _one(
        "SELECT extract(epoch FROM now() - max(at)) FROM kernel_auditcheckpoint")),
    Figure("khue_database_bytes", "Size of the database on disk.", (), _one("SELECT pg_database_size(current_database())")),
    Figure("khue_database_connections", "Sessions on the database.", (), _one(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")),
]  # fmt: skip


def register(figure: Figure) -> None:
    """A figure of a room, joined on by ``site``: the kernel knows no room."""
    if all(known.name != figure.name for known in KEPT):
        KEPT.append(figure)


def readings() -> Iterator[tuple[Figure, float | Labelled]]:
    """Every figure that has something to tell. Without a database: what is known without it."""
    for figure in ALWAYS:
        value = figure.read()
        if value is not None:
            yield figure, value
    try:
        connection.ensure_connection()
    except (DatabaseError, InterfaceError):
        yield UP, 0.0
        return
    yield UP, 1.0
    for figure in KEPT:
        try:
            value = figure.read()
        except (DatabaseError, InterfaceError):
            continue
        if value is not None:
            yield figure, value


UP = Figure("khue_database_up", "1 when the database answers.", (), lambda: None)


class Collector:
    """The same, as the library wants it."""

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        for figure, value in readings():
            family = GaugeMetricFamily(figure.name, figure.meaning, labels=figure.labels)
            labelled = value if isinstance(value, Mapping) else {(): value}
            for labels, each in labelled.items():
                family.add_metric(labels, each)
            yield family

    def describe(self) -> list[Any]:
        return []
