"""Doors of the kernel: files and notices."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from ninja import Schema
from pydantic import Field

from khue.core.bilingual import Text
from khue.kernel import files, notices, viewing
from khue.kernel.api.answers import note_version
from khue.kernel.api.doors import Door, acting
from khue.kernel.api.shapes import After, Ask, Bilingual, Done, Id, Listing, Size, Uuid, listing, whole
from khue.kernel.headers import disposition

door = Door("kernel")
BYTES = "*/*"  # as it was stored


class NoticeOut(Schema):
    """A notice. ``path`` is the page that it is about, without language."""

    id: int
    kind: str
    title: Bilingual
    body: Bilingual | None
    path: str
    created_at: datetime
    read_at: datetime | None


class PreferenceOut(Schema):
    """Whether notices of a kind come by e-mail too."""

    kind: str
    label: Bilingual
    email: bool


class PreferencesIn(Ask):
    """Kinds that shall come by e-mail; every other kind then does not."""

    kinds: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)]


@door.get("/files/{file_id}", BYTES, Text("Tải một tệp", "Download a file"), need="view")
def read_file(request: HttpRequest, file_id: Uuid) -> HttpResponseBase:
    """The bytes of a private file, for who may read what it belongs to. An official's look at it is written down."""
    actor = acting(request)
    row = files.readable(file_id, actor)
    if not actor.may_act_for(row.owner, "files"):
        viewing.note_view(actor, row.owner, "file", row.subject)
    response = FileResponse(files.open_bytes(row.id), content_type=row.media_type)
    response.headers["Content-Length"] = str(row.size)
    response.headers["Content-Disposition"] = disposition(row.name)
    response.headers["ETag"] = f'"{row.sha256}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@door.get("/notices", Listing[NoticeOut], Text("Thông báo của tôi", "My notices"))
def list_notices(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Newest first."""
    return listing(request, notices.inbox(acting(request).key, after, size))


@door.post("/notices/{notice_id}/read", NoticeOut, Text("Đánh dấu đã đọc", "Mark a notice read"), takes="nothing")
def read_notice(request: HttpRequest, notice_id: Id) -> Any:
    """The first reading stays."""
    return notices.mark_read(acting(request), notice_id)


@door.post("/notices/read", Done, Text("Đánh dấu đã đọc tất cả", "Mark all notices read"), takes="nothing")
def read_all_notices(request: HttpRequest) -> Any:
    """Everything that waits for the caller."""
    notices.mark_all_read(acting(request))
    return {"href": "/api/v1/notices"}


@door.get("/notices/by-mail", Listing[PreferenceOut], Text("Thông báo qua thư", "Notices by e-mail"))
def list_mail_choices(request: HttpRequest) -> Any:
    """Every kind of notice, with what was chosen."""
    note_version(request, 0)
    return whole(notices.preferences(acting(request).key))


@door.post("/notices/by-mail", Done, Text("Chọn thông báo qua thư", "Choose notices by e-mail"))
def choose_mail(request: HttpRequest, asked: PreferencesIn) -> Any:
    """From now on only these kinds come by e-mail."""
    notices.choose_mail(acting(request), frozenset(asked.kinds))
    return {"href": "/api/v1/notices/by-mail"}
