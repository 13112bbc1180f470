"""The rules and legal values that this room asks, as they stand on a day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.conf import settings

from khue.core.bilingual import Text
from khue.core.clock import due_on
from khue.core.decision import Decision, Outcome, Reason, Source
from khue.core.errors import Missing
from khue.core.rules.answer import Answer
from khue.core.rules.explain import Line, reasons
from khue.features.keytasks.domain.benefits import KnownBenefit
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter

RECOGNITION, DECIDER, VALID_UNTIL = (
    "entitlement.key-task-recognition",
    "missions.recognition-decider",
    "missions.recognition-valid-until",
)
RULES = (RECOGNITION, DECIDER, VALID_UNTIL)
"""The rules of the law that decisions of this room rest on, for whoever lists what rests on a rule."""
REPORT_EVERY, REPORT_CLOCK, HEARING = (
    "missions.recognition.report_every",
    "missions.recognition.clock.report",
    "missions.recognition.clock.hearing",
)
BODY = "HPC"
"""The body for which this room's decider decides, as the rule names it."""
_FIELDS = {"own_money": "sources", "key_field": "task_field", "not_yet": "task_title", "field": "task_field"}
_CERTAINTIES = ("confirmed", "reported", "digest", "draft", "comparator", "unset")


def recognition_answer(field: str, uses_city_budget: bool, already: bool, on: date, known_on: date | None = None) -> Answer:  # fmt: skip
    """What the rule says of a task. Raises Missing on a day on which it does not hold."""
    facts = {"has_task": True, "is_key_task": already, "uses_city_budget": uses_city_budget, "field": field}
    return rulebook.rule(RECOGNITION, on, known_on).answer(facts)


def decider_answer(on: date) -> Answer:
    return rulebook.rule(DECIDER, on).answer({"deciding_body": BODY})


def validity_answer(recognised_on: date) -> Answer:
    return rulebook.rule(VALID_UNTIL, recognised_on).answer({"recognised_on": recognised_on})


def last_day_by_law(recognised_on: date) -> date | None:
    """The last day of a recognition of this day; None where the law does not say how long it holds."""
    value = validity_answer(recognised_on).value
    return value if isinstance(value, date) else None


def told(answer: Answer) -> Decision:
    """The answer in sentences with their provisions, refusals beside the fields of the application."""
    found = tuple(_reason(line) for line in reasons(answer))
    return Decision(answer.outcome, found, answer.binding and answer.outcome is Outcome.GRANTED)


def _reason(line: Line) -> Reason:
    source = None
    if line.citation is not None:
        source = Source(line.citation.vi, line.certainty or "reported", line.url, line.citation.into("en"))
    code = line.code or line.kind
    return Reason(code, line.text, line.next_step, _FIELDS.get(code, ""), source)


# -- legal values ------------------------------------------------------------------------------------------------------


def value(id: str, on: date) -> Parameter | None:
    """A legal value that applies on the day; None where it is unset, only a draft, or not in force: nothing follows from it then."""
    try:
        found = rulebook.parameter(id, on)
    except Missing:
        return None
    return found if found.applies and found.value is not None else None


def due(id: str, start: date, on: date) -> date | None:
    """The day on which a clock of the law that starts on ``start`` runs out, None where the law sets none."""
    found = value(id, on)
    return due_on(start, found.term, rulebook.calendar()) if found is not None and found.term is not None else None


def report_months(on: date) -> int:
    """How long a period of report is, 0 where the law does not say."""
    found = value(REPORT_EVERY, on)
    return found.number if found is not None else 0


# -- benefits ----------------------------------------------------------------------------------------------------------


def known_benefits(on: date) -> tuple[KnownBenefit, ...]:
    """What a recognition opens by the law of the day, each with its least certain source; also what is only offered."""
    found = []
    for row in _content(settings.KHUE_CITY):
        try:
            values = [rulebook.parameter(id, on) for id in row["parameters"]]
        except Missing:  # not in force on that day
            continue
        weakest = max(values, key=lambda one: _CERTAINTIES.index(one.source.certainty))
        applies = all(one.applies for one in values)
        found.append(KnownBenefit(row["key"], Text(row["vi"], row["en"]), weakest.source, applies, row["procedure"]))
    return tuple(found)


@cache
def _content(city: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads(rulebook.city_package().path("benefits.toml").read_text("utf-8"))["benefits"])


def day_after(day: date) -> date:
    """The first day on which what lasts until ``day`` holds no longer."""
    return day + timedelta(days=1)
