"""A real browser against real processes: gunicorn and the worker on a clone of the template database.

Every page that a journey sees is checked with axe, in the language it is seen in. Screenshots go to ``shots/``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

import pytest

from tests.conftest import Cluster, pointed_at
from tests.journeys.backstage import Cases, give_budget, stage_cases
from tests.journeys.running import RunningCity, start_city
from tests.journeys.visitor import Visitor

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic", "--disable-dev-shm-usage",
]  # fmt: skip


class Visit(Protocol):
    def __call__(self, language: str, width: int = 1280, dark: bool = False, script: bool = True) -> Visitor: ...


@pytest.fixture(scope="session")
def city(cluster: Cluster, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCity]:
    name = f"khue_journey_{os.getpid()}"
    running = start_city(cluster, name, tmp_path_factory.mktemp("city"))
    with _inside(running, django_db_blocker):
        give_budget()
    yield running
    running.stop()
    cluster.drop(name)


@contextmanager
def _inside(city: RunningCity, blocker: Any) -> Iterator[None]:
    """This process works on the city's own database and files."""
    from django.test import override_settings

    with blocker.unblock(), pointed_at(city.database), override_settings(KHUE_FILES=city.var / "files"):
        yield


@pytest.fixture
def backstage(city: RunningCity, django_db_blocker: Any) -> Any:
    """``with backstage(): …`` plays deeds through use-cases, so that a journey can begin in the middle."""

    def enter() -> AbstractContextManager[None]:
        return _inside(city, django_db_blocker)

    return enter


@pytest.fixture(scope="session")
def cases(city: RunningCity, django_db_blocker: Any) -> Cases:
    """Cases of the institute that wait at the steps where journeys begin."""
    with _inside(city, django_db_blocker):
        return stage_cases()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium: .ci/run installs it")
        pytest.skip("no chromium on this machine: the browser checks did not run")
    from playwright.sync_api import sync_playwright

    # The driver runs an event loop in this thread; Django would take it for a reason to refuse the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(city: RunningCity, browser: Any) -> Iterator[Visit]:
    """``visit("vi")`` opens a window; all are closed at the end."""
    opened: list[Visitor] = []

    def open_window(language: str, width: int = 1280, dark: bool = False, script: bool = True) -> Visitor:
        opened.append(Visitor(city, browser, language, width, dark, script))
        return opened[-1]

    yield open_window
    for visitor in opened:
        visitor.close()
