"""A problem in the browser: posted and refused once, published by a second person, answered, listed short, tried, chosen; everybody reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_problem_is_posted_answered_tried_and_solved(visit: Visit, backstage: Any) -> None:
    from khue.features.demands.models import Demand
    from khue.features.exchange.queries import is_member
    from khue.features.people import queries as people
    from khue.kernel import clock
    from khue.site.sample import demands as sample
    from khue.site.sample.exchange import verified
    from tests.cast import organisation, persona

    with backstage():
        now = clock.now()
        past = now - timedelta(days=30)
        firm, institute = organisation("TLX"), organisation("VLSH")

        def at(key: str) -> Any:
            return persona(key, at=past)

        for party, kind, who in ((firm, "demander", "founder"), (institute, "supplier", "researcher")):
            if not is_member(people.party_id(party), kind):
                verified(party, (kind,), at, who)
        said = sample.wanted(sample.problems()[2], 0, sample.until(at("founder"), 20))
        demand = sample.asked(said, firm, at("founder"))
        number = sample.published(demand, at("officer"))
        sample.proposed(demand, institute, at("researcher"))
    firm_side = visit("vi", width=360).known_as("founder")
    firm_side.go("/demands/new/")
    day = now + timedelta(days=30)
    firm_side.page.select_option("#id_party", firm)
    firm_side.page.select_option("#id_field", "smart-city")
    firm_side.fill(
        title_vi="Đo lượng rác trong thùng công cộng", title_en="Measuring the fill of public bins", problem_vi="Xe đi hết tuyến dù thùng còn vơi.",
        test="Sai số dưới 10%.", rules="Tổng chi phí thấp nhất.", deadline_on=f"{now - timedelta(days=1):%d/%m/%Y}",
    )  # fmt: skip
    firm_side.click("main form .btn-primary")
    assert "Hạn nhận đề xuất phải sau lúc này." in firm_side.text()
    firm_side.fill(deadline_on=f"{day:%d/%m/%Y}")
    firm_side.click("main form .btn-primary")
    assert "Đã gửi nhu cầu." in firm_side.text()
    with backstage():
        new = Demand.objects.order_by("-pk").first()
        assert new is not None
    officer = visit("en", dark=True).known_as("officer")
    officer.go(f"/demands/{new.pk}/publish/")
    officer.page.check("input[name=accepted][value=yes]")
    officer.click("main form .btn-primary")
    assert "Published" in officer.text()
    firm_side.go(f"/demands/no/{number}/").open("Chọn danh sách ngắn")
    firm_side.page.check("input[name=chosen-1][value=yes]")
    firm_side.fill(**{"ground-1": "Đã có nơi sử dụng."}).click("main form .btn-primary")
    assert "Đã chọn danh sách ngắn" in firm_side.text()
    firm_side.open("Chọn giải pháp")
    firm_side.page.select_option("#id_no", "1")
    firm_side.fill(ground="Rẻ nhất.").click("main form .btn-primary")
    assert "chưa đạt phép thử nghiệm thu" in firm_side.text()
    firm_side.go(f"/demands/{demand}/solutions/1/trial/")
    firm_side.page.check("input[name=passed][value=yes]")
    firm_side.fill(result="Bùn giảm 38%.", on=f"{now:%d/%m/%Y}").click("main form .btn-primary")
    firm_side.open("Chọn giải pháp")
    firm_side.page.select_option("#id_no", "1")
    firm_side.fill(ground="Đạt phép thử, chi phí thấp nhất.").click("main form .btn-primary")
    assert "Kết quả công bố" in firm_side.text()
    public = visit("en")
    public.go(f"/demands/no/{number}/").shot("demand")
    words = public.text()
    assert "Published result" in words
    assert "Bùn giảm 38%." in words
    assert "Lắp thiết bị" not in words, "what was proposed stays between the two sides"
