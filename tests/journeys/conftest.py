"""A real browser against real processes: gunicorn and the worker on a clone of the template database.

Every page that a journey sees is checked with axe, in the language it is seen in. Screenshots go to ``shots/``.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cluster

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "tests/vendor/axe/axe.min.js").read_text(encoding="utf-8")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic", "--disable-dev-shm-usage",
]  # fmt: skip


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
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

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
        self.processes[name] = subprocess.Popen(commands[name], env=self.environment, cwd=ROOT, start_new_session=True)

    def wait(self, patience: float = 30) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (OSError, urllib.error.URLError):
                time.sleep(0.1)
        raise AssertionError("the web process did not answer")

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
        "PORT": str(port),
    }
    city = RunningCity(port, name, environment)
    city.start("web")
    city.start("worker")
    city.wait()
    return city


@pytest.fixture(scope="session")
def city(
    cluster: Cluster, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningCity]:
    name = f"khue_journey_{os.getpid()}"
    running = start_city(cluster, name, tmp_path_factory.mktemp("city"))
    yield running
    running.stop()
    cluster.drop(name)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium: .ci/run installs it")
        pytest.skip("no chromium on this machine: the browser checks did not run")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


class Visitor:
    """One person at one browser window."""

    def __init__(self, city: RunningCity, browser: Any, language: str, width: int = 1280, dark: bool = False) -> None:
        self.city, self.language = city, language
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="vi-VN" if language == "vi" else "en-GB",
            color_scheme="dark" if dark else "light",
        )
        self.context.set_default_timeout(15_000)
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.seen = 0
        self.page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        self.page.on("console", self._console)
        self.page.on("response", self._response)

    def _console(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _response(self, response: Any) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.status} at {response.url}")

    def sign_in(self, persona: str) -> Visitor:
        """One click on the start page, as the sample city offers it."""
        self.go("/")
        self.page.locator(f"form[action$='/sample/persona/{persona}/'] button").first.click()
        self.page.wait_for_load_state()
        self.check()
        return self

    def go(self, path: str) -> Visitor:
        """Open a page by its language-less path."""
        self.page.goto(f"{self.city.url}/{self.language}{path}")
        self.check()
        return self

    def press(self, name: str) -> Visitor:
        """Press the button or link with this visible name, and look at the page that follows."""
        target = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first
        target.click()
        self.page.wait_for_load_state()
        self.check()
        return self

    def check(self) -> None:
        """axe on the page as it stands; and nothing on it may have failed on the way."""
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "() => axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})"
        )
        problems = [
            f"{v['id']}: {v['help']} {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found["violations"]
        ]
        assert not problems, f"{self.page.url}\n" + "\n".join(problems)
        lang = self.page.evaluate("document.documentElement.lang")
        assert lang == self.language, f"{self.page.url} speaks {lang}"
        assert not self.troubles, f"{self.page.url}: {json.dumps(self.troubles, ensure_ascii=False)}"
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 1, f"{self.page.url} scrolls sideways by {wide}px"
        self.seen += 1

    def shot(self, name: str) -> None:
        folder = ROOT / "shots"
        folder.mkdir(exist_ok=True)
        self.page.screenshot(path=str(folder / f"{name}-{self.language}.png"), full_page=True)

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def visit(city: RunningCity, browser: Any) -> Iterator[Any]:
    """``visit("vi")`` opens a window; all are closed at the end."""
    opened: list[Visitor] = []

    def open_window(language: str, width: int = 1280, dark: bool = False) -> Visitor:
        opened.append(Visitor(city, browser, language, width, dark))
        return opened[-1]

    yield open_window
    for visitor in opened:
        visitor.close()
