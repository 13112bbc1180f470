"""How fast ``khue backup`` is: files that can't be compressed, files that can, and a database full of postings.

    .venv/bin/python -m bench.backup_speed

A folder with files of 1 MB, sealed to a public key, written and synced to the same disk. Files are not compressed, so both
kinds should cost the same. Beside it: the same files copied by the system's ``cp`` and synced; and bare ``pg_dump``.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from bench.database import own_databases
from bench.figures import Figure, by_turns, tell
from bench.ledger_reports import _load

if TYPE_CHECKING:
    from khue.site.backup import making, programs

FILES, POSTINGS, ROUNDS, MB = 512, 500_000, 3, 1_000_000


def run(quick: bool = False) -> list[Figure]:
    count, postings = (FILES // 10, POSTINGS // 10) if quick else (FILES, POSTINGS)
    from bench.database import pointed_at

    with own_databases("khue_bench_backup") as (name,), tempfile.TemporaryDirectory(prefix="khue-bench-") as folder:
        from khue.site.backup import making, programs

        place = programs.Place.of_settings().called(name)
        empty = Path(folder) / "empty"
        figures = []
        for kind, content in (("random (incompressible)", os.urandom), ("text (compressible)", _text)):
            store = Path(folder) / kind[:4]
            _fill(store, count, content)
            source = making.Source(place, store, Path(folder), "khue_hanoi")
            ours, copied = by_turns(ROUNDS, lambda source=source: _backup(source), lambda store=store: _copy(store))
            beside = f"cp and sync of the same files: {count * MB / 1e6 / copied:,.0f} MB/s"
            figures.append(
                Figure(f"backup of {count} MB of files, {kind}", count * MB / 1e6 / ours, "MB/s", ">= 30", beside)
            )
            shutil.rmtree(store)
        with pointed_at(name):
            _load(name, postings)
        held = _table_bytes(place)
        source = making.Source(place, empty, Path(folder), "khue_hanoi")
        ours, bare = by_turns(ROUNDS, lambda: _backup(source), lambda: _dump(place))
        beside = f"pg_dump of the same alone: {held / 1e6 / bare:,.0f} MB/s"
        figures.append(Figure(f"backup of {held / 1e6:,.0f} MB of tables", held / 1e6 / ours, "MB/s", ">= 30", beside))
        return figures


def _text(size: int) -> bytes:
    words = [
        b"nghi\xe1\xbb\x87m thu",
        b"kinh ph\xc3\xad",
        b"thi\xe1\xba\xbft b\xe1\xbb\x8b",
        b"h\xe1\xbb\x93 s\xc6\xa1",
    ]
    chance = random.Random(7)
    return b" ".join(chance.choice(words) for _ in range(size // 8))[:size].ljust(size)


def _fill(store: Path, count: int, content: Callable[[int], bytes]) -> None:
    chance, block = random.Random(11), content(MB)
    for _ in range(count):
        name = UUID(int=chance.getrandbits(128), version=4)
        path = store / name.hex[:2] / str(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(block)
    os.sync()


def _backup(source: making.Source) -> None:
    import pyrage

    from khue.site.backup import age, making

    path = source.keys / "one.age"
    making.make(path, age.Recipients((str(pyrage.x25519.Identity.generate().to_public()),)), source)
    path.unlink()


def _copy(store: Path) -> None:
    there = store.with_name("copy")
    subprocess.run(["cp", "-r", str(store), str(there)], check=True)
    os.sync()
    shutil.rmtree(there)


def _table_bytes(place: programs.Place) -> int:
    with place.connect() as connection:
        row = connection.execute(
            "SELECT sum(pg_table_size(c.oid)) FROM pg_class c"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchone()
        return int(row[0])


def _dump(place: programs.Place) -> None:
    from khue.site.backup import programs

    with place.connect() as connection:
        server = programs.server_version(connection)
    program = str(place.program("pg_dump", server))
    command = [program, "--format=custom", "--compress=1", f"--dbname={place.conninfo()}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=place.environment())


if __name__ == "__main__":
    tell(run, __doc__)
