"""Calls for everybody, questions, saved searches; and the office's deeds on them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, UploadedFile

from khue.core.bilingual import Text
from khue.features.calls import access, queries, usecases
from khue.features.calls.api.asks import AmendmentIn, CallAnswerIn, CallGroundIn, CallIn, CallQuestionIn, WatchIn
from khue.features.calls.api.shapes import (
    CallLineOut,
    CallOut,
    FieldCode,
    KeyFieldOut,
    OpeningOut,
    View,
    WatchOut,
    clock_out,
    door,
)
from khue.features.calls.domain.commands import (
    AmendCall,
    AnswerQuestion,
    AskQuestion,
    AttachTemplate,
    CancelCall,
    OpenProposals,
    PrepareCall,
    PublishCall,
    WatchCalls,
)
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, Words, file_out, listing, whole


def _href(call_id: int) -> str:
    return f"/api/v1/calls/{call_id}"


@door.get("/key-fields", Listing[KeyFieldOut], Text("Lĩnh vực trọng tâm", "Key fields"), need="public")
def list_key_fields(request: HttpRequest) -> Any:
    """The dated list as it holds today; its codes filter calls and needs."""
    return whole(queries.key_fields(acting(request).today))


@door.get("/calls", Listing[CallLineOut], Text("Thông báo", "Calls for proposals"), need="public")
def list_calls(
    request: HttpRequest,
    view: View = "open",
    q: Words = "",
    field: FieldCode = "",
    after: After = None,
    size: Size = 25,
) -> Any:
    """``view`` is open, coming or ended; staff who may read them also have preparing."""
    return listing(request, queries.calls(acting(request), view, q, field, after, size))


@door.get("/calls/{call_id}", CallOut, Text("Một thông báo", "A call"), need="public")
def read_call(request: HttpRequest, call_id: Id) -> Any:
    """What is asked, by when, every amendment, every answered question. Its ETag is what the office's deeds rest on."""
    found = queries.call(call_id, acting(request))
    note_version(request, found.version)
    shown = {name: getattr(found, name) for name in CallOut.model_fields if hasattr(found, name)}
    mine = [{"id": pk, "number": number, "title": title} for pk, number, title in found.mine]
    templates = [
        {name: getattr(one, name) for name in ("id", "title", "no", "question", "added_at")}
        | {"file": file_out(one.file)}
        for one in found.templates
    ]
    return shown | {"clock": clock_out(found.clock), "sealed": found.counted, "mine": mine, "templates": templates}


@door.post(
    "/calls/{call_id}/questions", Done, Text("Gửi câu hỏi về thông báo", "Ask a question on a call"), need="session"
)
def ask_call_question(request: HttpRequest, call_id: Id, asked: CallQuestionIn) -> Any:
    """It is published together with its answer; who asked is not."""
    usecases.ask_question(AskQuestion(call_id, asked.text, once_of(request)), actor=acting(request))
    return {"href": _href(call_id)}


@door.get("/call-watches", Listing[WatchOut], Text("Tìm kiếm đã lưu", "Saved searches for calls"))
def list_call_watches(request: HttpRequest) -> Any:
    """The caller's own."""
    return whole(queries.watches(acting(request)))


@door.post("/call-watches", Done, Text("Lưu một tìm kiếm", "Save a search for calls"), status=201)
def watch_calls(request: HttpRequest, asked: WatchIn) -> Any:
    """From then on a notice comes for each new call that fits; no words and no field: for every call."""
    usecases.watch_calls(WatchCalls(asked.words, asked.field, once_of(request)), actor=acting(request))
    return {"href": "/api/v1/call-watches"}


@door.post("/call-watches/{watch_id}/stop", Done, Text("Bỏ tìm kiếm đã lưu", "End a saved search"), takes="nothing")
def stop_watching_calls(request: HttpRequest, watch_id: Id) -> Any:
    """No more notices for it."""
    usecases.stop_watching(watch_id, actor=acting(request))
    return {"href": "/api/v1/call-watches"}


# -- the office ------------------------------------------------------------------------------------------------------


