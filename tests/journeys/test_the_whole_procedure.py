"""From the first question to the money paid and the record published: every role, in a real browser, in both languages."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.journeys import application
from tests.journeys.application import ENGLISH, VIETNAMESE, Application, dots, pdf
from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@dataclass(frozen=True, slots=True)
class Words:
    """What must be read on the pages, in the reader's language."""

    comma: str
    minus: str
    over_cap: str
    cut: str
    cut_ground: str
    supplement: str
    money: str
    without_marks: str
    paid: str


WORDS = {
    "vi": Words(
        comma="dấu phẩy",
        minus="âm",
        over_cap="cao hơn mức tối đa",
        cut="lý do",
        cut_ground="Giá thị trường thấp hơn báo giá",
        supplement="Báo giá chưa có dấu của người bán.",
        money="{} đ",
        without_marks="vat lieu hap thu am tu xo dua",
        paid="đã chi",
    ),
    "en": Words(
        comma="comma",
        minus="minus",
        over_cap="above the most",
        cut="without a ground",
        cut_ground="The market price is below the quote",
        supplement="The quote has no stamp of the seller.",
        money="{} VND",
        without_marks="low-noise pump housings",
        paid="paid",
    ),
}
CUT = 50_000_000


def shown(words: Words, language: str, amount: int) -> str:
    """An amount as the page writes it, with any kind of space made plain."""
    digits = dots(amount) if language == "vi" else f"{amount:,}"
    return words.money.format(digits)


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("language", "wish"), [("vi", VIETNAMESE), ("en", ENGLISH)], ids=["vi", "en"])
def test_one_dossier_goes_from_the_door_to_the_payment(visit: Visit, language: str, wish: Application) -> None:
    words = WORDS[language]
    researcher = visit(language).sign_in("researcher")
    number = _apply(researcher, wish, words)

    clerk = visit(language).sign_in("clerk")
    _ask_for_a_supplement(clerk, number, words)
    _supplement(researcher, number)
    _accept_for_processing(clerk, number)
    clerk.close()

    appraiser = visit(language).sign_in("appraiser")
    _appraise(appraiser, number, wish, words)
    appraiser.close()

    finance = visit(language).sign_in("finance")
    _answer_costs(finance, number)
    finance.close()

    granted = wish.asked - CUT
    decider = visit(language).sign_in("decider")
    _decide(decider, number, shown(words, language, granted))
    decider.close()

    officer = visit(language).sign_in("officer")
    _agree(officer, number, wish)
    support = _deliver(researcher, number)
    _accept_delivery(officer, number)
    officer.close()

    accountant = visit(language).sign_in("accountant")
    _sign_on_paper(visit, language, accountant, number)
    first = wish.machine_asked - CUT
    treasurer = visit(language).sign_in("treasurer")
    _pay(accountant, treasurer, number, first)
    treasurer.close()
    _read_the_ledger(accountant, shown(words, language, first))
    accountant.close()

    _follow(researcher, number, support, shown(words, language, first), words)
    _register_equipment(researcher, support, wish)
    documents = _documents(researcher, number)

    auditor = visit(language).sign_in("auditor")
    _audit(auditor, number, support, shown(words, language, first))
    auditor.close()

    resident = visit(language).sign_in("resident")
    _find_in_the_register(resident, number, wish, granted, shown(words, language, granted), words)
    _stay_outside(resident, number, documents)


# -- the researcher applies ------------------------------------------------------------------------------------------


def _apply(researcher: Visitor, wish: Application, words: Words) -> str:
    researcher.go("/").shot("home")
    researcher.click("main .tile-link, main .tiles a").shot("procedures")
    researcher.click("main .matter-title a").shot("procedure")
    researcher.click(f"main a[href$='{application.START}']").shot("start")
    number = application.start(researcher)
    assert researcher.path.endswith("/edit/")
    researcher.shot("task-list")
    researcher.click("main .tasks a")
    application.fill_task(researcher, wish)
    researcher.shot("section-task").save()
    assert researcher.path.endswith("/edit/applicant/")
    assert researcher.value("tax_code"), "the tax code comes from the record"
    application.fill_applicant(researcher, wish)
    researcher.save()
    _costs(researcher, wish, words)
    application.fill_direct_use(researcher)
    researcher.save()
    _tranches(researcher, wish)
    _papers(researcher)
    _check_and_submit(researcher, number, wish, words)
    return number


