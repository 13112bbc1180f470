"""An officer changes a procedure, the decider publishes it, an applicant's draft moves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys import application
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
DRAFT = "/desk/procedures/equipment-support/draft/"


def test_a_question_is_added_published_by_another_and_met_by_a_writer(visit: Visit, backstage: Any) -> None:
    writer = visit("vi").sign_in("researcher")
    number = application.start(writer)
    officer = visit("vi").sign_in("officer")
    officer.go("/desk/procedures/equipment-support/").click("form[action$='/open/'] button")
    officer.go(f"{DRAFT}fields/papers/")
    officer.page.locator("[name=key]").fill("site_photo_note")
    officer.page.locator("[name=label_vi]").fill("Mô tả nơi lắp đặt")
    officer.page.locator("[name=label_en]").fill("The place of installation")
    officer.page.locator("[name=required]").uncheck()
    officer.click("main .deeds button.btn-primary")
    for page in ("", "check/", "rehearsal/"):
        officer.go(DRAFT + page)
    decider = visit("en", width=360).sign_in("decider")
    decider.go(f"{DRAFT}publish/").click("main form .btn-primary")
    assert "published" in decider.text()
    writer.go(f"/dossiers/{number}/edit/")
    assert "Câu hỏi mới: Mô tả nơi lắp đặt" in writer.text()
