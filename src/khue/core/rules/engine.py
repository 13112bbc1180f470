"""Rules and law together: ask a rule for one case or for many, on a day, as known on a day, under a reform."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from khue.core.bilingual import Text
from khue.core.calendar import WorkCalendar
from khue.core.decision import Outcome
from khue.core.rules.answer import Answer
from khue.core.rules.bound import Bound, bind
from khue.core.rules.expressions import UNITS_OF, DefinitionError
from khue.core.rules.kinds import FIRST_DAY, LAST_DAY, Kind
from khue.core.rules.lawbook import Lawbook
from khue.core.rules.program import rules_below
from khue.core.rules.reading import FactProblem, FactsRefused, read_all
from khue.core.rules.reform import Reform
from khue.core.rules.rule import Rule
from khue.core.rules.view import LawView

KEPT_VIEWS, KEPT_BOUND = 200, 2_000
"""Points of the law that are kept ready at most: anybody may ask for any day, and memory has an end."""


class RuleMissing(Exception):
    """There is no such rule, or none that holds on the day. ``text`` and ``next_step`` say so to a person."""

    def __init__(self, text: Text, next_step: Text) -> None:
        super().__init__(text.en)
        self.text, self.next_step = text, next_step


class RulebookError(Exception):
    """Law and rules do not fit. ``problems`` holds every one, each naming rule, value and day."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Point:
    """From where the law is seen: the day asked, the day whose knowledge counts (None: now), a reform."""

    on: date
    known_on: date | None = None
    reform: Reform | None = None


class Rulebook:
    """All rules of a city over its law. Raises RulebookError when they do not fit together.

    ``calendar`` may be a function that makes it: twenty years of holidays are counted only when a rule counts working days.
    """

    def __init__(
        self, book: Lawbook, rules: Iterable[Rule], calendar: WorkCalendar | Callable[[], WorkCalendar]
    ) -> None:
        self.book = book
        self._calendar: Callable[[], WorkCalendar] = calendar if callable(calendar) else lambda: calendar
        self._versions: dict[str, list[Rule]] = {}
        for rule in rules:
            self._versions.setdefault(rule.id, []).append(rule)
        self._views: dict[tuple[date | None, Reform | None], LawView] = {}
        self._bound: dict[tuple[str, date, date | None, Reform | None], Bound] = {}
        self.edition = self._digest()
        problems = [*_problems(self)]
        if problems:
            raise RulebookError(problems)

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The newest version of each rule, by id."""
        return {id: versions[-1] for id, versions in sorted(self._versions.items())}

    def versions(self, id: str) -> tuple[Rule, ...]:
        """All versions of a rule, earlier periods first. Raises RuleMissing."""
        if id not in self._versions:
            raise _no_rule(id)
        return tuple(sorted(self._versions[id], key=lambda rule: (rule.since, rule.known_since or date.min)))

    def rule(self, id: str, at: Point) -> Rule:
        """The rule as it holds at a point. Raises RuleMissing, also for a day outside the law's life."""
        if not FIRST_DAY <= at.on <= LAST_DAY:
            raise RuleMissing(
                Text(
                    f"Ngày {at.on:%d/%m/%Y} nằm ngoài phạm vi của bộ quy tắc.",
                    f"{at.on} lies outside the life of the rulebook.",
                ),
                Text(
                    f"Mời ông/bà chọn một ngày từ {FIRST_DAY:%d/%m/%Y} đến {LAST_DAY:%d/%m/%Y}.",
                    f"Choose a day from {FIRST_DAY} to {LAST_DAY}.",
                ),
            )
        switch = at.reform.switch_of(id, at.on) if at.reform else None
        if switch and switch.replaced_by:
            return switch.replaced_by
        known = [
            rule
            for rule in self.versions(id)
            if rule.holds_on(at.on) and (at.known_on is None or not rule.known_since or rule.known_since <= at.known_on)
        ]
        if not known or switch:
            raise _not_in_force(id, self.versions(id), at.on)
        return known[-1]

    def view(self, known_on: date | None = None, reform: Reform | None = None) -> LawView:
        key = (known_on, reform)
        if key not in self._views:
            if len(self._views) >= KEPT_VIEWS:
                self._views.clear()
            self._views[key] = LawView(self.book, known_on, reform)
        return self._views[key]

    def at(self, id: str, at: Point) -> Bound:
        """A rule made ready for one point: its legal values filled in. Raises RuleMissing."""
        view = self.view(at.known_on, at.reform)
        key = (id, at.on, at.known_on, at.reform)
        if key not in self._bound:
            if len(self._bound) >= KEPT_BOUND:
                self._bound.clear()
            rule = self.rule(id, at)
            self._bound[key] = bind(rule, view, at.on, self._calendar, lambda other: self.rule(other, at), self.edition)
        return self._bound[key]

    def ask(self, id: str, facts: Mapping[str, Any], at: Point) -> Answer:
        """The answer for one case as it came in. Raises RuleMissing and FactsRefused."""
        bound = self.at(id, at)
        values, problems = read_all(bound.facts, facts)
        if problems:
            raise FactsRefused(problems)
        answer = bound.answer(values)
        if fault := answer.fault:
            raise FactsRefused([fault])
        return answer

    def _digest(self) -> str:
        told = hashlib.sha256(self.book.edition.encode())
        for id, versions in sorted(self._versions.items()):
            for rule in versions:
                told.update(f"|{id}:{rule.digest}".encode())
        return told.hexdigest()[:16]