def _costs(researcher: Visitor, wish: Application, words: Words) -> None:
    """A comma and a minus are told beside their inputs; everything else that was typed stays."""
    assert researcher.path.endswith("/edit/costs/")
    application.fill_line(researcher, 0, wish.machine, "1,5", "-5")
    researcher.save()
    assert researcher.status == 422
    assert words.comma in researcher.error_at("lines-0-amount")
    assert words.minus in researcher.error_at("lines-0-requested")
    assert researcher.value("lines-0-description") == wish.machine
    assert researcher.value("lines-0-amount") == "1,5"
    assert researcher.value("lines-0-cost_class") == "purchase"
    assert researcher.page.locator(".summary-bad").evaluate("e => e === document.activeElement")
    researcher.shot("section-costs-mistakes")
    # Above the cap, and without its file: kept as a draft, told before it can be handed in.
    researcher.answer("lines-0-amount", dots(wish.machine_price))
    researcher.answer("lines-0-requested", dots(wish.machine_price + 1_000_000))
    researcher.click("button[name=add_line][value=lines]")
    assert researcher.page.locator("[name='lines-1-description']").count(), "the new row"
    application.fill_line(
        researcher, 1, wish.software, dots(wish.software_price), dots(wish.software_asked), software=True
    )
    researcher.answer("lines-1-serves_task_directly", "yes")
    researcher.attach("lines-1-evidence", pdf("software"))
    researcher.save()
    assert researcher.error_at("lines-0-evidence"), "the missing file is told beside its input"
    researcher.shot("section-costs")
    researcher.click("button[name=return]:visible").shot("task-list-begun")
    researcher.click("main .tasks a[href$='/direct_use/']")


def _tranches(researcher: Visitor, wish: Application) -> None:
    assert researcher.path.endswith("/edit/tranches/")
    application.fill_tranche(researcher, 0, "Máy đã lắp đặt, chạy thử đạt", wish.machine_asked, 90)
    researcher.page.locator("button[name=add_line]").click()
    researcher.page.locator("[name='tranches-1-amount']").wait_for()
    researcher.settled()
    assert researcher.value("tranches-0-amount") == dots(wish.machine_asked), "adding a row keeps what is typed"
    application.fill_tranche(researcher, 1, "Phần mềm đã cài, đo thử 20 mẫu", wish.software_asked, 150)
    researcher.shot("section-tranches").save()


def _papers(researcher: Visitor) -> None:
    assert researcher.path.endswith("/edit/papers/")
    researcher.attach("task_decision", pdf("decision")).fill(commitment="yes").save()


def _check_and_submit(researcher: Visitor, number: str, wish: Application, words: Words) -> None:
    assert researcher.path.endswith("/check/")
    assert words.over_cap in researcher.text()
    researcher.shot("check-refused")
    researcher.click("main .summary-bad a[href*='lines-0-requested']")
    assert words.over_cap in researcher.error_at("lines-0-requested")
    researcher.answer("lines-0-requested", dots(wish.machine_asked))
    researcher.attach("lines-0-evidence", pdf("machine")).save()
    researcher.go(f"/dossiers/{number}/check/").shot("check")
    assert not researcher.page.locator("main .summary-bad").count(), researcher.text()
    researcher.click("#submit button")
    assert researcher.error_at("certified"), "nothing is handed in without the certificate"
    researcher.fill(certified="yes").click("#submit button")
    assert researcher.path == f"/dossiers/{number}/submitted/"
    assert number in researcher.page.locator(".panel-done").inner_text()
    researcher.shot("submitted")


# -- the counter -----------------------------------------------------------------------------------------------------


def _to_task(officer: Visitor, number: str) -> None:
    """From the desk to the task of a dossier, taking it if it is free."""
    officer.go("/desk/")
    row = officer.page.locator("main tr", has_text=number)
    with officer.page.expect_navigation():
        row.locator("a.row-link").click()
    officer.check()
    take = "main form[action$='/take/'] button"
    if officer.page.locator(take).count():
        officer.click(take)


