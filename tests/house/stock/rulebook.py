"""Room ``rulebook``: its part of the stock."""

from __future__ import annotations

from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.features.rulebook import usecases

    stock.by_route["rulebook:instrument", "key"] = "res-34-2025"
    stock.by_route["rulebook:provision", "key"] = "res-34-2025.equipment-trial"
    stock.by_room["rulebook", "id"] = "missions.equipment.trial_purchase_cap"
    stock.by_route["rulebook:rule", "id"] = "sandbox.term"
    stock.by_room["rulebook", "edition"] = usecases.keep_edition(actor=act("administrator"))
