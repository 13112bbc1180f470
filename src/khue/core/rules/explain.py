"""An answer as sentences that a resident reads, each with its provision, its legal value and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.core.rules.answer import BINDING, Answer, plain_json
from khue.core.rules.expressions import Expression, Fact
from khue.core.rules.formulas import in_both, option_words, step_text, unit_of
from khue.core.rules.kinds import Kind
from khue.core.rules.nearest import NearChange, nearest
from khue.core.rules.questions import next_question
from khue.core.rules.rule import Refusal, Sentence
from khue.core.rules.view import Span
from khue.core.rules.words import spoken

FORMAT = 1
"""Version of the explanation as it is stored."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the explanation.

    ``kind``       asked | found | law | step | granted | refused | missing | unset
    ``provision``  key of the provision, ``citation`` how it is cited, ``url`` where it is read
    ``parameter``  id of the legal value, ``certainty`` how sure we are of it
    ``value``      what came out, as plain data
    """

    kind: str
    text: Text
    provision: str = ""
    citation: Text | None = None
    parameter: str = ""
    certainty: str = ""
    url: str = ""
    value: Any = None
    next_step: Text | None = None
    code: str = ""

    def to_json(self, language: str | None = None) -> dict[str, Any]:
        def told(text: Text | None) -> Any:
            return None if text is None else text.to_json() if language is None else text.into(language)

        return {
            "kind": self.kind,
            "code": self.code or None,
            "text": told(self.text),
            "provision": self.provision or None,
            "citation": told(self.citation),
            "url": self.url or None,
            "parameter": self.parameter or None,
            "certainty": self.certainty or None,
            "value": plain_json(self.value),
            "next_step": told(self.next_step),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that an answer says. ``near`` is what would have to change for a yes or for more."""

    answer: Answer
    asked: tuple[Line, ...]
    reasons: tuple[Line, ...]
    next_question: Fact | None
    near: NearChange | None
    near_text: Text | None

    def to_json(self, language: str | None = None) -> dict[str, Any]:
        """``language`` None tells every text in both languages."""
        answer, bound = self.answer, self.answer.bound

        def told(text: Text | None) -> Any:
            return None if text is None else text.to_json() if language is None else text.into(language)

        ask = self.next_question
        return {
            "format": FORMAT,
            "rule": bound.rule.id,
            "title": told(bound.rule.title),
            "on": bound.on.isoformat(),
            "known_on": bound.view.known_on.isoformat() if bound.view.known_on else None,
            "outcome": answer.outcome.value,
            "binding": answer.binding,
            "value": plain_json(answer.value),
            "values": plain_json(answer.values),
            "asked": [line.to_json(language) for line in self.asked],
            "reasons": [line.to_json(language) for line in self.reasons],
            "missing": list(answer.missing),
            "next_question": None
            if ask is None
            else {"fact": ask.name, "kind": ask.kind.value, "text": told(ask.question)},
            "nearest": None
            if self.near is None
            else {
                "changes": {fact.name: plain_json(value) for fact, value in self.near.changes},
                "value": plain_json(self.near.answer.value),
                "text": told(self.near_text),
            },
            "edition": bound.edition,
            "digest": answer.digest,
        }


def explain(answer: Answer) -> Explanation:
    """The explanation of an answer: what was asked, what the law says, how the value comes about, what would change it."""
    near = nearest(answer)
    return Explanation(
        answer,
        tuple(_asked(answer)),
        reasons(answer),
        next_question([answer]),
        near,
        _near_text(answer, near) if near else None,
    )


def reasons(answer: Answer) -> tuple[Line, ...]:
    """Why, alone: what a decision keeps of each line, without the search for what would change it."""
    return tuple(_reasons(answer))


