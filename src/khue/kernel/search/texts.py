"""The words of a paper: PDF, DOCX and plain text. Taken out once and kept beside the index, by the file's hash.

A paper that cannot be read (a scan, a broken or locked file) is found by its name alone.
"""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from django.conf import settings

from khue.kernel import files, uploads
from khue.kernel.models import StoredFile
from khue.kernel.search.index import LONGEST_BODY

MOST_PAGES = 60
LARGEST = 30 * uploads.MEGABYTE
log = logging.getLogger("khue.search")


def words_of(stored: StoredFile) -> str:
    """At most LONGEST_BODY characters; empty when nothing can be read."""
    kept = Path(settings.KHUE_SEARCH) / "texts" / stored.sha256[:2] / f"{stored.sha256}.txt"
    try:
        return kept.read_text(encoding="utf-8")
    except OSError:
        pass
    text = _read(stored)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_text(text, encoding="utf-8", errors="ignore")
    part.replace(kept)
    return text


def _read(stored: StoredFile) -> str:
    ways = {uploads.PDF: _of_pdf, uploads.DOCX: _of_docx, uploads.TEXT: _of_text, uploads.CSV: _of_text}
    way, path = ways.get(stored.media_type), files.path_of(stored.id)
    if way is None or stored.size > LARGEST:
        return ""
    try:
        return " ".join(way(path).split())[:LONGEST_BODY]
    except Exception as fault:  # a stranger's file may break its reader in any way; the paper is then found by its name
        log.info("paper without words", extra={"file": str(stored.id), "fault": type(fault).__name__})
        return ""


def words_of_upload(upload: uploads.Upload) -> str:
    """The words of a paper that is not kept; empty when nothing can be read, as with a scan."""
    ways = {uploads.PDF: _of_pdf, uploads.DOCX: _of_docx, uploads.TEXT: _of_text}
    way = ways.get(uploads.type_by_content(upload, uploads.ending_of(upload.name or "")))
    if way is None or (upload.size or 0) > LARGEST:
        return ""
    with tempfile.NamedTemporaryFile() as copy:  # readable by us alone, gone in a moment
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        try:
            return " ".join(way(Path(copy.name)).split())[:LONGEST_BODY]
        except Exception as fault:  # as above: a stranger's file may break its reader in any way
            log.info("paper without words", extra={"fault": type(fault).__name__})
            return ""


def _of_pdf(path: Path) -> str:
    from pypdf import PdfReader

    read: list[str] = []
    for page in PdfReader(path).pages[:MOST_PAGES]:
        read.append(page.extract_text())
        if sum(map(len, read)) > LONGEST_BODY:
            break
    return " ".join(read)


def _of_docx(path: Path) -> str:
    from docx import Document

    paper = Document(str(path))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return " ".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def _of_text(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        return stream.read(LONGEST_BODY)


def forget(sha256: str) -> None:
    """The words that were read out of a file go with it."""
    (Path(settings.KHUE_SEARCH) / "texts" / sha256[:2] / f"{sha256}.txt").unlink(missing_ok=True)
