"""Council fees: what signed minutes earned, what waits and why, everybody's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.features.activities import access, queries, usecases
from khue.features.activities.api.asked import AcceptFeesIn, SettleFeeIn
from khue.features.activities.api.shapes import CouncilFeeOut, FeeResultOut, FeeState, door
from khue.features.activities.domain.commands import AcceptFees, FeeResult, SettleFee
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, DecisionOut, Done, Id, Listing, Size, listing, whole


@door.get("/council-fees", Listing[CouncilFeeOut], Text("Thù lao hội đồng", "Council fees"), right=access.READ)
def list_council_fees(request: HttpRequest, state: FeeState = "", after: After = None, size: Size = 25) -> Any:
    """Each fee becomes a spend by itself; what can't be placed waits with its reason."""
    return listing(request, queries.fees(acting(request), state, after, size))


@door.get("/my-council-fees", Listing[CouncilFeeOut], Text("Thù lao hội đồng của tôi", "My council fees"), need="view")
def list_my_council_fees(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """What signed minutes earned the caller, and where each fee stands."""
    return listing(request, queries.my_fees(acting(request), after, size))


@door.post(
    "/council-fees/acceptances",
    Listing[FeeResultOut],
    Text("Duyệt nhiều khoản thù lao", "Accept many council fees"),
    right=access.ACCEPT,
)
def accept_council_fees(request: HttpRequest, asked: AcceptFeesIn) -> Any:
    """At most 100 spends of council fees; each is judged by itself and has a result of its own."""
    found = usecases.accept_fees(AcceptFees(tuple(asked.spends), once_of(request)), actor=acting(request))
    return whole(found, _result)


def _result(one: FeeResult) -> dict[str, Any]:
    reasons = DecisionOut.of(Decision.refuse(*one.reasons)).reasons if one.reasons else []
    return {"spend": one.spend, "accepted": one.accepted, "reasons": reasons}


@door.post(
    "/council-fees/{fee_id}/settlement", Done, Text("Xử lý thù lao đang chờ", "Settle a waiting fee"), right=access.PLAN
)
def settle_council_fee(request: HttpRequest, fee_id: Id, asked: SettleFeeIn) -> Any:
    """The amount of a fee without a norm, or a returned one sent on again; another person accepts the spend."""
    usecases.settle_fee(SettleFee(fee_id, asked.each, asked.ground, once_of(request)), actor=acting(request))
    return {"href": "/api/v1/council-fees?state=waiting"}
