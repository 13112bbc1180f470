"""From interest to a term sheet: every trace, refusals that change nothing, and what happens when something changes in the middle."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.auctions.models import Auction, AuctionResult
from khue.features.deals import queries, usecases
from khue.features.deals.domain.commands import (
    AnswerInterest,
    AnswerTerms,
    DropBroker,
    EndDeal,
    ExpressInterest,
    FinishTask,
    MakeTerms,
    NameBroker,
    ReopenTerms,
    SetTask,
    WriteMessage,
)
from khue.features.deals.models import Deal, DealBroker, DealMessage, DealTerms
from khue.features.exchange.domain.offers import DescribeOffer, Owner
from khue.kernel import clock
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import deals as sample
from khue.site.sample import exchange
from khue.site.sample.applications import paper
from tests.auctions import stories as auctions
from tests.cast import MOMENT, persona
from tests.deals.stories import MILLION, agreed, asked, codes, firm, member, offer_of, talking, traces
from tests.exchange.stories import institute, listed

pytestmark = pytest.mark.django_db


def row(deal: int) -> Deal:
    return Deal.objects.get(pk=deal)


def test_an_interest_leaves_every_trace_and_a_repetition_none() -> None:
    party = member()
    _offer, number = listed()
    wish = ExpressInterest(number, party, "Dùng thử sáu tháng", uuid4())
    deal = usecases.express_interest(wish, actor=persona("founder"))
    before = traces()
    assert usecases.express_interest(wish, actor=persona("founder")) == deal
    assert traces() == before
    assert (row(deal).state, row(deal).number) == ("asked", "GD-2026-0001")
    record = AuditRecord.objects.get(deed="deals.express_interest")
    assert record.subjects[0] == f"deal:{deal}"
    assert {line.party for line in TimelineRow.objects.filter(wire="deals.interest_expressed")} == {party, institute()}
    assert Notice.objects.filter(kind="deals", party=persona("researcher").key).count() == 1


def test_only_a_member_who_does_not_stand_for_the_supplier_asks_and_once() -> None:
    _offer, number = listed()
    stranger = ExpressInterest(number, firm(), "x", uuid4())
    before = traces()
    with pytest.raises(Refused) as caught:
        usecases.express_interest(stranger, actor=persona("founder"))
    assert codes(caught) == {"not_a_member"}
    with pytest.raises(Refused) as caught:
        usecases.express_interest(ExpressInterest(number, institute(), "", uuid4()), actor=persona("researcher"))
    assert codes(caught) == {"both_sides", "note"}
    with pytest.raises(NotAllowed):
        usecases.express_interest(ExpressInterest(number, firm(), "x", uuid4()), actor=persona("researcher"))
    with pytest.raises(Missing):
        usecases.express_interest(ExpressInterest("CN-2026-9999", firm(), "x", uuid4()), actor=persona("founder"))
    assert traces() == before
    sample.asked(number, member(), persona)
    with pytest.raises(Refused) as caught:
        sample.asked(number, member(), persona)
    assert codes(caught) == {"live"}


def test_the_clock_of_the_answer_is_shown_and_binds_nothing() -> None:
    deal = asked()
    due = row(deal).answer_due
    if due is None:
        assert queries.deal_card(deal, persona("founder")).state.code == "asked"
    else:
        late = replace(persona("founder"), moment=MOMENT + timedelta(days=60))
        assert queries.deal_card(deal, late).state.code == "late"
    sample.answered(deal, lambda key: persona(key, days=60))
    assert row(deal).state == "open"


def test_declining_needs_a_ground_that_the_other_side_reads() -> None:
    deal = asked()
    before = traces()
    with pytest.raises(Refused) as caught:
        usecases.answer_interest(AnswerInterest(deal, False, " ", uuid4()), actor=persona("researcher"))
    assert codes(caught) == {"ground"}
    with pytest.raises(NotAllowed):
        usecases.answer_interest(AnswerInterest(deal, True, "", uuid4()), actor=persona("founder"))
    with pytest.raises(Missing):
        usecases.answer_interest(AnswerInterest(deal, True, "", uuid4()), actor=persona("resident"))
    assert traces() == before
    sample.answered(deal, persona, accepted=False)
    assert (row(deal).state, bool(row(deal).ended_at)) == ("declined", True)
    assert row(deal).ground in queries.deal_card(deal, persona("founder")).ground
    with pytest.raises(Refused):
        sample.answered(deal, persona)


def test_messages_and_versions_of_papers_are_read_by_the_sides_alone() -> None:
    deal = talking()
    sample.said(deal, "Gửi bản vẽ", persona, "researcher", paper("ban-ve"), title="Bản vẽ")
    sample.said(deal, "Gửi lại", persona, "researcher", paper("ban-ve-2"), title="Bản vẽ")
    assert list(DealMessage.objects.order_by("no").values_list("title", "version")) == [("Bản vẽ", 1), ("Bản vẽ", 2)]
    assert [one.text for one in queries.deal_card(deal, persona("founder")).messages] == ["Gửi lại", "Gửi bản vẽ"]
    for who in ("officer", "auditor", "decider"):
        card = queries.deal_card(deal, persona(who))
        assert (card.messages, card.terms, card.tasks, card.note, card.people) == ((), (), (), "", ())
        assert not queries.may_read_subject(persona(who), f"deal:{deal}")
        with pytest.raises(NotAllowed):
            sample.said(deal, "x", persona, who)
    with pytest.raises(Missing):
        queries.deal_card(deal, persona("resident"))
    assert queries.may_read_subject(persona("founder"), f"deal:{deal}")
    with pytest.raises(Refused) as caught:
        usecases.write_message(WriteMessage(deal, "", "", (paper("a"),), uuid4()), actor=persona("founder"))
    assert codes(caught) == {"text", "title"}


def test_a_task_is_finished_once_by_the_side_that_has_it() -> None:
    deal = talking()
    founder, researcher = persona("founder"), persona("researcher")
    task = usecases.set_task(SetTask(deal, "Gửi mẫu", "seller", founder.today, uuid4()), actor=founder)
    with pytest.raises(Refused):
        usecases.finish_task(FinishTask(deal, task, "", uuid4()), actor=founder)
    usecases.finish_task(FinishTask(deal, task, "Đã gửi", uuid4()), actor=researcher)
    with pytest.raises(Refused):
        usecases.finish_task(FinishTask(deal, task, "", uuid4()), actor=researcher)
    with pytest.raises(Missing):
        usecases.finish_task(FinishTask(deal, 9, "", uuid4()), actor=researcher)
    with pytest.raises(Refused) as caught:
        usecases.set_task(SetTask(deal, "", "x", founder.today - timedelta(days=1), uuid4()), actor=founder)
    assert codes(caught) == {"title", "side", "due_on"}


def test_offer_and_counter_offer_the_newest_stands_until_its_day() -> None:
    deal = talking()
    first = sample.made(deal, sample.terms(lump=1_200 * MILLION), persona, "researcher")
    second = sample.made(deal, sample.terms(lump=700 * MILLION), persona, "founder")
    assert list(DealTerms.objects.order_by("no").values_list("state", flat=True)) == ["replaced", "made"]
    with pytest.raises(Refused) as caught:
        sample.agreed(deal, first, persona, "founder")
    assert codes(caught) == {"terms_gone"}
    with pytest.raises(Refused) as caught:
        sample.agreed(deal, second, persona, "founder")
    assert codes(caught) == {"own_terms"}
    with pytest.raises(Refused) as caught:
        sample.agreed(deal, second, lambda key: persona(key, days=14), "researcher")
    assert codes(caught) == {"terms_over"}
    usecases.answer_terms(AnswerTerms(deal, second, False, "Thấp quá", uuid4()), actor=persona("researcher"))
    third = sample.made(deal, sample.terms(lump=900 * MILLION), persona, "researcher")
    sample.agreed(deal, third, persona, "founder")
    assert (row(deal).state, DealTerms.objects.get(state="accepted").no) == ("agreed", third)
    with pytest.raises(Refused):
        sample.made(deal, sample.terms(), persona, "founder")
    usecases.reopen_terms(ReopenTerms(deal, "Đổi phạm vi", uuid4()), actor=persona("founder"))
    assert (row(deal).state, DealTerms.objects.filter(state="accepted").count()) == ("open", 0)


def test_terms_say_everything_that_is_wrong_at_once() -> None:
    deal = talking()
    today = persona("founder").today
    bad = replace(
        sample.terms(mode="sale", lump=100), territory=" ", instalments=((today, 40), (today, 50)), royalty=10_001, royalty_least=-1,
    )  # fmt: skip
    before = traces()
    with pytest.raises(Refused) as caught:
        usecases.make_terms(MakeTerms(deal, bad, today, uuid4()), actor=persona("founder"))
    assert codes(caught) == {"mode", "territory", "lump", "royalty", "instalments", "valid_until"}
    listed_price = replace(sample.terms(lump=1), pricing="listed")
    with pytest.raises(Refused) as caught:
        usecases.make_terms(MakeTerms(deal, listed_price, today + timedelta(days=1), uuid4()), actor=persona("founder"))
    assert codes(caught) == {"lump"}
    assert traces() == before
    whole = replace(sample.terms(lump=90), instalments=((today, 40), (today, 50)))
    sample.made(deal, whole, persona, "founder")


def test_a_price_by_auction_is_what_the_award_gave_to_this_buyer() -> None:
    deal = talking()
    auction = auctions.announced()
    auctions.registered(auction)
    auctions.bid(auction, "founder", 260)
    auctions.settled(auction)
    number = Auction.objects.get(pk=auction).number
    price = AuctionResult.objects.get(auction=auction).price
    assert price
    late = lambda key: persona(key, days=12)  # noqa: E731
    by = replace(sample.terms(lump=price), pricing="auction", auction=number)
    with pytest.raises(Refused) as caught:
        sample.made(deal, by, late, "researcher")
    assert codes(caught) == {"auction"}
    auctions.awarded(auction)
    with pytest.raises(Refused):
        sample.made(deal, replace(by, lump=price + 1), late, "researcher")
    no = sample.made(deal, by, late, "researcher")
    sample.agreed(deal, no, late, "founder")
    assert row(deal).state == "agreed"


def test_an_owners_share_sold_during_the_talks_asks_for_new_terms() -> None:
    deal = talking()
    no = sample.made(deal, sample.terms(), persona, "researcher")
    owners = (Owner("Viện", 1, 2), Owner("Công ty Mẫu", 1, 2))
    changed = exchange.described(exchange.FILTER, "Viện", owners=owners)
    usecases_describe(offer_of(deal), changed)
    before = traces()
    with pytest.raises(Refused) as caught:
        sample.agreed(deal, no, persona, "founder")
    assert codes(caught) == {"owners_changed"}
    assert traces() == before
    sample.agreed(deal, sample.made(deal, sample.terms(), persona, "researcher"), persona, "founder")
    assert DealTerms.objects.get(state="accepted").owners == ["Viện 1/2", "Công ty Mẫu 1/2"]


def usecases_describe(offer: int, said: exchange.Described) -> None:
    """The supplier describes anew, and two persons let it through."""
    from khue.features.exchange import usecases as offers

    offers.describe_offer(DescribeOffer(offer, said, "Chuyển nhượng một phần"), actor=persona("researcher"))
    exchange.listed(offer, persona)


def test_a_broker_works_for_one_side_and_is_none_itself() -> None:
    deal = talking()
    hand = persona("member")
    name = NameBroker(deal, hand.key, "Ủy thác số 1", uuid4())
    with pytest.raises(Refused) as caught:
        usecases.name_broker(name, actor=persona("founder"))
    assert codes(caught) == {"party"}
    exchange.verified(hand.key, ("broker",), persona, "member", papers=True)
    exchange.verified(firm(), ("broker",), persona, "founder", papers=True)
    made = usecases.name_broker(name, actor=persona("founder"))
    with pytest.raises(Refused) as caught:
        usecases.name_broker(NameBroker(deal, hand.key, "Ủy thác số 2", uuid4()), actor=persona("researcher"))
    assert codes(caught) == {"broker_both_sides"}
    with pytest.raises(Refused) as caught:
        usecases.name_broker(NameBroker(deal, firm(), "Tự làm", uuid4()), actor=persona("researcher"))
    assert codes(caught) == {"party"}
    assert queries.deal_card(deal, persona("member")).role == "broker"
    sample.said(deal, "Môi giới đề nghị gặp nhau", persona, "member")
    with pytest.raises(NotAllowed):
        sample.made(deal, sample.terms(), persona, "member")
    for who in ("founder", "researcher"):
        assert [one.name for one in queries.deal_card(deal, persona(who)).brokers] == [
            DealBroker.objects.get().party_name
        ]
    with pytest.raises(Missing):
        usecases.drop_broker(DropBroker(deal, made, "x", uuid4()), actor=persona("researcher"))
    usecases.drop_broker(DropBroker(deal, made, "Hết việc", uuid4()), actor=persona("founder"))
    with pytest.raises(Missing):
        queries.deal_card(deal, persona("member"))


def test_a_list_that_changes_in_the_middle_refuses_every_step_and_the_deal_is_stopped_on_record() -> None:
    deal = agreed()
    offer = offer_of(deal)
    entry = exchange.entered("prohibited", "Công nghệ mẫu bị cấm", persona, ("vi nhựa",))
    before = traces()
    with pytest.raises(Refused) as caught:
        sample.said(deal, "Còn trao đổi được không?", persona, "founder")
    assert codes(caught) == {"held"}
    exchange_rules(offer, entry)
    with pytest.raises(Refused) as caught:
        usecases.reopen_terms(ReopenTerms(deal, "x", uuid4()), actor=persona("founder"))
    assert codes(caught) == {"prohibited"}
    assert traces()[1:] == before[1:]
    job = replace(clock.job_actor("deals.follow_lists"), moment=MOMENT)
    assert usecases.stop_deals(offer, actor=job) == 1
    assert row(deal).state == "stopped"
    record = AuditRecord.objects.get(deed="deals.stop_deal")
    assert record.subjects[0] == f"deal:{deal}"
    assert usecases.stop_deals(offer, actor=job) == 0
    assert AuditRecord.objects.filter(deed="deals.stop_deal").count() == 1
    assert Notice.objects.filter(kind="deals", title_vi__contains="bị dừng").count() == 2


def exchange_rules(offer: int, entry: int) -> None:
    from khue.features.exchange import queries as offers
    from khue.features.exchange import usecases as deeds
    from khue.features.exchange.domain.lists import RuleOnEntry

    actor = persona("officer")
    stamp = offers.offer_card(offer, actor).stamp
    deeds.rule_on_entry(RuleOnEntry(offer, entry, "applies", "Đúng công nghệ này", stamp, uuid4()), actor=actor)


def test_breaking_off_ends_everything_and_nothing_follows() -> None:
    deal = agreed()
    sample.ended(deal, persona, "founder")
    assert row(deal).state == "ended"
    for step in (lambda: sample.said(deal, "x", persona, "founder"), lambda: sample.ended(deal, persona, "researcher")):
        with pytest.raises(Refused):
            step()
    usecases_again = sample.asked(row(deal).offer_number, firm(), persona)
    assert usecases_again != deal
    with pytest.raises(Refused) as caught:
        usecases.end_deal(EndDeal(usecases_again, " ", uuid4()), actor=persona("founder"))
    assert codes(caught) == {"ground"}


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE deals_dealterms SET lump = 1",
        "UPDATE deals_deal SET buyer_name = 'x'",
        "UPDATE deals_deal SET state = 'asked'",
        "UPDATE deals_dealmessage SET text = 'x'",
        "DELETE FROM deals_dealterms",
        "UPDATE deals_deal SET state = 'stopped', ended_at = NULL",
    ],
)
def test_the_database_keeps_what_was_said(sql: str) -> None:
    deal = agreed()
    sample.said(deal, "Lời đã nói", persona, "founder")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
