"""Files come in whole or not at all, and go out only to who may read their subject."""

import hashlib
import os
import socket
import stat
import struct
import threading
import time
import uuid
import zipfile
from contextlib import contextmanager
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from khue.core.errors import Missing, NotAllowed, Refused
from khue.kernel import files, scanning, uploads
from khue.kernel.headers import disposition
from khue.kernel.models import PersonalView, StoredFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def office(*names):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in ("[Content_Types].xml", *names):
            package.writestr(name, "<x/>")
    return out.getvalue()


def upload(name, content):
    return SimpleUploadedFile(name, content, "application/octet-stream")


@pytest.fixture
def store_folder(settings, tmp_path):
    settings.KHUE_FILES = tmp_path / "files"
    settings.KHUE_CLAMD = ""
    return settings.KHUE_FILES


@pytest.fixture
def deed(mai, db, store_folder, small_site):
    return SimpleNamespace(actor=mai, moment=mai.moment)


def refusal(name, content):
    with pytest.raises(Refused) as caught:
        files.receive(upload(name, content), field="quote")
    return {reason.code: reason for reason in caught.value.decision.reasons}


def bytes_on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


class TestTakingIn:
    def test_a_pdf_is_stored_with_its_hash_and_readable_by_us_alone(self, deed, store_folder):
        row = files.store(
            upload("Báo giá máy đo.pdf", PDF), deed=deed, owner="party:20", kind="quote", subject="dossier:3"
        )
        path = files.path_of(row.id)
        assert path.read_bytes() == PDF
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.parent.parent == store_folder
        assert (row.sha256, row.size) == (hashlib.sha256(PDF).hexdigest(), len(PDF))
        assert (row.media_type, row.name) == ("application/pdf", "Báo giá máy đo.pdf")
        assert (row.owner, row.subject, row.stored_by) == ("party:20", "dossier:3", "party:7")

    @pytest.mark.parametrize(
        ("name", "content", "media_type"),
        [
            ("a.png", PNG, uploads.PNG),
            ("a.JPG", b"\xff\xd8\xff\xe0" + b"\0" * 64, uploads.JPEG),
            ("a.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 64, uploads.JPEG),
            ("a.docx", office("word/document.xml"), uploads.DOCX),
            ("a.xlsx", office("xl/workbook.xml"), uploads.XLSX),
            ("a.csv", "tên,giá\nmáy đo,5\n".encode(), uploads.CSV),
            ("a.txt", "\ufeffThuyết minh".encode(), uploads.TEXT),
        ],
    )
    def test_each_type_taken_is_known_by_its_content(self, deed, name, content, media_type):
        assert files.store(upload(name, content), deed=deed, owner="party:7", kind="paper").media_type == media_type

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.zip", office("readme.txt")),
            ("a.docx", office("word/document.xml", "word/vbaProject.bin")),
            ("a.docx", b"PK\x03\x04 broken"),
            ("a.pdf", b"MZ\x90\0 not a pdf at all"),
            ("a.svg", b"<svg onload='x()'/>"),
            ("a.html", b"<script>x()</script>"),
            ("a.txt", b"\xff\xfe\x00bad"),
            ("a.csv", b"a,b\0,c"),
            ("noending", PDF[:0] + b"plain"),
        ],
    )
    def test_other_content_is_refused_and_not_kept(self, store_folder, name, content):
        reasons = refusal(name, content)
        assert "file.wrong-type" in reasons
        assert reasons["file.wrong-type"].field == "quote"
        assert "PDF, PNG" in reasons["file.wrong-type"].next_step.vi
        assert bytes_on_disk(store_folder) == []

    def test_a_name_that_says_something_else_than_the_content_is_refused(self, store_folder):
        reason = refusal("hoa-don.pdf", PNG)["file.type-differs"]
        assert "“.pdf”" in reason.text.vi
        assert "PNG" in reason.text.en

    def test_an_empty_file_and_a_file_without_a_name_are_refused(self, store_folder):
        assert "file.empty" in refusal("a.pdf", b"")
        assert "file.no-name" in refusal("\u202e ..", PDF)

    def test_a_name_too_long_is_refused_with_both_numbers(self, store_folder):
        reason = refusal("x" * 160 + ".pdf", PDF)["file.name-too-long"]
        assert "164" in reason.text.vi
        assert "150" in reason.text.vi

    def test_a_file_too_big_is_refused_with_both_numbers_and_with_all_other_reasons(self, store_folder, settings):
        settings.KHUE_MAX_FILE_MB = 1
        reasons = refusal("x" * 160 + ".pdf", PDF + b"\0" * 2_202_010)
        assert reasons["file.too-big"].text.vi == "Tệp có dung lượng 2,1 MB, tối đa 1 MB."
        assert reasons["file.too-big"].text.en == "The file is 2.1 MB; the most is 1 MB."
        assert "file.name-too-long" in reasons

    def test_a_generated_document_is_stored_the_same_way(self, deed):
        row = files.store(ContentFile(PDF, name="Quyết định.pdf"), deed=deed, owner="party:20", kind="decision")
        assert row.subject == "party:20"
        assert files.open_bytes(row.id).read() == PDF

    def test_a_file_received_before_the_deed_is_stored_as_it_was(self, deed):
        got = files.receive(upload("a.pdf", PDF))
        assert files.store(got, deed=deed, owner="party:7", kind="paper").pk == got.id
        assert [card.id for card in files.cards("party:7")] == [str(got.id)]

    def test_a_write_that_breaks_leaves_nothing(self, store_folder):
        def broken():
            yield PDF
            raise OSError("disk gone")

        with pytest.raises(OSError, match="disk gone"):
            files.write(uuid.uuid4(), broken())
        assert bytes_on_disk(store_folder) == []


