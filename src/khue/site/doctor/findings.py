"""What a check found, and how checks are run: one that breaks is a finding too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """``check`` is the stable name; ``what`` says how it stands; ``remedy`` what to do, empty when nothing."""

    check: str
    state: State
    what: str
    remedy: str = ""


Check = Callable[[], Iterable[Finding]]


def ok(check: str, what: str) -> Finding:
    return Finding(check, "ok", what)


def warn(check: str, what: str, remedy: str) -> Finding:
    return Finding(check, "warn", what, remedy)


def bad(check: str, what: str, remedy: str) -> Finding:
    return Finding(check, "bad", what, remedy)


def run(checks: Iterable[Check]) -> Iterator[Finding]:
    """Every finding of every check, in order."""
    for check in checks:
        try:
            yield from check()
        except Exception as error:
            first = (str(error).strip().splitlines() or [""])[0]
            yield bad(
                check.__name__,
                f"this could not be looked at: {type(error).__name__}: {first}"[:300],
                "Mend that first.",
            )


def worst(findings: Iterable[Finding]) -> int:
    """The exit code: 0 all in order, 1 something wants a look, 2 something is wrong."""
    return max(({"ok": 0, "warn": 1, "bad": 2}[found.state] for found in findings), default=0)
