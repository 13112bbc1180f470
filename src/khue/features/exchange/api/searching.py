"""Searches that somebody keeps, and the desk of words that mean the same."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.exchange import access, queries, usecases
from khue.features.exchange.api.shapes import (
    OfferGroundIn,
    SearchMeaningIn,
    SearchMeaningOut,
    SearchTrialOut,
    TechnologySearchIn,
    TechnologySearchOut,
    door,
)
from khue.features.exchange.domain.searching import DropSearch, EndMeaning, PutMeaning, SaveSearch
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, Words, listing

View = Annotated[str, Query(max_length=20, description="Which of them; an unknown word counts as the first")]
Line = Annotated[str, Query(max_length=500, description="Words that mean the same, with commas between them")]
SEARCHES, MEANINGS = "/api/v1/technology-searches", "/api/v1/search-meanings"


@door.get("/technology-searches", Listing[TechnologySearchOut], Text("Tìm kiếm đã lưu", "Saved searches"))
def list_technology_searches(request: HttpRequest, after: After = None, size: Size = 25) -> Any:
    """The caller's own, newest first."""
    return listing(request, queries.saved_of(acting(request), after, size))


@door.post("/technology-searches", Made, Text("Lưu một lượt tìm kiếm", "Save a search"), status=201)
def save_technology_search(request: HttpRequest, asked: TechnologySearchIn) -> Any:
    """Its owner is told of each new technology that everybody may see. The same question is kept once."""
    command = SaveSearch(asked.name, queries.tidy_query(asked.query, acting(request).today), once_of(request))
    made = usecases.save_search(command, actor=acting(request))
    return {"id": str(made), "href": SEARCHES}


@door.post(
    "/technology-searches/{search_id}/drop",
    Done,
    Text("Bỏ lượt tìm kiếm đã lưu", "Drop a saved search"),
    takes="nothing",
)
def drop_technology_search(request: HttpRequest, search_id: Id) -> Any:
    """Nothing is told of it any more."""
    usecases.drop_search(DropSearch(search_id, once_of(request)), actor=acting(request))
    return {"href": SEARCHES}


@door.get(
    "/search-meanings", Listing[SearchMeaningOut], Text("Từ đồng nghĩa", "Words that mean the same"), right=access.READ
)
def list_search_meanings(
    request: HttpRequest, q: Words = "", view: View = "live", after: After = None, size: Size = 25
) -> Any:
    """``view`` is live (in force) or all."""
    return listing(request, queries.meanings(acting(request), q, view, after, size))


@door.post(
    "/search-meanings",
    Made,
    Text("Thêm hoặc sửa dòng từ đồng nghĩa", "Put a line of words that mean the same"),
    right=access.LISTS,
    status=201,
)
def put_search_meaning(request: HttpRequest, asked: SearchMeaningIn) -> Any:
    """In force from the next question on; the line ``instead`` ends in the same deed."""
    command = PutMeaning(tuple(asked.words), asked.ground, asked.instead, once_of(request))
    made = usecases.put_meaning(command, actor=acting(request))
    return {"id": str(made), "href": MEANINGS}


@door.post(
    "/search-meanings/{line_id}/end",
    Done,
    Text("Thôi dùng một dòng từ đồng nghĩa", "End a line of words"),
    right=access.LISTS,
)
def end_search_meaning(request: HttpRequest, line_id: Id, asked: OfferGroundIn) -> Any:
    """It means nothing from the next question on; it stays on record."""
    usecases.end_meaning(EndMeaning(line_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": MEANINGS}


@door.get(
    "/search-meanings/trial",
    SearchTrialOut,
    Text("Thử từ đồng nghĩa", "Try words that mean the same"),
    right=access.READ,
)
def try_search_meaning(request: HttpRequest, q: Words = "", line: Line = "") -> Any:
    """How a question is understood and what it finds with a line more. Nothing is kept."""
    acting(request).require(access.READ)
    found = queries.tried(q, tuple(word.strip() for word in line.split(",") if word.strip()))
    units = [{"said": said, "others": list(others)} for said, others in found.units]
    return {"total": found.total, "titles": list(found.titles), "units": units}
