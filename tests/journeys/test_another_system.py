"""An administrator connects a portal; its program sends; a clerk sees why one was refused, and compares a day's list."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.journeys.conftest import Visit
from tests.journeys.running import RunningCity

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def message(**change: Any) -> dict[str, Any]:
    from tests.intake.portal import Sent, body

    return body(Sent("G12.99-J-0001")) | {"received_at": None} | change


def test_a_portal_is_connected_and_its_dossiers_are_followed(visit: Visit, city: RunningCity, backstage: Any) -> None:
    administrator = visit("vi").sign_in("administrator").go("/intake/sources/new/")
    administrator.fill(code="cong-j", name_vi="Cổng hành trình (mẫu)").save()
    assert re.fullmatch(r"/intake/sources/\d+/", administrator.path)
    source = administrator.path
    administrator.go(f"{source}codes/").fill(code="1.012345.000.00.00.H26").answer("procedure", "equipment-support")
    administrator.save()
    administrator.go(f"{source}receiver/").fill(address="https://10.0.0.8/hooks").save()
    assert "mạng nội bộ" in administrator.error_at("address")
    administrator.go(f"{source}keys/").fill(name="Trục liên thông").save()
    secret = administrator.page.locator("code.secret").inner_text().strip()
    administrator.shot("secret")
    with backstage(), httpx.Client(base_url=city.url, headers={"Authorization": f"Bearer {secret}"}) as portal:
        for sent, status in ((message(certified=False), 422), (message(revision=2), 201)):
            once = {"Idempotency-Key": str(uuid4())}
            assert portal.post("/api/v1/intake/dossiers", json=sent, headers=once).status_code == status
        wrong = message(external_id="G12.99-J-0002", answers={})
        assert portal.post("/api/v1/intake/dossiers", json=wrong, headers={"Idempotency-Key": str(uuid4())}).is_error
    clerk = visit("vi").sign_in("clerk").go("/intake/?source=cong-j")
    assert clerk.page.locator("tbody tr").count() == 2
    clerk.shot("intake")
    clerk.open("G12.99-J-0002")
    assert "Chưa trả lời" in clerk.text()
    clerk.shot("refused-content")
    clerk.go("/intake/reconciliation/new/").answer("source", source.strip("/").rpartition("/")[2])
    from khue.core.actor import CITY_ZONE
    from khue.kernel import clock

    with backstage():
        today = clock.now().astimezone(CITY_ZONE).date()
    lines = b"external_id,business\nG12.99-J-0001,granted\nG12.99-J-0009,submitted\n"
    clerk.fill(day=f"{today:%d/%m/%Y}")
    clerk.attach("file", {"name": "ngay.csv", "mimeType": "text/csv", "buffer": lines}).save()
    assert clerk.page.locator("tbody tr").count() == 3
    clerk.shot("reconciliation")
    narrow = visit("en", 360, dark=True).sign_in("clerk").go("/intake/")
    narrow.open("G12.99-J-0001")
    narrow.shot("intake-case")
