"""One measured figure, its target and the yardstick of the same run; how figures are taken, printed and handed over."""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` in ``unit``. ``target`` is ``>= 300`` or ``<= 20`` in the same unit, or empty: measured to be seen.

    ``yardstick`` says in words what the same machine did outside our code in the same run.
    """

    name: str
    value: float
    unit: str
    target: str = ""
    yardstick: str = ""

    @property
    def met(self) -> bool:
        """Whether the target is reached; a figure without a target always is. Raises ValueError for another sign."""
        if not self.target:
            return True
        sign, _space, bound = self.target.partition(" ")
        if sign == ">=":
            return self.value >= float(bound.replace(",", ""))
        if sign == "<=":
            return self.value <= float(bound.replace(",", ""))
        raise ValueError(f"a target begins with >= or <=: {self.target!r}")

    def row(self) -> str:
        """The figure as one row of a Markdown table."""
        mark = "" if not self.target else "yes" if self.met else "**no**"
        return f"| {self.name} | {readable(self.value)} {self.unit} | {self.target} | {mark} | {self.yardstick} |"


def readable(value: float) -> str:
    """Three digits that matter: 12,345 · 123 · 12.3 · 1.23 · 0.0123."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    head = ["| What | Measured | Target | Met | Beside it |", "| --- | ---: | ---: | --- | --- |"]
    return "\n".join([*head, *(figure.row() for figure in figures)])


def tell(run: Callable[[bool], Iterable[Figure]], about: str | None) -> None:
    """What every measurement does when it is started: read ``--quick`` (a small part of the work), measure, hand over.

    The figures are one line of JSON, the last line of the output; ``python -m bench`` reads it.
    """
    options = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    options.add_argument("--quick", action="store_true", help="a small part of the work: to see that it runs")
    figures = run(options.parse_args().quick)
    print(json.dumps([asdict(figure) for figure in figures]))


def timed(deed: Callable[[], object]) -> float:
    """Seconds that the deed took."""
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def by_turns(rounds: int, *deeds: Callable[[], object]) -> list[float]:
    """Median seconds of each deed, taken by turns so that all meet the same noise; the first turn warms up."""
    taken: list[list[float]] = [[] for _ in deeds]
    for _ in range(rounds + 1):
        for seconds, deed in zip(taken, deeds, strict=True):
            seconds.append(timed(deed))
    return [median(seconds[1:]) for seconds in taken]


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that ``percent`` of all do not exceed. Raises ValueError without values."""
    found = sorted(values)
    if not found:
        raise ValueError("no values")
    return found[max(0, math.ceil(len(found) * percent / 100) - 1)]
