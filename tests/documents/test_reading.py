"""Files of all sorts are read: each answer is a verdict or a sentence, never a fault of ours."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khue.kernel import signing
from tests.cast import MOMENT

NAME = "Nguyễn Thị Ước (mẫu)"


@pytest.fixture(scope="module")
def signed() -> bytes:
    import typst

    pem = signing.issue_sample_certificate(NAME, "Viện (mẫu)", from_at=MOMENT - timedelta(days=1), days=30).decode()
    plain = typst.compile(b"= Paper\n" + b"text " * 100, format="pdf")
    return signing.sign(plain, pem=pem, key="", mark=signing.Mark(NAME, "Viện (mẫu)", MOMENT, True), index=1).pdf


def test_the_mark_says_who_as_what_and_when_with_all_marks(signed: bytes) -> None:
    from pypdf import PdfReader

    widget = PdfReader(BytesIO(signed)).pages[0]["/Annots"][0].get_object()
    inner = widget["/AP"]["/N"].get_object()["/Resources"]["/XObject"]["/Mark"].get_object()
    assert inner["/Resources"]["/Font"], "letters are inside"
    one = signing.read(signed).signatures[0]
    assert (one.name, one.signed_at) == (NAME, MOMENT)


def test_one_changed_byte_is_seen(signed: bytes) -> None:
    spot = signed.find(b"stream") + 40
    other = signed[:spot] + bytes([signed[spot] ^ 1]) + signed[spot + 1 :]
    assert [(one.intact, one.trust) for one in signing.read(other).signatures] == [(False, "bad")]


def test_something_added_afterwards_is_seen(signed: bytes) -> None:
    from pyhanko.pdf_utils.generic import NameObject, pdf_name
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.find_page_for_modification(0)[0].get_object()
    page[NameObject("/Rotate")] = page.get("/Rotate", None) or pdf_name("/X")
    page.container_ref = page.container_ref
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    one = signing.read(out.getvalue()).signatures[0]
    assert one.intact
    assert one.changed


def test_a_pdf_with_a_password_is_a_sentence() -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(signing.Unreadable) as unreadable:
        signing.read(out.getvalue())
    assert unreadable.value.decision.reasons[0].code == "pdf.encrypted"


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\ntrailer<</Root 1 0 R>>"]
)
def test_what_is_no_pdf_is_a_sentence(content: bytes) -> None:
    with pytest.raises(signing.Unreadable):
        signing.read(content)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_never_breaks_the_reader(signed: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(signed) - 1))
    junk = data.draw(st.binary(max_size=40))
    keep = data.draw(st.integers(0, 60))
    damaged = signed[:start] + junk + signed[start + keep :]
    try:
        reading = signing.read(damaged)
    except signing.Unreadable:
        return
    if damaged != signed:
        assert not [one for one in reading.signatures if one.intact and not one.changed and not reading.tail]
