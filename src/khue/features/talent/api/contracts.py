"""Offers and contracts by result: drawn up, decided, concluded, checked, paid, ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.talent import access, queries, usecases
from khue.features.talent.api.answers import engagement_out, offer_out
from khue.features.talent.api.asked import (
    ContractIn,
    ExpertDueCheckIn,
    ExpertEndIn,
    ExpertOfferDecisionIn,
    ExpertOfferIn,
    ExpertPaymentIn,
    TalentGroundIn,
)
from khue.features.talent.api.shapes import (
    EngagementLineOut,
    EngagementOut,
    ExpertOfferOut,
    OfferLawOut,
    TalentOrigin,
    TalentState,
    door,
)
from khue.features.talent.domain.commands import (
    CheckDue,
    CloseEngagement,
    ConcludeContract,
    DecideOffer,
    DraftOffer,
    EndEngagement,
    OrderDue,
    WithdrawOffer,
)
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, Words, listing, whole
from khue.kernel.viewing import note_view


def _offer(offer_id: int) -> str:
    return f"/api/v1/expert-offers/{offer_id}"


def _engagement(engagement_id: int) -> str:
    return f"/api/v1/engagements/{engagement_id}"


# -- offers ------------------------------------------------------------------------------------------------------------


@door.get("/expert-offer-law", Listing[OfferLawOut], Text("Mức theo quy định", "The law on offers"), need="public")
def list_offer_law(request: HttpRequest) -> Any:
    """Figures that the parts of an offer are held against; one that is unset or only a draft binds nothing, and says so."""
    return whole(queries.law_of_offers(acting(request).today))


@door.get("/expert-offers/{offer_id}", ExpertOfferOut, Text("Một đề nghị hợp đồng", "An offer"), need="view")
def read_expert_offer(request: HttpRequest, offer_id: Id) -> Any:
    """For the expert once it was sent, and for staff: each part with what the rulebook said of it."""
    return offer_out(queries.offer_card(offer_id, acting(request)))


@door.post(
    "/candidacies/{candidacy_id}/offers",
    Made,
    Text("Lập đề nghị hợp đồng", "Draw up an offer"),
    right=access.SELECT,
    status=201,
)
def draft_expert_offer(request: HttpRequest, candidacy_id: Id, asked: ExpertOfferIn) -> Any:
    """To a recommended candidate. What the rules said of every part is kept with it; a second person decides."""
    made = usecases.draft_offer(DraftOffer(candidacy_id, asked.plain(), None, once_of(request)), actor=acting(request))
    return {"id": str(made), "href": _offer(made)}


@door.post(
    "/engagements/{engagement_id}/renewal-offers",
    Made,
    Text("Lập đề nghị gia hạn hợp đồng", "Offer a renewal"),
    right=access.SELECT,
    status=201,
)
def draft_renewal_offer(request: HttpRequest, engagement_id: Id, asked: ExpertOfferIn) -> Any:
    """After an evaluation that says so; the new contract has the same number and the next version."""
    actor = acting(request)
    actor.require(access.SELECT)
    card = queries.engagement_card(engagement_id, actor)
    command = DraftOffer(card.candidacy, asked.plain(), engagement_id, once_of(request))
    made = usecases.draft_offer(command, actor=actor)
    return {"id": str(made), "href": _offer(made)}


@door.post(
    "/expert-offers/{offer_id}/decision",
    Done,
    Text("Duyệt đề nghị hợp đồng", "Decide on an offer"),
    right=access.APPROVE,
)
def decide_expert_offer(request: HttpRequest, offer_id: Id, asked: ExpertOfferDecisionIn) -> Any:
    """Approved, it goes to the expert and its clock runs. What was drawn up never changes, so no If-Match is needed."""
    command = DecideOffer(offer_id, asked.approved, asked.answer_by, asked.ground, once_of(request))
    usecases.decide_offer(command, actor=acting(request))
    return {"href": _offer(offer_id)}


@door.post(
    "/expert-offers/{offer_id}/withdraw",
    Done,
    Text("Rút lại đề nghị hợp đồng", "Withdraw an offer"),
    right=access.SELECT,
)
def withdraw_expert_offer(request: HttpRequest, offer_id: Id, asked: TalentGroundIn) -> Any:
    """Before it is answered."""
    usecases.withdraw_offer(WithdrawOffer(offer_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": _offer(offer_id)}


# -- contracts ---------------------------------------------------------------------------------------------------------


@door.get("/engagements", Listing[EngagementLineOut], Text("Hợp đồng chuyên gia", "Engagements"), right=access.READ)
def list_engagements(
    request: HttpRequest,
    state: TalentState = "",
    origin: TalentOrigin = "",
    q: Words = "",
    after: After = None,
    size: Size = 25,
) -> Any:
    """All of them, newest first; names of restricted persons are left out."""
    return listing(request, queries.engagements(acting(request), state, origin, q, after, size))


@door.get("/engagements/{engagement_id}", EngagementOut, Text("Một hợp đồng chuyên gia", "An engagement"), need="view")
def read_engagement(request: HttpRequest, engagement_id: Id) -> Any:
    """For the expert and staff. Its ETag is what the steps of the contract rest on."""
    actor = acting(request)
    card = queries.engagement_card(engagement_id, actor)
    if not card.mine:
        note_view(actor, card.person, "talent.engagement", f"engagement:{card.id}")
    note_version(request, card.revision)
    return engagement_out(card)


@door.post(
    "/engagements/{engagement_id}/contract",
    Done,
    Text("Lập hợp đồng theo sản phẩm", "Conclude a contract"),
    right=access.APPROVE,
    edits=True,
)
def conclude_expert_contract(request: HttpRequest, engagement_id: Id, asked: ContractIn) -> Any:
    """Money is committed on a budget line, which refuses more than it holds; the paper is drawn up for both signatures."""
    with unchanged():
        command = ConcludeContract(engagement_id, asked.line, once_of(request), seen_version(request))
        usecases.conclude_contract(command, actor=acting(request))
    return {"href": _engagement(engagement_id)}


@door.post(
    "/expert-dues/{due_id}/check",
    Done,
    Text("Nghiệm thu sản phẩm của chuyên gia", "Check what was handed in"),
    right=access.CHECK,
    edits=True,
)
def check_expert_due(request: HttpRequest, due_id: Id, asked: ExpertDueCheckIn) -> Any:
    """By the contract's criteria, on the engagement as it was read; accepted, the city owes the amount from then on."""
    with unchanged():
        command = CheckDue(due_id, asked.accepted, asked.note, once_of(request), seen_version(request))
        usecases.check_due(command, actor=acting(request))
    return {"href": _engagement(queries.engagement_of_due(due_id))}