@door.post(
    "/mission-orders/{order_id}/calls",
    Made,
    Text("Lập thông báo từ đặt hàng", "Prepare a call from an order"),
    right=access.PREPARE,
    status=201,
)
def prepare_call(request: HttpRequest, order_id: Id, asked: CallIn) -> Any:
    """Not public yet. A selection stays open as long as the law says at least."""
    command = PrepareCall(
        order_id,
        asked.title,
        asked.summary,
        asked.opens_on,
        asked.closes_at,
        asked.questions_until,
        tuple(asked.criteria),
        tuple(asked.papers),
        once_of(request),
        asked.stage,
        asked.concept_call,
    )
    made = usecases.prepare_call(command, actor=acting(request))
    return {"id": str(made), "href": _href(made)}


@door.post(
    "/calls/{call_id}/publish",
    Done,
    Text("Công bố thông báo", "Publish a call"),
    right=access.PREPARE,
    takes="nothing",
    edits=True,
)
def publish_call(request: HttpRequest, call_id: Id) -> Any:
    """Everybody reads it from then on, and who saved a fitting search is told."""
    with unchanged():
        command = PublishCall(call_id, seen_version(request), once_of(request))
        usecases.publish_call(command, actor=acting(request))
    return {"href": _href(call_id)}


@door.post(
    "/calls/{call_id}/amend", Done, Text("Điều chỉnh thông báo", "Amend a call"), right=access.PREPARE, edits=True
)
def amend_call(request: HttpRequest, call_id: Id, asked: AmendmentIn) -> Any:
    """What changes and why; the closing moment only moves to a later one."""
    with unchanged():
        command = AmendCall(call_id, asked.text, asked.ground, asked.closes_at, seen_version(request), once_of(request))
        usecases.amend_call(command, actor=acting(request))
    return {"href": _href(call_id)}


@door.post(
    "/calls/{call_id}/templates",
    Made,
    Text("Đính kèm biểu mẫu cho thông báo", "Attach a template paper to a call"),
    right=access.PREPARE,
    status=201,
    takes="files",
)
def attach_call_template(
    request: HttpRequest,
    call_id: Id,
    file: File[UploadedFile],
    title: Annotated[str, Form(max_length=200)],
    question: Annotated[str, Form(max_length=60, description="Key of the upload question that takes it back")] = "",
    replaces: Annotated[int | None, Form(ge=1, lt=2**63, description="Id of the version whose place it takes")] = None,
    ground: Annotated[str, Form(max_length=500, description="Why it is replaced")] = "",
) -> Any:
    """A file that applicants download and fill; a newer version takes the place of the one before, which stays readable."""
    command = AttachTemplate(call_id, title, file, question, replaces, ground, once_of(request))
    made = usecases.attach_template(command, actor=acting(request))
    return {"id": str(made), "href": _href(call_id)}


@door.post("/calls/{call_id}/cancel", Done, Text("Hủy thông báo", "Cancel a call"), right=access.PREPARE, edits=True)
def cancel_call(request: HttpRequest, call_id: Id, asked: CallGroundIn) -> Any:
    """With its ground, which is published; what was handed in is not considered."""
    with unchanged():
        command = CancelCall(call_id, asked.ground, seen_version(request), once_of(request))
        usecases.cancel_call(command, actor=acting(request))
    return {"href": _href(call_id)}


@door.post(
    "/call-questions/{question_id}/answer",
    Done,
    Text("Trả lời câu hỏi", "Answer a question on a call"),
    right=access.PREPARE,
)
def answer_call_question(request: HttpRequest, question_id: Id, asked: CallAnswerIn) -> Any:
    """For everybody, at once."""
    call_id, _text = queries.question(question_id)
    usecases.answer_question(AnswerQuestion(question_id, asked.answer, once_of(request)), actor=acting(request))
    return {"href": _href(call_id)}


@door.post(
    "/calls/{call_id}/open",
    OpeningOut,
    Text("Mở đề xuất đã niêm phong", "Open the sealed proposals"),
    right=access.OPEN,
    takes="nothing",
)
def open_call_proposals(request: HttpRequest, call_id: Id) -> Any:
    """Two people, one after the other, after the closing hour; the second opens all of them in one deed."""
    opened = usecases.open_proposals(OpenProposals(call_id, once_of(request)), actor=acting(request))
    return {"opened": opened, "href": _href(call_id)}