def considered(answer: Answer) -> tuple[dict[str, str], ...]:
    """The law behind every refusal that the rule knows, whether it applied or not: legal values and provisions.

    A decision that grants rests on it as well: somebody who changes it asks for both.
    """
    book, bound = answer.bound.view.book, answer.bound
    found: dict[tuple[str, str], dict[str, str]] = {}
    for refusal in bound.rule.ruling.refusals:
        for id in refusal.rests_on or bound.rule.cites[:1]:
            span = bound.view.at(id, bound.on) if id in book.entries else None
            told = {"refusal": refusal.code}
            if id in book.entries:
                told |= {"parameter": id} | ({"provision": span.parameter.provision} if span else {})
            else:
                told["provision"] = id
            found[refusal.code, id] = told
    return tuple(found.values())


def _asked(answer: Answer) -> Iterator[Line]:
    for name, fact in answer.bound.facts.items():
        if name in answer.facts:
            value = answer.facts[name]
            label = fact.label or Text(name)
            vi, en = (f"{label.into(each)}: {spoken(value, fact, each)}" for each in ("vi", "en"))
            yield Line("asked", Text(vi, en), value=value, code=name)


def _reasons(answer: Answer) -> Iterator[Line]:
    if answer.outcome is Outcome.REFUSED:
        for refusal in answer.refusals:
            yield _refused(answer, refusal)
    elif answer.outcome is Outcome.UNKNOWN:
        yield from _unknown(answer)
    else:
        yield from _granted(answer)


def _granted(answer: Answer) -> Iterator[Line]:
    found = tuple(_found(answer))
    yield from found
    text = _sentence(answer, answer.bound.rule.ruling.then)
    if any(line.provision for line in found):
        yield Line("granted", text, value=answer.value)
        return
    # An answer that rests on no legal value still rests on the provision that its rule carries out.
    cited = answer.bound.rule.cites[0]
    provision = answer.bound.view.book.provisions[cited]
    yield Line("granted", text, provision=cited, citation=provision.citation, url=provision.url, value=answer.value)


def _found(answer: Answer) -> Iterator[Line]:
    steps = answer.bound.program.steps
    then = answer.bound.rule.ruling.then
    of_value = answer.taken(
        [*answer.bound.values.values(), *(answer.bound.program.place_of(n) for n in then.values.values())]
    )
    # First what was found of the conditions that rest on a legal value, then how the value comes about.
    for place in answer.legal_places:
        if place not in of_value:
            yield _legal(answer, place, "found")
    for place in of_value:
        if steps[place].op == "capped" and answer.slots[steps[place].ins[1]] is None:
            yield from _no_ceiling(answer, steps[place].ins[1])
        if steps[place].op == "law":
            yield _legal(answer, place, "law")
        elif steps[place].node.label is not None and steps[place].op not in ("fact", "today", "constant"):
            yield Line("step", step_text(answer, place), value=answer.slots[place])


def _legal(answer: Answer, place: int, kind: str) -> Line:
    span = answer.span_of(place)
    node = answer.bound.program.steps[place].node
    if span is None:
        return Line(
            kind,
            Text("Pháp luật không quy định cho ngày này.", "The law says nothing for this day."),
            parameter=str(node.constant),
        )
    parameter = span.parameter
    value = answer.slots[place]
    unit, words = parameter.unit, option_words(answer)
    text = in_both(
        lambda language: f"{parameter.text.into(language)}: {spoken(value, node, language, unit=unit, words=words)}."
    )
    return _from_law(kind, _qualified(text, span), span, value)


def _no_ceiling(answer: Answer, place: int) -> Iterator[Line]:
    """Says that a ceiling is left out because no text sets one."""
    span = answer.span_of(place)
    if span is not None:
        called = span.parameter.text
        text = Text(
            f"Chưa tìm thấy văn bản nào xác định “{called.vi}”; mức dưới đây được tính khi chưa có mức trần này.",
            f"No text was found that sets “{called.into('en')}”; the amount below is computed without it.",
        )
        yield _from_law("unset", text, span, None, code=span.parameter.id)


def _qualified(text: Text, span: Span) -> Text:
    """Says beside a value when it does not bind as it stands."""
    if span.reformed:
        return _beside(text, "giá trị giả định của cải cách", "assumed by the reform")
    if span.parameter.certainty not in BINDING:
        return _beside(
            text, "mức mặc định theo bản tóm lược, chưa được xác nhận", "working default from a digest, not confirmed"
        )
    return _beside(text, "giá trị mẫu", "sample value") if span.parameter.sample else text


