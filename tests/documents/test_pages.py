"""The pages as a browser gets them: sign, decline, check by code or file, edit, publish; what is wrong is a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.features.documents.models import Paper, TemplateVersion
from khue.features.fund import usecases
from khue.features.fund.domain.cases import DrawUpContract
from khue.kernel import files
from tests.cast import MOMENT, persona
from tests.documents.cases import agreement, certificate, decision, sign, turn
from tests.fund.stories import TODAY, approved, founded

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture(autouse=True)
def same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT + timedelta(hours=1))


@pytest.fixture
def browser() -> Browser:
    def make(who: str) -> Client:
        client = Client()
        assert client.post(reverse("sample-persona", args=[who])).status_code == 303
        return client

    return make


def text(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def file_of(paper: Paper) -> bytes:
    with files.open_bytes(paper.versions.latest("number").file) as source:
        return source.read()


def checked(content: bytes, name: str = "van-ban.pdf") -> HttpResponse:
    return Client().post("/vi/documents/check/", {"file": SimpleUploadedFile(name, content)})


def test_the_decider_finds_reads_and_signs(browser: Browser) -> None:
    _story, paper = decision()
    client = browser("decider")
    assert paper.number in text(client.get("/vi/documents/sign/"))
    page = f"/vi/documents/sign/{turn(paper).pk}/"
    shown = text(client.get(page))
    assert "Nội dung ký" in shown
    unread = client.post(page, {"seen": "0"})
    assert unread.status_code == 422
    assert "đánh dấu đã đọc" in text(unread)
    assert client.post(page, {"seen": "0", "read": "on"}).status_code == 303
    assert turn(paper).state == "signed"
    again = client.post(page, {"seen": "0", "read": "on"})
    assert again.status_code == 422
    assert "Lượt này đã xong" in text(again)
    assert "Đã ký đủ" in text(browser("officer").get(f"/vi/documents/papers/{paper.code}/"))
    assert "Đã ký đủ" in text(browser("officer").get("/vi/documents/?state=signed"))
    assert b"QD" in browser("officer").get("/vi/documents/?format=csv").getvalue().replace("QĐ".encode(), b"QD")


def test_an_expired_certificate_is_told_before_and_after_pressing(browser: Browser) -> None:
    certificate("decider", days=10, since=10)
    _story, paper = decision()
    client = browser("decider")
    page = f"/vi/documents/sign/{turn(paper).pk}/"
    assert "đã hết hạn" in text(client.get(page))
    answer = client.post(page, {"seen": "0", "read": "on"})
    assert answer.status_code == 422
    assert "đăng ký chứng thư mới" in text(answer)
    assert turn(paper).state == "waiting"


def test_declining_keeps_what_was_typed_and_then_ends(browser: Browser) -> None:
    _story, paper = decision()
    page = f"/vi/documents/sign/{turn(paper).pk}/decline/"
    short = browser("decider").post(page, {"seen": "0", "ground": "chưa"})
    assert short.status_code == 422
    assert ">chưa</textarea>" in short.content.decode().replace("\n", "")
    assert browser("decider").post(page, {"seen": "0", "ground": "Sai tên nhiệm vụ ở Điều 1"}).status_code == 303
    assert paper.signings.get().state == "declined"


def test_everybody_checks_by_code_and_sees_no_private_person(browser: Browser) -> None:
    _story, paper = agreement()
    sign(paper, "researcher", 1)
    answer = Client().get(f"/vi/documents/check/{paper.code}/")
    shown = text(answer)
    assert answer.status_code == 200
    assert paper.number in shown
    assert "Còn hiệu lực" in shown
    assert paper.versions.latest("number").sha256 in shown
    assert persona("researcher").name not in shown
    assert persona("officer").name not in shown
    typed = paper.code.lower().replace("-", " ")
    assert paper.number in text(Client().post("/vi/documents/check/", {"code": typed}))
    assert Client().get("/vi/documents/check/AAAA-AAAA-AAAA/").status_code == 404
    wrong = Client().post("/vi/documents/check/", {"code": "không có"})
    assert wrong.status_code == 422
    assert "Không có văn bản nào mang mã này" in text(wrong)


def test_a_signed_file_is_judged_in_words() -> None:
    _story, paper = decision()
    unsigned = file_of(paper)
    assert "bản chưa có chữ ký số" in text(checked(unsigned))
    sign(paper, "decider")
    signed = file_of(paper)
    good = text(checked(signed))
    assert "Tệp không thay đổi kể từ khi ký; chữ ký hợp lệ." in good
    assert "không có dấu thời gian độc lập" in good
    assert paper.number in good
    spot = signed.find(b"stream") + 40
    bad = checked(signed[:spot] + bytes([signed[spot] ^ 1]) + signed[spot + 1 :])
    assert bad.status_code == 200
    assert "không nên tin tệp này" in text(bad)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"hello", "không phải là tệp PDF"),
        (b"%PDF-1.7 nothing", "bị hỏng"),
        (b"%PDF-1.7\n" + b"0" * (21 * 1024 * 1024), "tối đa 20 MB"),
    ],
)
def test_files_that_cannot_be_checked_are_sentences(content: bytes, words: str) -> None:
    answer = checked(content)
    assert answer.status_code == 422
    assert words in text(answer)


def test_a_file_with_a_password_is_a_sentence() -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    out = BytesIO()
    writer.write(out)
    answer = checked(out.getvalue())
    assert answer.status_code == 422
    assert "đặt mật khẩu" in text(answer)


def test_too_many_checks_are_slowed_down() -> None:
    client = Client()
    answers = [client.post("/vi/documents/check/", {"code": "x"}).status_code for _ in range(32)]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_an_editor_compares_before_anything_is_replaced(browser: Browser) -> None:
    import docx

    _story, paper = decision()
    client = browser("officer")
    page = f"/vi/documents/papers/{paper.code}/edit/"
    opened = docx.Document(BytesIO(client.get(f"/vi/documents/papers/{paper.code}/draft.docx").content))
    opened.paragraphs[-1].text = opened.paragraphs[-1].text + " Giao Văn phòng theo dõi."
    out = BytesIO()
    opened.save(out)
    compared = client.post(page, {"file": SimpleUploadedFile("sua.docx", out.getvalue())})
    assert "<ins>" in compared.content.decode()
    assert paper.versions.count() == 1
    hidden = dict(re.findall(r'name="(blocks|seen|once)" value="([^"]*)"', compared.content.decode()))
    given = {name: unescape(value) for name, value in hidden.items()}
    assert json.loads(given["blocks"])
    assert client.post(page, given).status_code == 303
    assert paper.versions.latest("number").cause == "edited"
    for content, name in ((b"hello", "a.docx"), (b"%PDF-1.7", "a.pdf"), (b"", "a.docx")):
        assert client.post(page, {"file": SimpleUploadedFile(name, content)}).status_code == 422
    assert client.post(page, {"blocks": '[{"style": "script"}]', "seen": "1"}).status_code == 422


def test_a_template_is_compared_seen_as_print_and_published(browser: Browser) -> None:
    client = browser("administrator")
    page = "/vi/documents/templates/decision/edit/"
    fields = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', client.get(page).content.decode()))
    given = {name: unescape(value) for name, value in fields.items() if name != "csrfmiddlewaretoken"}
    given |= {"closing_vi": "Quyết định có hiệu lực từ ngày ký.", "closing_en": "", "note": "Thử"}
    assert client.post("/vi/documents/templates/decision/try.pdf", given).content.startswith(b"%PDF")
    compared = client.post(page, given)
    assert "<ins>" in compared.content.decode()
    assert TemplateVersion.objects.filter(kind="decision").count() == 1
    wrong = client.post(page, given | {"closing_vi": "Theo {secret}"})
    assert wrong.status_code == 422
    assert "{secret}" in text(wrong)
    assert client.post(page, given | {"confirm": "yes"}).status_code == 303
    assert TemplateVersion.objects.filter(kind="decision").count() == 2
    assert "Quyết định có hiệu lực từ ngày ký." in text(client.get("/vi/documents/templates/decision/2/"))
    assert client.get("/vi/documents/templates/decision/2/preview.pdf").content.startswith(b"%PDF")
    assert client.get("/vi/documents/templates/decision/9/").status_code == 404
    versions = text(client.get("/vi/documents/templates/decision/"))
    assert "hệ thống" in versions, "the city's own version was published by no person"
    assert "setup" not in versions


def test_certificates_are_registered_and_revoked_on_pages(browser: Browser) -> None:
    client = browser("administrator")
    register = "/vi/documents/certificates/register/"
    assert client.post(register, {"holder": persona("decider").key, "days": "30"}).status_code == 303
    assert "Còn hiệu lực" in text(client.get("/vi/documents/certificates/"))
    assert client.post(register, {"holder": "party:0"}).status_code == 422


def test_a_paper_that_is_made_from_its_case_alone_offers_no_editing_and_says_so(browser: Browser) -> None:
    founded()
    case = approved("grant", 250_000_000)
    until = TODAY + timedelta(days=365)
    drawn = usecases.draw_up_contract(DrawUpContract(case.pk, until, once=uuid4()), actor=persona("officer"))
    found = Paper.objects.get(reference=f"document:{drawn}")
    client = browser("officer")
    assert f"{found.code}/edit/" not in client.get(f"/vi/documents/papers/{found.code}/").content.decode()
    for page in ("edit/", "draft.docx"):
        answer = client.get(f"/vi/documents/papers/{found.code}/{page}")
        assert answer.status_code == 404
        assert "không sửa được bằng tệp DOCX" in answer.content.decode()
