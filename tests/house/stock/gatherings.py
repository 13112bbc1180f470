"""Room ``gatherings``: an event that is to come, with seats."""

from __future__ import annotations

from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.site.sample import gatherings as sample

    stock.by_room["gatherings", "gathering_id"] = sample.published(sample.FAIR, 20, 50, act)
