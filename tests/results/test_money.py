"""Income, distribution, payment: every trace; never twice, never by one pair of eyes, never more than came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.documents.models import Paper
from khue.features.ledger import queries as ledger
from khue.features.results import queries, usecases
from khue.features.results.domain.distribution import ApproveDistribution, DrawUp
from khue.features.results.domain.income import Income, ReportIncome
from khue.features.results.models import Distribution, IncomePeriod, IncomeReport, Payout
from khue.features.rulebook.queries import replay, rulings_of
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import CancelOrder
from khue.features.treasury.usecases import cancel_order
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import payments
from khue.site.sample import results as sample
from tests.cast import organisation, persona
from tests.results.stories import registered, result_of, with_authors


def later(key: str) -> Any:
    return persona(key, days=30)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def reported(result: int = 0, sold: int = 640_000_000, intermediary: str = "") -> int:
    return sample.income_reported(result or with_authors(), later, sold, 180_000_000, 92_000_000, intermediary)


def drawn_up(**options: Any) -> int:
    return usecases.draw_up_distribution(DrawUp(reported(**options), once=uuid4()), actor=later("officer"))


def approve(distribution: int, line: str = "2026-RS", who: str = "decider") -> None:
    asked = ApproveDistribution(distribution, True, line, once=uuid4())
    usecases.decide_distribution(asked, actor=later(who))


@pytest.mark.django_db
def test_a_report_closes_its_period_and_a_correction_takes_its_place() -> None:
    result = with_authors()
    first = reported(result)
    period = IncomePeriod.objects.get(reports=first)
    assert period.reported
    assert IncomePeriod.objects.get(result=result, reported=False).from_on == period.until_on
    said = Income(period.from_on, period.until_on, sale=700_000_000, costs=180_000_000, tax=92_000_000)
    with pytest.raises(Refused) as refused:
        usecases.report_income(ReportIncome(result, said), actor=later("researcher"))
    assert codes(refused) == {"results.note"}
    usecases.report_income(ReportIncome(result, said, note="Thiếu một hóa đơn"), actor=later("researcher"))
    rows = queries.money_of(result)[-1].reports
    assert [(row.no, row.newest, row.profit) for row in rows] == [(2, True, 428_000_000), (1, False, 368_000_000)]
    with pytest.raises(DatabaseError), transaction.atomic():
        IncomeReport.objects.filter(pk=first).update(sale=1)


@pytest.mark.django_db
def test_a_report_has_a_receipt_and_that_of_a_corrected_report_counts_no_more() -> None:
    result = with_authors()
    first = reported(result)
    job = job_actor("results.render_receipt")
    for _again in range(2):
        usecases.render_receipt(first, actor=job)
    assert AuditRecord.objects.filter(deed="results.render_receipt").count() == 1
    row = queries.money_of(result)[-1].reports[0]
    paper = Paper.objects.get(code=row.receipt)
    assert (paper.number, paper.versions.count()) == (f"{result_of(result).number}/BC-1", 1)
    period = IncomePeriod.objects.get(reports=first)
    said = Income(period.from_on, period.until_on, sale=700_000_000, costs=180_000_000, tax=92_000_000)
    second = usecases.report_income(ReportIncome(result, said, note="Thiếu một hóa đơn"), actor=later("researcher"))
    usecases.render_receipt(second, actor=job)
    assert [
        (one.number.rpartition("/")[2], one.state) for one in Paper.objects.filter(kind="income-receipt").order_by("pk")
    ] == [
        ("BC-1", "superseded"),
        ("BC-2", "in_force"),
    ]
    usecases.render_receipt(10**9, actor=job)  # a report that is not there is nobody's fault


@pytest.mark.django_db
def test_zero_is_a_report_and_nothing_is_distributed_of_it() -> None:
    result = with_authors()
    report = sample.income_reported(result, later, 0, 0, 0)
    with pytest.raises(Refused) as refused:
        usecases.draw_up_distribution(DrawUp(report), actor=later("officer"))
    assert codes(refused) == {"results.no_profit"}


@pytest.mark.django_db
def test_a_report_that_crosses_another_or_runs_into_the_future_says_all_that_is_wrong() -> None:
    result = with_authors()
    reported(result)
    first = IncomePeriod.objects.get(result=result, reported=True).from_on
    said = Income(first + timedelta(days=3), date(2027, 1, 1), sale=1, tax=5)
    with pytest.raises(Refused) as refused:
        usecases.report_income(ReportIncome(result, said, "party:999999", Fraction(2)), actor=later("researcher"))
    assert codes(refused) == {
        "results.from_on",
        "results.until_on",
        "results.tax",
        "results.intermediary",
        "results.agreed_fee",
    }
    with pytest.raises(Missing):
        usecases.report_income(ReportIncome(result, Income(first, first)), actor=later("resident"))


@pytest.mark.django_db
def test_reminders_go_out_once_when_a_period_has_ended() -> None:
    result = registered()
    period = IncomePeriod.objects.get(result=result)
    assert queries.periods_to_remind(period.until_on - timedelta(days=1)) == ()
    assert queries.periods_to_remind(period.until_on) == (period.pk,)
    actor = replace(job_actor("results.remind_of_reports"), moment=persona("officer", days=366).moment)
    before = Notice.objects.count()
    usecases.remind_of_report(period.pk, actor=actor)
    usecases.remind_of_report(period.pk, actor=actor)
    assert Notice.objects.count() == before + 1
    assert queries.periods_to_remind(period.until_on) == ()


@pytest.mark.django_db
def test_a_distribution_gives_out_the_profit_by_the_law_and_keeps_what_the_rules_said() -> None:
    distribution = drawn_up(intermediary=organisation("TLX"))
    card = queries.distribution_card(distribution, later("auditor"))
    assert sum(row.amount for row in card.payouts) == card.profit == 368_000_000
    assert card.fee == 36_800_000
    assert card.reward == card.least_reward
    kept = rulings_of(f"distribution:{distribution}")
    assert [ruling.rule for ruling in kept] == ["missions.author-reward-floor", "results.benefit-split"]
    assert kept[0].values["value"] == card.reward
    assert all(done.agrees for done in replay(kept))
    assert ledger.balance("payable.support", f"payout:{card.payouts[0].id}") == 0


@pytest.mark.django_db
def test_one_report_is_distributed_once() -> None:
    distribution = drawn_up()
    report = Distribution.objects.get(pk=distribution).report_id
    with pytest.raises(Refused) as refused:
        usecases.draw_up_distribution(DrawUp(report), actor=later("officer"))
    assert codes(refused) == {"results.taken"}
    asked = ApproveDistribution(distribution, False, ground="Sai bên trung gian")
    usecases.decide_distribution(asked, actor=later("decider"))
    assert Payout.objects.filter(state="dropped").count() == Payout.objects.count()
    assert usecases.draw_up_distribution(DrawUp(report), actor=later("officer")) != distribution


@pytest.mark.django_db
def test_without_confirmed_authors_nothing_is_distributed() -> None:
    report = reported(registered())
    with pytest.raises(Refused) as refused:
        usecases.draw_up_distribution(DrawUp(report), actor=later("officer"))
    assert codes(refused) == {"results.no_authors"}
    with pytest.raises(NotAllowed):
        usecases.draw_up_distribution(DrawUp(report), actor=later("researcher"))


@pytest.mark.django_db
def test_whoever_drew_it_up_does_not_approve_and_nothing_is_owed_beyond_the_line() -> None:
    distribution = drawn_up()
    both = replace(later("officer"), rights=later("officer").rights | {"results.approve"})
    with pytest.raises(Refused) as refused:
        usecases.decide_distribution(ApproveDistribution(distribution, True, "2026-RS"), actor=both)
    assert codes(refused) == {"results.same_hands"}
    sample.line_filled(1_000, later)
    with pytest.raises(Refused):
        approve(distribution)
    row = Distribution.objects.get(pk=distribution)
    assert (row.state, row.decided_by) == ("drawn_up", "")
    assert not AuditRecord.objects.filter(deed="results.approve_distribution").exists()
    assert ledger.verify().sound


@pytest.mark.django_db
def test_a_correction_after_drawing_up_stops_the_approval() -> None:
    result = with_authors()
    report = reported(result)
    distribution = usecases.draw_up_distribution(DrawUp(report), actor=later("officer"))
    period = IncomePeriod.objects.get(reports=report)
    said = Income(period.from_on, period.until_on, sale=1_000_000)
    usecases.report_income(ReportIncome(result, said, note="Sửa"), actor=later("researcher"))
    sample.line_filled(400_000_000, later)
    with pytest.raises(Refused) as refused:
        approve(distribution)
    assert codes(refused) == {"results.report_corrected"}


@pytest.mark.django_db
def test_a_payout_counts_as_paid_only_when_the_statement_shows_it() -> None:
    distribution = drawn_up()
    line = sample.line_filled(400_000_000, later)
    approve(distribution, line)
    card = queries.distribution_card(distribution, later("auditor"))
    kept = [row for row in card.payouts if row.state.code == "kept"]
    owed = [row for row in card.payouts if row.state.code == "due"]
    assert {row.party for row in kept} == {organisation("VLSH")}
    assert sum(ledger.balance("payable.support", f"payout:{row.id}") for row in owed) == card.reward
    orders = sample.ordered(distribution, later)
    payments.approved_and_sent(orders, act=later)
    sample.followed(orders[0], later)
    assert Counter(Payout.objects.values_list("state", flat=True)) == {"kept": 1, "ordered": 2}
    for order in orders:
        payments.paid_by_the_bank(treasury.order_facts(order), act=later)
        sample.followed(order, later)
        sample.followed(order, later)
    row = Distribution.objects.get(pk=distribution)
    assert (row.state, row.paid) == ("paid", card.reward)
    assert AuditRecord.objects.filter(deed="results.follow_order").count() == 2
    assert ledger.balance("budget.paid", f"budget:{line}") == card.reward
    assert ledger.verify().sound
    mine = queries.distribution_card(distribution, later("founder"))
    assert [one.party for one in mine.payouts] == [persona("founder").key]
    with pytest.raises(Missing):
        queries.distribution_card(distribution, later("resident"))


@pytest.mark.django_db
def test_a_cancelled_order_puts_the_payout_back_on_the_desk() -> None:
    distribution = drawn_up()
    approve(distribution, sample.line_filled(400_000_000, later))
    order = sample.ordered(distribution, later)[0]
    cancel_order(CancelOrder(order, "Sai số tài khoản"), actor=later("accountant"))
    sample.followed(order, later)
    assert Counter(Payout.objects.values_list("state", flat=True)) == {"kept": 1, "ordered": 1, "due": 1}


@pytest.mark.django_db
def test_the_database_refuses_payouts_that_do_not_add_up_to_the_profit() -> None:
    distribution = drawn_up()
    row = Payout.objects.filter(distribution=distribution)[0]
    with pytest.raises(DatabaseError, match="payouts"), transaction.atomic():
        _one_payout_more(row)
    with pytest.raises(DatabaseError, match="is fixed"), transaction.atomic():
        Payout.objects.filter(pk=row.pk).update(amount=1)


def _one_payout_more(row: Payout) -> None:
    Payout.objects.create(
        distribution_id=row.distribution_id, no=99, role="author", party_id=row.party_id, name="x", share="1", amount=1
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in results)


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_two_officers_distribute_one_report_at_once_and_one_distribution_stands(
    in_threads: Callable[..., list[Any]],
) -> None:
    report = reported()
    first, second = later("officer"), replace(later("officer"), key=persona("appraiser").key)
    found = in_threads(*(lambda a=a: usecases.draw_up_distribution(DrawUp(report), actor=a) for a in (first, second)))
    assert outcomes(found) == {"done": 1, "Refused": 1}
    assert Distribution.objects.count() == 1
    sample.line_filled(400_000_000, later)
    distribution = Distribution.objects.get().pk
    asked = ApproveDistribution(distribution, True, "2026-RS")
    one, other = later("decider"), replace(later("decider"), key=persona("auditor").key)
    found = in_threads(*(lambda a=a: usecases.decide_distribution(asked, actor=a) for a in (one, other)))
    assert outcomes(found) == {"done": 1, "Refused": 1}
    reward = Distribution.objects.get().reward
    assert ledger.balance("budget.accrued", "budget:2026-RS") == reward
    assert ledger.verify().sound