def _beside(text: Text, vi: str, en: str) -> Text:
    """A remark in brackets before the full stop."""
    return Text(f"{text.vi.removesuffix('.')} ({vi}).", f"{text.into('en').removesuffix('.')} ({en}).")


def _from_law(kind: str, text: Text, span: Span, value: Any, **more: Any) -> Line:
    parameter = span.parameter
    return Line(
        kind,
        text,
        provision=parameter.provision,
        citation=parameter.provision_text,
        parameter=parameter.id,
        certainty="reform" if span.reformed else parameter.certainty,
        url=parameter.source_url,
        value=value,
        **more,
    )


def _refused(answer: Answer, refusal: Refusal) -> Line:
    book = answer.bound.view.book
    text = _sentence(answer, refusal.why)
    for id in refusal.rests_on:
        span = answer.bound.view.at(id, answer.bound.on) if id in book.entries else None
        if span is not None:
            return _from_law("refused", text, span, span.value, next_step=refusal.next_step, code=refusal.code)
    cited = next((id for id in (*refusal.rests_on, *answer.bound.rule.cites) if id in book.provisions), "")
    provision = book.provisions[cited]
    return Line(
        "refused",
        text,
        provision=cited,
        citation=provision.citation,
        url=provision.url,
        next_step=refusal.next_step,
        code=refusal.code,
    )


def _unknown(answer: Answer) -> Iterator[Line]:
    facts = answer.bound.facts
    for name in answer.missing:
        fact = facts[name]
        label = fact.label or Text(name)
        yield Line(
            "missing",
            Text(f"Chưa biết: {label.vi}.", f"Not known yet: {label.into('en')}."),
            next_step=fact.question,
            code=name,
        )
    for id in answer.unset:
        span = answer.bound.view.at(id, answer.bound.on)
        if span is None:
            continue
        called = span.parameter.text
        offered = span.parameter.value
        text = Text(
            f"Văn bản chưa có hoặc chưa xác nhận giá trị “{called.vi}”.",
            f"The law gives no confirmed value for “{called.into('en')}”.",
        )
        yield _from_law(
            "unset",
            text,
            span,
            offered,
            next_step=Text(
                "Mời ông/bà hỏi cán bộ pháp chế của Thành phố.", "Please ask the legal officer of the city."
            ),
            code=id,
        )


def _sentence(answer: Answer, sentence: Sentence) -> Text:
    place = answer.bound.program.place_of
    values = {
        name: (answer.slots[place(node)], node, unit_of(answer, place(node))) for name, node in sentence.values.items()
    }
    words = option_words(answer)

    def told(language: str) -> str:
        filled = {name: spoken(v, node, language, unit=unit, words=words) for name, (v, node, unit) in values.items()}
        return sentence.text.into(language).format(**filled)

    return in_both(told)


def _near_text(answer: Answer, near: NearChange) -> Text:
    refused = answer.outcome is Outcome.REFUSED
    money = next(iter(answer.bound.rule.ruling.values.values())).kind is Kind.MONEY

    def told(language: str) -> str:
        english = language == "en"
        parts = " và " if not english else " and "
        changed = parts.join(
            f"“{(fact.label or Text(fact.name)).into(language)}” {'were' if english else 'là'} {spoken(v, fact, language)}"
            for fact, v in near.changes
        )
        amount = spoken(near.answer.value, _VALUE, language) if money else ""
        if refused:
            tail = (f", tối đa {amount}" if amount else "") if not english else (f", up to {amount}" if amount else "")
            return f"It would be a yes if {changed}{tail}." if english else f"Sẽ được chấp thuận nếu {changed}{tail}."
        return f"It would be {amount} if {changed}." if english else f"Mức sẽ là {amount} nếu {changed}."

    return in_both(told)


_VALUE = Expression("constant", Kind.MONEY)
