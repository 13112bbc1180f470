"""Operations over columns at the ends of what 64 bits hold."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from khue.core.rules.batch import Values, ask_many
from khue.core.rules.engine import Point
from khue.core.rules.expressions import LIMIT, count, money
from khue.core.rules.many.column import where
from khue.core.rules.rule import Ruling, rule, say
from tests.core.rules.cases import law_of, rulebook_of

AMOUNTS = st.integers(-LIMIT, LIMIT)


@given(st.lists(st.tuples(st.booleans(), AMOUNTS, AMOUNTS), min_size=1, max_size=20))
def test_choosing_between_amounts_is_exact_up_to_the_limit(rows: list[tuple[bool, int, int]]) -> None:
    condition, then, otherwise = (np.array(column) for column in zip(*rows, strict=True))
    assert where(condition, then, otherwise).tolist() == [a if c else b for c, a, b in rows]
    assert where(condition, then, 7).tolist() == [a if c else 7 for c, a, _ in rows]


@given(st.lists(st.booleans(), min_size=1, max_size=20), AMOUNTS, AMOUNTS)
def test_choosing_between_two_fixed_amounts_is_exact(condition: list[bool], then: int, otherwise: int) -> None:
    chosen = where(np.array(condition), then, otherwise)
    assert chosen.tolist() == [then if c else otherwise for c in condition]


def test_choosing_between_shares_keeps_both_parts() -> None:
    half, third = Fraction(1, 2), Fraction(1, 3)
    parts, whole = where(
        np.array([True, False]), (half.numerator, half.denominator), (third.numerator, third.denominator)
    )
    assert (parts.tolist(), whole.tolist()) == ([1, 1], [2, 3])


@rule("test.double", title=("Gấp đôi", "Double"), cites=("res-1.cap",), since=date(2026, 1, 1))
def double() -> Ruling:
    amount = money("amount", "Số tiền", "Amount", ask=("?", "?"), maximum=10**12)
    number = count("number", "Số", "Number", ask=("?", "?"), maximum=3)
    twice = amount.times(number)
    return Ruling(values={"value": twice}, then=say("{twice}", "{twice}", twice=twice))


def test_a_row_out_of_bounds_leaves_its_neighbours_alone_and_its_own_value_is_zero() -> None:
    bound = rulebook_of(law_of(), double).at("test.double", Point(date(2026, 6, 1)))
    given_facts = {"amount": Values(np.array([5, -1, 7, 10**12 + 1])), "number": Values(np.array([2, 2, 9, 2]))}
    found = ask_many(bound, given_facts, 4)
    assert [found.outcome[i] for i in range(4)] == [1, 3, 3, 3]
    assert found.values["value"].tolist() == [10, 0, 0, 0]
