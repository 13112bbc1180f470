"""A real browser against real processes: gunicorn and the worker on a clone of the template database.

Every page that a journey sees is checked with axe, in the language it is seen in. Screenshots go to ``shots/``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

import pytest

from tests.conftest import Cluster, pointed_at
from tests.journeys.backstage import Cases, give_budget, stage_cases
from tests.journeys.running import RunningCity, start_city
from tests.journeys.visitor import Visitor


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
