"""``make run`` and ``khue run`` on a machine as a newcomer has it: what they say when something is in the way."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from khue.site.postgres import Postgres
from khue.site.serve import CannotStart, database_stays

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


def khue(*arguments: str, timeout: float = 60, **environment: str) -> subprocess.CompletedProcess[str]:
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("KHUE_", "DATABASE_", "SAMPLE"))}
    return subprocess.run(
        [sys.executable, "-m", "khue.site.cli", *arguments],
        env={**settings, **environment}, capture_output=True, text=True, timeout=timeout, cwd=ROOT, check=False,
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_taken_port_is_one_clear_line_and_a_failure(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = khue("run", KHUE_VAR=str(tmp_path), PORT=str(port))
    assert done.returncode == 2
    assert (
        done.stderr.strip() == f"khue: port {port} is taken: stop what listens there, or start with PORT=8001 make run"
    )


def test_a_database_that_does_not_answer_is_one_clear_line(tmp_path: Path) -> None:
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    done = khue("run", KHUE_VAR=str(tmp_path), PORT=str(free_port()), DATABASE_URL=url)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "does not answer" in done.stderr


def _stopped_meanwhile(server: Postgres, var: Path) -> None:
    server.ensure_database("first")
    Postgres(var).stop()
    server.ensure_database("second")


def test_a_database_that_another_run_stops_meanwhile_is_one_clear_line(tmp_path: Path) -> None:
    server = Postgres(tmp_path)
    server.start()
    try:
        with pytest.raises(ValueError, match="of its own"), database_stays(server):
            raise ValueError("a fault of its own passes while the database answers")
        with pytest.raises(CannotStart, match="another run has just stopped"), database_stays(server):
            _stopped_meanwhile(server, tmp_path)
    finally:
        server.stop()


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://", "nonsense"])
def test_an_address_that_is_none_is_one_clear_line(tmp_path: Path, url: str) -> None:
    done = khue("run", KHUE_VAR=str(tmp_path), PORT=str(free_port()), DATABASE_URL=url)
    assert done.returncode == 2
    assert "DATABASE_URL must look like" in done.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_one_clear_line(tmp_path: Path, port: str) -> None:
    done = khue("run", KHUE_VAR=str(tmp_path), PORT=port)
    assert done.returncode == 2
    assert done.stderr.startswith("khue: PORT=")


def test_a_python_that_is_too_old_is_one_clear_line(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = "--version" ] && echo "Python 3.8.1" && exit 0\nexit 1\n')
    old.chmod(0o755)
    script = tmp_path / "scripts" / "setup.sh"
    script.parent.mkdir()
    script.write_text((ROOT / "scripts/setup.sh").read_text())
    done = subprocess.run(
        ["sh", str(script), "run"], env={**os.environ, "PYTHON": str(old)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Python 3.11 or newer is needed; Python 3.8.1" in done.stderr
    assert not (tmp_path / ".venv").exists()


class Run:
    """One ``khue run`` in a folder of its own."""

    def __init__(self, var: Path, port: int, **environment: str) -> None:
        settings = {k: v for k, v in os.environ.items() if not k.startswith(("KHUE_", "DATABASE_", "SAMPLE"))}
        self.port = port
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "khue.site.cli", "run"],
            env={**settings, "KHUE_VAR": str(var), "PORT": str(port), **environment},
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def answers(self, patience: float = 150) -> float:
        """Seconds from the start until the front page was served."""
        while time.monotonic() - self.began < patience:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/vi/", timeout=5) as answer:
                    assert answer.status == 200
                    return time.monotonic() - self.began
            except OSError:
                assert self.process.poll() is None, self.process.stderr and self.process.stderr.read()
                time.sleep(0.05)
        raise AssertionError("the portal did not answer")

    def children(self) -> list[int]:
        import psutil

        return [child.pid for child in psutil.Process(self.process.pid).children(recursive=True)]

    def interrupt(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(40)


def alive(pids: list[int]) -> list[int]:
    import psutil

    return [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def var(tmp_path: Path):  # type: ignore[no-untyped-def]  # a fixture of a library without types
    """A data folder whose server is stopped and removed at the end, whatever happened."""
    import shutil

    yield tmp_path
    server = Postgres(tmp_path)
    server.stop()
    shutil.rmtree(server.home, ignore_errors=True)


def test_it_starts_stops_whole_and_comes_back_after_everything_was_killed(var: Path) -> None:
    first = Run(var, free_port())
    slow = first.answers()
    children = first.children()
    first.interrupt()
    assert first.process.returncode == 0
    assert alive(children) == []
    assert not Postgres(var).answers()

    second = Run(var, free_port())
    second.answers()
    killed = [*second.children(), second.process.pid]
    postmaster = Postgres(var)._running_pid()
    for pid in [*killed, postmaster]:
        if pid is not None and alive([pid]):
            os.kill(pid, signal.SIGKILL)
    second.process.wait()

    third = Run(var, free_port())
    quick = third.answers()
    third.interrupt()
    assert quick < max(20, slow / 2), "a start after kill -9 does the work of a first one"

    # A pid file left behind whose number now belongs to somebody else: this very test.
    (Postgres(var).data / "postmaster.pid").write_text(f"{os.getpid()}\n/nowhere\n")
    fourth = Run(var, free_port())
    fourth.answers()
    every_decision_of_the_city_still_agrees(var)
    fourth.interrupt()
    assert fourth.process.returncode == 0

    refused = khue("setup", KHUE_VAR=str(var), SAMPLE="0")
    assert refused.returncode == 2
    assert "holds the sample city" in refused.stderr


def every_decision_of_the_city_still_agrees(var: Path) -> None:
    """Replays all rulings of the sample city that stands there: decisions of first instance, refusals, appeals."""
    done = khue("rules", "replay", "--all", "--lang", "en", KHUE_VAR=str(var), SAMPLE="1")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    said = re.fullmatch(r"(\d+) rulings, 0 differ", done.stdout.strip())
    assert said, done.stdout[-2000:]
    assert int(said[1]) > 60, "the sample city decides many cases, line by line"


def test_a_real_database_refuses_the_sample_and_takes_no_sample_by_itself(var: Path) -> None:
    done = khue("setup", KHUE_VAR=str(var), SAMPLE="0")
    assert done.returncode == 0, done.stderr
    refused = khue("setup", KHUE_VAR=str(var), SAMPLE="1")
    assert refused.returncode == 2
    assert "holds real records" in refused.stderr


def test_as_root_no_permission_of_the_callers_folders_changes(var: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("this is about running as root")
    inner = var / "deep" / "data"
    inner.mkdir(parents=True, mode=0o700)
    before = [path.stat().st_mode for path in (var, inner.parent, inner)]
    server = Postgres(inner)
    try:
        server.start()
        assert server.answers()
        assert [path.stat().st_mode for path in (var, inner.parent, inner)] == before
    finally:
        server.stop()
        import shutil

        shutil.rmtree(server.home, ignore_errors=True)
