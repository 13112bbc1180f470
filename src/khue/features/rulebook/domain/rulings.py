"""A ruling: what a rule said in a decision, kept whole; and whether the same question gets the same answer today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.core.rules.answer import Answer, plain_json
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.reading import FactsRefused


@dataclass(frozen=True, slots=True)
class Ruling:
    """One answer of a rule as a decision kept it.

    ``subject`` ``decision:12``, ``line`` what of it is meant (a cost line's number) or empty · ``rule_digest`` the text of
    the rule · ``on`` the day whose law counted, ``known_on`` the day whose knowledge · ``edition`` law and rules together,
    ``law_edition`` the law alone, as it is stored · ``explanation`` in both languages · ``answer_digest`` of question,
    law and answer together.
    """

    id: int
    subject: str
    line: str
    rule: str
    rule_digest: str
    facts: Mapping[str, Any]
    on: date
    known_on: date | None
    edition: str
    law_edition: str
    outcome: str
    values: Mapping[str, Any]
    explanation: Mapping[str, Any]
    answer_digest: str
    written_at: datetime

    @property
    def title(self) -> Text:
        return Text.from_json(self.explanation["title"])

    @property
    def sentences(self) -> tuple[RulingSentence, ...]:
        return tuple(_sentence(line) for line in self.explanation["reasons"])


@dataclass(frozen=True, slots=True)
class RulingSentence:
    """One sentence of a kept explanation with the provision that it rests on, if any."""

    kind: str
    text: Text
    citation: Text | None
    url: str
    next_step: Text | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """``differences``: what comes out otherwise today; none: the ruling agrees. ``notes``: what changed around it."""

    ruling: Ruling
    differences: tuple[Text, ...]
    notes: tuple[Text, ...]

    @property
    def agrees(self) -> bool:
        return not self.differences


def replayed(ruling: Ruling, rulebook: Rulebook) -> Replayed:
    """Asks the same question again: the same facts, the law of the same day, as known on the same day."""
    try:
        answer = rulebook.ask(ruling.rule, ruling.facts, Point(ruling.on, ruling.known_on))
    except RuleMissing as missing:
        return Replayed(ruling, (missing.text,), ())
    except FactsRefused as refused:
        found = [
            Text(
                f"Thông tin “{problem.field}” không còn dùng được: {problem.text.vi}",
                f"The fact “{problem.field}” is no longer taken: {problem.text.into('en')}",
            )
            for problem in refused.problems
        ]
        return Replayed(ruling, tuple(found), ())
    return Replayed(ruling, _differences(ruling, answer), _notes(ruling, answer))


def _differences(ruling: Ruling, answer: Answer) -> tuple[Text, ...]:
    found = []
    if answer.outcome.value != ruling.outcome:
        found.append(_differs(Text("Kết quả", "Outcome"), ruling.outcome, answer.outcome.value))
    values = plain_json(answer.values)
    for name in dict.fromkeys((*ruling.values, *values)):
        if ruling.values.get(name) != values.get(name):
            found.append(
                _differs(Text(f"Giá trị “{name}”", f"Value “{name}”"), ruling.values.get(name), values.get(name))
            )
    if answer.outcome is Outcome.REFUSED:
        kept = sorted(str(line["code"]) for line in ruling.explanation["reasons"] if line["kind"] == "refused")
        now = sorted(refusal.code for refusal in answer.refusals)
        if kept != now:
            found.append(_differs(Text("Lý do từ chối", "Grounds of refusal"), ", ".join(kept), ", ".join(now)))
    same_law = (answer.bound.edition, answer.bound.rule.digest) == (ruling.edition, ruling.rule_digest)
    if same_law and not found and answer.digest != ruling.answer_digest:
        found.append(_differs(Text("Mã băm", "Hash"), ruling.answer_digest[:16], answer.digest[:16]))
    return tuple(found)


def _differs(what: Text, was: Any, now: Any) -> Text:
    return Text(f"{what.vi}: khi đó {was}, tính lại {now}.", f"{what.into('en')}: {was} then, {now} now.")


def _notes(ruling: Ruling, answer: Answer) -> tuple[Text, ...]:
    found = []
    if answer.bound.rule.digest != ruling.rule_digest:
        found.append(
            Text(
                "Nội dung quy tắc đã được sửa kể từ ngày quyết định.",
                "The text of the rule was changed since the decision.",
            )
        )
    if answer.bound.view.book.edition != ruling.law_edition:
        found.append(
            Text(
                f"Phiên bản của bộ quy tắc đã đổi: {ruling.law_edition} → {answer.bound.view.book.edition}.",
                f"The edition of the law changed: {ruling.law_edition} → {answer.bound.view.book.edition}.",
            )
        )
    return tuple(found)


def _sentence(line: Mapping[str, Any]) -> RulingSentence:
    def told(key: str) -> Text | None:
        return Text.from_json(line[key]) if line.get(key) else None

    return RulingSentence(
        str(line["kind"]), Text.from_json(line["text"]), told("citation"), line.get("url") or "", told("next_step")
    )