class TestNames:
    @given(st.text(max_size=300))
    def test_a_cleaned_name_holds_nothing_that_leads_or_lies(self, raw):
        name = uploads.clean_name(raw)
        assert not set(name) & set('/\\:*?"<>|\0\r\n\u202e\u2066')
        assert not name.startswith(".")
        assert uploads.clean_name(name) == name
        name.encode("utf-8")

    @given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
    def test_a_download_header_is_one_line_of_plain_letters(self, name):
        header = disposition(uploads.clean_name(name) or "a")
        assert header.isascii()
        assert not set(header) & {"\r", "\n"}

    def test_a_vietnamese_name_is_offered_whole_and_in_plain_letters(self):
        assert disposition("Đơn đề nghị.pdf") == (
            "attachment; filename=\"Don de nghi.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf"
        )

    def test_folders_and_direction_marks_are_taken_out(self):
        assert uploads.clean_name("C:\\Users\\mai\\đơn\u202efdp.exe") == "đơnfdp.exe"


class FakeClamd(threading.Thread):
    """Speaks clamd's INSTREAM over a real socket: reads parts to the end, looks for the test signature."""

    def __init__(self, reply=None, most=10_000_000):
        super().__init__(daemon=True)
        self.reply, self.most, self.seen = reply, most, b""
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"

    def run(self):
        link, _ = self.socket.accept()
        with link:
            reader = link.makefile("rb")
            assert reader.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", reader.read(4))[0]:
                self.seen += reader.read(size)
                if len(self.seen) > self.most:
                    link.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            found = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in self.seen else b"stream: OK\0"
            link.sendall(self.reply or found)


@contextmanager
def clamd(settings, **options):
    server = FakeClamd(**options)
    server.start()
    settings.KHUE_CLAMD = server.address
    yield server
    server.socket.close()


