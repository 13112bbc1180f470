"""Claims on results that are on offer without refund: made by a party, read by the owner's side and staff."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.results import queries, usecases
from khue.features.results.api.asked import TransferClaimIn
from khue.features.results.api.shapes import ResultGroundIn, TransferClaimOut, door
from khue.features.results.domain.claims import ClaimTransfer, WithdrawClaim
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing, whole


@door.get(
    "/my-transfer-claims",
    Listing[TransferClaimOut],
    Text("Đăng ký nhận chuyển giao của tôi", "My claims on results"),
    need="view",
)
def list_my_transfer_claims(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those of the parties that the caller acts for, newest first."""
    return listing(request, queries.my_claims(acting(request), after, size))


@door.get(
    "/result-files/{result_id}/transfer-claims",
    Listing[TransferClaimOut],
    Text("Đăng ký nhận chuyển giao một kết quả", "Claims on a result"),
    need="view",
)
def list_transfer_claims(request: HttpRequest, result_id: Id) -> Any:
    """For the owner's side and staff who may read the result, newest first; authors of other parties see none."""
    return whole(queries.claims_on(result_id, acting(request)))


@door.post(
    "/transfer-offers/{offer_id}/claims",
    Made,
    Text("Đăng ký nhận chuyển giao không bồi hoàn", "Claim the transfer of a result"),
    need="submit",
    status=201,
)
def claim_result_transfer(request: HttpRequest, offer_id: Id, asked: TransferClaimIn) -> Any:
    """While the offer takes claims, once per party. No law that is known sets a day for the answer."""
    command = ClaimTransfer(offer_id, asked.party, asked.purpose, once_of(request))
    made = usecases.claim_transfer(command, actor=acting(request))
    return {"id": str(made), "href": "/api/v1/my-transfer-claims"}


@door.post(
    "/transfer-claims/{claim_id}/withdraw",
    Done,
    Text("Rút đăng ký nhận chuyển giao", "Withdraw a claim on a result"),
    need="submit",
)
def withdraw_transfer_claim(request: HttpRequest, claim_id: Id, asked: ResultGroundIn) -> Any:
    """By the party that claimed; what it said stays on record."""
    usecases.withdraw_claim(WithdrawClaim(claim_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": "/api/v1/my-transfer-claims"}
