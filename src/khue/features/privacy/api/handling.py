"""Data-subject requests as officers handle them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.people import queries as people
from khue.features.privacy import access, queries, usecases
from khue.features.privacy.api.shapes import (
    AcceptIn,
    DataRequestOut,
    DataRequestRowOut,
    DataSubjectOut,
    EnterIn,
    ExtendIn,
    FinishIn,
    RefuseIn,
    RestrictionIn,
    door,
    request_values,
)
from khue.features.privacy.domain.commands import (
    AcceptRequest,
    EndRestriction,
    EnterRequest,
    ExtendRequest,
    FinishRequest,
    RefuseRequest,
)
from khue.features.privacy.queries import RequestPage
from khue.kernel import viewing
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, Words, listing, whole

ENTERS = f"{access.HANDLE} / {access.RECEIVE}"
View = Annotated[Literal["open", "overdue", "ended"], Query(description="Which requests")]


@door.get(
    "/data-requests", Listing[DataRequestRowOut], Text("Yêu cầu về dữ liệu", "Data-subject requests"), right=access.READ
)
def list_data_requests(request: HttpRequest, view: View = "open", after: After = None, size: Size = 25) -> Any:
    """By the day on which something is due; ended ones newest first."""
    return listing(request, queries.requests(acting(request), view, after, size))


@door.get(
    "/data-requests/{request_id}", DataRequestOut, Text("Một yêu cầu về dữ liệu", "One request"), right=access.READ
)
def read_data_request(request: HttpRequest, request_id: Id) -> Any:
    """For its person, for who entered it, and for officers, whose look is written down."""
    actor = acting(request)
    page = queries.request_page(request_id, actor)
    if not page.own:
        viewing.note_view(actor, page.person_key, "data-request", f"subject_request:{page.id}")
    note_version(request, page.version)
    return request_values(page, _standing(page) if page.handles else ())


def _standing(page: RequestPage) -> tuple[str, ...]:
    """The consents that this request can withdraw."""
    found = queries.consents_of(page.person_key) if page.kind_code == "withdraw" else ()
    return tuple(row.purpose.code for row in found)


# -- entering a paper --------------------------------------------------------------------------------------------------


@door.get("/data-subjects", Listing[DataSubjectOut], Text("Tìm người yêu cầu", "Whose paper it is"), right=ENTERS)
def find_data_subjects(request: HttpRequest, q: Words = "") -> Any:
    """Persons whose name holds every word; at most 20."""
    return whole(queries.find_persons(q, acting(request)))


@door.post(
    "/data-requests", Made, Text("Nhập yêu cầu bằng giấy", "Enter a request from paper"), status=201, right=ENTERS
)
def enter_data_request(request: HttpRequest, asked: EnterIn) -> Any:
    """The same rights and clocks as for somebody who asks online; they run from the day of receipt."""
    actor = acting(request)
    if not actor.may(access.HANDLE):
        actor.require(access.RECEIVE)
    party = people.present_party(asked.party).key
    command = EnterRequest(party, asked.kind, asked.details, asked.identity, asked.received_on, once_of(request))
    made = usecases.enter_request(command, actor=actor)
    return {"id": str(made), "href": f"/api/v1/data-requests/{made}"}


# -- the officer's deeds -----------------------------------------------------------------------------------------------


def _open(request: HttpRequest, request_id: int, told: str = "") -> RequestPage:
    """The request. Raises NotAllowed, Missing, or Refused for a letter to somebody who asked online."""
    actor = acting(request)
    actor.require(access.HANDLE)
    page = queries.request_page(request_id, actor)
    if told and not page.paper:
        raise _unfit("told", "Yêu cầu gửi trực tuyến: hệ thống tự báo.", "It came online: the person is told here.")
    return page


def _unfit(field: str, vi: str, en: str) -> Refused:
    """What the page would not have offered here."""
    step = Text("Mời ông/bà bỏ trống mục này.", "Leave it out.")
    return Refused.because(Reason(f"unfit_{field}", Text(vi, en), step, field))


def _done(page: RequestPage) -> dict[str, str]:
    return {"href": f"/api/v1/data-requests/{page.id}"}


@door.post(
    "/data-requests/{request_id}/accept", Done, Text("Chấp nhận yêu cầu", "Accept"), edits=True, right=access.HANDLE
)
def accept_data_request(request: HttpRequest, request_id: Id, asked: AcceptIn) -> Any:
    """What will be done, by the law's day, or by a promised one where the law's term is not known."""
    page = _open(request, request_id, asked.told)
    _require_fit(page, asked)
    command = AcceptRequest(
        request_id,
        asked.answer,
        asked.third_party,
        asked.promised_on,
        asked.told,
        seen_version(request),
        once_of(request),
    )
    with unchanged():
        usecases.accept_request(command, actor=acting(request))
    return _done(page)


def _require_fit(page: RequestPage, asked: AcceptIn) -> None:
    term = queries.terms_of(page.kind_code, page.received_on).carry_out
    third = queries.terms_of(page.kind_code, page.received_on, third_party=True).carry_out
    if asked.third_party and third.id == term.id:
        raise _unfit(
            "third_party", "Chỉ dùng khi hạn chế hoặc ngừng xử lý dữ liệu.", "Only for a stop of the processing."
        )
    if asked.promised_on and term.applies:
        raise _unfit("promised_on", "Thời hạn do quy định xác định.", "The law gives the day.")


@door.post(
    "/data-requests/{request_id}/refuse", Done, Text("Từ chối yêu cầu", "Refuse"), edits=True, right=access.HANDLE
)
def refuse_data_request(request: HttpRequest, request_id: Id, asked: RefuseIn) -> Any:
    """With the reasons and the legal ground; also after it was accepted."""
    page = _open(request, request_id, asked.told)
    command = RefuseRequest(
        request_id, asked.answer, asked.legal_ground, asked.told, seen_version(request), once_of(request)
    )
    with unchanged():
        usecases.refuse_request(command, actor=acting(request))
    return _done(page)


@door.post(
    "/data-requests/{request_id}/extend", Done, Text("Gia hạn yêu cầu", "Extend once"), edits=True, right=access.HANDLE
)
def extend_data_request(request: HttpRequest, request_id: Id, asked: ExtendIn) -> Any:
    """Once, with a ground, told before the first day runs out."""
    page = _open(request, request_id, asked.told)
    command = ExtendRequest(request_id, asked.until, asked.ground, asked.told, seen_version(request), once_of(request))
    with unchanged():
        usecases.extend_request(command, actor=acting(request))
    return _done(page)


@door.post(
    "/data-requests/{request_id}/end-restriction",
    Done,
    Text("Kết thúc hạn chế xử lý", "End a restriction"),
    right=access.HANDLE,
)
def end_restriction(request: HttpRequest, request_id: Id, asked: RestrictionIn) -> Any:
    """What the request restricted is processed again; the person reads the ground."""
    command = EndRestriction(request_id, asked.ground, asked.told, once_of(request))
    usecases.end_restriction(command, actor=acting(request))
    return {"href": f"/api/v1/data-requests/{request_id}"}


@door.post(
    "/data-requests/{request_id}/finish",
    Done,
    Text("Ghi nhận đã thực hiện", "Record what was done"),
    edits=True,
    right=access.HANDLE,
)
def finish_data_request(request: HttpRequest, request_id: Id, asked: FinishIn) -> Any:
    """Only what was really done: the person reads it word by word."""
    page = _open(request, request_id, asked.told)
    if asked.consents and page.kind_code != "withdraw":
        raise _unfit("consents", "Yêu cầu này không phải là rút sự đồng ý.", "It does not ask to withdraw a consent.")
    command = FinishRequest(
        request_id,
        asked.outcome,
        tuple(dict.fromkeys(asked.consents)),
        asked.told,
        seen_version(request),
        once_of(request),
    )
    with unchanged():
        usecases.finish_request(command, actor=acting(request))
    return _done(page)
