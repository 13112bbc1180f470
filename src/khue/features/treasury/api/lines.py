"""Lines of the bank: those that wait with what they may be and why, and what a person says they are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.treasury import access, queries, usecases
from khue.features.treasury.api.shapes import (
    ClearIn,
    LineCardOut,
    MatchIn,
    SendBackIn,
    SuspenseOut,
    TreasuryGroundIn,
    WaitingLineOut,
    door,
)
from khue.features.treasury.domain.deciding import UndoMatch
from khue.features.treasury.domain.matching import Proposal
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing


def _proposed(found: tuple[Proposal, ...]) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind,
            "order_id": each.order.id if each.order else None,
            "receivable_id": each.receivable.id if each.receivable else None,
            "reference": known.reference if (known := each.order or each.receivable) else "",
            "points": each.points,
            "why": each.why,
        }
        for each in found
    ]


def _done(line_id: int) -> dict[str, str]:
    return {"href": f"/api/v1/treasury/lines/{line_id}"}


@door.get("/treasury/lines", Listing[WaitingLineOut], Text("Dòng chưa ghép", "Unmatched lines"), right=access.READ)
def list_unmatched_lines(request: HttpRequest, after: After = None, size: Size = 20) -> Any:
    """Lines that wait for a person, oldest first, with what each may be and why."""
    actor = acting(request)
    access.require_read(actor)
    hidden = queries.hidden_parties(actor)
    found, proposed = queries.waiting_lines(after, size, hidden)
    rows = {row.id: row for row in queries.veiled_list(found.rows, hidden)}
    return listing(request, found, lambda row: {"line": rows[row.id], "proposals": _proposed(proposed.get(row.id, ()))})


@door.get("/treasury/lines/{line_id}", LineCardOut, Text("Một dòng sao kê", "A statement line"), right=access.READ)
def read_bank_line(request: HttpRequest, line_id: Id) -> Any:
    """What it is or may be, why, its entry, and matches that were taken back."""
    actor = acting(request)
    access.require_read(actor)
    queries.require_line_shown(actor, line_id)
    card = queries.line(line_id, queries.hidden_parties(actor))
    return {
        "line": card.row,
        "statement_id": card.statement_id,
        "statement_name": card.statement_name,
        "proposals": _proposed(card.proposals),
        "why": card.why,
        "points": card.points,
        "entry": card.entry,
        "at": card.at,
        "undone": [{"at": at, "by": by, "ground": ground} for at, by, ground in card.undone],
    }


@door.post("/treasury/lines/{line_id}/match", Done, Text("Ghép dòng sao kê", "Match a line"), right=access.RECONCILE)
def match_line(request: HttpRequest, line_id: Id, asked: MatchIn) -> Any:
    """A person says what the line is; the ledger follows."""
    usecases.match_line(asked.command(line_id, once_of(request)), actor=acting(request))
    return _done(line_id)


@door.post("/treasury/lines/{line_id}/undo", Done, Text("Bỏ ghép", "Take a match back"), right=access.RECONCILE)
def undo_match(request: HttpRequest, line_id: Id, asked: TreasuryGroundIn) -> Any:
    """The entry is reversed, the order stands as before, and the line waits again."""
    usecases.undo_match(UndoMatch(line_id, asked.ground.strip(), once_of(request)), actor=acting(request))
    return _done(line_id)


@door.get("/treasury/suspense", Listing[SuspenseOut], Text("Tiền chờ xử lý", "Money in suspense"), right=access.READ)
def list_suspense(request: HttpRequest, after: After = None, size: Size = 30) -> Any:
    """Money on the accounts that nobody could explain, or more than was owed; oldest first."""
    actor = acting(request)
    access.require_read(actor)
    found = queries.suspense(after, size)
    rows = {row.line_id: row for row in queries.veiled_suspense(found.rows, queries.hidden_parties(actor))}
    return listing(request, found, lambda row: rows[row.line_id])


@door.post(
    "/treasury/lines/{line_id}/clear",
    Done,
    Text("Xác định tiền chờ xử lý", "Clear out of suspense"),
    right=access.RECONCILE,
)
def clear_suspense(request: HttpRequest, line_id: Id, asked: ClearIn) -> Any:
    """A person says what the money is; the ledger follows."""
    usecases.clear_suspense(asked.command(line_id, once_of(request)), actor=acting(request))
    return _done(line_id)


@door.post(
    "/treasury/lines/{line_id}/send-back",
    Made,
    Text("Trả lại người chuyển", "Send money back"),
    status=201,
    right=access.ORDER,
)
def send_back_suspense(request: HttpRequest, line_id: Id, asked: SendBackIn) -> Any:
    """A payment order over what lies in suspense is prepared; a second person approves it."""
    made = usecases.send_back(asked.send_back(line_id, once_of(request)), actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/treasury/orders/{made}"}
