"""How long until the portal answers: ``khue run`` the first time, again, after kill -9 of everything, with a stale pid.

    .venv/bin/python -m bench.startup

A folder of its own, with the sample city. A start is counted from the command until the front page answers with 200.
Beside it in the same run: an interpreter that imports Django and ends. Kinds of start are taken by turns.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.clients import Client
from bench.database import ROOT
from bench.figures import Figure, tell, timed
from bench.web import free_port

ROUNDS, PATIENCE = 3, 120.0


def run(quick: bool = False) -> list[Figure]:
    """``quick`` takes one turn, and leaves the sample city out."""
    with _folder() as var, ExitStack() as stack:
        city = stack.enter_context(closing(Portal(var, sample=not quick)))
        first = city.start()
        again, killed, stale, bare = [], [], [], []
        for _ in range(1 if quick else ROUNDS):
            city.stop()
            again.append(city.start())
            city.kill()
            killed.append(city.start())
            city.kill()
            with city.stale_pid():
                stale.append(city.start())
            bare.append(timed(lambda: subprocess.run([sys.executable, "-c", "import django.db.models"], check=True)))
        stopping = timed(city.stop)
    beside = f"an interpreter that imports Django: {median(bare):.2f} s"
    what = "first start, with the sample city" if not quick else "first start, without the sample city"
    return [
        Figure("second start of khue run", median(again), "s", "<= 5", beside),
        Figure("start after kill -9 of everything", median(killed), "s", "<= 5", beside),
        Figure("start with the pid file of a living stranger", median(stale), "s", "<= 5", beside),
        Figure(what, first, "s", "", "database, tables, static files"),
        Figure("stopping", stopping, "s"),
    ]


class Portal:
    """``khue run`` on the folder ``var`` and a free port."""

    def __init__(self, var: Path, *, sample: bool) -> None:
        self.var = var
        self.port = free_port()
        self.sample = sample
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Seconds until the front page answers. Raises SystemExit when it does not in time."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("DATABASE_", "KHUE_"))}
        environment |= {"KHUE_VAR": str(self.var), "PORT": str(self.port), "SAMPLE": "1" if self.sample else "0"}
        begun = time.perf_counter()
        with (self.var / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(Path(sys.executable).with_name("khue")), "run"],
                env=environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while time.perf_counter() - begun < PATIENCE and self._process.poll() is None:
            try:
                if Client(self.port).get("/vi/")[0] == 200:
                    return time.perf_counter() - begun
            except OSError:
                time.sleep(0.02)
        raise SystemExit(f"khue run did not answer:\n{(self.var / 'log').read_text(encoding='utf-8')[-2000:]}")

    def stop(self) -> None:
        """In order, as Ctrl-C does. Raises SystemExit when something stays behind."""
        assert self._process is not None
        crew = self._crew()
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE)
        if left := [process.pid for process in crew if process.is_running() and process.status() != "zombie"]:
            raise SystemExit(f"khue run ended and left processes behind: {left}")

    def kill(self) -> None:
        """Everything at once with SIGKILL: command, web, worker, database."""
        assert self._process is not None
        for process in self._crew():
            if process.is_running():
                process.kill()
        self._process.wait()

    def close(self) -> None:
        """Leave nothing running, also when a start failed."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    @contextmanager
    def stale_pid(self) -> Iterator[None]:
        """As after a restart of the machine: the number in the server's lock files belongs to somebody else, who lives.

        The stranger is a process of the same system user: PostgreSQL looks away from others by itself.
        """
        from khue.site.postgres import Postgres

        postgres = Postgres(self.var)
        stranger = subprocess.Popen(["sleep", str(int(PATIENCE))], cwd="/", **postgres._as())  # type: ignore[call-overload]  # user and group, or nothing
        try:
            for path in (postgres.data / "postmaster.pid", postgres.socket / ".s.PGSQL.5432.lock"):
                if not path.exists():
                    raise SystemExit(f"kill -9 left no {path.name} behind: nothing is measured")
                lines = path.read_text(encoding="utf-8").splitlines()
                path.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n", encoding="utf-8")
            yield
        finally:
            stranger.kill()
            stranger.wait()

    def _crew(self) -> list[Any]:
        import psutil

        assert self._process is not None
        here = psutil.Process(self._process.pid)
        return [here, *here.children(recursive=True)]


@contextmanager
def _folder() -> Iterator[Path]:
    """A new folder; what the embedded server keeps outside of it when it runs for root goes at the end, too."""
    from khue.site.postgres import Postgres

    with tempfile.TemporaryDirectory() as made:
        var = Path(made)
        try:
            yield var
        finally:
            postgres = Postgres(var)
            postgres.stop()
            shutil.rmtree(postgres.home, ignore_errors=True)


if __name__ == "__main__":
    tell(run, __doc__)
