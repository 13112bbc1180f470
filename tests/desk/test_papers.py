"""Forms 05, 06 and 07, and the audit of a subject, as officers get them."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from pypdf import PdfReader

from khue.core.actor import Actor
from khue.features.desk import domain
from khue.features.dossiers import queries, usecases
from khue.features.dossiers.domain.commands import CompleteStep, SaveAnswers, TakeTask, Withdraw
from khue.features.dossiers.models import Document, Dossier
from khue.features.dossiers.queries.registers import WITHDRAWN
from khue.features.dossiers.usecases import papers
from khue.features.ledger import domain as ledger
from khue.features.ledger import usecases as books
from khue.features.people import usecases as people
from khue.features.people.domain import AssignRole
from khue.kernel import files
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, AuditValues, PersonalView
from khue.site.sample.applications import Item, Project, hand_in
from khue.site.sample.stories import Story, budget_of, open_budget
from tests.cast import MOMENT, organisation, persona
from tests.desk.browsers import LANGUAGES, browser, path, text
from tests.desk.private import private_case
from tests.dossiers.cases import accepted, draft, submitted, the_task

pytestmark = pytest.mark.django_db
STAFF = ("clerk", "officer", "appraiser", "finance", "decider", "accountant", "auditor", "administrator")
RESIDENTS = ("resident", "researcher", "founder")
PERIOD = {"from": "01/03/2026", "until": "31/03/2026"}
SECRET = "Tre trúc bí mật"
SOURCES = Path(__file__).resolve().parents[2] / "src" / "khue"


def words_of(content: bytes) -> str:
    """The text of a PDF, each run of white space as one space."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def withdraw(dossier: Dossier, ground: str = "Đổi hướng nghiên cứu", *, actor: Actor | None = None) -> None:
    usecases.withdraw_dossier(Withdraw(dossier.pk, ground), actor=actor or persona("researcher", days=2))


def notices(dossier: Dossier) -> list[Document]:
    return list(Document.objects.filter(dossier=dossier, kind="form-05"))


def data_officer() -> None:
    """Nobody of the cast protects personal data: the auditor takes it on besides."""
    role = AssignRole(persona("auditor").key, "PLATFORM", "data-officer", MOMENT.date())
    people.assign_role(role, actor=persona("administrator"))


# -- form 05 -----------------------------------------------------------------------------------------------------------


def test_withdrawing_a_received_dossier_issues_one_notice_in_the_name_of_the_city() -> None:
    dossier = accepted()
    withdraw(dossier)
    (notice,) = notices(dossier)
    usecases.render_document(notice.pk, actor=job_actor("dossiers.render_document"))
    notice.refresh_from_db()
    answer = browser("researcher").get(files.card(notice.file).url)
    words = words_of(b"".join(answer.streaming_content))
    assert "Người nộp rút hồ sơ: Đổi hướng nghiên cứu" in words
    assert dossier.number in words
    assert notice.number in words
    assert "Bộ phận một cửa, Sở Khoa học và Công nghệ" in words
    assert persona("researcher").name not in words


def test_the_applicant_never_signs_the_notice_also_when_an_officer_applies() -> None:
    dossier = accepted()
    withdraw(dossier, actor=replace(persona("researcher", days=2), units=("DOF-KT",)))
    (notice,) = notices(dossier)
    assert notice.values["signer"] == "Bộ phận một cửa, Sở Khoa học và Công nghệ"
    assert notice.values["body"] == "Bộ phận một cửa, Sở Khoa học và Công nghệ"


def test_a_draft_or_a_dossier_not_yet_received_is_withdrawn_without_a_notice() -> None:
    for dossier in (draft(), submitted()):
        withdraw(dossier)
        assert notices(dossier) == []


def test_a_withdrawal_sent_twice_issues_one_notice() -> None:
    dossier, asked = accepted(), uuid4()
    for _ in range(2):
        usecases.withdraw_dossier(Withdraw(dossier.pk, "Đổi hướng", asked), actor=persona("researcher", days=2))
    assert len(notices(dossier)) == 1


