"""The open draft of a procedure: whole and part by part, what is wrong with it, who wrote what, and publishing it."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.procedures import access, queries, usecases
from khue.features.procedures.api.shapes import (
    PLACE,
    EditOut,
    Key,
    PartIn,
    PartOfDraftOut,
    PlaceIn,
    ProcedureDraftOut,
    ProcedureFileIn,
    PublishedOut,
    PublishIn,
    RehearsalOut,
    ShiftIn,
    TermsOut,
    difference_values,
    door,
    place_from,
)
from khue.features.procedures.api.versions import LOOK
from khue.features.procedures.domain.commands import (
    GiveUpDraft,
    ImportDraft,
    OpenDraft,
    PublishDraft,
    PutPart,
    RemovePart,
    ShiftPart,
    TakeNewBase,
)
from khue.features.procedures.domain.places import Place, part
from khue.features.procedures.queries import Draft
from khue.kernel.api.doors import acting, once_of, sent
from khue.kernel.api.shapes import Done, Listing, Made, Name, whole
from khue.kernel.headers import disposition

Where = Annotated[
    str,
    Query(
        max_length=200,
        pattern=PLACE,
        examples=["texts"],
        description="texts, needs, basis, documents, section:…, field:….…, step:…",
    ),
]


def _href(key: str) -> str:
    return f"/api/v1/editor/procedures/{key}/draft"


def _open(request: HttpRequest, key: str, right: str = access.EDIT) -> tuple[Actor, Draft]:
    """The draft for somebody with the right. Raises NotAllowed, Missing."""
    actor = acting(request)
    actor.require(right)
    return actor, queries.open_draft(key, actor)


# -- reading -----------------------------------------------------------------------------------------------------------


@door.get("/editor/procedures/{key}/draft", ProcedureDraftOut, Text("Bản soạn thảo", "The open draft"), right=LOOK)
def read_procedure_draft(request: HttpRequest, key: Key) -> Any:
    """Its content, what is wrong with it, and what it changes against the version it began from."""
    found = queries.open_draft(key, acting(request))
    names = ("id", "key", "base", "newest", "started_by", "started_at", "edits", "content")
    return {
        **{name: getattr(found, name) for name in names},
        "authors": found.author_names,
        "mark": found.seen(Place("all")),
        "problems": [{"place": p.place.text, "where": p.where, "text": p.text} for p in found.problems],
        "differences": [difference_values(each) for each in found.differences],
    }


@door.get(
    "/editor/procedures/{key}/draft/parts",
    PartOfDraftOut,
    Text("Một phần bản soạn thảo", "A part of the draft"),
    right=LOOK,
)
def read_draft_part(request: HttpRequest, key: Key, place: Where) -> Any:
    """What stands at a place, with the mark that a change of it rests on."""
    found, at = queries.open_draft(key, acting(request)), place_from(place)
    value = part(found.content, at)
    if value is None:
        raise access.no_such_part()
    return {"place": at.text, "value": value, "mark": found.seen(at)}


@door.get(
    "/editor/procedures/{key}/draft/history",
    Listing[EditOut],
    Text("Lịch sử bản soạn thảo", "History of the draft"),
    right=LOOK,
)
def list_draft_edits(request: HttpRequest, key: Key) -> Any:
    """Who changed what, newest first."""
    return whole(queries.edits(queries.open_draft(key, acting(request))))


@door.get(
    "/editor/procedures/{key}/draft/rehearsal",
    RehearsalOut,
    Text("Diễn tập bản soạn thảo", "Rehearsal of the draft"),
    right=LOOK,
)
def rehearse_draft(request: HttpRequest, key: Key) -> Any:
    """Past cases replayed through its steps, beside the version in force. The same seed, the same answer."""
    actor = acting(request)
    found = queries.rehearsal(queries.open_draft(key, actor), actor)
    if found is None:
        return {"present": None, "drafted": None, "told": []}
    return {"present": found.present, "drafted": found.drafted, "told": found.told}


@door.get(
    "/editor/procedures/{key}/draft/terms", TermsOut, Text("Bước và thời hạn", "Steps and their terms"), right=LOOK
)
def read_draft_terms(request: HttpRequest, key: Key) -> Any:
    """The steps as officers would see them, with the law as it stands today; none while the draft can't be built."""
    actor = acting(request)
    procedure = queries.sound(queries.open_draft(key, actor).content)
    found = dossiers.step_terms(procedure, actor.today) if procedure else ()
    names = ("name", "who", "term", "note")
    return {
        "steps": [
            {**{n: getattr(term, n) for n in names}, "why": [reason.to_json() for reason in term.why]} for term in found
        ]
    }


# -- writing -----------------------------------------------------------------------------------------------------------


