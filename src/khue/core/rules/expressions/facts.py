"""What a case says: a fact with its question, its options, its bounds; lists of lines and what is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from khue.core.bilingual import Text
from khue.core.money import MAX_DONG
from khue.core.rules.expressions.nodes import LIMIT, DefinitionError, Expression, as_condition
from khue.core.rules.kinds import MAX_COUNT, MAX_LINES, MAX_PART, Kind


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
        return _over(self, "lines_any", Kind.YESNO, as_condition(condition(LineFacts(self))), 0)

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


def _over(lines: Fact, op: str, kind: Kind, inner: Expression | None, limit: int) -> Expression:
    if lines.kind is not Kind.LINES:
        raise DefinitionError(f"{lines.name} is no list of lines")
    return Expression(op, kind, (lines, *((inner,) if inner is not None else ())), lines.name, limit=limit)