# -- form 06 -----------------------------------------------------------------------------------------------------------


def test_the_control_slip_tells_who_had_the_dossier_in_hand() -> None:
    dossier = accepted()
    answer = browser("decider").get(path("desk:control-slip", dossier.number))
    assert answer["Content-Type"] == "application/pdf"
    words = words_of(answer.content)
    assert "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ" in words.upper()
    assert dossier.number in words.replace(" ", "")  # the narrow cell may break it
    for expected in ("Kiểm tra thành phần hồ sơ", persona("clerk").name, "Tiếp nhận hồ sơ", "Thẩm định kinh phí"):
        assert expected in words


def test_the_slip_of_a_withdrawn_dossier_names_no_applicant_as_officer() -> None:
    dossier = accepted()
    withdraw(dossier)
    slip = queries.control_slip(dossier.number, persona("clerk", days=3))
    assert [step.result for step in slip.steps][-1] == WITHDRAWN
    assert persona("researcher").name not in {step.officer for step in slip.steps}
    assert slip.steps[1].opened_at == slip.steps[0].handed_at
    usecases.print_control_slip(dossier.number, actor=persona("clerk", days=3))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_task_and_the_dossier_lead_officers_to_the_slip(language: str) -> None:
    dossier = accepted()
    slip = path("desk:control-slip", dossier.number, language=language)
    task = path("desk:task", the_task(dossier).pk, language=language)
    follow = path("dossiers:follow", dossier.number, language=language)
    assert slip in text(browser("appraiser").get(task))
    assert slip in text(browser("appraiser").get(follow))
    assert slip not in text(browser("researcher").get(follow))


def test_before_the_receipt_there_is_no_slip_and_no_link_to_one() -> None:
    dossier = submitted()
    clerk = browser("clerk")
    address = path("desk:control-slip", dossier.number)
    assert clerk.get(address).status_code == 404
    assert address not in text(clerk.get(path("desk:task", the_task(dossier).pk)))
    assert clerk.get(path("desk:control-slip", "khong-co")).status_code == 404


def test_the_slip_of_a_private_person_is_a_noted_look() -> None:
    task = private_case(persona("resident"))
    dossier = Dossier.objects.get(pk=task.dossier_id)
    due = MOMENT.date() + timedelta(days=9)
    Dossier.objects.filter(pk=dossier.pk).update(received_on=MOMENT.date(), due_on=due, promised_on=due)
    for case in (accepted(), dossier):
        assert browser("clerk").get(path("desk:control-slip", case.number)).status_code == 200
    (look,) = PersonalView.objects.all()
    assert (look.party, look.subject) == (persona("resident").key, f"dossier:{dossier.pk}")


# -- form 07 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_register_shows_what_was_received_in_the_period_and_nothing_else(language: str) -> None:
    dossier, waiting = accepted(), submitted()
    address = path("desk:register", language=language)
    page = text(browser("auditor").get(address, PERIOD))
    assert dossier.number in page
    assert waiting.number not in page
    assert path("desk:register-pdf", language=language) in page
    before = text(browser("auditor").get(address, {"from": "2026-01-01", "until": "2026-02-28"}))
    assert dossier.number not in before
    assert path("desk:register-pdf", language=language) not in before
    assert path("desk:register", language=language) in text(browser("clerk").get(path("desk:tasks", language=language)))


def test_the_printed_register_is_form_07_with_every_row() -> None:
    dossier = accepted()
    answer = browser("clerk").get(path("desk:register-pdf"), PERIOD)
    assert answer["Content-Type"] == "application/pdf"
    words = words_of(answer.content)
    assert "SỔ THEO DÕI HỒ SƠ" in words.upper()
    assert dossier.number in words.replace(" ", "")
    assert "Số hồ sơ trong sổ: 1" in words
    assert "Lưu ý" not in words


