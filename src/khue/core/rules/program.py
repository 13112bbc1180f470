"""A ruling laid out as a list of steps, each after those that it needs: what both evaluators run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from khue.core.rules.expressions import DefinitionError, Expression, Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.rule import Rule, Ruling, roots

Resolver = Callable[[str], Rule]


class Step(NamedTuple):
    """``op`` on the values at the places ``ins`` with the fixed part ``constant``; ``node`` is what it came from."""

    op: str
    ins: tuple[int, ...]
    constant: Any
    node: Expression


@dataclass(frozen=True, slots=True)
class LineProgram:
    """What is computed for each line: its own steps, where its fields go, and what it takes from outside.

    ``fields``    (place inside, name of the field)
    ``captured``  (place inside, place outside)
    ``result``    place of the value that is counted, summed or asked for; None when lines are only counted
    """

    steps: tuple[Step, ...]
    fields: tuple[tuple[int, str], ...]
    captured: tuple[tuple[int, int], ...]
    result: int | None


@dataclass(slots=True)
class Program:
    """``place_of`` says where the value of a node stands; ``facts`` where each fact goes in."""

    steps: list[Step] = field(default_factory=list)
    facts: dict[str, int] = field(default_factory=dict)
    declared: dict[str, Fact] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)

    def place_of(self, node: Expression) -> int:
        return self.places[id(node)]


class CircleError(DefinitionError):
    """Rules rest on each other in a circle."""


def lay_out(ruling: Ruling, resolve: Resolver, path: tuple[str, ...] = ()) -> Program:
    """The program of a ruling. Raises CircleError and DefinitionError."""
    writer = _Writer(resolve)
    for root in roots(ruling):
        writer.place(root, path)
    return writer.program


class _Writer:
    def __init__(self, resolve: Resolver) -> None:
        self.program = Program()
        self._resolve = resolve
        self._alike: dict[tuple[object, ...], int] = {}
        self._kept: list[Expression] = []

    def place(self, node: Expression, path: tuple[str, ...]) -> int:
        """Where the value of ``node`` stands; lays out what it needs first. Equal nodes share one place."""
        found = self.program.places.get(id(node))
        if found is not None:
            return found
        # Nodes are found by id: whatever is placed stays alive as long as the program is written.
        self._kept.append(node)
        if node.op == "rule":
            found = self._inlined(node, path)
        elif node.op.startswith("lines_"):
            found = self._lines(node, path)
        else:
            ins = tuple(self.place(part, path) for part in node.operands)
            found = self._add(node, ins, node.constant)
        self.program.places[id(node)] = found
        return found

    def _add(self, node: Expression, ins: tuple[int, ...], constant: Any, *, shared: bool = True) -> int:
        key = (node.op, node.kind, ins, type(constant), repr(constant), node.label and node.label.vi)
        if shared and key in self._alike:
            return self._alike[key]
        place = len(self.program.steps)
        self.program.steps.append(Step(node.op, ins, constant, node))
        self._alike[key] = place
        if isinstance(node, Fact) and node.op == "fact":
            self.program.facts[node.name] = place
            self.program.declared[node.name] = node
        return place

    def _inlined(self, node: Expression, path: tuple[str, ...]) -> int:
        id, name = node.constant
        if id in path:
            raise CircleError(f"rules in a circle: {' → '.join((*path, id))}")
        other = self._resolve(id).ruling
        deeper = (*path, id)
        granted = Expression("constant", Kind.YESNO, (), True)
        for refusal in other.refusals:
            granted = granted & ~refusal.when
        if not name:
            return self.place(granted, deeper)
        if name not in other.values:
            raise DefinitionError(f"{id} grants no {name}")
        value = other.values[name]
        if value.kind is not node.kind:
            raise DefinitionError(f"{name} of {id} is {value.kind}, not {node.kind}")
        unknown = Expression("constant", value.kind, (), None)
        return self.place(Expression("choose", value.kind, (granted, value, unknown)), deeper)

    def _lines(self, node: Expression, path: tuple[str, ...]) -> int:
        lines, *rest = node.operands
        inner = rest[0] if rest else None
        outer = tuple(self.place(part, path) for part in (lines, *rest[1:]))
        part = self._line_program(str(node.constant), inner, path) if inner is not None else None
        captured = tuple(outside for _, outside in part.captured) if part else ()
        return self._add(node, (*outer, *captured), (len(outer), part), shared=False)

    def _line_program(self, lines: str, inner: Expression, path: tuple[str, ...]) -> LineProgram:
        steps: list[Step] = []
        places: dict[int, int] = {}
        fields: list[tuple[int, str]] = []
        captured: list[tuple[int, int]] = []

        def put(node: Expression) -> int:
            if id(node) in places:
                return places[id(node)]
            if not _of_lines(node, lines):
                steps.append(Step("captured", (), None, node))
                captured.append((len(steps) - 1, self.place(node, path)))
            elif node.op == "line_fact":
                steps.append(Step("line_fact", (), node.constant, node))
                fields.append((len(steps) - 1, node.constant[1]))
            else:
                ins = tuple(put(part) for part in node.operands)
                steps.append(Step(node.op, ins, node.constant, node))
            places[id(node)] = len(steps) - 1
            return places[id(node)]

        result = put(inner)
        return LineProgram(tuple(steps), tuple(fields), tuple(captured), result)


def _of_lines(node: Expression, lines: str) -> bool:
    """Whether a node speaks of one line of the list."""
    if node.op == "line_fact":
        return bool(node.constant[0] == lines)
    return any(_of_lines(part, lines) for part in node.operands)


def rules_below(rules: Mapping[str, Rule], start: Rule) -> None:
    """Raises CircleError when ``start`` rests on itself through others; DefinitionError when one does not exist."""

    def visit(rule: Rule, path: tuple[str, ...]) -> None:
        for id in rule.rests_on_rules:
            if id in path:
                raise CircleError(f"rules in a circle: {' → '.join((*path, id))}")
            if id not in rules:
                raise DefinitionError(f"{rule.id} rests on {id}, which does not exist")
            visit(rules[id], (*path, id))

    visit(start, (start.id,))
