"""The public check: by code, or by the file itself. Nobody signs in here, and nothing is kept."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest
from ninja import File
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.errors import Missing, Refused
from khue.features.documents import queries
from khue.features.documents.api.papers import Code
from khue.features.documents.api.shapes import CheckedOut, VerdictOut, door
from khue.kernel import limits, signing, uploads

READS_PER_MINUTE = 120
RATE = "30/m,300/h"


@door.get("/public/papers/{code}", CheckedOut, Text("Kiểm tra văn bản theo mã", "Check a paper by code"), need="public")
def check_paper(request: HttpRequest, code: Code) -> Any:
    """What anybody may learn of a paper: number, day, who issued it, whether it holds, which offices signed."""
    limits.allow_here(request, "documents.check-code", READS_PER_MINUTE)
    found = queries.check_code(code)
    if found is None:
        raise Missing(
            Text("Không có văn bản nào mang mã kiểm tra này.", "There is no paper under this check code."),
            Text(
                "Mời ông/bà so lại từng chữ với mã in trên văn bản.", "Compare each letter with the code on the paper."
            ),
        )
    return found


@door.post(
    "/public/papers",
    VerdictOut,
    Text("Kiểm tra tệp văn bản", "Check a paper's file"),
    need="public",
    takes="files",
    keeps=False,
)
def check_file(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """What a PDF says about itself: each signature with every yes and no. The file is read and thrown away."""
    limits.allow(request, "documents.check", RATE)
    faults = uploads.size_reasons(file.size or 0, "file")
    if faults:
        raise Refused.because(*faults)
    content = b"".join(file.chunks())
    reading, sha256 = signing.read(content), hashlib.sha256(content).hexdigest()
    known = queries.known_print(sha256)
    verdict = queries.verdict_of(reading, sha256, known)
    said = {name: getattr(verdict, name) for name in ("tone", "summary", "next_step", "signatures")}
    return {**said, "sha256": sha256, "paper": known}