class TestScanning:
    def test_a_clean_file_is_sent_whole_and_stored(self, deed, settings):
        content = PDF + os.urandom(300_000)
        with clamd(settings) as server:
            row = files.store(upload("a.pdf", content), deed=deed, owner="party:7", kind="paper")
        assert server.seen == content
        assert row.size == len(content)

    def test_a_file_with_a_signature_is_refused_by_name_and_not_kept(self, store_folder, settings):
        with clamd(settings):
            reason = refusal("a.txt", EICAR)["file.malware"]
        assert "Win.Test.EICAR_HDB-1" in reason.text.vi
        assert bytes_on_disk(store_folder) == []

    def test_an_unreachable_scanner_means_not_stored(self, store_folder, settings):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        settings.KHUE_CLAMD = f"127.0.0.1:{port}"
        assert "thử lại" in refusal("a.pdf", PDF)["file.not-scanned"].next_step.vi
        assert bytes_on_disk(store_folder) == []

    @pytest.mark.parametrize("reply", [b"UNKNOWN COMMAND\0", b"\0", b"stream: \0"])
    def test_an_answer_that_is_no_verdict_means_not_stored(self, store_folder, settings, reply):
        with clamd(settings, reply=reply):
            assert "file.not-scanned" in refusal("a.pdf", PDF)

    def test_a_scanner_that_stops_reading_means_not_stored(self, store_folder, settings):
        with clamd(settings, most=1000):
            assert "file.not-scanned" in refusal("a.pdf", PDF + os.urandom(2_000_000))

    def test_a_unix_socket_works_too(self, tmp_path):
        server = FakeClamd()
        server.socket = socket.socket(socket.AF_UNIX)
        server.socket.bind(str(tmp_path / "clamd.sock"))
        server.socket.listen()
        server.start()
        assert scanning.scan(str(tmp_path / "clamd.sock"), [PDF]).clean


class TestReading:
    @pytest.fixture
    def row(self, deed):
        return files.store(upload("Báo giá.pdf", PDF), deed=deed, owner="party:20", kind="quote", subject="dossier:3")

    def test_the_registered_reader_decides(self, row, mai, lan, small_site):
        files.register_reader("dossier", lambda actor, subject: actor.key == "party:9" and subject == "dossier:3")
        assert files.readable(row.id, lan) == row
        with pytest.raises(Missing):
            files.readable(row.id, mai)

    def test_a_subject_nobody_answers_for_is_open_to_its_own_party_only(self, deed, mai, lan, small_site):
        row = files.store(upload("a.pdf", PDF), deed=deed, owner="party:20", kind="paper")
        assert files.readable(row.id, mai) == row
        with pytest.raises(Missing):
            files.readable(row.id, lan)

    def test_a_visitor_learns_nothing_about_what_exists(self, row, mai, small_site):
        from dataclasses import replace

        visitor = replace(mai, key="public", person_id=None, acts_for=(), units=())
        with pytest.raises(NotAllowed):
            files.readable(row.id, visitor)
        with pytest.raises(NotAllowed):
            files.readable(uuid.uuid4(), visitor)

    def test_a_card_says_what_pages_show(self, row, small_site):
        card = files.card(str(row.id))
        assert (card.name, card.size, card.url) == ("Báo giá.pdf", len(PDF), f"/files/{row.id}/")

    def test_a_download_shows_a_pdf_in_the_browser_and_nothing_is_guessed(self, row, person):
        files.register_reader("dossier", lambda actor, subject: True)
        response = person.get(f"/files/{row.id}/")
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith('inline; filename="Bao gia.pdf"')
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"].startswith("private")
        again = person.get(f"/files/{row.id}/", headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304

    def test_a_text_file_is_only_ever_downloaded(self, deed, person):
        row = files.store(upload("a.txt", b"<b>hello</b>"), deed=deed, owner="party:7", kind="paper")
        response = person.get(f"/files/{row.id}/")
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]

    def test_an_official_who_opens_somebody_elses_file_is_noted(self, deed, person):
        files.register_reader("dossier", lambda actor, subject: True)
        own = files.store(upload("a.pdf", PDF), deed=deed, owner="party:20", kind="quote", subject="dossier:4")
        other = files.store(upload("a.pdf", PDF), deed=deed, owner="party:31", kind="quote", subject="dossier:5")
        person.get(f"/files/{own.id}/")
        person.get(f"/files/{other.id}/")
        assert list(PersonalView.objects.values_list("viewer", "party", "what", "subject")) == [
            ("party:7", "party:31", "file", "dossier:5")
        ]

    def test_a_visitor_is_sent_to_sign_in_and_a_stranger_finds_nothing(self, row, visitor, person):
        assert visitor.get(f"/files/{row.id}/").status_code == 303
        assert person.get(f"/files/{row.id}/").status_code == 404

    def test_bytes_lost_on_disk_are_told_not_a_fault(self, deed, person):
        row = files.store(upload("a.pdf", PDF), deed=deed, owner="party:7", kind="paper")
        files.path_of(row.id).unlink()
        assert person.get(f"/files/{row.id}/").status_code == 404