@door.get(
    "/editor/procedures/{key}/draft/documents/{kind}", "application/pdf", Text("In thử văn bản", "Print"), right=LOOK
)
def print_draft_document(request: HttpRequest, key: Key, kind: Name) -> HttpResponse:
    """A document of the draft as it would be printed today, with invented values."""
    return sent(queries.example(key, kind, acting(request)), "application/pdf", disposition(f"{kind}.pdf", inline=True))


@door.post(
    "/editor/procedures/{key}/draft",
    Made,
    Text("Mở bản soạn thảo", "Open a draft"),
    status=201,
    takes="nothing",
    right=access.EDIT,
)
def open_procedure_draft(request: HttpRequest, key: Key) -> Any:
    """Of the newest version; the one that is open already when there is one."""
    made = usecases.open_draft(OpenDraft(key, once_of(request)), actor=acting(request))
    return {"id": str(made), "href": _href(key)}


@door.post("/editor/procedures/{key}/draft/parts", Done, Text("Ghi một phần", "Write a part"), right=access.EDIT)
def put_draft_part(request: HttpRequest, key: Key, asked: PartIn) -> Any:
    """Writes one part; colleagues on other parts do not meet. 409 when this part was changed since its mark."""
    actor, draft = _open(request, key)
    command = PutPart(draft.id, place_from(asked.place), asked.value, asked.seen, asked.is_new)
    usecases.put_part(command, actor=actor)
    return {"href": _href(key)}


@door.post(
    "/editor/procedures/{key}/draft/parts/remove", Done, Text("Bỏ một phần", "Take a part out"), right=access.EDIT
)
def remove_draft_part(request: HttpRequest, key: Key, asked: PlaceIn) -> Any:
    """What stood there stays in the history."""
    actor, draft = _open(request, key)
    usecases.remove_part(RemovePart(draft.id, place_from(asked.place, element=True), once_of(request)), actor=actor)
    return {"href": _href(key)}


@door.post(
    "/editor/procedures/{key}/draft/parts/shift", Done, Text("Chuyển chỗ một phần", "Move a part"), right=access.EDIT
)
def shift_draft_part(request: HttpRequest, key: Key, asked: ShiftIn) -> Any:
    """Up or down by one among its siblings."""
    actor, draft = _open(request, key)
    place, by = place_from(asked.place, element=True), -1 if asked.by == "up" else 1
    usecases.shift_part(ShiftPart(draft.id, place, by, once_of(request)), actor=actor)
    return {"href": _href(key)}


@door.post("/editor/procedures/{key}/draft/import", Done, Text("Nhập từ tệp", "Import from a file"), right=access.EDIT)
def import_procedure_draft(request: HttpRequest, key: Key, asked: ProcedureFileIn) -> Any:
    """The file replaces the whole draft; each mistake is named with its line. The history keeps what stood there."""
    actor, draft = _open(request, key)
    usecases.import_draft(ImportDraft(draft.id, asked.text, asked.seen), actor=actor)
    return {"href": _href(key)}


@door.post(
    "/editor/procedures/{key}/draft/base",
    Done,
    Text("Theo phiên bản mới", "Go on from the newest"),
    takes="nothing",
    right=access.EDIT,
)
def take_new_base(request: HttpRequest, key: Key) -> Any:
    """The draft was compared with the version published meanwhile and goes on from it."""
    actor, draft = _open(request, key)
    usecases.take_new_base(TakeNewBase(draft.id, once_of(request)), actor=actor)
    return {"href": _href(key)}


@door.post(
    "/editor/procedures/{key}/draft/give-up",
    Done,
    Text("Bỏ bản soạn thảo", "Give the draft up"),
    takes="nothing",
    right=access.EDIT,
)
def give_up_draft(request: HttpRequest, key: Key) -> Any:
    """Nothing of it is published; what was written stays on record."""
    actor, draft = _open(request, key)
    usecases.give_up_draft(GiveUpDraft(draft.id, once_of(request)), actor=actor)
    return {"href": f"/api/v1/editor/procedures/{key}"}


@door.post(
    "/editor/procedures/{key}/draft/publish",
    PublishedOut,
    Text("Ban hành phiên bản", "Publish the draft"),
    right=access.PUBLISH,
)
def publish_procedure_draft(request: HttpRequest, key: Key, asked: PublishIn) -> Any:
    """By another person than wrote it; refused with everything that is wrong."""
    actor, draft = _open(request, key, access.PUBLISH)
    command = PublishDraft(draft.id, asked.effective_on, asked.seen, once_of(request))
    number = usecases.publish_draft(command, actor=actor)
    return {"number": number, "href": f"/api/v1/editor/procedures/{key}"}