def _ask_for_a_supplement(clerk: Visitor, number: str, words: Words) -> None:
    _to_task(clerk, number)
    clerk.shot("desk-task")
    clerk.click("main a[href$='/supplements/']").save()
    assert clerk.error_at("ground"), "a request without a reason is refused"
    clerk.fill(ground=words.supplement, items="Báo giá có dấu").shot("ask-supplement").save()


def _supplement(researcher: Visitor, number: str) -> None:
    researcher.go("/notices/").shot("notices")
    researcher.click(f"main .notice-unread:has-text('{number}') button")  # others may have come meanwhile
    assert researcher.path == f"/dossiers/{number}/"
    researcher.shot("dossier-supplement")
    researcher.click(f"main a[href$='/{number}/supplement/']")
    researcher.click("main a[href$='/edit/']").click("main .tasks a[href$='/costs/']")
    researcher.attach("lines-0-evidence", pdf("stamped")).click("button[name=return]:visible")
    researcher.click(f"main a.btn-primary[href$='/{number}/supplement/']")
    researcher.fill(note="Đã thay báo giá có dấu.").shot("supplement").save()


def _accept_for_processing(clerk: Visitor, number: str) -> None:
    _to_task(clerk, number)
    clerk.click("main form[action$='/accept/'] .btn-primary")
    assert clerk.path == "/desk/"
    clerk.shot("desk-clerk")


# -- appraisal, decision, agreement ----------------------------------------------------------------------------------


def _to_room(officer: Visitor, number: str, step: str) -> None:
    """To the page where the step is worked on."""
    _to_task(officer, number)
    if not officer.path.endswith(f"/{step}/"):
        officer.click(f"main a.btn-primary[href$='/{step}/']")


def _appraise(appraiser: Visitor, number: str, wish: Application, words: Words) -> None:
    _to_room(appraiser, number, "appraise")
    appraiser.answer("lines-1-appraised", dots(wish.machine_asked - CUT))
    appraiser.fill(note="Đối chiếu ba báo giá.").save()
    assert words.cut in appraiser.error_at("lines-1-ground").casefold(), "a cut needs its ground"
    assert appraiser.value("lines-1-appraised") == dots(wish.machine_asked - CUT)
    appraiser.shot("appraise-refused")
    appraiser.answer("lines-1-ground", words.cut_ground)
    appraiser.save()
    assert appraiser.path == "/desk/"


def _answer_costs(finance: Visitor, number: str) -> None:
    """An objection without its ground is refused; then the Department of Finance agrees."""
    _to_room(finance, number, "answer-costs")
    finance.fill(outcome="object").save()
    assert finance.error_at("ground")
    finance.shot("answer-costs")
    finance.fill(outcome="agree").save()
    assert finance.path == "/desk/"


def _decide(decider: Visitor, number: str, granted: str) -> None:
    _to_room(decider, number, "decide")
    decider.shot("decide")
    # Other journeys of the same city open lines of their own: then none is chosen beforehand.
    decider.fill(outcome="grant", budget_line="2026-EQ").save()
    assert decider.page.locator("main .figure-value").count(), decider.text()
    assert granted in plain(decider.page.locator("main .figure-value").inner_text())
    decider.shot("decide-confirm")
    decider.click("main button[name=confirm][value=no]")
    assert decider.value("outcome") == "grant", "going back keeps the answer"
    decider.save().click("main button[name=confirm][value=yes]")
    assert decider.path == "/desk/"


def _agree(officer: Visitor, number: str, wish: Application) -> None:
    """The cut comes off the first tranche; tranches that do not add up are refused first."""
    _to_room(officer, number, "agree")
    officer.answer("tranches-0-amount", dots(wish.machine_asked - CUT + 1))
    officer.answer("tranches-1-amount", dots(wish.software_asked))
    officer.save()
    assert officer.status == 422
    officer.answer("tranches-0-amount", dots(wish.machine_asked - CUT))
    officer.shot("agree").save()
    assert officer.path == "/desk/"


# -- delivery, acceptance, payment -----------------------------------------------------------------------------------


