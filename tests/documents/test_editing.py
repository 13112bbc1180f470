"""Where a colleague must edit: out as DOCX, back again, and only what was compared becomes the next version."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import docx
import pytest
from pypdf import PdfReader

from khue.core.errors import Conflict, NotAllowed, Refused
from khue.features.documents import queries, usecases
from khue.features.documents.domain import ReplaceDraft
from khue.features.documents.domain.comparing import changed_lines
from khue.features.documents.models import Paper
from khue.features.documents.queries import printed_frame
from khue.kernel import editable, files
from khue.kernel.models import AuditRecord
from tests.cast import persona
from tests.documents.cases import agreement, decision, sign

pytestmark = pytest.mark.django_db


def download(paper: Paper, who: str = "officer") -> bytes:
    found = queries.draft_text(paper.code, persona(who))
    return editable.write(found.blocks, printed_frame(found))


def edited(content: bytes, old: str, new: str) -> bytes:
    opened = docx.Document(BytesIO(content))
    for paragraph in opened.paragraphs:
        if old in paragraph.text:
            paragraph.text = paragraph.text.replace(old, new)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def replacing(paper: Paper, content: bytes, seen: int | None = None) -> ReplaceDraft:
    found = queries.draft_text(paper.code, persona("officer"))
    return ReplaceDraft(paper.code, tuple(editable.read(content)), found.seen if seen is None else seen, uuid4())


def test_a_docx_that_nobody_touched_comes_back_as_it_was() -> None:
    for _story, paper in (decision(), agreement()):
        found = queries.draft_text(paper.code, persona("officer"))
        content = download(paper)
        assert editable.read(content) == list(found.blocks)
        words = "\n".join(cell.text for cell in docx.Document(BytesIO(content)).tables[0].rows[0].cells)
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
        assert paper.number in words


def test_an_edited_text_becomes_the_next_version_and_signing_starts_anew() -> None:
    _story, paper = agreement()
    content = edited(download(paper), "Hai bên thống nhất", "Hai bên cùng thống nhất")
    found = queries.draft_text(paper.code, persona("officer"))
    changes = changed_lines([b["text"] for b in found.blocks], [b["text"] for b in editable.read(content)])
    assert len(changes) == 1
    assert ("new", " cùng") in {(part.kind, part.text) for part in changes[0].parts}
    first = paper.signings.get()
    number = usecases.replace_draft(replacing(paper, content), actor=persona("officer"))
    version = paper.versions.get(number=number)
    assert version.cause == "edited"
    with files.open_bytes(version.file) as source:
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(source.read())).pages)
    assert "Hai bên cùng thống nhất" in text.replace("\n", " ")
    assert paper.number in text
    first.refresh_from_db()
    assert first.state == "superseded"
    assert AuditRecord.objects.filter(deed="documents.replace_draft").count() == 1
    sign(paper, "researcher", 1)
    assert sign(paper, "officer", 2) is True


def test_a_signed_paper_is_not_edited_and_a_page_left_open_replaces_nothing() -> None:
    _story, paper = agreement()
    content = edited(download(paper), "Hai bên", "Các bên")
    asked = replacing(paper, content)
    usecases.replace_draft(asked, actor=persona("officer"))
    assert usecases.replace_draft(asked, actor=persona("officer")) == 2  # the same form again
    with pytest.raises(Conflict):
        usecases.replace_draft(replacing(paper, edited(content, "Các bên", "Cả hai bên"), 0), actor=persona("officer"))
    sign(paper, "researcher", 1)
    with pytest.raises(Refused) as refused:
        usecases.replace_draft(replacing(paper, edited(content, "Các bên", "Cả hai bên")), actor=persona("officer"))
    assert refused.value.decision.reasons[0].code == "draft.signed"
    assert paper.versions.filter(cause="edited").count() == 1


def test_who_may_not_and_what_does_not_differ() -> None:
    _story, paper = decision()
    with pytest.raises(NotAllowed):
        queries.draft_text(paper.code, persona("researcher"))
    with pytest.raises(Refused) as refused:
        usecases.replace_draft(replacing(paper, download(paper)), actor=persona("officer"))
    assert refused.value.decision.reasons[0].code == "draft.same"


def test_tracked_changes_and_other_files_are_sentences() -> None:
    _story, paper = decision()
    opened = docx.Document(BytesIO(download(paper)))
    from docx.oxml import OxmlElement

    opened.paragraphs[-1]._p.append(OxmlElement("w:ins"))
    out = BytesIO()
    opened.save(out)
    for content, code in (
        (out.getvalue(), "docx.tracked"),
        (b"PK\x03\x04 no", "docx.unreadable"),
        (b"", "docx.unreadable"),
    ):
        with pytest.raises(Refused) as refused:
            editable.read(content)
        assert refused.value.decision.reasons[0].code == code
