"""Scarce money and scarce invoice lines, wanted by many at once: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from khue.core.entries import Entry
from khue.core.errors import Refused
from khue.features.ledger import domain, queries, usecases
from khue.features.ledger.models import Entry as EntryRow
from khue.features.ledger.models import InvoiceLineClaim
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord

from .conftest import LINE, NOW, RIGHTS, Books, an_actor

pytestmark = pytest.mark.slow
InThreads = Callable[..., list[Any]]
THREADS = 8


@pytest.fixture
def open_books(clone_db: str) -> Books:
    return Books(an_actor(*RIGHTS))


def outcome(result: Any) -> str:
    return type(result).__name__ if isinstance(result, Exception) else "done"


def test_a_line_is_never_over_committed_however_many_want_it_at_once(open_books: Books, in_threads: InThreads) -> None:
    open_books.fund(1_000)
    results = in_threads(*(lambda n=n: open_books.commit(f"support:{n}", 300) for n in range(THREADS)))
    assert Counter(map(outcome, results)) == {"done": 3, "Refused": THREADS - 3}
    assert all("100 đ" in str(r.text.vi) for r in results if isinstance(r, Refused))
    assert queries.balance(domain.AVAILABLE, LINE) == 100
    assert AuditRecord.objects.filter(deed="ledger.post_entry").count() == 1 + 3
    assert queries.verify().sound


def test_an_accepted_tranche_is_paid_once_however_many_pay_it(open_books: Books, in_threads: InThreads) -> None:
    open_books.fund(1_000)
    open_books.commit("support:4", 500)
    open_books.accrue("support:4", "tranche:7", 500)
    results = in_threads(*(lambda: open_books.pay("tranche:7", 500) for _ in range(THREADS)))
    assert Counter(map(outcome, results)) == {"done": 1, "Refused": THREADS - 1}
    assert queries.balance(domain.CASH, "account:1") == -500


def test_one_entry_sent_by_many_at_once_is_booked_once(open_books: Books, in_threads: InThreads) -> None:
    entry = open_books.entry(domain.appropriate, LINE, 700)
    results = in_threads(*(lambda: open_books.post(entry) for _ in range(THREADS)))
    assert [outcome(result) for result in results] == ["done"] * THREADS
    assert queries.balance(domain.AVAILABLE, LINE) == 700
    assert AuditRecord.objects.filter(deed="ledger.post_entry").count() == 1


def test_one_entry_is_reversed_once_however_many_try(open_books: Books, in_threads: InThreads) -> None:
    entry = open_books.fund(700)
    wish = lambda: usecases.reverse_entry(domain.Reversal(uuid4(), entry.id, "Sai"), actor=open_books.actor)  # noqa: E731
    results = in_threads(*(wish for _ in range(THREADS)))
    assert [outcome(result) for result in results].count("done") == 1
    assert EntryRow.objects.filter(reverses=entry.id).count() == 1


def test_batches_over_the_same_balances_in_any_order_do_not_deadlock(open_books: Books, in_threads: InThreads) -> None:
    open_books.fund(10**9)

    def batch(n: int) -> None:
        entries = [open_books.entry(domain.commit, LINE, f"support:{m}", 1) for m in range(40)]
        with command("ledger.test", open_books.actor, subject=f"test:{n}") as deed:
            usecases.post_many(entries if n % 2 else entries[::-1], deed=deed)

    results = in_threads(*(lambda n=n: batch(n) for n in range(THREADS)))
    assert [outcome(result) for result in results] == ["done"] * THREADS
    assert queries.balance(domain.COMMITTED, "support:39") == THREADS
    assert queries.verify().sound


def test_nothing_slips_into_a_month_while_it_is_closed(open_books: Books, in_threads: InThreads) -> None:
    open_books.fund(10**6, on=date(2026, 4, 2))
    posts = [lambda n=n: open_books.commit(f"support:{n}", 1, on=date(2026, 4, 3)) for n in range(THREADS)]
    closing = lambda: usecases.close_period(domain.MonthClose(date(2026, 4, 1)), actor=open_books.actor)  # noqa: E731
    results = in_threads(*posts[:4], closing, *posts[4:])
    assert not isinstance(results[4], Exception)
    booked = sum(isinstance(result, Entry) for result in results)
    assert all(isinstance(r, Entry | Refused | str) for r in results)
    assert queries.balance(domain.AVAILABLE, LINE) == 10**6 - booked
    assert queries.verify().sound


def test_an_invoice_line_counts_once_in_the_whole_city(open_books: Books, in_threads: InThreads) -> None:
    def claim(n: int) -> None:
        lines = [
            domain.InvoiceLine("0100109106", "C26TAA", str(100 + place), 1, f"dossier:{n}", 5_000)
            for place in (range(5) if n % 2 else reversed(range(5)))
        ]
        with command("ledger.test", an_actor(moment=NOW + timedelta(seconds=n)), subject=f"dossier:{n}") as deed:
            usecases.claim_invoice_lines(lines, deed=deed)

    results = in_threads(*(lambda n=n: claim(n) for n in range(1, THREADS + 1)))
    assert Counter(map(outcome, results)) == {"done": 1, "Refused": THREADS - 1}
    holder = InvoiceLineClaim.objects.get(number="100").subject
    assert InvoiceLineClaim.objects.filter(subject=holder).count() == InvoiceLineClaim.objects.count() == 5
    for result in results:
        if isinstance(result, Refused):
            assert len(result.decision.reasons) == 5
            assert f"hồ sơ số {holder.removeprefix('dossier:')}" in result.text.vi
