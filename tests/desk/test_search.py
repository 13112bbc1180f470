"""The search page of staff: what was handed in, its papers' words, parties; drafts stay with their writers."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from khue.features.dossiers.queries.searching import _said
from khue.kernel import search
from khue.kernel.search import index, texts
from khue.site.sample.applications import hand_in, write_draft
from tests.cast import organisation, persona
from tests.desk.browsers import browser, text
from tests.house.stock import SELLER, project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_index(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KHUE_SEARCH = tmp_path
    monkeypatch.setattr(index, "_open", None)


@pytest.fixture
def number() -> str:
    researcher, institute = persona("researcher"), organisation("VLSH")
    write_draft(project(7), institute, actor=researcher, seller=SELLER)
    found = hand_in(project(8), institute, actor=researcher, seller=SELLER)
    search.rebuild()
    return found


def test_staff_find_what_was_handed_in_and_no_draft(number: str) -> None:
    page = text(browser("clerk").get("/vi/desk/search/", {"q": "vat lieu loc nuoc"}))
    assert number in page
    assert "phần 8" in page
    assert "phần 7" not in page
    english = text(browser("clerk").get("/en/desk/search/", {"q": "vật liệu", "kind": "dossier"}))
    assert "1 result" in english


def test_what_stands_for_a_row_or_a_file_is_no_word_of_a_dossier() -> None:
    row = "816e7e27-3d5c-4244-83bc-f471e909e82b"
    said = list(
        _said({"lines": [{"id": row, "name": "Máy quang phổ", "invoice": "0000001"}], "plan": row, "choice": "yes"})
    )
    assert said == ["Máy quang phổ", "0000001"]


def test_people_and_organisations_are_found_by_name_and_tax_code(number: str) -> None:
    for asked in ("song hong", "9900001002", "VLSH"):
        page = text(browser("clerk").get("/vi/desk/search/", {"q": asked, "kind": "party"}))
        assert "Viện Vật liệu Sông Hồng" in page


def test_only_kinds_within_the_reader_s_rights_are_offered_and_found(number: str) -> None:
    page = text(browser("administrator").get("/vi/desk/search/", {"q": number}))
    assert number in page
    assert browser("researcher").get("/vi/desk/search/", {"q": number}).status_code == 403
    assert Client().get("/vi/desk/search/", {"q": number}).status_code == 303


def test_a_question_that_finds_nothing_says_what_to_do(number: str) -> None:
    page = text(browser("clerk").get("/vi/desk/search/", {"q": "khongcogitheonay"}))
    assert "Thử bớt từ" in page
    assert browser("clerk").get("/vi/desk/search/", {"q": "a b", "from": "-1", "kind": "x"}).status_code == 200


def test_the_list_can_be_taken_away(number: str) -> None:
    answer = browser("clerk").get("/vi/desk/search/", {"q": "vật liệu", "format": "csv"})
    assert number in b"".join(answer).decode() if answer.streaming else number in answer.content.decode()


def test_before_the_index_is_built_the_page_says_so() -> None:
    assert "đang được chuẩn bị" in text(browser("clerk").get("/vi/desk/search/", {"q": "máy"}))


# -- the words of papers ---------------------------------------------------------------------------------------------


class Stored:
    """What ``words_of`` looks at."""

    def __init__(self, media_type: str, body: bytes, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        import hashlib
        import uuid

        self.id, self.media_type, self.size = uuid.uuid4(), media_type, len(body)
        self.sha256 = hashlib.sha256(body).hexdigest()
        path = into / str(self.id)
        path.write_bytes(body)
        monkeypatch.setattr(texts.files, "path_of", lambda identity: path)


def docx(words: str) -> bytes:
    from docx import Document

    made, into = Document(), io.BytesIO()
    made.add_paragraph(words)
    made.add_table(1, 1).rows[0].cells[0].text = "trong bảng"
    made.save(into)
    return into.getvalue()


def test_the_words_of_a_docx_and_of_plain_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = texts.words_of(Stored(texts.uploads.DOCX, docx("Biên bản nghiệm thu"), tmp_path, monkeypatch))  # type: ignore[arg-type]  # stands in for a stored file
    assert "Biên bản nghiệm thu" in found
    assert "trong bảng" in found
    plain = Stored(texts.uploads.TEXT, "Ghi chú ngắn".encode(), tmp_path, monkeypatch)
    assert texts.words_of(plain) == "Ghi chú ngắn"  # type: ignore[arg-type]  # stands in for a stored file


@pytest.mark.parametrize("body", [b"%PDF-1.4\ngarbage", b"", b"%PDF-1.7\n" + b"\xff" * 3000, b"PK\x03\x04broken"])
def test_a_broken_paper_is_found_by_its_name_alone(
    body: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in (texts.uploads.PDF, texts.uploads.DOCX):
        assert texts.words_of(Stored(kind, body, tmp_path, monkeypatch)) == ""  # type: ignore[arg-type]  # stands in for a stored file


def test_the_words_of_a_document_that_the_house_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    made = typst.compile(b'#set text(lang: "vi")\nQuy\xe1\xba\xbft \xc4\x91\xe1\xbb\x8bnh h\xe1\xbb\x97 tr\xe1\xbb\xa3')
    assert ContentFile(made).size
    found = texts.words_of(Stored(texts.uploads.PDF, made, tmp_path, monkeypatch))  # type: ignore[arg-type]  # stands in for a stored file
    assert "Quyết định hỗ trợ" in found
