"""Chance with a seed: whom SIGKILL hits, and when."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psutil
import psycopg

from tests.chaos.city import City
from tests.chaos.people import Journal

FAMILIES = {
    "web": ("a web worker", "the web master"),
    "worker": ("the worker",),
    "database": ("the postmaster", "a backend", "a connection"),
}
"""``a connection`` is cut, not killed: the server ends one backend in order, its client finds out the hard way."""
PAUSE = (3, 14)
"""So many further deeds are acknowledged between two kills, and then a moment more: people are always busy."""
LONGEST_PAUSE = 15.0
"""Seconds after which the next kill comes, whatever was acknowledged."""
PATIENCE = 30.0
"""Seconds to wait for a victim that is still being started."""


@dataclass
class Killer:
    """Kills ``count`` times and says so. Brings back only the database: everything else comes back by itself."""

    city: City
    journal: Journal
    seed: int
    count: int
    say: Callable[[str], None]
    began: float = field(default_factory=time.monotonic)
    killed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def plan(self) -> list[str]:
        """Each family once, then as chance has it; in an order that chance gives too."""
        families = [*FAMILIES][: self.count]
        families += self.random.choices([*FAMILIES], k=self.count - len(families))
        self.random.shuffle(families)
        return [self.random.choice(FAMILIES[family]) for family in families]

    def work(self) -> None:
        for victim in self.plan():
            self._wait()
            self._hit(victim)

    def _wait(self) -> None:
        wanted, moment = self.random.randint(*PAUSE), self.random.uniform(0.0, 0.5)
        before, deadline = self.journal.acknowledged, time.monotonic() + LONGEST_PAUSE
        while self.journal.acknowledged < before + wanted and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(moment)

    def _hit(self, victim: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            pid = self._strike(victim)
            if pid is not None:
                at = time.monotonic() - self.began
                self.killed.append(victim)
                self.say(f"{at:6.1f} s  kill {len(self.killed)}/{self.count}: {victim} (process {pid})")
                self._mend(victim)
                return
            time.sleep(0.05)
        raise AssertionError(f"there was no {victim} to kill for {PATIENCE:.0f} s:\n{self.city.last_words()}")

    def _strike(self, victim: str) -> int | None:
        if victim == "the postmaster":
            pid = self.city.postmaster()
            return _kill(pid) if pid is not None else None
        if victim in ("a backend", "a connection"):
            pids = self.city.backends()
            if not pids:
                return None
            pid = self.random.choice(pids)
            return _kill(pid) if victim == "a backend" else self._cut(pid)
        found = {
            "a web worker": self.city.web_workers,
            "the web master": self.city.masters,
            "the worker": self.city.job_workers,
        }[victim]()
        if not found:
            return None
        return _kill(self.random.choice(sorted(found, key=lambda process: process.pid)).pid)

    def _cut(self, pid: int) -> int | None:
        with contextlib.suppress(psycopg.OperationalError):
            if self.city.rows("SELECT pg_terminate_backend(%s) AS done", pid)[0]["done"]:
                return pid
        return None

    def _mend(self, victim: str) -> None:
        """``khue run`` does not watch over the database's first process: bring it back after a moment of chance."""
        if victim == "the postmaster":
            time.sleep(self.random.uniform(0.0, 1.0))
            self.city.postgres.start()


def _kill(pid: int) -> int | None:
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, psutil.NoSuchProcess):
        return None
    return pid
