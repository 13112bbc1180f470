"""Accounts of the city, files that carry approved orders out, the daily cash picture."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Path

from khue.core.bilingual import Text
from khue.features.treasury import access, queries, usecases
from khue.features.treasury.api.shapes import (
    CashAccountOut,
    CityAccountIn,
    CityAccountOut,
    OrderRowOut,
    PaymentFileOut,
    PaymentFileRowOut,
    SendIn,
    door,
)
from khue.features.treasury.domain.bank_files import LISTS, pain001
from khue.features.treasury.domain.orders import SendFile
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Id, Listing, Made, Size, listing, whole
from khue.kernel.exports import csv_response, xlsx_response
from khue.kernel.headers import disposition

Form = Annotated[
    Literal["pain001", "bank-csv", "bank-xlsx", "treasury-csv", "treasury-xlsx"],
    Path(description="ISO 20022 pain.001, or the list of a bank or of the State Treasury"),
]
BYTES = "*/*"  # XML, CSV or XLSX


@door.get("/treasury/accounts", Listing[CityAccountOut], Text("Tài khoản của Thành phố", "Accounts"), right=access.READ)
def list_city_accounts(request: HttpRequest) -> Any:
    """The accounts from which the city pays, in the order in which they were opened."""
    access.require_read(acting(request))
    return whole(queries.city_accounts())


@door.post("/treasury/accounts", Made, Text("Thêm tài khoản", "Open an account"), status=201, right=access.ORDER)
def open_city_account(request: HttpRequest, asked: CityAccountIn) -> Any:
    """Its number is written into every file and compared with every statement."""
    made = usecases.open_city_account(asked.command(once_of(request)), actor=acting(request))
    return {"id": str(made), "href": "/api/v1/treasury/accounts"}


@door.get(
    "/treasury/accounts/{account_id}/ready",
    Listing[OrderRowOut],
    Text("Lệnh chi chờ gửi", "Orders that can be sent"),
    right=access.ORDER,
)
def list_ready_orders(request: HttpRequest, account_id: Id) -> Any:
    """Approved orders of an account that its next file can carry, oldest first."""
    acting(request).require(access.ORDER)
    return whole(queries.approved_orders(queries.city_account(account_id).id))


@door.post(
    "/treasury/accounts/{account_id}/files",
    Made,
    Text("Lập tệp chi", "Make a payment file"),
    status=201,
    right=access.ORDER,
)
def send_orders(request: HttpRequest, account_id: Id, asked: SendIn) -> Any:
    """The file takes approved orders along as they are; their money is in transit until the statement shows it."""
    command = SendFile(account_id, tuple(asked.orders), once_of(request))
    made = usecases.send_file(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/treasury/files/{made}"}


@door.get("/treasury/files", Listing[PaymentFileRowOut], Text("Tệp chi", "Payment files"), right=access.READ)
def list_payment_files(request: HttpRequest, after: After = None, size: Size = 30) -> Any:
    """What went out to the State Treasury and the banks, newest first."""
    access.require_read(acting(request))
    return listing(request, queries.payment_files(after, size))


@door.get("/treasury/files/{file_id}", PaymentFileOut, Text("Một tệp chi", "A payment file"), right=access.READ)
def read_payment_file(request: HttpRequest, file_id: Id) -> Any:
    """Its transfers as they were sent."""
    actor = acting(request)
    access.require_read(actor)
    row, sent = queries.payment_file(file_id)
    return {"file": row, "transfers": queries.veiled_transfers(file_id, sent.lines, queries.hidden_parties(actor))}


@door.get("/treasury/files/{file_id}/{form}", BYTES, Text("Tải tệp chi", "Download a payment file"), right=access.READ)
def download_payment_file(request: HttpRequest, file_id: Id, form: Form) -> HttpResponseBase:
    """The file in one of its forms. It says the same whenever it is asked for."""
    actor = acting(request)
    access.require_read(actor)
    queries.require_file_shown(actor, file_id)
    _row, sent = queries.payment_file(file_id)
    if form == "pain001":
        answer = HttpResponse(pain001(sent), content_type="application/xml")
        answer.headers["Content-Disposition"] = disposition(f"{sent.name}.xml")
        return answer
    kind, _dash, ending = form.partition("-")
    columns, make = LISTS[kind]
    respond = csv_response if ending == "csv" else xlsx_response
    return respond(f"{sent.name}-{kind}", columns, map(make, sent.lines))


@door.get("/treasury/cash", Listing[CashAccountOut], Text("Tồn quỹ hằng ngày", "Daily cash"), right=access.READ)
def read_cash(request: HttpRequest) -> Any:
    """Each account: what it held, what came in and went out in the last 31 days, what is on its way."""
    actor = acting(request)
    access.require_read(actor)
    return whole(queries.cash(actor.today))
