"""A web process that loads beside the preparation serves when it is told so, and ends when nobody tells it any more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from khue.site.serve import Crew
from khue.site.waiting import READY_AT, wait_until_prepared

WAITS = "from khue.site.waiting import wait_until_prepared as w; w(); print('serves', flush=True); import time; time.sleep(30)"


@pytest.fixture
def crew(capfd: pytest.CaptureFixture[str]) -> Iterator[Crew]:
    made = Crew({"web": [sys.executable, "-c", WAITS]})
    yield made
    made.end()


def test_without_a_preparation_nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(READY_AT, raising=False)
    wait_until_prepared()


def test_it_serves_once_the_preparation_is_done(crew: Crew, capfd: pytest.CaptureFixture[str]) -> None:
    crew.start_loading("web")
    with pytest.raises(subprocess.TimeoutExpired):
        crew.running["web"].wait(0.5)
    assert "serves" not in capfd.readouterr().out

    def until_it_serves(*_: object) -> None:
        crew.ending = True

    signal.signal(signal.SIGALRM, until_it_serves)
    signal.setitimer(signal.ITIMER_REAL, 1.5)
    crew.watch(pause=0.1)
    assert crew.running["web"].poll() is None
    assert "serves" in capfd.readouterr().out
    assert READY_AT not in os.environ


def test_it_ends_when_the_preparation_fails_or_dies(crew: Crew) -> None:
    crew.start_loading("web")
    assert crew._loading is not None
    crew._loading.close()  # what the kernel does for a preparation that was killed
    assert crew.running["web"].wait(10) == 1
