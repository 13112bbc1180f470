"""What a rule is, as plain data for a list, a page, the command line and the interface."""

from __future__ import annotations

import ast
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from khue.core.bilingual import Text
from khue.core.rules.answer import plain_json
from khue.core.rules.engine import Rulebook
from khue.core.rules.expressions import Expression, Fact
from khue.core.rules.rule import Refusal, Rule
from khue.core.rules.scenarios import Scenario

Told = dict[str, Any]


def _told(text: Text | None, language: str | None) -> Any:
    return None if text is None else text.to_json() if language is None else text.into(language)


def rule_json(rulebook: Rulebook, rule: Rule, on: date, language: str | None = None) -> Told:
    """A rule as a list shows it, with its legal values as they stand on ``on``; ``language`` None: both."""
    return {
        "id": rule.id,
        "title": _told(rule.title, language),
        "since": rule.since.isoformat(),
        "until": rule.until and rule.until.isoformat(),
        "known_since": rule.known_since and rule.known_since.isoformat(),
        "digest": rule.digest,
        "cites": [_cited(rulebook, key, language) for key in rule.cites],
        "values": {name: value.kind.value for name, value in rule.ruling.values.items()},
        "legal_values": [_legal(rulebook, id, on, language) for id in sorted({id for id, _, _ in rule.legal_values})],
        "rests_on_rules": list(rule.rests_on_rules),
        "facts": [fact_json(fact, language) for fact in asked(rulebook, rule).values()],
    }


def asked(rulebook: Rulebook, rule: Rule) -> dict[str, Fact]:
    """Every fact that a rule may ask, those of the rules below it included."""
    found = dict(rule.facts)
    for id in rule.rests_on_rules:
        for name, fact in asked(rulebook, rulebook.rules[id]).items():
            found.setdefault(name, fact)
    return found


def fact_json(fact: Fact, language: str | None = None) -> Told:
    """What a rule asks: name, kind, words, question, options or the fields of a line."""
    return {
        "name": fact.name,
        "kind": fact.kind.value,
        "label": _told(fact.label, language),
        "question": _told(fact.question, language),
        "options": None
        if fact.options is None
        else [
            {"code": code, "text": _told((fact.labels or {}).get(code, Text(code)), language)} for code in fact.options
        ],
        "fields": [fact_json(field, language) for field in (fact.fields or {}).values()] or None,
    }


def refusals_json(rule: Rule, language: str | None = None) -> list[Told]:
    """Every no that the rule knows, with what it rests on; ``{name}`` in a text stands for a value of the case."""
    return [
        {
            "code": refusal.code,
            "text": _told(refusal.why.text, language),
            "next_step": _told(refusal.next_step, language),
            "rests_on": list(refusal.rests_on),
        }
        for refusal in rule.ruling.refusals
    ]


def refusal_text(rulebook: Rulebook, refusal: Refusal) -> Text:
    """Why it is a no, for a reader who has no case: a value of the case is named in brackets, ``[the amount]``."""
    told = {name: _called(rulebook, node) for name, node in refusal.why.values.items()}
    return Text(
        *(
            refusal.why.text.into(language).format(**{name: f"[{each.into(language)}]" for name, each in told.items()})
            for language in ("vi", "en")
        )
    )


def _called(rulebook: Rulebook, node: Expression) -> Text:
    """What stands at a place of a sentence until a case fills it."""
    if node.label is not None:
        return node.label
    return rulebook.book.entries[str(node.constant)].text if node.op == "law" else Text("…", "…")


def scenario_json(scenario: Scenario, language: str | None = None) -> Told:
    """A case that a lawyer can read, with what the law wants for it."""
    return {
        "name": _told(scenario.name, language),
        "on": scenario.on.isoformat(),
        "known_on": scenario.known_on and scenario.known_on.isoformat(),
        "facts": plain_json(scenario.facts),
        "expect": plain_json(scenario.expect),
    }


@cache
def source_of(rule: Rule) -> str:
    """The Python text of the function that defines the rule, its ``@rule`` included; empty when its file is not there."""
    module = import_module(rule.module)
    text = Path(str(module.__file__)).read_text("utf-8")
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and vars(module).get(node.name) is rule:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            return "\n".join(lines[first - 1 : node.end_lineno])
    return ""


def _cited(rulebook: Rulebook, key: str, language: str | None) -> Told:
    provision = rulebook.book.provisions[key]
    return {"provision": key, "citation": _told(provision.citation, language), "url": provision.url or None}


def _legal(rulebook: Rulebook, id: str, on: date, language: str | None) -> Told:
    entry, span = rulebook.book.entries[id], rulebook.view().at(id, on)
    return {
        "id": id,
        "text": _told(entry.text, language),
        "unit": entry.unit,
        "value": plain_json(span.value) if span else None,
        "certainty": span.parameter.certainty if span else None,
        "provision": span.parameter.provision if span else None,
        "since": span.since.isoformat() if span else None,
        "until": span.until.isoformat() if span and span.until else None,
    }
