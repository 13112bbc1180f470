"""A result goes without refund to who can use it: examined, proposed, decided, signed by both sides, reported, public."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.backstage import ago, story
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_who_receives_a_result_is_decided_by_two_and_signed_by_both_sides(visit: Visit, backstage: Any) -> None:
    from khue.site.sample import transfers as sample
    from khue.site.sample.results import registered
    from tests.cast import organisation

    with backstage():
        found = story("Bộ đếm vi nhựa cầm tay").applied().accepted_for_processing().appraised().granted().agreed()
        support = found.delivered().accepted().support_id
        then = ago(0)
        made = registered(support, then, sample.KIT, sample.KIT_SAYS)
        # Offered and claimed a while before: on the server's day the time for claims is over.
        offer = sample.offered(made.id, made.number, organisation("VLSH"), ago(30), 20)
        firm = sample.claimed(offer, organisation("TLX"), "Quan trắc tại ba trạm bơm.", ago(28))
        person = sample.claimed(offer, then("founder").key, "Nghiên cứu riêng.", ago(27))
    officer = (
        visit("vi").known_as("officer").go("/transfers/?view=waiting").click(f"main a[href$='/offers/{offer}/open/']")
    )
    officer.click("main form .btn-primary")
    at = officer.path
    for claim, kind, able in ((firm, "enterprise", "yes"), (person, "other", "yes")):
        officer.go(at).click(f"main a[href$='/claims/{claim}/check/']")
        officer.fill(kind=kind, able=able, shown="Hợp đồng vận hành, hai kỹ sư.", ground="Đã xem hồ sơ.")
        officer.click("main form .btn-primary")
    assert "không thuộc đối tượng nhận chuyển giao không bồi hoàn" in officer.text(), (
        "what the rulebook says stands there"
    )
    officer.open("Đề xuất bên nhận")
    said = {
        f"ground_{firm}": "Có kế hoạch dùng ngay.",
        f"ground_{person}": "Cá nhân không thuộc đối tượng.",
        "ground": "Bên có năng lực.",
    }
    officer.fill(**said, **{f"granted_{firm}": "yes", f"granted_{person}": "yes"}).click("main form .btn-primary")
    assert officer.status == 422
    assert "không thuộc đối tượng nhận" in officer.text()
    officer.fill(**{f"granted_{person}": "no"}).click("main form .btn-primary")
    assert "Chờ quyết định" in officer.text()
    decider = visit("en", width=360).known_as("decider").go(at).open("Decide")
    decider.fill(ground="Theo đề xuất.").click("main form .btn-primary")
    assert "It is decided." in decider.text()
    officer.go(at).open("Lập biên bản bàn giao")
    officer.fill(items="Hai bộ dụng cụ", duties="Báo cáo sử dụng").click("main form .btn-primary")
    assert "dấu hai chấm" in officer.error_at("duties")
    officer.fill(duties="Báo cáo sử dụng: 31/12/2035").click("main form .btn-primary")
    for who, language in (("researcher", "vi"), ("founder", "en")):
        side = visit(language, width=360, dark=language == "en").known_as(who).go(at)
        side.click("main a[href*='/handovers/'][href$='/sign/']").click("main form .btn-primary")
    side.click("main a[href$='/report/']").fill(said="Đã lắp tại ba trạm.").click("main form .btn-primary")
    assert "Your report is on record." in side.text()
    officer.go(at).click("main a[href$='/judge/']").fill(done="yes").click("main form .btn-primary")
    public = visit("vi").go(at).shot("transfer")
    assert "Đã hoàn thành mọi nghĩa vụ" in public.text()
    assert "Nghiên cứu riêng" not in public.text(), "who was refused, and what for, is nobody else's"
