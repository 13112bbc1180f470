"""A city of its own for kills: embedded PostgreSQL and ``khue run``, in a folder and on a port that nobody else uses."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg.rows import dict_row

from khue.site.postgres import OWNER, Postgres

ROOT = Path(__file__).resolve().parents[2]
WHOLE = 45.0
"""Seconds within which a city that was hit answers again."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class City:
    """Started once, hit often, ended for good. ``var`` is its folder."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.postgres = Postgres(var)
        self.run: subprocess.Popen[bytes] | None = None
        self.log = var / "run.log"
        self._seen: dict[int, psutil.Process] = {}
        self.environment = {
            **{
                key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "KHUE_", "PYTEST_"))
            },
            "DJANGO_SETTINGS_MODULE": "khue.site.settings",
            "KHUE_VAR": str(var),
            "KHUE_WORKERS": "2",
            "KHUE_THREADS": "2",
            "SAMPLE": "1",
            "PORT": str(self.port),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # -- starting and ending --------------------------------------------------------------------------------------

    def prepare(self, static: Path | None = None) -> None:
        """Server, tables, people, bystanders. ``static`` spares collecting the static files once more."""
        self.var.mkdir(parents=True, exist_ok=True)
        if static is not None and static.exists():
            shutil.copytree(static, self.var / "static", dirs_exist_ok=True)
        self.postgres.start()
        self.postgres.ensure_database()
        self.command("-m", "tests.chaos.prepare", patience=180)

    def start(self) -> None:
        """``khue run``, as the portal is started; it finds the server running."""
        with self.log.open("ab") as log:
            self.run = subprocess.Popen(
                [sys.executable, "-c", "from khue.site.cli import main; main()", "run"],
                env=self.environment, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self.wait_until_whole(60)

    def command(self, *words: str, patience: float = 60) -> str:
        """A Python process in this city: what it printed. Raises AssertionError with its last words when it fails."""
        done = subprocess.run(
            [sys.executable, *words], env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=patience
        )
        assert done.returncode == 0, (
            f"{' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr[-2000:]}"
        )
        return done.stdout

    def khue(self, *words: str) -> str:
        return self.command("-c", "from khue.site.cli import main; main()", *words)

    def end(self) -> None:
        """Every process that was ever seen here is gone, by its own number; then the server's own folder."""
        self.note_processes()
        if self.run is not None and self.run.poll() is None:
            self.run.terminate()
            try:
                self.run.wait(30)
            except subprocess.TimeoutExpired:
                self.run.kill()
                self.run.wait()
        self.postgres.stop()
        left = [process for process in self._seen.values() if _alive(process)]
        for process in left:
            process.kill()
        psutil.wait_procs(left, timeout=5)
        for folder in {self.postgres.home, self.postgres.socket}:
            shutil.rmtree(folder, ignore_errors=True)

    # -- looking --------------------------------------------------------------------------------------------------

    def note_processes(self) -> list[psutil.Process]:
        """What runs here now, below ``khue run``; each is remembered until the end."""
        if self.run is None or self.run.poll() is not None:
            return []
        try:
            found = psutil.Process(self.run.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        self._seen.update({process.pid: process for process in found})
        return [process for process in found if _alive(process)]

    def masters(self) -> list[psutil.Process]:
        return [p for p in self.note_processes() if "gunicorn" in _words(p) and p.ppid() == self._run_pid]

    def web_workers(self) -> list[psutil.Process]:
        above = {process.pid for process in self.masters()}
        return [p for p in self.note_processes() if _parent(p) in above]

    def job_workers(self) -> list[psutil.Process]:
        return [p for p in self.note_processes() if "khue.site.worker" in _words(p)]

    @property
    def _run_pid(self) -> int:
        return self.run.pid if self.run is not None else 0

    def postmaster(self) -> int | None:
        """The number of the database's first process, while it lives."""
        try:
            pid = int((self.postgres.data / "postmaster.pid").read_text().split("\n", 1)[0])
            return pid if Path(os.readlink(f"/proc/{pid}/cwd")) == self.postgres.data else None
        except (OSError, ValueError):
            return None

    def connect(self) -> psycopg.Connection[dict[str, Any]]:
        """As owner; for looking, and for finding connections to cut."""
        return psycopg.connect(self.postgres.url(OWNER), autocommit=True, connect_timeout=5, row_factory=dict_row)

    def rows(self, sql: str, *given: Any) -> list[dict[str, Any]]:
        with self.connect() as connection:
            return connection.execute(sql, given or None).fetchall()

    def backends(self) -> list[int]:
        """The server's processes that serve web and worker."""
        try:
            found = self.rows(
                "SELECT pid FROM pg_stat_activity WHERE datname = 'khue' AND backend_type = 'client backend'"
                " AND usename = 'khue_app' ORDER BY pid"
            )
        except psycopg.OperationalError:
            return []
        return [int(row["pid"]) for row in found]

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=3) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def wait_until_whole(self, patience: float = WHOLE) -> float:
        """Until web, worker and database are all there; the seconds it took. Raises AssertionError when it is too long."""
        began = time.monotonic()
        while time.monotonic() - began < patience:
            if self.run is not None and self.run.poll() is not None:
                break
            if self.is_ready() and self.job_workers() and len(self.web_workers()) >= 1:
                return time.monotonic() - began
            time.sleep(0.1)
        raise AssertionError(f"the city did not come back within {patience:.0f} s:\n{self.last_words()}")

    def last_words(self, lines: int = 40) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _words(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _parent(process: psutil.Process) -> int:
    try:
        return process.ppid()
    except psutil.Error:
        return 0