def _no_rule(id: str) -> RuleMissing:
    return RuleMissing(
        Text(f"Bộ quy tắc không có quy tắc “{id}”.", f"The rulebook has no rule “{id}”."),
        Text("Mời ông/bà xem danh sách quy tắc.", "See the list of rules."),
    )


def _not_in_force(id: str, versions: tuple[Rule, ...], on: date) -> RuleMissing:
    first = versions[0].since
    return RuleMissing(
        Text(f"Quy tắc “{id}” không có hiệu lực vào ngày {on:%d/%m/%Y}.", f"The rule “{id}” is not in force on {on}."),
        Text(f"Quy tắc có hiệu lực từ ngày {first:%d/%m/%Y}.", f"It is in force from {first}."),
    )


# ---- what is checked when law and rules are put together -------------------------------------------------------------


def _problems(rulebook: Rulebook) -> Iterable[str]:
    view = rulebook.view()
    newest = rulebook.rules
    for id in newest:
        versions = rulebook.versions(id)
        for earlier, later in pairwise(versions):
            overlaps = earlier.until is None or earlier.until > later.since
            if overlaps and earlier.known_since == later.known_since:
                yield f"{id}: two versions hold on {later.since}; end the first, or say since when the second is known"
        for rule in versions:
            yield from _citations(rule, rulebook.book)
            yield from _values(rule, view)
            try:
                rules_below(newest, rule)
            except DefinitionError as error:
                yield f"{rule.id}: {error}"


def _citations(rule: Rule, book: Lawbook) -> Iterable[str]:
    rests_on = [each for refusal in rule.ruling.refusals for each in refusal.rests_on]
    for cited in rule.cites:
        if cited not in book.provisions:
            yield f"{rule.id}: cites {cited}, which is no provision of the law files"
    if rule.received_under and rule.received_under not in book.provisions:
        yield f"{rule.id}: is received under {rule.received_under}, which is no provision of the law files"
    for cited in rests_on:
        if cited not in book.provisions and cited not in book.entries:
            yield f"{rule.id}: a refusal rests on {cited}, which is neither a provision nor a legal value"


def _values(rule: Rule, view: LawView) -> Iterable[str]:
    for id, kind, on in rule.legal_values:
        entry = view.book.entries.get(id)
        if entry is None:
            yield f"{rule.id}: uses {id}, which the law files do not have"
            continue
        if entry.unit not in UNITS_OF[kind]:
            yield f"{rule.id}: takes {id} for {kind}, but its unit is {entry.unit}"
            continue
        if (fault := _too_fine(view, id, kind)) is not None:
            yield f"{rule.id}: {id} is {fault}, beyond what arrays hold"
        gap = view.gap(id, rule.since, rule.until) if on is None else None
        if gap is not None:
            yield f"{rule.id} holds from {rule.since}, but {id} has no value on {gap}"


def _too_fine(view: LawView, id: str, kind: Kind) -> Any:
    for span in view.spans(id):
        if kind is Kind.SHARE and isinstance(span.value, Fraction) and span.value.denominator > 1000:
            return span.value
        if kind is Kind.COUNT and isinstance(span.value, int) and span.value > 10**4:
            return span.value
    return None


__all__ = [
    "Answer",
    "Bound",
    "FactProblem",
    "FactsRefused",
    "Outcome",
    "Point",
    "RuleMissing",
    "Rulebook",
    "RulebookError",
]
