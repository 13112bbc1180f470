"""Shapes of the rulebook's doors."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from ninja import Path, Query, Schema
from pydantic import Field, StringConstraints

from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Day

door = Door("rulebook")

RuleId = Annotated[str, Path(max_length=80, description="Id of a rule, such as missions.equipment-support")]
OnDay = Annotated[Day | None, Query(description="The day whose law counts; today when left out")]
KnownOnDay = Annotated[Day | None, Query(description="Only what the city knew on that day")]
FactName = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Facts = Annotated[
    dict[FactName, Any],
    Field(
        max_length=100, examples=[{"task_kind": "research-topic", "cost_class": "purchase", "amount": 1_850_000_000}]
    ),
]
AsOf = Annotated[Day | None, Field(examples=["2026-05-05"])]


# -- what comes in ---------------------------------------------------------------------------------------------------


class CaseIn(Ask):
    """One case. ``facts`` by name, null or left out: not known; ``on``: today when left out; ``reform`` as in its file."""

    facts: Facts
    on: AsOf = None
    known_on: AsOf = None
    reform: Annotated[dict[str, Any] | None, Field(max_length=10, examples=[None])] = None


class QuestionIn(Ask):
    """The same facts for several rules."""

    rules: Annotated[
        list[Annotated[str, StringConstraints(max_length=80)]],
        Field(min_length=1, max_length=50, examples=[["missions.equipment-support"]]),
    ]
    facts: Facts
    on: AsOf = None
    known_on: AsOf = None


# -- what goes out ---------------------------------------------------------------------------------------------------


class CitedOut(Schema):
    provision: str
    citation: Bilingual
    url: str | None


class LegalValueOut(Schema):
    """A legal value of a rule on the day asked; shares as text, 1/2."""

    id: str
    text: Bilingual
    unit: str
    value: Any
    certainty: str | None
    provision: str | None
    since: date | None
    until: date | None


class OptionOut(Schema):
    code: str
    text: Bilingual


class FactOut(Schema):
    """What a rule asks; ``fields`` are those of each line of a list."""

    name: str
    kind: str
    label: Bilingual | None
    question: Bilingual | None
    options: list[OptionOut] | None
    fields: list[FactOut] | None


class RuleOut(Schema):
    """A rule with its period, what it cites, its legal values and what it asks. ``values``: what it grants, with kinds."""

    id: str
    title: Bilingual
    since: date
    until: date | None
    known_since: date | None
    digest: str
    cites: list[CitedOut]
    values: dict[str, str]
    legal_values: list[LegalValueOut]
    rests_on_rules: list[str]
    facts: list[FactOut]


class RuleRefusalOut(Schema):
    code: str
    text: Bilingual
    next_step: Bilingual | None
    rests_on: list[str]


class ScenarioOut(Schema):
    """A case that the rule must hold, as a lawyer reads it."""

    name: Bilingual
    on: date
    known_on: date | None
    facts: dict[str, Any]
    expect: dict[str, Any]


class RuleTextOut(RuleOut):
    """A rule whole: also its text in Python, every no that it knows, its scenarios and its versions."""

    text: str
    refusals: list[RuleRefusalOut]
    scenarios: list[ScenarioOut]
    versions: list[RuleVersionOut]
    edition: str


class RuleVersionOut(Schema):
    since: date
    until: date | None
    known_since: date | None
    digest: str


class ExplanationLineOut(Schema):
    """One sentence in the language of Accept-Language, with provision, legal value and certainty behind it."""

    kind: str
    code: str | None
    text: str
    provision: str | None
    citation: str | None
    url: str | None
    parameter: str | None
    certainty: str | None
    value: Any
    next_step: str | None


class NextQuestionOut(Schema):
    fact: str
    kind: str
    text: str


class NearestOut(Schema):
    """What would have to change for a yes, or for more."""

    changes: dict[str, Any]
    value: Any
    text: str


class ExplanationOut(Schema):
    """What a rule says of a case; ``binding`` false: it rests on a value that is not confirmed. Format 1."""

    format: int
    rule: str
    title: str
    on: date
    known_on: date | None
    outcome: str
    binding: bool
    value: Any
    values: dict[str, Any]
    asked: list[ExplanationLineOut]
    reasons: list[ExplanationLineOut]
    missing: list[str]
    next_question: NextQuestionOut | None
    nearest: NearestOut | None
    edition: str
    digest: str


class RuleAnswerOut(Schema):
    rule: str
    outcome: str
    value: Any
    missing: list[str]


class NextOut(Schema):
    """The question that settles most, null when nothing is missing; ``left``: how many facts may still matter."""

    question: FactOut | None
    left: int
    answers: list[RuleAnswerOut]
