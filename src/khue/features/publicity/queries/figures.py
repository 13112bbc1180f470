"""What is told of all awards together: sums by programme, the flow of money, how long it takes. Kept for a short time."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from typing import TypeVar, cast

from django.conf import settings
from django.core.cache import cache as kept

from khue.core.bilingual import Text
from khue.core.decision import Source as LawSource
from khue.features.calls import queries as calls
from khue.features.ledger import queries as ledger
from khue.features.publicity.domain.awards import Award, Programme
from khue.features.publicity.domain.flow import Flow, Stream, flow
from khue.features.publicity.domain.giving import Publisher
from khue.features.publicity.domain.lead_time import Stretch, stretches, whole
from khue.features.publicity.queries.sources import FUND, SOURCES, StreamFacts
from khue.features.rulebook import queries as rulebook

Value = TypeVar("Value")
KEPT_FOR = 60
"""Seconds for which figures over all awards are kept."""
WINDOW = timedelta(days=730)
"""Times look back on decisions of so long."""
PAID, GRANTED = "paid", "granted"
NO_FIELD = Text("chưa ghi lĩnh vực", "no field recorded")
NO_LINE = Text("chưa gắn dòng ngân sách", "no budget line yet")
PERSONS = Text("cá nhân", "private persons")


@dataclass(frozen=True, slots=True)
class ProgrammeSum:
    """Money in đồng over every published award of a programme; ``register`` is where they are listed, empty without a list.

    ``gives_awards`` is false for money that the city spends itself: ``granted`` is then
    what ``of_what`` says: what approved plans or contracts hold.
    """

    programme: Programme
    awards: int
    granted: int
    paid: int
    register: str
    gives_awards: bool
    of_what: Text | None


@dataclass(frozen=True, slots=True)
class LeadTime:
    """How long awards of a programme took. ``whole`` is from their first point to the first money."""

    programme: Programme
    whole: Stretch | None
    parts: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """What is officially expected, in months; None where the law's file knows no value on that day."""

    least: int | None
    most: int | None
    source: LawSource | None


def _kept(key: str, make: Callable[[], Value]) -> Value:
    found = kept.get(key)
    if found is None:
        found = make()
        kept.set(key, found, KEPT_FOR)
    return cast(Value, found)


def awards() -> Iterator[Award]:
    """Every published award, programme by programme, newest decision first; nothing is held as a whole."""
    return chain.from_iterable(source.awards() for source in SOURCES)


def sums() -> tuple[ProgrammeSum, ...]:
    """Programme by programme."""
    found = _kept("publicity.sums", _sums)
    return tuple(
        ProgrammeSum(source.programme, awards, granted, paid, source.register(), source.gives_awards, source.of_what)
        for source, (awards, granted, paid) in zip(SOURCES, found, strict=True)
    )


def _sums() -> list[tuple[int, int, int]]:
    made = []
    for source in SOURCES:
        rows = list(source.streams())
        made.append((sum(r.awards for r in rows), sum(r.granted for r in rows), sum(r.paid for r in rows)))
    return made


def money_flow(of: str, on: date) -> Flow:
    """The picture of what was ``paid`` or ``granted``, from the budget line to the party."""
    return _kept(f"publicity.flow.{of}.{on}", lambda: flow(_streams(of, on)))


def _streams(of: str, on: date) -> Iterator[Stream]:
    lines = {line.subject.removeprefix("budget:"): line.name for line in ledger.budget_lines()}
    lines[FUND.code] = FUND.name
    fields: dict[str, Text] = {}
    for source in SOURCES:
        for row in source.streams():
            if row.field not in fields:
                fields[row.field] = calls.field_label(row.field, on) if row.field else NO_FIELD.capitalised()
            yield Stream(
                budget=(row.budget, lines.get(row.budget, NO_LINE.capitalised())),
                programme=(source.programme.code, source.programme.name),
                field=(row.field, fields[row.field]),
                party=(str(row.party), _receiver(row)),
                amount=row.paid if of == PAID else row.granted,
            )


def _receiver(row: StreamFacts) -> Text:
    """The party, private persons together, or what the money is for."""
    return row.words or (Text(row.name, row.name) if row.party else PERSONS.capitalised())


def lead_times(on: date) -> tuple[LeadTime, ...]:
    """Over the decisions of the last two years, programme by programme."""
    return _kept(f"publicity.lead.{on}", lambda: _lead_times(on))


def _lead_times(on: date) -> tuple[LeadTime, ...]:
    made = []
    for source in (each for each in SOURCES if each.gives_awards):
        ways = tuple(source.ways(on - WINDOW))
        made.append(LeadTime(source.programme, whole(ways), stretches(ways)))
    return tuple(made)


def reference(on: date) -> Reference:
    """The lead time that is officially expected for a task, from proposal to money."""
    least, most = (rulebook.parameter(f"missions.lead_time.ordinary_{end}", on) for end in ("min", "max"))
    return Reference(
        least.number if least.applies else None,
        most.number if most.applies else None,
        most.source if most.applies else None,
    )


def publisher() -> Publisher:
    return _publisher(settings.KHUE_CITY)


@cache
def _publisher(city: str) -> Publisher:
    raw = tomllib.loads(rulebook.city_package().path("publicity.toml").read_text("utf-8"))["publisher"]
    return Publisher(raw["prefix"], raw["name"], raw["website"], raw["licence"], raw["registered"])
