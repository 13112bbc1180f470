"""Asking the rules about one case: the answer with its explanation, and what to ask next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.core.rules.answer import Answer, plain_json
from khue.core.rules.catalogue import fact_json
from khue.core.rules.engine import Point, Rulebook
from khue.core.rules.explain import explain
from khue.core.rules.questions import next_question, questions_left
from khue.core.rules.reading import FactsRefused, read_all
from khue.features.rulebook import queries
from khue.features.rulebook.api.asking import point_of, told_at
from khue.features.rulebook.api.shapes import CaseIn, ExplanationOut, NextOut, QuestionIn, RuleId, door
from khue.kernel.web import language


@door.ask("/rules/{rule_id}/evaluate", ExplanationOut, Text("Hỏi một quy tắc", "Ask a rule about a case"))
def evaluate_rule(request: HttpRequest, rule_id: RuleId, asked: CaseIn) -> Any:
    """Outcome, value and every reason with its provision; nothing of the case is kept.

    Not known yet is an answer too: ``missing`` says what would have to be known, ``next_question`` what to ask first.
    """
    rulebook = queries.rulebook()
    with told_at("facts", rulebook, rule_id):
        point = point_of(request, rulebook, asked.on, asked.known_on, asked.reform)
        return explain(rulebook.ask(rule_id, asked.facts, point)).to_json(language())


@door.ask("/rules/next-question", NextOut, Text("Câu hỏi tiếp theo", "What to ask next"))
def read_next_question(request: HttpRequest, asked: QuestionIn) -> Any:
    """Of everything that several rules still miss, the fact that settles most; a fact that a rule does not ask is fine."""
    rulebook = queries.rulebook()
    answers = []
    point = point_of(request, rulebook, asked.on, asked.known_on, None)
    for rule in dict.fromkeys(asked.rules):
        with told_at("facts", rulebook, rule):
            answers.append(_answer(rulebook, rule, asked.facts, point))
    found = next_question(answers)
    return {
        "question": fact_json(found) if found is not None else None,
        "left": questions_left(answers),
        "answers": [
            {
                "rule": answer.bound.rule.id,
                "outcome": answer.outcome.value,
                "value": plain_json(answer.value),
                "missing": list(answer.missing),
            }
            for answer in answers
        ],
    }


def _answer(rulebook: Rulebook, rule: str, facts: dict[str, Any], point: Point) -> Answer:
    bound = rulebook.at(rule, point)
    values, problems = read_all(bound.facts, facts, ignore_unknown=True)
    answer = bound.answer(values)
    fault = answer.fault
    if problems or fault is not None:
        raise FactsRefused(problems or [fault] if fault is not None else problems)
    return answer
