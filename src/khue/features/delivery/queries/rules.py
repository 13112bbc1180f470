"""The rules and legal values that this room asks, as they stand on a day. What is unset is shown and enforces nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.clock import due_on
from khue.core.decision import Decision, Outcome, Reason, Source
from khue.core.errors import Missing
from khue.core.rules.answer import Answer
from khue.core.rules.explain import Line, reasons
from khue.features.delivery.domain.appraising import CostFacts, LineRuling
from khue.features.delivery.domain.commands import AppraisedLine
from khue.features.delivery.domain.contracting import AdvanceCap
from khue.features.delivery.domain.words import EQUIPMENT
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter

EQUIPMENT_RULE = "missions.equipment-support"
SOURCE_RULE = "missions.one-public-source"
SCOPE_RULE = "missions.lump-sum-scope"
RISK_RULE = "missions.no-repayment"
ADVANCE, REPORTS, REPAY = "missions.advance.most", "missions.report.interval", "missions.recovery.term"
CONTRACT = "missions.clock.contract"
REPORT_NOTICE_DAYS = 7
"""The lead is reminded so many days before a report is due (a choice of the platform, not of the law)."""


def asked(rule: str, facts: Mapping[str, Any], on: date) -> Answer | None:
    """What the rule says of these facts; None on a day on which it does not hold yet."""
    try:
        return rulebook.rule(rule, on).answer(dict(facts))
    except Missing:
        return None


def decision_of(answer: Answer | None) -> Decision:
    """The rule's refusal with its sentences, or a grant. What is unset or unknown refuses nothing."""
    if answer is None:
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


# -- cost lines ------------------------------------------------------------------------------------------------------


def equipment_answer(line: CostFacts, one: AppraisedLine, kind: str, on: date) -> Answer | None:
    """What the city may pay of a line of machinery, equipment or software."""
    facts: dict[str, Any] = {
        "task_kind": kind,
        "cost_class": "purchase",
        "amount": line.amount,
        "other_public": line.other_public,
        "software": one.software,
    }
    if one.software and one.serves_directly is not None:
        facts["serves_task_directly"] = one.serves_directly
    return asked(EQUIPMENT_RULE, facts, on)


def source_answer(line: CostFacts, agreed: int, on: date) -> Answer | None:
    """Whether the line has more than one public source."""
    sources = [{"source": "city-budget", "amount": agreed}]
    if line.other_public:
        sources.append({"source": "national-budget", "amount": line.other_public})
    return asked(SOURCE_RULE, {"money_sources": sources}, on)


def ruling_of(line: CostFacts, one: AppraisedLine, kind: str, form: str, on: date) -> LineRuling:
    """Cap, second source and place in the lump sum of one line."""
    if one.cost_class == EQUIPMENT:
        answer = equipment_answer(line, one, kind, on)
        told = decision_of(answer)
        most = int(answer.value) if answer is not None and answer.outcome is Outcome.GRANTED else None
    else:
        told, most = decision_of(source_answer(line, one.agreed, on)), None
    refusals = () if told.granted else told.reasons
    return LineRuling(most, inside(form, one.cost_class, kind, on), refusals, told.binding)


def inside(form: str, cost_class: str, kind: str, on: date) -> bool | None:
    """Whether the lump sum takes the line in; None while the law does not say."""
    if not form or not cost_class:
        return None
    answer = asked(SCOPE_RULE, {"lump_sum_form": form, "cost_item": cost_class, "task_kind": kind}, on)
    if answer is None or answer.outcome is not Outcome.GRANTED:
        return None
    return bool(answer.value == "inside")


# -- contract, reports, ending ---------------------------------------------------------------------------------------


def value(id: str, on: date) -> Parameter | None:
    """The parameter when it applies on that day; None when it is unset, only drafted, or not in force."""
    try:
        found = rulebook.parameter(id, on)
    except Missing:
        return None
    return found if found.applies else None


def advance_cap(on: date) -> AdvanceCap:
    found = value(ADVANCE, on)
    return AdvanceCap(found.percent, found.source) if found is not None else AdvanceCap(None)


def contract_due(decided_on: date) -> date | None:
    """The last day for the contract, from the decision; None while the law sets no term."""
    found = value(CONTRACT, decided_on)
    term = found.term if found is not None else None
    return due_on(decided_on, term, rulebook.calendar()) if term is not None else None


def report_months(on: date) -> int | None:
    found = value(REPORTS, on)
    return found.number if found is not None else None


def repay_by(on: date) -> date | None:
    """The last day on which what is recovered must be back; None while the law sets none: the decision then names it."""
    found = value(REPAY, on)
    term = found.term if found is not None else None
    return due_on(on, term, rulebook.calendar()) if term is not None else None


def risk_answer(facts: Mapping[str, bool], on: date) -> Answer | None:
    """What the law says of a mission that missed its result (Law 93/2025, Art. 9)."""
    return asked(RISK_RULE, {**facts, "result_reached": False}, on)


NOT_SET = Text("chưa quy định", "not set in law")