@door.post(
    "/expert-dues/{due_id}/payment",
    Made,
    Text("Lập lệnh chi cho chuyên gia", "Order an expert's payment"),
    right=access.PAY,
    status=201,
    edits=True,
)
def order_expert_payment(request: HttpRequest, due_id: Id, asked: ExpertPaymentIn) -> Any:
    """For an accepted line of a contract that both sides signed; paid is what a bank statement shows."""
    with unchanged():
        command = OrderDue(
            due_id,
            asked.account(),
            asked.content,
            asked.budget(),
            asked.account_id,
            asked.same_holder,
            once_of(request),
            seen_version(request),
        )
        made = usecases.order_due(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/treasury/orders/{made}"}


@door.post(
    "/engagements/{engagement_id}/end",
    Done,
    Text("Chấm dứt hợp đồng chuyên gia", "End a contract"),
    right=access.APPROVE,
    edits=True,
)
def end_engagement(request: HttpRequest, engagement_id: Id, asked: ExpertEndIn) -> Any:
    """What was accepted is still paid; the rest is dropped and its money goes back to its line."""
    with unchanged():
        command = EndEngagement(engagement_id, asked.cause, asked.ground, once_of(request), seen_version(request))
        usecases.end_engagement(command, actor=acting(request))
    return {"href": _engagement(engagement_id)}


@door.post(
    "/engagements/{engagement_id}/close",
    Done,
    Text("Hoàn thành hợp đồng chuyên gia", "Complete a contract"),
    right=access.SELECT,
    takes="nothing",
    edits=True,
)
def close_engagement(request: HttpRequest, engagement_id: Id) -> Any:
    """Every result is accepted; what else the contract allowed and nobody asked for goes back to its line."""
    with unchanged():
        command = CloseEngagement(engagement_id, once_of(request), seen_version(request))
        usecases.close_engagement(command, actor=acting(request))
    return {"href": _engagement(engagement_id)}
