"""Loans over their life: drawn, repaid, late, restructured, written off; every move an entry in the books."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Refused, Stale
from khue.features.fund import queries, usecases
from khue.features.fund.domain.cases import LayMotion
from khue.features.fund.domain.lending import BookRepayment, terms_from
from khue.features.fund.domain.loans import days_between
from khue.features.fund.models import Instalment, Loan, LoanNotice, Repayment, ScheduleVersion
from khue.features.ledger import queries as ledger
from khue.features.treasury.models import BankLine
from khue.kernel.models import TimelineRow
from khue.site.sample import fund as sample
from tests.cast import persona
from tests.fund.stories import CAPITAL, TODAY, act, audits, founded, in_suspense, lent, told

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def books(loan: Loan) -> tuple[int, int, int]:
    """Principal owed, interest receivable, losses."""
    subject = f"fund_loan:{loan.pk}"
    return tuple(ledger.balance(f"fund.{code}", subject) for code in ("loans", "interest_due", "losses"))  # type: ignore[return-value]  # the test gives what the type forbids


def circle() -> tuple[int, int]:
    found = queries.capital()
    assert found.resources == found.available + found.committed + found.used
    return found.resources, found.used


def first_due(loan: Loan) -> Any:
    return Instalment.objects.filter(version__loan=loan, version__no=1).order_by("no")[0]


def days_to(one: Instalment, more: int = 0) -> int:
    return days_between(TODAY, one.due_on, "actual_365") + more


def test_a_loan_is_owed_from_the_banks_day_by_the_terms_that_were_approved() -> None:
    founded()
    loan = lent()
    assert (loan.state, loan.drawn) == ("running", 600_000_000)
    assert books(loan) == (600_000_000, 0, 0)
    assert circle() == (CAPITAL, 600_000_000)
    version = ScheduleVersion.objects.get(loan=loan)
    assert (version.from_on, version.principal, version.carried, version.cause) == (TODAY, 600_000_000, 0, "drawdown")
    rows = list(version.instalments.order_by("no"))
    assert [row.principal for row in rows] == [50_000_000] * 12
    # 600.000.000 × 4,8% × 44 days / 365, half a đồng up
    assert rows[0].due_on == TODAY.replace(month=4, day=15)
    assert rows[0].interest == 3_471_781
    assert ledger.balance("fund.paying", f"fund_payment:{version.payment_id}") == 0


def test_a_second_drawdown_makes_the_next_version_and_the_first_stays() -> None:
    founded()
    case = sample.applied(sample.Wish("loan", 600_000_000), act())
    sample.approved(case, act())
    sample.signed(case, act())
    sample.paid_out(case, 400_000_000, act())
    loan = Loan.objects.get(case=case)
    before = list(Instalment.objects.values_list("no", "principal", "interest"))
    sample.paid_out(case, 200_000_000, act(10))
    second = ScheduleVersion.objects.get(loan=loan, no=2)
    assert (second.principal, second.from_on) == (600_000_000, TODAY + timedelta(days=10))
    assert second.carried == 526_027  # 400.000.000 × 4,8% × 10 / 365
    assert list(Instalment.objects.filter(version__no=1).values_list("no", "principal", "interest")) == before
    assert Loan.objects.get(pk=loan.pk).drawn == 600_000_000
    assert books(loan)[0] == 600_000_000


def test_interest_carried_into_a_version_is_carried_on_when_the_next_comes_before_its_first_due_day() -> None:
    founded()
    case = sample.applied(sample.Wish("loan", 700_000_000), act())
    sample.approved(case, act())
    sample.signed(case, act())
    for days, amount in ((0, 400_000_000), (10, 200_000_000), (20, 100_000_000)):
        sample.paid_out(case, amount, act(days))
    third = ScheduleVersion.objects.get(loan__case=case, no=3)
    # 400.000.000 and then 600.000.000 × 4,8% × 10 / 365 each
    assert (third.principal, third.carried) == (700_000_000, 526_027 + 789_041)


def test_a_repayment_is_allocated_booked_and_thanked_for_once() -> None:
    founded()
    loan = lent()
    one = first_due(loan)
    late = days_to(one)
    line = in_suspense(one.principal + one.interest + 5_000_000, late)
    asked = BookRepayment(loan.pk, line, one.principal + one.interest, once=uuid4())
    actor = persona("accountant", days=late)
    first = usecases.book_repayment(asked, actor=actor)
    assert usecases.book_repayment(asked, actor=actor) == first
    row = Repayment.objects.get()
    assert (row.principal, row.interest, row.late) == (one.principal, one.interest, 0)
    assert books(loan) == (550_000_000, 0, 0)
    assert circle() == (CAPITAL + one.interest, 550_000_000)
    assert BankLine.objects.get(pk=line).set_aside == 5_000_000
    assert told("researcher", "Đã ghi nhận khoản trả nợ")
    assert TimelineRow.objects.filter(wire="fund.loan_repaid").count() == 1
    assert audits("book_repayment") == 1


def test_what_is_beyond_everything_owed_stays_with_the_treasury_and_the_loan_is_settled() -> None:
    founded()
    loan = lent()
    owed = queries.case_card(loan.case_id, persona("officer")).loan
    assert owed is not None
    assert owed.standing is not None
    line = in_suspense(owed.standing.owed + 1_234, 1)
    usecases.book_repayment(BookRepayment(loan.pk, line), actor=persona("accountant", days=1))
    loan.refresh_from_db()
    assert (loan.state, loan.repaid) == ("settled", 600_000_000)
    assert BankLine.objects.get(pk=line).set_aside == 1_234
    with pytest.raises(Refused) as nothing:
        usecases.book_repayment(BookRepayment(loan.pk, line), actor=persona("accountant", days=2))
    assert codes(nothing) == {"fund.loan_not_running"}
    assert books(loan) == (0, 0, 0)


def test_repayments_are_refused_out_of_order_above_what_is_owed_and_from_a_stale_page() -> None:
    founded()
    loan = lent()
    early, late = in_suspense(1_000_000, 3), in_suspense(2_000_000, 5)
    actor = persona("accountant", days=6)
    with pytest.raises(Stale):
        usecases.book_repayment(BookRepayment(loan.pk, late, seen=loan.stamp + 7), actor=actor)
    with pytest.raises(Refused) as above:
        usecases.book_repayment(BookRepayment(loan.pk, late, 10**12), actor=actor)
    assert codes(above) == {"fund.repaid_amount"}
    with pytest.raises(Refused) as short:
        usecases.book_repayment(BookRepayment(loan.pk, late, 2_000_001), actor=actor)
    assert codes(short) == {"treasury.aside_short"}
    usecases.book_repayment(BookRepayment(loan.pk, late), actor=actor)
    with pytest.raises(Refused) as order:
        usecases.book_repayment(BookRepayment(loan.pk, early), actor=actor)
    assert codes(order) == {"fund.out_of_order"}
    assert Repayment.objects.count() == 1
    assert BankLine.objects.get(pk=early).set_aside == 1_000_000


def test_arrears_are_booked_and_told_at_each_milestone_once() -> None:
    founded()
    loan = lent()
    one = first_due(loan)
    sample.watched(act(days_to(one)))
    assert books(loan)[1] == one.interest
    assert LoanNotice.objects.count() == 0
    sample.watched(act(days_to(one, 1)))
    sample.watched(act(days_to(one, 1)))
    assert list(LoanNotice.objects.values_list("no", "days")) == [(1, 1)]
    assert told("researcher", "quá hạn 1 ngày")
    assert told("officer", "quá hạn 1 ngày")
    sample.watched(act(days_to(one, 31)))
    assert set(LoanNotice.objects.values_list("no", "days")) == {(1, 1), (1, 30), (2, 1)}
    # 50.000.000 × 7,2% × 31 / 365, and the second instalment's interest and first late day
    second = Instalment.objects.get(version__loan=loan, no=2)
    now = queries.case_card(loan.case_id, persona("officer", days=days_to(one, 31))).loan
    assert now is not None
    assert now.standing is not None
    assert now.standing.days_past_due == 31
    assert books(loan)[1] == one.interest + second.interest + now.standing.late
    assert now.standing.lines[0].late == 305_753
    row = queries.portfolio(TODAY + timedelta(days=days_to(one, 31)))[0]
    assert (row.overdue, row.in_arrears, row.outstanding) == (100_000_000, 0, 600_000_000)


def test_a_restructuring_makes_a_new_version_carries_the_interest_and_keeps_the_old() -> None:
    founded()
    loan = lent()
    one = first_due(loan)
    on = days_to(one, 31)
    sample.watched(act(on))
    before = list(Instalment.objects.values())
    terms = sample.terms(persona("officer", days=on).today, kind="annuity", count=18)
    sample.carried(sample.about_loan(loan.case_id, act(on), "restructure", terms), act(on))
    version = ScheduleVersion.objects.get(loan=loan, no=2)
    assert version.principal == 600_000_000
    assert version.carried >= books(loan)[1]
    assert list(Instalment.objects.filter(version__no=1).values()) == before
    now = queries.case_card(loan.case_id, persona("researcher", days=on)).loan
    assert now is not None
    assert now.standing is not None
    assert (now.standing.overdue, now.standing.days_past_due) == (0, 0)
    due = Instalment.objects.get(version=version, no=1)
    later = on + days_between(persona("officer", days=on).today, due.due_on, "actual_365")
    sample.repaid(loan.pk, due.principal + due.interest, act(later))
    assert books(loan)[:2] == (600_000_000 - due.principal, 0)
    assert told("researcher", "cơ cấu lại")


def test_a_write_off_needs_cause_and_file_and_the_body_that_the_charter_names() -> None:
    founded()
    loan = lent()
    bare = LayMotion(loan.case_id, "write_off", 0, "Không thu hồi được")
    with pytest.raises(Refused) as refused:
        usecases.lay_motion(bare, actor=persona("officer"))
    assert codes(refused) == {"fund.cause"}
    on = days_to(first_due(loan), 31)
    sample.watched(act(on))
    owed = books(loan)
    motion = sample.about_loan(loan.case_id, act(on), "write_off", cause="accepted_risk")
    assert queries.motion_card(motion, persona("officer")).body == "council"
    sample.carried(motion, act(on))
    loan.refresh_from_db()
    assert (loan.state, loan.written_off) == ("written_off", 600_000_000)
    assert books(loan) == (0, 0, owed[0] + owed[1])
    found = queries.losses(persona("auditor")).rows[0]
    assert (found.amount, found.papers) == (600_000_000, 1)
    assert found.cause is not None
    assert queries.portfolio(TODAY)[0].written_off == 600_000_000
    line = in_suspense(1_000_000, on)
    with pytest.raises(Refused) as late:
        usecases.book_repayment(BookRepayment(loan.pk, line), actor=persona("accountant", days=on))
    assert codes(late) == {"fund.loan_not_running"}


def test_a_loan_with_impossible_terms_is_not_laid() -> None:
    founded()
    case = sample.applied(sample.Wish("loan", 600_000_000), act())
    good = sample.terms(TODAY)
    bad = replace(good, kind="x", count=3, grace=3, every=2, first_due=TODAY)
    with pytest.raises(Refused) as refused:
        usecases.lay_motion(LayMotion(case, "decide", 600_000_001, "", bad), actor=persona("officer"))
    assert codes(refused) == {
        "fund.opinion", "fund.amount", "fund.terms", "fund.grace", "fund.every", "fund.first_due",
    }  # fmt: skip
    with pytest.raises(Refused) as bare:
        usecases.lay_motion(LayMotion(case, "decide", 600_000_000, "Được"), actor=persona("officer"))
    assert codes(bare) == {"fund.terms"}


def test_terms_ahead_leave_out_what_has_passed() -> None:
    terms = sample.terms(TODAY, count=3, grace=2)
    assert terms_from(terms, TODAY) == terms
    later = terms_from(terms, TODAY.replace(month=4, day=15))
    assert (later.first_due, later.count, later.grace) == (TODAY.replace(month=5, day=15), 2, 1)
    over = terms_from(terms, TODAY.replace(month=12, day=1))
    assert (over.first_due, over.count, over.grace) == (TODAY.replace(month=12, day=15), 1, 0)


def test_the_database_keeps_schedules_whole_and_repayments_as_they_are() -> None:
    founded()
    loan = lent()
    version = ScheduleVersion.objects.get(loan=loan)
    with pytest.raises(DatabaseError), transaction.atomic():
        Instalment.objects.filter(version=version).update(interest=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Loan.objects.filter(pk=loan.pk).update(repaid=600_000_001)
    with pytest.raises(DatabaseError), transaction.atomic():
        ScheduleVersion.objects.create(
            loan=loan, no=2, from_on=TODAY, cause="drawdown", principal=1, carried=0, terms={}, made_by="x",
            made_at=persona("officer").moment, payment=None,
        )  # fmt: skip


def test_a_party_that_was_merged_meanwhile_goes_on_with_its_loan() -> None:
    from khue.features.people import queries as people
    from khue.features.people import usecases as registering
    from khue.features.people.domain.changes import MergeDuplicates
    from khue.features.people.domain.commands import AddressWords, GrantMandate, RegisterOrganisation
    from khue.features.people.models import Party

    founded()
    loan = lent()
    clerk, resident = persona("clerk"), persona("resident")
    former = f"party:{loan.case.party_id}"
    place = AddressWords("18 phố Mẫu Một", "Phường Cầu Giấy", "01")
    survivor = registering.register_organisation(
        RegisterOrganisation("Viện Vật liệu sông Hồng", "institute", phone="024 3756 0001", address=place), actor=clerk
    )
    registering.grant_mandate(GrantMandate(resident.key, survivor, "all", TODAY, None, "Giấy ủy quyền"), actor=clerk)
    seen = [Party.objects.get(pk=people.party_id(key)).version for key in (former, survivor)]
    asked = MergeDuplicates(former, survivor, (), "Cùng một viện, lập hai lần", (seen[0], seen[1]))
    registering.merge_duplicates(asked, actor=clerk)
    card = queries.case_card(loan.case_id, persona("resident"))
    assert card.loan is not None
    assert [row.id for row in queries.my_cases(persona("resident")).rows] == [loan.case_id]
    sample.repaid(loan.pk, 1_000_000, act(3))
    assert Repayment.objects.count() == 1
    assert told("resident", "Đã ghi nhận khoản trả nợ")
