"""A policy-maker changes 50 % to 60 %, sees what it costs and how that is spread, publishes it; a visitor runs it again."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

CAP = "value-missions-equipment-trial_purchase_cap"
TITLE = "Máy sản xuất thử nghiệm: 60 %"


def test_from_fifty_to_sixty_per_cent(visit: Visit) -> None:
    maker = visit("vi").sign_in("policymaker").go("/policy-lab/").shot("lab")
    maker.click("a[href$='/policy-lab/studies/new/']")
    maker.fill(title_vi=TITLE, title_en="Trial-production machines: 60 %", last_year="2028")
    maker.fill(question_vi="Nâng mức hỗ trợ máy sản xuất thử nghiệm lên 60% thì chi thêm bao nhiêu?")
    maker.page.locator("[name=programmes][value='missions.equipment-support']").check()
    maker.save()
    assert "50%" in maker.text()
    maker.answer(CAP, "sáu mươi")
    maker.save()
    assert "Cần một số phần trăm" in maker.error_at(CAP)
    maker.answer(CAP, "60 %")
    maker.save().save()
    assert "60%" in maker.text()
    maker.click("form[action$='/run/'] button").again_until("#result")
    maker.page.locator("[data-chart][data-drawn]").first.wait_for()
    told = maker.shot("lab-result").text()
    assert "Thành phố chi thêm" in told
    assert "Mức hỗ trợ phân bố thế nào?" in told
    maker.click("a[href$='/publish/']").save()
    public = maker.path
    assert public == "/policy-lab/may-san-xuat-thu-nghiem-60/"
    visitor = visit("en", width=360, dark=True).go(public).shot("lab-published")
    assert "the city spends" in visitor.text()
    visitor.click("a[href$='/rerun/']").save().shot("lab-rerun")
    assert "The rerun agrees with the published result" in visitor.text()
