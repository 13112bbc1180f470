"""The rules and legal values that this room asks, as they stand on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason, Source
from khue.core.errors import Missing
from khue.core.rules.explain import Line, reasons
from khue.features.people.queries import city as people_city
from khue.features.rulebook import queries as rulebook

KEY_FIELD, ORDERING, OPEN_TERM = "missions.key-field", "missions.ordering-mode", "missions.call-open"


@dataclass(frozen=True, slots=True)
class KeyField:
    """A key field of the capital: ``named_by`` is ``law`` or ``city``."""

    code: str
    label: Text
    named_by: str


def ask_rule(rule: str, on: date, facts: Mapping[str, Any]) -> Decision:
    """What a rule says of facts on a day: its sentences with their provisions. An unset value of the law refuses nothing.

    On a day on which the rule does not hold yet, nothing is enforced.
    """
    try:
        answer = rulebook.rule(rule, on).answer(dict(facts))
    except Missing:
        return Decision.grant(binding=False)
    if answer.fault is not None:
        return Decision.refuse(Reason(answer.fault.code, answer.fault.text, None, answer.fault.field))
    told = tuple(_reason(line) for line in reasons(answer))
    if answer.outcome is Outcome.REFUSED:
        return Decision(Outcome.REFUSED, told, answer.binding)
    return Decision(Outcome.GRANTED, told, answer.binding and answer.outcome is Outcome.GRANTED)


def _reason(line: Line) -> Reason:
    source = None
    if line.citation is not None:
        source = Source(line.citation.vi, line.certainty or "reported", line.url, line.citation.into("en"))
    return Reason(line.code or line.kind, line.text, line.next_step, "", source)


def key_field(field: str, on: date) -> Decision:
    """Whether the field is a key field of the capital on that day."""
    known = {each.code for each in key_fields(on)}
    if field not in known and field not in _every_field(on):
        return Decision.refuse(
            Reason(
                "field",
                Text("Chưa chọn lĩnh vực.", "No field was chosen."),
                Text("Mời ông/bà chọn một lĩnh vực trong danh sách.", "Choose one from the list."),
                "field",
            )
        )
    return ask_rule(KEY_FIELD, on, {"field": field})


def _every_field(on: date) -> frozenset[str]:
    return frozenset(_labels(on))


def _labels(on: date) -> dict[str, Text]:
    """Words for every field that rules know, by code."""
    try:
        fact = rulebook.rule(KEY_FIELD, on).facts["field"]
    except Missing:
        return {}
    labels = fact.labels or {}
    return {code: labels.get(code, Text(code, code)) for code in fact.options or ()}


def key_fields(on: date) -> tuple[KeyField, ...]:
    """The dated list of key fields: those of the Capital Law first, then those that the city added."""
    labels = _labels(on)
    found = []
    for named_by, parameter in (("law", "law.key_fields.statutory"), ("city", "law.key_fields.city")):
        try:
            value = rulebook.parameter(parameter, on)
        except Missing:
            continue
        if value.applies:
            found += [KeyField(code, labels.get(code, Text(code, code)), named_by) for code in value.codes]
    return tuple(found)


def field_label(code: str, on: date) -> Text:
    """How a field is called; its code when no rule knows it."""
    return _labels(on).get(code, Text(code, code)).capitalised()


def ordering_mode(mode: str, ground: str, on: date) -> Decision:
    """Whether the city orders in this way, and has the ground that it needs."""
    return ask_rule(ORDERING, on, {"ordering_mode": mode, "ground_recorded": bool(ground.strip())})


def open_term(opens_on: date, closes_on: date, on: date) -> Decision:
    """Whether a call stays open long enough."""
    return ask_rule(OPEN_TERM, on, {"call_opens_on": opens_on, "call_closes_on": closes_on})


def earliest_closing(opens_on: date, on: date) -> date | None:
    """The first day on which a call that opens then may close; None while the law does not say."""
    try:
        rule = rulebook.rule(OPEN_TERM, on)
    except Missing:
        return None
    found = rule.answer({"call_opens_on": opens_on, "call_closes_on": date(opens_on.year + 5, 1, 1)}).value
    return found if isinstance(found, date) else None


def competent_body(bodies: frozenset[str], on: date) -> Decision:
    """Whether one of the actor's bodies decides on orders (``missions.ordering.decider``)."""
    found = rulebook.parameter("missions.ordering.decider", on)
    wanted = found.codes if found.applies else ()
    if not wanted or bodies & set(wanted):
        return Decision.grant(binding=found.binding)
    names = ", ".join(wanted)
    return Decision.refuse(
        Reason(
            "not_competent",
            Text(f"Thẩm quyền phê duyệt đặt hàng thuộc về {names}.", f"Orders are approved by {names}."),
            Text("Mời ông/bà trình cơ quan có thẩm quyền.", "Put it before the body that is competent."),
            "",
            found.source,
        )
    )


def bodies_of(units: tuple[str, ...]) -> frozenset[str]:
    """The bodies that desks belong to, by the city's list of units."""
    return people_city.bodies_of(units)


def one_source(on: date) -> bool:
    """Whether a cost line draws on one public source only; what is unset is not enforced."""
    try:
        found = rulebook.parameter("missions.funding.one_public_source", on)
    except Missing:
        return False
    return bool(found.applies and found.value is True)


def direct_grounds(on: date) -> tuple[str, ...]:
    """The grounds that the law allows for a direct assignment; empty while no source gives them: any recorded one counts then."""
    found = rulebook.parameter("missions.ordering.direct_grounds", on)
    return found.codes if found.applies else ()
