"""A deal in the browser, as each side and each officer sees it: from an interest to a certificate, and on to the money."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.journeys.backstage import ago
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
SECRET = "Tỷ lệ phối trộn 7:3, nung ở 640 độ."
MAIN = "main form .btn-primary"


def offered(what: Any, days: int) -> str:
    """A listed offer of the institute, and the firm as a member; the offer's number."""
    from khue.features.exchange.models import Member
    from khue.site.sample import exchange
    from tests.cast import organisation

    for party, kind, who in (
        (organisation("VLSH"), "supplier", "researcher"),
        (organisation("TLX"), "demander", "founder"),
    ):
        number = int(party.removeprefix("party:"))
        if not Member.objects.filter(party=number, kind=kind, state="active").exists():
            exchange.verified(party, (kind,), ago(days + 2), who)
    offer = exchange.offered(what, organisation("VLSH"), ago(days + 1), "researcher", SECRET)
    return exchange.listed(offer, ago(days))


def pressed(window: Visitor, at: str, said: str, **answers: str) -> Visitor:
    """One deed of the deal: its form filled and sent, and the sentence that follows."""
    window.go(at).fill(**answers).click(MAIN)
    assert said in window.text(), window.text()
    return window


def test_an_interest_becomes_a_registered_contract_that_two_persons_signed(visit: Visit, backstage: Any) -> None:
    from khue.features.deals.domain.contracting import CLAUSES
    from khue.kernel import clock
    from khue.site.sample import deals as sample
    from khue.site.sample import exchange
    from tests.cast import organisation

    with backstage():
        number = offered(exchange.SLUDGE, 3)
        firm, reader = organisation("TLX"), ago(0)("founder").key
        soon = f"{clock.now() + timedelta(days=30):%d/%m/%Y}"
    buyer = visit("vi").known_as("founder").go(f"/deals/interest/{number}/")
    buyer.fill(party=firm, note="Dùng tại hai hồ nội thành.").click(MAIN)
    at = buyer.path
    seller = visit("en", width=360, dark=True).known_as("researcher")
    pressed(seller, f"{at}answer/", "Your answer is sent.", answer="yes")
    seller.go(f"{at}nda/").fill(until_on=soon)
    seller.page.locator(f"main [name=readers][value='{reader}']").check()
    seller.click(MAIN)
    stranger = visit("vi").known_as("resident")
    assert stranger.fetch(f"/vi{at}").status == 404
    buyer.go(f"{at}nda/1/sign/").click(MAIN)
    buyer.click("main form[action$='/confidential/'] button").shot("deal-confidential")
    assert SECRET in buyer.text()
    assert SECRET not in seller.go(at).text(), "not even its own part stands on the page of a deal"
    more = {"lump": "200.000.000", "royalty": "3", "royalty_least": "60.000.000", "valid_until": soon}
    pressed(buyer, f"{at}terms/", "Đã gửi đề nghị.", **more)
    pressed(seller, f"{at}terms/", "The terms are sent.", **{**more, "lump": "350.000.000"})
    assert "350,000,000" in seller.shot("deal-terms").text()
    pressed(buyer, f"{at}terms/2/answer/", "Đã gửi trả lời.", answer="yes")
    said = dict.fromkeys(CLAUSES, "Theo bản điều khoản chung.")
    pressed(seller, f"{at}contract/", "", public_money="yes", **said)
    seller.go(f"{at}sign-contract/").click(MAIN)
    assert "Your side has signed." in seller.text(), "one person is not two sides"
    buyer.go(f"{at}sign-contract/").click(MAIN)
    assert "định giá" in buyer.text(), "State capital needs a valuation first"
    with backstage():
        deal = int(at.strip("/").rpartition("/")[2])
        exchange.verified(ago(0)("member").key, ("valuer",), ago(0), "member", papers=True)
        sample.valued(deal, ago(0))
        sample.proven(deal, ago(0))
    buyer.go(f"{at}sign-contract/").click(MAIN)
    assert "đã ký, chưa có hiệu lực" in buyer.shot("deal-signed").text()
    buyer.go(f"{at}file/").fill(papers="Đơn đăng ký, hợp đồng tiếng Việt.").click(MAIN)
    officer = visit("vi").known_as("officer")
    officer.go(at)
    assert "Tỷ lệ phối trộn" not in officer.text()
    officer.go(f"{at}completeness/").fill(answer="yes").click(MAIN)
    decider = visit("en", width=360).known_as("decider")
    decider.go(f"{at}certificate/").fill(answer="yes").click(MAIN)
    assert "number" in decider.text()
    decider.fill(certificate="GCN-77").click(MAIN)
    assert "GCN-77" in buyer.go(at).shot("deal-registered").text()
    assert "hợp đồng có hiệu lực" in buyer.text()


