"""Claims for money that is to come back, and what has come in on them. What comes in is matched at the treasury's doors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.missions import queries
from khue.features.missions.api.shapes import ClaimOut, door
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import Id


@door.get("/claims/{claim_id}", ClaimOut, Text("Một khoản phải thu hồi", "A claim"), need="view")
def read_claim(request: HttpRequest, claim_id: Id) -> Any:
    """For the debtor, and for staff who may read the support: what is owed, and the reference for the transfer."""
    return queries.claim(claim_id, acting(request))
