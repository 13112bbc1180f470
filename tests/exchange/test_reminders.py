"""Suppliers hear in time of offers that are to be confirmed, run out or have run out, each day of notice once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from khue.core.actor import Actor
from khue.core.errors import NotAllowed
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.keeping import LOOK_BACK, ConfirmOffer, Reminder, WithdrawOffer, reminders_due
from khue.features.exchange.models import Offer, OfferReminder
from khue.features.people import queries as people
from khue.kernel.clock import job_actor
from khue.kernel.models import Notice
from khue.site.sample import exchange as sample
from tests.cast import persona
from tests.exchange.stories import institute, listed

BEGAN, UNTIL = date(2026, 1, 5), date(2026, 12, 31)


def due(today: date, months: int = 0, until: date = UNTIL) -> list[str]:
    return [one.kind for one in reminders_due(BEGAN, until, months, today)]


def test_a_supplier_hears_a_month_and_a_week_before_the_end_and_when_it_is_over() -> None:
    assert due(UNTIL - timedelta(days=31)) == []
    assert due(UNTIL - timedelta(days=30)) == due(UNTIL - timedelta(days=7)) == ["ends"]
    assert due(UNTIL) == ["over"], "what is over is no longer about to end"
    assert due(UNTIL + timedelta(days=LOOK_BACK)) == []


def test_a_confirmation_is_asked_for_after_the_months_of_the_rule_and_only_while_the_offer_runs() -> None:
    assert reminders_due(BEGAN, UNTIL, 3, date(2026, 4, 5)) == (Reminder("confirm", date(2026, 4, 5)),)
    assert due(date(2026, 4, 4), 3) == due(date(2026, 4, 5), 0) == []
    assert due(date(2026, 4, 5), 3, until=date(2026, 4, 5)) == ["over"]


def test_an_offer_made_for_a_week_does_not_run_out_on_its_first_day() -> None:
    assert due(BEGAN, until=BEGAN + timedelta(days=7)) == []


def morning(day: date) -> Actor:
    moment = persona("clerk").moment
    return replace(job_actor("exchange.remind_suppliers"), moment=moment + (day - persona("clerk").today))


def told() -> list[str]:
    rows = Notice.objects.filter(kind="exchange", title_vi__contains=" hết hạn niêm yết: ")
    return list(rows.values_list("title_vi", flat=True))


@pytest.mark.django_db
def test_offers_of_one_supplier_are_told_in_one_notice_and_once() -> None:
    party = people.party_id(institute())
    for what in (sample.FILTER, sample.SLUDGE):
        listed(what)
    until = Offer.objects.values_list("valid_until", flat=True)[0]
    day = morning(until - timedelta(days=7))
    assert queries.suppliers_to_remind(day.today) == (party,)
    assert usecases.remind_supplier(party, actor=day) == 2
    assert usecases.remind_supplier(party, actor=day) == 0
    assert queries.suppliers_to_remind(day.today) == ()
    assert set(told()) == {"Chào bán sắp hết hạn niêm yết: 2"}
    body = Notice.objects.filter(title_vi__startswith="Chào bán sắp").values_list("body_vi", flat=True)[0]
    assert sample.FILTER.vi in body
    with pytest.raises(NotAllowed):
        usecases.remind_supplier(party, actor=persona("appraiser"))


@pytest.mark.django_db
def test_an_offer_put_later_or_withdrawn_is_not_told_of() -> None:
    party, (first, _no), (second, _other) = people.party_id(institute()), listed(), listed(sample.SLUDGE)
    until = Offer.objects.get(pk=first).valid_until
    researcher = persona("researcher")
    usecases.confirm_offer(ConfirmOffer(first, until + timedelta(days=200), None, uuid4()), actor=researcher)
    usecases.withdraw_offer(WithdrawOffer(second, "Đã bán", None, uuid4()), actor=researcher)
    assert usecases.remind_supplier(party, actor=morning(until - timedelta(days=7))) == 0
    assert told() == []
    assert usecases.remind_supplier(party, actor=morning(until + timedelta(days=200))) == 1
    assert set(told()) == {"Chào bán đã hết hạn niêm yết: 1"}


@pytest.mark.slow
def test_two_workers_tell_once(clone_db: str, in_threads: Callable[..., list[Any]]) -> None:
    offer, _number = listed()
    day = morning(Offer.objects.get(pk=offer).valid_until)
    party = people.party_id(institute())
    assert sorted(in_threads(*(partial(usecases.remind_supplier, party, actor=day) for _each in range(3)))) == [0, 0, 1]
    assert OfferReminder.objects.count() == 1
