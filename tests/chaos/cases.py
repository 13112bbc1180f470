"""One case from the first question to the last payment, played over HTTP by everybody whose turn it is."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.chaos.pages import Form, Page
from tests.chaos.people import Deed, Journal, Person, Trouble, Upload, new_request

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Size 4/Root 1 0 R>>\n%%EOF\n"
)
SELLER = "0100109106"
DESK_PAGES = 40
TRANCHES = 2
WITHOUT_KEY = frozenset({"dossiers.take_task"})
"""Deeds whose forms carry no key: taking one's own task again does nothing."""


@dataclass(frozen=True)
class Plan:
    """What is special about a case, so that no two are alike."""

    number: int
    kind: str = "research-topic"
    writer: str = "researcher"
    supplemented: bool = False

    @property
    def name(self) -> str:
        return f"case {self.number}"

    @property
    def purchase(self) -> int:
        return 400_000_000 + 1_000_003 * self.number

    @property
    def operation(self) -> int:
        return 31_000_000 + 1_009 * self.number

    @property
    def asked(self) -> int:
        return self._share + self.operation

    @property
    def _share(self) -> int:
        return self.purchase // 2 if self.kind == "trial-production" else self.purchase

    def sections(self, today: date) -> dict[str, dict[str, str]]:
        """What is typed into each section; what the record fills in stays as it is."""
        first, rest = self.asked // 3, self.asked - self.asked // 3
        return {
            "task": {
                "task_kind": self.kind,
                "task_title": f"Cảm biến chất lượng không khí, lần {self.number}",
                "task_field": "digital-technology",
                "starts_on": _day(today + timedelta(days=30)),
                "ends_on": _day(today + timedelta(days=400)),
                "summary": "Mục tiêu, sản phẩm và nơi áp dụng của nhiệm vụ trên địa bàn Thủ đô.",
            },
            "applicant": {
                "contact_name": "Đầu mối (mẫu)",
                "contact_phone": "024 0000 0000",
                "contact_email": "dau-moi@sample.example",
                "capacity": "Đơn vị có phòng thí nghiệm và nhân lực thực hiện nhiệm vụ tương tự.",
            },
            "costs": {
                "lines-TOTAL_FORMS": "2",
                **self._line(0, "Hệ thống hiệu chuẩn cảm biến", "purchase", self.purchase, self._share),
                **self._line(1, "Điện, vật tư chạy máy", "operation", self.operation, self.operation),
                "lines-0-seller_tax_code": SELLER,
                "lines-0-invoice_symbol": "1C26TKT",
                "lines-0-invoice_number": f"{self.number:07d}",
                "lines-0-invoice_line": "1",
            },
            "direct_use": {
                "direct_use_statement": "Máy móc, thiết bị được dùng trực tiếp cho nhiệm vụ.",
                "other_support": "no",
            },
            "tranches": {
                "tranches-TOTAL_FORMS": str(TRANCHES),
                **_tranche(0, "Thiết bị được lắp đặt tại chỗ", first, today + timedelta(days=120)),
                **_tranche(1, "Kết quả chạy thử đạt yêu cầu", rest, today + timedelta(days=240)),
            },
            "papers": {"commitment": "yes"},
        }

    def _line(self, row: int, name: str, cost_class: str, amount: int, share: int) -> dict[str, str]:
        at = f"lines-{row}-"
        words = {"description": name, "cost_class": cost_class, "amount": str(amount), "requested": str(share)}
        words |= {"software": "no", "other_public": "0", "own_money": str(amount - share)}
        return {f"{at}{key}": value for key, value in words.items()}


def _tranche(row: int, deliverable: str, amount: int, due: date) -> dict[str, str]:
    at = f"tranches-{row}-"
    return {f"{at}deliverable": deliverable, f"{at}amount": str(amount), f"{at}due_on": _day(due)}


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def paper(name: str) -> Upload:
    return (f"{name}.pdf", PDF, "application/pdf")


