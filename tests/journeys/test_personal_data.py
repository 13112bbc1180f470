"""A resident agrees to a purpose and asks for a stop; the officer answers; a breach is entered; the dry run is read."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_what_a_resident_asks_about_the_own_data_is_answered(visit: Visit) -> None:
    resident = visit("vi", 360).sign_in("resident").go("/me/data/consents/").open("Đọc và quyết định")
    resident.save()
    assert "Đã đồng ý" in resident.text()
    resident.go("/me/data/ask/")
    resident.fill(kind="restrict", details="Ngừng dùng số điện thoại của tôi.").save()
    request = resident.path
    assert "Chờ trả lời" in resident.text()

    officer = visit("vi", dark=True).sign_in("dataofficer").go(f"{request}answer/")
    officer.fill(choice="accept", answer="Sẽ ngừng dùng.", third_party="yes").save()
    assert officer.path == request
    assert "Đang thực hiện" in officer.text()
    officer.go("/privacy/breaches/record/")
    officer.fill(
        title="Gửi nhầm thư", happened="Gửi nhầm một thư.", kinds="Họ tên", severity="low", measures="Đã thu hồi."
    ).save()
    assert "Còn 71 giờ" in officer.text()
    assert "Không bao giờ xóa" in officer.go("/privacy/retention/?kind=person").text()
