"""What a rule is made of: a graph of expressions over facts and legal values, built by ordinary Python.

Nothing is computed here. Each node knows its kind, so that a rule which adds days to money fails when it is loaded,
with the line of Python that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal, Self

from khue.core.bilingual import Text
from khue.core.money import MAX_DONG
from khue.core.rules.kinds import MAX_COUNT, MAX_LINES, MAX_PART, Kind

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


@dataclass(frozen=True, eq=False)
class Fact(Expression):
    """What a case says. ``question`` asks a person for it; ``labels`` are the words of a choice's options.

    ``changeable`` is false for what nobody can change to get more (a date that has passed, who one is).
    """

    question: Text = field(default_factory=lambda: Text("?"))
    options: tuple[str, ...] | None = None
    labels: Mapping[str, Text] | None = None
    fields: Mapping[str, Fact] | None = None
    changeable: bool = True
    help: Text | None = None

    @property
    def name(self) -> str:
        return str(self.constant)

    # ---- lists of lines
    def count(self) -> Expression:
        """How many lines."""
        return _over(self, "lines_count", Kind.COUNT, None, MAX_LINES)

    def total(self, part: Callable[[LineFacts], Expression]) -> Expression:
        """The sum of an amount over all lines."""
        inner = part(LineFacts(self))
        if inner.kind not in (Kind.MONEY, Kind.COUNT):
            raise DefinitionError("only amounts are summed")
        if inner.limit * MAX_LINES > LIMIT:
            raise DefinitionError("the sum over all lines may pass the limit: give the fact a maximum")
        return _over(self, "lines_total", inner.kind, inner, inner.limit * MAX_LINES)

    def any(self, condition: Callable[[LineFacts], Expression]) -> Expression:
        """Whether a condition holds for at least one line."""
        return _over(self, "lines_any", Kind.YESNO, _yesno(condition(LineFacts(self))), 0)

    def all(self, condition: Callable[[LineFacts], Expression]) -> Expression:
        """Whether a condition holds for every line; true for an empty list."""
        return ~self.any(lambda line: ~condition(line))

    def latest(self, part: Callable[[LineFacts], Expression], otherwise: Expression) -> Expression:
        """The latest day of all lines and of ``otherwise``."""
        inner = part(LineFacts(self))
        if inner.kind is not Kind.DAY or otherwise.kind is not Kind.DAY:
            raise DefinitionError("the latest of days is asked for")
        return Expression("lines_latest", Kind.DAY, (self, inner, otherwise), self.name)


class LineFacts:
    """One line of a list, as the rule sees it: its fields by name."""

    def __init__(self, lines: Fact) -> None:
        if lines.kind is not Kind.LINES or lines.fields is None:
            raise DefinitionError("only a list has lines")
        self._lines = lines

    def __getattr__(self, name: str) -> Expression:
        fields = self._lines.fields or {}
        if name not in fields:
            raise DefinitionError(f"a line of {self._lines.name} has no {name}; it has {', '.join(fields)}")
        part = fields[name]
        return replace(part, op="line_fact", constant=(self._lines.name, name))


# ---- declaring facts ------------------------------------------------------------------------------------------------


def money(name: str, vi: str, en: str, *, ask: tuple[str, str], maximum: int = MAX_DONG, **more: Any) -> Fact:
    """An amount in whole đồng. ``vi``/``en`` name it, ``ask`` is the question in both languages."""
    return _fact(Kind.MONEY, name, vi, en, ask, limit=maximum, **more)


def count(name: str, vi: str, en: str, *, ask: tuple[str, str], maximum: int = MAX_COUNT, **more: Any) -> Fact:
    return _fact(Kind.COUNT, name, vi, en, ask, limit=maximum, **more)


def share(name: str, vi: str, en: str, *, ask: tuple[str, str], **more: Any) -> Fact:
    return _fact(Kind.SHARE, name, vi, en, ask, limit=MAX_PART, **more)


def day(name: str, vi: str, en: str, *, ask: tuple[str, str], **more: Any) -> Fact:
    return _fact(Kind.DAY, name, vi, en, ask, **more)


def yesno(name: str, vi: str, en: str, *, ask: tuple[str, str], **more: Any) -> Fact:
    return _fact(Kind.YESNO, name, vi, en, ask, **more)


def choice(
    name: str, vi: str, en: str, *, ask: tuple[str, str], options: Mapping[str, tuple[str, str]], **more: Any
) -> Fact:
    """One of ``options``: code to its words in both languages."""
    words = {code: Text(*both) for code, both in options.items()}
    return _fact(Kind.CHOICE, name, vi, en, ask, options=tuple(options), labels=words, **more)


def lines(name: str, vi: str, en: str, *, ask: tuple[str, str], fields: tuple[Fact, ...], **more: Any) -> Fact:
    """A list of lines, each with ``fields``."""
    if any(field.kind is Kind.LINES for field in fields):
        raise DefinitionError("lines do not hold lines")
    return _fact(Kind.LINES, name, vi, en, ask, fields={field.name: field for field in fields}, **more)


def _fact(kind: Kind, name: str, vi: str, en: str, ask: tuple[str, str], **more: Any) -> Fact:
    if not name.isidentifier() or name != name.lower():
        raise DefinitionError(f"{name!r} is no name for a fact: small letters and underscores")
    help = more.pop("help", None)
    return Fact("fact", kind, (), name, Text(vi, en), question=Text(*ask), help=Text(*help) if help else None, **more)


# ---- values of the law ----------------------------------------------------------------------------------------------

UNITS_OF: Final = {
    Kind.MONEY: ("dong",),
    Kind.SHARE: ("percent", "fraction"),
    Kind.COUNT: ("count",),
    Kind.TERM: ("working_days", "calendar_days", "months", "years", "hours"),
    Kind.DAY: ("day",),
    Kind.YESNO: ("flag",),
    Kind.CODES: ("codes",),
}
"""Which units of the law files a kind may have."""

_LAW_LIMITS = {Kind.MONEY: MAX_DONG, Kind.COUNT: 10**4, Kind.SHARE: 10**3}


class law:
    """Legal values by id. Each stands for the value on the day that is asked, or on the day ``on`` of the case."""

    @staticmethod
    def money(id: str, on: Expression | None = None) -> Expression:
        return _legal(Kind.MONEY, id, on)

    @staticmethod
    def share(id: str, on: Expression | None = None) -> Expression:
        return _legal(Kind.SHARE, id, on)

    @staticmethod
    def count(id: str, on: Expression | None = None) -> Expression:
        return _legal(Kind.COUNT, id, on)

    @staticmethod
    def term(id: str, on: Expression | None = None) -> Expression:
        return _legal(Kind.TERM, id, on)

    @staticmethod
    def day(id: str, on: Expression | None = None) -> Expression:
        return _legal(Kind.DAY, id, on)

    @staticmethod
    def flag(id: str, on: Expression | None = None) -> Expression:
        return _legal(Kind.YESNO, id, on)

    @staticmethod
    def codes(id: str, on: Expression | None = None) -> Expression:
        return _legal(Kind.CODES, id, on)


def _legal(kind: Kind, id: str, on: Expression | None) -> Expression:
    if on is not None and on.kind is not Kind.DAY:
        raise DefinitionError("a legal value stands on a day")
    return Expression("law", kind, (on,) if on is not None else (), id, limit=_LAW_LIMITS.get(kind, 0))


TODAY: Final = Expression("today", Kind.DAY, label=Text("Ngày áp dụng", "Day applied"))
"""The day for which the rule is asked."""


def value_of(rule: str, kind: Kind, name: str = "value") -> Expression:
    """What another rule grants on the same facts; unknown while that rule refuses or does not know."""
    return Expression("rule", kind, (), (rule, name), limit=MAX_DONG if kind is Kind.MONEY else MAX_COUNT)


def granted_by(rule: str) -> Expression:
    """Whether another rule grants on the same facts."""
    return Expression("rule", Kind.YESNO, (), (rule, ""))


# ---- choosing -------------------------------------------------------------------------------------------------------


def choose(condition: Expression, then: Operand, otherwise: Operand) -> Expression:
    """``then`` where the condition holds, else ``otherwise``; both of one kind."""
    first, second = _alike(then, otherwise)
    return Expression("choose", first.kind, (_yesno(condition), first, second), limit=max(first.limit, second.limit))


def by(which: Fact, cases: Mapping[str, Operand]) -> Expression:
    """The value for the option that a choice has; ``cases`` names every option."""
    if set(cases) != set(which.options or ()):
        raise DefinitionError(f"cases for {which.name} must name exactly {', '.join(which.options or ())}")
    *first, (_, found) = cases.items()
    value = as_expression(found, _kind_of(cases))
    for option, case in reversed(first):
        value = choose(which.is_(option), case, value)
    return value


def ordinarily(default: Operand, *exceptions: tuple[Expression, Operand]) -> Expression:
    """A default with its exceptions (condition, value). Two exceptions that differ are a contradiction of the law."""
    kind = _kind_of({"default": default} | {str(number): value for number, (_, value) in enumerate(exceptions)})
    parts = [as_expression(default, kind)]
    for condition, value in exceptions:
        parts += [_yesno(condition), as_expression(value, kind)]
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
    first, second = _alike(amount, ceiling)
    if first.kind not in (Kind.MONEY, Kind.COUNT):
        raise DefinitionError(f"{first.kind} is not capped")
    return Expression("capped", first.kind, (first, second), limit=first.limit)


def _extreme(op: str, amounts: tuple[Operand, ...]) -> Expression:
    kind = _kind_of({str(number): amount for number, amount in enumerate(amounts)})
    if kind not in ORDERED:
        raise DefinitionError(f"{kind} has no smallest and no greatest")
    parts = tuple(as_expression(amount, kind) for amount in amounts)
    found = parts[0]
    for part in parts[1:]:
        found = Expression(op, kind, (found, part), limit=max(found.limit, part.limit))
    return found


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


def _kind_of(values: Mapping[str, Operand]) -> Kind:
    kinds = {value.kind for value in values.values() if isinstance(value, Expression)}
    if not kinds:
        first = next(iter(values.values()))
        guesses = {bool: Kind.YESNO, int: Kind.COUNT, str: Kind.CHOICE, date: Kind.DAY, Fraction: Kind.SHARE}
        return guesses[type(first)]
    if len(kinds) > 1:
        raise DefinitionError(f"values of different kinds meet: {', '.join(sorted(kinds))}")
    return kinds.pop()


def _alike(left: Operand, right: Operand) -> tuple[Expression, Expression]:
    kind = _kind_of({"left": left, "right": right})
    return as_expression(left, kind), as_expression(right, kind)


def _yesno(condition: Expression) -> Expression:
    if condition.kind is not Kind.YESNO:
        raise DefinitionError(f"a condition is yes or no, not {condition.kind}")
    return condition


def _logic(op: str, *parts: Expression) -> Expression:
    return Expression(op, Kind.YESNO, tuple(_yesno(part) for part in parts))


def _sum(op: str, left: Expression, right: Operand) -> Expression:
    first, second = _alike(left, right)
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
    first, second = _alike(left, right)
    if first.kind not in ORDERED and not (op == "equals" and first.kind in (Kind.CHOICE, Kind.YESNO)):
        raise DefinitionError(f"{first.kind} is not compared")
    return Expression(f"share_{op}" if first.kind is Kind.SHARE else op, Kind.YESNO, (first, second))


def _shift(op: str, start: Expression, term: Expression) -> Expression:
    if start.kind is not Kind.DAY or term.kind is not Kind.TERM or term.op != "law":
        raise DefinitionError("a day moves by a legal term")
    return Expression(op, Kind.DAY, (start, term))


def _over(lines: Fact, op: str, kind: Kind, inner: Expression | None, limit: int) -> Expression:
    if lines.kind is not Kind.LINES:
        raise DefinitionError(f"{lines.name} is no list of lines")
    return Expression(op, kind, (lines, *((inner,) if inner is not None else ())), lines.name, limit=limit)
