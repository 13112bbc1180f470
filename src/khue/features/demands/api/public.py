"""What everybody reads of the market of problems."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.demands import queries
from khue.features.demands.api.shapes import DemandLineOut, DemandOut, door
from khue.features.demands.queries import DemandCard, DemandFilter
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Listing, Name, Size, Words, listing
from khue.kernel.viewing import note_view

Only = Annotated[str, Query(max_length=60, description="Only this code; empty: every one")]
Level = Annotated[int, Query(ge=0, le=9, description="At least this readiness; 0: every one")]
Which = Annotated[str, Query(max_length=20, description="open, over; empty: every one")]


@door.get(
    "/technology-demands", Listing[DemandLineOut], Text("Nhu cầu công nghệ", "Demands for technology"), need="public"
)
def list_technology_demands(
    request: HttpRequest, q: Words = "", field: Only = "", mode: Only = "", stage: Level = 0, state: Which = "", after: After = None, size: Size = 25
) -> Any:  # fmt: skip
    """Published problems, newest first."""
    asked = DemandFilter(q, field, mode, stage, state)
    return listing(request, queries.demands(acting(request), asked, after, size))


@door.get("/technology-demands/{number}", DemandOut, Text("Một nhu cầu công nghệ", "A demand"), need="public")
def read_technology_demand(request: HttpRequest, number: Name) -> Any:
    """What everybody reads; a supplier reads its own solutions besides, the demander's side all of them once the deadline has passed."""
    actor = acting(request)
    card = queries.public_demand(number, actor)
    for row in card.solutions:
        if row.reads_as == "demander":
            note_view(actor, row.party, "demands.solutions", f"demand:{card.id}")
    return demand_out(card)


def demand_out(card: DemandCard) -> dict[str, Any]:
    """The card as ``DemandOut``."""
    said = card.wanted
    return {
        **{name: getattr(card, name) for name in ("number", "field", "demander", "state", "published_on", "ground", "count", "chosen")},
        **{name: getattr(said, name) for name in ("title", "deadline", "problem", "data", "test", "rules", "territory", "budget_from", "budget_to")},
        "stage": said.stage or None,
        "codes": list(said.codes),
        "modes": list(said.modes),
        "takes_solutions": card.is_open,
        "steps": [{"step": one.label, "ground": one.ground, "by": one.by, "at": one.at} for one in card.steps],
        "solutions": [
            {name: getattr(one, name) for name in ("no", "party", "name", "state", "says", "offer", "price", "days", "at", "ground", "trials")}
            | {"confidential": one.has_secret}
            for one in card.solutions
        ],
    }  # fmt: skip