def test_a_register_that_is_too_long_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    accepted()
    _hand_in_and_accept(1)
    monkeypatch.setattr(papers, "MOST_PRINTED", 1)
    words = words_of(browser("clerk").get(path("desk:register-pdf"), PERIOD).content)
    assert "Chỉ in 1 hồ sơ đầu tiên" in words
    assert "Số hồ sơ trong sổ: 1" in words


def _hand_in_and_accept(count: int) -> None:
    for number in range(count):
        project = Project(
            f"Đề tài {number}",
            "research-topic",
            "environmental-technology",
            (Item("Máy đo", "purchase", 1_000_000_000), Item("Điện", "operation", 100_000_000)),
        )
        handed_in = hand_in(project, organisation("VLSH"), actor=persona("researcher"), seller="0100109106")
        task = the_task(Dossier.objects.get(number=handed_in))
        usecases.accept_for_processing(CompleteStep(task.pk, "accept"), actor=persona("clerk", days=1))


def test_the_files_of_the_register_hold_the_same_rows() -> None:
    dossier = accepted()
    address, clerk = path("desk:register"), browser("clerk")
    whole = b"".join(clerk.get(address, {**PERIOD, "format": "json"}).streaming_content)
    (row,) = json.loads(whole)["rows"]
    assert (row["number"], row["received_on"]) == (dossier.number, str(dossier.received_on))
    lines = b"".join(clerk.get(address, {**PERIOD, "format": "csv"}).streaming_content).decode("utf-8-sig")
    assert next(iter(list(csv.reader(io.StringIO(lines)))[1:]))[0] == dossier.number
    xlsx = b"".join(clerk.get(address, {**PERIOD, "format": "xlsx"}).streaming_content)
    assert xlsx[:2] == b"PK"


WRONG = [
    ({"from": "31/02/2026", "until": "31/03/2026"}, "from"),
    ({"from": "", "until": "31/03/2026"}, "from"),
    ({"from": "01/03/2026", "until": "mai"}, "until"),
    ({"from": "01/03/2026", "until": "31/12/9999"}, "until"),
    ({"from": "02/03/2026", "until": "01/03/2026"}, "until"),
    ({**PERIOD, "procedure": "khong-co"}, "procedure"),
]


@pytest.mark.parametrize(("asked", "field"), WRONG)
def test_a_wrong_period_is_said_beside_its_field_and_kept(asked: dict[str, str], field: str) -> None:
    for route in ("desk:register", "desk:register-pdf"):
        answer = browser("clerk").get(path(route), asked)
        assert answer.status_code == 422
        page = text(answer)
        assert f'id="id_{field}_error"' in page
        if asked[field] and field != "procedure":
            assert f'value="{asked[field]}"' in page


def test_an_empty_period_is_not_printed_but_explained() -> None:
    answer = browser("clerk").get(path("desk:register-pdf"), {"from": "01/01/2020", "until": "31/01/2020"})
    assert answer.status_code == 422
    assert "Không có hồ sơ nào được tiếp nhận" in text(answer)


def test_the_register_pages_and_asks_the_same_questions_for_many_rows() -> None:
    def questions(size: int) -> tuple[int, Any]:
        asked = queries.RegisterAsked(MOMENT.date(), MOMENT.date() + timedelta(days=30))
        with CaptureQueriesContext(connection) as caught:
            page = queries.register(persona("clerk"), asked, size=size)
        return len(caught), page

    accepted()
    questions(5)
    few, _page = questions(5)
    _hand_in_and_accept(4)
    many, page = questions(3)
    assert many == few
    assert page.next
    asked = queries.RegisterAsked(MOMENT.date(), MOMENT.date() + timedelta(days=30))
    rest = queries.register(persona("clerk"), asked, page.next, 3)
    numbers = [row.number for row in (*page.rows, *rest.rows)]
    assert sorted(numbers, reverse=True) == numbers
    assert len(set(numbers)) == 5


