"""Choosing between values: by a condition, by an option, a default with its exceptions, the least, a ceiling."""

from __future__ import annotations

from collections.abc import Mapping

from khue.core.rules.expressions.facts import Fact
from khue.core.rules.expressions.nodes import (
    ORDERED,
    DefinitionError,
    Expression,
    Operand,
    alike,
    as_condition,
    as_expression,
    kind_of,
)
from khue.core.rules.kinds import Kind


def choose(condition: Expression, then: Operand, otherwise: Operand) -> Expression:
    """``then`` where the condition holds, else ``otherwise``; both of one kind."""
    first, second = alike(then, otherwise)
    return Expression(
        "choose", first.kind, (as_condition(condition), first, second), limit=max(first.limit, second.limit)
    )


def by(which: Fact, cases: Mapping[str, Operand]) -> Expression:
    """The value for the option that a choice has; ``cases`` names every option."""
    if set(cases) != set(which.options or ()):
        raise DefinitionError(f"cases for {which.name} must name exactly {', '.join(which.options or ())}")
    *first, (_, found) = cases.items()
    value = as_expression(found, kind_of(cases))
    for option, case in reversed(first):
        value = choose(which.is_(option), case, value)
    return value


def ordinarily(default: Operand, *exceptions: tuple[Expression, Operand]) -> Expression:
    """A default with its exceptions (condition, value). Two exceptions that differ are a contradiction of the law."""
    kind = kind_of({"default": default} | {str(number): value for number, (_, value) in enumerate(exceptions)})
    parts = [as_expression(default, kind)]
    for condition, value in exceptions:
        parts += [as_condition(condition), as_expression(value, kind)]
    return Expression("ordinarily", kind, tuple(parts), limit=max(part.limit for part in parts))


def least(*amounts: Operand) -> Expression:
    """The smallest of several values of one kind."""
    return _extreme("least", amounts)


def greatest(*amounts: Operand) -> Expression:
    return _extreme("greatest", amounts)


def capped(amount: Expression, ceiling: Expression) -> Expression:
    """At most the ceiling that the law sets; the whole amount while no text sets one. The explanation then says so.

    For a ceiling that a rule does not need: what is known is granted, and the ceiling binds from the day it is confirmed.
    """
    if ceiling.op != "law" or ceiling.operands:
        raise DefinitionError("only a legal value of the day asked may be left out while it is not set")
    first, second = alike(amount, ceiling)
    if first.kind not in (Kind.MONEY, Kind.COUNT):
        raise DefinitionError(f"{first.kind} is not capped")
    return Expression("capped", first.kind, (first, second), limit=first.limit)


def _extreme(op: str, amounts: tuple[Operand, ...]) -> Expression:
    kind = kind_of({str(number): amount for number, amount in enumerate(amounts)})
    if kind not in ORDERED:
        raise DefinitionError(f"{kind} has no smallest and no greatest")
    parts = tuple(as_expression(amount, kind) for amount in amounts)
    found = parts[0]
    for part in parts[1:]:
        found = Expression(op, kind, (found, part), limit=max(found.limit, part.limit))
    return found
