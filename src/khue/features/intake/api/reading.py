"""From a request to a command: the members of a message, its files, and the digest of what it says."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from ninja.errors import ValidationError
from pydantic import BaseModel
from pydantic import ValidationError as ShapeError

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.intake.api.shapes import FeeIn, FileIn, MessageAsk, PartyIn
from khue.features.intake.domain.messages import Fee, Message, SentFile, digest_of
from khue.features.people.domain.commands import IdentifiedParty
from khue.kernel import uploads
from khue.kernel.api import bodies
from khue.kernel.api.doors import TooLarge

Shape = TypeVar("Shape", bound=BaseModel)
MOST_SENT = 40 * uploads.MEGABYTE
"""All files of one message."""


def part(shape: type[Shape], text: str) -> Shape:
    """The JSON part of a multipart body, as strictly as a JSON body. Raises what the gate would."""
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw) > bodies.LARGEST_BODY:
        raise TooLarge(bodies.LARGEST_BODY)
    value = bodies.read(raw)
    try:
        return shape.model_validate(value)
    except ShapeError as error:
        told = [{**found, "loc": ("body", "message", *found["loc"])} for found in error.errors()]
        raise ValidationError(told) from error


def message(
    request: HttpRequest, external_id: str, asked: MessageAsk, files: tuple[SentFile, ...], raw: bytes
) -> Message:
    content = asked.model_dump(mode="json", exclude={"sent_at", "files"})
    return Message(external_id, asked.revision, raw, digest_of([_kind(request), content], files), asked.sent_at)


def _kind(request: HttpRequest) -> str:
    """Which deed is asked for; whether its files came inside or beside makes no difference."""
    last = request.path.rstrip("/").rsplit("/", 1)[-1]
    return "dossiers" if last == "dossiers-with-files" else last


def party(asked: PartyIn) -> IdentifiedParty:
    return IdentifiedParty(asked.kind, asked.number, asked.name, asked.legal_form, asked.email, asked.phone)


def fee(asked: FeeIn) -> Fee:
    return Fee(asked.due, asked.paid, asked.reference.strip(), asked.paid_at)


def inside(files: Sequence[FileIn]) -> tuple[SentFile, ...]:
    """Files in base64. Raises Refused naming each that is none, or that a second one answers."""
    return _gathered(files, {})


def beside(files: Sequence[FileIn], parts: Sequence[UploadedFile[bytes]]) -> tuple[SentFile, ...]:
    """Files in base64, or as parts of the body under their file name. Raises Refused, TooLarge."""
    if sum(part.size or 0 for part in parts) > MOST_SENT:
        raise TooLarge(MOST_SENT)
    return _gathered(files, {part.name or "": part for part in parts})


def _gathered(files: Sequence[FileIn], parts: dict[str, UploadedFile[bytes]]) -> tuple[SentFile, ...]:
    found, reasons, seen = [], [], set[str]()
    for number, asked in enumerate(files, start=1):
        place = f"files.{number}"
        if asked.question in seen:
            reasons.append(
                _reason("twice", place, "Câu hỏi này đã có một tệp khác.", "Another file answers this question.")
            )
            continue
        seen.add(asked.question)
        upload = _upload(asked, parts)
        if upload is None:
            reasons.append(
                _reason(
                    "no_content", place, "Không có nội dung tệp, hoặc không phải base64.", "No content, or no base64."
                )
            )
            continue
        found.append(SentFile(asked.question, upload, asked.name, upload.size or 0, _sha256(upload)))
    if reasons:
        raise Refused.because(*reasons)
    return tuple(found)


def _upload(asked: FileIn, parts: dict[str, UploadedFile[bytes]]) -> Any:
    if asked.content is None:
        return parts.get(asked.name)
    try:
        return ContentFile(base64.b64decode(asked.content, validate=True), name=asked.name)
    except (binascii.Error, ValueError):
        return None


def _sha256(upload: Any) -> str:
    if isinstance(upload, uploads.TooBig):
        return hashlib.sha256(f"too big: {upload.size}".encode()).hexdigest()
    mark = hashlib.sha256()
    for chunk in upload.chunks():
        mark.update(chunk)
    upload.seek(0)
    return mark.hexdigest()


def _reason(code: str, place: str, vi: str, en: str) -> Reason:
    step = Text("Mời sửa rồi gửi lại.", "Correct it and send it again.")
    return Reason(f"intake.file_{code}", Text(vi, en), step, place)
