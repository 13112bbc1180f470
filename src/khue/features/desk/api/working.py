"""Doors for many tasks at once, for internal notes and for saved views."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.desk import access, queries, usecases
from khue.features.desk.api.shapes import door
from khue.features.desk.api.working_shapes import (
    BulkIn,
    BulkOut,
    BulkRowOut,
    DefaultViewIn,
    InternalNoteOut,
    SavedViewOut,
    SaveViewIn,
    StrikeNoteIn,
    WriteNoteIn,
)
from khue.features.desk.domain.bulk import BulkOrder, StopBulk
from khue.features.desk.domain.notes import StrikeNote, WriteNote
from khue.features.desk.domain.saved_views import ChooseDefaultView, RemoveView, SaveView, Wanted
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Name, Size, listing, whole

DESK = "any right of a role"
NOTES = "dossiers.read, of a person and not of a key"
"""A key of staff knows nothing of its holder's mandates, so it could not tell who stands on the applicant's side."""
State = Annotated[str, Query(max_length=12, description="Rows with this result; empty for all")]


def _officer(request: HttpRequest) -> Actor:
    actor = acting(request)
    access.require_desk(actor)
    return actor


# -- many tasks --------------------------------------------------------------------------------------------------------


@door.post("/desk/bulk", Made, Text("Làm hàng loạt", "A deed on many tasks"), right=DESK, status=201)
def order_bulk(request: HttpRequest, asked: BulkIn) -> Any:
    """At most 1,000 tasks. The worker does each as a deed of its own with your rights of that moment; read the results."""
    order = BulkOrder(
        asked.kind, tuple(asked.tasks), asked.to or "", asked.ground, asked.day, asked.checked, once_of(request)
    )
    made = usecases.order_bulk(order, actor=_officer(request))
    return {"id": str(made), "href": f"/api/v1/desk/bulk/{made}"}


@door.get("/desk/bulk", Listing[BulkOut], Text("Việc làm hàng loạt của tôi", "My bulk deeds"), right=DESK)
def list_bulk_deeds(request: HttpRequest, after: After = None, size: Size = 20) -> Any:
    """Newest first."""
    return listing(request, queries.bulk_deeds(_officer(request), after, size))


@door.get("/desk/bulk/{bulk_id}", BulkOut, Text("Tiến độ việc làm hàng loạt", "How far a bulk deed is"), right=DESK)
def read_bulk_deed(request: HttpRequest, bulk_id: Id) -> Any:
    """For who ordered it, and for inspection."""
    return queries.bulk_deed(bulk_id, _officer(request))


@door.get("/desk/bulk/{bulk_id}/rows", Listing[BulkRowOut], Text("Kết quả từng dòng", "Results of rows"), right=DESK)
def list_bulk_rows(request: HttpRequest, bulk_id: Id, state: State = "", after: After = None, size: Size = 30) -> Any:
    """Each task with what came of it, and the sentences of what stood against it."""
    actor = _officer(request)
    found = queries.bulk_deed(bulk_id, actor)
    return listing(request, queries.bulk_rows(found.id, actor, state, after, size))


@door.post("/desk/bulk/{bulk_id}/stop", Done, Text("Dừng phần còn lại", "Stop the rest"), right=DESK, takes="nothing")
def stop_bulk(request: HttpRequest, bulk_id: Id) -> Any:
    """What was done stays done."""
    usecases.stop_bulk(StopBulk(bulk_id, once_of(request)), actor=_officer(request))
    return {"href": f"/api/v1/desk/bulk/{bulk_id}"}


# -- internal notes ----------------------------------------------------------------------------------------------------


@door.get(
    "/dossiers/{number}/notes",
    Listing[InternalNoteOut],
    Text("Ghi chú nội bộ", "Internal notes"),
    right=NOTES,
)
def list_notes(request: HttpRequest, number: Name) -> Any:
    """Newest first, struck ones too; closed to whoever stands on the applicant's side."""
    return whole(queries.notes_of(number, _officer(request)).notes)


@door.post(
    "/dossiers/{number}/notes", Made, Text("Viết ghi chú nội bộ", "Write an internal note"), right=NOTES,
    status=201,
)  # fmt: skip
def write_note(request: HttpRequest, number: Name, asked: WriteNoteIn) -> Any:
    """Those mentioned get a notice. A colleague without the right to the dossier can't be mentioned."""
    command = WriteNote(number, asked.text, tuple(asked.mentions), once_of(request))
    made = usecases.write_note(command, actor=_officer(request))
    return {"id": str(made), "href": f"/api/v1/dossiers/{number}/notes"}


@door.post("/desk/notes/{note_id}/strike", Done, Text("Gạch bỏ ghi chú", "Strike a note out"), right=NOTES)
def strike_note(request: HttpRequest, note_id: Id, asked: StrikeNoteIn) -> Any:
    """One's own; its words stay readable."""
    usecases.strike_note(StrikeNote(note_id, asked.ground, asked.instead, once_of(request)), actor=_officer(request))
    return {}


# -- saved views -------------------------------------------------------------------------------------------------------


@door.get("/desk/views", Listing[SavedViewOut], Text("Bộ lọc đã lưu", "Saved views"), right=DESK)
def list_views(request: HttpRequest) -> Any:
    """One's own, then those of one's units."""
    actor = _officer(request)
    return whole(queries.saved_views(actor, queries.choice(actor.key)))


@door.post("/desk/views", Made, Text("Lưu bộ lọc", "Save a view"), right=DESK, status=201)
def save_view(request: HttpRequest, asked: SaveViewIn) -> Any:
    """A filter under a name, for oneself or for a unit in which one works."""
    wanted = Wanted(asked.view, asked.procedure, asked.step, asked.due)
    command = SaveView(asked.name, wanted, asked.unit, asked.default, asked.replaces, once_of(request))
    made = usecases.save_view(command, actor=_officer(request))
    return {"id": str(made), "href": "/api/v1/desk/views"}


@door.post("/desk/views/{view_id}/remove", Done, Text("Bỏ bộ lọc", "Remove a view"), right=DESK, takes="nothing")
def remove_view(request: HttpRequest, view_id: Id) -> Any:
    """One's own; one of the unit when one saved it, or arranges its desks."""
    usecases.remove_view(RemoveView(view_id, once_of(request)), actor=_officer(request))
    return {"href": "/api/v1/desk/views"}


@door.post("/desk/views/default", Done, Text("Chọn bộ lọc mở bàn làm việc", "Choose the default view"), right=DESK)
def choose_default_view(request: HttpRequest, asked: DefaultViewIn) -> Any:
    """The view with which the desk opens on the screen."""
    usecases.choose_default_view(ChooseDefaultView(asked.view_id, once_of(request)), actor=_officer(request))
    return {"href": "/api/v1/desk/views"}
