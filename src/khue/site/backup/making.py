"""``khue backup``: the database as of one moment, then the files, into one sealed file that appears when it is whole."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from khue import __version__
from khue.site.backup import age, programs, state
from khue.site.backup.archive import Head, Manifest, Writer
from khue.site.backup.programs import Place

Progress = Callable[[str, int, int], None]
"""What is under way, bytes done, bytes in all (about)."""

SIGNING = ("*.pem", "*.key", "*.p12", "*.pfx")
"""Keys that sign in the city's name: whoever has them can sign."""


class CannotBackUp(RuntimeError):
    """One clear line."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up. ``files`` is the store; ``keys`` the folder in which keys lie."""

    place: Place
    files: Path
    keys: Path
    city: str


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    manifest: Manifest
    bytes: int
    seconds: float


def make(
    path: Path, lock: age.Lock, source: Source, *, signing_keys: bool = False, progress: Progress | None = None
) -> Made:
    """Write the backup to ``path``. Raises CannotBackUp, ProgramFailed, BadBackup, OSError; then nothing is under ``path``."""
    begun = time.monotonic()
    with appearing(path) as out, age.sealing(out, lock) as plain:
        manifest = _write(plain, source, signing_keys, progress or (lambda what, done, total: None), path)
    made = Made(path, manifest, path.stat().st_size, time.monotonic() - begun)
    _note(source.keys, made)
    return made


@contextmanager
def appearing(path: Path) -> Iterator[IO[bytes]]:
    """A file that stands under its name only when it is whole and on the disk. Raises CannotBackUp for a name that is taken."""
    if path.exists():
        raise CannotBackUp(f"{path} exists already: a backup never replaces another one")
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb", 1 << 20) as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.rename(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def require_space(folder: Path, needed: int, what: str, *, free: int | None = None) -> None:
    """Raises CannotBackUp when the disk of ``folder`` has less room than ``needed`` bytes."""
    left = shutil.disk_usage(folder).free if free is None else free
    if left < needed:
        raise CannotBackUp(f"{what} needs about {needed >> 20} MB; {folder} has {left >> 20} MB free")


def _write(plain: IO[bytes], source: Source, signing_keys: bool, progress: Progress, path: Path) -> Manifest:
    with source.place.connect() as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        known = state.migrations(connection)
        if not known:
            raise CannotBackUp(f"the database {source.place.name} is empty: there is nothing to back up")
        snapshot = str(_one(connection, "SELECT pg_export_snapshot()"))
        held = int(_one(connection, "SELECT coalesce(sum(size), 0) FROM kernel_storedfile"))
        size = int(_one(connection, "SELECT pg_database_size(current_database())"))
        # A dump is smaller than the tables, indexes and room to breathe that it comes from.
        require_space(path.parent, held + size // 8, "the backup")
        server = programs.server_version(connection)
        head = Head(
            version=__version__,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            city=source.city,
            sample=bool(_one(connection, "SELECT sample FROM kernel_businessclock WHERE id = 1")),
            postgres=server,
            migrations=known,
            bytes=held + size // 4,
        )
        done = 0

        def watch(more: int) -> None:
            nonlocal done
            done += more
            progress(what, done, max(head.bytes, done))

        what = "database"
        writer = Writer.onto(plain, watch)
        try:
            writer.head(head)
            with programs.dumping(source.place, snapshot, server) as stream:
                writer.dump(stream)
            now = state.read(connection)
            what = "files"
            missing, damaged = _files(writer, connection, source.files)
            for name, content in keys(source.keys, signing_keys):
                writer.key(name, content)
        except BaseException:
            writer.abandon()
            raise
        progress("done", done, done)
        return writer.end(now, missing, damaged)


def _files(writer: Writer, connection: Any, store: Path) -> tuple[list[str], list[str]]:
    """Everything in the store, folder by folder, held against the rows; names of what is missing and of what is changed.

    The rows are those of the snapshot, so each file that they name was written before. What came later is taken too.
    """
    missing, damaged = [], []
    for number in range(256):
        prefix = f"{number:02x}"
        rows = {
            str(identity): digest
            for identity, digest in connection.execute(
                "SELECT id, sha256 FROM kernel_storedfile WHERE id >= %s AND id <= %s",
                [prefix + "0" * 30, prefix + "f" * 30],
            )
        }
        for path in sorted((store / prefix).glob("*")):
            if path.name.startswith(".") or not path.is_file():
                continue
            name = f"{prefix}/{path.name}"
            with path.open("rb") as content:
                digest = writer.file(name, os.fstat(content.fileno()).st_size, content)
            if rows.pop(path.name, digest) != digest:
                damaged.append(name)
        missing += [f"{prefix}/{name}" for name in rows]
    return missing, damaged


def keys(folder: Path, signing: bool) -> list[tuple[str, bytes]]:
    """The secret that sessions and second factors rest on; keys that sign only when they are asked for."""
    wanted = [folder / "secret", *(sorted(path for kind in SIGNING for path in folder.glob(kind)) if signing else ())]
    return [(path.name, path.read_bytes()) for path in wanted if path.is_file()]


def _one(connection: Any, query: str) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None


# -- the last one ------------------------------------------------------------------------------------------------------


def _note(folder: Path, made: Made) -> None:
    """Leave word of the last backup, for ``khue doctor`` and the metrics."""
    said = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "file": made.path.name,
        "bytes": made.bytes,
        "seconds": round(made.seconds, 1),
    }
    draft = folder / ".backup.json.part"
    draft.write_text(json.dumps(said), "utf-8")
    draft.replace(folder / "backup.json")
