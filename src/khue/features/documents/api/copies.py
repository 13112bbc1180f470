"""Copies signed by hand: record one with its scan, confirm what a colleague recorded, withdraw a wrong record."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.documents import access, queries, usecases
from khue.features.documents.api.papers import Code
from khue.features.documents.api.shapes import CopyAnswerIn, DeclineIn, door
from khue.features.documents.domain import AnswerCopy, HandSignature, RecordCopy, WithdrawCopy
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, Made

Names = Annotated[list[str], Form(description="Who signed, in the order of the turns", max_length=20)]
Days = Annotated[list[date], Form(description="On which day each of them signed, in the same order", max_length=20)]


@door.post(
    "/papers/{code}/copies",
    Made,
    Text("Ghi nhận bản giấy đã ký", "Record a copy signed by hand"),
    status=201,
    takes="files",
    edits=True,
    right=access.COPIES,
)
def record_copy(
    request: HttpRequest,
    code: Code,
    names: Names,
    signed_on: Days,
    kept_at: Annotated[str, Form(max_length=200, description="Where the sheet itself is kept")],
    file: File[UploadedFile],
    ground: Annotated[str, Form(max_length=500, description="What was wrong with the record that this replaces")] = "",
) -> Any:
    """``file`` is the scan: PDF, PNG or JPEG. Where money follows from the paper it counts when a second person has confirmed it, else at once."""
    actor, seen = acting(request), seen_version(request)
    days: list[date | None] = [*signed_on, *[None] * len(names)]
    signatures = tuple(
        HandSignature(turn, name, on) for turn, (name, on) in enumerate(zip(names, days, strict=False), 1)
    )
    command = RecordCopy(code, signatures, file, kept_at, seen, ground, once_of(request))
    with unchanged():
        made = usecases.record_copy(command, actor=actor)
    return {"id": str(made), "href": f"/api/v1/papers/{code}"}


@door.post(
    "/papers/{code}/copies/{copy_id}/answer",
    Done,
    Text("Đối chiếu bản giấy đã ký", "Confirm a copy signed by hand"),
    edits=True,
    right=access.COPIES,
)
def answer_copy(request: HttpRequest, code: Code, copy_id: Id, asked: CopyAnswerIn) -> Any:
    """By another officer than the one who recorded it; ``ground`` says what does not agree."""
    actor = _require_copy(request, code, copy_id)
    command = AnswerCopy(copy_id, asked.confirmed, asked.ground, seen_version(request), once_of(request))
    with unchanged():
        usecases.answer_copy(command, actor=actor)
    return {"href": f"/api/v1/papers/{code}"}


@door.post(
    "/papers/{code}/copies/{copy_id}/withdraw",
    Done,
    Text("Rút bản ghi về bản giấy", "Withdraw a record of a copy"),
    edits=True,
    right=access.COPIES,
)
def withdraw_copy(request: HttpRequest, code: Code, copy_id: Id, asked: DeclineIn) -> Any:
    """It stays readable with the ground; the paper counts as unsigned again."""
    actor = _require_copy(request, code, copy_id)
    command = WithdrawCopy(copy_id, asked.ground, seen_version(request), once_of(request))
    with unchanged():
        usecases.withdraw_copy(command, actor=actor)
    return {"href": f"/api/v1/papers/{code}"}


def _require_copy(request: HttpRequest, code: str, copy_id: int) -> Any:
    actor = acting(request)
    actor.require(access.COPIES)
    if copy_id not in {copy.id for copy in queries.paper_card(code, actor).copies}:
        raise Missing(access.no_such_paper().text)
    return actor
