"""The law of experts as it stands on a day: ceilings of an offer, clocks, and what each kind of expert shows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from khue.core.bilingual import Text
from khue.core.clock import due_on
from khue.core.decision import Outcome, Source
from khue.core.errors import Missing
from khue.core.money import format_dong
from khue.core.rules.answer import Answer
from khue.core.rules.engine import Point, RuleMissing
from khue.core.rules.explain import reasons
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter
from khue.features.talent.domain.commands import Terms
from khue.features.talent.domain.needs import Evidence
from khue.features.talent.domain.offers import EXTRAS, PAY_RULE, RULES, Ceiling, years_of

LONGEST, ANSWER_CLOCK = "talent.city.contract_longest", "talent.clock.offer_answer"
CONTEST_CLOCK, PER_YEAR = "talent.clock.contest", "talent.evaluation_per_year"
NO_FIGURE = Text(
    "Chưa có mức tối đa đang áp dụng: hai bên thỏa thuận.", "No ceiling applies as yet: the two sides agree on it."
)


@cache
def evidence() -> tuple[Evidence, ...]:
    """What experts of each kind show, as the city lists it."""
    rows = tomllib.loads(rulebook.city_package().path("talent.toml").read_text("utf-8"))["evidence"]
    return tuple(
        Evidence(
            row["code"],
            row["kind"],
            tuple(row["for"]),
            Text(row["vi"], row["en"]),
            Text(row["hint_vi"], row["hint_en"]),
        )
        for row in rows
    )


def answers(terms: Terms, origin: str, on: date) -> Iterator[tuple[str, Answer]]:
    """What the rules say of each part of an offer; a rule that does not hold yet says nothing."""
    facts: dict[str, dict[str, Any]] = {
        "bonus": {"monthly_pay": terms.monthly_pay},
        "start": {"monthly_pay": terms.monthly_pay, "expert_origin": origin},
        "health": {"yearly_pay": terms.monthly_pay * 12, "expert_origin": origin},
        "family": {
            "monthly_pay": terms.monthly_pay,
            "expert_origin": origin,
            "rest_starts_on": terms.from_on,
            "rest_ends_on": terms.from_on,
        },
    }
    asked = [("pay", PAY_RULE, {"city_monthly_pay": terms.monthly_pay})]
    asked += [(kind, RULES[kind], facts[kind]) for kind in EXTRAS if kind in RULES]
    for kind, rule, given in asked:
        try:
            yield kind, rulebook.rulebook().ask(rule, given, Point(on, None))
        except RuleMissing:
            continue


def ceiling_of(kind: str, answer: Answer, months: int) -> Ceiling:
    """One part's ceiling for the whole contract; a yearly one counts once for each year begun."""
    said = reasons(answer)
    why = said[0].text if said else NO_FIGURE
    source = None
    if said and said[0].citation is not None:
        line = said[0]
        source = Source(line.citation.vi, line.certainty or "reported", line.url, line.citation.into("en"))  # type: ignore[union-attr]  # looked at above
    limit = int(answer.value) if answer.outcome is Outcome.GRANTED and answer.value is not None else None
    if limit is not None and kind in ("bonus", "health", "family"):
        limit *= years_of(months)
    known = answer.outcome is not Outcome.UNKNOWN
    return Ceiling(
        kind, limit, known and answer.binding, answer.outcome is Outcome.REFUSED, why if known else NO_FIGURE, source
    )


def value(id: str, on: date) -> Parameter | None:
    """A legal value that applies on the day; None where it is unset, only a draft, or not in force: nothing follows from it then."""
    try:
        found = rulebook.parameter(id, on)
    except Missing:
        return None
    return found if found.applies and found.value is not None else None


def longest_months(on: date) -> int:
    """The longest contract in months; 0 where the law sets none."""
    found = value(LONGEST, on)
    return found.number * 12 if found is not None else 0


def due(id: str, start: date) -> date | None:
    """The day on which a clock of the law that starts on ``start`` runs out, None where the law sets none."""
    found = value(id, start)
    if found is None or found.term is None:
        return None
    return due_on(start, found.term, rulebook.calendar())


@dataclass(frozen=True, slots=True)
class LawLine:
    """A figure of the law as a page shows it before anything is computed; ``source`` with how certain it is."""

    label: Text
    says: Text
    source: Text


SHOWN = (
    "talent.city.pay_ceiling",
    LONGEST,
    "talent.bonus_months",
    "talent.start_support_months",
    "talent.health_share",
    "talent.family_months",
)


def law_of_offers(on: date) -> tuple[LawLine, ...]:
    """What the law says on the parts of an offer; a value that is unset or only a draft is shown as binding nothing."""
    found = []
    for id in SHOWN:
        try:
            known = rulebook.parameter(id, on)
        except Missing:
            continue
        open_ = known.value is None
        says = Text("chưa có mức", "no figure") if open_ else _amount(known)
        if not known.applies and not open_:
            says = Text(f"{says.vi} (chưa áp dụng)", f"{says.into('en')} (not applied)")
        found.append(LawLine(known.text, says, known.provision_text))
    return tuple(found)


def _amount(known: Parameter) -> Text:
    number = known.number
    if known.unit == "dong":
        return Text(format_dong(number, "vi"), format_dong(number, "en"))
    unit = {"percent": ("%", "%"), "years": (" năm", " years"), "count": (" tháng lương", " months' pay")}
    vi, en = unit.get(known.unit, ("", ""))
    return Text(f"{number}{vi}", f"{number}{en}")


def answer_clock(today: date, latest: date) -> date | None:
    """The day that the law's clock gives the expert to answer; None where the law sets none: the decider then chooses."""
    found = due(ANSWER_CLOCK, today)
    return min(found, max(latest, today)) if found is not None else None
