"""From a need to opened proposals, in the browser: a researcher, a co-author, an officer, the decider, two who open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from khue.core.actor import Actor
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def on(key: str, days: float) -> Actor:
    """A persona so many days from the city's now."""
    from khue.kernel import clock
    from tests.cast import persona

    return persona(key, at=clock.now() + timedelta(days=days))


def test_a_need_becomes_an_order_and_a_public_call(visit: Visit) -> None:
    researcher = visit("vi").known_as("researcher")
    researcher.go("/needs/raise/")
    page = researcher.page
    page.locator("[name=title]").fill("Đo bụi mịn trong trường học")
    page.locator("[name=description]").fill("Học sinh ngồi trong lớp có bụi mịn cao mà nhà trường không biết lúc nào.")
    page.locator("[name=field]").select_option("environmental-technology")
    page.locator("[name=product]").fill("Thiết bị đo kèm cảnh báo")
    page.locator("[name=party]").select_option(label="Viện Vật liệu Sông Hồng (đơn vị mẫu)")
    researcher.click("main form .btn-primary")
    need = researcher.path.rstrip("/").rpartition("/")[2]
    officer = visit("vi").known_as("officer")
    officer.go(f"/needs/{need}/screen/")
    officer.page.locator("[name=answer][value=accept]").check()
    officer.click("main form .btn-primary")
    officer.go(f"/needs/{need}/order/")
    form = officer.page
    form.locator("[name=goal]").fill("Thiết bị giá thấp đo bụi mịn theo phút, cảnh báo cho nhà trường.")
    form.locator("[name=field]").select_option("environmental-technology")
    form.locator("[name=cost_frame]").fill("2.000.000.000")
    form.locator("[name=months]").fill("18")
    form.locator("[name=criterion_1]").fill("Sai số so với thiết bị chuẩn không quá")
    form.locator("[name=target_1]").fill("10")
    form.locator("[name=unit_1]").fill("%")
    officer.click("main form .btn-primary")
    order = officer.path.rstrip("/").rpartition("/")[2]
    officer.go(f"/orders/{order}/decide/")
    officer.page.locator("[name=verb][value=submit]").check()
    officer.click("main form .btn-primary")
    decider = visit("en", width=360).known_as("decider")
    decider.go(f"/orders/{order}/decide/")
    decider.page.locator("[name=verb][value=send_back]").check()
    decider.click("main form .btn-primary")
    assert decider.status == 422, "an order goes back with a reason"
    decider.page.locator("[name=verb][value=approve]").check()
    decider.click("main form .btn-primary")
    officer.go(f"/orders/{order}/call/")
    officer.page.locator("[name=summary]").fill(
        "Mời các tổ chức, doanh nghiệp đề xuất thiết bị đo bụi mịn trong lớp học."
    )
    officer.page.locator("[name=criteria]").fill("Tính khả thi\nNăng lực")
    officer.click("main form .btn-primary")
    officer.go(f"{officer.path}publish/").click("main form .btn-primary")
    visitor = visit("vi", width=360)
    visitor.go(officer.path)
    assert "Đang nhận đề xuất" in visitor.text()


def test_a_co_author_confirms_the_lead_hands_in_and_two_people_open(visit: Visit, backstage: Any) -> None:
    from khue.features.calls import usecases
    from khue.features.calls.domain.commands import HandIn, InviteMember
    from khue.site.sample import calls
    from tests.cast import organisation

    with backstage():
        institute, writer = organisation("VLSH"), on("researcher", 0)

        def published(number: int, days: float, open_days: int) -> int:
            topic = replace(calls.FLIGHTS, title=f"{calls.FLIGHTS.title} {number}")
            need = calls.raised(topic, institute, writer, on, days - 30)
            return calls.call_of(calls.ordered(need, topic, on, days - 20), topic, on, days, open_days)

        running, closed = published(1, -5, 40), published(2, -45, 40)
        mine = calls.written(running, calls.FLIGHTS, institute, on("researcher", -1), 1)
        usecases.invite_member(InviteMember(mine, on("founder", 0).key, "member"), actor=on("researcher", -1))
        sealed = calls.written(closed, calls.FLIGHTS, institute, on("researcher", -9), 2)
        usecases.hand_in(HandIn(sealed, True), actor=on("researcher", -9))
    founder = visit("en").known_as("founder")
    founder.go(f"/proposals/{mine}/answer/")
    founder.page.locator("[name=answer][value=yes]").check()
    founder.click("main form .btn-primary")
    researcher = visit("vi", dark=True).known_as("researcher")
    researcher.go(f"/proposals/{mine}/hand-in/")
    researcher.click("main form .btn-primary")
    assert researcher.error_at("certified"), "nothing is handed in without the certificate"
    researcher.page.locator("[name=certified]").check()
    researcher.click("main form .btn-primary")
    assert "Đã nộp và niêm phong" in researcher.text()
    for key, said in (("officer", "Cần người thứ hai cùng mở"), ("clerk", "đã được mở")):
        opener = visit("vi").known_as(key)
        opener.go(f"/calls/{closed}/open/").click("main form .btn-primary")
        assert said in opener.text()
    assert f"{calls.FLIGHTS.title}: phương án 3" in opener.text()
