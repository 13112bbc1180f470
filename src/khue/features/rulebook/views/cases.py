"""The cases that a rule must hold, as a table that a lawyer reads, each with a way to try it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.core.rules.catalogue import asked
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.explain import reasons
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.reading import FactsRefused, read_all
from khue.core.rules.rule import Rule
from khue.core.rules.scenarios import Scenario
from khue.core.rules.words import spoken, spoken_day
from khue.features.rulebook import queries
from khue.features.rulebook.views.frame import outcome_state
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView

ANCHOR = "#try"


def cases(found: Rule, page: str) -> TableView:
    """Each case with its day, its facts in words, and what comes out under the law as it is filed."""
    book = queries.filed_rulebook()
    facts = asked(book, book.rules[found.id])
    return TableView(
        (Column(_("Situation")), Column(_("Facts")), Column(_("What comes out")), Column(_("Deed"), hidden_label=True)),
        tuple(_row(each, facts, book, page) for each in queries.scenarios_of(found.id)),
        caption=_("Cases that the rule must hold"),
        empty=EmptyView(_("No case is written down"), _("Every rule of the city has its cases; this one has none.")),
    )


def _row(case: Scenario, facts: Mapping[str, Fact], book: Rulebook, page: str) -> Row:
    day = _both(lambda language: spoken_day(case.on, language))
    state, text = _came_out(case, book)
    return Row(
        (
            Cell(case.name, note=day),
            _spoken_facts(case.facts, facts),
            Cell(state, note=text) if state else Cell(_("cannot be asked"), note=text),
            Link(_("Try it"), f"{page}?{urlencode(tuple(_typed(case)))}{ANCHOR}"),
        )
    )


def _came_out(case: Scenario, book: Rulebook) -> tuple[StateView | None, Text]:
    """The outcome with its deciding sentence; None with the fault where the case can't be asked."""
    try:
        answer = book.ask(case.rule, case.facts, Point(case.on, case.known_on))
    except FactsRefused as refused:
        return None, refused.problems[0].text
    except RuleMissing as missing:
        return None, missing.text
    told = reasons(answer)
    # A grant is said in the last sentence, after the steps; a refusal and an open answer in the first.
    text = told[-1 if answer.outcome is Outcome.GRANTED else 0].text if told else answer.bound.rule.title
    return outcome_state(answer.outcome), text


def _spoken_facts(given: Mapping[str, Any], facts: Mapping[str, Fact]) -> Text:
    """``Loại nhiệm vụ: …; Chi phí: …``; what can't be read stands as it was written."""
    values, _problems = read_all(facts, given, ignore_unknown=True)
    return _both(lambda language: "; ".join(_lines(given, values, facts, language)) or "–")


def _lines(
    given: Mapping[str, Any], values: Mapping[str, Any], facts: Mapping[str, Fact], language: str
) -> Iterator[str]:
    for name, raw in given.items():
        fact = facts.get(name)
        if fact is None or raw is None or name not in values:
            yield f"{name}: {raw}"
            continue
        label = (fact.label or Text(name)).into(language)
        if fact.kind is Kind.LINES:
            parts = fact.fields or {}
            rows = (", ".join(spoken(v, parts[k], language) for k, v in line.items()) for line in values[name])
            told = " | ".join(rows) or {"vi": "không có", "en": "none"}[language]
        else:
            told = spoken(values[name], fact, language)
        yield f"{label}: {told}"


def _typed(case: Scenario) -> Iterator[tuple[str, str]]:
    """The case as the form on the rule's page takes it."""
    yield "on", f"{case.on:%d/%m/%Y}"
    if case.known_on:
        yield "known", f"{case.known_on:%d/%m/%Y}"
    for name, value in case.facts.items():
        if isinstance(value, list):
            for number, line in enumerate(value, 1):
                if isinstance(line, Mapping):
                    yield from ((f"{name}.{number}.{part}", _plain(each)) for part, each in line.items())
        elif value is not None:
            yield name, _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(Fraction(str(value))) if isinstance(value, float) else str(value)


def _both(told: Any) -> Text:
    return Text(told("vi"), told("en"))
