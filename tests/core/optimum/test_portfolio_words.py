"""Every demand has its sentence in both languages, amounts written as the language writes them."""

from __future__ import annotations

import pytest

from khue.core.bilingual import Text
from khue.core.optimum.portfolio import Demand, Kind
from khue.core.optimum.portfolio.words import tell_demand


@pytest.mark.parametrize("kind", Kind)
def test_every_demand_is_told(kind: Kind) -> None:
    told = tell_demand(Demand(kind, "P1", 7), lambda what, name: Text(f"«{what} {name}»", f"<{what} {name}>"))
    assert "{" not in told.vi + told.en
    assert kind is Kind.BUDGET or "P1" in told.vi


def test_money_is_written_as_money() -> None:
    told = tell_demand(Demand(Kind.MOST_MONEY, "AI", 2_000_000_000))
    assert "2.000.000.000 đ" in told.vi
    assert "2,000,000,000 VND" in told.en
