"""The register of missions, for programs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.delivery import queries
from khue.features.delivery.api.shapes import FundedMissionOut, FundedMissionPageOut, MissionOut, door
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Listing, Name, Size, Words, listing

View = Annotated[
    Literal["open", "running", "ended", "all"],
    Query(description="Which missions: under way, running, ended, or all of them"),
]


@door.get(
    "/funded-missions", Listing[FundedMissionOut], Text("Danh mục nhiệm vụ công khai", "Public register of missions"),
    need="public",
)  # fmt: skip
def list_funded_missions(request: HttpRequest, q: Words = "", after: After = None, size: Size = 25) -> Any:
    """Missions whose money is approved, newest decision first."""
    return listing(request, queries.public_missions(q, after, size))


@door.get(
    "/funded-missions/{number}", FundedMissionPageOut, Text("Một nhiệm vụ công khai", "A public mission"), need="public"
)
def read_funded_mission(request: HttpRequest, number: Name) -> Any:
    """What everybody may read of it, with its milestones."""
    found = queries.public_mission(number)
    shown = {name: getattr(found.row, name) for name in FundedMissionOut.model_fields}
    return {**shown, "call": found.call, "mode": found.mode, "milestones": list(found.milestones)}


@door.get("/missions", Listing[MissionOut], Text("Nhiệm vụ", "Missions"), right="delivery.read")
def list_missions(
    request: HttpRequest, q: Words = "", view: View = "open", after: After = None, size: Size = 25
) -> Any:
    """Missions from the appraisal to their end, newest first."""
    page = queries.missions(acting(request), view, q, after, size)
    names = [name for name in MissionOut.model_fields if name != "state"]
    return listing(
        request, page.of(lambda row: {**{name: getattr(row, name) for name in names}, "state": row.state_words})
    )
