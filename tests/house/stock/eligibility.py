"""Room ``eligibility``: its part of the stock."""

from __future__ import annotations

from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """A check that the resident saved."""
    from khue.features.eligibility import usecases
    from khue.features.eligibility.domain import SaveCheck

    resident = act("resident")
    asked = SaveCheck("Của tôi", (("applicant_kind", "person"),), resident.key)
    stock.by_room["eligibility", "rule"] = "equipment-support"
    stock.by_room["eligibility", "check_id"] = usecases.save_check(asked, actor=resident)
