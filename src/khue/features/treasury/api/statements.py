"""Statements in: read first, taken in by a second call; then their lines."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.features.treasury import access, queries, usecases
from khue.features.treasury.api.shapes import BankLineOut, BankStatementOut, PreviewOut, TakenInOut, door
from khue.features.treasury.domain.deciding import ImportStatement, ReadStatement
from khue.kernel import uploads
from khue.kernel.api.doors import acting, once_of, sent
from khue.kernel.api.shapes import LARGEST, After, Id, Listing, Made, Size, listing
from khue.kernel.headers import disposition

BYTES = "application/octet-stream"
Account = Annotated[int, Form(ge=1, le=LARGEST, description="Number of the city's account")]


@door.get("/treasury/statements", Listing[BankStatementOut], Text("Sao kê", "Statements"), right=access.READ)
def list_bank_statements(request: HttpRequest, after: After = None, size: Size = 30) -> Any:
    """What the State Treasury and the banks say, newest period first."""
    access.require_read(acting(request))
    return listing(request, queries.statements(after, size))


@door.post(
    "/treasury/statements",
    Made,
    Text("Tải sao kê lên", "Upload a statement"),
    status=201,
    takes="files",
    right=access.RECONCILE,
)
def upload_bank_statement(request: HttpRequest, account_id: Account, file: File[UploadedFile]) -> Any:
    """CSV, XLSX, MT940 or CAMT.053. It is read, and each faulty line is named; nothing is booked before it is taken in."""
    actor = acting(request)
    actor.require(access.RECONCILE)
    faults = uploads.size_reasons(file.size or 0, "file")
    if faults:
        raise Refused.because(*faults)
    asked = ReadStatement(account_id, uploads.clean_name(file.name or "-"), file.read(), once_of(request))
    made = usecases.upload_statement(asked, actor=actor)
    return {"id": str(made), "href": f"/api/v1/treasury/statements/{made}"}


@door.get(
    "/treasury/statements/{statement_id}", BankStatementOut, Text("Một bản sao kê", "A statement"), right=access.READ
)
def read_bank_statement(request: HttpRequest, statement_id: Id) -> Any:
    """Period, balances, and how many of its lines were new."""
    access.require_read(acting(request))
    return queries.statement(statement_id)


@door.get(
    "/treasury/statements/{statement_id}/preview",
    PreviewOut,
    Text("Xem trước sao kê", "Preview of a statement"),
    right=access.READ,
)
def preview_bank_statement(request: HttpRequest, statement_id: Id) -> Any:
    """What taking it in would bring."""
    actor = acting(request)
    access.require_read(actor)
    found = queries.veiled_preview(queries.preview(statement_id), queries.hidden_parties(actor))
    return {
        "statement": queries.statement(statement_id),
        "first_lines": found.rows,
        "known": found.known,
        "came_in": found.came_in,
        "went_out": found.went_out,
    }


@door.post(
    "/treasury/statements/{statement_id}/import",
    TakenInOut,
    Text("Ghi nhận sao kê", "Take a statement in"),
    takes="nothing",
    right=access.RECONCILE,
)
def import_bank_statement(request: HttpRequest, statement_id: Id) -> Any:
    """New lines are booked; what matches an order exactly is matched by itself, the others wait for a person."""
    command = ImportStatement(statement_id, once_of(request))
    found = usecases.import_statement(command, actor=acting(request))
    return {**found, "href": f"/api/v1/treasury/statements/{statement_id}"}


@door.get(
    "/treasury/statements/{statement_id}/lines",
    Listing[BankLineOut],
    Text("Các dòng sao kê", "Lines of a statement"),
    right=access.READ,
)
def list_statement_lines(request: HttpRequest, statement_id: Id, after: After = None, size: Size = 50) -> Any:
    """The lines that this file brought, in its order; empty before it is taken in."""
    actor = acting(request)
    access.require_read(actor)
    found = queries.statement_lines(queries.statement(statement_id).id, after, size)
    shown = queries.veiled_lines(found.rows, queries.hidden_parties(actor))
    return listing(request, found, lambda row: shown[row.id])


@door.get(
    "/treasury/statements/{statement_id}/file",
    BYTES,
    Text("Tải tệp sao kê", "Download a statement"),
    right=access.READ,
)
def download_bank_statement(request: HttpRequest, statement_id: Id) -> HttpResponse:
    """The file as the bank gave it."""
    actor = acting(request)
    access.require_read(actor)
    queries.require_statement_shown(actor, statement_id)
    name, content = queries.statement_content(statement_id)
    return sent(content, BYTES, disposition(name))