def _deliver(researcher: Visitor, number: str) -> str:
    """The path of the support's page."""
    researcher.go(f"/dossiers/{number}/").click("main a[href*='/supports/']")
    support = researcher.path
    researcher.click("main a[href$='/tranches/1/deliver/']").save()
    assert researcher.error_at("evidence"), "a delivery says what it is"
    researcher.fill(evidence="Máy đã lắp tại phòng thí nghiệm A3, biên bản kèm theo.")
    researcher.attach("files", pdf("minutes"), pdf("picture")).shot("deliver").save()
    return support


def _accept_delivery(officer: Visitor, number: str) -> None:
    _to_room(officer, number, "accept")
    assert officer.page.locator("main .files a").count() == 2
    officer.fill(outcome="accepted").shot("accept").save()
    _confirmed(officer)


def _confirmed(officer: Visitor) -> None:
    yes = "main button[name=confirm][value=yes]"
    if officer.page.locator(yes).count():
        officer.click(yes)
    assert officer.path == "/desk/"


def _sign_on_paper(visit: Visit, language: str, accountant: Visitor, number: str) -> None:
    """The payment waits for the agreement: printed, signed by both, recorded by one officer, compared by another."""
    _to_room(accountant, number, "pay")
    accountant.shot("pay-unsigned").click("main a[href*='/documents/papers/']")
    page = accountant.path
    officer = visit(language).sign_in("officer")
    officer.go(page).click("main a[href$='/copy/']")
    today = f"{datetime.now(ZoneInfo('Asia/Ho_Chi_Minh')):%d/%m/%Y}"
    officer.fill(name_1="Nguyễn Thị Lan", kept_at="Văn thư Sở, cặp 2026-14", signed_on_1=today, signed_on_2=today)
    officer.attach("scan", pdf("ban-giay")).save()
    assert officer.error_at("name_2"), "every signer has a name"
    officer.fill(name_2="Phạm Đức Long").attach("scan", pdf("ban-giay")).shot("record-copy").save()
    officer.shot("paper-copy").close()
    second = visit(language).sign_in("appraiser")
    second.go(page).click("main a.btn-primary[href*='/copies/']")
    second.fill(answer="confirmed").shot("compare-copy").save()
    second.shot("paper-by-hand").close()


def _pay(accountant: Visitor, treasurer: Visitor, number: str, amount: int) -> None:
    """An order by one, approved by another, sent, and paid when the bank's statement shows it."""
    accountant.go("/desk/").shot("desk-accountant")
    _to_room(accountant, number, "pay")
    accountant.fill(number="1020304050", number_again="1020304059", bank="Ngân hàng mẫu", content=f"Chi tra {number}")
    accountant.fill(chapter="417", sector="102", item="7049", source="12").shot("pay").save()
    assert accountant.error_at("number_again"), "a slipped digit is seen"
    accountant.fill(number_again="1020304050").save()
    _confirmed(accountant)
    order = _order(treasurer, number)
    treasurer.shot("order").click(f"main a[href$='{order}approve/']").save()
    _order(accountant, number)
    accountant.click("main a[href$='/send/']").save()
    accountant.shot("payment-file")
    assert (
        accountant.fetch(accountant.page.locator("main a[href*='pain001']").first.get_attribute("href")).status == 200
    )
    _reconcile(accountant, order, amount)


def _order(visitor: Visitor, number: str) -> str:
    """The order of a dossier, found by its number; its path."""
    visitor.go(f"/treasury/?q={number}").click("main tbody a[href*='/treasury/orders/']")
    return visitor.path


def _reconcile(accountant: Visitor, order: str, amount: int) -> None:
    """The bank's file: read, shown, taken in; the order is paid, and a moment later the tranche."""
    accountant.go(order)
    reference = re.search(r"RF\d\dKHUE\d{8}", accountant.text())
    assert reference
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    text = f"Số dư đầu kỳ,{amount}\nNgày,Ghi nợ,Ghi có,Nội dung\n{today:%d/%m/%Y},{amount},,{reference[0]}\nSố dư cuối kỳ,0\n"
    file = {"name": f"sao-ke-{reference[0]}.csv", "mimeType": "text/csv", "buffer": text.encode()}
    accountant.go("/treasury/statements/upload/").attach("file", file).shot("statement-upload").save()
    accountant.shot("statement-preview").save()
    accountant.go(order).shot("order-paid")
    accountant.go("/treasury/cash/").shot("cash")


