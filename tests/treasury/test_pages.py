"""What the pages do with a form that comes twice or with nonsense."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.features.treasury import queries, usecases
from khue.features.treasury.domain.orders import ApproveOrder
from khue.features.treasury.models import PaymentFile
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
