"""The ledger's values: chart, entries of a budget's life, closing, seals, invoice lines. No database."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.bilingual import Text
from khue.core.entries import Entry, Posting, balanced
from khue.features.ledger import domain

DAY = date(2026, 5, 3)
TEXT = Text("Thử", "Trial")
LINE, SUPPORT, TRANCHE = "budget:2026-EQ", "support:4", "tranche:7"
PAYING = domain.Paying(TRANCHE, "order:3", LINE)

amounts = st.integers(min_value=1, max_value=10**15)


def a_life(amount: int) -> list[Entry]:
    said = {"on": DAY, "text": TEXT}
    return [
        domain.appropriate(LINE, amount, id=uuid4(), **said),
        domain.commit(LINE, SUPPORT, amount, id=uuid4(), **said),
        domain.accrue(LINE, SUPPORT, TRANCHE, amount, id=uuid4(), **said),
        PAYING.ordered(amount, id=uuid4(), **said),
        PAYING.sent(amount, id=uuid4(), **said),
        PAYING.settled("account:1", amount, id=uuid4(), **said),
    ]


@given(amounts)
def test_every_entry_of_a_budgets_life_balances_and_may_be_posted(amount: int) -> None:
    for entry in [*a_life(amount), domain.release(LINE, SUPPORT, amount, id=uuid4(), on=DAY, text=TEXT)]:
        assert balanced(entry)
        assert domain.may_post(entry, DAY).granted


@given(amounts)
def test_a_paid_up_line_leaves_nothing_available_committed_accrued_or_owed(amount: int) -> None:
    held: dict[tuple[str, str], int] = {}
    for entry in a_life(amount):
        for posting in entry.postings:
            key = (posting.account, posting.subject)
            held[key] = held.get(key, 0) + posting.amount
    assert held[domain.AVAILABLE, LINE] == 0
    assert held[domain.COMMITTED, SUPPORT] == 0
    assert held[domain.ACCRUED, LINE] == 0
    assert held[domain.PAYABLE, TRANCHE] == 0
    assert held[domain.PAID, LINE] == -amount
    assert held[domain.CASH, "account:1"] == -amount
    assert held[domain.IN_TRANSIT, "order:3"] == held[domain.ORDERED, "order:3"] == 0
    assert held[domain.EXPENSE, SUPPORT] == amount


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_that_is_not_above_zero_makes_no_entry(amount: int) -> None:
    with pytest.raises(ValueError, match="above zero"):
        domain.appropriate(LINE, amount, id=uuid4(), on=DAY, text=TEXT)


def test_all_faults_of_an_entry_are_told_at_once() -> None:
    postings = (Posting("budget.available", 5, subject="no key"), Posting("budget.committed", -4))
    entry = Entry(uuid4(), DAY + timedelta(days=1), TEXT, "support:4", postings)
    codes = {reason.code for reason in domain.may_post(entry, DAY).reasons}
    assert codes == {"entry.unbalanced", "ledger.subject", "ledger.future"}


def test_over_commitment_says_what_is_left_in_both_languages() -> None:
    reason = domain.overdrawn(domain.AVAILABLE, LINE, 1_500_000, 2_000_000)
    assert reason.code == "ledger.over_commitment"
    assert "1.500.000 đ" in reason.text.vi
    assert "1,500,000 VND" in reason.text.en
    assert reason.next_step is not None


def test_payment_without_acceptance_says_what_is_accepted_and_unpaid() -> None:
    reason = domain.overdrawn(domain.PAYABLE, TRANCHE, 0, 700)
    assert reason.code == "ledger.not_accepted"
    assert "700 đ" in reason.text.vi


def test_a_closed_period_points_to_the_first_open_day() -> None:
    reason = domain.period_closed(date(2026, 4, 30), date(2026, 5, 1))
    assert "04/2026" in reason.text.vi
    assert reason.next_step is not None
    assert "01/06/2026" in reason.next_step.vi


@pytest.mark.parametrize(
    ("month", "last", "today", "code"),
    [
        (date(2026, 5, 1), None, date(2026, 5, 31), "ledger.not_over"),
        (date(2026, 5, 1), date(2026, 5, 1), date(2026, 7, 1), "ledger.already_closed"),
        (date(2026, 6, 1), date(2026, 4, 1), date(2026, 7, 1), "ledger.not_next"),
    ],
)
def test_a_month_closes_once_in_order_and_when_it_is_over(
    month: date, last: date | None, today: date, code: str
) -> None:
    decision = domain.may_close(month, today=today, last_closed=last)
    assert [reason.code for reason in decision.reasons] == [code]


def test_the_month_after_december_is_january() -> None:
    assert domain.next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert domain.may_close(date(2027, 1, 1), today=date(2027, 2, 1), last_closed=date(2026, 12, 1)).granted


lines = st.lists(
    st.builds(domain.SealLine, st.sampled_from(["a.b", "a.c", "b.a"]), st.sampled_from(["VND", "USD"]), st.integers()),
    unique_by=lambda line: (line.account, line.currency),
    min_size=1,
)


@given(lines, st.integers(0, 10**6), st.randoms())
def test_a_seal_does_not_depend_on_the_order_of_its_lines(found: list[domain.SealLine], count: int, random) -> None:  # type: ignore[no-untyped-def]  # a fixture of a library without types
    shuffled = list(found)
    random.shuffle(shuffled)
    said = {"postings": count, "digest": "0" * 64, "previous": ""}
    assert domain.seal(DAY.replace(day=1), found, **said) == domain.seal(DAY.replace(day=1), shuffled, **said)


@given(lines)
def test_a_seal_changes_with_any_figure_and_with_the_seal_before(found: list[domain.SealLine]) -> None:
    month = date(2026, 5, 1)
    seal = domain.seal(month, found, postings=1, digest="d", previous="")
    first = found[0]
    other = [domain.SealLine(first.account, first.currency, first.amount + 1), *found[1:]]
    assert domain.seal(month, other, postings=1, digest="d", previous="") != seal
    assert domain.seal(month, found, postings=2, digest="d", previous="") != seal
    assert domain.seal(month, found, postings=1, digest="e", previous="") != seal
    assert domain.seal(month, found, postings=1, digest="d", previous="x") != seal


def an_invoice_line(**change: object) -> domain.InvoiceLine:
    said = {"seller_tax_code": "0100109106", "symbol": "C26TAA", "number": "123", "line": 1, "subject": "dossier:1", "amount": 5}  # fmt: skip
    return domain.InvoiceLine(**{**said, **change})  # type: ignore[arg-type]  # the test changes fields by name


def test_an_invoice_line_is_the_same_however_it_is_written() -> None:
    other = an_invoice_line(seller_tax_code="0100 109 106", symbol="c26 taa", number=" 00000123 ")
    assert other.canonical() == an_invoice_line()


@pytest.mark.parametrize("change", [{"number": "000"}, {"symbol": " "}, {"line": 0}, {"amount": 0}, {"subject": "x"}])
def test_an_incomplete_invoice_line_cannot_be_claimed(change: dict[str, object]) -> None:
    assert not domain.may_claim(an_invoice_line(**change).canonical()).granted


def test_a_line_declared_twice_in_one_dossier_is_told_beside_its_field() -> None:
    twice = [an_invoice_line(), an_invoice_line(field="lines.3.number")]
    assert [reason.field for reason in domain.twins(twice)] == ["lines.3.number"]


def test_the_chart_of_the_city_is_sound_and_guards_the_budget() -> None:
    import tomllib
    from importlib.resources import files

    chart = domain.read_chart(tomllib.loads((files("khue_hanoi") / "accounts.toml").read_text(encoding="utf-8")))
    guarded = {account.code for account in chart.accounts if account.guarded}
    assert guarded == {
        domain.AVAILABLE, domain.COMMITTED, domain.ACCRUED, domain.PAYABLE, domain.ORDERED, domain.IN_TRANSIT,
        "payable.suspended", "recovery.receivable", "advance.mission", "fund.available", "fund.committed", "fund.interest_due", "fund.loans", "fund.paying",
        "exchange.escrow",
    }  # fmt: skip
    used = {p.account for entry in a_life(1) for p in entry.postings}
    assert used <= {account.code for account in chart.accounts}
    assert all(account.name.en for account in chart.accounts)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"code": "Budget"}, "small letters"),
        ({"code": "a.b", "vi": "A", "kind": "memo"}, "normal"),
        ({"code": "a.b", "vi": "A", "kind": "asset", "normal": "left"}, "left"),
        ({"code": "a.b", "vi": "", "kind": "asset", "normal": "debit"}, "Vietnamese"),
    ],
)
def test_a_wrong_chart_names_the_account_and_the_fault(row: dict[str, str], says: str) -> None:
    with pytest.raises(domain.ChartError, match=says):
        domain.read_chart({"account": [row]})


def test_an_account_declared_twice_is_refused() -> None:
    row = {"code": "a.b", "vi": "A", "kind": "asset", "normal": "debit"}
    with pytest.raises(domain.ChartError, match="twice"):
        domain.read_chart({"account": [row, row]})


def test_a_reason_for_a_second_reversal_names_the_first() -> None:
    by = UUID(int=5)
    assert str(by) in domain.already_reversed(by).text.vi
