"""What the pages do with a form that comes twice or with nonsense."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.features.treasury import queries, usecases
from khue.features.treasury.domain.orders import ApproveOrder
from khue.features.treasury.models import PaymentFile
from khue.site.sample import payments
from khue.site.sample.payments import Booking
from tests.cast import MOMENT, persona
from tests.desk.browsers import inputs
from tests.missions.stories import running

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the calendar on the wall says, the pages are opened three days after the stories."""
    monkeypatch.setattr(timezone, "now", lambda: MOMENT + timedelta(days=3))


def accountant() -> Client:
    client = Client()
    assert client.post(reverse("sample-persona", args=["accountant"])).status_code == 303
    return client


def approved_order() -> int:
    order = running().delivered(1).accepted(1).ordered(1).order(1).id
    usecases.approve_order(ApproveOrder(order), actor=persona("treasurer"))
    return order


def send_page(order: int) -> str:
    return reverse("treasury:send", args=[queries.order(order).account.id])


def test_a_sending_that_is_sent_again_leads_to_the_same_file() -> None:
    order = approved_order()
    client, path = accountant(), send_page(order)
    given = {"orders": str(order), "once": inputs(client.get(path).content.decode())["once"]}
    answers = [client.post(path, given) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert PaymentFile.objects.count() == 1


@pytest.mark.parametrize("nonsense", ["x", "-1", "9" * 18, "9" * 400, "1.5", ""])
def test_orders_that_nobody_offered_are_refused_in_words(nonsense: str) -> None:
    client, path = accountant(), send_page(approved_order())
    once = inputs(client.get(path).content.decode())["once"]
    assert client.post(path, {"orders": nonsense, "once": once}).status_code == 422
    assert not PaymentFile.objects.exists()


def test_statements_of_one_day_follow_each_other_and_a_hole_is_told() -> None:
    actor = persona("accountant")
    account = payments.main_account(actor=actor)
    day = MOMENT.date() - timedelta(days=1)
    taken = [
        payments.taken_in(
            account, name, payments.csv_statement(account, opening, [Booking(day, amount, name, name)]), actor=actor
        )
        for name, opening, amount in (("S1", 1_000, 500), ("S2", 1_500, -200), ("S3", 1_300, 700), ("S4", 9_000, 1))
    ]
    later = Booking(day + timedelta(days=1), 1, "S5", "S5")
    taken.append(payments.taken_in(account, "S5", payments.csv_statement(account, 9_000, [later]), actor=actor))
    assert all(taken)
    gaps = {row.name: row.gap for row in queries.statement_rows()}
    assert gaps == {"S1": 0, "S2": 0, "S3": 0, "S4": 0, "S5": -1}


def test_cash_draws_what_moved_and_what_was_left_apart() -> None:
    actor = persona("accountant")
    account = payments.main_account(actor=actor)
    bookings = [
        Booking(MOMENT.date(), 9_000_000_000, "Cap kinh phi", "C1"),
        Booking(MOMENT.date(), -2_000_000_000, "Chi", "C2"),
    ]
    payments.taken_in(account, "C", payments.csv_statement(account, 40_000_000_000, bookings), actor=actor)
    page = accountant().get(reverse("treasury:cash")).content.decode()
    drawn = [
        json.loads(text)
        for text in re.findall(r'<script id="chart-[^"]*" type="application/json">(.*?)</script>', page)
    ]
    series = [[(one["type"], one["data"]) for one in chart["series"]] for chart in drawn]
    assert series == [[("bar", [9_000]), ("bar", [2_000])], [("line", [47_000])]]


def test_what_is_proposed_for_the_bank_is_vietnamese_whatever_the_reader_reads() -> None:
    story = running().delivered(1).accepted(1)
    story.signed_on_paper()
    task = story.task("payment", 1)
    page = accountant().get(f"/en/missions/tasks/{task}/pay/").content.decode()
    assert f"Chi trả đợt 1 hồ sơ {story.number}" in page
