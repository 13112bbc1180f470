"""What the lead of a mission does: hand in, report, ask for a change. The contract is answered by both sides."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile
from pydantic import Field

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.delivery import queries, usecases
from khue.features.delivery.api.shapes import ContractAnswerIn, ContractChangeIn, door
from khue.features.delivery.domain.commands import (
    AnswerContract,
    AskChange,
    HandInMilestone,
    HandInReport,
    InvoiceGiven,
)
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, Made, No

MOST_FILES = 20
Said = Annotated[str, Form(max_length=20_000)]
Rows = Annotated[list[str], Form(max_length=100, description="Of each invoice line, in one order over all of them")]
Amounts = Annotated[
    list[Annotated[int, Field(ge=0, le=10**15)]],
    Form(max_length=100, description="Amount of each invoice line in đồng, in the same order"),
]
Lines = Annotated[
    list[Annotated[int, Field(ge=1, le=999)]],
    Form(max_length=100, description="Line on each invoice, in the same order; 1 where none is given"),
]
Evidence = File[list[UploadedFile]]


def href(mission_id: int) -> str:
    return f"/api/v1/missions/{mission_id}"


def few(files: list[UploadedFile]) -> tuple[UploadedFile, ...]:
    """Raises Refused when there are more than the page takes."""
    if len(files) > MOST_FILES:
        text = Text(f"Nhiều nhất {MOST_FILES} tệp một lần.", f"At most {MOST_FILES} files at once.")
        raise Refused.because(Reason("many", text, Text("Mời ông/bà gửi ít hơn.", "Send fewer."), "files"))
    return tuple(files)


@door.post(
    "/missions/{mission_id}/milestones/{no}/handovers",
    Done,
    Text("Nộp sản phẩm của mốc", "Hand in a milestone"),
    need="submit",
    takes="files",
    edits=True,
)
def hand_in_milestone(
    request: HttpRequest,
    mission_id: Id,
    no: No,
    words: Said = "",
    files: Evidence = [],  # noqa: B006 - ninja reads it, nobody changes it
    invoice_sellers: Rows = [],  # noqa: B006 - the same
    invoice_symbols: Rows = [],  # noqa: B006 - the same
    invoice_numbers: Rows = [],  # noqa: B006 - the same
    invoice_lines: Lines = [],  # noqa: B006 - the same
    invoice_amounts: Amounts = [],  # noqa: B006 - the same
) -> Any:
    """What the milestone promises, with evidence; invoices of what lies outside the lump sum count once in the whole city."""
    invoices = _invoices(invoice_sellers, invoice_symbols, invoice_numbers, invoice_lines, invoice_amounts)
    asked = HandInMilestone(
        mission_id, no, words.strip(), few(files), invoices, seen_version(request), once_of(request)
    )
    with unchanged():
        usecases.hand_in_milestone(asked, actor=acting(request))
    return {"href": href(mission_id)}


def _invoices(
    sellers: list[str], symbols: list[str], numbers: list[str], lines: list[int], amounts: list[int]
) -> tuple[InvoiceGiven, ...]:
    """Raises Refused where a list is shorter than another, so that no invoice gets another one's amount."""
    most = max(len(sellers), len(symbols), len(numbers), len(lines), len(amounts))
    lines = lines or [1] * most
    if {len(found) for found in (sellers, symbols, numbers, lines, amounts)} != {most}:
        text = Text("Các danh sách hóa đơn không dài bằng nhau.", "The lists of invoice lines are not equally long.")
        step = Text("Mời ông/bà ghi đủ năm mục cho mỗi dòng hóa đơn.", "Give all five of each invoice line.")
        raise Refused.because(Reason("invoices", text, step, "invoice_numbers"))
    rows = zip(sellers, symbols, numbers, lines, amounts, strict=True)
    return tuple(InvoiceGiven(seller.strip(), symbol.strip(), number.strip(), line, amount) for seller, symbol, number, line, amount in rows)  # fmt: skip


@door.post(
    "/mission-reports/{mission_report_id}/handover",
    Done,
    Text("Nộp báo cáo nhiệm vụ", "Hand in a mission's report"),
    need="submit",
    takes="files",
)
def hand_in_mission_report(
    request: HttpRequest,
    mission_report_id: Id,
    words: Said = "",
    files: Evidence = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """A report that is due; an officer reads it next."""
    asked = HandInReport(mission_report_id, words.strip(), few(files), once_of(request))
    usecases.hand_in_report(asked, actor=acting(request))
    return {"href": href(queries.mission_of("report", mission_report_id))}


@door.post(
    "/missions/{mission_id}/contract-answer",
    Done,
    Text("Trả lời về hợp đồng", "Answer on the contract"),
    need="submit",
    edits=True,
)
def answer_mission_contract(request: HttpRequest, mission_id: Id, asked: ContractAnswerIn) -> Any:
    """One side's word on the version that lies before both: the lead's by its mandate, the city's by the right."""
    command = AnswerContract(mission_id, asked.agrees, asked.note, seen_version(request), once_of(request))
    with unchanged():
        usecases.answer_contract(command, actor=acting(request))
    return {"href": href(mission_id)}


@door.post(
    "/missions/{mission_id}/contract-changes",
    Made,
    Text("Đề nghị điều chỉnh hợp đồng", "Ask for a change of the contract"),
    need="submit",
    status=201,
    edits=True,
)
def ask_contract_change(request: HttpRequest, mission_id: Id, asked: ContractChangeIn) -> Any:
    """The milestones as they should be, with the ground; the department decides."""
    rows = tuple(row.plain(no) for no, row in enumerate(asked.milestones, start=1))
    command = AskChange(mission_id, rows, asked.ends_on, asked.ground, seen_version(request), once_of(request))
    with unchanged():
        made = usecases.ask_change(command, actor=acting(request))
    return {"id": str(made), "href": href(mission_id)}


@door.post(
    "/contract-changes/{change_id}/withdraw",
    Done,
    Text("Rút đề nghị điều chỉnh", "Withdraw a change"),
    need="submit",
    takes="nothing",
)
def withdraw_contract_change(request: HttpRequest, change_id: Id) -> Any:
    """While it is not decided; the contract stays as it is."""
    usecases.withdraw_change(change_id, once=once_of(request), actor=acting(request))
    return {"href": href(queries.mission_of("change", change_id))}
