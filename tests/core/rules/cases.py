"""Cases for rules: a small law, random facts, and one way to ask a rule twice."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from khue.core.calendar import WorkCalendar
from khue.core.decision import Outcome
from khue.core.rules.batch import OUTCOMES, ask_many
from khue.core.rules.bound import Bound
from khue.core.rules.engine import Rulebook
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import EARLIEST, LAST_DAY, Kind
from khue.core.rules.lawbook import Lawbook, read_lawbook
from khue.core.rules.rows import as_columns
from khue.core.rules.rule import Rule

LAW = """
[issuers.council]
vi = "Hội đồng"
en = "Council"
[instruments.res-1]
number = "1/2025"
kind = "resolution"
issuer = "council"
adopted = 2024-01-01
in_force = 2024-01-01
vi = "Nghị quyết 1"
en = "Resolution 1"
certainty = "reported"
url = "https://example.org/1"
[instruments.res-1.provisions.cap]
vi = "mức trần"
en = "cap"
"""


def value(id: str, unit: str, *values: str, certainty: str = "reported") -> str:
    """One parameter as TOML; a value such as ``from = 2025-01-01, value = 50``."""
    spans = ", ".join("{ " + each + " }" for each in values)
    return (
        f'[[parameter]]\nid = "{id}"\nunit = "{unit}"\nvi = "giá trị {id}"\nen = "value {id}"\n'
        f'provision = "res-1.cap"\nrow = "pol:A8"\ncertainty = "{certainty}"\nvalues = [{spans}]\n'
    )


def law_of(*parameters: str) -> Lawbook:
    files = {"instruments.toml": tomllib.loads(LAW), "law.toml": tomllib.loads("\n".join(parameters))}
    return read_lawbook(files, sample=False)


NO_HOLIDAYS = WorkCalendar({})


def rulebook_of(law: Lawbook, *rules: Rule) -> Rulebook:
    return Rulebook(law, rules, NO_HOLIDAYS)


def random_case(bound: Bound) -> st.SearchStrategy[dict[str, Any]]:
    """Values by name for all facts of a rule, some missing, edges often."""
    return st.fixed_dictionaries({}, optional={name: random_value(fact) for name, fact in bound.facts.items()})


def random_value(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.kind is Kind.YESNO:
        return st.booleans()
    if fact.kind is Kind.CHOICE:
        return st.sampled_from(fact.options or ())
    if fact.kind is Kind.SHARE:
        return st.one_of(
            st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(999_999, 1_000_000)]),
            st.builds(lambda a, b: Fraction(min(a, b), max(a, b, 1)), st.integers(0, 999), st.integers(1, 999)),
        )
    if fact.kind is Kind.DAY:
        near = st.integers(-400, 400).map(lambda days: date(2026, 4, 1) + timedelta(days=days))
        return st.one_of(near, st.dates(EARLIEST, LAST_DAY))
    if fact.kind is Kind.LINES:
        fields = {name: random_value(field) for name, field in (fact.fields or {}).items()}
        return st.lists(st.fixed_dictionaries({}, optional=fields), max_size=4).map(tuple)
    edges = [0, 1, 2, 5, 6, 7, 600_000_000_000, 1_224_489_795_918, fact.limit - 1, fact.limit]
    return st.one_of(
        st.sampled_from([edge for edge in edges if edge <= fact.limit]),
        st.integers(0, min(20, fact.limit)),
        st.integers(0, fact.limit),
    )


def alone(bound: Bound, case: Mapping[str, Any]) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """Outcome, values and refusals of one case, asked alone."""
    answer = bound.answer(case)
    if answer.fault:
        return "problem", {}, ()
    told = {name: _comparable(found) for name, found in answer.values.items()}
    return answer.outcome.value, told, tuple(refusal.code for refusal in answer.refusals)


def together(bound: Bound, cases: list[Mapping[str, Any]]) -> list[tuple[str, dict[str, Any], tuple[str, ...]]]:
    """The same for many cases, asked as columns."""
    batch = ask_many(bound, as_columns(bound, cases), len(cases))
    options = bound.many().vocabulary.options
    found = []
    for row in range(len(cases)):
        outcome = OUTCOMES[batch.outcome[row]]
        granted = outcome == Outcome.GRANTED.value
        values = {name: _plain(column[row], bound, name, options) for name, column in batch.values.items()}
        codes = tuple(r.code for bit, (_, r) in enumerate(bound.refusals) if batch.refusals[row] >> bit & 1)
        found.append((outcome, values if granted else {}, codes))
    return found


def _plain(value: Any, bound: Bound, name: str, options: list[str]) -> Any:
    kind = bound.rule.ruling.values[name].kind
    if kind is Kind.CHOICE:
        return options[value]
    return bool(value) if kind is Kind.YESNO else int(value)


def _comparable(value: Any) -> Any:
    return value.toordinal() if isinstance(value, date) else value
