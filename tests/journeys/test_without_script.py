"""Everything that counts works in a browser that runs no script."""

from __future__ import annotations

import pytest

from tests.journeys import application
from tests.journeys.application import VIETNAMESE as WISH
from tests.journeys.application import dots, pdf
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_an_application_is_written_and_handed_in(visit: Visit) -> None:
    me = visit("vi", script=False).sign_in("researcher")
    number = application.start(me)
    me.click("main .tasks a")
    application.fill_task(me, WISH)
    me.save()
    application.fill_applicant(me, WISH)
    me.save()
    application.fill_line(me, 0, WISH.machine, dots(WISH.machine_price), dots(WISH.machine_asked))
    me.attach("lines-0-evidence", pdf("machine")).click("button[name=add_line][value=lines]")
    application.fill_line(me, 1, WISH.software, dots(WISH.software_price), dots(WISH.software_asked), software=True)
    me.attach("lines-1-evidence", pdf("software")).save()
    assert me.path.endswith("/edit/costs/"), "the answer about software opened a further question"
    me.answer("lines-1-serves_task_directly", "yes")
    me.save()
    application.fill_direct_use(me)
    me.save()
    application.fill_tranche(me, 0, "Máy đã lắp đặt, chạy thử đạt", WISH.machine_asked, 90)
    me.click("button[name=add_line][value=tranches]")
    application.fill_tranche(me, 1, "Phần mềm đã cài", WISH.software_asked, 120)
    me.save()
    me.attach("task_decision", pdf("decision")).fill(commitment="yes").save()
    assert me.path.endswith("/check/"), me.text()
    me.fill(certified="yes").click("#submit button")
    assert number in me.page.locator(".panel-done").inner_text()


def test_a_row_is_taken_out_again(visit: Visit) -> None:
    me = visit("en", script=False).sign_in("researcher")
    application.start(me)
    me.click("main .tasks a[href$='/costs/']")
    application.fill_line(me, 0, "First", "1000", "1000")
    me.click("button[name=add_line][value=lines]")
    application.fill_line(me, 1, "Second", "2000", "2000")
    me.click("button[name=remove_line][value=lines-0]")
    assert me.value("lines-0-description") == "Second"
    assert not me.page.locator("[name='lines-1-description']").count()


def test_officers_work_without_script(visit: Visit, backstage) -> None:
    from tests.journeys.backstage import story

    with backstage():
        case = story("Bàn đạp xe lăn từ sợi tre").applied()
    clerk = visit("vi", script=False).sign_in("clerk").go("/desk/")
    with clerk.page.expect_navigation():
        clerk.page.locator("main tr", has_text=case.number).locator("form button").click()
    assert clerk.check().path == "/desk/", "taking a task stays where the button was"
    with clerk.page.expect_navigation():
        clerk.page.locator("main tr", has_text=case.number).locator("a.row-link").click()
    clerk.check().click("main form[action$='/accept/'] .btn-primary")
    assert clerk.path == "/desk/"
    assert not clerk.page.locator("main tr", has_text=case.number).count()
