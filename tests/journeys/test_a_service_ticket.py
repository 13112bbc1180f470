"""A service is published by two, ordered, agreed, sent back once, accepted and closed; a side of a deal can't value for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.backstage import ago
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_service_is_ordered_and_delivered(visit: Visit, backstage: Any) -> None:
    from khue.site.sample import catalogue as sample
    from tests.cast import organisation

    with backstage():
        then = ago(1)
        sample.joined(organisation("VLSH"), ("supplier",), then, "researcher")
        entry = sample.handed_in(sample.TRAINING, organisation("VLSH"), then, "researcher")
    at = f"/exchange-services/{entry}/"
    second = visit("vi").known_as("appraiser").go(at).click(f"main a[href$='{at}review/']")
    second.fill(publish="yes").click("main form .btn-primary")
    assert "Đã công bố" in second.text()
    client = visit("en", width=360, dark=True).known_as("founder").go("/exchange-services/?q=tap+huan")
    client.click(f"main a[href$='{at}']").click(f"main a[href$='{at}order/']")
    client.fill(brief="Hai ngày cho mười người.").click("main form .btn-primary")
    assert "The order is sent." in client.text()
    ticket = client.path
    provider = visit("vi").known_as("researcher").go(ticket).click("main a[href$='/offer/']")
    provider.fill(price="20.000.000", due_on="01/01/2020").click("main form .btn-primary")
    assert "từ hôm nay" in provider.error_at("due_on")
    provider.fill(due_on="31/12/2035").click("main form .btn-primary")
    client.go(ticket).click("main a[href$='/agree/']").click("main form .btn-primary")
    for words, step in (("Đã tập huấn.", "send_back"), ("Đã bổ sung bài tập.", "take")):
        provider.go(ticket).click("main a[href$='/deliver/']").fill(words=words).click("main form .btn-primary")
        client.go(ticket).click(f"main a[href$='/{step}/']")
        if step == "send_back":
            client.fill(words="Thiếu bài tập.")
        client.click("main form .btn-primary")
    client.go(ticket).click("main a[href$='/close/']").click("main form .btn-primary")
    assert "The ticket is closed." in client.text()
    assert "Thiếu bài tập." in client.shot("ticket").text()
    assert visit("vi").known_as("officer").go(ticket).status == 404
