"""One node of a rule's graph: its kind, its operands, its greatest amount. Nothing is computed here.

Each node knows its kind, so that a rule which adds days to money fails when it is loaded, with the line of Python that
says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal, Self

from khue.core.bilingual import Text
from khue.core.rules.kinds import MAX_COUNT, Kind

Rounding = Literal["down", "up", "half_up"]

LIMIT: Final = 2**62
"""No amount that a rule can build may pass this: whole numbers in arrays have 64 bits."""

MOST_PARTS: Final = 10**9
"""The greatest denominator of a share that a rule builds: twice its square still fits."""

ORDERED = frozenset({Kind.MONEY, Kind.COUNT, Kind.SHARE, Kind.DAY})


class DefinitionError(Exception):
    """A rule is not well made. The traceback names the line."""


@dataclass(frozen=True, eq=False)
class Expression:
    """One node. ``op`` names what is done, ``operands`` to what, ``constant`` with which fixed part.

    ``limit`` is the largest absolute amount that the node can hold (money, counts) or the greatest denominator (shares).
    """

    op: str
    kind: Kind
    operands: tuple[Expression, ...] = ()
    constant: Any = None
    label: Text | None = None
    limit: int = 0

    def __bool__(self) -> bool:
        raise DefinitionError("an expression is neither true nor false yet: join with &, | and ~, choose with choose()")

    # ---- reading it aloud
    def called(self, vi: str, en: str) -> Self:
        """The same value with a name of its own in the explanation."""
        return replace(self, label=Text(vi, en))

    # ---- amounts
    def __add__(self, other: Operand) -> Expression:
        return _sum("plus", self, other)

    def __sub__(self, other: Operand) -> Expression:
        return _sum("minus", self, other)

    def times(self, other: Operand) -> Expression:
        """An amount as often as a count says; a share of a share."""
        right = as_expression(other, self.kind if self.kind is Kind.SHARE else Kind.COUNT)
        if self.kind is Kind.SHARE and right.kind is Kind.SHARE:
            return _share("share_times", self, right)
        if self.kind not in (Kind.MONEY, Kind.COUNT) or right.kind is not Kind.COUNT:
            raise DefinitionError(f"{self.kind} cannot be taken {right.kind} times")
        limit = self.limit * max(1, right.limit)
        if limit > LIMIT:
            # Legal counts are small; a count from a case is bounded by its declaration.
            raise DefinitionError(f"the product may reach {limit}, beyond {LIMIT}: give the fact a maximum")
        return Expression("times", self.kind, (self, right), limit=limit)

    def of(self, amount: Expression, rounding: Rounding) -> Expression:
        """This share of an amount of money or of a count, rounded to a whole one as stated."""
        if self.kind is not Kind.SHARE or amount.kind not in (Kind.MONEY, Kind.COUNT):
            raise DefinitionError("a share is taken of money or of a count")
        if rounding not in ("down", "up", "half_up"):
            raise DefinitionError(f"unknown rounding {rounding!r}")
        return Expression("of", amount.kind, (self, amount), rounding, limit=amount.limit)

    # ---- comparing
    def __lt__(self, other: Operand) -> Expression:
        return _compare("less", self, other)

    def __le__(self, other: Operand) -> Expression:
        return _compare("at_most", self, other)

    def __gt__(self, other: Operand) -> Expression:
        return _compare("more", self, other)

    def __ge__(self, other: Operand) -> Expression:
        return _compare("at_least", self, other)

    def equals(self, other: Operand) -> Expression:
        return _compare("equals", self, other)

    def is_(self, *options: str) -> Expression:
        """Whether a choice is one of ``options``."""
        if self.kind is not Kind.CHOICE:
            raise DefinitionError("only a choice is asked for its option")
        known = getattr(self, "options", None)
        for option in options:
            if known is not None and option not in known:
                raise DefinitionError(f"{option!r} is no option of {self.constant}; options: {', '.join(known)}")
        return Expression("is", Kind.YESNO, (self,), options)

    def among(self, codes: Expression) -> Expression:
        """Whether a choice is on a legal list."""
        if self.kind is not Kind.CHOICE or codes.kind is not Kind.CODES:
            raise DefinitionError("a choice is looked up on a legal list of codes")
        return Expression("among", Kind.YESNO, (self, codes))

    def names(self, code: str) -> Expression:
        """Whether this legal list names a code (a condition, a power), so that the list says which ones hold."""
        return as_expression(code, Kind.CHOICE).among(self)

    # ---- yes and no
    def __and__(self, other: Operand) -> Expression:
        return _logic("and", self, as_expression(other, Kind.YESNO))

    def __or__(self, other: Operand) -> Expression:
        return _logic("or", self, as_expression(other, Kind.YESNO))

    def __invert__(self) -> Expression:
        return _logic("not", self)

    # ---- days
    def after(self, term: Expression) -> Expression:
        """The day that lies a legal term after this one (the day itself is not counted)."""
        return _shift("after", self, term)

    def before(self, term: Expression) -> Expression:
        """The day that lies a legal term before this one."""
        return _shift("before", self, term)

    def days_until(self, other: Expression) -> Expression:
        """Calendar days from this day to another; negative when the other is earlier."""
        if self.kind is not Kind.DAY or other.kind is not Kind.DAY:
            raise DefinitionError("days are counted between days")
        return Expression("days_until", Kind.COUNT, (self, other), limit=MAX_COUNT)


Operand = Expression | int | bool | str | date | Fraction


# ---- building blocks ------------------------------------------------------------------------------------------------


def as_expression(value: Operand, kind: Kind) -> Expression:
    """A constant as a node of ``kind``. Raises DefinitionError when it is not of that kind."""
    if isinstance(value, Expression):
        return value
    fits = {
        Kind.MONEY: type(value) is int,
        Kind.COUNT: type(value) is int,
        Kind.SHARE: isinstance(value, int | Fraction) and not isinstance(value, bool),
        Kind.DAY: type(value) is date,
        Kind.YESNO: type(value) is bool,
        Kind.CHOICE: isinstance(value, str),
    }.get(kind, False)
    if not fits:
        raise DefinitionError(f"{value!r} is no {kind}")
    constant = Fraction(value) if kind is Kind.SHARE and isinstance(value, int | Fraction) else value
    limit = constant.denominator if isinstance(constant, Fraction) else abs(value) if type(value) is int else 0
    return Expression("constant", kind, (), constant, limit=limit)


def kind_of(values: Mapping[str, Operand]) -> Kind:
    kinds = {value.kind for value in values.values() if isinstance(value, Expression)}
    if not kinds:
        first = next(iter(values.values()))
        guesses = {bool: Kind.YESNO, int: Kind.COUNT, str: Kind.CHOICE, date: Kind.DAY, Fraction: Kind.SHARE}
        return guesses[type(first)]
    if len(kinds) > 1:
        raise DefinitionError(f"values of different kinds meet: {', '.join(sorted(kinds))}")
    return kinds.pop()


def alike(left: Operand, right: Operand) -> tuple[Expression, Expression]:
    kind = kind_of({"left": left, "right": right})
    return as_expression(left, kind), as_expression(right, kind)


def as_condition(condition: Expression) -> Expression:
    if condition.kind is not Kind.YESNO:
        raise DefinitionError(f"a condition is yes or no, not {condition.kind}")
    return condition


def _logic(op: str, *parts: Expression) -> Expression:
    return Expression(op, Kind.YESNO, tuple(as_condition(part) for part in parts))


def _sum(op: str, left: Expression, right: Operand) -> Expression:
    first, second = alike(left, right)
    if first.kind not in (Kind.MONEY, Kind.COUNT, Kind.SHARE):
        raise DefinitionError(f"{first.kind} is neither added nor taken away")
    if first.kind is Kind.SHARE:
        return _share(f"share_{op}", first, second)
    limit = first.limit + second.limit
    if limit > LIMIT:
        raise DefinitionError(f"the sum may reach {limit}, beyond {LIMIT}")
    return Expression(op, first.kind, (first, second), limit=limit)


def _share(op: str, left: Expression, right: Expression) -> Expression:
    parts = left.limit * right.limit
    if parts > MOST_PARTS:
        raise DefinitionError("too many shares of shares: whole numbers in arrays would not hold the product")
    return Expression(op, Kind.SHARE, (left, right), limit=parts)


def _compare(op: str, left: Expression, right: Operand) -> Expression:
    first, second = alike(left, right)
    if first.kind not in ORDERED and not (op == "equals" and first.kind in (Kind.CHOICE, Kind.YESNO)):
        raise DefinitionError(f"{first.kind} is not compared")
    return Expression(f"share_{op}" if first.kind is Kind.SHARE else op, Kind.YESNO, (first, second))


def _shift(op: str, start: Expression, term: Expression) -> Expression:
    if start.kind is not Kind.DAY or term.kind is not Kind.TERM or term.op != "law":
        raise DefinitionError("a day moves by a legal term")
    return Expression(op, Kind.DAY, (start, term))
