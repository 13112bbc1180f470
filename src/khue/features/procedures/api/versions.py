"""Procedures with their versions: what stands, compared, taken along as a file, withdrawn before its day."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.procedures import access, queries, usecases
from khue.features.procedures.api.shapes import (
    DifferencesOut,
    EditedProcedureOut,
    GroundOfVersionIn,
    Key,
    VersionsOut,
    difference_values,
    door,
)
from khue.features.procedures.domain.commands import WithdrawVersion
from khue.features.procedures.domain.comparison import compare
from khue.features.procedures.domain.writing import to_toml
from khue.features.procedures.queries import VersionRow
from khue.kernel.api.doors import acting, once_of, sent
from khue.kernel.api.shapes import Done, Id, Listing, whole
from khue.kernel.headers import disposition

LOOK = f"{access.EDIT} / {access.PUBLISH} / {access.MIGRATE}"
TOML = "application/toml"
Which = Annotated[str, Path(max_length=12, pattern=r"^([0-9]{1,8}|draft)$", description="A version's number, or draft")]


@door.get("/editor/procedures", Listing[EditedProcedureOut], Text("Thủ tục", "Procedures"), right=LOOK)
def list_edited_procedures(request: HttpRequest) -> Any:
    """Every procedure as it stands today, with its draft and its planned version."""
    found = queries.procedures(acting(request))
    return whole(
        found,
        lambda line: {
            "key": line.key,
            "name": line.name,
            "number": line.number,
            "planned": line.planned.number if line.planned else None,
            "has_draft": line.has_draft,
            "under_way": line.under_way,
        },
    )


@door.get("/editor/procedures/{key}", VersionsOut, Text("Phiên bản của thủ tục", "Versions of a procedure"), right=LOOK)
def read_procedure_versions(request: HttpRequest, key: Key) -> Any:
    """Every version, newest first, and every migration of its cases."""
    actor = acting(request)
    rows = queries.version_rows(key, actor)
    return {"versions": [_version(row) for row in rows], "migrations": queries.migrations(key, actor)}


def _version(row: VersionRow) -> dict[str, Any]:
    of_line = ("id", "number", "digest", "name", "published_at", "effective_on", "withdrawn")
    of_row = ("publisher", "in_force", "planned", "drafts", "under_way", "ended")
    return {name: getattr(row.line, name) for name in of_line} | {name: getattr(row, name) for name in of_row}


@door.get(
    "/editor/procedures/{key}/compare/{old}/{new}",
    DifferencesOut,
    Text("So sánh hai phiên bản", "Compare two versions"),
    right=LOOK,
)
def compare_versions(request: HttpRequest, key: Key, old: Which, new: Which) -> Any:
    """In words and value by value; one of them may be the draft."""
    actor = acting(request)
    found = compare(queries.content_of(key, old, actor), queries.content_of(key, new, actor))
    return {"differences": [difference_values(each) for each in found]}


@door.get("/editor/procedures/{key}/export/{which}", TOML, Text("Tải tệp thủ tục", "A procedure's file"), right=LOOK)
def export_procedure(request: HttpRequest, key: Key, which: Which) -> HttpResponse:
    """As the loader reads it: the same content, the same digest."""
    content = queries.content_of(key, which, acting(request))
    return sent(to_toml(content).encode(), TOML, disposition(f"{key}-{which}.toml"))


@door.post(
    "/editor/procedures/{key}/versions/{version_id}/withdraw",
    Done,
    Text("Rút phiên bản", "Withdraw a version"),
    right=access.PUBLISH,
)
def withdraw_version(request: HttpRequest, key: Key, version_id: Id, asked: GroundOfVersionIn) -> Any:
    """Before its day; the version before it stays in force."""
    actor = acting(request)
    actor.require(access.PUBLISH)
    if version_id not in {row.line.id for row in queries.version_rows(key, actor)}:
        raise Missing(
            Text("Không có phiên bản này.", "There is no such version."),
            Text("Mời ông/bà xem danh sách phiên bản.", "Look at the list of versions."),
        )
    usecases.withdraw_version(WithdrawVersion(version_id, asked.ground, once_of(request)), actor=actor)
    return {"href": f"/api/v1/editor/procedures/{key}"}
