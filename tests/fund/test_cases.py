"""From application to money: every trace, and refusals that change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.dossiers.models import DecisionRecord, Dossier
from khue.features.fund import queries, usecases
from khue.features.fund.domain.cases import (
    AnswerPayment,
    AskPayment,
    CastVote,
    CloseCase,
    DecideMotion,
    InterestFacts,
    WriteOpinion,
)
from khue.features.fund.models import FundCase, FundPayment, Motion, MotionVote
from khue.features.ledger import queries as ledger
from khue.features.ledger.models import CostLineClaim, InvoiceLineClaim
from khue.features.rulebook.queries import rulings_of
from khue.kernel.models import TimelineRow
from khue.site.sample import fund as sample
from khue.site.sample.applications import paper
from tests.cast import organisation, persona
from tests.fund.stories import CAPITAL, TODAY, act, applied, approved, audits, founded, running, told

pytestmark = pytest.mark.django_db
SELLER = "0100109106"


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def circle() -> tuple[int, int, int, int]:
    """Resources, available, committed, used: the first is the sum of the others."""
    found = queries.capital()
    assert found.resources == found.available + found.committed + found.used
    return found.resources, found.available, found.committed, found.used


def test_a_grant_goes_from_application_to_money() -> None:
    founded()
    case = running("grant", 600_000_000)
    assert (case.state, case.granted, case.binding) == ("running", 600_000_000, True)
    assert circle() == (CAPITAL, CAPITAL - 600_000_000, 600_000_000, 0)
    assert Dossier.objects.get(pk=case.dossier_id).state == "granted"
    assert DecisionRecord.objects.get(dossier=case.dossier_id).amount == 600_000_000
    sample.paid_out(case.pk, 200_000_000, act())
    case.refresh_from_db()
    assert case.paid == 200_000_000
    assert circle() == (CAPITAL, CAPITAL - 600_000_000, 400_000_000, 200_000_000)
    assert ledger.balance("fund.expense", f"fund_case:{case.pk}") == 200_000_000
    assert ledger.trial_balance().lines  # and it balances: the database refuses anything else
    assert told("researcher", "Quỹ đã chi")
    assert TimelineRow.objects.filter(wire="fund.money_paid", party=organisation("VLSH")).count() == 1
    for deed in ("lay_motion", "decide_motion", "sign_contract", "ask_payment", "accept_payment", "order_payment"):
        assert audits(deed) == 1, deed
    assert audits("cast_vote") == 2


def test_a_small_amount_is_decided_by_the_head_of_the_executive_body_alone() -> None:
    founded()
    case = applied("grant", 300_000_000)
    motion = sample.laid(case.pk, act())
    assert queries.motion_card(motion, persona("officer")).body == "executive"
    asked = DecideMotion(motion, "approve", "Đồng ý", uuid4())
    with pytest.raises(Refused) as refused:
        usecases.decide_motion(asked, actor=persona("decider"))
    assert codes(refused) == {"fund.not_head"}
    usecases.decide_motion(replace(asked, once=uuid4()), actor=persona("appraiser"))
    case.refresh_from_db()
    assert case.state == "approved"


def test_the_council_decides_by_its_votes_and_with_a_quorum() -> None:
    founded()
    case = applied("grant", 600_000_000)
    motion = sample.laid(case.pk, act())
    approve = DecideMotion(motion, "approve", "Đồng ý")
    with pytest.raises(Refused) as early:
        usecases.decide_motion(approve, actor=persona("decider"))
    assert codes(early) == {"fund.no_quorum"}
    vote = CastVote(motion, False, "Chưa rõ hiệu quả", uuid4())
    usecases.cast_vote(vote, actor=persona("reviewer"))
    usecases.cast_vote(vote, actor=persona("reviewer"))
    with pytest.raises(Conflict):
        usecases.cast_vote(replace(vote, once=uuid4()), actor=persona("reviewer"))
    usecases.cast_vote(CastVote(motion, False), actor=persona("finance"))
    assert MotionVote.objects.count() == 2
    with pytest.raises(Refused) as against:
        usecases.decide_motion(approve, actor=persona("decider"))
    assert codes(against) == {"fund.against_votes"}
    usecases.decide_motion(DecideMotion(motion, "reject", "Theo biểu quyết"), actor=persona("decider"))
    case.refresh_from_db()
    assert (case.state, case.granted) == ("refused", None)
    assert Dossier.objects.get(pk=case.dossier_id).state == "refused"
    assert circle() == (CAPITAL, CAPITAL, 0, 0)


def test_who_has_no_seat_or_laid_the_motion_does_not_decide() -> None:
    founded()
    motion = sample.laid(applied("grant", 300_000_000).pk, act())
    auditor = replace(persona("auditor"), rights=persona("auditor").rights | {"fund.decide"})
    with pytest.raises(Refused) as seat:
        usecases.cast_vote(CastVote(motion, True), actor=auditor)
    assert codes(seat) == {"fund.no_seat"}
    Motion.objects.filter(pk=motion).update(laid_by=persona("appraiser").key)
    with pytest.raises(Refused) as own:
        usecases.decide_motion(DecideMotion(motion, "approve", "x"), actor=persona("appraiser"))
    assert codes(own) == {"fund.own_motion"}
    with pytest.raises(DatabaseError), transaction.atomic():
        Motion.objects.filter(pk=motion).update(
            state="approved", ground="x", decided_by=persona("appraiser").key, body="executive"
        )


def test_a_member_near_to_the_applicant_neither_votes_nor_concludes() -> None:
    founded()
    case = applied("grant", 600_000_000)
    motion = sample.laid(case.pk, act())
    near = replace(persona("decider"), acts_for=((f"party:{case.party_id}", "view"),))
    with pytest.raises(Refused) as vote:
        usecases.cast_vote(CastVote(motion, True), actor=near)
    assert codes(vote) == {"fund.near"}
    for who in ("reviewer", "finance"):
        usecases.cast_vote(CastVote(motion, True), actor=persona(who))
    with pytest.raises(Refused) as head:
        usecases.decide_motion(DecideMotion(motion, "approve", "x"), actor=near)
    assert codes(head) == {"fund.near"}


def test_a_motion_that_is_sent_back_is_laid_again() -> None:
    founded()
    case = applied("grant", 600_000_000)
    first = sample.laid(case.pk, act())
    usecases.decide_motion(DecideMotion(first, "back", "Bổ sung phương án"), actor=persona("decider"))
    case.refresh_from_db()
    assert case.state == "applied"
    second = sample.laid(case.pk, act())
    sample.carried(second, act())
    case.refresh_from_db()
    assert case.state == "approved"
    assert [row.state for row in Motion.objects.order_by("pk")] == ["withdrawn", "approved"]


def test_the_fund_commits_no_more_than_it_has() -> None:
    founded(capital=500_000_000)
    case = applied("grant", 600_000_000)
    motion = sample.laid(case.pk, act())
    with pytest.raises(Refused) as refused:
        sample.carried(motion, act())
    assert codes(refused) == {"ledger.overdrawn"}
    case.refresh_from_db()
    assert (case.state, Motion.objects.get(pk=motion).state) == ("laid", "open")
    assert circle() == (500_000_000, 500_000_000, 0, 0)


def test_no_more_is_paid_than_was_approved() -> None:
    founded()
    case = running("grant", 300_000_000)
    sample.asked_for(case.pk, 200_000_000, act())
    asked = AskPayment(case.pk, 100_000_001, "Đợt 2", (paper("x"),))
    with pytest.raises(Refused) as over:
        usecases.ask_payment(asked, actor=persona("researcher"))
    assert codes(over) == {"fund.over_contract"}
    with pytest.raises(Refused) as bare:
        usecases.ask_payment(AskPayment(case.pk, 0, " "), actor=persona("researcher"))
    assert codes(bare) == {"fund.amount", "fund.purpose", "fund.papers"}
    assert FundPayment.objects.count() == 1


def test_a_request_is_sent_once_returned_with_its_reason_and_frees_the_amount() -> None:
    founded()
    case = running("grant", 300_000_000)
    asked = AskPayment(case.pk, 300_000_000, "Đợt 1", (paper("x"),), (SELLER, "1C26T", "77", 1), once=uuid4())
    payment = usecases.ask_payment(asked, actor=persona("researcher"))
    assert usecases.ask_payment(asked, actor=persona("researcher")) == payment
    with pytest.raises(Refused) as why:
        usecases.answer_payment(AnswerPayment(payment, False), actor=persona("officer"))
    assert codes(why) == {"fund.ground"}
    usecases.answer_payment(AnswerPayment(payment, False, "Thiếu biên bản"), actor=persona("officer"))
    assert InvoiceLineClaim.objects.filter(released_at=None).count() == 0
    again = usecases.ask_payment(replace(asked, once=uuid4()), actor=persona("researcher"))
    assert again != payment
    assert told("researcher", "bị trả lại")


def test_strangers_see_nothing_and_viewers_ask_for_nothing() -> None:
    founded()
    case = running("grant", 300_000_000)
    for who in ("founder", "resident"):
        with pytest.raises(Missing):
            queries.case_card(case.pk, persona(who))
        with pytest.raises(Missing):
            usecases.ask_payment(AskPayment(case.pk, 1, "x", (paper("x"),)), actor=persona(who))
    with pytest.raises(NotAllowed):
        usecases.ask_payment(AskPayment(case.pk, 1, "x", (paper("x"),)), actor=persona("auditor"))
    assert queries.case_card(case.pk, persona("auditor")).granted == 300_000_000


def test_a_case_ends_settled_or_with_an_accepted_risk_and_frees_the_rest() -> None:
    founded()
    case = running("grant", 300_000_000)
    sample.paid_out(case.pk, 100_000_000, act())
    with pytest.raises(Refused) as bare:
        usecases.close_case(CloseCase(case.pk, True, "Không đạt mục tiêu"), actor=persona("officer"))
    assert codes(bare) == {"fund.papers"}
    asked = CloseCase(case.pk, True, "Không đạt, đã tuân thủ", (paper("ho-so-tuan-thu"),), uuid4())
    usecases.close_case(asked, actor=persona("officer"))
    usecases.close_case(asked, actor=persona("officer"))
    case.refresh_from_db()
    assert (case.state, audits("close_case")) == ("excused", 1)
    assert circle() == (CAPITAL, CAPITAL - 100_000_000, 0, 100_000_000)
    row = queries.portfolio(TODAY)[0]
    assert (row.excused, row.paid, row.written_off) == (100_000_000, 100_000_000, 0)
    assert [loss.number for loss in queries.losses(persona("auditor")).rows] == [case.dossier_number]


def test_only_the_control_board_writes_opinions() -> None:
    founded()
    case = applied()
    officer = replace(persona("officer"), rights=persona("officer").rights | {"fund.oversee"})
    with pytest.raises(Refused) as refused:
        usecases.write_opinion(WriteOpinion(case.pk, "x"), actor=officer)
    assert codes(refused) == {"fund.not_control"}
    usecases.write_opinion(WriteOpinion(case.pk, "Cần kiểm tra báo giá", uuid4()), actor=persona("auditor"))
    assert queries.case_card(case.pk, persona("auditor")).opinions[0].text == "Cần kiểm tra báo giá"
    assert told("officer", "Ban kiểm soát")


def test_withdrawn_before_the_contract_its_capital_is_free_again() -> None:
    from khue.features.dossiers import usecases as dossiers
    from khue.features.dossiers.domain.commands import Withdraw

    founded()
    case = approved("grant", 600_000_000)
    dossiers.withdraw_dossier(Withdraw(case.dossier_id, "Đổi kế hoạch", uuid4()), actor=persona("researcher"))
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert circle() == (CAPITAL, CAPITAL, 0, 0)


# -- one public source -------------------------------------------------------------------------------------------------


def test_an_invoice_that_another_scheme_uses_is_refused_by_kind_and_number_only() -> None:
    founded()
    first = applied("grant", 250_000_000, seller=SELLER, invoice="0000123")
    with pytest.raises(Refused) as refused:
        applied("loan", 250_000_000, seller=SELLER, invoice="123", who="founder")
    assert codes(refused) == {"ledger.invoice_line_taken"}
    said = refused.value.decision.reasons[0].text.vi
    assert f"hồ sơ số {first.dossier_id}" in said or first.dossier_number in said
    assert "Viện" not in said


def test_a_contract_draws_on_one_public_source() -> None:
    founded()
    first = applied("grant", 250_000_000, seller=SELLER, contract="HĐ 12/2026")
    with pytest.raises(Refused) as refused:
        applied("sponsorship", 250_000_000, seller=SELLER, contract="hd12-2026", who="founder")
    assert codes(refused) == {"ledger.cost_line_taken"}
    assert FundCase.objects.count() == 1
    assert CostLineClaim.objects.get().subject == f"dossier:{first.dossier_id}"


def test_a_declared_national_source_holds_its_contract_with_its_name() -> None:
    founded()
    other = {
        "source": "Quỹ Đổi mới công nghệ quốc gia", "instrument": "QĐ 5", "amount": 90_000_000, "with_whom": SELLER,
        "contract": "HĐ 7",
    }  # fmt: skip
    applied("grant", 250_000_000, others=(other,))
    claim = CostLineClaim.objects.get()
    assert (claim.scheme, claim.source) == ("national", "Quỹ Đổi mới công nghệ quốc gia, QĐ 5")
    with pytest.raises(Refused) as refused:
        applied("grant", 250_000_000, seller=SELLER, contract="HĐ 7", who="founder")
    assert "nguồn trung ương" in refused.value.decision.reasons[0].text.vi
    assert "Đổi mới công nghệ quốc gia" not in refused.value.decision.reasons[0].text.vi
    with pytest.raises(Refused) as own:
        applied("grant", 250_000_000, seller=SELLER, contract="HĐ 8", others=(other | {"contract": "HĐ 8"},))
    assert codes(own) == {"ledger.cost_line_taken"}


def test_a_refused_application_gives_its_cost_lines_back() -> None:
    founded()
    case = applied("grant", 250_000_000, seller=SELLER, contract="HĐ 12/2026")
    motion = sample.laid(case.pk, act())
    usecases.decide_motion(DecideMotion(motion, "reject", "Chưa phù hợp"), actor=persona("appraiser"))
    assert CostLineClaim.objects.filter(released_at=None).count() == 0
    applied("grant", 250_000_000, seller=SELLER, contract="HĐ 12/2026", who="founder")
    with pytest.raises(DatabaseError), transaction.atomic():
        CostLineClaim.objects.update(amount=1)


# -- interest support --------------------------------------------------------------------------------------------------


def statement(start: date, days: int = 90, paid: int = 80_000_000, balance: int = 4_000_000_000) -> InterestFacts:
    return InterestFacts(start, start + timedelta(days=days), paid, balance, TODAY + timedelta(days=1000))


def test_interest_support_is_computed_by_the_rulebook_and_keeps_its_ruling() -> None:
    founded()
    case = running("interest_support", 120_000_000)
    said = statement(TODAY - timedelta(days=90))
    with pytest.raises(Refused) as over:
        sample.asked_for(case.pk, 40_000_001, act(), said)
    assert codes(over) == {"fund.over_rule"}
    payment = sample.paid_out(case.pk, 40_000_000, act(), said)
    ruling = rulings_of(f"fund_payment:{payment}")[0]
    assert int(ruling.values["value"]) == 40_000_000
    case.refresh_from_db()
    assert not case.binding  # the decree is known from a digest only
    with pytest.raises(Refused) as twice:
        sample.asked_for(case.pk, 10_000_000, act(), statement(TODAY - timedelta(days=30)))
    assert codes(twice) == {"ledger.cost_line_taken"}
    sample.asked_for(case.pk, 10_000_000, act(), statement(TODAY))


def test_a_bank_loan_that_ends_too_soon_is_refused_with_the_rules_reason() -> None:
    founded()
    case = running("interest_support", 120_000_000)
    said = replace(statement(TODAY - timedelta(days=90)), ends_on=TODAY + timedelta(days=100))
    with pytest.raises(Refused) as refused:
        sample.asked_for(case.pk, 1_000_000, act(), said)
    assert codes(refused) == {"fund.loan_ends_too_soon"}
    assert FundPayment.objects.count() == 0


def test_money_that_the_bank_sends_back_is_not_paid_any_more() -> None:
    from khue.core.actor import Actor
    from khue.features.treasury import queries as treasury
    from khue.site.sample import payments

    founded()
    case = running("grant", 300_000_000)
    payment = FundPayment.objects.get(pk=sample.paid_out(case.pk, 100_000_000, act()))
    assert payment.order is not None
    accountant = persona("accountant", days=1)
    order = treasury.order_facts(payment.order)
    back = payments.Booking(accountant.today, 100_000_000, f"HOAN TRA {order.reference} SAI SO TAI KHOAN", "RT77")
    account = sample.account(actor=accountant)
    content = payments.camt_statement(account, 0, [back])
    payments.taken_in(account, "quy-hoan-tra.xml", content, actor=accountant)
    job = Actor("job:x", "x", accountant.moment, rights=frozenset({"job.fund.follow_orders"}))
    for _again in range(2):
        usecases.follow_order(payment.order, actor=job)
    payment.refresh_from_db()
    case.refresh_from_db()
    assert (payment.state, payment.paid_on, case.paid) == ("ordered", None, 0)
    assert told("accountant", "Ngân hàng trả lại")
