"""A bound rule over columns: its law as column constants, its operations on arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from khue.core.rules import many
from khue.core.rules.bound import Bound
from khue.core.rules.expressions import LIMIT, Expression, Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.program import Step

FOREVER = date(2200, 1, 1)


class Vocabulary:
    """Codes for the options of choices, so that arrays compare whole numbers."""

    def __init__(self) -> None:
        self.codes: dict[str, int] = {}

    def code(self, option: str) -> int:
        return self.codes.setdefault(option, len(self.codes) + 1)

    @property
    def options(self) -> list[str]:
        return ["", *self.codes]


class BatchProgram:
    """A bound rule over columns."""

    def __init__(self, bound: Bound) -> None:
        self.bound = bound
        self.vocabulary = Vocabulary()
        self._steps: list[tuple[int, Callable[..., many.Column], tuple[int, ...], Any]] = []
        self._base: list[many.Column | None] = [None] * len(bound.program.steps)
        for fact in bound.facts.values():
            self._learn(fact)
        for place, step in enumerate(bound.program.steps):
            if bound.is_fixed(place):
                self._base[place] = self._column(bound.base[place], step.node)
            elif step.op != "fact":
                self._steps.append((place, many.OPERATIONS[step.op], step.ins, self._constant(step)))

    def _learn(self, fact: Fact) -> None:
        for option in fact.options or ():
            self.vocabulary.code(option)
        for field in (fact.fields or {}).values():
            self._learn(field)

    def _column(self, value: Any, node: Expression) -> many.Column:
        if value is None:
            return many.Column(many.nothing(node.kind), False)
        return many.Column(many.as_data(value, node.kind, self.vocabulary.code), True)

    def _constant(self, step: Step) -> Any:
        constant = self.bound.constant_of(step, many.OPERATIONS, self._law_spans)
        if step.op.startswith("lines_") and constant[1] is not None:
            outer, part, run = constant
            coded = tuple(
                (place, (op, ins, self._coded(part.steps[place], constant))) for place, (op, ins, constant) in run
            )
            return outer, part, coded
        return self._coded(step, constant)

    def _coded(self, step: Step, constant: Any) -> Any:
        if step.op == "is":
            return tuple(self.vocabulary.code(option) for option in constant)
        if step.op == "of":
            share, amount = step.node.operands
            return constant, 2 * amount.limit * share.limit <= LIMIT
        return constant

    def _law_spans(self, id: str, kind: Kind) -> tuple[tuple[int, int, Any], ...]:
        return tuple(
            (
                since.toordinal(),
                (until or FOREVER).toordinal(),
                None if value is None else many.as_data(value, kind, self.vocabulary.code),
            )
            for since, until, value in self.bound.law_spans(id, kind)
        )

    def run(self, facts: Mapping[str, many.Column], size: int) -> tuple[Sequence[many.Column | None], many.Faults]:
        """The columns of all steps for ``size`` cases, and which cases cannot be computed."""
        faults = many.Faults(size)
        columns = self._base.copy()
        for name, place in self.bound.program.facts.items():
            columns[place] = facts[name]
        for place, operation, ins, constant in self._steps:
            columns[place] = operation(constant, faults, *[columns[i] for i in ins])
        return columns, faults