def test_a_royalty_is_reported_paid_into_escrow_and_shared_out(visit: Visit, backstage: Any) -> None:
    from khue.site.sample import deals as sample
    from khue.site.sample import exchange, fund
    from tests.cast import organisation

    with backstage():
        firm = organisation("TLX")
        deal = sample.asked(offered(exchange.FILTER, 80), firm, ago(70))
        sample.answered(deal, ago(69))
        said = sample.terms(lump=0, royalty=300, royalty_least=365_000_000, audit_months=12, audit_days=10)
        sample.agreed(deal, sample.made(deal, said, ago(68), "researcher"), ago(67), "founder")
        sample.drawn(deal, ago(66))
        sample.signed(deal, ago(65))
        day = ago(60)("founder").today
        line = fund.came_in(30_000_000, ago(0), f"GD {deal}", mine=sample.ACCOUNT)
    at = f"/deals/{deal}/"
    since, until = f"{day:%d/%m/%Y}", f"{day + timedelta(days=30):%d/%m/%Y}"
    buyer = visit("vi", width=360).known_as("founder").go(f"{at}royalty/")
    buyer.fill(from_on=since, until_on=until, sales="500.000.000", claimed="15.000.000").click(MAIN)
    assert "ít nhất là 30.000.000" in buyer.error_at("claimed"), "the least royalty of a year, for thirty days"
    buyer.fill(claimed="30.000.000").click(MAIN)
    assert "30.000.000" in buyer.shot("deal-royalty").text()
    accountant = visit("en").known_as("accountant")
    accountant.go(f"{at}dues/1/receive/").fill(line_id=str(line)).click(MAIN)
    assert "The money lies in escrow." in accountant.text()
    accountant.go(f"{at}dues/1/settle/").fill(part_0="20.000.000").click(MAIN)
    assert "30,000,000" in accountant.text(), "the shares are the whole"
    accountant.fill(part_0="30.000.000").click(MAIN)
    accountant.shot("deal-settled")
    seller = visit("en", dark=True).known_as("researcher").go(at)
    assert "settled" in seller.text()
    assert "Who receives what" in seller.text()


def test_reported_sales_are_audited_and_what_was_promised_is_confirmed(visit: Visit, backstage: Any) -> None:
    from khue.features.deals.domain.contracting import ReportRoyalty
    from khue.features.deals.usecases import report_royalty
    from khue.kernel import clock
    from khue.site.sample import deals as sample
    from khue.site.sample import exchange
    from tests.cast import organisation

    with backstage():
        deal = sample.asked(offered(exchange.SPEECH, 80), organisation("TLX"), ago(70))
        sample.answered(deal, ago(69))
        said = sample.terms(lump=0, royalty=300, royalty_least=36_500_000, audit_months=12, audit_days=10)
        sample.agreed(deal, sample.made(deal, said, ago(68), "researcher"), ago(67), "founder")
        sample.drawn(deal, ago(66))
        sample.signed(deal, ago(65))
        day = ago(60)("founder").today
        period = day, day + timedelta(days=30)
        report_royalty(ReportRoyalty(deal, *period, 500_000_000, 15_000_000), actor=ago(20)("founder"))
        soon = f"{clock.now() + timedelta(days=30):%d/%m/%Y}"
    at = f"/deals/{deal}/"
    seller = visit("vi").known_as("researcher").go(at).open("Yêu cầu kiểm tra khoản 1")
    seller.fill(ground="Giá bán trên thị trường cao hơn báo cáo.").click(MAIN)
    seller.go(f"{at}audits/1/findings/").fill(
        auditor="Công ty Kiểm toán Mẫu", sales="900.000.000", findings="Thiếu hóa đơn."
    ).click(MAIN)
    assert "Bên nhận còn thời hạn cho xem sổ sách" in seller.text()
    buyer = visit("en", width=360, dark=True).known_as("founder").go(at).open("Say that the books were shown")
    buyer.fill(note="Sổ bán hàng, tại trụ sở.").click(MAIN)
    seller.click(MAIN)  # what was typed is still there
    assert "12.000.000" in seller.shot("deal-audit").text(), "3 % of 900 million, less what was reported"
    buyer.go(at).open("Answer the findings")
    buyer.fill(answer="no").click(MAIN)
    assert buyer.status == 422
    buyer.fill(answer="yes").click(MAIN)
    assert "Royalty found by an audit" in buyer.shot("deal-audit").text()
    assert "500,000,000" in buyer.text(), "the report stands"
    pressed(
        buyer, f"{at}obligations/", "consent", kind="training", what="Hai khóa vận hành", side="seller", due_on=soon
    )
    seller.go(at).open("Trả lời nghĩa vụ 1").fill(answer="yes").click(MAIN)
    seller.go(at).open("Báo đã xong nghĩa vụ 1").fill(words="Đã dạy hai khóa.").click(MAIN)
    buyer.go(at).open("Confirm obligation 1").fill(answer="yes").click(MAIN)
    done = buyer.shot("deal-obligation").text()
    assert "awaiting confirmation" not in done
    assert "Confirm obligation 1" not in done
    assert "BEGIN:VEVENT" in buyer.fetch(f"/en{at}calendar.ics").text()
