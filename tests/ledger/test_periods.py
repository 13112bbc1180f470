"""As of a day, closing a month, seals."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khue.core.actor import CITY_ZONE, Actor
from khue.core.entries import Posting
from khue.core.errors import Refused
from khue.features.ledger import domain, queries, usecases
from khue.features.ledger.models import Period, PeriodBalance
from khue.features.ledger.queries.balances import sums_on
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord

from .conftest import LINE, Books

pytestmark = pytest.mark.django_db

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


def close(month: date, actor: Actor) -> str:
    return usecases.close_period(domain.MonthClose(month), actor=actor)


def test_a_closed_month_keeps_its_balances_and_carries_a_seal(books: Books, accountant: Actor) -> None:
    books.fund(1_000, on=date(2026, 3, 31))
    books.commit("support:4", 300, on=date(2026, 4, 30))
    books.commit("support:4", 50, on=date(2026, 5, 1))
    seal = close(APRIL, accountant)
    period = Period.objects.get(pk=APRIL)
    assert (period.seal, period.postings, period.previous) == (seal, 4, "")
    kept = dict(PeriodBalance.objects.filter(period=APRIL).values_list("account_id", "amount"))
    assert kept == {domain.APPROPRIATED: 1_000, domain.AVAILABLE: -700, domain.COMMITTED: -300}
    assert AuditRecord.objects.filter(deed="ledger.close_period", chain="period:2026-04").count() == 1
    assert queries.verify().sound


def test_a_closed_month_takes_no_entry_and_says_which_and_what_to_do(books: Books, accountant: Actor) -> None:
    books.fund(1_000, on=date(2026, 4, 2))
    close(APRIL, accountant)
    for day in (date(2026, 4, 30), date(2026, 1, 5)):
        with pytest.raises(Refused) as refused:
            books.fund(5, on=day)
        reason = refused.value.decision.reasons[0]
        assert reason.code == "ledger.period_closed"
        assert f"{day:%m/%Y}" in reason.text.vi
        assert "01/05/2026" in (reason.next_step.vi if reason.next_step else "")
    books.fund(5, on=date(2026, 5, 1))


def test_an_entry_of_a_closed_month_is_reversed_in_the_open_one(books: Books, accountant: Actor) -> None:
    from uuid import uuid4

    entry = books.fund(1_000, on=date(2026, 4, 2))
    close(APRIL, accountant)
    usecases.reverse_entry(domain.Reversal(uuid4(), entry.id, "Sai dòng"), actor=accountant)
    assert queries.balance(domain.AVAILABLE, LINE) == 0
    assert queries.balance(domain.AVAILABLE, LINE, on=date(2026, 4, 30)) == 1_000


def test_months_close_in_order_and_each_continues_the_seal_before(books: Books, accountant: Actor) -> None:
    books.fund(1_000, on=date(2026, 3, 2))
    first = close(date(2026, 3, 1), accountant)
    with pytest.raises(Refused):
        close(MAY, accountant)
    close(APRIL, accountant)  # a month without a posting is closed too
    assert Period.objects.get(pk=APRIL).previous == first
    with pytest.raises(Refused) as refused:
        close(MAY, accountant)  # today is 20 May
    assert [reason.code for reason in refused.value.decision.reasons] == ["ledger.not_over"]
    with pytest.raises(Refused):
        close(APRIL, accountant)
    assert queries.verify().sound


def test_the_database_refuses_a_seal_that_does_not_fit_or_a_month_out_of_order(books: Books) -> None:
    books.fund(1_000, on=date(2026, 4, 2))
    facts = queries.closing_facts(APRIL)
    seal = domain.seal(APRIL, facts.lines, postings=facts.postings, digest=facts.digest, previous="")
    row = {"closed_at": datetime(2026, 5, 1, tzinfo=CITY_ZONE), "postings": facts.postings, "digest": facts.digest}
    with pytest.raises(IntegrityError, match="does not fit"), transaction.atomic():
        Period.objects.create(month=APRIL, seal="0" * 64, **row)
    Period.objects.create(month=APRIL, seal=seal, **row)
    with pytest.raises(IntegrityError, match="in order"), transaction.atomic():
        Period.objects.create(month=date(2026, 6, 1), seal="0" * 64, previous=seal, **row)


def test_the_period_list_offers_the_next_month_that_is_over(books: Books, accountant: Actor) -> None:
    books.fund(1_000, on=date(2026, 3, 2))
    today = accountant.today
    assert [(card.month.month, card.closable) for card in queries.periods(today)] == [(5, False), (4, False), (3, True)]
    close(date(2026, 3, 1), accountant)
    found = queries.periods(today)
    assert [(card.month.month, card.closable, bool(card.seal)) for card in found] == [
        (5, False, False), (4, True, False), (3, False, True),
    ]  # fmt: skip


FIRST = date(2026, 1, 1)
moves = st.lists(
    st.tuples(
        st.integers(0, 139), st.sampled_from(["treasury.cash", "recovery.receivable"]), st.integers(1, 10**12),
        st.sampled_from(["VND", "USD"]), st.sampled_from(["", "support:1", "support:2"]),
    ),
    min_size=1, max_size=25,
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves, closed=st.integers(0, 4), ask=st.integers(0, 150))
def test_as_of_any_day_equals_the_sum_of_all_postings_up_to_it(
    accountant: Actor, moves: list[tuple[int, str, int, str, str]], closed: int, ask: int
) -> None:
    books, point = Books(accountant), transaction.savepoint()
    entries = []
    for day, account, amount, currency, subject in moves:
        lines = (
            Posting(account, amount, currency, subject),
            Posting("recovery.income", -amount, currency, subject),
        )
        entries.append(
            replace(books.entry(domain.appropriate, LINE, 1, on=FIRST + timedelta(days=day)), postings=lines)
        )
    with command("ledger.test", accountant, subject=LINE) as deed:
        usecases.post_many(entries, deed=deed)
    month = FIRST
    for _ in range(closed):
        close(month, accountant)
        month = domain.next_month(month)
    on = FIRST + timedelta(days=ask)
    expected: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        if entry.booked_on <= on:
            for posting in entry.postings:
                expected[posting.account, posting.currency] += posting.amount
    assert {key: value for key, value in sums_on(on).items() if value} == {k: v for k, v in expected.items() if v}
    assert queries.verify().sound
    transaction.savepoint_rollback(point)
