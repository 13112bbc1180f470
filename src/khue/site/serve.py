"""``khue run``: database, web and worker in one command; Ctrl-C stops all of it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from rich.console import Console

from khue.site import environment as env
from khue.site.postgres import Postgres, PostgresFailed
from khue.site.waiting import READY, READY_AT

console = Console(highlight=False)


class CannotStart(RuntimeError):
    """One clear line for the person at the terminal."""


def require_free_port(port: int) -> None:
    """Raises CannotStart when somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(
                f"port {port} is taken: stop what listens there, or start with PORT=8001 make run"
            ) from error


def open_database() -> Postgres | None:
    """Start the embedded server, or make sure that DATABASE_URL answers."""
    url = env.text("DATABASE_URL")
    import psycopg

    if not url:
        server = Postgres(env.var())
        for _attempt in range(20):
            try:
                server.start()
                server.ensure_database()
                return server
            except psycopg.OperationalError:
                time.sleep(0.5)  # another run is just stopping it
        raise CannotStart("the embedded database is being stopped by another run: wait a moment and start again")

    place = env.Database.from_url(url)
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        where = f"{place.host or 'local socket'}{':' + place.port if place.port else ''}"
        raise CannotStart(
            f"the database {place.name} at {where} does not answer: {str(error).splitlines()[0]}"
        ) from error
    if version < 15:
        raise CannotStart(f"the database is PostgreSQL {version}; Khuê needs 15 or newer")
    return None


@contextmanager
def database_stays(postgres: Postgres | None) -> Iterator[None]:
    """For the block that sets the portal up. Raises CannotStart when another run stops the embedded server meanwhile."""
    try:
        yield
    except Exception as error:
        if postgres is None or postgres.answers():
            raise
        raise CannotStart("another run has just stopped the embedded database: start again") from error


def web_command(port: int) -> list[str]:
    threads = env.number("KHUE_THREADS", 8, 1, 64)
    workers = env.number("KHUE_WORKERS", 2, 1, 32)
    return [
        sys.executable, "-m", "gunicorn", "khue.site.wsgi:application",
        "--bind", f"{env.text('KHUE_BIND', '127.0.0.1')}:{port}",
        "--workers", str(workers), "--threads", str(threads), "--worker-class", "gthread",
        "--preload", "--graceful-timeout", "10", "--timeout", "60", "--keep-alive", "15",
        "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "-m", "khue.site.worker"]


def surroundings() -> dict[str, str]:
    """The environment of web and worker. Two arenas of memory for all threads: what one gives back, another can use."""
    return {"MALLOC_ARENA_MAX": "2", **os.environ, "DJANGO_SETTINGS_MODULE": "khue.site.settings"}


class Crew:
    """The processes of one run. Each is restarted when it dies; all end together."""

    def __init__(self, commands: dict[str, Sequence[str]], postgres: Postgres | None = None) -> None:
        self.commands = commands
        self.postgres = postgres
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.ending = False
        self._loading: IO[bytes] | None = None

    def start(self, name: str) -> None:
        self.running[name] = subprocess.Popen(self.commands[name], env=surroundings(), start_new_session=True)

    def start_loading(self, name: str) -> None:
        """Start a process that loads meanwhile and waits until ``watch`` begins (``waiting``)."""
        reading, writing = os.pipe()
        self._loading = os.fdopen(writing, "wb", buffering=0)
        environment = {**surroundings(), READY_AT: str(reading)}
        self.running[name] = subprocess.Popen(
            self.commands[name], env=environment, start_new_session=True, pass_fds=(reading,)
        )
        os.close(reading)

    def watch(self, pause: float = 0.5) -> None:
        """Keep every process alive until told to end; a process that dies at once is not restarted in a hot loop."""
        if self._loading is not None:
            with suppress(BrokenPipeError), self._loading as waiting:
                waiting.write(READY)
            self._loading = None
        for name in self.commands:
            if name not in self.running:
                self.start(name)
        while not self.ending:
            time.sleep(pause)
            for name, process in list(self.running.items()):
                if process.poll() is not None and not self.ending:
                    console.print(f"[yellow]{name} ended with {process.returncode}; starting it again")
                    self._clear(process.pid)
                    time.sleep(0.5)
                    self.start(name)
            self._keep_database()

    @staticmethod
    def _clear(group: int) -> None:
        """End what a killed leader left behind: orphaned web workers would keep the port for a while."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)

    def _keep_database(self) -> None:
        """Start the embedded server again when its process is gone; the pages answer 503 until then."""
        if self.postgres is not None and not self.ending and not self.postgres.is_running():
            console.print("[yellow]the database ended; starting it again")
            with suppress(PostgresFailed):
                self.postgres.start()

    def end(self) -> None:
        self.ending = True
        if self._loading is not None:
            self._loading.close()
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_until_served(port: int, patience: float = 30) -> bool:
    """Whether the web process answers its health door in time."""
    import urllib.request

    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


def forget_metrics() -> None:
    """What the web processes of an earlier run have counted: a new run counts from nought."""
    from django.conf import settings

    shutil.rmtree(settings.KHUE_METRICS, ignore_errors=True)


def pid_file() -> Path:
    return env.var() / "run.pid"
