"""Room ``auctions``: one announced by an officer, with a firm that takes part."""

from __future__ import annotations

from datetime import timedelta

from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.core.bilingual import Text
    from khue.site.sample import auctions as sample

    officer = act("officer")
    title = Text("Sáng chế màng lọc nước", "Patent of a water filter")
    said = sample.terms("tender", officer.moment + timedelta(hours=2), 200_000_000)
    auction = sample.announced(title, organisation("VLSH"), said, officer, "CN-2026-0001")
    bidder = sample.registered(auction, organisation("TLX"), act("founder"))
    for name, value in {"auction_id": auction, "number": sample.number(auction), "bidder": bidder}.items():
        stock.by_room["auctions", name] = value
