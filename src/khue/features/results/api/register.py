"""The public register of results, for programs."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.results import queries
from khue.features.results.api.shapes import ResultLineOut, ResultOut, TransferOfferOut, door
from khue.features.results.queries import RightRow
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Listing, Name, Size, Words, listing

Code = Annotated[str, Query(max_length=20, description="Code as the register's search has it; empty for all")]


def right_values(row: RightRow) -> dict[str, Any]:
    """An intellectual-property object as its shape wants it."""
    shown = {name: getattr(row, name) for name in ("id", "kind", "title", "territory", "code", "state", "number")}
    return shown | {"steps": [{"state": state, "on": on, "number": number} for state, on, number in row.steps]}


@door.get("/results", Listing[ResultLineOut], Text("Sổ đăng ký kết quả", "Register of results"), need="public")
def list_registered_results(
    request: HttpRequest, q: Words = "", kind: Code = "", field: Code = "", after: After = None, size: Size = 25
) -> Any:
    """Registered results of publicly funded tasks, newest first."""
    return listing(request, queries.register(q, kind, field, after, size))


@door.get("/results/{number}", ResultOut, Text("Một kết quả đã đăng ký", "A registered result"), need="public")
def read_result(request: HttpRequest, number: Name) -> Any:
    """What is public of it, by its registration number."""
    found = queries.public_result(number)
    shown = {name: getattr(found, name) for name in ResultOut.model_fields}
    shown["owners"] = [{"name": row.name, "part": row.part, "share": str(row.share)} for row in found.owners]
    shown["rights"] = [right_values(row) for row in found.rights]
    return shown


@door.get(
    "/transfer-offers",
    Listing[TransferOfferOut],
    Text("Kết quả được giới thiệu chuyển giao không bồi hoàn", "Results offered for transfer without refund"),
    need="public",
)
def list_transfer_offers(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Offers whose window for claims is open today, newest first."""
    return listing(request, queries.offered(acting(request).today, after, size))
