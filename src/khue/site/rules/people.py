"""The drawn population that ``khue rules simulate --population`` asks about: years, programmes, seed, assumptions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from khue.core.rules.engine import Rulebook
from khue.site.rules import law
from khue.site.rules.inputs import problem, table_of

if TYPE_CHECKING:
    from khue.core.rules.population import Population

MOST_YEARS = 20
YEARS = "2026-2030"
KNOWN = ("seed", "years", "programmes", "figures", "weights")


@dataclass(frozen=True, slots=True)
class Asked:
    population: Population
    years: range


def asked_for(rulebook: Rulebook, place: str, years: str, seed: int, programmes: Sequence[str]) -> Asked:
    """What a file of assumptions says, and what the command line says over it. Raises CannotAnswer."""
    from khue.core.rules.loading import city_population

    told = _told(place)
    people = city_population(law.city(), rulebook)
    wanted = list(programmes) or told.get("programmes") or [each.rule for each in people.programmes]
    known = {each.rule for each in people.programmes}
    for rule in wanted:
        if rule not in known:
            listed = ", ".join(sorted(known))
            raise problem(
                "programme",
                "programme",
                f"Không có chương trình “{rule}”: chọn trong {listed}.",
                f"There is no programme “{rule}”: choose among {listed}.",
            )
    people = _weighted(_changed(people, told.get("figures") or {}), told.get("weights") or {}).only(wanted)
    seed = seed or told.get("seed") or people.seed
    if type(seed) is not int or seed < 0:
        raise problem("seed", "seed", "Cần một số nguyên không âm.", "Give a whole number that is not negative.")
    return Asked(replace(people, seed=seed), _years(years or _span(told) or YEARS))


def _told(place: str) -> Mapping[str, Any]:
    told = table_of(place, "assumptions") if place else {}
    for name in told:
        if name not in KNOWN:
            listed = ", ".join(KNOWN)
            raise problem(
                f"assumptions.{name}",
                "assumptions",
                f"Không có mục này; các mục: {listed}.",
                f"This is none of {listed}.",
            )
    return told


def _span(told: Mapping[str, Any]) -> str:
    years = told.get("years")
    return "-".join(str(each) for each in (years[0], years[-1])) if isinstance(years, list) and years else ""


def _changed(people: Population, figures: Any) -> Population:
    from khue.core.rules.population import PopulationError, read_figure

    changed: dict[str, Fraction] = {}
    for id, raw in figures.items() if isinstance(figures, Mapping) else ():
        value = read_figure(raw)
        if value is None:
            raise problem(
                f"assumptions.figures.{id}", "figure", "Cần một số như 3, 0.15 hoặc 15/100.", "Give 3, 0.15 or 15/100."
            )
        changed[str(id)] = value
    try:
        return people.with_figures(changed)
    except PopulationError as error:
        raise problem("assumptions.figures", "figure", error.problems[0], error.problems[0]) from None


def _weighted(people: Population, weights: Any) -> Population:
    """The weights of a file, by ``<rule>/<way>/<part>``."""
    from khue.core.rules.population import PopulationError, read_figure
    from khue.core.rules.weights import weighted

    changed: dict[str, Fraction] = {}
    for id, raw in weights.items() if isinstance(weights, Mapping) else ():
        value = read_figure(raw)
        if value is None:
            raise problem(
                f"assumptions.weights.{id}",
                "weight",
                "Cần một tỷ trọng như 0.25 hoặc 1/4.",
                "Give a weight: 0.25 or 1/4.",
            )
        changed[str(id)] = value
    try:
        return weighted(people, changed)
    except PopulationError as error:
        told = error.problems[0]
        raise problem("assumptions.weights", "weight", f"Tỷ trọng chưa hợp lệ: {told}.", f"{told}.") from None


def _years(typed: str) -> range:
    span = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", typed)
    first, last = (int(span[1]), int(span[2] or span[1])) if span else (1, 0)
    if not first <= last < first + MOST_YEARS or not 2024 <= first <= last <= 2045:
        raise problem(
            "years",
            "years",
            f"Cần khoảng năm như 2026-2030, nhiều nhất {MOST_YEARS} năm.",
            f"Give years such as 2026-2030, at most {MOST_YEARS}.",
        )
    return range(first, last + 1)
