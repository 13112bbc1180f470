"""Search across dossiers, papers and people, within the caller's rights."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.desk import access
from khue.features.desk.api.shapes import FoundOut, door
from khue.kernel import search
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import Size, Words

Kind = Annotated[str, Query(max_length=40, description="One of `kinds` of the answer; empty for all")]
Start = Annotated[int, Query(ge=0, le=search.MOST_SHOWN, description="How many results to leave out")]


@door.get("/search", FoundOut, Text("Tìm kiếm", "Search"), right="any right of a role")
def search_records(request: HttpRequest, q: Words = "", kind: Kind = "", start: Start = 0, size: Size = 20) -> Any:
    """What fits every word, the likeliest first. `ready` is false while the index is being made."""
    actor = acting(request)
    access.require_desk(actor)
    kinds = search.kinds_for(actor)
    found = search.find(" ".join(q.split()), (kind,) if kind in kinds else kinds, offset=start, size=size)
    return {"items": found.hits, "total": found.total, "near": found.near, "ready": found.ready, "kinds": kinds}
