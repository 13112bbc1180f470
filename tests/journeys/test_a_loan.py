"""A loan of the fund in the browser: laid, voted on, concluded; drawn and repaid behind the stage; read by borrower and control board."""

from __future__ import annotations

from typing import Any

import pytest

from khue.core.actor import Actor
from tests.journeys.conftest import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def now(key: str) -> Actor:
    from khue.kernel import clock
    from tests.cast import persona

    return persona(key, at=clock.now())


def test_a_loan_is_laid_voted_on_and_read_by_its_borrower(visit: Visit, backstage: Any) -> None:
    from khue.features.fund import queries
    from khue.site.sample import fund

    with backstage():
        if queries.charter_on(now("officer").today) is None:
            fund.founded(now)
        fund.capital_received(9_000_000_000, now)
        case = fund.applied(fund.Wish("loan", 600_000_000), now)
        motion = fund.laid(case, now)
    member = visit("vi", width=360).sign_in("reviewer")
    member.go(f"/fund/motions/{motion}/vote/")
    member.page.locator("[name=vote][value=for]").check()
    member.click("main form .btn-primary")
    assert "Đã ghi phiếu của ông/bà." in member.text()
    head = visit("vi").sign_in("decider")
    head.go(f"/fund/motions/{motion}/conclude/")
    head.page.locator("[name=outcome][value=approve]").check()
    head.page.locator("[name=ground]").fill("Theo biểu quyết của Hội đồng")
    head.click("main form .btn-primary")
    assert "Mới có 1 trên 3 thành viên biểu quyết; cần ít nhất 2." in head.text()
    head.go(f"/fund/motions/{motion}/vote/")
    head.page.locator("[name=vote][value=for]").check()
    head.click("main form .btn-primary")
    head.go(f"/fund/motions/{motion}/conclude/")
    head.page.locator("[name=outcome][value=approve]").check()
    head.page.locator("[name=ground]").fill("Theo biểu quyết của Hội đồng")
    head.click("main form .btn-primary")
    assert "Được thông qua" in head.text()
    with backstage():
        fund.signed(case, now)
        fund.paid_out(case, 600_000_000, now)
    borrower = visit("en").sign_in("researcher")
    borrower.go(f"/fund/cases/{case}/")
    assert "Schedule in force" in borrower.text()
    assert "actual days over 365" in borrower.text().lower()


def test_the_control_board_looks_and_records_what_it_found(visit: Visit, backstage: Any) -> None:
    from khue.features.fund import queries
    from khue.site.sample import fund

    found = "Hồ sơ này cần thêm báo giá thứ hai trước lần chi tiếp theo."
    with backstage():
        if queries.charter_on(now("officer").today) is None:
            fund.founded(now)
        case = fund.applied(fund.Wish("grant", 410_000_000, "Kho mẫu giống cây dược liệu (mẫu)"), now)
    board = visit("vi").sign_in("auditor")
    board.go("/fund/portfolio/")
    board.go(f"/fund/cases/{case}/opinion/")
    board.click("main form .btn-primary")
    assert board.error_at("text"), "an empty finding is refused beside its field"
    board.page.locator("[name=text]").fill(found)
    board.click("main form .btn-primary")
    assert found in board.text()
    officer = visit("en", width=360, dark=True).sign_in("officer")
    officer.go(f"/fund/cases/{case}/")
    assert found in officer.text()


def test_a_small_grant_is_laid_by_the_executive_body_and_decided_by_its_head(visit: Visit, backstage: Any) -> None:
    from khue.features.fund import queries
    from khue.site.sample import fund

    with backstage():
        if queries.charter_on(now("officer").today) is None:
            fund.founded(now)
        fund.capital_received(900_000_000, now)
        case = fund.applied(fund.Wish("grant", 250_000_000, "Bộ mẫu giống hoa sen (mẫu)"), now)
    officer = visit("vi").known_as("officer").go(f"/fund/cases/{case}/").click("main a[href$='/appraise/']")
    officer.click("main form .btn-primary")
    assert officer.error_at("opinion"), "nothing is laid without the opinion of the executive body"
    officer.fill(opinion="Đủ điều kiện, dự toán hợp lý.").click("main form .btn-primary")
    motion = officer.go(f"/fund/cases/{case}/").click("main a[href*='/fund/motions/']").path
    head = visit("en", width=360, dark=True).known_as("appraiser").go(f"{motion}conclude/")
    head.click("main form .btn-primary")
    assert head.error_at("ground"), "a decision states its ground"
    head.fill(outcome="approve", ground="Within the limit of the executive body.").click("main form .btn-primary")
    assert "Approved" in head.shot("fund-small-grant").text()
    officer.go(f"/fund/cases/{case}/")
    assert officer.page.locator("main a[href$='/draw-up/'], main a[href$='/contract/']").count(), "the contract is next"
