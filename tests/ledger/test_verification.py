"""What verify finds when an owner of the tables tampered behind the guards: in a clone, with real commits."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connections, transaction

from khue.features.ledger import domain, queries, usecases

from .conftest import RIGHTS, Books, an_actor

APRIL = date(2026, 4, 1)


@pytest.mark.parametrize(
    ("tampering", "finding"),
    [
        ("UPDATE ledger_posting SET amount = amount + 1 WHERE amount > 0", {"unbalanced entry", "kept balance", "account total"}),
        ("UPDATE ledger_balance SET amount = amount + 1 WHERE floor = 0", {"kept balance"}),
        ("UPDATE ledger_accounttotal SET amount = amount + 1", {"account total"}),
        ("UPDATE ledger_posting SET subject = 'support:999' WHERE subject = 'support:4'", {"kept balance", "sealed postings", "seal"}),
        ("UPDATE ledger_periodbalance SET amount = amount + 1", {"seal", "sealed balance"}),
        ("UPDATE ledger_period SET seal = repeat('0', 64)", {"seal"}),
        ("DELETE FROM ledger_posting WHERE line = 2", {"unbalanced entry", "kept balance", "sealed postings"}),
        ("DELETE FROM ledger_posting", {"entry without postings", "kept balance", "sealed postings"}),
        ("UPDATE ledger_balance SET floor = 0", {"guarded balance"}),
    ],
)  # fmt: skip
def test_verify_finds_what_an_owner_changed_behind_the_guards(clone_db: str, tampering: str, finding: set[str]) -> None:
    actor = an_actor(*RIGHTS)
    books = Books(actor)
    books.fund(1_000, on=date(2026, 4, 2))
    books.commit("support:4", 300, on=date(2026, 4, 3))
    usecases.close_period(domain.MonthClose(APRIL), actor=actor)
    assert queries.verify().sound
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for table in ("ledger_posting", "ledger_entry", "ledger_period", "ledger_periodbalance"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(tampering)
    steps: list[str] = []
    report = queries.verify(lambda name, done, total: steps.append(name))
    assert not report.sound
    assert finding <= {found.check for found in report.findings}
    assert "NOT SOUND" in str(report)
    assert steps[-1] == "done"
