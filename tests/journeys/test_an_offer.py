"""An offer in the browser: a supplier brings a sheet, one row is named as wrong, the other goes through two persons to everybody's search."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_row_of_a_sheet_becomes_a_technology_that_everybody_finds(visit: Visit, backstage: Any, tmp_path: Path) -> None:  # fmt: skip
    from khue.core.days import format_day
    from khue.features.exchange import queries
    from khue.features.exchange.domain.sheets import template
    from khue.features.exchange.models import Member
    from khue.site.sample import exchange as sample
    from khue.site.sample import market
    from khue.site.sample.listings import sample_listings
    from tests.cast import organisation, persona

    with backstage():
        if not Member.objects.filter(kind="supplier", state="active", party=int(organisation("VLSH")[6:])).exists():
            sample.verified(organisation("VLSH"), ("supplier",), persona, "researcher")
        today = persona("researcher").today
        until = format_day(today.replace(year=today.year + 1, day=1), "vi")
        [row] = market.rows([sample_listings()[40]], "Viện Vật liệu Sông Hồng", until)
        good = row | {"title_vi": "Ghế đá phát sáng từ cát thải", "title_en": "Glowing bench of waste sand"}
        sheet = tmp_path / "chao-ban.xlsx"
        sheet.write_bytes(template(queries.field_names(today), [good, good | {"stage": "mười"}]))
    supplier = visit("vi").known_as("researcher")
    supplier.go("/exchange/imports/send/")
    supplier.click("main form .btn-primary")
    assert supplier.error_at("sheet"), "nothing was chosen"
    supplier.page.set_input_files("[name=sheet]", str(sheet))
    supplier.click("main form .btn-primary")
    supplier.again_until("text=một số từ 1 đến 9")
    supplier.shot("exchange-import")
    supplier.open("Gửi 1 bản nháp")
    supplier.click("main form .btn-primary")
    assert "Đã gửi các bản nháp đạt yêu cầu." in supplier.text()
    with backstage():
        from khue.features.exchange.models import Offer

        offer = Offer.objects.get(title_en="Glowing bench of waste sand").pk
    checker = visit("vi").known_as("officer")
    checker.go(f"/exchange/offers/{offer}/take/").click("main form .btn-primary")
    checker.go(f"/exchange/offers/{offer}/check/")
    checker.page.check("input[name=outcome][value=accept]")
    checker.click("main form .btn-primary")
    assert "Chưa xác nhận đã xem văn bản" in checker.text()
    checker.page.check("input[name=outcome][value=accept]")
    checker.page.check("input[name=rights_seen]")
    checker.click("main form .btn-primary")
    lister = visit("en", dark=True).known_as("appraiser")
    lister.go(f"/exchange/offers/{offer}/take/").click("main form .btn-primary")
    lister.go(f"/exchange/offers/{offer}/release/")
    lister.page.check("input[name=outcome][value=accept]")
    lister.click("main form .btn-primary")
    assert "Your answer is recorded." in lister.text()
    anybody = visit("vi", width=360)
    anybody.go("/exchange/search/?q=ghe+da+phat+sang")
    anybody.again_until("text=Ghế đá phát sáng")
    anybody.shot("exchange-search-phone")
    narrow = anybody.page.locator("details.facets").bounding_box()
    first = anybody.page.locator(".hit").first.bounding_box()
    assert narrow is not None
    assert first is not None
    assert narrow["y"] < first["y"], "on a telephone the choices stand above the results"
    anybody.open("Ghế đá phát sáng")
    assert "bí quyết của bên cung" not in anybody.text(), "what is confidential is on no page"
