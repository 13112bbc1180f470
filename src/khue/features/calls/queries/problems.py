"""The city's list of big problems: what the sources give, and how much of it was not found."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from khue.core.bilingual import Text
from khue.core.decision import Source
from khue.features.rulebook import queries as rulebook


@dataclass(frozen=True, slots=True)
class BigProblem:
    """``certainty`` is ``reported`` or ``confirmed``; ``needs`` counts the needs that name it."""

    code: str
    title: Text
    certainty: str
    needs: int = 0


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """``count`` problems belong to the group by the source; those not listed were not found."""

    code: str
    title: Text
    count: int
    certainty: str
    problems: tuple[BigProblem, ...]

    @property
    def not_found(self) -> int:
        return self.count - len(self.problems)


@dataclass(frozen=True, slots=True)
class ProblemList:
    """``count`` is a value of the law; ``groups_not_found`` says of how many groups no source gives the name."""

    decision: str
    adopted_on: date
    count: int | None
    source: Source
    groups: tuple[ProblemGroup, ...]
    groups_not_found: int

    @property
    def listed(self) -> int:
        return sum(len(group.problems) for group in self.groups)


def problem_list(on: date, needs: Mapping[str, int] | None = None) -> ProblemList:
    """The list as it is known. ``needs``: how many needs name each problem, by code."""
    raw = _content(settings.KHUE_CITY)
    counted = needs or {}
    groups = tuple(
        ProblemGroup(
            group["key"],
            Text(group["vi"], group["en"]),
            int(group["count"]),
            group["certainty"],
            tuple(
                BigProblem(one["key"], Text(one["vi"], one["en"]), one["certainty"], counted.get(one["key"], 0))
                for one in group.get("problems", ())
            ),
        )
        for group in raw["groups"]
    )
    adopted = raw["adopted_on"]
    parameter = rulebook.parameter(raw["count_parameter"], max(on, adopted))
    return ProblemList(
        decision=raw["decision"],
        adopted_on=adopted,
        count=parameter.number if parameter.applies else None,
        source=parameter.source,
        groups=groups,
        groups_not_found=int(raw["groups_in_all"]) - len(groups),
    )


@cache
def _content(city: str) -> dict[str, Any]:
    return tomllib.loads(rulebook.city_package().path("problems.toml").read_text("utf-8"))


def problem_choices() -> tuple[tuple[str, Text], ...]:
    """Code and title of every problem and group that a need may name."""
    found = []
    for group in _content(settings.KHUE_CITY)["groups"]:
        found.append((group["key"], Text(group["vi"], group["en"])))
        found += [(one["key"], Text(one["vi"], one["en"])) for one in group.get("problems", ())]
    return tuple(found)
