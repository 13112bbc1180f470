"""From a term sheet to a registered contract whose royalty is settled through the ledger; what is refused on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.deals import queries, usecases
from khue.features.deals.domain.commands import NameBroker
from khue.features.deals.domain.contracting import (
    ConfirmOwnership,
    DecideFiling,
    DrawContract,
    GiveValuation,
    NoteApproval,
    ProveOwnership,
    ReportRoyalty,
    SettleDue,
    SignContract,
    value_of,
)
from khue.features.deals.models import Contract, Deal, DealDue, DealShare, Filing, Valuation
from khue.features.deals.queries.law import notices_of
from khue.features.ledger import queries as ledger
from khue.kernel import clock
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import deals as sample
from khue.site.sample import exchange
from tests.cast import organisation, persona
from tests.deals.stories import MILLION, agreed, codes, firm, talking, traces
from tests.exchange.stories import institute

pytestmark = pytest.mark.django_db
ROYALTY = {"lump": 0, "royalty": 300, "royalty_least": 60 * MILLION}


def with_royalty() -> int:
    deal = talking()
    sample.agreed(deal, sample.made(deal, sample.terms(**ROYALTY), persona, "researcher"), persona, "founder")
    return deal


def after(days: int) -> Any:
    return lambda key: persona(key, days=days)


def test_three_methods_with_their_worksheets() -> None:
    assert value_of("cost", [("Nhân công", 100), ("Hao mòn", -30)], 0) == 70
    assert value_of("market", [("A", 100), ("B", 101)], 0) == 101
    assert value_of("income", [("Năm 1", 110), ("Năm 2", 121)], 1000) == 200


def test_reports_stand_side_by_side_and_the_valuer_is_no_side() -> None:
    deal = agreed()
    valuer = persona("member").key
    exchange.verified(valuer, ("valuer",), persona, "member", papers=True)
    given = GiveValuation(deal, valuer, "cost", date(2026, 3, 1), (("Nhân công", 500 * MILLION),), once=uuid4())
    assert usecases.give_valuation(given, actor=persona("researcher")) == 1
    other = replace(given, method="income", lines=(("Năm 1", 300), ("Năm 2", 400)), rate=1200, once=uuid4())
    assert usecases.give_valuation(other, actor=persona("founder")) == 2
    assert [row.no for row in queries.deal_card(deal, persona("founder")).valuations] == [1, 2]
    with pytest.raises(DatabaseError), transaction.atomic():
        Valuation.objects.filter(no=1).update(value=1)
    exchange.verified(institute(), ("valuer",), persona, "researcher", papers=True)
    with pytest.raises(Refused) as caught:
        usecases.give_valuation(replace(given, valuer=institute(), once=uuid4()), actor=persona("founder"))
    assert codes(caught) == {"valuer_and_party"}
    wrong = replace(
        given, valuer=organisation("ĐHTH"), method="x", lines=(), rate=-1, as_of=date(2027, 1, 1), once=uuid4()
    )
    with pytest.raises(Refused) as caught:
        usecases.give_valuation(wrong, actor=persona("founder"))
    assert codes(caught) == {"valuer", "method", "lines", "rate", "as_of"}


def test_a_broker_of_the_deal_values_nothing_in_it_and_who_valued_is_no_broker() -> None:
    deal = agreed()
    hand, other = persona("member").key, persona("resident").key
    for party, who in ((hand, "member"), (other, "resident")):
        exchange.verified(party, ("valuer", "broker"), persona, who, papers=True)
    usecases.name_broker(NameBroker(deal, hand, "Ủy thác số 1", uuid4()), actor=persona("founder"))
    given = GiveValuation(deal, hand, "cost", date(2026, 3, 1), (("Nhân công", 500 * MILLION),), once=uuid4())
    before = traces()
    for side in ("founder", "researcher"):
        with pytest.raises(Refused) as caught:
            usecases.give_valuation(replace(given, once=uuid4()), actor=persona(side))
        assert codes(caught) == {"valuer_and_party"}
    assert traces() == before
    usecases.give_valuation(replace(given, valuer=other, once=uuid4()), actor=persona("researcher"))
    with pytest.raises(Refused) as caught:
        usecases.name_broker(NameBroker(deal, other, "Ủy thác số 2", uuid4()), actor=persona("researcher"))
    assert codes(caught) == {"valuer_and_broker"}


def test_a_contract_without_duty_holds_at_once_and_is_signed_by_two_persons() -> None:
    deal = agreed()
    with pytest.raises(Refused) as caught:
        usecases.draw_contract(DrawContract(deal, {"object": "x"}, "?", False, uuid4()), actor=persona("researcher"))
    assert codes(caught) == {"direction", "delivery", "rights", "payment", "term", "warranty", "breach", "disputes"}
    sample.drawn(deal, persona)
    before = traces()
    with pytest.raises(Refused):
        usecases.sign_contract(SignContract(deal, uuid4()), actor=persona("researcher"))
    assert traces() == before
    sample.signed(deal, persona)
    row = Contract.objects.get()
    assert (row.duty, row.effect_on, Deal.objects.get().state) == ("voluntary", persona("founder").today, "effective")
    assert list(DealDue.objects.values_list("amount", flat=True)) == [900 * MILLION]
    with pytest.raises(Refused):
        usecases.sign_contract(SignContract(deal, uuid4()), actor=persona("founder"))


def registered(deal: int) -> None:
    """Public money: signed today, filed after three days, full after five, certificate after seven."""
    sample.drawn(deal, persona, public_money=True)
    sample.signed(deal, persona)
    sample.filed(deal, after(3))
    sample.complete(deal, after(5))
    sample.certified(deal, after(7))


def test_public_money_means_a_duty_clocks_and_effect_from_the_certificate() -> None:
    deal = with_royalty()
    sample.drawn(deal, persona, public_money=True)
    sample.signed(deal, persona)
    row = Contract.objects.get()
    signed = persona("founder").today
    assert (row.duty, row.filer, row.due_on, row.effect_on) == (
        "compulsory",
        "buyer",
        signed + timedelta(days=90),
        None,
    )
    assert Deal.objects.get().state == "signed"
    with pytest.raises(Refused) as caught:
        sample.filed(deal, after(3), "researcher")
    assert codes(caught) == {"filer"}
    report = ReportRoyalty(deal, signed, signed + timedelta(days=1), 1, 1, uuid4())
    with pytest.raises(Refused):
        usecases.report_royalty(report, actor=persona("founder", days=3))
    sample.filed(deal, after(3))
    filing = Filing.objects.get()
    assert (filing.answer_due is not None, filing.certificate_due) == (True, None)
    with pytest.raises(Refused):
        sample.filed(deal, after(3))
    sample.complete(deal, after(5))
    assert Filing.objects.get().certificate_due == signed + timedelta(days=11), "five working days after it was full"
    with pytest.raises(NotAllowed):
        sample.certified(deal, after(7), "officer")
    sample.certified(deal, after(7))
    row.refresh_from_db()
    assert (row.certificate, row.effect_on) == ("GCN-01 (mẫu)", signed + timedelta(days=7))
    assert Deal.objects.get().state == "effective"
    with pytest.raises(Missing):
        usecases.decide_filing(DecideFiling(deal, True, "x", "", uuid4()), actor=persona("decider"))


def test_an_incomplete_filing_is_followed_by_another_and_a_refusal_has_its_ground() -> None:
    deal = with_royalty()
    sample.drawn(deal, persona, public_money=True)
    sample.signed(deal, persona)
    sample.filed(deal, after(3))
    sample.complete(deal, after(4), missing="Thiếu bản tiếng Việt (mẫu)")
    sample.filed(deal, after(6))
    sample.complete(deal, after(7))
    with pytest.raises(Refused) as caught:
        usecases.decide_filing(DecideFiling(deal, False, "", " ", uuid4()), actor=persona("decider", days=8))
    assert codes(caught) == {"ground"}
    usecases.decide_filing(DecideFiling(deal, False, "", "Sai đối tượng", uuid4()), actor=persona("decider", days=8))
    assert list(Filing.objects.order_by("no").values_list("state", flat=True)) == ["incomplete", "refused"]
    assert Contract.objects.get().effect_on is None


def test_state_capital_needs_valuation_and_proof_once_the_law_says_so() -> None:
    late = after(40)  # the amending law holds from 1 April 2026
    deal = talking()
    sample.agreed(deal, sample.made(deal, sample.terms(), late, "researcher"), late, "founder")
    sample.drawn(deal, late, public_money=True)
    with pytest.raises(Refused) as caught:
        sample.signed(deal, late)
    assert codes(caught) == {"capital_valuation", "capital_ownership"}
    valuer = persona("member").key
    exchange.verified(valuer, ("valuer",), persona, "member", papers=True)
    given = GiveValuation(deal, valuer, "cost", date(2026, 3, 1), (("Nhân công", 500),), once=uuid4())
    usecases.give_valuation(given, actor=late("founder"))
    usecases.prove_ownership(ProveOwnership(deal, "Bằng số 1", uuid4()), actor=late("researcher"))
    with pytest.raises(Refused) as caught:
        sample.signed(deal, late)
    assert codes(caught) == {"capital_ownership"}
    usecases.confirm_ownership(ConfirmOwnership(deal, uuid4()), actor=late("officer"))
    with pytest.raises(Missing):
        usecases.confirm_ownership(ConfirmOwnership(deal, uuid4()), actor=late("officer"))
    sample.signed(deal, late)
    assert Contract.objects.get().duty == "compulsory"


def test_restricted_technology_is_approved_before_and_permitted_after_signing() -> None:
    deal = agreed()
    offer = Deal.objects.values_list("offer", flat=True).get(pk=deal)
    entry = exchange.entered("restricted", "Công nghệ mẫu hạn chế", persona, ("vi nhựa",))
    from tests.deals.test_talks import exchange_rules

    exchange_rules(offer, entry)
    sample.drawn(deal, persona)
    with pytest.raises(Refused) as caught:
        sample.signed(deal, persona)
    assert codes(caught) == {"approval"}
    with pytest.raises(NotAllowed):
        usecases.note_approval(NoteApproval(deal, False, "01/CT", uuid4()), actor=persona("founder"))
    usecases.note_approval(NoteApproval(deal, False, "01/CT", uuid4()), actor=persona("officer"))
    sample.signed(deal, persona)
    assert (Deal.objects.get().state, Contract.objects.get().effect_on) == ("signed", None)
    usecases.note_approval(NoteApproval(deal, True, "02/GP", uuid4()), actor=persona("officer", days=9))
    assert Deal.objects.get().state == "effective"


def test_a_royalty_below_the_minimum_is_refused_with_the_sum_and_each_period_counts_once() -> None:
    deal = with_royalty()
    registered(deal)
    start = persona("founder", days=7).today
    year = replace(ReportRoyalty(deal, start, start + timedelta(days=365), 1_000 * MILLION, 30 * MILLION), once=uuid4())
    actor = persona("founder", days=400)
    before = traces()
    with pytest.raises(Refused) as caught:
        usecases.report_royalty(year, actor=actor)
    assert codes(caught) == {"royalty_below"}
    assert "60.000.000" in caught.value.decision.reasons[0].text.vi
    assert traces() == before
    assert usecases.report_royalty(replace(year, claimed=60 * MILLION), actor=actor) == 1
    again = replace(year, from_on=start + timedelta(days=30), claimed=60 * MILLION, once=uuid4())
    with pytest.raises(Refused) as caught:
        usecases.report_royalty(again, actor=actor)
    assert codes(caught) == {"from_on"}
    assert DealDue.objects.get().amount == 60 * MILLION


def test_escrow_goes_out_once_to_the_dong() -> None:
    deal = with_royalty()
    registered(deal)
    start = persona("founder", days=7).today
    report = ReportRoyalty(deal, start, start + timedelta(days=365), 5_000 * MILLION, 150 * MILLION, uuid4())
    usecases.report_royalty(report, actor=persona("founder", days=400))
    payer = after(401)
    parts = ((institute(), 120 * MILLION), (persona("resident").key, 30 * MILLION))
    with pytest.raises(Refused) as caught:
        usecases.settle_due(SettleDue(deal, 1, parts, uuid4()), actor=payer("accountant"))
    assert codes(caught) == {"not_in_escrow"}
    sample.paid(deal, 1, 150 * MILLION, payer)
    with pytest.raises(Refused) as caught:
        usecases.settle_due(SettleDue(deal, 1, ((institute(), 1),), uuid4()), actor=payer("accountant"))
    assert codes(caught) == {"shares"}
    usecases.settle_due(SettleDue(deal, 1, parts, uuid4()), actor=payer("accountant"))
    with pytest.raises(Refused):
        usecases.settle_due(SettleDue(deal, 1, parts, uuid4()), actor=payer("accountant"))
    owed = {
        share.amount: ledger.balance("payable.support", f"deal_share:{share.pk}") for share in DealShare.objects.all()
    }
    assert owed == {120 * MILLION: 120 * MILLION, 30 * MILLION: 30 * MILLION}
    assert ledger.balance("exchange.escrow", f"deal:{deal}") == 0
    assert AuditRecord.objects.filter(deed="deals.settle_due").count() == 1
    assert ledger.verify().sound
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE deals_dealdue SET state = 'due', settled = NULL, received = NULL")


def test_the_firm_is_a_party_and_reads_its_contract() -> None:
    deal = agreed()
    sample.drawn(deal, persona)
    card = queries.deal_card(deal, persona("founder"))
    assert card.contract is not None
    assert card.contract.waits_for == "buyer"
    assert firm() == card.buyer_key


def test_who_has_to_file_is_told_once_on_each_day_of_notice_until_it_is_filed() -> None:
    deal = with_royalty()
    sample.drawn(deal, persona, public_money=True)
    sample.signed(deal, persona)
    contract = Contract.objects.get()
    days = notices_of(contract.signed_on)
    assert [(day - contract.signed_on).days for day in days] == [30, 60, 80, 90]

    def morning(after_days: int) -> int:
        """What the job does; how many notices the filer has got by then."""
        job = replace(clock.job_actor("deals.remind_filers"), moment=persona("officer", days=after_days).moment)
        for number in queries.contracts_to_remind(job.today):
            usecases.remind_filer(number, actor=job)
        usecases.remind_filer(contract.pk, actor=job)  # a second worker of the same morning
        return Notice.objects.filter(title_vi__endswith="chưa nộp hồ sơ đăng ký", party=persona("founder").key).count()

    assert [morning(day) for day in (29, 30, 31, 61, 79, 80)] == [0, 1, 1, 2, 2, 3]
    sample.filed(deal, after(85))
    assert morning(90) == 3, "a filing lies before the officer"
