"""Listed offers as the public search finds them: what everybody may read today, and the words of its sides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.exchange import access
from khue.features.exchange.domain.words import EVIDENCE, MODES, OBJECTS
from khue.features.exchange.queries import rules
from khue.features.exchange.queries.texts import (
    OfferText,
    every_text,
    shown_among,
    texts_of,
    touched_offers,
    turned_offers,
)
from khue.features.results.domain.rights import IP_KINDS
from khue.kernel import finding
from khue.kernel.finding import Listing, Source

KIND = "offers"
CLEARED = "cleared"
"""The class of readers who may see restricted technology."""
BANDS: Mapping[str, Text] = {
    "under-100m": Text("dưới 100 triệu đồng", "under 100 million đồng"),
    "100m-500m": Text("từ 100 đến dưới 500 triệu đồng", "100 to 500 million đồng"),
    "500m-2bn": Text("từ 500 triệu đến dưới 2 tỷ đồng", "500 million to 2 billion đồng"),
    "over-2bn": Text("từ 2 tỷ đồng trở lên", "2 billion đồng and more"),
    "agreed": Text("theo thỏa thuận", "by agreement"),
}
"""Where a price idea begins. Bands of the page, not of any law."""
_ENDS = ((100_000_000, "under-100m"), (500_000_000, "100m-500m"), (2_000_000_000, "500m-2bn"))
OWNERS: Mapping[str, Text] = {
    "organisation": Text("tổ chức", "organisation"),
    "person": Text("cá nhân", "private person"),
}


def search_source() -> Source:
    """Offers, for ``site`` to register as ``offers``."""
    return Source(
        Text("Công nghệ chào bán", "Technologies on offer"),
        _some,
        _every,
        _touched,
        turned=_turned,
        still=_still,
        still_for=_still_for,
    )


def sides(on: date) -> Mapping[str, Mapping[str, Text]]:
    """The words of every side by code, in the order in which the page has them."""
    return {
        "field": rules.field_names(on),
        "type": OBJECTS,
        "trl": {str(level): Text(f"mức {level}", f"level {level}") for level in range(1, 10)},
        "mode": MODES,
        "ip": IP_KINDS,
        "price": BANDS,
        "owner": OWNERS,
        "evidence": EVIDENCE,
    }


def band(price: int | None) -> str:
    """The code of the band in which a price in đồng begins."""
    if price is None:
        return "agreed"
    return next((name for below, name in _ENDS if price < below), "over-2bn")


def _some(keys: Iterable[str]) -> Iterable[Listing]:
    return [_listing(each) for each in texts_of(_ids(keys), finding.today(), cleared=True)]


def _every() -> Iterator[Listing]:
    return map(_listing, every_text(finding.today(), cleared=True))


def _touched(subjects: Iterable[str]) -> Iterable[str]:
    return [f"{KIND}:{number}" for number in touched_offers(subjects)]


def _turned(first: date, other: date) -> Iterable[str]:
    return [f"{KIND}:{number}" for number in turned_offers(first, other)]


def _still(keys: Collection[str], on: date) -> Collection[str]:
    return [f"{KIND}:{number}" for number in shown_among(_ids(keys), on)]


def _still_for(keys: Collection[str], on: date, readers: Collection[str]) -> Collection[str]:
    return [f"{KIND}:{number}" for number in shown_among(_ids(keys), on, cleared=CLEARED in readers)]


def readers_of(actor: Actor) -> tuple[str, ...]:
    """The classes of readers that the actor is in besides everybody: whom restricted technology may be shown to."""
    return (CLEARED,) if actor.is_signed_in and access.is_cleared(actor, actor.today) else ()


def _ids(keys: Iterable[str]) -> list[int]:
    numbers = (key.removeprefix(f"{KIND}:") for key in keys)
    return [int(number) for number in numbers if number.isascii() and number.isdecimal()]


def _listing(offer: OfferText) -> Listing:
    return Listing(
        key=f"{KIND}:{offer.id}",
        title_vi=offer.title_vi,
        title_en=offer.title_en,
        summary_vi=offer.summary_vi,
        summary_en=offer.summary_en,
        path=f"/exchange/no/{offer.number}/",
        on=offer.listed_on,
        words=f"{offer.words} {offer.number} {offer.supplier}",
        facets={
            "field": (offer.field,),
            "type": (offer.kind,),
            "trl": (str(offer.stage),),
            "mode": offer.modes,
            "ip": offer.rights,
            "price": (band(offer.price),),
            "owner": (offer.owner,),
            "evidence": (offer.evidence,),
        },
        price=offer.price,
        readers=(CLEARED,) if offer.restricted else (finding.PUBLIC,),
    )
