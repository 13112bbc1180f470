"""What a reform would have done to cases that were decided already: the kept rulings, asked again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.kinds import FIRST_DAY, Kind
from khue.core.rules.lab import Effect, effect_of
from khue.core.rules.reform import Reform
from khue.core.rules.rows import as_columns, read_rows
from khue.features.policylab.domain import LEAST_TOLD, Content
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.queries import RuledCase


def past_effect(content: Content, book: Rulebook, reform: Reform) -> list[dict[str, Any]]:
    """For each programme, the lines that decisions ruled on, as if the reform had held on their day.

    Plain JSON: decisions, lines, effect, and groups of at least LEAST_TOLD decisions; ``hidden`` counts the groups left out.
    """
    always = held_always(reform)
    found = []
    for rule in content.programmes:
        cases = list(rulebook.ruled_cases(rule))
        if cases:
            found.append(_of_rule(rule, cases, book, always))
    return found


def held_always(reform: Reform) -> Reform:
    """The same changes on every day of the law's life; of several for one value the last one counts."""
    changes = {each.parameter: replace(each, since=FIRST_DAY, until=None) for each in reform.changes}
    switches = {each.rule: replace(each, since=FIRST_DAY, until=None) for each in reform.switches}
    return Reform(reform.name, tuple(changes.values()), tuple(switches.values()))


@dataclass
class _Group:
    decisions: set[str] = field(default_factory=set)
    lines: int = 0
    effect: Effect = field(default_factory=Effect)

    def add(self, subjects: set[str], lines: int, effect: Effect) -> None:
        self.decisions |= subjects
        self.lines += lines
        self.effect.add(effect)


def _of_rule(rule: str, cases: Sequence[RuledCase], book: Rulebook, reform: Reform) -> dict[str, Any]:
    whole = _Group()
    titles: dict[str, tuple[Text, dict[str, Text]]] = {"year": (Text("Năm quyết định", "Year of the decision"), {})}
    groups: dict[tuple[str, str], _Group] = defaultdict(_Group)
    facts = book.versions(rule)[-1].facts
    for name, fact in facts.items():
        if fact.kind is Kind.CHOICE and fact.options:
            titles[name] = (fact.label or Text(name), dict(fact.labels or {}))
    by_key: dict[tuple[Any, ...], list[RuledCase]] = defaultdict(list)
    for case in cases:
        chosen = tuple(str(case.facts.get(name, "")) for name in titles if name != "year")
        by_key[(case.on, *chosen)].append(case)
    for (on, *codes), same in by_key.items():
        effect = _effect(rule, on, same, book, reform)
        subjects = {case.subject for case in same}
        whole.add(subjects, len(same), effect)
        titles["year"][1][str(on.year)] = Text(str(on.year), str(on.year))
        for way, code in zip(titles, (str(on.year), *codes), strict=True):
            if code:
                groups[way, code].add(subjects, len(same), effect)
    shown = _shown(groups)
    return {
        "rule": rule,
        "decisions": len(whole.decisions),
        "lines": whole.lines,
        "effect": whole.effect.to_json() if len(whole.decisions) >= LEAST_TOLD else None,
        "hidden": len(groups) - len(shown),
        "groups": [
            {
                "dimension": way,
                "dimension_title": titles[way][0].to_json(),
                "title": titles[way][1].get(code, Text(code)).to_json(),
                "decisions": len(group.decisions),
                "lines": group.lines,
                **group.effect.to_json(),
            }
            for (way, code), group in shown.items()
        ],
    }


def _shown(groups: Mapping[tuple[str, str], _Group]) -> dict[tuple[str, str], _Group]:
    """Groups that are large enough. Where one alone of a kind is too small, the next one goes too: else a difference tells it."""
    kept: dict[tuple[str, str], _Group] = {}
    for way in dict.fromkeys(way for way, _ in groups):
        own = {key: group for key, group in sorted(groups.items()) if key[0] == way}
        small = [key for key, group in own.items() if len(group.decisions) < LEAST_TOLD]
        if len(small) == 1 and len(own) > 1:
            rest = [key for key in own if key not in small]
            small.append(min(rest, key=lambda key: len(own[key].decisions)))
        kept |= {key: group for key, group in own.items() if key not in small}
    return kept


def _effect(rule: str, on: date, cases: Sequence[RuledCase], book: Rulebook, reform: Reform) -> Effect:
    """Between the law of the day and the reform; a rule that is switched off, or did not hold, grants nothing."""
    try:
        before = book.at(rule, Point(on))
    except RuleMissing:
        return Effect(cases=len(cases))
    values, _problems = read_rows(before, [case.facts for case in cases])
    columns = as_columns(before, values)
    try:
        after = book.at(rule, Point(on, None, reform))
    except RuleMissing:
        return _nothing_left(effect_of((before, before), columns, len(cases)))
    return effect_of((before, after), columns, len(cases))


def _nothing_left(now: Effect) -> Effect:
    return replace(now, granted_after=0, cost_after=0, gain=0, gained=0, lose=now.granted_before, lost=now.cost_before)
