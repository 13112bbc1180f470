"""Values of the law, the day asked, and what other rules say on the same facts."""

from __future__ import annotations

from typing import Final

from khue.core.bilingual import Text
from khue.core.money import MAX_DONG
from khue.core.rules.expressions.nodes import DefinitionError, Expression
from khue.core.rules.kinds import MAX_COUNT, Kind

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
