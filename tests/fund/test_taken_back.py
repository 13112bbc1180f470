"""What was booked wrongly, and what the bank sent back: reversed in the books, and nothing of it stays owed or lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.actor import Actor
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.fund import queries, usecases
from khue.features.fund.domain.lending import BookRepayment, UndoRepayment
from khue.features.fund.models import FundPayment, Loan, Repayment, RepaymentUndone, ScheduleVersion
from khue.features.ledger import queries as ledger
from khue.features.treasury import queries as treasury
from khue.features.treasury.models import BankLine, Clearing
from khue.site.sample import fund as sample
from khue.site.sample import payments
from tests.cast import persona
from tests.fund.stories import TODAY, act, audits, founded, in_suspense, lent, told
from tests.fund.test_lending import books, circle, codes, days_to, first_due

pytestmark = pytest.mark.django_db
WHY = "Dòng sao kê này là của bên vay khác."


def undo(repayment: int, days: int, **more: Any) -> None:
    asked = UndoRepayment(repayment, **{"ground": WHY, "once": uuid4(), **more})
    usecases.undo_repayment(asked, actor=persona("accountant", days=days))


def sent_back(loan: Loan, payment: int, days: int) -> None:
    """The bank's statement shows the drawdown's money again, and the worker follows the order."""
    order = treasury.order_facts(FundPayment.objects.get(pk=payment).order or 0)
    actor = persona("accountant", days=days)
    mine = sample.account(actor=actor)
    booking = payments.Booking(actor.today, order.amount, f"Hoan tra {order.reference}", f"HT{uuid4().hex[:10]}")
    payments.taken_in(mine, f"hoan-{order.id}-{days}.xml", payments.camt_statement(mine, 0, [booking]), actor=actor)
    worker = Actor("job:fund", "fund", actor.moment, rights=frozenset({"job.fund.follow_orders"}))
    usecases.follow_order(order.id, actor=worker)
    usecases.follow_order(order.id, actor=worker)
    loan.refresh_from_db()


def test_a_repayment_booked_wrongly_is_reversed_and_booked_anew() -> None:
    founded()
    loan = lent()
    one = first_due(loan)
    late = days_to(one, 3)
    before, had = books(loan), circle()
    line = in_suspense(one.principal + one.interest, late)
    wrong = usecases.book_repayment(BookRepayment(loan.pk, line), actor=persona("accountant", days=late))
    once = uuid4()
    undo(wrong, late, once=once)
    undo(wrong, late, once=once)
    loan.refresh_from_db()
    assert (books(loan), circle()) == (before, had)
    assert (loan.state, loan.repaid, loan.interest) == ("running", 0, 0)
    assert BankLine.objects.get(pk=line).set_aside == one.principal + one.interest
    assert Clearing.objects.get(line=line).ended_at is not None
    assert (Repayment.objects.count(), RepaymentUndone.objects.get().ground, audits("undo_repayment")) == (1, WHY, 1)
    assert told("researcher", "Hủy ghi khoản trả nợ")
    card = queries.case_card(loan.case_id, persona("officer", days=late)).loan
    assert card is not None
    assert card.standing is not None
    assert card.standing.days_past_due == 3, "nothing counts as paid"
    assert [(row.undone, row.may_be_undone) for row in card.repayments] == [(WHY, False)]
    sample.watched(act(late))
    again = usecases.book_repayment(BookRepayment(loan.pk, line, 10_000_000), actor=persona("accountant", days=late))
    assert Repayment.objects.get(pk=again).attempt == 2
    loan.refresh_from_db()
    assert books(loan)[0] == 600_000_000 - loan.repaid


def test_a_settled_loan_owes_again_when_its_last_repayment_is_taken_back() -> None:
    founded()
    loan = lent()
    line = in_suspense(700_000_000, 1)
    paid = usecases.book_repayment(BookRepayment(loan.pk, line), actor=persona("accountant", days=1))
    loan.refresh_from_db()
    assert loan.state == "settled"
    undo(paid, 2)
    loan.refresh_from_db()
    assert (loan.state, loan.settled_on, loan.repaid) == ("running", None, 0)
    assert books(loan) == (600_000_000, 0, 0)


def test_only_the_newest_repayment_on_the_schedule_in_force_is_taken_back_and_with_a_reason() -> None:
    founded()
    loan = lent()
    one = first_due(loan)
    first, second = (sample.repaid(loan.pk, 1_000_000, act(days)) for days in (1, 2))
    with pytest.raises(Refused) as early:
        undo(first, 3, ground=" ")
    assert codes(early) == {"fund.not_newest", "fund.ground"}
    with pytest.raises(NotAllowed):
        usecases.undo_repayment(UndoRepayment(second, WHY), actor=persona("officer", days=3))
    with pytest.raises(Missing):
        undo(second + 99, 3)
    undo(second, 3)
    with pytest.raises(Refused) as twice:
        undo(second, 3)
    assert "fund.undone" in codes(twice)
    on = days_to(one, 31)
    terms = sample.terms(persona("officer", days=on).today, kind="annuity", count=18)
    sample.carried(sample.about_loan(loan.case_id, act(on), "restructure", terms), act(on))
    with pytest.raises(Refused) as later:
        undo(first, on)
    assert codes(later) == {"fund.later_version"}
    assert RepaymentUndone.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        RepaymentUndone.objects.update(ground="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        RepaymentUndone.objects.all().delete()


def test_a_drawdown_that_the_bank_sent_back_is_not_owed_and_is_drawn_anew_when_it_is_paid_again() -> None:
    founded()
    loan = lent()
    payment = FundPayment.objects.get(case=loan.case_id)
    sent_back(loan, payment.pk, 4)
    assert (loan.state, loan.drawn, books(loan)) == ("signed", 0, (0, 0, 0))
    loan.case.refresh_from_db()
    payment.refresh_from_db()
    assert (loan.case.paid, payment.state) == (0, "ordered")
    assert ledger.balance("fund.paying", f"fund_payment:{payment.pk}") == 600_000_000
    card = queries.case_card(loan.case_id, persona("researcher", days=4)).loan
    assert card is not None
    assert (card.standing, [row.ended for row in card.versions]) == (None, [True])
    assert told("accountant", "Ngân hàng trả lại khoản chi")
    with pytest.raises(Refused) as nothing:
        sample.repaid(loan.pk, 1_000_000, act(5))
    assert codes(nothing) == {"fund.loan_not_running"}


def test_of_two_drawdowns_the_one_sent_back_leaves_the_other_as_it_was() -> None:
    founded()
    case = sample.applied(sample.Wish("loan", 600_000_000), act())
    sample.approved(case, act())
    sample.signed(case, act())
    first = sample.paid_out(case, 400_000_000, act())
    second = sample.paid_out(case, 200_000_000, act(10))
    loan = Loan.objects.get(case=case)
    one = ScheduleVersion.objects.get(loan=loan, no=1)
    sent_back(loan, second, 14)
    assert (loan.state, loan.drawn, books(loan)[0]) == ("running", 400_000_000, 400_000_000)
    found = queries.case_card(case, persona("officer", days=14)).loan
    assert found is not None
    assert found.in_force is not None
    assert found.in_force.version_id == one.pk, "the first schedule holds again"
    sent_back(loan, first, 16)
    assert (loan.state, loan.drawn, books(loan)[0]) == ("signed", 0, 0)


def test_a_drawdown_sent_back_under_a_later_one_is_left_out_with_its_interest() -> None:
    founded()
    case = sample.applied(sample.Wish("loan", 600_000_000), act())
    sample.approved(case, act())
    sample.signed(case, act())
    first = sample.paid_out(case, 400_000_000, act())
    sample.paid_out(case, 200_000_000, act(10))
    loan = Loan.objects.get(case=case)
    sent_back(loan, first, 20)
    version = ScheduleVersion.objects.get(loan=loan, no=3)
    assert (version.cause, version.principal, version.from_on) == ("sent_back", 200_000_000, TODAY + timedelta(days=20))
    # 200.000.000 × 4,8% × 10 / 365: only what was really lent bears interest
    assert abs(version.carried - 263_014) <= 1
    assert books(loan)[0] == 200_000_000
