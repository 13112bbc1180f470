"""The real processes under measurement: gunicorn and worker as ``khue run`` starts them, and a session to read pages."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.database import ROOT, pointed_at, url_of


@dataclass(frozen=True, slots=True)
class Running:
    """A started process, with the log that it writes."""

    pid: int
    port: int
    log: Path

    def statements(self, path: str) -> set[int]:
        """How many statements the requests for ``path`` sent, as the access log counted them."""
        found = set()
        for line in self.log.read_text(encoding="utf-8").splitlines():
            said = json.loads(line) if line.startswith("{") else {}
            if said.get("event") == "request" and said.get("path") == path:
                found.add(int(said["queries"]))
        return found

    def complaints(self) -> str:
        """The last lines that the log has of errors."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return "\n".join(
            [line[-3000:] for line in lines if '"level": "error"' in line or not line.startswith("{")][-5:]
        )

    def processor_seconds(self) -> float:
        """Processor time that this process and its children have used so far."""
        import psutil

        here = psutil.Process(self.pid)
        times = [process.cpu_times() for process in (here, *here.children(recursive=True))]
        return sum(float(each.user + each.system) for each in times)

    def unshared_mb(self) -> list[float]:
        """Memory that ends with the process (USS), of this process and each of its children, in megabytes."""
        import psutil

        here = psutil.Process(self.pid)
        return [process.memory_full_info().uss / 1e6 for process in (here, *here.children(recursive=True))]


@contextmanager
def serving(name: str, **settings: str) -> Iterator[Running]:
    """The web server on the database ``name``, on a free port, until the end of the block; with ``settings`` of ours."""
    from khue.site import serve

    port = free_port()
    with _started(serve.web_command(port), name, port, settings) as running:
        if not serve.wait_until_served(port, patience=120):
            raise SystemExit(f"the web server did not start:\n{running.log.read_text(encoding='utf-8')[-2000:]}")
        yield running


@contextmanager
def working(name: str) -> Iterator[Running]:
    """The worker on the database ``name``."""
    from khue.site import serve

    with _started(serve.worker_command(), name, 0, {}) as running:
        yield running


@contextmanager
def _started(command: Sequence[str], name: str, port: int, settings: Mapping[str, str]) -> Iterator[Running]:
    from khue.site import serve

    environment = {
        **serve.surroundings(),
        "DATABASE_URL": url_of(name),
        "DATABASE_OWNER_URL": url_of(name, "owner"),
        "PORT": str(port or 8000),
        **settings,
    }
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as into:
            process = subprocess.Popen(command, env=environment, stdout=into, stderr=into, cwd=ROOT)
        try:
            yield Running(process.pid, port, log)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def register_personas(name: str) -> None:
    """The sample city's personas, for a database without the sample city."""
    from khue.kernel import clock
    from khue.site.sample.parties import register_personas as register

    with pointed_at(name):
        actor = clock.job_actor("sample")
        register(actor.today, actor=actor)


def cookie_of(name: str, persona: str) -> str:
    """A session of the persona, as one click on the sample city's start page opens it; the Cookie header's value."""
    from django.test import Client
    from django.urls import reverse

    with pointed_at(name):
        browser = Client(SERVER_NAME="127.0.0.1")
        answer = browser.post(reverse("sample-persona", args=[persona]), {"next": "/vi/law/"})
        if answer.status_code != 303:
            raise SystemExit(f"{persona} can't sign in: {answer.status_code}")
        return "; ".join(f"{key}={morsel.value}" for key, morsel in browser.cookies.items())
