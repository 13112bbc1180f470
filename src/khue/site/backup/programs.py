"""pg_dump and pg_restore: which ones, how new they are, and how they are told where the database is."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import make_conninfo

from khue.site import environment as env
from khue.site.postgres import OWNER, Postgres


class ProgramFailed(RuntimeError):
    """A program of PostgreSQL is missing, too old, or ended in an error; the message is one clear line."""


@dataclass(frozen=True, slots=True)
class Place:
    """A database as its owner reaches it, and the programs that fit its server."""

    url: str
    embedded: bool

    @classmethod
    def of_settings(cls) -> Place:
        """The database of the settings: the embedded one, or that of ``DATABASE_OWNER_URL`` or ``DATABASE_URL``."""
        given = env.text("DATABASE_OWNER_URL") or env.text("DATABASE_URL")
        return cls(given, False) if given else cls(Postgres(env.var()).url(OWNER), True)

    @property
    def name(self) -> str:
        return env.Database.from_url(self.url).name

    def called(self, name: str) -> Place:
        """Another database of the same server."""
        head, _slash, tail = self.url.partition("?")
        return Place(f"{head.rpartition('/')[0]}/{name}{'?' + tail if tail else ''}", self.embedded)

    def connect(self, *, autocommit: bool = False) -> psycopg.Connection[tuple[object, ...]]:
        """Raises ProgramFailed when the database does not answer."""
        try:
            return psycopg.connect(
                self.url, connect_timeout=5, autocommit=autocommit, application_name="khue-operations"
            )
        except psycopg.OperationalError as error:
            raise ProgramFailed(
                f"the database {self.name} can't be used: {str(error).strip().splitlines()[0]}"
            ) from error

    def program(self, name: str, server: int) -> Path:
        """The program, not older than the server (its major version). Raises ProgramFailed."""
        folder = env.text("KHUE_PG_BIN")
        found = shutil.which(name, path=folder or None)
        if self.embedded and not folder:
            found = str(Postgres(env.var()).bin / name)
        if found is None or not Path(found).exists():
            where = f"in {folder} (KHUE_PG_BIN)" if folder else "on the PATH"
            raise ProgramFailed(f"there is no {name} {where}: install the client programs of PostgreSQL {server}")
        have = version_of(found)
        if have < server:
            raise ProgramFailed(
                f"{name} on this machine is of PostgreSQL {have}, the server is {server}: install the client programs of "
                f"PostgreSQL {server}, or name their folder in KHUE_PG_BIN"
            )
        return Path(found)

    def environment(self) -> dict[str, str]:
        """The password goes through the environment: what stands on a command line is seen by everybody on the machine."""
        password = env.Database.from_url(self.url).password
        return {**os.environ, **({"PGPASSWORD": password} if password else {})}

    def conninfo(self) -> str:
        place = env.Database.from_url(self.url)
        options: Mapping[str, str] = dict(place.options)
        given = {"dbname": place.name, "user": place.user, "host": place.host, "port": place.port, **options}
        return make_conninfo(**{key: value for key, value in given.items() if value})


def version_of(program: str | Path) -> int:
    """Its major version. Raises ProgramFailed when it does not say one."""
    try:
        said = subprocess.run([str(program), "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ProgramFailed(f"{program} does not run: {error}") from error
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    if found is None:
        raise ProgramFailed(f"{program} does not say its version: {said.strip()[:80]!r}")
    return int(found.group(1))


def server_version(connection: psycopg.Connection[tuple[object, ...]]) -> int:
    return connection.info.server_version // 10000


@contextmanager
def dumping(place: Place, snapshot: str, server: int) -> Iterator[IO[bytes]]:
    """The dump of this snapshot in the custom format, as a stream. Raises ProgramFailed at the end when pg_dump did.

    Compressed by gzip at its quickest: a dump is mostly text, and the network or disk behind it is slower than that.
    """
    command = [str(place.program("pg_dump", server)), "--format=custom", "--compress=1", f"--snapshot={snapshot}"]
    command += [f"--dbname={place.conninfo()}"]
    with _running(command, place, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout


@contextmanager
def filling(place: Place, server: int) -> Iterator[IO[bytes]]:
    """What is written here as a dump fills the (empty) database. Raises ProgramFailed when pg_restore did."""
    command = [str(place.program("pg_restore", server)), "--no-owner", "--no-privileges", "--exit-on-error"]
    command += [f"--dbname={place.conninfo()}"]
    with _running(command, place, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        yield process.stdin


@contextmanager
def _running(command: list[str], place: Place, **streams: int) -> Iterator[subprocess.Popen[bytes]]:
    import tempfile

    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=place.environment(), stderr=said, **streams)  # type: ignore[call-overload]  # stdin or stdout, as the caller says
        try:
            try:
                yield process
                if process.stdin is not None:
                    process.stdin.close()
            except BrokenPipeError:
                pass  # it ended first, and says why
            except BaseException:
                process.kill()
                raise
            if process.stdout is not None:
                process.stdout.close()
            code = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
        if code != 0:
            said.seek(0)
            lines = [line for line in said.read().decode(errors="replace").splitlines() if line.strip()]
            raise ProgramFailed(lines[0] if lines else f"{Path(command[0]).name} ended with {code}")
