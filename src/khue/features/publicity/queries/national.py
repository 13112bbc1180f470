"""What everybody reads of offers and demands today, as the national exchange gets it. Restricted technology and confidential parts never."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from khue.core.actor import CITY_ZONE
from khue.features.demands import queries as demands
from khue.features.exchange import queries as exchange
from khue.features.publicity.domain.national import Listing
from khue.features.publicity.models import NationalBatch


def everything_public(now: datetime) -> Iterator[Listing]:
    """Offers that everybody sees today, demands that may still be answered."""
    for offer in exchange.every_text(now.astimezone(CITY_ZONE).date()):
        yield Listing(
            "offer", offer.id, offer.number,
            {
                "number": offer.number, "title": {"vi": offer.title_vi, "en": offer.title_en}, "summary": {"vi": offer.summary_vi, "en": offer.summary_en},
                "of": offer.supplier, "object": offer.kind, "field": offer.field, "readiness": offer.stage, "modes": list(offer.modes),
                "codes": list(offer.codes), "territories": list(offer.territories), "price_from": offer.price, "evidence": offer.evidence,
                "listed_on": offer.listed_on.isoformat(), "page": f"/exchange/no/{offer.number}/",
            },
        )  # fmt: skip
    for need in demands.open_texts(now):
        yield Listing(
            "need", need.id, need.number,
            {
                "number": need.number, "title": {"vi": need.title_vi, "en": need.title_en}, "summary": {"vi": need.problem_vi, "en": need.problem_en},
                "of": need.demander, "field": need.field, "readiness": need.stage, "modes": list(need.modes), "codes": list(need.codes),
                "territories": [need.territory] if need.territory else [], "price_most": need.most, "until": need.deadline.isoformat(),
                "listed_on": need.published_on.isoformat(), "page": f"/demands/no/{need.number}/",
            },
        )  # fmt: skip


def national_batch(no: int) -> str:
    """The content of an earlier batch as it was made; empty where there is none."""
    return NationalBatch.objects.filter(no=no).values_list("content", flat=True).first() or ""
