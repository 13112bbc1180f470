"""What becomes of each entitlement, in the words of a page: amount, reasons with their provisions, nearest change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason, Source
from khue.core.rules.answer import Answer, plain_json
from khue.core.rules.explain import Explanation, Line, explain, reasons
from khue.core.rules.kinds import Kind
from khue.core.rules.words import spoken

LawPage = Callable[[str], str]
"""The address of a provision's page by its key; empty when there is none."""

ORDER = (Outcome.GRANTED, Outcome.UNKNOWN, Outcome.REFUSED)


@dataclass(frozen=True, slots=True)
class Short:
    """One entitlement in a list: ``amount`` when it is a yes that is worth one, ``why`` when it fell away."""

    rule: str
    title: Text
    outcome: Outcome
    amount: Text | None = None
    why: Text | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One entitlement in full. ``decision`` holds the reasons, ``steps`` how its amount comes about; ``missing`` are names
    of facts; ``procedure`` may be empty. ``received_under`` is the provision that tells who takes a request in, or empty.

    ``value`` is plain: đồng, a share as text, yes or no; None unless granted.
    """

    rule: str
    title: Text
    outcome: Outcome
    decision: Decision
    steps: tuple[Reason, ...]
    amount: Text | None
    value: Any
    kind: str
    missing: tuple[str, ...]
    near: Text | None
    procedure: str
    received_under: str

    @property
    def binding(self) -> bool:
        return self.decision.binding


def short(answer: Answer) -> Short:
    outcome = answer.outcome
    why = None
    if outcome is Outcome.REFUSED:
        why = next((line.text for line in reasons(answer) if line.kind == "refused"), None)
    return Short(answer.bound.rule.id, answer.bound.rule.title, outcome, amount_of(answer), why)


def shorts(answers: Iterable[Answer]) -> tuple[Short, ...]:
    """What is a yes first, then what is open, then what fell away."""
    found = [short(answer) for answer in answers]
    return tuple(sorted(found, key=lambda each: ORDER.index(each.outcome)))


def amount_of(answer: Answer) -> Text | None:
    """The value as people read it; None for a plain yes, and unless granted."""
    if answer.outcome is not Outcome.GRANTED or not answer.values:
        return None
    name, value = next(iter(answer.values.items()))
    node = answer.bound.program.steps[answer.bound.values[name]].node
    if node.kind is Kind.YESNO or value is None:
        return None
    words = dict(answer.bound.rule.words)
    unit = answer.bound.view.book.entries[str(node.constant)].unit if node.op == "law" else ""
    vi, en = (spoken(value, node, language, unit=unit, words=words) for language in ("vi", "en"))
    return Text(vi, en)


def result(answer: Answer, law: LawPage) -> Result:
    """Raises nothing: an answer is always explained."""
    told: Explanation = explain(answer)
    rule = answer.bound.rule
    kind = next(iter(rule.ruling.values.values())).kind
    found = tuple(_reason(line, law) for line in told.reasons)
    said, steps = _sentence_first(found) if answer.outcome is Outcome.GRANTED else (found, ())
    return Result(
        rule=rule.id,
        title=rule.title,
        outcome=answer.outcome,
        decision=Decision(answer.outcome, said, _binding(answer)),
        steps=steps,
        amount=amount_of(answer),
        value=plain_json(answer.value),
        kind=kind.value,
        missing=answer.missing,
        near=told.near_text,
        procedure=rule.starts,
        received_under=rule.received_under,
    )


def results(answers: Iterable[Answer], law: LawPage = lambda _key: "") -> tuple[Result, ...]:
    found = [result(answer, law) for answer in answers]
    return tuple(sorted(found, key=lambda each: ORDER.index(each.outcome)))


def _binding(answer: Answer) -> bool:
    """An open answer promises nothing, so nothing about it needs a warning."""
    return answer.outcome is Outcome.UNKNOWN or answer.binding


def _sentence_first(found: tuple[Reason, ...]) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """What is granted, in one sentence with the provision that it rests on; and the steps that lead there."""
    *steps, last = found
    source = last.source or next((step.source for step in steps if step.source), None)
    return (replace(last, source=source),), tuple(steps)


def _reason(line: Line, law: LawPage) -> Reason:
    source = None
    if line.citation is not None:
        url = law(line.provision) or line.url
        source = Source(line.citation.vi, line.certainty or "reported", url, line.citation.en)
    return Reason(line.code or line.kind, line.text, line.next_step, "", source)
