"""An auction in the browser: announced by an officer, two sides bid with limits near the end, the end moves, everybody reads the result."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from khue.core.actor import Actor
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def at(key: str, moment: datetime) -> Actor:
    from tests.cast import persona

    return persona(key, at=moment)


def test_two_bid_near_the_end_and_everybody_reads_who_got_it_and_why(visit: Visit, backstage: Any) -> None:
    from khue.core.bilingual import Text
    from khue.features.auctions.models import Auction
    from khue.features.people import queries as people
    from khue.kernel import clock
    from khue.site.sample import auctions as sample
    from tests.cast import organisation

    with backstage():
        now = clock.now()
        opens = now - sample.WEEKS + timedelta(minutes=2)  # two minutes are left
        title = Text("Sáng chế bê tông nhẹ", "Patent of light concrete")
        said = sample.terms("english", opens, 200_000_000)
        seller = organisation("VLSH")
        auction = sample.announced(title, seller, said, at("officer", opens - timedelta(days=1)))
        sample.registered(auction, organisation("TLX"), at("founder", opens))
        sample.registered(auction, at("resident", now).key, at("resident", opens))
        number = sample.number(auction)
        name = people.party(seller).name
    officer = visit("vi").known_as("officer")
    officer.go("/auctions/announce/")
    day = now + timedelta(days=3)
    officer.fill(
        title_vi="Bản quyền phần mềm", about="Quyền sử dụng vĩnh viễn.", seller="Không có bên này", start="100.000.000",
        opens_on=f"{day:%d/%m/%Y}", ends_on=f"{day + timedelta(days=2):%d/%m/%Y}",
    )  # fmt: skip
    officer.click("main form .btn-primary")
    assert "mã số thuế" in officer.error_at("seller")
    officer.fill(seller=name).click("main form .btn-primary")
    assert "Thời gian trả giá phải từ 10 ngày trở lên." in officer.text()
    officer.fill(ends_on=f"{day + timedelta(days=12):%d/%m/%Y}")
    officer.click("main form .btn-primary")
    assert "Phiên đã được công bố." in officer.text()
    firm = visit("vi", width=360).known_as("founder")
    firm.go(f"/auctions/no/{number}/").open("Trả giá")
    firm.fill(amount="300.000.000").click("main form .btn-primary")
    other = visit("en", dark=True).known_as("resident")
    other.go(f"/auctions/{auction}/bid/").fill(amount="201.000.000").click("main form .btn-primary")
    assert "The bid must be" in other.error_at("amount")
    other.fill(amount="260.000.000").click("main form .btn-primary")
    assert "Your bid is taken down." in other.text()
    assert "moved by late bids" in other.text()
    assert "300" not in other.page.locator("#live").inner_text(), "nobody reads the limit of another"
    firm.go(f"/auctions/no/{number}/")
    assert "Ông/bà đang dẫn đầu." in firm.text()
    with backstage():
        end = Auction.objects.get(pk=auction).ends_at
        sample.settled(auction, end + timedelta(minutes=1))
        sample.awarded(auction, at, end + timedelta(minutes=2))
    public = visit("en")
    public.go(f"/auctions/no/{number}/").shot("auction")
    words = public.text()
    assert "Bidder 1 gets it with the highest limit." in words
    assert "one step" in words
    assert "The winner is" in words
