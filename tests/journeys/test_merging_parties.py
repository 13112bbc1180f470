"""A registrar finds a duplicate, compares, merges, and takes it back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
NAME = "Viện Thủy sinh Cổ Loa"


def two_records() -> tuple[str, str]:
    from khue.features.people import usecases
    from khue.features.people.domain import RegisterOrganisation
    from tests.house.stock import act

    asked = [
        RegisterOrganisation(name, "institute", email="thuysinh@sample.example", once=uuid4())
        for name in (f"{NAME} (mẫu)", f"{NAME} mẫu")
    ]
    first, second = (usecases.register_organisation(each, actor=act("clerk")) for each in asked)
    return first.removeprefix("party:"), second.removeprefix("party:")


def test_a_duplicate_is_found_merged_and_taken_back(visit: Visit, backstage: Any) -> None:
    with backstage():
        first, second = two_records()
    clerk = visit("vi").sign_in("clerk").go("/parties/duplicates/")
    clerk.page.locator(
        "aside form button, .aside form button, main form button", has_text="So sánh toàn bộ"
    ).first.click()
    row = clerk.page.locator("tbody tr", has_text="Cổ Loa").first
    row.locator("a", has_text="So sánh").first.click()
    clerk.shot("compare-and-merge")
    clerk.page.locator("[name=ground]").fill("Cùng một viện, lập hai lần")
    clerk.page.locator("[name=compared]").check()
    clerk.save()
    assert clerk.path in (f"/parties/{first}/history/", f"/parties/{second}/history/")
    clerk.shot("merged")
    clerk.page.locator("main a", has_text="Hủy ghi nhận").first.click()
    clerk.page.locator("[name=ground]").fill("Gộp nhầm")
    clerk.save()
    assert clerk.path == "/parties/successions/"
    assert "Gộp nhầm" in clerk.page.locator("main").inner_text()
    narrow = visit("en", 360, dark=True).sign_in("clerk").go("/parties/duplicates/")
    assert narrow.page.locator("tbody tr", has_text="Cổ Loa").count() == 1
    narrow.shot("duplicates")
