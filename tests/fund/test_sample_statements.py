"""The fund of the sample city is told by its days, so that its statements chain as a bank's do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from khue.features.treasury import queries as treasury
from khue.site.sample import fund as sample
from khue.site.sample.parties import PERSONAS
from tests.cast import MOMENT, persona

pytestmark = pytest.mark.django_db


def test_stories_are_told_by_their_days() -> None:
    heard: list[tuple[str, int]] = []

    def tale(name: str, *days: int) -> Iterator[int]:
        for day in days:
            yield day
            heard.append((name, day))

    sample.told(tale("a", 9, 3, 1), tale("b", 9, 7), tale("c", 5))
    assert heard == [("a", 9), ("b", 9), ("b", 7), ("c", 5), ("a", 3), ("a", 1)]


def test_each_statement_of_the_fund_begins_with_what_the_one_before_left() -> None:
    sample.fill({one.key: persona(one.key) for one in PERSONAS}, MOMENT)
    number = sample.ACCOUNT.number
    rows = sorted((row for row in treasury.statement_rows() if row.account == number), key=lambda row: row.id)
    assert len(rows) > 6
    balance = 0
    for row in rows:
        assert (row.opening, row.gap) == (balance, 0), row.name
        balance = row.closing
    (cash,) = [one for one in treasury.cash(MOMENT.date()) if one.account.number == number]
    assert cash.balance == balance
