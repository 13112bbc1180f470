"""Lines of plans in force: their money, a request for money, what took place, their end."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.activities import access, queries, usecases
from khue.features.activities.api.shapes import (
    ActivityKind,
    ActivityLineOut,
    ActivityLineWholeOut,
    PlanUnit,
    PlanYear,
    door,
)
from khue.features.activities.domain.commands import AskSpend, CloseLine, ReportActivity
from khue.features.activities.queries import LineRow, ReportRow
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Day, Done, Dong, Id, Listing, Made, Size, file_out, listing

MOST_PAPERS = 10
PayeeKey = Annotated[str, Form(pattern=r"^party:[0-9]{1,18}$", description="Key of the payee", examples=["party:12"])]
InvoicePart = Annotated[str, Form(max_length=20, description="Part of the invoice; all four or none")]


def require_few(papers: list[UploadedFile]) -> None:
    if len(papers) > MOST_PAPERS:
        text = Text(f"Nhiều nhất {MOST_PAPERS} tệp một lần.", f"At most {MOST_PAPERS} files at once.")
        raise Refused.because(Reason("many", text, Text("Mời ông/bà gửi ít hơn.", "Send fewer."), "papers"))


def _line(line_id: int) -> str:
    return f"/api/v1/activity-lines/{line_id}"


def _plain(row: LineRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ActivityLineOut.model_fields}


def _report(row: ReportRow) -> dict[str, Any]:
    return asdict(row) | {"papers": [file_out(paper) for paper in row.papers]}


@door.get(
    "/activity-lines", Listing[ActivityLineOut], Text("Dòng kế hoạch hoạt động", "Lines of plans"), right=access.READ
)
def list_activity_lines(
    request: HttpRequest,
    year: PlanYear = None,
    unit: PlanUnit = "",
    kind: ActivityKind = "",
    after: After = None,
    size: Size = 25,
) -> Any:
    """Every line in force from its norm to what is left, newest plan first."""
    return listing(request, queries.lines(acting(request), year, unit, kind, after, size))


@door.get(
    "/activity-lines/{line_id}", ActivityLineWholeOut, Text("Một dòng kế hoạch", "A line of a plan"), right=access.READ
)
def read_activity_line(request: HttpRequest, line_id: Id) -> Any:
    """With what was reported of it."""
    acting(request).require(access.READ)
    row = queries.line_row(line_id)
    return _plain(row) | {"reports": [_report(one) for one in queries.reports(line_id)]}


@door.post(
    "/activity-lines/{line_id}/spends",
    Made,
    Text("Đề nghị chi", "Ask for money"),
    right=access.PLAN,
    status=201,
    takes="files",
)
def ask_activity_spend(
    request: HttpRequest,
    line_id: Id,
    payee: PayeeKey,
    amount: Annotated[Dong, Form(description="In đồng")],
    purpose: Annotated[str, Form(max_length=500)] = "",
    seller: InvoicePart = "",
    symbol: InvoicePart = "",
    invoice_number: InvoicePart = "",
    invoice_line: Annotated[int, Form(ge=0, le=9999)] = 0,
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """Never over the line, with papers. An invoice (seller's tax code, symbol, number, line) counts once in the whole city."""
    actor = acting(request)
    actor.require(access.PLAN)
    require_few(papers)
    invoice = _invoice(seller, symbol, invoice_number, invoice_line)
    command = AskSpend(line_id, payee, amount, purpose, tuple(papers), invoice, once_of(request))
    made = usecases.ask_spend(command, actor=actor)
    return {"id": str(made), "href": f"/api/v1/activity-spends/{made}"}


def _invoice(seller: str, symbol: str, number: str, no: int) -> tuple[str, str, str, int] | None:
    """All four parts, or none. Raises Refused naming the parts that are missing."""
    parts = {"seller": seller.strip(), "symbol": symbol.strip(), "invoice_number": number.strip(), "invoice_line": no}
    if not any(parts.values()):
        return None
    text = Text("Hóa đơn chưa đủ các phần.", "A part of the invoice is missing.")
    step = Text("Mời ông/bà ghi đủ cả bốn phần.", "Fill in all its four parts.")
    lacking = [name for name, part in parts.items() if not part]
    if lacking:
        raise Refused.because(*(Reason("activities.invoice_part", text, step, name) for name in lacking))
    return seller.strip(), symbol.strip(), number.strip(), no


@door.post(
    "/activity-lines/{line_id}/reports",
    Made,
    Text("Báo cáo hoạt động", "Report what took place"),
    right=access.PLAN,
    status=201,
    takes="files",
)
def report_activity(
    request: HttpRequest,
    line_id: Id,
    held_on: Annotated[Day, Form(description="Day on which it took place")],
    participants: Annotated[int, Form(ge=1, le=100_000)],
    title: Annotated[str, Form(max_length=300)] = "",
    outcome: Annotated[str, Form(max_length=4000)] = "",
    place: Annotated[str, Form(max_length=300)] = "",
    papers: File[list[UploadedFile]] = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """A report stays as it is written; what is wrong in it is put right by another report."""
    actor = acting(request)
    actor.require(access.PLAN)
    require_few(papers)
    command = ReportActivity(
        line_id, held_on, title, place, participants, outcome, tuple(papers), once_of(request)
    )  # fmt: skip
    made = usecases.report_activity(command, actor=actor)
    return {"id": str(made), "href": _line(line_id)}


@door.post(
    "/activity-lines/{line_id}/close",
    Done,
    Text("Kết thúc dòng kế hoạch", "Close a line"),
    right=access.PLAN,
    takes="nothing",
)
def close_activity_line(request: HttpRequest, line_id: Id) -> Any:
    """It needs a report, and nothing that is still to be paid; what is left goes back to the budget line."""
    usecases.close_line(CloseLine(line_id, once_of(request)), actor=acting(request))
    return {"href": _line(line_id)}