class TestSweeping:
    def test_bytes_without_a_row_go_after_a_day_and_everything_else_stays(self, deed, store_folder):
        kept = files.store(upload("a.pdf", PDF), deed=deed, owner="party:7", kind="paper")
        orphan, fresh = files.receive(upload("b.pdf", PDF)), files.receive(upload("c.pdf", PDF))
        part = store_folder / "ab" / ".x.part"
        foreign = store_folder / "ab" / "notes.md"
        part.parent.mkdir(exist_ok=True)
        part.write_bytes(b"half")
        foreign.write_bytes(b"not ours")
        old = time.time() - 25 * 3600
        for path in (files.path_of(kept.id), files.path_of(orphan.id), part, foreign):
            os.utime(path, (old, old))
        assert files.sweep_orphans() == 2
        assert {path.name for path in bytes_on_disk(store_folder)} == {str(kept.id), str(fresh.id), "notes.md"}
        assert StoredFile.objects.count() == 1


class TestBoundedUpload:
    @pytest.fixture
    def handlers(self, settings):
        settings.KHUE_MAX_FILE_MB = 1
        settings.FILE_UPLOAD_HANDLERS = [
            "khue.kernel.uploads.BoundedUpload",
            "django.core.files.uploadhandler.MemoryFileUploadHandler",
            "django.core.files.uploadhandler.TemporaryFileUploadHandler",
        ]

    def post(self, rf, content):
        form = {"before": "một", "quote": SimpleUploadedFile("a.pdf", content), "after": "hai"}
        return rf.post("/", form)

    def test_a_file_over_the_limit_keeps_no_bytes_but_its_size_and_every_other_answer(self, rf, handlers):
        request = self.post(rf, PDF + b"x" * 3_000_000)
        assert (request.POST["before"], request.POST["after"]) == ("một", "hai")
        got = request.FILES["quote"]
        assert isinstance(got, uploads.TooBig)
        assert got.size == len(PDF) + 3_000_000
        assert got.read() == b""
        with pytest.raises(Refused, match=r"2\.9 MB"):
            files.receive(got)

    def test_a_file_within_the_limit_comes_through_whole(self, rf, handlers):
        content = PDF + b"x" * 900_000
        assert self.post(rf, content).FILES["quote"].read() == content

    def test_a_page_says_how_big_the_file_was_beside_its_field_and_keeps_the_rest(self, handlers, person, store_folder):
        form = {"title": "Máy đo phổ", "quote": SimpleUploadedFile("a.pdf", PDF + b"x" * 3_000_000)}
        response = person.post("/vi/paper/", form)
        page = response.content.decode()
        assert response.status_code == 422
        assert "Tệp có dung lượng 2,9 MB, tối đa 1 MB." in page.split('id="id_quote_error"')[1].split("</div>")[0]
        assert 'value="Máy đo phổ"' in page
        assert bytes_on_disk(store_folder) == []
        assert person.post("/vi/paper/", {**form, "quote": SimpleUploadedFile("a.pdf", PDF)}).status_code == 303
