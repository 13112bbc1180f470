"""Shares of a settled due are paid by payment orders of two persons, once, to who is there to receive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.deals import queries, usecases
from khue.features.deals.domain.contracting import SettleDue
from khue.features.deals.domain.paying import OrderShare, Receiver, may_order_share
from khue.features.deals.models import DealShare
from khue.features.ledger import queries as ledger
from khue.features.people.models import Restriction
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import ApproveOrder, CancelOrder
from khue.features.treasury.usecases import approve_order, cancel_order
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import deals as sample
from khue.site.sample import payments
from tests.cast import MOMENT, persona
from tests.deals.stories import MILLION, agreed
from tests.exchange.stories import institute
from tests.people.merging import merged
from tests.results.test_restricting import restrict

later = lambda key: persona(key, days=3)  # noqa: E731
WHOLE = 900 * MILLION


def settled() -> int:
    """A contract that holds at once, paid and settled: the institute, an author, a broker's hand."""
    deal = agreed()
    sample.drawn(deal, persona)
    sample.signed(deal, persona)
    sample.paid(deal, 1, WHOLE, later)
    parts = ((institute(), 600 * MILLION), (persona("resident").key, 300 * MILLION))
    usecases.settle_due(SettleDue(deal, 1, parts, uuid4()), actor=later("accountant"))
    return deal


def wish(share: DealShare, **more: Any) -> OrderShare:
    account = payments.main_account(actor=later("accountant"))
    payee = payments.payee_of(f"party:{share.party_id}", share.party_name)
    return OrderShare(share.pk, payee, "Phan cua giao dich", payments.CODES, account.id, once=uuid4(), **more)


@pytest.mark.django_db
def test_every_share_is_ordered_approved_by_another_person_and_paid_when_the_bank_says_so() -> None:
    deal = settled()
    assert dict(DealShare.objects.values_list("role", "amount")) == {"owner": 600 * MILLION, "author": 300 * MILLION}
    orders = sample.ordered(deal, later)
    both = replace(later("accountant"), rights=later("accountant").rights | {"treasury.approve"})
    with pytest.raises(Refused):
        approve_order(ApproveOrder(orders[0]), actor=both)
    payments.approved_and_sent(orders, act=later)
    sample.followed(orders[0], later)
    assert set(DealShare.objects.values_list("state", flat=True)) == {"ordered"}
    for order in orders:
        payments.paid_by_the_bank(treasury.order_facts(order), act=later)
        sample.followed(order, later)
        sample.followed(order, later)
    assert AuditRecord.objects.filter(deed="deals.follow_order").count() == 2
    rows = queries.deal_card(deal, persona("researcher")).shares
    assert [(row.state.code, row.paid_on is not None) for row in rows] == [("paid", True)] * 2
    assert {ledger.balance("payable.support", f"deal_share:{row.id}") for row in rows} == {0}
    assert ledger.verify().sound
    told = Notice.objects.filter(party=persona("resident").key, title_vi__endswith="phần của ông/bà đã được chi")
    assert told.get().path == "/deals/shares/"


@pytest.mark.django_db
def test_who_receives_reads_the_own_share_and_the_buyer_reads_none() -> None:
    deal = settled()
    assert [row.amount for row in queries.shares(persona("resident")).rows] == [300 * MILLION]
    with pytest.raises(Missing):
        queries.deal_card(deal, persona("resident"))
    assert queries.deal_card(deal, persona("founder")).shares == ()
    assert len(queries.shares(persona("auditor")).rows) == 2
    with pytest.raises(NotAllowed):
        queries.share(DealShare.objects.first().pk, persona("auditor"))


@pytest.mark.django_db
def test_a_share_is_ordered_once_and_again_only_when_its_order_was_cancelled() -> None:
    settled()
    share = DealShare.objects.get(role="author")
    order = usecases.order_share(wish(share), actor=later("accountant"))
    with pytest.raises(Refused):
        usecases.order_share(wish(share), actor=later("accountant"))
    assert AuditRecord.objects.filter(deed="deals.order_share").count() == 1
    cancel_order(CancelOrder(order, "Sai số tài khoản"), actor=later("accountant"))
    sample.followed(order, later)
    share.refresh_from_db()
    assert (share.state, share.order) == ("due", None)
    assert ledger.balance("payable.support", f"deal_share:{share.pk}") == 300 * MILLION
    assert usecases.order_share(wish(share), actor=later("accountant")) != order


@pytest.mark.django_db
def test_money_of_a_restricted_receiver_waits_until_the_restriction_has_ended() -> None:
    settled()
    share = DealShare.objects.get(role="author")
    asked = wish(share)
    restrict(persona("resident").key)
    with pytest.raises(NotAllowed, match="YC-2026-0900"):
        usecases.order_share(asked, actor=later("accountant"))
    share.refresh_from_db()
    assert (share.state, share.order) == ("due", None)
    Restriction.objects.all().update(ended_at=MOMENT, end_ground="Đã giải quyết", ended_by=persona("officer").key)
    assert usecases.order_share(asked, actor=later("accountant"))


def test_a_receiver_that_went_over_into_another_waits_for_the_papers_and_a_dissolved_one_for_a_successor() -> None:
    gone = Receiver("Viện A", "Viện B", lapsed=True)
    assert {reason.code for reason in may_order_share("due", gone, succession=False).reasons} == {
        "deals.receiver_succeeded"
    }
    assert may_order_share("due", gone, succession=True).granted
    assert may_order_share("due", Receiver("Viện A", "Viện A", lapsed=False), succession=False).granted
    closed = Receiver("Viện A", dissolved_on=MOMENT.date())
    assert {reason.code for reason in may_order_share("due", closed, succession=True).reasons} == {
        "deals.receiver_dissolved"
    }


@pytest.mark.django_db
def test_a_record_made_twice_is_paid_under_the_one_that_stays() -> None:
    settled()
    share = DealShare.objects.get(role="owner")
    survivor = merged(institute(), "Viện Vật liệu sông Hồng", "institute", days=2)
    order = usecases.order_share(wish(share, same_holder=True), actor=later("accountant"))
    assert treasury.order(order).row.party == survivor


@pytest.mark.django_db
def test_the_database_keeps_receiver_and_sum_and_the_way_of_a_share() -> None:
    settled()
    share = DealShare.objects.filter(role="author")
    for change in ({"amount": 1}, {"role": "owner"}, {"state": "paid", "order": 1, "paid_on": MOMENT.date()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            share.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        share.delete()


@pytest.mark.slow
def test_two_accountants_at_once_make_one_order(clone_db: str, in_threads: Callable[..., list[Any]]) -> None:
    settled()
    share = DealShare.objects.get(role="author")
    wishes = [wish(share) for _ in range(4)]
    done = in_threads(*(lambda one=one: usecases.order_share(one, actor=later("accountant")) for one in wishes))
    assert Counter(isinstance(one, Refused) for one in done) == {True: 3, False: 1}
    assert AuditRecord.objects.filter(deed="deals.order_share").count() == 1
    assert ledger.verify().sound
