"""Room ``matching``: a pair of the firm's demand and the institute's offer, which a broker has introduced; an investor for it."""

from __future__ import annotations

from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from uuid import uuid4

    from khue.features.exchange.queries import is_member
    from khue.features.matching import queries, usecases
    from khue.features.matching.domain.deciding import Introduce
    from khue.features.matching.domain.triads import ProposeTriad
    from khue.features.people import queries as people
    from khue.site.sample import catalogue
    from khue.site.sample import matching as sample
    from khue.site.sample.exchange import verified

    broker = act("member")
    if not is_member(people.party_id(broker.key), "broker"):
        verified(broker.key, ("broker",), act, "member", papers=True)
    firm = organisation("TLX")
    if not is_member(people.party_id(firm), "agency"):
        verified(firm, ("agency",), act, "founder", papers=True)
    investor = catalogue.investing(act("reviewer").key, act, "reviewer")
    sample.weighed(act("clerk").moment)
    fitting = {one.offer for one in queries.third_rows(act("appraiser"), "all", None).rows if one.entry == investor}
    row = next(one for one in queries.pairs(act("appraiser"), "all", None).rows if one.offer in fitting)
    stock.by_room["matching", "demand_id"] = row.demand
    stock.by_room["matching", "offer_id"] = row.offer
    asked = Introduce(row.demand, row.offer, broker.key, sample.WORDS, uuid4())
    stock.by_room["matching", "introduction_id"] = usecases.introduce(asked, actor=broker)
    stock.by_room["matching", "entry_id"] = investor
    together = ProposeTriad(row.offer, broker.key, sample.TOGETHER, row.demand, investor, 0, uuid4())
    stock.by_room["matching", "triad_id"] = usecases.propose_triad(together, actor=broker)
