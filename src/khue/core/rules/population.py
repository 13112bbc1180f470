"""A synthetic population of a city: who would ask for which support, drawn from published figures and assumptions.

Figures come with source and certainty like the law; assumptions are marked as such, shown, and may be changed by whoever
runs the population. The same seed draws the same people, whatever law they are run under: before and after a reform
compare like with like.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import MAX_PART, Kind
from khue.core.rules.rule import Rule

MOST_CASES: Final = 5_000_000
"""Cases of one programme and year; more is a slip in an assumption, not a city."""


class PopulationError(Exception):
    """The population cannot be drawn. ``problems`` names each place and what is wrong there."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Figure:
    """A published number, or an assumption. ``value`` exact; ``certainty`` as in the law files, or ``assumption``."""

    id: str
    value: Fraction
    text: Text
    certainty: str
    row: str = ""
    url: str = ""

    @property
    def assumed(self) -> bool:
        return self.certainty == "assumption"

    @property
    def share(self) -> bool:
        """Whether it is a part of something, as the city's file has it: at most 1."""
        return self.value < 1


@dataclass(frozen=True, slots=True)
class Draw:
    """How one fact is drawn; exactly one way is used.

    ``options``  option of a choice to its weight
    ``yes``      share of cases that say yes
    ``median`` and ``spread`` of a log-normal amount, cut at ``most``; ``none`` is the share of cases with nothing
    ``low`` and ``high``  bounds of an even share

    ``yes``, ``median`` and ``none`` may name a figure, so that whoever runs the population sees and changes it.
    """

    fact: str
    options: Mapping[str, Fraction] | None = None
    yes: Fraction | str | None = None
    median: int | str | None = None
    spread: float = 0.8
    most: int = 10**12
    none: Fraction | str = Fraction(0)
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def figures(self) -> tuple[str, ...]:
        return tuple(each for each in (self.yes, self.median, self.none) if isinstance(each, str))


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the applicants: its weight, and how its amounts compare with the median."""

    code: str
    text: Text
    weight: Fraction
    scale: Fraction


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to tell applicants apart (size, kind, field); its groups add up to all of them. Ways are independent."""

    code: str
    text: Text
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """Cases of one rule in a year: the product of some figures, growing by ``growth`` a year from ``first_year``."""

    rule: str
    text: Text
    cases: tuple[str, ...]
    growth: str
    groupings: tuple[Grouping, ...]
    draws: tuple[Draw, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """Every figure that its cases rest on, once."""
        growth = (self.growth,) if self.growth else ()
        return tuple(dict.fromkeys((*self.cases, *growth, *(id for each in self.draws for id in each.figures))))


@dataclass(frozen=True, slots=True)
class Population:
    """Figures and programmes of a city; ``seed`` and ``first_year`` make a run repeatable.

    ``most`` cuts the cases of each programme and year: for a quick look, whose sums are then those of the cut.
    """

    figures: Mapping[str, Figure]
    programmes: tuple[Programme, ...]
    seed: int
    first_year: int
    most: int | None = None

    def with_figures(self, changed: Mapping[str, Fraction]) -> Population:
        """The same population under other assumptions. Raises PopulationError for a figure that is not there."""
        unknown = sorted(set(changed) - set(self.figures))
        if unknown:
            raise PopulationError([f"{id}: there is no such figure" for id in unknown])
        figures = {
            id: replace(figure, value=changed[id], certainty="assumption") if id in changed else figure
            for id, figure in self.figures.items()
        }
        return replace(self, figures=figures)

    def cases_in(self, programme: Programme, year: int) -> int:
        """How many cases of a programme a year brings, rounded to the nearest. Raises PopulationError for too many."""
        expected = Fraction(1)
        for id in programme.cases:
            expected *= self.figures[id].value
        growth = 1 + self.figures[programme.growth].value if programme.growth else Fraction(1)
        found = round(expected * growth ** (year - self.first_year))
        if found > MOST_CASES:
            raise PopulationError([f"{programme.rule}: {found} cases in {year}, more than {MOST_CASES}"])
        return found if self.most is None else min(found, self.most)

    def only(self, rules: Collection[str]) -> Population:
        """The programmes of these rules, in the order of the file."""
        return replace(self, programmes=tuple(each for each in self.programmes if each.rule in rules))


def resolved(how: Draw, figures: Mapping[str, Figure]) -> Draw:
    """The draw with the values of the figures that it names."""
    if not how.figures:
        return how
    yes = figures[how.yes].value if isinstance(how.yes, str) else how.yes
    none = figures[how.none].value if isinstance(how.none, str) else how.none
    median = round(figures[how.median].value) if isinstance(how.median, str) else how.median
    return replace(how, yes=yes, median=median, none=none)


# ---- reading --------------------------------------------------------------------------------------------------------


def read_population(path: Path, rules: Mapping[str, Rule]) -> Population:
    """The population of a TOML file. Raises PopulationError with every problem, each with its place."""
    raw = tomllib.loads(path.read_text("utf-8"))
    problems: list[str] = []
    figures = {figure.id: figure for each in raw.get("figure", ()) if (figure := _figure(each, problems))}
    programmes = tuple(
        found for each in raw.get("programme", ()) if (found := _programme(each, figures, rules, problems))
    )
    if type(raw.get("seed")) is not int or type(raw.get("first_year")) is not int:
        problems.append("seed and first_year must be whole numbers")
    if problems:
        raise PopulationError(problems)
    return Population(figures, programmes, raw["seed"], raw["first_year"])


def _figure(raw: Mapping[str, Any], problems: list[str]) -> Figure | None:
    id = str(raw.get("id", ""))
    value = read_figure(raw.get("value"))
    if not id or value is None or not raw.get("vi") or not raw.get("en"):
        problems.append(f'figure {id!r}: needs id, vi, en and a value such as 213283 or "982/1000"')
        return None
    certainty = str(raw.get("certainty", ""))
    if certainty not in ("confirmed", "reported", "digest", "assumption"):
        problems.append(f"figure {id}: certainty is confirmed, reported, digest or assumption")
    if certainty != "assumption" and not (raw.get("row") and raw.get("url")):
        problems.append(f"figure {id}: a published figure needs row and url")
    return Figure(id, value, Text(raw["vi"], raw["en"]), certainty, str(raw.get("row", "")), str(raw.get("url", "")))


def _programme(
    raw: Mapping[str, Any], figures: Mapping[str, Figure], rules: Mapping[str, Rule], problems: list[str]
) -> Programme | None:
    id = str(raw.get("rule", ""))
    rule = rules.get(id)
    if rule is None:
        problems.append(f"programme {id!r}: there is no such rule")
        return None
    if next(iter(rule.ruling.values.values())).kind is not Kind.MONEY:
        problems.append(f"programme {id}: its rule grants no money")
    for figure in (*raw.get("cases", ()), raw.get("growth")):
        if figure not in figures:
            problems.append(f"programme {id}: {figure!r} is no figure")
    groupings = tuple(_grouping(id, code, each, problems) for code, each in raw.get("groups", {}).items())
    if not groupings:
        problems.append(f"programme {id}: needs at least one way to group its applicants")
    draws = tuple(_draws(id, raw.get("facts", {}), rule, figures, problems))
    return Programme(
        id, Text(raw["vi"], raw["en"]), tuple(raw.get("cases", ())), str(raw.get("growth", "")), groupings, draws
    )


def _grouping(id: str, code: str, raw: Mapping[str, Any], problems: list[str]) -> Grouping:
    groups = tuple(_group(part, each) for part, each in raw.get("parts", {}).items())
    if not groups or sum(group.weight for group in groups) != 1:
        problems.append(f"programme {id}: the weights of its groups by {code} must add up to 1")
    if not raw.get("vi") or not raw.get("en"):
        problems.append(f"programme {id}: groups by {code} need vi and en")
    return Grouping(code, Text(raw.get("vi") or code, raw.get("en", "")), groups)


def _group(code: str, raw: Mapping[str, Any]) -> Group:
    weight, scale = read_figure(raw.get("weight")), read_figure(raw.get("scale", 1))
    return Group(code, Text(raw["vi"], raw["en"]), weight or Fraction(0), scale or Fraction(1))


def _draws(
    id: str, raw: Mapping[str, Any], rule: Rule, figures: Mapping[str, Figure], problems: list[str]
) -> Iterator[Draw]:
    facts = rule.facts
    for name in sorted(set(facts) ^ set(raw)):
        problems.append(f"programme {id}: {name} is {'not drawn' if name in facts else 'no fact of the rule'}")
    for name, each in raw.items():
        if name in facts:
            found = _draw(name, each, figures)
            if fault := _unfit(facts[name], resolved(found, figures)):
                problems.append(f"programme {id}: {name} {fault}")
            yield found


def _draw(name: str, raw: Mapping[str, Any], figures: Mapping[str, Figure]) -> Draw:
    def named(key: str) -> str | None:
        return raw[key] if isinstance(raw.get(key), str) and raw[key] in figures else None

    weights = raw.get("options")
    return Draw(
        name,
        {code: read_figure(weight) or Fraction(0) for code, weight in weights.items()} if weights else None,
        named("yes") or read_figure(raw.get("yes")),
        named("median") or (raw["median"] if type(raw.get("median")) is int else None),
        float(raw.get("spread", 0.8)),
        int(raw.get("most", 10**12)),
        named("none") or read_figure(raw.get("none")) or Fraction(0),
        read_figure(raw.get("low")),
        read_figure(raw.get("high")),
    )


def _unfit(fact: Fact, how: Draw) -> str:
    if fact.kind is Kind.CHOICE:
        if how.options is None or set(how.options) - set(fact.options or ()) or sum(how.options.values()) != 1:
            return f"needs weights that add up to 1 over {', '.join(fact.options or ())}"
    elif fact.kind is Kind.YESNO:
        if how.yes is None or isinstance(how.yes, str) or not 0 <= how.yes <= 1:
            return "needs the share that says yes, from 0 to 1"
    elif fact.kind is Kind.SHARE:
        if how.low is None or how.high is None or not 0 <= how.low <= how.high <= 1:
            return "needs low and high, from 0 to 1"
    elif fact.kind in (Kind.MONEY, Kind.COUNT):
        fits = type(how.median) is int and how.median >= 1 and how.spread >= 0
        if not fits or isinstance(how.none, str) or not 0 <= how.none <= 1:
            return "needs a median, and may have spread, most and none"
    else:
        return f"is {fact.kind}: a synthetic case has none"
    return ""


def read_figure(raw: Any) -> Fraction | None:
    """A number as 3, 0.15 or "15/100", exactly; None when it is none, or finer than arrays hold."""
    if raw is None or isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    try:
        found = Fraction(str(raw))
    except (ValueError, ZeroDivisionError):
        return None
    return found if found.denominator <= MAX_PART else None
