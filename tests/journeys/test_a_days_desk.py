"""A day at the desk: by keyboard, with a saved view, a note that calls a colleague, a deed on several tasks, the boards."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from tests.journeys.backstage import story
from tests.journeys.conftest import Visit

TITLES = ("Vòi phun sương cho vườn đứng", "Khung tre ép cho xe đạp")


def test_a_day_at_the_desk(visit: Visit, backstage: Callable[[], AbstractContextManager[None]]) -> None:
    with backstage():
        for title in TITLES:
            story(title).applied().accepted_for_processing()
    officer = visit("vi").known_as("appraiser").go("/desk/?step=appraisal&view=free")
    keys, page = officer.page.keyboard, officer.page
    keys.press("?")
    assert page.locator("#keys").is_visible()
    officer.check()
    keys.press("Escape")
    keys.press("j")
    keys.press("x")
    assert page.locator("tr.row-here input:checked").count() == 1
    page.locator("select[name=kind]").focus()
    before = page.url
    keys.press("o")
    assert page.url == before, "in a field keys only type"
    for title in TITLES:
        page.locator("tr", has_text=title).locator("input[form=bulk]").check()
    officer.click("#bulk button[type=submit]").shot("desk-confirm")
    officer.save().again_until(".state-good[data-state=done]").shot("desk-bulk")
    officer.go("/desk/?view=mine&step=appraisal").open("Lưu bộ lọc này")
    officer.fill(name="Thẩm định của tôi", unit="DOST-QLCN").save()
    assert "Thẩm định của tôi" in officer.shot("desk-saved").text()
    officer.led_on(lambda: (keys.press("j"), keys.press("Enter")))
    officer.open("Viết ghi chú")
    page.locator("details summary", has_text="Nhắc đồng nghiệp").click()
    page.get_by_label("Phạm Đức Long (mẫu)").check()
    officer.fill(text="Nhờ anh xem giúp báo giá").save().shot("desk-note")
    called = visit("en", width=360, dark=True).known_as("officer").go("/notices/")
    assert "mentioned you" in called.text()
    head = visit("en", width=360).known_as("administrator").go("/desk/load/?unit=DOST-QLCN").shot("desk-load")
    head.open("Vũ Hoàng Nam")
    assert TITLES[0] in head.text()
    head.go("/desk/times/").shot("desk-times").go("/desk/on-time/").shot("desk-on-time")
    officer.go("/desk/settings/").shot("desk-settings").click("form[action$='/renew/'] button")
    address = page.locator("#calendar-address").inner_text().partition("/vi/")[2]
    assert "BEGIN:VEVENT" in visit("vi").fetch(f"/vi/{address}").text()
    officer.click("form[action$='/shortcuts/'] button").go("/desk/")
    keys.press("?")
    assert page.locator("#keys").count() == 0, "switched off"
