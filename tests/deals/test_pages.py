"""Pages on which somebody is chosen by name: the valuer, the broker, who receives a share."""

from __future__ import annotations

from uuid import uuid4

import pytest

from khue.features.deals.models import DealBroker, DealShare, Valuation
from khue.features.people import queries as people
from khue.site.sample import deals as sample
from khue.site.sample import exchange, payments
from tests.cast import persona
from tests.deals.stories import MILLION, agreed, talking
from tests.deals.test_secret import browser, on_the_tests_day
from tests.exchange.stories import firm, institute

__all__ = ["on_the_tests_day"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_tests_day")]


def name_of(key: str) -> str:
    return people.party(key).name


def test_a_broker_is_named_by_the_full_name_and_is_on_one_side_only() -> None:
    deal = talking()
    hand = persona("member")
    exchange.verified(hand.key, ("broker",), persona, "member", papers=True)
    page = f"/vi/deals/{deal}/brokers/"
    said = {"paper": "Ủy thác số 1", "once": str(uuid4())}
    client = browser("founder")
    part = client.post(page, {**said, "party": name_of(hand.key).split()[0]})
    assert part.status_code == 422, "a person is found by the full name alone"
    assert "Ủy thác số 1" in part.content.decode(), "what was typed stays"
    assert client.post(page, {**said, "party": name_of(hand.key).upper()}).status_code == 303
    assert DealBroker.objects.get().party_id == people.party_id(hand.key)
    other = browser("researcher").post(page, {**said, "once": str(uuid4()), "party": name_of(hand.key)})
    assert other.status_code == 422
    assert DealBroker.objects.count() == 1


def test_a_valuer_is_named_and_a_stranger_to_the_exchange_is_refused_with_what_to_do() -> None:
    deal = agreed()
    exchange.verified(persona("member").key, ("valuer",), persona, "member", papers=True)
    said = {"method": "cost", "as_of": "01/03/2026", "lines": "Nhân công: 500.000.000", "once": str(uuid4())}
    page = f"/en/deals/{deal}/valuation/"
    client = browser("founder")
    stranger = client.post(page, {**said, "valuer": "Không Ai Cả"}).content.decode()
    assert "Enter the full name or the tax code" in stranger
    outside = client.post(page, {**said, "valuer": name_of(persona("resident").key)})
    assert "no active valuer" in outside.content.decode()
    assert client.post(page, {**said, "valuer": name_of(persona("member").key)}).status_code == 303
    assert Valuation.objects.get().valuer_id == people.party_id(persona("member").key)


def test_a_payment_is_shared_out_and_ordered_without_a_record_number() -> None:
    deal = agreed()
    sample.drawn(deal, persona)
    sample.signed(deal, persona)
    sample.paid(deal, 1, 900 * MILLION, persona)
    client = browser("accountant")
    page = f"/vi/deals/{deal}/dues/1/settle/"
    assert name_of(institute()) in client.get(page).content.decode()
    half = {"part_0": "600.000.000", "amount_0": "300.000.000", "once": str(uuid4())}
    assert client.post(page, half).status_code == 422, "an amount without a name"
    whole = {**half, "other_0": name_of(persona("resident").key), "role_0": "author"}
    less = client.post(page, {**whole, "part_0": "1"})
    assert (less.status_code, "900.000.000" in less.content.decode()) == (422, True)
    assert client.post(page, whole).status_code == 303
    assert dict(DealShare.objects.values_list("role", "amount")) == {"owner": 600 * MILLION, "author": 300 * MILLION}
    share = DealShare.objects.get(role="author")
    account = payments.main_account(actor=persona("accountant"))
    payee = payments.payee_of(f"party:{share.party_id}", share.party_name)
    asked = {
        "account_id": account.id, "number": payee.number, "number_again": payee.number, "holder": payee.holder, "bank": payee.bank,
        "bank_code": payee.bank_code, "content": "Phan cua giao dich", "chapter": "417", "sector": "102", "item": "7049", "source": "12",
        "once": str(uuid4()),
    }  # fmt: skip
    at = f"/vi/deals/shares/{share.pk}/pay/"
    assert client.get(at).status_code == 200
    assert client.post(at, {**asked, "number_again": "1"}).status_code == 422
    assert client.post(at, asked).status_code == 303
    share.refresh_from_db()
    assert share.state == "ordered"
    assert "đã lập lệnh chi" in client.get("/vi/deals/shares/").content.decode()
    assert client.get("/vi/deals/shares/?format=csv").status_code == 200
    assert browser("resident").get(f"/vi/deals/shares/{share.pk}/").url == "/vi/deals/shares/"
    assert browser("founder").get(f"/vi/deals/shares/{share.pk}/").url == f"/vi/deals/{deal}/"
    assert firm() not in client.get(page).content.decode()
