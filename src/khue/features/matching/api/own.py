"""One's own matches and introductions: read and answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.matching import queries, usecases
from khue.features.matching.api.shapes import (
    IntroductionAnswerIn,
    IntroductionOut,
    MatchAnswerIn,
    MatchLineOut,
    MatchOut,
    MatchView,
    Only,
    door,
)
from khue.features.matching.domain.deciding import AnswerIntroduction, AnswerPair
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Size, listing

AT = "/api/v1/exchange-matches"
INTRODUCED = "/api/v1/exchange-introductions"
LINE = tuple(MatchLineOut.model_fields)


@door.get("/exchange-matches", Listing[MatchLineOut], Text("Kết nối cung cầu", "Matches"), need="view")
def list_exchange_matches(
    request: HttpRequest, view: MatchView = "needs", demand: Only = 0, offer: Only = 0, after: After = None, size: Size = 25
) -> Any:  # fmt: skip
    """For one's own demands or offers, the best first; every one for brokers and staff."""
    chosen = view if view in queries.VIEWS else queries.VIEWS[0]
    return listing(request, queries.pairs(acting(request), chosen, after, size, demand=demand, offer=offer))


@door.get("/exchange-matches/{demand_id}/{offer_id}", MatchOut, Text("Một cặp cung cầu", "A match"), need="view")
def read_exchange_match(request: HttpRequest, demand_id: Id, offer_id: Id) -> Any:
    """Why they may fit, criterion by criterion: for both sides, brokers and staff."""
    card = queries.pair_card(demand_id, offer_id, acting(request))
    return {name: getattr(card.row, name) for name in LINE} | {
        "parts": card.parts,
        "words": [{"word": word, "points": points} for word, points in card.words],
        "codes": card.codes,
        "edition": card.edition,
        "weighed_on": card.weighed_on,
        "answers": card.answers,
    }


@door.post(
    "/exchange-matches/{demand_id}/{offer_id}/answers", Done, Text("Trả lời về một cặp cung cầu", "Answer a match"), need="submit", status=201
)  # fmt: skip
def answer_exchange_match(request: HttpRequest, demand_id: Id, offer_id: Id, asked: MatchAnswerIn) -> Any:
    """By a side; a later answer takes the place of the earlier one. The other side does not read it."""
    command = AnswerPair(demand_id, offer_id, asked.useful, asked.why, asked.note, once_of(request))
    usecases.answer_pair(command, actor=acting(request))
    return {"done": True, "href": f"{AT}/{demand_id}/{offer_id}"}


@door.get("/exchange-introductions", Listing[IntroductionOut], Text("Lời giới thiệu", "Introductions"), need="view")
def list_exchange_introductions(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """Those in which one is a side or the broker, newest first; all for staff."""
    return listing(request, queries.introductions(acting(request), after, size))


@door.get(
    "/exchange-introductions/{introduction_id}", IntroductionOut, Text("Một lời giới thiệu", "An introduction"), need="view"
)  # fmt: skip
def read_exchange_introduction(request: HttpRequest, introduction_id: Id) -> Any:
    """The other side's answer is told once both are there, or none is awaited any more."""
    return queries.introduction(introduction_id, acting(request))


@door.post(
    "/exchange-introductions/{introduction_id}/answers", Done, Text("Trả lời lời giới thiệu", "Answer an introduction"), need="submit", status=201
)  # fmt: skip
def answer_exchange_introduction(request: HttpRequest, introduction_id: Id, asked: IntroductionAnswerIn) -> Any:
    """Once by each side, until the last day; it binds nobody to a deal."""
    command = AnswerIntroduction(introduction_id, asked.agrees, asked.ground, once_of(request))
    usecases.answer_introduction(command, actor=acting(request))
    return {"done": True, "href": f"{INTRODUCED}/{introduction_id}"}
