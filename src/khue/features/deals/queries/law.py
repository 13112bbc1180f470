"""What the rulebook says of a contract: duty to register, its clocks, what State capital needs. Draft and unset values bind nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.decision import Outcome, Reason, Source
from khue.core.errors import Missing
from khue.core.rules.answer import Answer
from khue.core.rules.explain import reasons
from khue.features.rulebook import queries as rulebook

FEE = "exchange.amendment-fee"
DUTY, CAPITAL = "exchange.registration-duty", "exchange.state-capital-deal"
ANSWER, CERTIFICATE, NOTICES = (
    "exchange.completeness-answer",
    "exchange.registration-certificate",
    "exchange.filing-notices",
)


@dataclass(frozen=True, slots=True)
class Duty:
    """``duty``: ``compulsory``, ``voluntary``; empty where the law could not say. ``filer``: ``receiver`` or ``giver``."""

    duty: str
    filer: str
    due_on: date | None


def asked(rule: str, facts: Mapping[str, Any], on: date) -> Answer | None:
    """What the rule says; None on a day on which it does not hold."""
    try:
        return rulebook.rule(rule, on).answer(dict(facts))
    except Missing:
        return None


def duty_of(direction: str, public_money: bool, certified: bool, signed_on: date) -> tuple[Duty, Answer | None]:
    """The law of the day of signing counts."""
    facts = {
        "direction": direction,
        "public_money": public_money,
        "has_result_certificate": certified,
        "signed_on": signed_on,
    }
    answer = asked(DUTY, facts, signed_on)
    if answer is None or answer.outcome is not Outcome.GRANTED:
        return Duty("", "receiver", None), answer
    said = answer.values
    return Duty(str(said["value"]), str(said["filer"]), said["due_on"]), answer


def capital_reasons(public_money: bool, valued: bool, proven: bool, on: date) -> tuple[Reason, ...]:
    """What is missing before a deal with State capital is signed, each with its provision."""
    answer = asked(CAPITAL, {"state_capital": public_money, "has_valuation": valued, "ownership_confirmed": proven}, on)
    if answer is None or answer.outcome is not Outcome.REFUSED:
        return ()
    found = []
    for line in reasons(answer):
        source = None
        if line.citation is not None:
            source = Source(line.citation.vi, line.certainty or "reported", line.url, line.citation.into("en"))
        found.append(Reason(f"deals.capital_{line.code or line.kind}", line.text, line.next_step, "", source))
    return tuple(found)


def clock(rule: str, fact: str, start: date) -> date | None:
    """The last day of a clock that starts on ``start``; None where the law sets none."""
    answer = asked(rule, {fact: start}, start)
    return answer.value if answer is not None and answer.outcome is Outcome.GRANTED else None


def fee_of_amendment(value: int, on: date) -> tuple[int | None, Answer | None]:
    """The fee in đồng for registering an amendment of a contract of this value; None where the law sets none that binds."""
    answer = asked(FEE, {"contract_value": value}, on)
    binds = answer is not None and answer.outcome is Outcome.GRANTED and answer.binding
    return (int(answer.value) if answer is not None and binds else None), answer


def notices_of(signed_on: date) -> tuple[date, ...]:
    """Days of the notices to file; none where they are not set."""
    answer = asked(NOTICES, {"signed_on": signed_on}, signed_on)
    return tuple(answer.values.values()) if answer is not None and answer.outcome is Outcome.GRANTED else ()
