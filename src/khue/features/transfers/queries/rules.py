"""What the law says of a hand-over without refund."""

from __future__ import annotations

from datetime import date

from khue.core.decision import Decision, Outcome, Reason, Source
from khue.core.rules.answer import Answer
from khue.core.rules.engine import Point, RuleMissing
from khue.core.rules.explain import Line, reasons
from khue.core.rules.lawbook import BINDING
from khue.features.exchange import queries as exchange
from khue.features.results.queries import OfferFacts
from khue.features.rulebook import queries as rulebook

RULE = "results.gratuitous-transfer"


def transfer_answer(offer: OfferFacts, kind: str, able: bool, on: date) -> Answer | None:
    """What the rule says of a receiver; None on a day on which it does not hold."""
    facts = {
        "receiver_kind": kind,
        "budget_formed": offer.public_money > 0,
        "receiver_capable": able,
        "posted_on_exchange": exchange.posted_free(offer.number, on),
    }
    try:
        return rulebook.rulebook().ask(RULE, facts, Point(on, None))
    except RuleMissing:
        return None


def told(answer: Answer | None) -> Decision:
    """The answer in sentences with their provisions. What rests on a draft is said and refuses nothing."""
    if answer is None:
        return Decision.grant(binding=False)
    lines = reasons(answer)
    if answer.outcome is Outcome.REFUSED:
        drafts = {refusal.code for refusal in answer.refusals if any(_is_draft(id, answer) for id in refusal.rests_on)}
        binding = [_reason(line) for line in lines if line.code not in drafts]
        if binding:
            return Decision.refuse(*binding)
    return Decision.grant(map(_reason, lines), binding=answer.binding and answer.outcome is Outcome.GRANTED)


def _is_draft(id: str, answer: Answer) -> bool:
    """Whether a legal value is not one that applies on the day; provisions are none."""
    view = answer.bound.view
    at = view.at(id, answer.bound.on) if id in view.book.entries else None
    return at is not None and at.parameter.certainty not in BINDING


def _reason(line: Line) -> Reason:
    source = None
    if line.citation is not None:
        source = Source(line.citation.vi, line.certainty or "reported", line.url, line.citation.into("en"))
    return Reason(line.code or line.kind, line.text, line.next_step, "", source)