class Case:
    """The people of one case. ``number`` is the dossier's as soon as it has one; ``chance`` makes lines drop."""

    def __init__(
        self, url: str, plan: Plan, journal: Journal, today: date, chance: random.Random | None = None
    ) -> None:
        self.plan, self.journal, self.today, self.chance = plan, journal, today, chance
        self._people: dict[str, Person] = {}
        self.url = url
        self.number = ""
        self.support = ""
        self.finished = False

    def person(self, key: str) -> Person:
        return self._people.setdefault(key, Person(self.url, key, self.journal, self.chance))

    @property
    def writer(self) -> Person:
        return self.person(self.plan.writer)

    def play(self) -> None:
        """Everything, in order."""
        self._write()
        self._hand_in()
        self._check_in()
        self._appraise()
        self._decide()
        self._agree()
        for no in range(1, TRANCHES + 1):
            self._deliver(no)
            self._accept(no)
            self._pay(no)
        self.finished = True

    # -- the applicant ------------------------------------------------------------------------------------------

    def _write(self) -> None:
        path = "/vi/procedures/equipment-support/start/"
        form = self.writer.read(path).form("once")
        # The last party offered is the organisation; the first is the person.
        words = {"applicant": form.choices["applicant"][-1]}
        place = self._do(self.writer, path, form, "start", "dossiers.start_draft", words)
        page = self.writer.read(self.writer.place_after(place))
        self.number = _found(r"/vi/dossiers/([^/]+)/edit/task/", page)
        for section, words in self.plan.sections(self.today).items():
            self._save(section, words)

    def _save(self, section: str, words: dict[str, str]) -> None:
        path = f"/vi/dossiers/{self.number}/edit/{section}/"
        form = self.writer.read(path).form("seen")
        files: list[tuple[str, Upload]] = []
        if section == "costs":
            files = [(f"lines-{row}-evidence", paper(f"bao-gia-{row + 1}")) for row in range(2)]
        if section == "papers":
            files = [("task_decision", paper("quyet-dinh"))]
        words = {**words, "return": "yes"}
        self._do(self.writer, path, form, f"save {section}", "dossiers.save_answers", words, files)

    def _hand_in(self) -> None:
        path = f"/vi/dossiers/{self.number}/check/"
        form = self.writer.read(path).form("certified")
        self._do(self.writer, path, form, "submit", "dossiers.submit_dossier", {"certified": "on"})

    def _supplement(self) -> None:
        path = f"/vi/dossiers/{self.number}/supplement/"
        form = self.writer.read(path).form("note")
        self._do(self.writer, path, form, "supplement", "dossiers.supplement_dossier", {"note": "Đã bổ sung báo giá."})

    def _deliver(self, no: int) -> None:
        if not self.support:
            page = self.writer.read(f"/vi/dossiers/{self.number}/")
            self.support = _found(r"/vi/supports/(\d+)/", page)
        path = f"/vi/supports/{self.support}/tranches/{no}/deliver/"
        form = self.writer.read(path).form("evidence")
        files = [("files", paper(f"bien-ban-dot-{no}")), ("files", paper(f"hinh-anh-dot-{no}"))]
        words = {"evidence": "Biên bản lắp đặt, chạy thử và hình ảnh kèm theo."}
        self._do(self.writer, path, form, f"deliver {no}", "missions.deliver_tranche", words, files)

    # -- the counter --------------------------------------------------------------------------------------------

    def _check_in(self) -> None:
        clerk = self.person("clerk")
        task = self._task(clerk)
        path = f"/vi/desk/tasks/{task}/"
        form = clerk.read(path).form(action=f"/desk/tasks/{task}/take/")
        self._do(clerk, path, form, "take", "dossiers.take_task")
        if self.plan.supplemented:
            ask = f"/vi/desk/tasks/{task}/supplements/"
            form = clerk.read(ask).form("items")
            words = {"ground": "Báo giá chưa có dấu của bên bán.", "items": "Báo giá có dấu"}
            self._do(clerk, ask, form, "ask", "dossiers.request_supplement", words)
            self._supplement()
        form = clerk.read(path).form(action=f"/desk/tasks/{task}/accept/")
        self._do(clerk, path, form, "receive", "dossiers.accept_for_processing")

    # -- appraisal, decision, agreement -------------------------------------------------------------------------

    def _appraise(self) -> None:
        person, path = self._step("appraiser", "appraise")
        form = person.read(path).form("once")
        words = {"note": "Đơn giá phù hợp mặt bằng thị trường."}
        self._do(person, path, form, "appraise", "missions.appraise_costs", words)

        person, path = self._step("finance", "answer-costs")
        form = person.read(path).form("outcome")
        self._do(person, path, form, "answer costs", "missions.answer_costs", {"outcome": "agree"})

    def _decide(self) -> None:
        person, path = self._step("decider", "decide")
        form = person.read(path).form("outcome")
        words = {"outcome": "grant", "budget_line": form.choices["budget_line"][0]}
        form = person.press(path, form, "decide", words).form("once")
        self._do(person, path, form, "decide", "missions.decide_support", {"confirm": "yes"})

    def _agree(self) -> None:
        person, path = self._step("officer", "agree")
        self._do(person, path, person.read(path).form("once"), "agree", "missions.sign_agreement")

    # -- acceptance, payment ------------------------------------------------------------------------------------

    def _accept(self, no: int) -> None:
        person, path = self._step("officer", "accept")
        form = person.read(path).form("outcome")
        self._do(person, path, form, f"accept {no}", "missions.accept_tranche", {"outcome": "accepted"})

    def _pay(self, no: int) -> None:
        """Ordered, approved by a second person, sent, and found on the bank's statement."""
        person, path = self._step("accountant", "pay")
        if no == 1:
            self._sign_on_paper(_found(r"(/vi/documents/papers/[0-9A-Z-]+/)", person.read(path)))
        words = {
            "number": "1020304050", "number_again": "1020304050", "holder": "Bên nhận (mẫu)", "same_holder": "on",
            "bank": "Ngân hàng mẫu", "content": f"Chi tra {self.number} dot {no}", "chapter": "417", "sector": "102",
            "item": "7049", "source": "12",
        }  # fmt: skip
        form = person.press(path, person.read(path).form("once"), f"pay {no}", words).form("once")
        self._do(person, path, form, f"pay {no}", "missions.order_payment", {"confirm": "yes"})
        order = _found(r"/vi/treasury/orders/(\d+)/", person.read(f"/vi/treasury/?state=prepared&q={self.number}"))
        self._approve_and_send(order, no)
        self._reconcile(order, no)

    def _sign_on_paper(self, page: str) -> None:
        """The agreement was signed by hand: the officer records the sheet, a second person compares."""
        officer, second = self.person("officer"), self.person("appraiser")
        words = {f"name_{turn}": f"Người ký {turn} (mẫu)" for turn in (1, 2)} | {
            f"signed_on_{turn}": _day(self.today) for turn in (1, 2)
        }
        form = officer.read(f"{page}copy/").form("kept_at")
        words["kept_at"] = "Văn thư Sở (mẫu)"
        self._do(
            officer, f"{page}copy/", form, "record copy", "documents.record_copy", words, [("scan", paper("ban-giay"))]
        )
        path = _found(rf"({page}copies/\d+/)\"", second.read(page))
        self._do(
            second,
            path,
            second.read(path).form("answer"),
            "answer copy",
            "documents.answer_copy",
            {"answer": "confirmed"},
        )

    def _approve_and_send(self, order: str, no: int) -> None:
        approver, accountant = self.person("treasurer"), self.person("accountant")
        path = f"/vi/treasury/orders/{order}/approve/"
        self._do(approver, path, approver.read(path).form("once"), f"approve {no}", "treasury.approve_order")
        path = _found(r"(/vi/treasury/accounts/\d+/send/)", accountant.read(f"/vi/treasury/orders/{order}/"))
        form = accountant.read(path).form("orders")
        self._do(accountant, path, form, f"send {no}", "treasury.send_file", {"orders": order})

    def _reconcile(self, order: str, no: int) -> None:
        """The bank's file with one line: the whole order."""
        accountant = self.person("accountant")
        page = accountant.read(f"/vi/treasury/orders/{order}/")
        reference = _found(r"(RF\d\dKHUE\d{8})", page)
        amount = int(re.sub(r"\D", "", _found(r'figure-value">(?:<[^>]*>)?([\d.]+)', page)))
        lines = (
            "Số dư đầu kỳ,5000000000", "Ngày,Số bút toán,Ghi nợ,Ghi có,Nội dung",
            f"{_day(self.today)},{reference},{amount},,{reference}", f"Số dư cuối kỳ,{5_000_000_000 - amount}",
        )  # fmt: skip
        name = f"{reference}.csv"
        path = "/vi/treasury/statements/upload/"
        file = [("file", (name, "\n".join(lines).encode(), "text/csv"))]
        form = accountant.read(path).form("once")
        self._do(accountant, path, form, f"upload {no}", "treasury.upload_statement", files=file)
        rows = rf'/vi/treasury/statements/(\d+)/"[^>]*>[^<]*<span class="cell-note">{re.escape(name)}<'
        path = f"/vi/treasury/statements/{_found(rows, accountant.read('/vi/treasury/statements/'))}/"
        self._do(accountant, path, accountant.read(path).form("once"), f"import {no}", "treasury.import_statement")

    # -- inside -------------------------------------------------------------------------------------------------

    def _do(
        self,
        person: Person,
        path: str,
        form: Form,
        label: str,
        name: str,
        words: dict[str, str] | None = None,
        files: list[tuple[str, Upload]] | None = None,
    ) -> str:
        if name not in WITHOUT_KEY and not form.values.get("once"):
            raise Trouble(f"{label}: the form at {path} carries no key against sending twice")
        deed = Deed(new_request(), label, name, person.persona, self.plan.name)
        return person.do(path, form, deed, words, files)

    def _step(self, persona: str, page: str) -> tuple[Person, str]:
        person = self.person(persona)
        return person, f"/vi/missions/tasks/{self._task(person)}/{page}/"

    def _task(self, person: Person) -> str:
        """The open task of this dossier on a person's desk; there is one at a time."""
        rows = re.compile(rf'/vi/desk/tasks/(\d+)/"[^>]*>[^<]*</a>\s*<span class="cell-note">{re.escape(self.number)}<')
        for page in self._desk(person):
            if found := rows.search(page.source):
                return found[1]
        raise Trouble(f"{self.plan.name}: {self.number} is not on the desk of {person.persona}")

    def _desk(self, person: Person) -> Iterator[Page]:
        path = "/vi/desk/"
        for _turn in range(DESK_PAGES):
            page = person.read(path)
            yield page
            onwards = re.search(r'rel="next" href="([^"]+)"', page.source)
            if onwards is None:
                return
            path = "/vi/desk/" + onwards[1].replace("&amp;", "&").removeprefix("/vi/desk/")


def _found(pattern: str, page: Page) -> str:
    found = re.search(pattern, page.source)
    if found is None:
        raise Trouble(f"{pattern} is not on the page “{page.title}”")
    return found[1]
