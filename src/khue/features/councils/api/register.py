"""The public register of councils, for programs."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.councils import queries
from khue.features.councils.api.shapes import (
    CouncilRegisterLineOut,
    DecidedItemOut,
    PublicCouncilOut,
    door,
    register_line,
    role_out,
    state_out,
)
from khue.kernel.api.shapes import After, Listing, Name, Size, listing

Sought = Annotated[str, Query(max_length=200, description="Words of the name, the number or the founding decision, with their marks")]  # fmt: skip
Code = Annotated[str, Query(max_length=20, description="Code as the register's search has it; empty or unknown: all")]


@door.get("/council-register", Listing[CouncilRegisterLineOut], Text("Danh mục hội đồng", "Register of councils"), need="public")  # fmt: skip
def list_public_councils(
    request: HttpRequest, q: Sought = "", kind: Code = "", state: Code = "", after: After = None, size: Size = 25
) -> Any:
    """Councils from their founding decision on, newest first. ``decided`` counts what signed minutes say."""
    return listing(request, queries.council_register(q, kind, state, after, size), register_line)


@door.get("/council-register/{number}", PublicCouncilOut, Text("Một hội đồng", "A council on the register"), need="public")  # fmt: skip
def read_public_council(request: HttpRequest, number: Name) -> Any:
    """Term, members in office and the public part of signed minutes. Whose data are restricted is left out and still counted."""
    found = queries.public_council(number)
    return register_line(found.row) | {
        "purpose": found.purpose,
        "sitting": [role_out(one) for one in found.roles],
        "minutes": found.minutes,
    }


@door.get(
    "/council-register/{number}/decisions",
    Listing[DecidedItemOut],
    Text("Kết luận của một hội đồng", "Decisions of a council"),
    need="public",
)
def list_council_decisions(request: HttpRequest, number: Name, after: After = None, size: Size = 50) -> Any:
    """Items by their number on the council's list, without title and applicant."""
    found = queries.decided_items(queries.public_council(number).row.id, after, size)
    return listing(
        request,
        found,
        lambda one: {
            "number": one.number,
            "outcome": state_out(one.outcome, one.outcome_words),
            "decided_at": one.decided_at,
            "minutes": one.minutes,
        },
    )
