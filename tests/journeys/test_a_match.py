"""A demand and an offer find each other: why they fit, whether it is of use, and a broker who introduces both sides."""

from __future__ import annotations

from typing import Any

import pytest

from khue.core.bilingual import Text
from tests.journeys.backstage import ago
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


TITLE = Text("Giữ vi nhựa tại vòi nước trường học", "Keeping microplastics back at school taps")


def test_a_match_is_explained_answered_and_introduced(visit: Visit, backstage: Any) -> None:
    from khue.features.exchange.queries import is_member
    from khue.features.people.queries import party_id
    from khue.site.sample import demands as problems
    from khue.site.sample import exchange as goods
    from khue.site.sample import matching as sample
    from tests.cast import organisation

    with backstage():
        then, now = ago(5), ago(0)
        institute, firm = organisation("VLSH"), organisation("TLX")
        for party, kind, who in (
            (institute, "supplier", "researcher"),
            (firm, "demander", "founder"),
            (then("resident").key, "broker", "resident"),
        ):
            if not is_member(party_id(party), kind):
                goods.verified(party, (kind,), then, who, papers=kind == "broker")
        said = problems.wanted(problems.problems()[1], 0, problems.until(now("founder"), 30), title=TITLE)
        demand = problems.asked(said, firm, then("founder"))
        problems.published(demand, then("officer"))
        offer = goods.offered(goods.FILTER, institute, then, "researcher")
        goods.listed(offer, then)
        sample.weighed(now("clerk").moment)
    at = f"/matches/{demand}/{offer}/"
    asks = visit("vi").known_as("founder").go("/matches/?view=needs").click(f"main a[href$='{at}']")
    assert "Mã phân loại sáng chế chung" in asks.text()
    assert "vi nhựa" in asks.text()
    asks.shot("match").open("Cho biết có hữu ích không").fill(useful="no").click("main form .btn-primary")
    assert asks.status == 422
    assert "Chưa chọn lý do." in asks.error_at("why")
    asks.fill(useful="yes").click("main form .btn-primary")
    assert "Đã ghi nhận trả lời" in asks.text()
    broker = visit("vi", width=360).known_as("resident").go(at).open("Giới thiệu với hai bên")
    broker.fill(words="Xin giới thiệu một buổi gặp tại trường.").click("main form .btn-primary")
    assert "Đã thông báo cho hai bên." in broker.text()
    path = broker.path
    for who, language in (("founder", "vi"), ("researcher", "en")):
        side = visit(language, width=360, dark=language == "en").known_as(who).go(path)
        side.click("main a[href$='/reply/']").fill(agrees="yes").click("main form .btn-primary")
    assert "Both agreed" in side.text()
    weights = visit("en").go("/matches/weights/").shot("weights")
    assert "Weights in force" in weights.text()