def test_the_printed_register_gives_contacts_of_organisations_only() -> None:
    known = queries.contacts({organisation("VLSH"), persona("resident").key})
    assert persona("resident").key not in known
    assert organisation("VLSH") in known


# -- who may open what -------------------------------------------------------------------------------------------------


def test_books_open_for_officers_and_for_nobody_else() -> None:
    dossier = accepted()
    audit = path("desk:audit", f"dossier:{dossier.pk}")
    books = (path("desk:control-slip", dossier.number), path("desk:register"), path("desk:register-pdf"))
    for who in STAFF:
        for address in books:
            assert browser(who).get(address, PERIOD).status_code == 200, (who, address)
        assert browser(who).get(audit).status_code == (200 if who in ("auditor", "administrator") else 403), who
    for who in RESIDENTS:
        for address in (*books, audit):
            assert browser(who).get(address, PERIOD).status_code == 403, (who, address)
    for address in (*books, audit):
        assert browser().get(address).status_code == 303
        assert browser("auditor").post(address).status_code == 405


# -- the audit ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_audit_of_a_dossier_says_who_did_what_and_how_it_is_sealed(language: str) -> None:
    dossier = accepted()
    page = text(browser("auditor").get(path("desk:audit", f"dossier:{dossier.pk}", language=language)))
    record = AuditRecord.objects.get(
        subjects__contains=[f"dossier:{dossier.pk}"], deed="dossiers.accept_for_processing"
    )
    label = domain.DEEDS["dossiers.accept_for_processing"].into(language)
    for expected in (label, persona("clerk").name, bytes(record.hash).hex(), domain.VALUES["state"].into(language)):
        assert expected in page
    assert "dossiers.accept_for_processing" in page


def test_the_task_and_the_dossier_lead_to_the_audit_those_who_may_read_it() -> None:
    dossier = accepted()
    task = the_task(dossier)
    audit = path("desk:audit", f"dossier:{dossier.pk}")
    for address in (path("desk:task", task.pk), path("dossiers:follow", dossier.number)):
        assert audit in text(browser("auditor").get(address))
        assert audit not in text(browser("clerk").get(address))
    mine, page = path("desk:audit", f"task:{task.pk}"), path("desk:task", task.pk)
    assert mine not in text(browser("auditor").get(page)), "nothing is recorded about the task itself yet"
    usecases.take_task(TakeTask(task.pk, uuid4()), actor=persona("appraiser"))
    assert mine in text(browser("auditor").get(page))


@pytest.mark.parametrize(
    "subject", ["dossier:999999999", "khong-co:1", "dossier", "party:-1", "x" * 200, "support:abc"]
)
def test_a_subject_without_records_is_not_found(subject: str) -> None:
    for query in ({}, {"before": "5"}, {"before": "x" * 50}):
        assert browser("auditor").get(path("desk:audit", subject), query).status_code == 404


def test_older_records_stand_on_the_next_page_and_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = accepted()
    monkeypatch.setattr("khue.features.desk.queries.RECORDS", 2)
    address, auditor = path("desk:audit", f"dossier:{dossier.pk}"), browser("auditor")
    seen: list[int] = []
    query = ""
    while True:
        page = text(auditor.get(address + query))
        seen += [int(found) for found in re.findall(r'id="record-(\d+)"', page)]
        older = re.search(r'rel="next" href="[^"]*(\?before=\d+)"', page)
        if older is None:
            break
        query = older[1]
    known = AuditRecord.objects.filter(subjects__contains=[f"dossier:{dossier.pk}"]).order_by("-id")
    assert seen == list(known.values_list("id", flat=True))
    assert len(seen) > 2