def _read_the_ledger(accountant: Visitor, paid: str) -> None:
    """From the trial balance to the account, to the entry that paid."""
    accountant.go("/ledger/").shot("ledger")
    accountant.go("/ledger/accounts/treasury.cash/")
    assert paid in plain(accountant.text())
    accountant.click("main a[href*='/ledger/entries/']").shot("ledger-entry")
    assert paid in plain(accountant.text())


def _follow(researcher: Visitor, number: str, support: str, paid: str, words: Words) -> None:
    researcher.go(support).again_until("main .trail .state-good, main .trail .step-done").shot("support")
    first = researcher.page.locator("main .trail .step").first
    assert paid in plain(first.inner_text())
    assert words.paid in first.inner_text().casefold()
    researcher.go(f"/dossiers/{number}/").shot("dossier")
    assert number in researcher.go("/notices/").text()
    assert number in researcher.go("/me/").text(), "the person's own timeline"


def _register_equipment(researcher: Visitor, support: str, wish: Application) -> None:
    researcher.go(support).click("main a[href$='/equipment/add/']")
    researcher.page.locator("[name=line_no]").select_option("1")
    researcher.fill(name=wish.machine, serial="AX-0001", location="Nhà A3, phòng 204", cost=dots(wish.machine_price))
    researcher.answer("in_use_on", "01/01/2199")
    researcher.save()
    assert researcher.error_at("in_use_on"), "not before it has happened"
    assert researcher.value("name") == wish.machine
    researcher.answer("in_use_on", "01/03/2026")
    researcher.save()
    assert wish.machine in researcher.text()


def _documents(researcher: Visitor, number: str) -> list[str]:
    """Receipt, decision and agreement are PDF files; their addresses."""
    researcher.go(f"/dossiers/{number}/")
    issued = "main ul.files a[href*='/files/']"
    found = researcher.page.locator(issued).evaluate_all("all => all.map(a => a.getAttribute('href'))")
    assert len(found) >= 4, found
    for href in found:
        answer = researcher.fetch(href)
        assert answer.status == 200
        assert answer.body().startswith(b"%PDF"), href
    return [str(href) for href in found]


# -- audit and public ------------------------------------------------------------------------------------------------


def _audit(auditor: Visitor, number: str, support: str, paid: str) -> None:
    """The auditor goes from the books to the payment, and from the payment to the case with its whole story."""
    auditor.go("/ledger/budget/").shot("budget")
    auditor.go("/ledger/accounts/treasury.cash/").click("main a[href*='/ledger/entries/']")
    assert paid in plain(auditor.text())
    assert not auditor.page.locator("main form").count(), "an auditor reads and changes nothing"
    assert paid in plain(auditor.go(support).text())
    auditor.go(f"/dossiers/{number}/").shot("dossier-auditor")
    for who in ("Lê Thị Thu Hà", "Cao Thị Thu Hà", "Đỗ Thanh Bình", "Phạm Đức Long"):
        assert who in auditor.text(), "each step says who took it"


def _find_in_the_register(
    resident: Visitor, number: str, wish: Application, granted: int, amount: str, words: Words
) -> None:
    resident.go("/register/").shot("register")
    resident.fill(q=words.without_marks).click("main form[role=search] button")
    assert resident.page.locator("main tbody tr").count() == 1
    resident.click("main tbody a").shot("register-entry")
    assert resident.path == f"/register/{number}/"
    assert wish.title in resident.text()
    assert amount in plain(resident.text())
    resident.page.go_back()
    hrefs = resident.page.locator("main .exports a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    csv = resident.fetch(next(href for href in hrefs if ".csv" in href)).text()
    assert str(granted) in csv
    rows = json.loads(resident.fetch(next(href for href in hrefs if ".json" in href)).body())
    found = rows if isinstance(rows, list) else rows["rows"]
    assert [row["granted"] for row in found] == [granted]


def _stay_outside(resident: Visitor, number: str, documents: list[str]) -> None:
    """What is not public stays closed: the dossier and each of its files."""
    assert resident.go(f"/dossiers/{number}/").status in (403, 404)
    for href in documents:
        assert resident.fetch(href).status in (403, 404), href
