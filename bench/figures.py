"""One measured figure, its target and the yardstick of the same run; how figures are printed and handed over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


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


def hand_over(figures: Iterable[Figure]) -> None:
    """Print the figures as one line of JSON: the last line of a measurement's output, read by ``python -m bench``."""
    print(json.dumps([asdict(figure) for figure in figures]))
