"""Needs, the city's list of problems, and what may be alike."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.calls import access, queries, usecases
from khue.features.calls.api.asks import CallGroundIn, MergeNeedIn, NeedIn, ScreeningIn
from khue.features.calls.api.shapes import AlikeOut, FieldCode, NeedLineOut, NeedOut, ProblemGroupOut, View, door
from khue.features.calls.domain.commands import MergeNeed, RaiseNeed, ScreenNeed, WithdrawNeed
from khue.features.calls.domain.likeness import telling
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, Words, file_out, listing, whole

Title = Annotated[str, Query(min_length=1, max_length=300, description="The title that is compared")]


@door.get(
    "/problems", Listing[ProblemGroupOut], Text("Bài toán lớn của Thành phố", "The city's big problems"), need="public"
)
def list_problems(request: HttpRequest) -> Any:
    """What the sources give of the list, group by group, and how many needs name each problem."""
    return whole(queries.problem_list(acting(request).today, queries.needs_by_problem()).groups)


@door.get("/needs", Listing[NeedLineOut], Text("Nhu cầu", "Needs"), need="view")
def list_needs(request: HttpRequest, view: View = "open", q: Words = "", after: After = None, size: Size = 25) -> Any:
    """Staff who may read them have open, ordered, ended and mine; everybody else the own ones."""
    return listing(request, queries.needs(acting(request), view, q, after, size))


@door.post("/needs", Made, Text("Nêu nhu cầu", "Raise a need"), need="submit", status=201)
def raise_need(request: HttpRequest, asked: NeedIn) -> Any:
    """For a party under a mandate, or as a suggestion of one's own. Evidence is added on the page."""
    made = usecases.raise_need(RaiseNeed(**asked.dict(), once=once_of(request)), actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/needs/{made}"}


@door.get("/needs/{need_id}", NeedOut, Text("Một nhu cầu", "A need"), need="view")
def read_need(request: HttpRequest, need_id: Id) -> Any:
    """For whoever raised it and for staff who may read it."""
    found = queries.need(need_id, acting(request))
    note_version(request, found.version)
    shown = {name: getattr(found, name) for name in NeedOut.model_fields}
    return shown | {
        "files": [file_out(card) for card in found.files],
        "merged_into": found.merged_into[1] if found.merged_into else "",
        "merged": [{"id": pk, "number": number, "title": title} for pk, number, title in found.merged],
        "order": found.order[1] if found.order else "",
    }


@door.get("/needs-alike", Listing[AlikeOut], Text("Nội dung tương tự", "What may be alike"), need="view")
def list_alike(request: HttpRequest, title: Title, field: FieldCode = "") -> Any:
    """Needs and what else the city knows of that may be about the same problem, the likest first. A suggestion, no decision."""
    found = queries.alike_to(title, field, usecases.known(telling(title)))
    flat = [
        {"key": one.known.key, "kind": one.known.kind, "title": one.known.title, "note": one.known.note}
        | {"href": one.known.href, "points": one.points, "words": list(one.words)}
        for one in found
    ]
    return whole(flat)


@door.post("/needs/{need_id}/withdraw", Done, Text("Rút nhu cầu", "Withdraw a need"), need="submit", edits=True)
def withdraw_need(request: HttpRequest, need_id: Id, asked: CallGroundIn) -> Any:
    """By whoever raised it, until it is ordered."""
    with unchanged():
        command = WithdrawNeed(need_id, asked.ground, seen_version(request), once_of(request))
        usecases.withdraw_need(command, actor=acting(request))
    return {"href": f"/api/v1/needs/{need_id}"}


@door.post("/needs/{need_id}/screen", Done, Text("Rà soát nhu cầu", "Screen a need"), right=access.PREPARE, edits=True)
def screen_need(request: HttpRequest, need_id: Id, asked: ScreeningIn) -> Any:
    """Fit to be ordered, or not taken up and why."""
    with unchanged():
        command = ScreenNeed(need_id, asked.accepted, asked.ground, seen_version(request), once_of(request))
        usecases.screen_need(command, actor=acting(request))
    return {"href": f"/api/v1/needs/{need_id}"}


@door.post("/needs/{need_id}/merge", Done, Text("Gộp nhu cầu", "Merge a need"), right=access.PREPARE, edits=True)
def merge_need(request: HttpRequest, need_id: Id, asked: MergeNeedIn) -> Any:
    """It goes on under the other; both stay readable."""
    with unchanged():
        command = MergeNeed(need_id, asked.into, asked.ground, seen_version(request), once_of(request))
        usecases.merge_need(command, actor=acting(request))
    return {"href": f"/api/v1/needs/{need_id}"}
