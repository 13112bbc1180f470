"""One's own deals: read, said, offered, reported."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.deals import queries, usecases
from khue.features.deals.api.shapes import (
    DealLineOut,
    DealMessageIn,
    DealOut,
    DealTermsIn,
    DealView,
    RoyaltyReportIn,
    door,
)
from khue.features.deals.domain.commands import MakeTerms, WriteMessage
from khue.features.deals.domain.contracting import ReportRoyalty
from khue.features.deals.queries import DealCard
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Id, Listing, Made, Size, file_out, listing
from khue.kernel.viewing import note_view


def href_of(deal_id: int) -> str:
    return f"/api/v1/technology-deals/{deal_id}"


@door.get("/technology-deals", Listing[DealLineOut], Text("Giao dịch công nghệ", "Technology deals"), need="view")
def list_technology_deals(request: HttpRequest, view: DealView = "live", after: After = None, size: Size = 25) -> Any:
    """One's own, as a side or its broker, newest first; for staff all of them."""
    chosen = view if view in queries.VIEWS else queries.VIEWS[0]
    return listing(request, queries.deals(acting(request), chosen, after, size))


@door.get("/technology-deals/{deal_id}", DealOut, Text("Một giao dịch công nghệ", "A technology deal"), need="view")
def read_technology_deal(request: HttpRequest, deal_id: Id) -> Any:
    """For its sides and their brokers with the talks; staff read where it stands. Never the confidential part of the offer."""
    actor = acting(request)
    card = queries.deal_card(deal_id, actor)
    if card.role == "staff":
        for party in (card.seller_key, card.buyer_key):
            note_view(actor, party, "deals.deal", f"deal:{card.id}")
    return _deal(card)


def _deal(card: DealCard) -> dict[str, Any]:
    plain = (
        "id",
        "number",
        "title",
        "offer_number",
        "seller",
        "buyer",
        "state",
        "asked_at",
        "answer_due",
        "role",
        "note",
    )
    talks = card.role != "staff"
    return {name: getattr(card, name) for name in plain} | {
        "messages": [
            {name: getattr(one, name) for name in ("no", "side", "by", "at", "text", "title", "version")}
            | {"papers": [file_out(paper) for paper in one.papers]}
            for one in card.messages
        ],
        "terms": [
            {
                name: getattr(one, name)
                for name in (
                    "no", "side", "state", "stands", "mode", "territory", "lump", "royalty", "royalty_least", "audit_months", "audit_days",
                    "words", "valid_until", "at",
                )
            }
            | {"instalments": [{"due_on": day, "amount": amount} for day, amount in one.instalments]}
            for one in card.terms
        ],
        "dues": [
            {name: getattr(one, name) for name in ("no", "kind", "amount", "due_on", "sales", "state")} for one in card.dues if talks
        ],
        "obligations": [
            {name: getattr(one, name) for name in ("no", "kind", "what", "side", "due_on", "state")} for one in card.obligations
        ],
    }  # fmt: skip


@door.post(
    "/technology-deals/{deal_id}/messages",
    Made,
    Text("Gửi trao đổi trong giao dịch", "Write a message"),
    need="submit",
    status=201,
)
def write_deal_message(request: HttpRequest, deal_id: Id, asked: DealMessageIn) -> Any:
    """By a side or its broker; nothing of it is changed afterwards."""
    made = usecases.write_message(WriteMessage(deal_id, asked.text, once=once_of(request)), actor=acting(request))
    return {"id": str(made), "href": href_of(deal_id)}


@door.post(
    "/technology-deals/{deal_id}/terms",
    Made,
    Text("Đưa đề nghị điều khoản", "Offer terms"),
    need="submit",
    status=201,
)
def offer_deal_terms(request: HttpRequest, deal_id: Id, asked: DealTermsIn) -> Any:
    """An offer or a counter-offer: what stood before is replaced and stays readable. Accepting is done on the page."""
    command = MakeTerms(deal_id, asked.plain(), asked.valid_until, once_of(request))
    made = usecases.make_terms(command, actor=acting(request))
    return {"id": str(made), "href": href_of(deal_id)}


@door.post(
    "/technology-deals/{deal_id}/royalties",
    Made,
    Text("Báo cáo phí bản quyền", "Report a royalty"),
    need="submit",
    status=201,
)
def report_deal_royalty(request: HttpRequest, deal_id: Id, asked: RoyaltyReportIn) -> Any:
    """By the buyer; a sum below what the contract says is refused with the sum that is due."""
    command = ReportRoyalty(deal_id, asked.from_on, asked.until_on, asked.sales, asked.claimed, once_of(request))
    made = usecases.report_royalty(command, actor=acting(request))
    return {"id": str(made), "href": href_of(deal_id)}
