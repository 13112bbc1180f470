"""Experts and investors of offers, and introductions of several sides: read, proposed, answered, withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.matching import queries, usecases
from khue.features.matching.api.shapes import (
    GroupAnswerIn,
    GroupIntroductionIn,
    GroupIntroductionOut,
    GroupWithdrawalIn,
    OfferSidesOut,
    Only,
    ThirdAnswerIn,
    ThirdLineOut,
    ThirdOut,
    ThirdView,
    door,
)
from khue.features.matching.domain.deciding import AnswerThird
from khue.features.matching.domain.triads import AnswerTriad, ProposeTriad, WithdrawTriad
from khue.features.matching.queries import TriadRow
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, listing
from khue.kernel.paging import Page

THIRDS = "/api/v1/exchange-third-sides"
GROUPS = "/api/v1/exchange-group-introductions"
LINE = tuple(ThirdLineOut.model_fields)
GROUP = tuple(name for name in GroupIntroductionOut.model_fields if name != "grounds")


@door.get(
    "/exchange-third-sides", Listing[ThirdLineOut], Text("Chuyên gia và nhà đầu tư phù hợp", "Experts and investors"), need="view"
)  # fmt: skip
def list_exchange_third_sides(
    request: HttpRequest, view: ThirdView = "offers", offer: Only = 0, after: After = None, size: Size = 25
) -> Any:
    """For one's own offers, or offers for oneself as an expert or investor, the best first; all for brokers and staff."""
    chosen = view if view in queries.THIRD_VIEWS else queries.THIRD_VIEWS[0]
    return listing(request, queries.third_rows(acting(request), chosen, after, size, offer=offer))


@door.get(
    "/exchange-third-sides/{offer_id}/{entry_id}", ThirdOut, Text("Vì sao chuyên gia, nhà đầu tư phù hợp", "An expert or investor"), need="view"
)  # fmt: skip
def read_exchange_third_side(request: HttpRequest, offer_id: Id, entry_id: Id) -> Any:
    """Why they may fit, criterion by criterion: for both sides, brokers and staff. Answers: one's own, all for staff."""
    card = queries.third_card(offer_id, entry_id, acting(request))
    return {name: getattr(card.row, name) for name in LINE} | {
        "parts": card.parts,
        "words": [{"word": word, "points": points} for word, points in card.words],
        "edition": card.edition,
        "weighed_on": card.weighed_on,
        "answers": card.answers,
    }


@door.post(
    "/exchange-third-sides/{offer_id}/{entry_id}/answers", Done, Text("Trả lời về chuyên gia, nhà đầu tư", "Answer about a third side"),
    need="submit", status=201,
)  # fmt: skip
def answer_exchange_third_side(request: HttpRequest, offer_id: Id, entry_id: Id, asked: ThirdAnswerIn) -> Any:
    """By the supplier, the expert or the investor; a later answer takes the place of the earlier one. The other side does not read it."""
    command = AnswerThird(offer_id, entry_id, asked.useful, asked.why, asked.note, once_of(request))
    usecases.answer_third(command, actor=acting(request))
    return {"done": True, "href": f"{THIRDS}/{offer_id}/{entry_id}"}


@door.get(
    "/exchange-offer-sides/{offer_id}", OfferSidesOut, Text("Các bên quanh một chào bán", "Everybody about an offer"), need="view"
)  # fmt: skip
def read_exchange_offer_sides(request: HttpRequest, offer_id: Id) -> Any:
    """Agencies with open demands, investors and experts who may come together about it: for its supplier, brokers and staff."""
    return queries.offer_sides(offer_id, acting(request))


@door.get(
    "/exchange-group-introductions", Listing[GroupIntroductionOut], Text("Lời giới thiệu nhiều bên", "Introductions of several sides"), need="view"
)  # fmt: skip
def list_exchange_group_introductions(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those in which one is a side or the broker, newest first; all for staff."""
    page = queries.triads(acting(request), after, size)
    return listing(request, Page(tuple(_group(row) for row in page.rows), page.next, page.previous))


@door.get(
    "/exchange-group-introductions/{triad_id}", GroupIntroductionOut, Text("Một lời giới thiệu nhiều bên", "An introduction of several sides"),
    need="view",
)  # fmt: skip
def read_exchange_group_introduction(request: HttpRequest, triad_id: Id) -> Any:
    """The others' answers are told once all are there, or none is awaited any more; grounds of a no to the broker and staff alone."""
    return _group(queries.triad(triad_id, acting(request)))


@door.post(
    "/exchange-group-introductions", Made, Text("Giới thiệu nhiều bên với nhau", "Introduce several sides"), need="submit", status=201
)  # fmt: skip
def propose_exchange_group_introduction(request: HttpRequest, asked: GroupIntroductionIn) -> Any:
    """By a broker: the offer's supplier and at least two of an agency's demand, an investor and an expert that fit it."""
    command = ProposeTriad(
        asked.offer, asked.party, asked.words, asked.demand, asked.investor, asked.expert, once_of(request)
    )
    made = usecases.propose_triad(command, actor=acting(request))
    return {"id": str(made), "href": f"{GROUPS}/{made}"}


@door.post(
    "/exchange-group-introductions/{triad_id}/answers", Done, Text("Trả lời lời giới thiệu nhiều bên", "Answer an introduction of several sides"),
    need="submit", status=201,
)  # fmt: skip
def answer_exchange_group_introduction(request: HttpRequest, triad_id: Id, asked: GroupAnswerIn) -> Any:
    """Once by each side, until the last day; one no ends it, and it binds nobody to a deal."""
    usecases.answer_triad(AnswerTriad(triad_id, asked.agrees, asked.ground, once_of(request)), actor=acting(request))
    return {"done": True, "href": f"{GROUPS}/{triad_id}"}


@door.post(
    "/exchange-group-introductions/{triad_id}/withdrawal", Done, Text("Rút lời giới thiệu nhiều bên", "Withdraw an introduction of several sides"),
    need="submit",
)  # fmt: skip
def withdraw_exchange_group_introduction(request: HttpRequest, triad_id: Id, asked: GroupWithdrawalIn) -> Any:
    """By the broker, while answers are awaited; all sides read the ground."""
    usecases.withdraw_triad(WithdrawTriad(triad_id, asked.ground, once_of(request)), actor=acting(request))
    return {"done": True, "href": f"{GROUPS}/{triad_id}"}


def _group(row: TriadRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in GROUP} | {"grounds": list(row.grounds)}
