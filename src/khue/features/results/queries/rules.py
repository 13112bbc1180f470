"""The law of results as it stands on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from khue.core.clock import due_on
from khue.core.errors import Missing
from khue.core.rules.answer import Answer
from khue.core.rules.engine import Point, RuleMissing
from khue.features.results.domain.distribution import FLOOR, SPLIT, Pot, Split, facts_of_split
from khue.features.results.domain.ownership import LEAD, RULE, rule_share
from khue.features.results.domain.register import OriginFacts
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter


def ownership_answer(facts: OriginFacts, on: date) -> Answer | None:
    """What the rule says of the budget's part; None where no budget money took part, or the law did not hold yet."""
    if not facts.public_money:
        return None
    return _asked(RULE, {"budget_share": rule_share(facts.public_share), "reimbursement_charged": 0}, on)


def lead_owns(answer: Answer | None) -> bool:
    """Whether the lead organisation owns the budget's part; so it is where no rule speaks."""
    return answer is None or answer.value == LEAD


def split_answers(pot: Pot, found: Split, on: date) -> tuple[Answer | None, Answer | None]:
    """The floor of the authors and the whole split as the rulebook judges them; None on a day without these rules."""
    asked = {"after_tax_profit": pot.profit, "budget_share": pot.budget_share}
    return _asked(FLOOR, asked, on), _asked(SPLIT, facts_of_split(pot, found), on)


def _asked(rule: str, facts: dict[str, Any], on: date) -> Answer | None:
    try:
        return rulebook.rulebook().ask(rule, facts, Point(on, None))
    except RuleMissing:
        return None


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
    if found is None or found.term is None:
        return None
    return due_on(start, found.term, rulebook.calendar())


def months(id: str, on: date) -> int:
    """A length in months, 0 where it is unset."""
    found = value(id, on)
    return found.number if found is not None else 0


def unset_clocks(on: date) -> tuple[str, ...]:
    """Ids of this room's clocks that no law sets on the day: pages say so, and nothing is enforced."""
    return tuple(id for id in (CHECK_CLOCK, PERIOD_MONTHS, REPORT_CLOCK) if value(id, on) is None)


CHECK_CLOCK, REPORT_CLOCK = "results.clock.registration_check", "results.clock.income_report"
PERIOD_MONTHS = "results.income_period"
