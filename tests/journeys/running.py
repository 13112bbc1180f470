"""A city of its own for the journeys: web and worker as real processes on a clone of the template database."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, Cluster


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class RunningCity:
    """Web and worker on one database, started as the portal starts them."""

    port: int
    database: str
    environment: dict[str, str]
    var: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    sign_ins: dict[str, Any] = field(default_factory=dict)
    """Persona → the cookies of a sign-in that journeys share."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, name: str) -> None:
        commands = {
            "web": [
                sys.executable, "-m", "gunicorn", "khue.site.wsgi:application", "--bind", f"127.0.0.1:{self.port}",
                "--workers", "1", "--threads", "6", "--worker-class", "gthread", "--log-level", "warning",
                "--no-control-socket",
            ],
            "worker": [sys.executable, "-m", "khue.site.worker"],
        }  # fmt: skip
        with (self.var / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                commands[name], env=self.environment, cwd=ROOT, start_new_session=True, stdout=log, stderr=log
            )

    def wait(self, patience: float = 90) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        raise AssertionError(f"the web process did not answer:\n{self.said('web')}")

    def said(self, name: str) -> str:
        """The last lines of a process."""
        return (self.var / f"{name}.log").read_text(errors="replace")[-3000:]

    def stop(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, 9)
                process.wait()


def start_city(cluster: Cluster, name: str, var: Path) -> RunningCity:
    """A clone of the template with its own web and worker processes."""
    from django.conf import settings

    from khue.site.environment import Database

    cluster.copy(name)
    default, owner = settings.DATABASES["default"], settings.DATABASES["owner"]

    def address(which: dict[str, Any]) -> str:
        login = which["USER"] + (f":{which['PASSWORD']}" if which["PASSWORD"] else "")
        if str(which["HOST"]).startswith("/"):
            return f"postgresql://{login}@/{name}?host={which['HOST']}"
        return f"postgresql://{login}@{which['HOST']}:{which['PORT'] or 5432}/{name}"

    assert Database.from_url(address(default)).name == name
    port = free_port()
    shutil.copytree(settings.STATIC_ROOT, var / "static", dirs_exist_ok=True)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "khue.site.settings",
        "DATABASE_URL": address(default),
        "DATABASE_OWNER_URL": address(owner),
        "KHUE_VAR": str(var),
        "SAMPLE": "1",
        "KHUE_SECRET": settings.SECRET_KEY,  # what is sealed backstage is opened in the city
        "PORT": str(port),
    }
    city = RunningCity(port, name, environment, var)
    city.start("web")
    city.start("worker")
    city.wait()
    return city
