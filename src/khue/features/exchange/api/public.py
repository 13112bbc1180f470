"""What everybody reads: offers, the search, members, technology lists."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, QueryDict
from ninja import Query

from khue.core.bilingual import Text
from khue.features.exchange import queries
from khue.features.exchange.api.material import material_out, picture_out
from khue.features.exchange.api.shapes import (
    ExchangeMemberOut,
    OfferMaterialOut,
    OfferSearchOut,
    TechnologyEntryOut,
    TechnologyOfferLineOut,
    TechnologyOfferOut,
    door,
)
from khue.features.exchange.forms.asking import question_of
from khue.features.exchange.queries import OfferFilter, PublicOffer
from khue.kernel import finding
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Listing, Name, Size, Words, file_out, listing
from khue.kernel.web import language

Only = Annotated[str, Query(max_length=60, description="Only this code; empty: every one")]
Codes = Annotated[str, Query(max_length=600, description="Codes with commas between them; empty: every one")]
Level = Annotated[int, Query(ge=0, le=9, description="At least this readiness; 0: every one")]
Most = Annotated[int | None, Query(ge=0, le=10**15, description="Price begins at most at, in đồng")]
Yes = Annotated[bool, Query(description="Only encouraged technology")]
Sort = Annotated[str, Query(max_length=20, description="relevance, newest, price-up or price-down")]
Start = Annotated[int, Query(ge=0, le=1000, description="Results to skip, by twenties")]


@door.get(
    "/technology-offers",
    Listing[TechnologyOfferLineOut],
    Text("Công nghệ chào bán", "Technologies on offer"),
    need="public",
)
def list_technology_offers(
    request: HttpRequest, q: Words = "", kind: Only = "", field: Only = "", mode: Only = "", evidence: Only = "",
    stage: Level = 0, price_to: Most = None, encouraged: Yes = False, after: After = None, size: Size = 25,
) -> Any:  # fmt: skip
    """Newest first; restricted technology for cleared callers only, whatever is asked."""
    asked = OfferFilter(q, kind, field, mode, evidence, stage, price_to, encouraged)
    return listing(request, queries.offers(acting(request), asked, after, size))


@door.get(
    "/technology-offer-search", OfferSearchOut, Text("Tìm công nghệ chào bán", "Search technologies"), need="public"
)
def search_technology_offers(
    request: HttpRequest, q: Words = "", field: Codes = "", type: Codes = "", trl: Codes = "", mode: Codes = "", ip: Codes = "",
    price: Codes = "", owner: Codes = "", evidence: Codes = "", sort: Sort = "relevance", start: Start = 0,
) -> Any:  # fmt: skip
    """Twenty results with counts by side, in Vietnamese with or without marks, or in English."""
    given = QueryDict(mutable=True)
    given.update({"q": q, "sort": sort, "from": str(start)})
    sides = {
        "field": field,
        "type": type,
        "trl": trl,
        "mode": mode,
        "ip": ip,
        "price": price,
        "owner": owner,
        "evidence": evidence,
    }
    for name, codes in sides.items():
        given.setlist(name, [code.strip() for code in codes.split(",") if code.strip()])
    words = queries.sides(acting(request).today)
    question = question_of(given, words, readers=queries.readers_of(acting(request)))
    found = finding.find(question, language=language())
    told = finding.advice(question) if question.asked and not found.total else finding.Advice()
    return {
        "total": found.total,
        "how": found.how,
        "ready": found.ready,
        "instead": told.instead,
        "hits": [_hit(hit) for hit in found.hits],
        "sides": [
            {
                "name": name,
                "counts": [
                    {"code": code, "label": words[name].get(code, Text(code, code)), "count": count}
                    for code, count in counts
                ],
            }
            for name, counts in found.facets.items()
        ],
    }


def _hit(hit: finding.Hit) -> dict[str, Any]:
    return {
        "number": hit.path.rstrip("/").rpartition("/")[2], "title": Text(hit.title_vi, hit.title_en), "quote": "".join(text for text, _wanted in hit.quote),
        "path": hit.path, "listed_on": hit.on, "price": hit.price, "sides": hit.facets,
    }  # fmt: skip


@door.get(
    "/technology-offers/{number}", TechnologyOfferOut, Text("Một công nghệ chào bán", "A technology"), need="public"
)
def read_technology_offer(request: HttpRequest, number: Name) -> Any:
    """What everybody may read of a listed offer, by its number."""
    return _offer(queries.public_offer(number, acting(request)))


def _offer(found: PublicOffer) -> dict[str, Any]:
    shown = {name: getattr(found, name) for name in TechnologyOfferOut.model_fields}
    return shown | {
        "owners": [{"name": one.name, "share": str(one.share)} for one in found.owners],
        "papers": [file_out(card) for card in found.papers],
        "pictures": [picture_out(row) for row in found.pictures],
    }


@door.get(
    "/technology-offers/{number}/papers",
    OfferMaterialOut,
    Text("Tài liệu, ảnh của một công nghệ", "Papers and pictures of a technology"),
    need="public",
)
def list_technology_offer_papers(request: HttpRequest, number: Name) -> Any:
    """What everybody may read of a listed offer besides its words."""
    found = queries.public_offer(number, acting(request))
    return material_out(found.version, found.papers, found.pictures)


@door.get(
    "/exchange-members", Listing[ExchangeMemberOut], Text("Thành viên Sàn", "Members of the exchange"), need="public"
)
def list_exchange_members(
    request: HttpRequest, q: Words = "", kind: Only = "", after: After = None, size: Size = 25
) -> Any:
    """Active members, newest first: organisations, each once for everything that it does."""
    return listing(request, queries.directory(kind, q, after, size))


@door.get(
    "/technology-entries",
    Listing[TechnologyEntryOut],
    Text("Danh mục công nghệ", "Technology lists"),
    need="public",
)
def list_technology_entries(request: HttpRequest, which: Only = "", after: After = None, size: Size = 25) -> Any:
    """Entries of the lists, those that have ended too, newest first. ``which``: encouraged, restricted or prohibited."""
    return listing(request, queries.entries(acting(request), which, after, size))
