"""Room ``deals``: the firm and the institute in talks, with terms on the table, a task, a version to sign and a broker."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.features.deals import usecases
    from khue.features.deals.domain.commands import NameBroker, ProposeNda, SetTask
    from khue.features.exchange import queries as offers
    from khue.features.people import queries as people
    from khue.site.sample import deals as sample
    from khue.site.sample import exchange

    firm = organisation("TLX")
    if not offers.is_member(people.party_id(firm)):  # a demand of the firm comes before
        exchange.verified(firm, ("demander",), act, "founder")
    offer = exchange.offered(exchange.SPEECH, organisation("VLSH"), act, "researcher")
    number = exchange.listed(offer, act)
    deal = sample.asked(number, firm, act)
    sample.answered(deal, act)
    seller, buyer = act("researcher"), act("founder")
    until = seller.today + timedelta(days=30)
    nda = usecases.propose_nda(ProposeNda(deal, until, (buyer.key,), uuid4()), actor=seller)
    task = usecases.set_task(SetTask(deal, "Gửi tài liệu (mẫu)", "buyer", until, uuid4()), actor=buyer)
    terms = sample.made(deal, sample.terms(), act, "researcher")
    hand = act("member")
    exchange.verified(hand.key, ("broker",), act, "member", papers=True)
    broker = usecases.name_broker(NameBroker(deal, hand.key, "Ủy thác số 1 (mẫu)", uuid4()), actor=buyer)
    for name, value in {"deal_id": deal, "number": number, "broker_id": broker, "share_id": 1}.items():
        stock.by_room["deals", name] = value
    for route, no in {
        "deals:sign-nda": nda,
        "deals:finish-task": task,
        "deals:answer-terms": terms,
        "deals:answer-amendment": 1,
        "deals:receive": 1,
        "deals:audit": 1,
        "deals:audit-books": 1,
        "deals:audit-findings": 1,
        "deals:audit-answer": 1,
        "deals:audit-withdraw": 1,
        "deals:answer-obligation": 1,
        "deals:report-obligation": 1,
        "deals:confirm-obligation": 1,
        "deals:settle": 1,
    }.items():
        stock.by_route[route, "no"] = no
