"""Claims for money that is to come back, and what has come in on them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.missions import queries, usecases
from khue.features.missions.api.shapes import ClaimOut, RecoveryIn, door
from khue.features.missions.domain.overturning import RecordRecovery
from khue.features.missions.queries.revisions import RECOVER
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id


@door.get("/claims/{claim_id}", ClaimOut, Text("Một khoản phải thu hồi", "A claim"), need="view")
def read_claim(request: HttpRequest, claim_id: Id) -> Any:
    """For the debtor, and for staff who may read the support."""
    return queries.claim(claim_id, acting(request))


@door.post("/claims/{claim_id}/recoveries", Done, Text("Ghi thu hồi", "Book what came back"), right=RECOVER)
def record_recovery(request: HttpRequest, claim_id: Id, asked: RecoveryIn) -> Any:
    """Not more than is owed, with the reference of the payment."""
    actor = acting(request)
    actor.require(RECOVER)
    queries.claim(claim_id, actor)
    command = RecordRecovery(claim_id, asked.amount, asked.received_on, asked.reference, once_of(request))
    usecases.record_recovery(command, actor=actor)
    return {"href": f"/api/v1/claims/{claim_id}"}
