"""Bodies, charter and capital of the fund: entered with their instrument, confirmed by a second person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.features.fund import access, usecases
from khue.features.fund.api.shapes import (
    CharterAnswerIn,
    CharterIn,
    FundSourceIn,
    SeatEndIn,
    SeatIn,
    StatementLineIn,
    door,
)
from khue.features.fund.domain.bodies import EndSeat, FillSeat
from khue.features.fund.domain.capital import PromiseSource, ReceiveSource
from khue.features.fund.domain.charter import DEEDS, Charter, ConfirmCharter, ProposeCharter
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id, Made

SEATS, CHARTERS, CAPITAL = "/api/v1/fund/seats", "/api/v1/fund/charters", "/api/v1/fund/capital"


@door.post("/fund/sources", Made, Text("Ghi nguồn vốn", "Enter a source of capital"), right=access.CHARTER, status=201)
def enter_fund_source(request: HttpRequest, asked: FundSourceIn) -> Any:
    """It counts when a bank statement shows the money."""
    command = PromiseSource(
        asked.kind, Text(asked.name_vi, asked.name_en), asked.promised, asked.instrument, once_of(request)
    )
    made = usecases.promise_source(command, actor=acting(request))
    return {"id": str(made), "href": CAPITAL}


@door.post("/fund/sources/{fund_source_id}/receipts", Made, Text("Nhận vốn", "Receive capital"), right=access.PAY, status=201)  # fmt: skip
def receive_fund_source(request: HttpRequest, fund_source_id: Id, asked: StatementLineIn) -> Any:
    """The whole of a statement line that the treasury set aside was money of this source."""
    command = ReceiveSource(fund_source_id, asked.line_id, once_of(request))
    made = usecases.receive_source(command, actor=acting(request))
    return {"id": str(made), "href": CAPITAL}


@door.post("/fund/seats", Made, Text("Ghi vị trí trong Quỹ", "Fill a seat"), right=access.CHARTER, status=201)
def fill_fund_seat(request: HttpRequest, asked: SeatIn) -> Any:
    """Nobody holds two seats at a time, and nobody enters a seat for oneself."""
    made = usecases.fill_seat(FillSeat(**asked.dict(), once=once_of(request)), actor=acting(request))
    return {"id": str(made), "href": SEATS}


@door.post("/fund/seats/{seat_id}/end", Done, Text("Ghi thôi giữ vị trí", "End a seat"), right=access.CHARTER)
def end_fund_seat(request: HttpRequest, seat_id: Id, asked: SeatEndIn) -> Any:
    """What its holder decided stands."""
    usecases.end_seat(EndSeat(seat_id, asked.until_on, asked.instrument, once_of(request)), actor=acting(request))
    return {"href": SEATS}


@door.post(
    "/fund/charters",
    Made,
    Text("Đề nghị phiên bản Điều lệ", "Propose a version of the charter"),
    right=access.CHARTER,
    status=201,
    takes="files",
)
def propose_fund_charter(request: HttpRequest, asked: Form[CharterIn], file: File[UploadedFile]) -> Any:
    """Settings as the charter has them, with its file. Nothing holds before a second person confirms it."""
    limits = {deed: most for deed in DEEDS if (most := getattr(asked, deed))}
    charter = Charter(0, asked.from_on, frozenset(asked.products), limits, tuple(asked.notice_days), asked.late_after)
    command = ProposeCharter(charter, asked.instrument, file, once_of(request))
    made = usecases.propose_charter(command, actor=acting(request))
    return {"id": str(made), "href": CHARTERS}


@door.post("/fund/charters/{charter_id}/answer", Done, Text("Xác nhận Điều lệ", "Confirm a charter"), right=access.CONFIRM)  # fmt: skip
def confirm_fund_charter(request: HttpRequest, charter_id: Id, asked: CharterAnswerIn) -> Any:
    """Compared with its file by another person than the one who proposed it; a confirmed version never changes."""
    command = ConfirmCharter(charter_id, asked.confirmed, asked.note, once_of(request))
    usecases.confirm_charter(command, actor=acting(request))
    return {"href": CHARTERS}
