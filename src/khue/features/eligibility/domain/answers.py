"""What a person has answered, in the order of the questions, as the address of the page carries it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

from khue.core.bilingual import Text
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.reading import read_all

DONT_KNOW: Final = "-"
"""Stands in the address for "I don't know": the fact stays missing and is not asked again."""
LONGEST: Final = 60
"""Letters of one answer; nothing that is asked needs more."""

NO_ANSWER = Text(
    "Mời ông/bà trả lời, hoặc chọn “Tôi chưa biết”.", "Give an answer, or choose “I don’t know”."
)  # fmt: skip
NOT_AN_OPTION = Text("Mời ông/bà chọn một trong các câu trả lời dưới đây.", "Choose one of the answers below.")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: ``typed`` as the address has it, ``value`` when it could be read, ``wrong`` when it could not."""

    name: str
    typed: str
    value: Any = None
    wrong: Text | None = None

    @property
    def passed_over(self) -> bool:
        """Whether the person does not know."""
        return self.typed == DONT_KNOW and self.wrong is None


def read_answers(facts: Mapping[str, Fact], typed: Iterable[tuple[str, str]]) -> tuple[Given, ...]:
    """Answers in the order of the address. What no entitlement asks is left out; what can't be read says why."""
    return tuple(_read(facts[name], words) for name, words in typed if name in facts)


def _read(fact: Fact, typed: str) -> Given:
    typed = typed.strip()
    if typed == DONT_KNOW:
        return Given(fact.name, DONT_KNOW)
    if not typed:
        return Given(fact.name, "", wrong=NO_ANSWER)
    values, problems = read_all({fact.name: fact}, {fact.name: typed[: LONGEST + 1]})
    if problems or len(typed) > LONGEST:
        chosen = fact.kind in (Kind.CHOICE, Kind.YESNO)
        told = NOT_AN_OPTION if chosen or not problems else problems[0].text
        return Given(fact.name, typed[:LONGEST], wrong=told)
    value = values[fact.name]
    return Given(fact.name, spelled(value), value)


def spelled(value: Any) -> str:
    """A value as the address writes it: one way for each value, so that equal answers have equal addresses."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int | str | Fraction) else ""


def pairs(given: Iterable[Given]) -> tuple[tuple[str, str], ...]:
    """The answers for an address."""
    return tuple((each.name, each.typed) for each in given)


def answered(given: Iterable[Given], name: str, typed: str) -> tuple[tuple[str, str], ...]:
    """The answers with one more, or with one changed where it stands."""
    found = pairs(given)
    if name not in {each for each, _ in found}:
        return (*found, (name, typed))
    return tuple((each, typed if each == name else words) for each, words in found)


def faulty(given: Iterable[Given], name: str, why: Text) -> tuple[Given, ...]:
    """The answers with one marked as wrong."""
    return tuple(replace(each, value=None, wrong=why) if each.name == name else each for each in given)
