"""Intellectual property, the owners' agreement, consents on paper."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.results import access, queries, usecases
from khue.features.results.api.asked import ResultRightIn, ResultRightStepIn
from khue.features.results.api.own import require_few
from khue.features.results.api.shapes import door
from khue.features.results.domain.ownership import AgreeOwnership
from khue.features.results.domain.rights import AddRight, MoveRight
from khue.features.results.domain.shares import LARGEST_PART, MOST_AUTHORS, RecordConsent
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, Made

Owners = Annotated[
    str, Form(max_length=8000, description='JSON object: parties and their exact parts, `{"party:12": "1/2"}`')
]


def _href(result_id: int) -> str:
    return f"/api/v1/result-files/{result_id}"


@door.post(
    "/result-files/{result_id}/rights",
    Made,
    Text("Ghi quyền sở hữu trí tuệ của kết quả", "Record an intellectual-property right"),
    need="submit",
    status=201,
)
def add_result_right(request: HttpRequest, result_id: Id, asked: ResultRightIn) -> Any:
    """By the owner's side, or an officer. A trade secret and what is only planned never appear in the public register."""
    command = AddRight(result_id, asked.kind, asked.title, asked.territory, once_of(request))
    made = usecases.add_right(command, actor=acting(request))
    return {"id": str(made), "href": _href(result_id)}


@door.post(
    "/result-rights/{right_id}/steps",
    Done,
    Text("Ghi một bước của quyền sở hữu trí tuệ", "Record a step of a right"),
    need="submit",
)
def move_result_right(request: HttpRequest, right_id: Id, asked: ResultRightStepIn) -> Any:
    """What happened to it on a day; its state follows, and what was recorded stays."""
    command = MoveRight(right_id, asked.step, asked.on, asked.number, asked.note, once_of(request))
    usecases.move_right(command, actor=acting(request))
    return {"href": _href(queries.result_of_right(right_id))}


@door.post(
    "/result-files/{result_id}/ownership",
    Done,
    Text("Ghi thỏa thuận của các chủ sở hữu", "Record an agreement of the owners"),
    right=access.CHECK,
    takes="files",
    edits=True,
)
def record_result_ownership(
    request: HttpRequest,
    result_id: Id,
    owners: Owners = "{}",
    ground: Annotated[str, Form(max_length=300, description="Number and day of the agreement")] = "",
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """All parts of all owners anew, adding up to one, with the signed agreement. What the budget formed stays with the lead."""
    acting(request).require(access.CHECK)
    require_few(papers)
    with unchanged():
        command = AgreeOwnership(
            result_id, _parts(owners), ground, tuple(papers), seen_version(request), once_of(request)
        )
        usecases.agree_ownership(command, actor=acting(request))
    return {"href": _href(result_id)}


def _parts(given: str) -> tuple[tuple[str, Fraction], ...]:
    """Parties with their parts, exact. Raises Refused for anything else, naming the field."""
    try:
        found = {str(party): Fraction(str(part)) for party, part in dict(json.loads(given)).items()}
    except (ValueError, TypeError, ZeroDivisionError):
        found = {}
    fit = all(0 < part <= 1 and part.denominator <= LARGEST_PART for part in found.values())
    if not found or not fit or len(found) > MOST_AUTHORS:
        text = Text("Không đọc được phần sở hữu của các bên.", "The owners' parts can't be read.")
        step = Text(
            'Mời ông/bà gửi JSON dạng {"party:12": "1/2"}, mỗi phần không quá 1.',
            'Send JSON such as {"party:12": "1/2"}, each part at most 1.',
        )
        raise Refused.because(Reason("owners", text, step, "owners"))
    return tuple(found.items())


@door.post(
    "/result-consents/{consent_id}/paper",
    Done,
    Text("Ghi nhận xác nhận bằng văn bản của tác giả", "Record a consent signed on paper"),
    right=access.CHECK,
    takes="files",
)
def record_result_consent(
    request: HttpRequest,
    consent_id: Id,
    note: Annotated[str, Form(max_length=500)] = "",
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """An officer records that an author signed by hand; the scan is kept."""
    require_few(papers)
    asked = RecordConsent(consent_id, tuple(papers), note, once_of(request))
    usecases.record_consent(asked, actor=acting(request))
    return {"href": _href(queries.result_of_consent(consent_id))}
