"""The reviewer's own score sheets: read, saved half-filled, handed in whole."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.councils import access, queries, usecases
from khue.features.councils.api.shapes import ScoresIn, SheetLineOut, SheetOut, door, state_out
from khue.features.councils.domain.commands import SaveSheet, SubmitSheet
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, Listing, whole


def _href(assignment_id: int) -> str:
    return f"/api/v1/score-sheets/{assignment_id}"


def _line(line: queries.AssignmentLine, card: queries.ReviewCard) -> dict[str, Any]:
    return {
        "id": line.id,
        "review": line.review_id,
        "item": line.item_id,
        "title": line.item,
        "closes_at": card.closes_at,
        "state": state_out(card.state, card.state_words),
        "given": line.given,
    }


@door.get("/score-sheets", Listing[SheetLineOut], Text("Phiếu chấm của tôi", "My score sheets"))
def list_score_sheets(request: HttpRequest) -> Any:
    """Assignments of the caller in rounds that are not closed, the next to close first."""
    actor = acting(request)
    lines = queries.my_assignments(actor)
    rounds = {number: queries.readable_review(number, actor) for number in {line.review_id for line in lines}}
    return whole(_line(line, rounds[line.review_id]) for line in lines)


@door.get("/score-sheets/{assignment_id}", SheetOut, Text("Một phiếu chấm", "A score sheet"))
def read_score_sheet(request: HttpRequest, assignment_id: Id) -> Any:
    """The caller's own: criteria, what was saved, what was handed in. Nobody else reads it before the discussion."""
    line, card = _own(assignment_id, acting(request))
    draft = queries.draft_of(assignment_id)
    version = draft.version if draft else 0
    note_version(request, version)
    criteria = [
        {name: getattr(one, name) for name in ("key", "label", "weight", "most")}
        | {"anchors": [{"points": points, "text": text} for points, text in one.anchors]}
        for one in card.template.criteria
    ]
    filled = {"draft": dict(draft.values) if draft else {}, "draft_version": version}
    return _line(line, card) | filled | {"criteria": criteria, "sheets": line.sheets}


def _own(assignment_id: int, actor: Actor) -> tuple[queries.AssignmentLine, queries.ReviewCard]:
    """Raises Missing for everybody but the reviewer, NotAllowed when an interest bars the reviewer."""
    line = queries.assignment(assignment_id)
    card = queries.readable_review(line.review_id, actor)
    if not access.is_person(actor, line.person):
        raise access.no_such_item()
    queries.readable_item(line.item_id, actor)
    return line, card


@door.post(
    "/score-sheets/{assignment_id}/save", Done, Text("Lưu phiếu chấm", "Save a score sheet for later"), edits=True
)
def save_score_sheet(request: HttpRequest, assignment_id: Id, asked: ScoresIn) -> Any:
    """What is filled in so far, instead of what was saved before; only the reviewer reads it."""
    values = (*((f"points_{one.criterion}", str(one.points)) for one in asked.points), ("comment", asked.comment))
    with unchanged():
        command = SaveSheet(assignment_id, values, seen_version(request), once_of(request))
        usecases.save_sheet(command, actor=acting(request))
    return {"href": _href(assignment_id)}


@door.post("/score-sheets/{assignment_id}/submit", Done, Text("Nộp phiếu chấm", "Hand in a score sheet"))
def submit_score_sheet(request: HttpRequest, assignment_id: Id, asked: ScoresIn) -> Any:
    """Whole, with points for every criterion. In the discussion a revised sheet stands beside the first."""
    points = tuple((one.criterion, one.points) for one in asked.points)
    usecases.submit_sheet(SubmitSheet(assignment_id, points, asked.comment, once_of(request)), actor=acting(request))
    return {"href": _href(assignment_id)}
