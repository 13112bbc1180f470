"""Retention as a dry run, and erasure by two officers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.privacy import access, queries, usecases
from khue.features.privacy.api.duties_shapes import (
    ConfirmErasureIn,
    DeclineErasureIn,
    ErasedOut,
    ErasureOut,
    ErasureProposalOut,
    ErasureRowOut,
    KindInPath,
    ProposeErasureIn,
    RetentionOut,
    erasure_values,
)
from khue.features.privacy.api.shapes import door
from khue.features.privacy.domain.erasing import ConfirmErasure, DeclineErasure, ProposeErasure
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing


@door.get("/retention/{kind}", RetentionOut, Text("Thời hạn lưu: chạy thử", "Retention: dry run"), right=access.READ)
def list_retention(request: HttpRequest, kind: KindInPath, after: After = None, size: Size = 25) -> Any:
    """What of this kind is past its time, and what holds each back. Nothing is erased by looking."""
    found = queries.retention(kind, acting(request), after, size)
    names = ("kind", "name", "kept", "applies", "untouched")
    head = {**{name: getattr(found, name) for name in names}, "terms": found.why.to_json()}
    return {**head, **listing(request, found.found)}


@door.get(
    "/retention/{kind}/{record_id}",
    ErasureProposalOut,
    Text("Xem trước đề xuất xóa", "Before an erasure is proposed"),
    right=access.HANDLE,
)
def read_erasure_proposal(request: HttpRequest, kind: KindInPath, record_id: Id) -> Any:
    """What it is about, what holds it back, and the person's request where there is one."""
    return queries.proposal(kind, record_id, acting(request))


# -- deeds of erasure --------------------------------------------------------------------------------------------------


@door.get("/erasures", Listing[ErasureRowOut], Text("Các lần xóa dữ liệu", "Erasures"), right=access.READ)
def list_erasures(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """The newest first."""
    return listing(request, queries.erasures(acting(request), after, size))


@door.get("/erasures/{erasure_id}", ErasureOut, Text("Một lần xóa dữ liệu", "One erasure"), right=access.READ)
def read_erasure(request: HttpRequest, erasure_id: Id) -> Any:
    """Who proposed it, on which ground, what holds it back now, what went."""
    return erasure_values(queries.erasure_page(erasure_id, acting(request)))


@door.post("/erasures", Made, Text("Đề xuất xóa dữ liệu", "Propose an erasure"), status=201, right=access.HANDLE)
def propose_erasure(request: HttpRequest, asked: ProposeErasureIn) -> Any:
    """Nothing is erased yet: a second officer confirms it."""
    actor = acting(request)
    found = queries.proposal(asked.kind, asked.number, actor)
    command = ProposeErasure(asked.kind, found.subject, asked.ground, found.request_id, once_of(request))
    made = usecases.propose_erasure(command, actor=actor)
    return {"id": str(made), "href": f"/api/v1/erasures/{made}"}


@door.post("/erasures/{erasure_id}/confirm", ErasedOut, Text("Xác nhận xóa dữ liệu", "Confirm"), right=access.CONFIRM)
def confirm_erasure(request: HttpRequest, erasure_id: Id, asked: ConfirmErasureIn) -> Any:
    """By another officer than who proposed it. It is erased at once, and cannot be undone."""
    actor = acting(request)
    actor.require(access.CONFIRM)
    page = queries.erasure_page(erasure_id, actor)
    if asked.told and not page.paper:
        text = Text("Việc xóa này không theo yêu cầu nào.", "This erasure answers no request.")
        raise Refused.because(Reason("unfit_told", text, Text("Mời ông/bà bỏ trống mục này.", "Leave it out."), "told"))
    counts = usecases.confirm_erasure(ConfirmErasure(erasure_id, asked.told, once_of(request)), actor=actor)
    return {"counts": counts, "href": f"/api/v1/erasures/{erasure_id}"}


@door.post("/erasures/{erasure_id}/decline", Done, Text("Không xóa dữ liệu", "Decline"), right=access.CONFIRM)
def decline_erasure(request: HttpRequest, erasure_id: Id, asked: DeclineErasureIn) -> Any:
    """With the reason; it may be proposed again."""
    actor = acting(request)
    actor.require(access.CONFIRM)
    queries.erasure_page(erasure_id, actor)
    usecases.decline_erasure(DeclineErasure(erasure_id, asked.ground, once_of(request)), actor=actor)
    return {"href": f"/api/v1/erasures/{erasure_id}"}
