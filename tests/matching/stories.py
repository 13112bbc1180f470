"""A market of one demand and its offers: the firm asks, the institute offers, a resident is broker."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.matching import queries, usecases
from khue.features.matching.domain.deciding import AnswerPair, Introduce
from khue.features.matching.queries import PairRow
from khue.kernel.clock import job_actor
from khue.site.sample import demands as needs
from khue.site.sample import exchange as goods
from khue.site.sample import matching as sample
from tests.cast import persona
from tests.demands import stories as demands
from tests.exchange import stories as exchange


def job(name: str = "follow", **more: Any) -> Actor:
    return replace(job_actor(f"matching.{name}"), moment=persona("clerk", **more).moment)


def market(what: goods.Goods = goods.FILTER, *, days: int = demands.DAYS, **more: Any) -> tuple[int, int]:
    """The demand of the firm and the offer of the institute; the market is weighed."""
    demands.members()
    demand = demands.published(deadline=needs.until(persona("founder"), days))
    offer = goods.offered(what, exchange.institute(), persona, "researcher", exchange.CANARY, **more)
    goods.listed(offer, persona)
    sample.weighed(persona("clerk").moment)
    return demand, offer


def broker(who: str = "resident") -> Actor:
    """Verified as broker; may introduce."""
    actor = persona(who)
    goods.verified(actor.key, ("broker",), persona, who, papers=True)
    return persona(who)


def seen(who: str, view: str) -> tuple[PairRow, ...]:
    return queries.pairs(persona(who), view, None).rows


def said(who: str, pair: tuple[int, int], useful: bool = True, why: str = "", note: str = "") -> str:
    return usecases.answer_pair(AnswerPair(*pair, useful, why, note, uuid4()), actor=persona(who))


def introduced(pair: tuple[int, int], actor: Actor) -> int:
    return usecases.introduce(Introduce(*pair, actor.key, sample.WORDS, uuid4()), actor=actor)
