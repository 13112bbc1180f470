"""The register of breaches, and its deeds. The PDF of a notice is read through its file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.privacy import access, queries, usecases
from khue.features.privacy.api.duties_shapes import (
    BreachOut,
    BreachRowOut,
    FixIn,
    NotifyIn,
    PersonsToldOut,
    RecordBreachIn,
    TellIn,
    breach_values,
)
from khue.features.privacy.api.shapes import door
from khue.features.privacy.domain.breaches import FixBreach, NotifyAuthority, RecordBreach, TellPersons
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing


@door.get("/breaches", Listing[BreachRowOut], Text("Sổ sự cố dữ liệu", "Register of breaches"), right=access.READ)
def list_breaches(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """The newest first."""
    return listing(request, queries.breaches(acting(request), after, size))


@door.get("/breaches/{breach_id}", BreachOut, Text("Một sự cố dữ liệu", "One breach"), right=access.READ)
def read_breach(request: HttpRequest, breach_id: Id) -> Any:
    """The clock, what was sent to the authority, who was told, the fix."""
    page = queries.breach_page(breach_id, acting(request))
    note_version(request, page.version)
    return breach_values(page)


@door.post("/breaches", Made, Text("Ghi sự cố dữ liệu", "Record a breach"), status=201, right=access.HANDLE)
def record_breach(request: HttpRequest, asked: RecordBreachIn) -> Any:
    """As soon as it is detected: the hours of the law run from there."""
    command = RecordBreach(
        asked.title,
        asked.detected_at,
        asked.happened,
        asked.kinds,
        asked.people,
        asked.severity,
        asked.measures,
        once_of(request),
    )
    made = usecases.record_breach(command, actor=acting(request))
    return {"id": str(made), "href": _href(made)}


def _href(breach_id: int) -> str:
    return f"/api/v1/breaches/{breach_id}"


def _open(request: HttpRequest, breach_id: int) -> None:
    """Raises NotAllowed or Missing, as the pages of the deeds do."""
    actor = acting(request)
    actor.require(access.HANDLE)
    queries.breach_page(breach_id, actor)


@door.post(
    "/breaches/{breach_id}/notices",
    Done,
    Text("Thông báo cơ quan có thẩm quyền", "Notify the authority"),
    edits=True,
    right=access.HANDLE,
)
def notify_authority(request: HttpRequest, breach_id: Id, asked: NotifyIn) -> Any:
    """What was sent, word by word; its PDF is made by the worker and then stands among the notice's files."""
    _open(request, breach_id)
    command = NotifyAuthority(
        breach_id,
        asked.sent_to,
        asked.how,
        asked.sent_at,
        asked.happened,
        asked.people,
        asked.measures,
        asked.late_ground,
        seen_version(request),
        once_of(request),
    )
    with unchanged():
        usecases.notify_authority(command, actor=acting(request))
    return {"href": _href(breach_id)}


@door.post(
    "/breaches/{breach_id}/tell",
    PersonsToldOut,
    Text("Báo người có dữ liệu", "Tell the persons"),
    right=access.HANDLE,
)
def tell_persons(request: HttpRequest, breach_id: Id, asked: TellIn) -> Any:
    """In the app, and by mail where there is an address. Nobody is told twice."""
    _open(request, breach_id)
    command = TellPersons(breach_id, asked.keys(), asked.words, once_of(request))
    return {"told": usecases.tell_persons(command, actor=acting(request)), "href": _href(breach_id)}


@door.post(
    "/breaches/{breach_id}/fix",
    Done,
    Text("Ghi nhận đã khắc phục sự cố", "Record the fix"),
    edits=True,
    right=access.HANDLE,
)
def fix_breach(request: HttpRequest, breach_id: Id, asked: FixIn) -> Any:
    """From this day on the file is kept for the years of the law."""
    _open(request, breach_id)
    command = FixBreach(breach_id, asked.fixed_on, asked.words, seen_version(request), once_of(request))
    with unchanged():
        usecases.fix_breach(command, actor=acting(request))
    return {"href": _href(breach_id)}
