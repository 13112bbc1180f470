"""What everybody reads: transfers that were decided, and one of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.transfers import queries
from khue.features.transfers.api.shapes import ResultTransferOut, TransferLineOut, door
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Listing, Name, Size, listing


@door.get(
    "/result-transfers",
    Listing[TransferLineOut],
    Text("Chuyển giao không bồi hoàn", "Transfers without refund"),
    need="public",
)
def list_result_transfers(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those that were decided, newest first."""
    return listing(request, queries.transfers(acting(request), "decided", after, size))


@door.get("/result-transfers/{number}", ResultTransferOut, Text("Một chuyển giao", "A transfer"), need="public")
def read_result_transfer(request: HttpRequest, number: Name) -> Any:
    """Who received it and why, with the duties that follow; before the decision for its sides and staff only."""
    card = queries.transfer_card(number, acting(request))
    plain = ("number", "title", "result", "conditions", "state", "decided_at", "ground", "claimed")
    return {name: getattr(card, name) for name in plain} | {
        "owner": card.owner_name,
        "receivers": [name for _claim, name in card.receivers],
        "handovers": [
            {
                "receiver": one.name,
                "handed_on": one.handed_on,
                "state": one.state,
                "duties": [{"what": duty.what, "due_on": duty.due_on, "state": duty.state} for duty in one.duties],
            }
            for one in card.handovers
        ],
    }
