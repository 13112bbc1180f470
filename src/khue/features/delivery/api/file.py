"""The file of a mission: for its lead's side, its team and staff; its ETag is what deeds rest on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.delivery import queries
from khue.features.delivery.api.shapes import MissionFileOut, MissionOut, door
from khue.features.delivery.queries import MissionCard
from khue.kernel.api.answers import note_version
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Id, Listing, Size, file_out, listing


@door.get("/my-missions", Listing[MissionOut], Text("Nhiệm vụ của tôi", "My missions"), need="view")
def list_my_missions(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those that a party of the caller leads, or that the caller works on; newest first."""
    page = queries.my_missions(acting(request), after, size)
    names = [name for name in MissionOut.model_fields if name != "state"]
    return listing(
        request, page.of(lambda row: {**{name: getattr(row, name) for name in names}, "state": row.state_words})
    )


@door.get("/missions/{mission_id}", MissionFileOut, Text("Hồ sơ nhiệm vụ", "The file of a mission"), need="view")
def read_mission_file(request: HttpRequest, mission_id: Id) -> Any:
    """Costs, contract, milestones, reports, ends. Its ETag is what an appraisal, a contract or an end rests on."""
    found = queries.mission_page(mission_id, acting(request))
    note_version(request, found.version)
    return _file(found)


def _file(found: MissionCard) -> dict[str, Any]:
    shown = {name: getattr(found, name) for name in MissionFileOut.model_fields}
    return shown | {
        "milestones": [_with(row, handovers=[_papers(one) for one in row.handovers]) for row in found.milestones],
        "contracts": [_with(row, prepared_by=row.prepared_by_name) for row in found.contracts],
        "reports": [_papers(row) for row in found.reports],
        "checks": [_papers(row) for row in found.checks],
    }


def _with(row: Any, **more: Any) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in row.__slots__}
    return plain | {"payable": getattr(row, "payable", 0)} | more


def _papers(row: Any) -> dict[str, Any]:
    return _with(row, files=[file_out(card) for card in row.files])
