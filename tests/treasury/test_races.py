"""Several at once on one order, one line, one file: real threads, real commits, a database of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from khue.features.ledger import queries as ledger
from khue.features.treasury import queries, usecases
from khue.features.treasury.domain.deciding import ImportStatement, MatchLine, ReadStatement
from khue.features.treasury.domain.orders import CancelOrder, SendFile
from khue.features.treasury.models import BankLine, Match
from khue.site.sample.payments import Booking, csv_statement, taken_in
from tests.cast import persona
from tests.missions.stories import running

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("clone_db")]
InThreads = Callable[..., list[Any]]
THREADS = 5


def outcomes(results: list[Any]) -> Counter[str]:
    return Counter(type(result).__name__ if isinstance(result, Exception) else "done" for result in results)


def test_overlapping_files_taken_in_at_once_count_each_line_once(in_threads: InThreads) -> None:
    story = running().delivered(1).accepted(1).ordered(1).sent(1)
    order, accountant, account = story.order(1), persona("accountant"), queries.city_accounts()[0]
    paid = Booking(accountant.today, -order.amount, order.reference, "FT1")
    statements = [
        usecases.upload_statement(
            ReadStatement(account.id, f"{n}.csv", csv_statement(account, 0, [paid, *(Booking(accountant.today, -n - 1, "Phi")
            for n in range(n))])), actor=accountant,
        )
        for n in range(THREADS)
    ]  # fmt: skip
    results = in_threads(
        *(lambda s=s: usecases.import_statement(ImportStatement(s, uuid4()), actor=accountant) for s in statements)
    )
    assert outcomes(results) == {"done": THREADS}
    assert BankLine.objects.filter(amount=-order.amount).count() == 1
    assert Match.objects.filter(order=order.id).count() == 1
    assert ledger.balance("treasury.cash", f"account:{account.id}") == -order.amount
    assert BankLine.objects.count() == THREADS
    assert ledger.verify().sound


def test_a_line_matched_by_several_at_once_settles_one_order(in_threads: InThreads) -> None:
    story = running().delivered(1).accepted(1).ordered(1).sent(1)
    order, accountant = story.order(1), persona("accountant")
    account = queries.city_accounts()[0]
    lines = [Booking(accountant.today, -order.amount, "khong ro")]
    taken_in(account, "a.csv", csv_statement(account, 0, lines), actor=accountant)
    line = BankLine.objects.get()
    results = in_threads(
        *(lambda: usecases.match_line(MatchLine(line.pk, "order", order.id, once=uuid4()), actor=accountant) for _ in range(THREADS))
    )  # fmt: skip
    assert outcomes(results) == {"done": 1, "Conflict": THREADS - 1}
    assert story.order(1).state == "paid"


def test_an_order_sent_by_one_and_cancelled_by_another_goes_one_way(in_threads: InThreads) -> None:
    from khue.features.treasury.domain.orders import ApproveOrder

    story = running().delivered(1).accepted(1).ordered(1)
    order = story.order(1)
    usecases.approve_order(ApproveOrder(order.id), actor=persona("treasurer"))
    account = queries.city_accounts()[0].id
    results = in_threads(
        lambda: usecases.send_file(SendFile(account, (order.id,), uuid4()), actor=persona("accountant")),
        lambda: usecases.send_file(SendFile(account, (order.id,), uuid4()), actor=persona("accountant")),
        lambda: usecases.cancel_order(CancelOrder(order.id, "Thôi"), actor=persona("treasurer")),
    )
    assert outcomes(results) == {"done": 1, "Refused": 2}
    held = (
        ledger.balance("payable.support", order.subject),
        ledger.balance("treasury.in_transit", f"order:{order.id}"),
    )
    assert (story.order(1).state, held) in {("sent", (0, order.amount)), ("cancelled", (order.amount, 0))}
