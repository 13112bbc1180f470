"""The law as seen from one point: known on a day, with or without a reform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from khue.core.rules.lawbook import Entry, Lawbook, Parameter, value_on
from khue.core.rules.reform import Reform


@dataclass(frozen=True, slots=True)
class Span:
    """A legal value over ``[since, until)``; ``value`` None where the law does not say, or what it says does not apply.

    ``parameter`` is what stands in the law; ``reformed`` says that a reform put another value there.
    """

    since: date
    until: date | None
    value: Any
    parameter: Parameter
    reformed: bool = False


class LawView:
    """Legal values as known on ``known_on`` (None: as known now) under ``reform``."""

    def __init__(self, book: Lawbook, known_on: date | None = None, reform: Reform | None = None) -> None:
        self.book, self.known_on, self.reform = book, known_on, reform
        self._spans: dict[str, tuple[Span, ...]] = {}

    def spans(self, id: str) -> tuple[Span, ...]:
        """The life of a legal value in order. Raises KeyError for an unknown id."""
        if id not in self._spans:
            self._spans[id] = tuple(self._read(self.book.entries[id]))
        return self._spans[id]

    def at(self, id: str, day: date) -> Span | None:
        for span in self.spans(id):
            if span.since <= day and (span.until is None or day < span.until):
                return span
        return None

    def gap(self, id: str, since: date, until: date | None) -> date | None:
        """The first day of ``[since, until)`` on which the value does not exist; an unset value exists."""
        day = since
        for span in self.spans(id):
            if span.since <= day and (span.until is None or day < span.until):
                if span.until is None:
                    return None
                day = span.until
        return day if until is None or day < until else None

    def _read(self, entry: Entry) -> list[Span]:
        points = {dated.valid_from for dated in entry.values} | {d.valid_until for d in entry.values if d.valid_until}
        changes = self.reform.changes_of(entry.id) if self.reform else ()
        for each in changes:
            points |= {each.since} | ({each.until} if each.until else set())
        found: list[Span] = []
        ordered = sorted(points)
        for number, start in enumerate(ordered):
            end = ordered[number + 1] if number + 1 < len(ordered) else None
            parameter = value_on(entry, start, self.known_on)
            if parameter is None:
                continue
            change = next((c for c in changes if c.since <= start and (c.until is None or start < c.until)), None)
            value = change.value if change else parameter.value if parameter.applies else None
            found.append(Span(start, end, value, parameter, change is not None))
        return _joined(found)


def _joined(spans: list[Span]) -> list[Span]:
    """Neighbours that say the same become one."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        alike = last and (last.until, last.value, last.reformed) == (span.since, span.value, span.reformed)
        if last and alike and last.parameter.certainty == span.parameter.certainty:
            joined[-1] = Span(last.since, span.until, last.value, last.parameter, last.reformed)
        else:
            joined.append(span)
    return joined
