"""Money that is to come in, and what came."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.treasury import access, queries
from khue.features.treasury.api.shapes import ReceivableCardOut, ReceivableOut, door
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Id, Listing, Size, listing

Which = Annotated[Literal["", "open", "settled"], Query(description="Still owed, received in full; empty for all")]


@door.get(
    "/treasury/receivables", Listing[ReceivableOut], Text("Khoản phải thu", "Money to come in"), right=access.READ
)
def list_receivables(request: HttpRequest, state: Which = "", after: After = None, size: Size = 30) -> Any:
    """What is owed to the city, newest first."""
    actor = acting(request)
    access.require_read(actor)
    hidden = queries.hidden_parties(actor)
    return listing(request, queries.receivables(state, after, size), lambda row: queries.veiled(row, hidden))


@door.get(
    "/treasury/receivables/{receivable_id}",
    ReceivableCardOut,
    Text("Một khoản phải thu", "A receivable"),
    right=access.READ,
)
def read_receivable(request: HttpRequest, receivable_id: Id) -> Any:
    """What is owed, under which reference, and the statement lines that brought something."""
    actor = acting(request)
    access.require_read(actor)
    found = queries.receivable(receivable_id)
    queries.require_shown(actor, found.row.party)
    return found
