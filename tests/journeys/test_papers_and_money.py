"""Papers and money in a real browser: a paper signed by two, checked by its square and by its file; a statement taken in and explained."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.backstage import act, story
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_an_agreement_is_signed_by_two_and_anybody_checks_it_by_its_square_and_its_file(
    visit: Visit, backstage: Any
) -> None:
    administrator = visit("vi").known_as("administrator")
    with backstage():
        holders = (act("researcher").key, act("officer").key)
    for holder in holders:
        administrator.go("/documents/certificates/register/").fill(holder=holder, days="90").save()
    administrator.close()
    with backstage():
        case = story("Cảm biến lực cho cánh tay rô-bốt").applied().accepted_for_processing().appraised().granted()
        case.agreed()
        title = case.project.title
    researcher, officer = visit("vi").known_as("researcher"), visit("vi").known_as("officer")
    _sign(researcher, title)
    _sign(officer, title)
    officer.go("/documents/?state=signed").click("main tbody a").shot("paper-signed")
    file = officer.fetch(officer.page.locator("main .files a").first.get_attribute("href")).body()
    officer.close()

    resident = visit("vi")
    resident.go(_square_of(file)).shot("check-square")
    assert "Đã ký đủ" in resident.text()
    assert "Nguyễn Minh Châu" not in resident.text(), "a private person stays out of what everybody sees"
    resident.go("/documents/check/")
    resident.attach("file", {"name": "thoa-thuan.pdf", "mimeType": "application/pdf", "buffer": file})
    resident.click("main form button.btn-primary").shot("check-file")
    assert resident.page.locator(".verdict-good").count() == 1
    broken = file[:-600] + b" " + file[-599:]
    resident.attach("file", {"name": "bi-sua.pdf", "mimeType": "application/pdf", "buffer": broken})
    resident.click("main form button.btn-primary")
    assert not resident.page.locator(".verdict-good").count(), "one byte more, and nobody is told to rely on it"


def _sign(signer: Visitor, title: str) -> None:
    """From the queue: read, tick, sign."""
    row = f"main tbody tr:has-text('{title}') a"
    signer.go("/documents/sign/").again_until(row).click(row)
    signer.page.locator("main [name='read']").check()
    signer.shot("sign").save()
    assert signer.path == "/documents/sign/"


def _square_of(file: bytes) -> str:
    """The way to which the square on the paper leads, as it is printed beside it."""
    from pypdf import PdfReader

    words = "".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages)
    code = re.search(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", words)
    assert code, words[-400:]
    return f"/documents/check/{code[0]}/"


def test_a_statement_is_taken_in_what_is_unknown_is_explained_and_the_day_adds_up(visit: Visit, backstage: Any) -> None:
    with backstage():
        case = story("Bơm nhiệt cho sấy gỗ").applied().accepted_for_processing().appraised().granted().agreed()
        order = case.delivered().accepted().ordered().sent().order()
    accountant = visit("en").known_as("accountant")
    today = f"{datetime.now(ZoneInfo('Asia/Ho_Chi_Minh')):%d/%m/%Y}"
    opening, funds, riddle = 3_000_000_000, 250_000_000, 1_234_567
    text = (
        f"Số dư đầu kỳ,{opening}\nNgày,Ghi nợ,Ghi có,Nội dung\n{today},{order.amount},,CT DI {order.reference}\n"
        f"{today},,{funds},Cap kinh phi bo sung\n{today},{riddle},,UNC 17 khong ro\n"
        f"Số dư cuối kỳ,{opening - order.amount + funds - riddle}\n"
    )
    file = {"name": "so-phu.csv", "mimeType": "text/csv", "buffer": text.encode()}
    accountant.go("/treasury/statements/upload/").attach("file", file).save()
    accountant.shot("statement-preview").save()
    accountant.shot("statement-taken-in").go(f"/treasury/orders/{order.id}/")
    assert accountant.page.locator("main .state-good").count(), "the order is paid: it stands on the statement"
    accountant.go("/treasury/unmatched/").shot("unmatched")
    _open(accountant, "Cap kinh phi bo sung")
    accountant.fill(choice="funding").save()
    _open(accountant, "UNC 17 khong ro")
    accountant.fill(choice="aside").save()
    assert accountant.error_at("ground"), "what is set aside says why"
    accountant.fill(ground="Hỏi Kho bạc, công văn 17").save()
    assert accountant.path == "/treasury/unmatched/"
    assert "UNC 17" not in accountant.text()
    accountant.go("/treasury/cash/").shot("cash")
    assert f"{funds:,}" in accountant.text().replace("\xa0", " ")


def _open(accountant: Visitor, words: str) -> None:
    """From the queue, where the window stands."""
    assert accountant.path == "/treasury/unmatched/"
    accountant.click(f"main tbody tr:has-text('{words}') a")
