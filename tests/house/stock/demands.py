"""Room ``demands``: one that takes solutions, with one of the institute; one that awaits the second person; one past its deadline."""

from __future__ import annotations

from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.features.exchange.queries import is_member
    from khue.features.people import queries as people
    from khue.site.sample import demands as sample
    from khue.site.sample.exchange import verified

    institute, firm = organisation("VLSH"), organisation("TLX")
    if not is_member(people.party_id(institute), "supplier"):
        verified(institute, ("supplier",), act, "researcher")
    verified(firm, ("demander",), act, "founder")
    problem = sample.problems()[0]
    founder = act("founder")
    demand = sample.asked(sample.wanted(problem, 0, sample.until(founder, 30)), firm, founder)
    number = sample.published(demand, act("officer"))
    no = sample.proposed(demand, institute, act("researcher"))
    waiting = sample.asked(sample.wanted(problem, 1, sample.until(founder, 30)), firm, founder)
    for name, value in {"demand_id": demand, "number": number, "no": no}.items():
        stock.by_room["demands", name] = value
    for route in ("publish", "demand", "mend"):
        stock.by_route[f"demands:{route}", "demand_id"] = waiting
