"""A rule ready to be asked: laid out, with the legal values of one point filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from khue.core.calendar import WorkCalendar
from khue.core.rules import one
from khue.core.rules.answer import Answer
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.program import LineProgram, Program, Step, lay_out
from khue.core.rules.rule import Rule
from khue.core.rules.view import LawView, Span

if TYPE_CHECKING:
    from khue.core.rules.columns import BatchProgram

RunOps = tuple[tuple[int, tuple[Callable[..., Any], tuple[int, ...], Any]], ...]


class Bound:
    """A rule at one point in the law.

    ``base`` holds what does not depend on the case; ``run`` what is computed for each, in order.
    """

    def __init__(
        self, rule: Rule, program: Program, view: LawView, on: date, calendar: Callable[[], WorkCalendar], edition: str
    ) -> None:
        self.rule, self.program, self.view, self.on, self.edition = rule, program, view, on, edition
        self._calendar = calendar
        self.base: list[Any] = [None] * len(program.steps)
        self.spans: dict[int, Span] = {}
        """Places of legal values that stand on the day asked, with what the law says there."""
        self.run: list[tuple[int, Callable[..., Any], tuple[int, ...], Any]] = []
        self._fact_places = tuple(program.facts.items())
        self._fixed: set[int] = set()
        self._settle()
        ruling, place = rule.ruling, program.place_of
        self.impossible = tuple((place(each.when), each) for each in ruling.impossible)
        self.refusals = tuple((place(each.when), each) for each in ruling.refusals)
        self.values = {name: place(value) for name, value in ruling.values.items()}
        self._refused_at = tuple(at for at, _ in self.refusals)
        self._value_at = tuple(self.values.values())
        self._batch: BatchProgram | None = None

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact that may be asked, those of the rules below included."""
        return self.program.declared

    def answer(self, facts: Mapping[str, Any]) -> Answer:
        """The answer for facts that were read already: values by name; what is absent is not known."""
        values = self.base.copy()
        for name, place in self._fact_places:
            values[place] = facts.get(name)
        try:
            for place, operation, ins, constant in self.run:
                values[place] = operation(constant, *[values[i] for i in ins])
        except one.CaseFault as fault:
            return Answer(self, facts, values, fault)
        return Answer(self, facts, values, None)

    def many(self) -> BatchProgram:
        """The same rule for columns."""
        # NumPy is loaded by whoever asks for many cases, not by every web process.
        from khue.core.rules.columns import BatchProgram

        if self._batch is None:
            self._batch = BatchProgram(self)
        return self._batch

    # ---- filling in the law
    def _settle(self) -> None:
        """Computes at once what does not depend on a case."""
        for place, step in enumerate(self.program.steps):
            if step.op == "fact":
                continue
            if step.op == "constant":
                self.base[place] = step.constant
                self._fixed.add(place)
            elif step.op == "today":
                self.base[place] = self.on
                self._fixed.add(place)
            elif step.op == "law" and not step.ins:
                span = self.view.at(step.constant, self.on)
                if span is not None:
                    self.spans[place] = span
                    self.base[place] = plain(span.value, step.node.kind, self.view.book.entries[step.constant].unit)
                self._fixed.add(place)
            else:
                operation, constant = one.OPERATIONS[step.op], self.constant_of(step, one.OPERATIONS, self.law_spans)
                if all(i in self._fixed for i in step.ins) and not step.op.startswith("lines_"):
                    self.base[place] = operation(constant, *[self.base[i] for i in step.ins])
                    self._fixed.add(place)
                else:
                    self.run.append((place, operation, step.ins, constant))

    def is_fixed(self, place: int) -> bool:
        return place in self._fixed

    def law_spans(self, id: str, kind: Kind) -> tuple[tuple[date, date | None, Any], ...]:
        unit = self.view.book.entries[id].unit
        return tuple((s.since, s.until, plain(s.value, kind, unit)) for s in self.view.spans(id))

    def constant_of(self, step: Step, operations: Mapping[str, Any], law: Callable[[str, Kind], Any]) -> Any:
        """The fixed part of a step, with units, calendar and legal values in it."""
        if step.op in ("after", "before"):
            unit = self.view.book.entries[step.node.operands[1].constant].unit
            return unit, self._calendar(), 1 if step.op == "after" else -1
        if step.op == "law":
            return law(step.constant, step.node.kind)
        if step.op.startswith("lines_"):
            outer, part = step.constant
            return outer, part, self._line_steps(part, operations, law) if part else ()
        return step.constant

    def _line_steps(self, part: LineProgram, operations: Mapping[str, Any], law: Callable[[str, Kind], Any]) -> RunOps:
        return tuple(
            (place, (operations[step.op], step.ins, self.constant_of(step, operations, law)))
            for place, step in enumerate(part.steps)
            if step.op not in ("captured", "line_fact")
        )


def plain(value: Any, kind: Kind, unit: str) -> Any:
    """A value of the law files as rules compute with it: 50 percent is one half."""
    if value is None:
        return None
    if unit == "percent":
        return Fraction(value, 100)
    if kind is Kind.DAY:
        return date.fromisoformat(value)
    if kind is Kind.CODES:
        return frozenset(str(value).split(","))
    return value


def bind(
    rule: Rule,
    view: LawView,
    on: date,
    calendar: Callable[[], WorkCalendar],
    resolve: Callable[[str], Rule],
    edition: str,
) -> Bound:
    """The rule with the law of ``on`` filled in. Raises CircleError and DefinitionError."""
    return Bound(rule, lay_out(rule.ruling, resolve, (rule.id,)), view, on, calendar, edition)
