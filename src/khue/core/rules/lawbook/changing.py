"""How the law moves: the days on which something changes, what differs between two days, what is not yet sure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khue.core.rules.lawbook.values import CERTAINTIES, Lawbook, Parameter, timeline, value_on


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a parameter between two days: ``appeared`` (no ``before``), ``ended`` (no ``after``), ``changed``."""

    id: str
    kind: str
    before: Parameter | None
    after: Parameter | None


def changes(book: Lawbook, known_on: date | None = None) -> tuple[date, ...]:
    """The days on which a value or an instrument begins or ends, in order."""
    days: set[date | None] = set()
    for entry in book.entries.values():
        for dated in timeline(entry, known_on):
            days |= {dated.valid_from, dated.valid_until}
    for instrument in book.instruments.values():
        days |= {instrument.in_force, instrument.until}
    return tuple(sorted(day for day in days if day is not None))


def compare(book: Lawbook, first: date, second: date, known_on: date | None = None) -> tuple[Change, ...]:
    """What differs on ``second`` from ``first``, by id: value, certainty or provision."""
    found: list[Change] = []
    for id, entry in sorted(book.entries.items()):
        before, after = value_on(entry, first, known_on), value_on(entry, second, known_on)
        if before is None and after is not None:
            found.append(Change(id, "appeared", None, after))
        elif before is not None and after is None:
            found.append(Change(id, "ended", before, None))
        elif before is not None and after is not None and _said(before) != _said(after):
            found.append(Change(id, "changed", before, after))
    return tuple(found)


def uncertain(book: Lawbook, on: date, known_on: date | None = None) -> dict[str, tuple[Parameter, ...]]:
    """What no legal officer has confirmed, by certainty, the least sure first.

    What the sample's files confirm counts as open; what an officer read in a document does not.
    """
    found: dict[str, list[Parameter]] = {certainty: [] for certainty in reversed(CERTAINTIES[1:])}
    for _, entry in sorted(book.entries.items()):
        parameter = value_on(entry, on, known_on)
        if parameter is None or (parameter.certainty == "confirmed" and (parameter.document or not parameter.sample)):
            continue
        found[entry.certainty if parameter.sample else parameter.certainty].append(parameter)
    return {certainty: tuple(parameters) for certainty, parameters in found.items()}


def _said(parameter: Parameter) -> tuple[object, ...]:
    return parameter.value, parameter.certainty, parameter.provision
