"""The applicant's side: begin, write, lodge, withdraw."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import File
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.appeals import access, queries, usecases
from khue.features.appeals.api.shapes import (
    CertifiedIn,
    GivenIn,
    LodgedOut,
    StartOut,
    WithdrawAppealIn,
    contested_values,
    door,
)
from khue.features.appeals.domain.commands import LodgeAppeal, SaveAnswers, StartAppeal, WithdrawAppeal
from khue.features.appeals.domain.filing import MOST_FILES
from khue.features.appeals.domain.flow import wishes_for
from khue.features.appeals.queries import AppealPage
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import DecisionOut, Done, Id, Made, Uuid


def _href(appeal_id: int) -> str:
    return f"/api/v1/appeals/{appeal_id}"


def _mine(request: HttpRequest, appeal_id: int) -> AppealPage:
    """The appeal for its writers. Raises Missing for a stranger, NotAllowed for a mandate that does not reach so far."""
    actor = acting(request)
    page = queries.appeal_page(appeal_id, actor)
    access.require_side(actor, page.applicant_key, page.dossier_id)
    return page


@door.get(
    "/decisions/{decision_id}/appeal", StartOut, Text("Trước khi khiếu nại", "Before an appeal begins"), need="submit"
)
def read_appeal_start(request: HttpRequest, decision_id: Id) -> Any:
    """Until when, at which level, by which terms. Of a dossier, the door of its appeals names the decision."""
    start = queries.start_page(decision_id, acting(request))
    return {
        "decision": contested_values(start.decision),
        "level": start.level,
        "until": start.until,
        "late": start.late,
        "why": DecisionOut.of(start.why),
    }


@door.post(
    "/decisions/{decision_id}/appeal",
    Made,
    Text("Bắt đầu khiếu nại", "Begin an appeal"),
    need="submit",
    status=201,
    takes="nothing",
)
def start_appeal(request: HttpRequest, decision_id: Id) -> Any:
    """A draft in the name of the dossier's applicant; one that is being written is found again."""
    actor = acting(request)
    start = queries.start_page(decision_id, actor)
    made = usecases.start_appeal(StartAppeal(decision_id, start.previous_id, once_of(request)), actor=actor)
    return {"id": str(made), "href": _href(made)}


@door.put("/appeals/{appeal_id}/answers", Done, Text("Ghi nội dung khiếu nại", "Write an appeal"), need="submit")
def write_appeal(request: HttpRequest, appeal_id: Id, asked: GivenIn) -> Any:
    """Nothing need be complete yet; what is left out stays as it was."""
    page = _mine(request, appeal_id)
    wishes = wishes_for(page.first.outcome)
    if asked.wish is not None and asked.wish not in wishes:
        raise Refused.because(
            Reason(
                "wish",
                Text(
                    f"Với quyết định này chỉ có thể yêu cầu: {', '.join(wishes)}.",
                    f"Against this decision one can ask for: {', '.join(wishes)}.",
                ),
                Text("Mời ông/bà chọn lại.", "Choose again."),
                "wish",
            )
        )
    _save(request, SaveAnswers(appeal_id, asked.given(), seen=seen_version(request), once=once_of(request)))
    return {"href": _href(appeal_id)}


@door.post(
    "/appeals/{appeal_id}/files",
    Done,
    Text("Thêm tệp vào khiếu nại", "Add files to an appeal"),
    need="submit",
    takes="files",
    edits=True,
)
def add_appeal_files(request: HttpRequest, appeal_id: Id, files: File[list[UploadedFile]]) -> Any:
    """All of them or none; size and type as on the pages."""
    _mine(request, appeal_id)
    if len(files) > MOST_FILES:
        text = Text(f"Nhiều nhất {MOST_FILES} tệp một lần.", f"At most {MOST_FILES} files at once.")
        raise Refused.because(Reason("many", text, Text("Mời ông/bà gửi ít hơn.", "Send fewer."), "files"))
    _save(request, SaveAnswers(appeal_id, {}, tuple(files), seen=seen_version(request), once=once_of(request)))
    return {"href": _href(appeal_id)}


@door.post(
    "/appeals/{appeal_id}/files/{file_id}/remove",
    Done,
    Text("Bỏ tệp khỏi khiếu nại", "Remove a file"),
    need="submit",
    takes="nothing",
    edits=True,
)
def remove_appeal_file(request: HttpRequest, appeal_id: Id, file_id: Uuid) -> Any:
    """Only while it is being written."""
    page = _mine(request, appeal_id)
    if str(file_id) not in {file.id for file in page.files}:
        raise access.no_such_appeal()
    asked = SaveAnswers(appeal_id, {}, drop=(str(file_id),), seen=seen_version(request), once=once_of(request))
    _save(request, asked)
    return {"href": _href(appeal_id)}


def _save(request: HttpRequest, asked: SaveAnswers) -> None:
    with unchanged():
        usecases.save_answers(asked, actor=acting(request))


@door.post("/appeals/{appeal_id}/lodge", LodgedOut, Text("Gửi khiếu nại", "Lodge an appeal"), need="submit", edits=True)
def lodge_appeal(request: HttpRequest, appeal_id: Id, asked: CertifiedIn) -> Any:
    """It gets its number, and the clock of the admission begins. Refused with everything that is missing."""
    command = LodgeAppeal(appeal_id, asked.certified, seen_version(request), once_of(request))
    with unchanged():
        number = usecases.lodge_appeal(command, actor=acting(request))
    return {"number": number, "href": _href(appeal_id)}


@door.post("/appeals/{appeal_id}/withdraw", Done, Text("Rút khiếu nại", "Withdraw an appeal"), need="submit")
def withdraw_appeal(request: HttpRequest, appeal_id: Id, asked: WithdrawAppealIn) -> Any:
    """At any time before it is decided; the decision complained of stands."""
    command = WithdrawAppeal(appeal_id, asked.ground, once=once_of(request))
    usecases.withdraw_appeal(command, actor=acting(request))
    return {"href": _href(appeal_id)}