def test_personal_values_need_a_further_right_and_the_look_is_noted() -> None:
    task = private_case(persona("resident"))
    resident = persona("resident")
    dossier = Dossier.objects.get(pk=task.dossier_id)
    Dossier.objects.filter(pk=dossier.pk).update(state="draft", submitted_at=None, submitted_by="")
    usecases.save_answers(_title(dossier), actor=resident)
    address = path("desk:audit", f"dossier:{dossier.pk}")
    assert SECRET not in text(browser("auditor").get(address))
    assert browser("auditor").get(address, {"personal": "1"}).status_code == 403
    assert not PersonalView.objects.exists()
    data_officer()
    officer = browser("auditor")
    plain = text(officer.get(address))
    assert SECRET not in plain
    assert f"{address}?personal=1" in plain
    assert not PersonalView.objects.exists()
    assert SECRET in text(officer.get(address, {"personal": "1"}))
    (look,) = PersonalView.objects.all()
    assert (look.party, look.viewer) == (resident.key, persona("auditor").key)


def _title(dossier: Dossier) -> SaveAnswers:
    return SaveAnswers(dossier.pk, "task", {"task_title": SECRET}, dossier.section_versions.get("task", 0))


def test_a_decision_shows_its_reasons_and_a_payment_its_ledger_entry() -> None:
    story = _paid()
    auditor = browser("auditor")
    page = text(auditor.get(path("desk:audit", f"dossier:{story.dossier_id}")))
    decided = AuditRecord.objects.get(deed="missions.decide_support")
    (kept,) = AuditValues.objects.filter(record=decided, part="values")
    for reason in json.loads(kept.body or "")["decision"]["reasons"]:
        assert escape(reason["text"]["vi"]) in page
    assert domain.DEEDS["missions.decide_support"].vi in page
    record = AuditRecord.objects.get(deed="missions.order_payment")
    entry = json.loads(record.body)["entries"][0]
    paid = text(auditor.get(path("desk:audit", record.subjects[0])))
    assert path("ledger:entry", entry) in paid
    assert path("ledger:entry", entry) not in text(browser("administrator").get(path("desk:audit", record.subjects[0])))


def _paid() -> Story:
    accountant = persona("accountant")
    open_budget(actor=accountant)
    wish = ledger.Appropriation(uuid4(), budget_of(accountant), 90_000_000_000, "QĐ 01")
    books.appropriate_budget(wish, actor=accountant)
    project = Project(
        "Màng lọc",
        "research-topic",
        "environmental-technology",
        (Item("Máy quang phổ", "purchase", 1_850_000_000), Item("Điện", "operation", 310_500_000)),
    )
    story = Story(persona, project, organisation("VLSH"), "researcher", "0100109106").applied()
    story.accepted_for_processing().appraised().granted().agreed().delivered().accepted().paid()
    return story


def test_every_deed_that_the_house_does_has_a_label_in_both_languages() -> None:
    named = set()
    for source in SOURCES.rglob("*.py"):
        named |= set(re.findall(r'with command\(\s*"([a-z_.]+)"', source.read_text(encoding="utf-8")))
    assert len(named) > 30
    assert {name for name in named if name not in domain.DEEDS} == set()
    assert {name for name, label in domain.DEEDS.items() if not label.en} == set()


def test_a_deed_that_nobody_named_shows_its_code_and_values_are_written_as_people_read_them() -> None:
    assert domain.deed_label("later.new_verb").vi == "later.new_verb"
    assert domain.shown("amount", 1_850_000_000).vi == "1.850.000.000 đ"
    assert domain.shown("due_on", "2026-03-17").en == "17 Mar 2026"
    assert domain.shown("due_on", "2026-02-31").vi == "2026-02-31"
    assert domain.shown("state", "awaiting_supplement").en == "awaiting supplements"
    assert domain.shown("appraised", {"1": 5_000, "2": 0}).vi == "1: 5.000 đ; 2: 0 đ"
    assert domain.shown("items", ["Báo giá", "", None]).vi == "Báo giá; –; –"
    assert domain.shown("x", None) == domain.NONE
    assert domain.shown("note", "  ").vi == "–"
    assert len(domain.shown("note", "a" * 9_000).vi) < 3_000
