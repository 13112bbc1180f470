"""Posting through the use-cases: traces left, retries, refusals of the database in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from khue.core.actor import Actor
from khue.core.entries import Entry, Posting
from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.ledger import domain, queries, usecases
from khue.features.ledger.models import Entry as EntryRow
from khue.kernel.models import AuditRecord, TimelineRow

from .conftest import LINE, TODAY, Books, an_actor

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.decision.reasons]


def counts() -> tuple[int, int]:
    return EntryRow.objects.count(), AuditRecord.objects.count()


def test_money_goes_from_the_line_to_the_payment_and_every_balance_follows(books: Books) -> None:
    books.fund(1_000)
    books.commit("support:4", 600)
    books.accrue("support:4", "tranche:7", 400)
    books.pay("tranche:7", 400)
    line = next(found for found in queries.budget_lines() if found.subject == LINE)
    assert (line.appropriated, line.available, line.committed, line.accrued, line.paid) == (1_000, 400, 200, 0, 400)
    assert queries.balance(domain.COMMITTED, "support:4") == 200
    assert queries.balance(domain.PAYABLE, "tranche:7") == 0
    assert queries.balance(domain.CASH, "account:1") == -400
    trial = queries.trial_balance()
    assert queries.sums_by_currency(trial.lines) == {"VND": (1_400, 1_400)}
    assert queries.verify().sound


def test_posting_leaves_one_audit_record_that_names_the_entry(books: Books) -> None:
    before = AuditRecord.objects.count()
    entry = books.fund(1_000)
    record = AuditRecord.objects.order_by("-pk")[0]
    assert AuditRecord.objects.count() == before + 1
    assert (record.deed, record.chain, record.actor) == ("ledger.post_entry", LINE, "party:900")
    assert str(entry.id) in record.body


def test_a_retry_posts_once_and_writes_no_second_record(books: Books) -> None:
    entry = books.fund(1_000)
    before = counts()
    books.post(entry)
    assert counts() == before
    assert queries.balance(domain.AVAILABLE, LINE) == 1_000


def test_another_entry_under_the_same_id_is_a_conflict(books: Books) -> None:
    entry = books.fund(1_000)
    other = replace(books.entry(domain.appropriate, LINE, 5), id=entry.id)
    before = counts()
    with pytest.raises(Conflict):
        books.post(other)
    assert counts() == before


def test_over_commitment_is_refused_and_says_how_much_is_left(books: Books) -> None:
    books.fund(1_000)
    before = counts()
    with pytest.raises(Refused) as refused:
        books.commit("support:4", 1_001)
    assert codes(refused) == ["ledger.over_commitment"]
    assert "1.000 đ" in refused.value.text.vi
    assert counts() == before


def test_a_tranche_without_acceptance_cannot_be_paid_by_anyone(books: Books) -> None:
    books.fund(1_000)
    books.commit("support:4", 1_000)
    with pytest.raises(Refused) as refused:
        books.pay("tranche:7", 300)
    assert codes(refused)[0] == "ledger.not_accepted"
    assert "tranche:7" not in refused.value.text.vi or "0 đ" in refused.value.text.vi


def test_not_more_than_was_accepted_can_be_paid(books: Books) -> None:
    books.fund(1_000)
    books.commit("support:4", 1_000)
    books.accrue("support:4", "tranche:7", 300)
    books.accrue("support:4", "tranche:8", 300)
    with pytest.raises(Refused) as refused:
        books.pay("tranche:7", 301)
    assert codes(refused) == ["ledger.not_accepted"]
    assert "300 đ" in refused.value.text.vi


def test_not_more_than_was_committed_can_be_accrued(books: Books) -> None:
    books.fund(1_000)
    books.commit("support:4", 100)
    with pytest.raises(Refused) as refused:
        books.accrue("support:4", "tranche:7", 101)
    assert codes(refused) == ["ledger.over_commitment"]


def test_several_entries_go_in_one_statement_whole_or_not_at_all(books: Books, accountant: Actor) -> None:
    from khue.kernel.deeds import command

    books.fund(100)
    entries = [books.entry(domain.commit, LINE, f"support:{n}", 40) for n in range(3)]
    before = counts()
    with pytest.raises(Refused), command("ledger.test", accountant, subject=LINE) as deed:
        usecases.post_many(entries, deed=deed)
    assert counts() == before
    with command("ledger.test", accountant, subject=LINE) as deed:
        assert usecases.post_many([*entries[:2], entries[0]], deed=deed)
    assert queries.balance(domain.AVAILABLE, LINE) == 20
    with command("ledger.test", accountant, subject=LINE) as deed:
        assert not usecases.post_many(entries[:2], deed=deed)


def test_a_batch_with_two_contents_under_one_id_is_a_conflict(books: Books, accountant: Actor) -> None:
    from khue.kernel.deeds import command

    entry = books.entry(domain.appropriate, LINE, 100)
    other = replace(entry, subject="budget:other")
    with pytest.raises(Conflict), command("ledger.test", accountant, subject=LINE) as deed:
        usecases.post_many([entry, other], deed=deed)


def test_an_unbalanced_entry_is_refused_before_it_reaches_the_database(books: Books) -> None:
    entry = books.entry(domain.appropriate, LINE, 100)
    with pytest.raises(Refused) as refused:
        books.post(replace(entry, postings=entry.postings[:1]))
    assert "entry.unbalanced" in codes(refused)


def test_an_entry_of_the_future_is_refused(books: Books) -> None:
    with pytest.raises(Refused) as refused:
        books.fund(5, on=TODAY + timedelta(days=1))
    assert codes(refused) == ["ledger.future"]


def test_an_unknown_account_is_missing(books: Books) -> None:
    postings = (Posting("no.account", 5), Posting("treasury.cash", -5))
    with pytest.raises(Missing):
        books.post(replace(books.entry(domain.appropriate, LINE, 5), postings=postings))


def test_other_currencies_are_kept_and_balanced_apart(books: Books) -> None:
    postings = (
        Posting("recovery.receivable", 500, "USD"), Posting("recovery.income", -500, "USD"),
        Posting("recovery.receivable", 7, "EUR"), Posting("recovery.income", -7, "EUR"),
    )  # fmt: skip
    books.post(replace(books.entry(domain.appropriate, LINE, 5), postings=postings))
    assert queries.balance("recovery.income", currency="USD") == 500
    assert queries.balance("recovery.income", currency="EUR") == 7
    crossed = (Posting("recovery.receivable", 5, "USD"), Posting("recovery.income", -5, "EUR"))
    with pytest.raises(Refused):
        books.post(replace(books.entry(domain.appropriate, LINE, 5), postings=crossed))


def test_a_reversal_turns_every_line_and_happens_once(books: Books, accountant: Actor) -> None:
    entry = books.fund(1_000)
    wish = domain.Reversal(uuid4(), entry.id, "Biên bản 5/2026")
    usecases.reverse_entry(wish, actor=accountant)
    assert queries.balance(domain.AVAILABLE, LINE) == 0
    page = queries.entry(entry.id)
    assert page.reversed_by == wish.id
    assert queries.entry(wish.id).reverses == entry.id
    before = counts()
    usecases.reverse_entry(wish, actor=accountant)
    with pytest.raises(Refused) as refused:
        usecases.reverse_entry(replace(wish, id=uuid4()), actor=accountant)
    assert codes(refused) == ["ledger.already_reversed"]
    assert counts() == before
    assert queries.verify().sound


def test_an_appropriation_that_is_spent_cannot_be_reversed(books: Books, accountant: Actor) -> None:
    entry = books.fund(1_000)
    books.commit("support:4", 1)
    with pytest.raises(Refused) as refused:
        usecases.reverse_entry(domain.Reversal(uuid4(), entry.id, "Sai"), actor=accountant)
    assert codes(refused) == ["ledger.over_commitment"]


def test_an_appropriation_by_form_posts_once_and_tells_the_timeline(accountant: Actor) -> None:
    wish = domain.Appropriation(uuid4(), "2026-EQ", 5_000, "Quyết định 12/QĐ-UBND")
    usecases.appropriate_budget(wish, actor=accountant)
    before = counts()
    usecases.appropriate_budget(wish, actor=accountant)
    assert counts() == before
    assert queries.balance(domain.AVAILABLE, LINE) == 5_000
    assert not TimelineRow.objects.filter(subject=LINE).exists()  # a budget line concerns no single party
    with pytest.raises(Missing):
        usecases.appropriate_budget(replace(wish, id=uuid4(), line="2031-XX"), actor=accountant)
    with pytest.raises(Refused) as refused:
        usecases.appropriate_budget(replace(wish, id=uuid4(), amount=0, ground=" "), actor=accountant)
    assert codes(refused) == ["ledger.amount", "ledger.no_ground"]


@pytest.mark.parametrize("right", [domain.POST, domain.APPROPRIATE, domain.REVERSE, domain.CLOSE_PERIOD])
def test_each_verb_needs_its_right(right: str) -> None:
    actor = an_actor(*({domain.READ, domain.POST, domain.APPROPRIATE, domain.REVERSE, domain.CLOSE_PERIOD} - {right}))
    books = Books(actor)
    deeds = {
        domain.POST: lambda: books.fund(5),
        domain.APPROPRIATE: lambda: usecases.appropriate_budget(
            domain.Appropriation(uuid4(), "2026-EQ", 5, "x"), actor=actor
        ),
        domain.REVERSE: lambda: usecases.reverse_entry(domain.Reversal(uuid4(), uuid4(), "x"), actor=actor),
        domain.CLOSE_PERIOD: lambda: usecases.close_period(domain.MonthClose(TODAY.replace(day=1)), actor=actor),
    }
    before = counts()
    with pytest.raises(NotAllowed):
        deeds[right]()
    assert counts() == before


def test_loading_the_chart_again_changes_nothing(accountant: Actor) -> None:
    before = counts()
    usecases.load_accounts(actor=accountant)
    assert counts() == before


# -- what the database itself refuses -------------------------------------------------------------------------------


def raw(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def an_entry_row(entry_id: object) -> str:
    return f"""INSERT INTO ledger_entry (id, booked_on, subject, text_vi, text_en, created_at)
               VALUES ('{entry_id}', '{TODAY}', '{LINE}', 'x', '', now())"""


def posting_rows(entry_id: object, *rows: tuple[int, str, int], day: object = TODAY) -> str:
    values = ", ".join(f"('{entry_id}', {n}, '{account}', '', 'VND', {amount}, '{day}')" for n, account, amount in rows)
    return (
        f"INSERT INTO ledger_posting (entry_id, line, account_id, subject, currency, amount, booked_on) VALUES {values}"
    )


CASH, INCOME = "treasury.cash", "recovery.income"


@pytest.mark.parametrize(
    ("rows", "constraint"),
    [
        ([(1, CASH, 5), (2, INCOME, -4)], "out of balance"),
        ([(1, CASH, 5)], "out of balance"),
        ([(2, CASH, 5), (3, INCOME, -5)], "not numbered"),
        ([(1, CASH, 5), (3, INCOME, -5)], "not numbered"),
        ([(1, CASH, 0), (2, INCOME, 0)], "ledger_posting_amount"),
        ([(1, "no.account", 5), (2, INCOME, -5)], "ledger_posting_account"),
        ([(1, "payable.support", 5), (2, INCOME, -5)], "below zero"),
        ([], "no postings"),
    ],
)
def test_the_database_refuses_an_entry_that_is_not_sound(rows: list[tuple[int, str, int]], constraint: str) -> None:
    key = uuid4()
    statements = [an_entry_row(key), *([posting_rows(key, *rows)] if rows else [])]
    with pytest.raises(IntegrityError, match=constraint):
        raw(*statements)
    assert not EntryRow.objects.filter(pk=key).exists()


def test_the_database_refuses_another_helping_for_a_posted_entry(books: Books) -> None:
    entry: Entry = books.fund(100)
    for first in (1, 3):
        with pytest.raises(IntegrityError):
            raw(posting_rows(entry.id, (first, CASH, 5), (first + 1, INCOME, -5)))


def test_the_database_refuses_a_posting_on_another_day_than_its_entry() -> None:
    key = uuid4()
    with pytest.raises(IntegrityError, match="ledger_posting_entry"):
        raw(an_entry_row(key), posting_rows(key, (1, CASH, 5), (2, INCOME, -5), day=TODAY - timedelta(days=1)))


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("table", ["ledger_entry", "ledger_posting", "ledger_period", "ledger_periodbalance"])
def test_what_is_in_the_books_is_never_changed_or_removed_even_by_the_owner(table: str) -> None:
    for statement in (f"UPDATE {table} SET booked_on = booked_on", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        if "period" in table:
            statement = statement.replace("booked_on", "seal" if table == "ledger_period" else "amount")
        with pytest.raises(IntegrityError, match="refuses"):
            as_owner(statement)


def as_owner(statement: str) -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '2s'")
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_balance SET amount = 0",
        "INSERT INTO ledger_accounttotal (account_id, currency, lane, amount) VALUES ('treasury.cash', 'VND', 99, 5)",
        "DELETE FROM ledger_periodbalance",
        "UPDATE ledger_posting SET amount = 5",
        "DELETE FROM ledger_entry",
        "UPDATE ledger_period SET seal = 'x'",
    ],
)
def test_the_applications_role_cannot_touch_what_the_triggers_keep(statement: str) -> None:
    from django.db.utils import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"):
        raw(statement)


def test_an_accounts_nature_is_fixed_once_it_is_open() -> None:
    with pytest.raises(IntegrityError, match="only the names"):
        raw("UPDATE ledger_account SET guarded = NOT guarded WHERE code = 'budget.available'")
    raw("UPDATE ledger_account SET name_en = 'Available' WHERE code = 'budget.available'")
