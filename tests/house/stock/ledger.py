"""Room ``ledger``: its part of the stock."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.features.ledger import domain, usecases
    from khue.site.sample.stories import budget_of, open_budget

    accountant = act("accountant")
    open_budget(actor=accountant)
    code = budget_of(accountant)
    entry = uuid4()
    usecases.appropriate_budget(domain.Appropriation(entry, code, 90_000_000_000, "QĐ 01"), actor=accountant)
    stock.by_route["ledger:budget_line", "code"] = code
    stock.by_room["ledger", "code"] = domain.AVAILABLE
    stock.by_room["ledger", "key"] = f"budget:{code}"
    stock.everywhere["entry_id"] = entry
    last_month = accountant.today.replace(day=1) - timedelta(days=1)
    stock.everywhere["month"] = f"{last_month:%Y-%m}"
