"""Facts for decisions: what is contested, who stands where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from khue.core.actor import Actor
from khue.features.appeals import access
from khue.features.appeals.domain.deciding import Standing
from khue.features.appeals.domain.filing import Contested
from khue.features.appeals.domain.flow import LIVE
from khue.features.appeals.domain.terms import last_day
from khue.features.appeals.models import Appeal, Suspension
from khue.features.appeals.queries.rules import limits
from khue.features.dossiers.queries.decisions import DecisionFacts, decisions_of, handlers_of
from khue.features.rulebook import queries as rulebook


def contested(
    decision: DecisionFacts, previous: Appeal | None = None, known: Sequence[Appeal] | None = None
) -> Contested:
    """The decision as an appeal meets it; the time to file runs from it, or from the answer to the first complaint.

    ``known``: all lodged appeals of the dossier, oldest first, when they were read already.
    """
    level = 2 if previous else 1
    start = (previous.ended_on or previous.answer_due_on if previous else None) or decision.decided_on
    term = limits(level, start).filing
    lodged = Appeal.objects.filter(dossier=decision.dossier.id, state__in=LIVE).order_by("pk")
    rows = tuple(lodged) if known is None else known
    live = next((row.number for row in rows if row.level == level and row.state in LIVE), None)
    return Contested(
        decided_on=decision.decided_on,
        superseded=decision.superseded,
        live=live or "",
        until=last_day(start, term, rulebook.calendar()),
        source=term.source,
    )


def standing(
    appeal: Appeal, hands: tuple[str, ...], mandates: tuple[str, ...] = (), handlers: tuple[str, ...] = ()
) -> Standing:
    """Where somebody stands towards an appeal. ``handlers`` are those whom the room of the matter names besides the desk's."""
    own = {appeal.decider} if appeal.state == "decided" else set()
    deciders = [found.decider for found in decisions_of(appeal.dossier_id) if found.decider not in own]
    return Standing(
        hands=hands,
        mandates=mandates,
        applicant=f"party:{appeal.applicant_id}",
        lodged_by=appeal.lodged_by,
        first_deciders=tuple(dict.fromkeys((appeal.first_decider, *deciders))),
        handlers=tuple(dict.fromkeys((*handlers_of(appeal.dossier_id), *handlers))),
        earlier_decider=appeal.previous.decider if appeal.previous else "",
    )


def mandates_of(actor: Actor) -> tuple[str, ...]:
    return (*(party for party, _scope in actor.acts_for), *actor.stands_in_parties)


def suspended_since(dossier_id: int) -> date | None:
    """Since when the execution of the dossier's decision stands still; None when it does not."""
    return Suspension.objects.filter(dossier=dossier_id, ended_on=None).values_list("started_on", flat=True).first()


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Whether the actor may read what belongs to ``appeal:12``: asked for its private files."""
    kind, _, number = subject.partition(":")
    if kind != "appeal" or not (number.isascii() and number.isdecimal() and len(number) < 18):
        return False
    found = Appeal.objects.filter(pk=int(number)).first()
    return found is not None and access.may_read(actor, found)


def second_of(appeal: Appeal) -> int | None:
    """The second complaint that follows this one, also while it is written; none that was withdrawn."""
    return appeal.seconds.exclude(state="withdrawn").order_by("pk").values_list("pk", flat=True).first()


def second_is_open(appeal: Appeal, second: int | None, today: date) -> bool:
    """A first complaint that was answered, or not answered in time, opens the way to the second, once."""
    if appeal.level != 1 or second is not None:
        return False
    overdue = appeal.state == "admitted" and appeal.answer_due_on is not None and today > appeal.answer_due_on
    return appeal.state == "decided" or overdue
