"""The most that may be granted for one cost line: what the rule ``missions.equipment-support`` says of it, told per line.

Shares, refusals (other public money, software), questions and their sentences are the rule's
(``khue_hanoi/rules``); this module only says of which line and beside which field of the form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Outcome, Reason, Source
from khue.core.rules import explain
from khue.core.rules.answer import BINDING, Answer
from khue.core.rules.bound import Bound
from khue.features.rulebook.domain import Parameter

RULE = "missions.equipment-support"


class TaskKind(StrEnum):
    RESEARCH_TOPIC = "research-topic"
    TRIAL_PRODUCTION = "trial-production"


class CostClass(StrEnum):
    PURCHASE = "purchase"
    OPERATION = "operation"


KIND_NAMES = {
    TaskKind.RESEARCH_TOPIC: Text("đề tài nghiên cứu khoa học", "research topic"),
    TaskKind.TRIAL_PRODUCTION: Text("dự án sản xuất thử nghiệm", "trial-production project"),
}
CLASS_NAMES = {
    CostClass.PURCHASE: Text("mua sắm", "purchase"),
    CostClass.OPERATION: Text("vận hành", "operation"),
}

_QUESTIONS = {
    "task_kind": "kind?",
    "cost_class": "class?",
    "amount": "amount?",
    "other_public": "other_public?",
    "software": "software?",
    "serves_task_directly": "direct?",
}
"""Facts of the rule, each with the stable code of its open question; the form's fields have the same names."""

_REFUSALS = {"other_public": ("double_source", "other_public"), "software": ("software", "serves_task_directly")}
"""Refusals of the rule as the interface has always called them, each with the field of the line at fault."""


@dataclass(frozen=True, slots=True)
class Line:
    """One cost line as applied for. Amounts in đồng; None means that the applicant has not said it yet.

    ``invoice`` is (seller's tax code, symbol, number, line) when an invoice exists; a quote has none yet.
    """

    no: int
    description: str
    cost_class: CostClass | None
    amount: int | None
    requested: int | None = None
    software: bool | None = None
    serves_task_directly: bool | None = None
    other_public: int | None = None
    invoice: tuple[str, str, str, int] | None = None
    has_evidence: bool = False


@dataclass(frozen=True, slots=True)
class SupportLaw:
    """What holds for this support on its law day: the rule of the cost lines bound to that day, and who may receive."""

    rule: Bound
    receivers: Parameter


@dataclass(frozen=True, slots=True)
class LineLimit:
    """What the rule says of one line.

    ``most``    in đồng: amount × share, whatever else speaks against the line; None while a fact or a value is missing
    ``share``   the legal value that was taken, None with ``most``
    ``reasons`` the cap when the line may be supported, else every refusal, else every open question
    """

    line: Line
    answer: Answer
    most: int | None
    share: Parameter | None
    reasons: tuple[Reason, ...]

    @property
    def outcome(self) -> Outcome:
        return self.answer.outcome


def limit_of(line: Line, kind: TaskKind | None, law: SupportLaw) -> LineLimit:
    """Asks the rule for one line."""
    answer = law.rule.answer(_facts(line, kind))
    value = next(iter(law.rule.values.values()))
    most = answer.slots[value]
    share = _share(answer, value) if most is not None else None
    return LineLimit(line, answer, most, share, tuple(_reasons(line, answer, share)))


def binding(limits: Iterable[LineLimit], law: SupportLaw) -> bool:
    """False as soon as one value that was used is neither confirmed nor reported (a digest is a working default)."""
    receivers = law.receivers
    return (receivers.binding or not receivers.applies) and all(limit.answer.certainties <= BINDING for limit in limits)


def _facts(line: Line, kind: TaskKind | None) -> dict[str, Any]:
    given = {
        "task_kind": kind.value if kind else None,
        "cost_class": line.cost_class.value if line.cost_class else None,
        "amount": line.amount,
        "other_public": line.other_public,
        "software": line.software,
        "serves_task_directly": line.serves_task_directly,
    }
    return {name: value for name, value in given.items() if value is not None}


def _share(answer: Answer, value: int) -> Parameter | None:
    steps = answer.bound.program.steps
    spans = (answer.span_of(place) for place in answer.taken([value]) if steps[place].op == "law")
    return next((span.parameter for span in spans if span is not None), None)


def _reasons(line: Line, answer: Answer, share: Parameter | None) -> Iterator[Reason]:
    at = f"lines.{line.no}"
    told = explain.reasons(answer)
    if answer.outcome is Outcome.GRANTED:
        # The last sentence says what is granted and how it comes about; the ruling keeps those before it.
        yield Reason("cap", _of_line(line, told[-1].text), None, f"{at}.amount", share.source if share else None)
    elif answer.outcome is Outcome.REFUSED:
        for refused in told:
            code, field = _REFUSALS.get(refused.code, (refused.code, "amount"))
            text = _of_line(line, refused.text)
            yield Reason(code, text, refused.next_step, f"{at}.{field}", _source(refused))
    else:
        yield from _questions(line, answer, told)


def _questions(line: Line, answer: Answer, told: tuple[explain.Line, ...]) -> Iterator[Reason]:
    at = f"lines.{line.no}"
    for name in answer.missing:
        question = answer.bound.facts[name].question
        if name == "task_kind":
            yield Reason(_QUESTIONS[name], question, None, name)
        elif name != "serves_task_directly" or line.software is not None:
            yield Reason(_QUESTIONS.get(name, f"{name}?"), _of_line(line, question), None, f"{at}.{name}")
    for unset in told:
        if unset.kind == "unset":
            yield Reason("no_value", _of_line(line, unset.text), unset.next_step, f"{at}.amount", _source(unset))


def _of_line(line: Line, said: Text) -> Text:
    return Text(f"Hạng mục {line.no}: {said.vi}", f"Line {line.no}: {said.into('en')}")


def _source(told: explain.Line) -> Source | None:
    if told.citation is None:
        return None
    return Source(told.citation.vi, told.certainty or "reported", told.url, told.citation.into("en"))
