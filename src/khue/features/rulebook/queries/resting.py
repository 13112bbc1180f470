"""The decisions that rested on the law: kept rulings by rule, legal value, provision or legal text, as far as a reader may see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.features.rulebook.models import KeptRuling
from khue.features.rulebook.queries.kept import lawbook
from khue.features.rulebook.queries.rules import rulebook
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class RestingAsked:
    """What the decisions shall rest on; what is empty is not asked for."""

    rule: str = ""
    parameter: str = ""
    provision: str = ""
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision as a list shows it: ``number`` of its dossier, ``href`` where this reader may read on."""

    number: str
    decided_on: date
    href: str
    superseded: bool = False


class Decisions(Protocol):
    """A room above whose decisions keep rulings."""

    def subjects(self, actor: Actor) -> QuerySet[Any, Any]:
        """Subjects (``decision:12``) of all decisions that the reader may see, as one column for a subquery."""

    def cards(self, subjects: Collection[str], actor: Actor) -> Mapping[str, DecisionCard]:
        """What is shown of each."""


@dataclass(frozen=True, slots=True)
class RestingRow:
    """One ruling of a decision. ``text``: what was granted, or the first reason against it, as it was kept."""

    subject: str
    number: str
    decided_on: date | None
    href: str
    superseded: bool
    rule: str
    title: Text
    line: str
    outcome: Outcome
    text: Text
    law_day: date
    edition: str


@dataclass(frozen=True, slots=True)
class RestingCount:
    """How many decisions rested on it, and how many of them the reader may see."""

    decisions: int
    visible: int


_sources: list[Callable[[], Decisions]] = []


def wire_decisions(source: Callable[[], Decisions]) -> None:
    """A room above tells which decisions a reader may see; one source, since subjects of decisions have one form."""
    _sources[:] = [source]


def resting_count(asked: RestingAsked, actor: Actor) -> RestingCount:
    """Decisions, not rulings: one decision may keep many."""
    rows = _rows(asked)
    every = rows.values("subject").distinct().count()
    return RestingCount(every, _visible(rows, actor).values("subject").distinct().count() if every else 0)


def resting(asked: RestingAsked, actor: Actor, after: str | None = None, size: int = 25) -> Page[RestingRow]:
    """Rulings of decisions that the reader may see, the newest first; three queries whatever the size."""
    page = keyset(_visible(_rows(asked), actor), ("-id",), after, size)
    cards = _cards({row.subject for row in page.rows}, actor)
    return page.of(lambda row: _row(row, cards.get(row.subject)))


def _rows(asked: RestingAsked) -> QuerySet[KeptRuling]:
    rows = KeptRuling.objects.all()
    if asked.rule:
        rows = rows.filter(rule=asked.rule)
    if asked.parameter:
        rows = rows.filter(_said("parameter", asked.parameter))
    if asked.provision:
        rows = rows.filter(_said("provision", asked.provision))
    if asked.instrument:
        any_of = Q(pk=None)
        for key in _provisions_of(asked.instrument):
            any_of |= _said("provision", key)
        rows = rows.filter(any_of)
    return rows


def _provisions_of(instrument: str) -> Iterator[str]:
    """Provisions of the text on which a rule or a legal value rests: no other one can stand in a ruling."""
    book = lawbook()
    named = {provision for rule in rulebook().rules.values() for provision in rule.cites}
    for entry in book.entries.values():
        named.add(entry.provision.key)
        named |= {dated.provision.key for dated in entry.values if dated.provision is not None}
    return (
        key for key, found in sorted(book.provisions.items()) if found.instrument_key == instrument and key in named
    )


def _said(kind: str, key: str) -> Q:
    """One line of a kept explanation names it, or a refusal rests on it, applied or not; an index answers both."""
    lines = [{kind: key}]
    return Q(explanation__contains={"reasons": lines}) | Q(explanation__contains={"considered": lines})


def _visible(rows: QuerySet[KeptRuling], actor: Actor) -> QuerySet[KeptRuling]:
    return rows.filter(subject__in=_sources[0]().subjects(actor)) if _sources else rows.none()


def _cards(subjects: Collection[str], actor: Actor) -> Mapping[str, DecisionCard]:
    return _sources[0]().cards(subjects, actor) if _sources and subjects else {}


def _row(row: KeptRuling, card: DecisionCard | None) -> RestingRow:
    told = row.explanation["reasons"]
    outcome = Outcome(row.outcome)
    # What is granted is said last, after the steps that lead there; a refusal says its first reason first.
    line = told[-1 if outcome is Outcome.GRANTED else 0] if told else row.explanation
    return RestingRow(
        subject=row.subject,
        number=card.number if card else "",
        decided_on=card.decided_on if card else None,
        href=card.href if card else "",
        superseded=card.superseded if card else False,
        rule=row.rule,
        title=Text.from_json(row.explanation["title"]),
        line=row.line,
        outcome=outcome,
        text=Text.from_json(line["text"] if told else line["title"]),
        law_day=row.on,
        edition=row.law_edition,
    )
