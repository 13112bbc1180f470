"""A contract in effect is amended by two persons of two sides, filed with its fee where it must be registered; before and after stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils.html import escape

from khue.core.errors import Refused
from khue.features.deals import queries, usecases
from khue.features.deals.domain.amending import AnswerAmendment, Change, Content, amended, before_and_after
from khue.features.deals.domain.contracting import ReportRoyalty
from khue.features.deals.models import Amendment, DealDue
from khue.features.deals.queries import law
from khue.kernel.models import AuditRecord
from khue.site.sample import deals as sample
from tests.cast import persona
from tests.deals.stories import MILLION, agreed, codes, traces
from tests.deals.test_contracts import after, registered, with_royalty
from tests.deals.test_secret import browser, on_the_tests_day

__all__ = ["on_the_tests_day"]  # a fixture
LONGER = Change({"term": "Thời hạn mười năm."})


def in_effect() -> int:
    """A contract that need not be registered."""
    deal = agreed()
    sample.drawn(deal, persona)
    sample.signed(deal, persona)
    return deal


def test_only_what_differs_is_kept_before_and_after() -> None:
    now = Content({"term": "5 năm", "object": "x"}, 300, 60, 900)
    change = Change({"term": " 10 năm ", "object": "x", "unknown": "y"}, royalty=300, royalty_least=70, value=900)
    before, later = before_and_after(change, now)
    assert before == {"clauses": {"term": "5 năm"}, "royalty_least": 60}
    assert later == {"clauses": {"term": "10 năm"}, "royalty_least": 70}
    assert amended(now, [later]) == Content({"term": "10 năm", "object": "x"}, 300, 70, 900)


@pytest.mark.django_db
def test_without_a_duty_it_holds_from_the_second_signature_on_and_the_first_text_stands() -> None:
    deal = in_effect()
    first = queries.deal_card(deal, persona("founder")).contract
    assert first is not None
    due = after(30)("founder").today
    no = sample.amended(
        deal, Change({"term": "Mười năm."}, value=950 * MILLION, instalments=((due, 50 * MILLION),)), persona
    )
    before = traces()
    for who, code in (("researcher", "signed_already"), ("researcher", "signed_already")):
        with pytest.raises(Refused) as caught:
            usecases.answer_amendment(AnswerAmendment(deal, no, True, "", uuid4()), actor=persona(who))
        assert codes(caught) == {code}
    assert traces() == before
    with pytest.raises(Refused) as caught:
        sample.amended(deal, LONGER, persona, "founder")
    assert codes(caught) == {"amendment_under_way"}
    sample.amendment_signed(deal, no, persona)
    row = queries.deal_card(deal, persona("founder")).contract
    assert row is not None
    assert (row.clauses["term"], row.value) == ("Mười năm.", 950 * MILLION)
    assert row.amendments[0].before["clauses"]["term"] == first.clauses["term"]
    assert (row.amendments[0].effect_on, row.amendments[0].fee) == (persona("founder").today, None)
    assert list(DealDue.objects.order_by("no").values_list("amount", "due_on")) == [
        (900 * MILLION, persona("founder").today),
        (50 * MILLION, due),
    ]
    record = AuditRecord.objects.get(deed="deals.draw_amendment")
    assert "draw_amendment" in str(vars(record))
    assert "Mười năm" not in str(vars(record)), "no word of the contract leaves its table"


@pytest.mark.django_db
def test_one_person_of_both_sides_does_not_sign_twice() -> None:
    deal = in_effect()
    no = sample.amended(deal, LONGER, persona)
    with pytest.raises(DatabaseError), transaction.atomic():
        Amendment.objects.filter(no=no).update(buyer_by=persona("researcher").key)
    with pytest.raises(DatabaseError), transaction.atomic():
        Amendment.objects.filter(no=no).update(after={})
    with pytest.raises(DatabaseError), transaction.atomic():
        Amendment.objects.filter(no=no).update(state="effective", effect_on=date(2026, 3, 2))


@pytest.mark.django_db
def test_nothing_changed_or_without_a_ground_is_refused_and_a_refusal_has_its_ground() -> None:
    deal = in_effect()
    with pytest.raises(Refused) as caught:
        sample.amended(deal, Change(), persona)
    assert codes(caught) == {"ground"}
    no = sample.amended(deal, LONGER, persona)
    with pytest.raises(Refused) as caught:
        usecases.answer_amendment(AnswerAmendment(deal, no, False, " ", uuid4()), actor=persona("founder"))
    assert codes(caught) == {"ground"}
    usecases.answer_amendment(AnswerAmendment(deal, no, False, "Quá dài", uuid4()), actor=persona("founder"))
    again = sample.amended(deal, LONGER, persona)
    usecases.answer_amendment(AnswerAmendment(deal, again, False, "Viết lại", uuid4()), actor=persona("researcher"))
    assert list(Amendment.objects.order_by("no").values_list("state", flat=True)) == ["refused", "withdrawn"]
    contract = queries.deal_card(deal, persona("founder")).contract
    assert contract is not None
    assert "mười" not in contract.clauses["term"].lower()


@pytest.mark.django_db
def test_a_registered_contract_is_changed_from_the_certificate_of_its_amendment_after_the_fee() -> None:
    deal = with_royalty()
    registered(deal)
    no = sample.amended(deal, Change({}, royalty=500, value=4_000 * MILLION), after(10))
    with pytest.raises(Refused) as caught:
        sample.filed(deal, after(10))
    assert codes(caught) == {"filed"}, "an amendment that one side signed is not filed"
    sample.amendment_signed(deal, no, after(11))
    with pytest.raises(Refused) as caught:
        sample.filed(deal, after(12))
    assert codes(caught) == {"fee_paper"}
    with pytest.raises(Refused) as caught:
        sample.filed(deal, after(12), "researcher", "Biên lai 01")
    assert codes(caught) == {"filer"}
    sample.filed(deal, after(12), fee_paper="Biên lai 01 (mẫu)")
    row = Amendment.objects.get()
    assert (row.fee, row.state, row.effect_on) == (4 * MILLION, "signed", None)
    sample.complete(deal, after(13))
    sample.certified(deal, after(14))
    row.refresh_from_db()
    day = after(14)("founder").today
    assert (row.state, row.certificate, row.effect_on) == ("effective", "GCN-01 (mẫu)", day)
    start = after(7)("founder").today
    crossing = ReportRoyalty(deal, start, start + timedelta(days=30), 1_000 * MILLION, 50 * MILLION, uuid4())
    with pytest.raises(Refused) as caught:
        usecases.report_royalty(crossing, actor=after(60)("founder"))
    assert codes(caught) == {"royalty_changed"}
    later = ReportRoyalty(deal, day, day + timedelta(days=30), 1_000 * MILLION, 30 * MILLION, uuid4())
    with pytest.raises(Refused) as caught:
        usecases.report_royalty(later, actor=after(60)("founder"))
    assert "50.000.000" in caught.value.decision.reasons[0].text.vi
    with pytest.raises(Refused):
        sample.filed(deal, after(15), fee_paper="x")


@pytest.mark.django_db
def test_where_the_law_sets_no_fee_none_is_asked_for_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    deal = with_royalty()
    registered(deal)
    no = sample.amended(deal, LONGER, after(10))
    sample.amendment_signed(deal, no, after(11))
    monkeypatch.setattr(law, "FEE", "exchange.registration-fee")  # whose values are unset
    contract = queries.deal_card(deal, after(12)("founder")).contract
    assert contract is not None
    assert (contract.amendments[0].fee, contract.amendments[0].files) == (None, True)
    sample.filed(deal, after(12))
    assert Amendment.objects.get().fee is None


@pytest.mark.django_db
@pytest.mark.usefixtures("on_the_tests_day")
def test_the_page_stands_filled_with_what_the_contract_says_and_shows_both_afterwards() -> None:
    deal = in_effect()
    client = browser("researcher")
    page = f"/vi/deals/{deal}/amendments/"
    shown = client.get(page).content.decode()
    contract = queries.deal_card(deal, persona("founder")).contract
    assert contract is not None
    assert all(escape(text) in shown for text in contract.clauses.values())
    assert 'value="900.000.000"' in shown
    said = {**contract.clauses, "value": "900.000.000", "royalty": "0", "royalty_least": "0", "instalments": ""}
    assert client.post(page, {**said, "ground": "Kéo dài", "once": str(uuid4())}).status_code == 422, "nothing changed"
    said |= {"ground": "Kéo dài", "term": "Mười năm.", "royalty": "2,5", "once": str(uuid4())}
    assert client.post(page, said).status_code == 303
    other = browser("founder")
    sign = f"/en/deals/{deal}/amendments/1/answer/"
    words = other.get(sign).content.decode()
    assert "Mười năm." in words
    assert "2.5%" in words
    assert other.post(sign, {"answer": "yes", "ground": "", "once": str(uuid4())}).status_code == 303
    assert "Contract amendment 1" in other.get(f"/en/deals/{deal}/").content.decode()
    assert "Mười năm." not in browser("auditor").get(f"/vi/deals/{deal}/").content.decode()


@pytest.mark.slow
def test_signing_and_taking_back_at_once_leave_one_truth(clone_db: str, in_threads: Callable[..., list[Any]]) -> None:
    deal = in_effect()
    no = sample.amended(deal, LONGER, persona)
    sign = AnswerAmendment(deal, no, True, "", uuid4())
    back = AnswerAmendment(deal, no, False, "Viết lại", uuid4())
    done = in_threads(
        lambda: usecases.answer_amendment(sign, actor=persona("founder")),
        lambda: usecases.answer_amendment(back, actor=persona("researcher")),
    )
    assert sum(isinstance(one, Refused) for one in done) == 1
    assert Amendment.objects.get().state == ("withdrawn" if isinstance(done[0], Refused) else "effective")
