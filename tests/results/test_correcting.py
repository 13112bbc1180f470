"""An income report is corrected after money went out: reversed, claimed back or paid on; nothing that was paid is rewritten."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from khue.core.errors import Refused
from khue.features.ledger import queries as ledger
from khue.features.results import queries, usecases
from khue.features.results.domain.correcting import settle
from khue.features.results.domain.distribution import ApproveDistribution, DrawUp, Part
from khue.features.results.domain.income import Income, ReportIncome
from khue.features.results.models import Distribution, IncomePeriod, Payout, PayoutClaim
from khue.features.treasury.models import Receivable
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import payments
from khue.site.sample import results as sample
from tests.results.stories import with_authors
from tests.results.test_money import codes, later, reported

amounts = st.integers(min_value=0, max_value=10**12)
PARTIES = ("party:1", "party:2", "party:3")


@given(st.lists(amounts, min_size=3, max_size=3), st.lists(amounts, min_size=3, max_size=3))
def test_what_was_paid_counts_and_what_is_beyond_comes_back_to_the_dong(new: list[int], old: list[int]) -> None:
    parts = [
        Part("author", party, Fraction(1, 3), amount) for party, amount in zip(PARTIES, new, strict=True) if amount
    ]
    paid = {("author", party): amount for party, amount in zip(PARTIES, old, strict=True) if amount}
    found = settle(parts, paid)
    assert sum(line.amount for line in found.lines) == sum(part.amount for part in parts)
    for party, due, had in zip(PARTIES, new, old, strict=True):
        again = sum(line.amount for line in found.lines if line.part.party == party and not line.carried)
        back = dict(found.back).get(("author", party), 0)
        assert had + again - back == due
        assert not (again and back)
    assert all(amount > 0 for _who, amount in found.back)
    assert all(line.amount > 0 for line in found.lines)


def corrected(result: int, sold: int, tax: int = 92_000_000, costs: int = 180_000_000) -> int:
    period = IncomePeriod.objects.get(result=result, reported=True)
    said = Income(period.from_on, period.until_on, sale=sold, costs=costs, tax=tax)
    asked = ReportIncome(result, said, note="Hóa đơn bị hủy", once=uuid4())
    return usecases.report_income(asked, actor=later("researcher"))


def draw(report: int) -> int:
    return usecases.draw_up_distribution(DrawUp(report, once=uuid4()), actor=later("officer"))


def approve(distribution: int, line: str = "2026-RS", **changes: Any) -> None:
    asked = replace(ApproveDistribution(distribution, True, line, once=uuid4()), **changes)
    usecases.decide_distribution(asked, actor=later("decider"))


def amounts_of(distribution: int, *states: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in Payout.objects.filter(distribution=distribution, state__in=states):
        found[one.name] = found.get(one.name, 0) + one.amount
    return found


@pytest.fixture
def paid(db: None) -> tuple[int, int]:
    """A result and its distribution, paid by the bank to both authors."""
    result = with_authors()
    distribution = sample.distributed(reported(result), later, sample.line_filled(400_000_000, later))
    sample.paid(distribution, later)
    assert Distribution.objects.get(pk=distribution).state == "paid"
    return result, distribution


def test_less_income_after_payment_claims_the_difference_back(paid: tuple[int, int]) -> None:
    result, first = paid
    had = amounts_of(first, "paid")
    second = draw(corrected(result, 540_000_000, 72_000_000))
    assert Distribution.objects.get(pk=second).supersedes_id == first
    approve(second, line="")
    new = amounts_of(second, "carried", "due")
    claims = {one.name: one.amount for one in PayoutClaim.objects.all()}
    assert claims == {name: had[name] - new[name] for name in had}
    assert amounts_of(second, "due") == {}
    assert Distribution.objects.get(pk=first).state == "superseded"
    assert Distribution.objects.get(pk=second).state == "paid"
    assert amounts_of(first, "paid") == had, "what was paid stays written as it was paid"
    for claim in PayoutClaim.objects.all():
        assert ledger.balance("recovery.receivable", f"payout_claim:{claim.pk}") == claim.amount
        owed = Receivable.objects.get(subject=f"payout_claim:{claim.pk}")
        assert (owed.amount, owed.party, owed.reference) == (claim.amount, f"party:{claim.party_id}", claim.reference)
        assert (
            Notice.objects.filter(party=f"party:{claim.party_id}", title_vi__startswith="Đề nghị hoàn trả").count() == 1
        )
        assert TimelineRow.objects.filter(wire="results.payout_claimed", party=f"party:{claim.party_id}").count() == 1
    assert AuditRecord.objects.filter(deed="results.approve_distribution").count() == 2
    assert ledger.verify().sound


def test_more_income_after_payment_owes_only_the_difference(paid: tuple[int, int]) -> None:
    result, first = paid
    had = amounts_of(first, "paid")
    second = draw(corrected(result, 740_000_000, 112_000_000))
    with pytest.raises(Refused) as refused:
        approve(second, line="")
    assert codes(refused) == {"results.line"}
    approve(second)
    assert amounts_of(second, "carried") == had
    due = amounts_of(second, "due")
    assert due
    assert all(amount > 0 for amount in due.values())
    assert not PayoutClaim.objects.exists()
    for one in Payout.objects.filter(distribution=second, state="due"):
        assert ledger.balance("payable.support", f"payout:{one.pk}") == one.amount
    card = queries.distribution_card(second, later("auditor"))
    assert sum(row.amount for row in card.payouts) == card.profit


def test_no_profit_any_more_claims_everything_back_and_gives_out_nothing(paid: tuple[int, int]) -> None:
    result, first = paid
    had = amounts_of(first, "paid")
    second = draw(corrected(result, 100_000_000, 0))
    approve(second, line="")
    assert {one.name: one.amount for one in PayoutClaim.objects.all()} == had
    assert Distribution.objects.get(pk=second).profit == 0
    assert not Payout.objects.filter(distribution=second).exists()


def test_what_was_owed_and_unpaid_is_reversed_and_owed_anew(db: None) -> None:
    result = with_authors()
    code = sample.line_filled(400_000_000, later)
    first = sample.distributed(reported(result), later, code)
    before = ledger.balance("budget.available", f"budget:{code}")
    owed = sum(amounts_of(first, "due").values())
    second = draw(corrected(result, 540_000_000, 72_000_000))
    approve(second)
    assert amounts_of(first, "due") == {}
    for one in Payout.objects.filter(distribution=first, state="dropped"):
        assert ledger.balance("payable.support", f"payout:{one.pk}") == 0
    again = sum(amounts_of(second, "due").values())
    assert ledger.balance("budget.available", f"budget:{code}") == before + owed - again
    assert not PayoutClaim.objects.exists()
    assert ledger.verify().sound


def test_a_payment_order_under_way_is_waited_for(db: None) -> None:
    result = with_authors()
    first = sample.distributed(reported(result), later, sample.line_filled(400_000_000, later))
    second = draw(corrected(result, 540_000_000, 72_000_000))
    sample.ordered(first, later)
    for call in (lambda: approve(second), lambda: draw(corrected(result, 541_000_000, 72_000_000))):
        with pytest.raises(Refused) as refused:
            call()
        assert "results.order_under_way" in codes(refused) or "results.taken" in codes(refused)
    assert Distribution.objects.get(pk=first).state == "approved"
    assert not PayoutClaim.objects.exists()


def test_paid_meanwhile_it_is_drawn_up_anew(db: None) -> None:
    result = with_authors()
    first = sample.distributed(reported(result), later, sample.line_filled(400_000_000, later))
    report = corrected(result, 540_000_000, 72_000_000)
    second = draw(report)
    sample.paid(first, later)
    with pytest.raises(Refused) as refused:
        approve(second)
    assert codes(refused) == {"results.paid_meanwhile"}
    usecases.decide_distribution(
        ApproveDistribution(second, False, ground="Đã chi trong lúc chờ", once=uuid4()), actor=later("decider")
    )
    third = draw(report)
    approve(third, line="")
    assert PayoutClaim.objects.count() == 2


def test_a_correction_of_a_correction_counts_what_was_claimed(paid: tuple[int, int]) -> None:
    result, _first = paid
    second = draw(corrected(result, 540_000_000, 72_000_000))
    approve(second, line="")
    claimed = sum(one.amount for one in PayoutClaim.objects.all())
    third = draw(corrected(result, 640_000_000))
    approve(third)
    assert sum(amounts_of(third, "due").values()) == claimed
    assert Distribution.objects.get(pk=second).state == "superseded"
    with pytest.raises(Refused) as refused:
        draw(Distribution.objects.get(pk=third).report_id)
    assert codes(refused) == {"results.taken"}


def test_the_same_correction_sent_twice_is_one_and_the_money_that_comes_back_is_followed(paid: tuple[int, int]) -> None:
    result, _first = paid
    report = corrected(result, 540_000_000, 72_000_000)
    asked = DrawUp(report, once=uuid4())
    made = {usecases.draw_up_distribution(asked, actor=later("officer")) for _time in range(2)}
    assert len(made) == 1
    decision = ApproveDistribution(made.pop(), True, "", once=uuid4())
    for _time in range(2):
        usecases.decide_distribution(decision, actor=later("decider"))
    assert PayoutClaim.objects.count() == 2
    claim = PayoutClaim.objects.first()
    assert claim is not None
    owed = Receivable.objects.get(subject=f"payout_claim:{claim.pk}")
    accountant = later("accountant")
    account = payments.main_account(actor=accountant)
    came = [payments.Booking(accountant.today, claim.amount, f"HOAN TRA {owed.reference}", "RB00000009")]
    statement = payments.csv_statement(account, 50_000_000_000, came)
    payments.taken_in(account, "hoan-tra.csv", statement, actor=accountant)
    actor = replace(job_actor("results.follow_receivables"), moment=later("officer").moment)
    for _time in range(2):
        usecases.follow_receivable(owed.pk, actor=actor)
    claim.refresh_from_db()
    assert (claim.recovered, claim.settled_on is not None) == (claim.amount, True)
    assert ledger.balance("recovery.receivable", f"payout_claim:{claim.pk}") == 0
    assert AuditRecord.objects.filter(deed="results.follow_receivable").count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        PayoutClaim.objects.filter(pk=claim.pk).update(amount=1)
