"""Ledger entries as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.bilingual import Text
from khue.core.entries import MAX_UNITS, Entry, Posting, balanced, faults, reverse, totals
from khue.core.errors import Refused

DAY = date(2026, 3, 2)
ONE, TWO, THREE = (UUID(int=n) for n in (1, 2, 3))


def _entry(*postings: Posting, **values: Any) -> Entry:
    given_values: dict[str, Any] = {"id": ONE, "booked_on": DAY, "text": Text("Cam kết", "Commitment")}
    return Entry(**{**given_values, **values}, subject="support:4", postings=postings)


SOUND = _entry(
    Posting("budget.available", 500, subject="budget:2026-EQ"), Posting("budget.committed", -500, subject="support:4")
)

amounts = st.integers(1, 10**15)


@st.composite
def sound_entries(draw: st.DrawFn) -> Entry:
    lines: list[Posting] = []
    for currency in draw(st.lists(st.sampled_from(("VND", "USD", "EUR")), min_size=1, unique=True)):
        debits = draw(st.lists(amounts, min_size=1, max_size=4))
        lines += [Posting("expense.support", amount, currency) for amount in debits]
        lines.append(Posting("treasury.cash", -sum(debits), currency))
    return _entry(*draw(st.permutations(lines)))


def _codes(entry: Entry) -> set[str]:
    return {reason.code for reason in faults(entry).reasons}


@given(sound_entries())
def test_debits_equal_credits_in_each_currency(entry: Entry) -> None:
    assert balanced(entry)
    assert faults(entry).granted


@given(sound_entries(), amounts)
def test_one_line_more_unbalances(entry: Entry, amount: int) -> None:
    crooked = replace(entry, postings=(*entry.postings, Posting("treasury.cash", amount)))
    assert not balanced(crooked)
    assert "entry.unbalanced" in _codes(crooked)


@given(sound_entries())
def test_an_entry_and_its_reversal_leave_every_account_as_it_was(entry: Entry) -> None:
    back = reverse(entry, TWO, DAY)
    assert back.reverses == entry.id
    assert faults(back).granted
    left: dict[tuple[str, str, str], int] = {}
    for posting in (*entry.postings, *back.postings):
        key = (posting.account, posting.currency, posting.subject)
        left[key] = left.get(key, 0) + posting.amount
    assert not any(left.values())


@given(sound_entries())
def test_reversing_twice_gives_the_postings_back(entry: Entry) -> None:
    assert reverse(reverse(entry, TWO, DAY), THREE, DAY).postings == entry.postings


def test_currencies_do_not_balance_each_other() -> None:
    mixed = _entry(Posting("a", 500, "VND"), Posting("b", -500, "USD"))
    assert totals(mixed) == {"VND": 500, "USD": -500}
    assert not balanced(mixed)


def test_the_gap_is_named_in_both_languages() -> None:
    (reason,) = faults(_entry(Posting("a", 1_500_000), Posting("b", -500_000))).reasons
    assert reason.text.vi == "Bút toán không cân: bên nợ nhiều hơn 1.000.000 VND."
    assert reason.text.en == "The entry does not balance: debits exceed by 1,000,000 VND."
    assert reason.next_step is not None


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        (_entry(), {"entry.one_sided"}),
        (_entry(Posting("a", 5)), {"entry.one_sided", "entry.unbalanced"}),
        (_entry(Posting("a", 0), Posting("b", 0)), {"entry.amount"}),
        (_entry(Posting("a", MAX_UNITS + 1), Posting("b", -MAX_UNITS - 1)), {"entry.amount"}),
        (_entry(Posting(" ", 5), Posting("b", -5)), {"entry.account"}),
        (_entry(Posting("a", 5, "vnd"), Posting("b", -5, "vnd")), {"entry.currency"}),
        (replace(SOUND, id=UUID(int=0)), {"entry.id"}),
        (replace(SOUND, reverses=SOUND.id), {"entry.self_reversal"}),
        (replace(SOUND, booked_on=datetime(2026, 3, 2, tzinfo=UTC)), {"entry.day"}),
    ],
)
def test_each_fault_is_found(entry: Entry, codes: set[str]) -> None:
    assert _codes(entry) == codes


@pytest.mark.parametrize("amount", [True, 5.0])
def test_amounts_are_whole_numbers(amount: Any) -> None:
    assert _codes(_entry(Posting("a", amount), Posting("b", -5))) >= {"entry.amount"}


def test_all_faults_are_told_at_once_each_at_its_line() -> None:
    reasons = faults(_entry(Posting("", 0), Posting("b", -5))).reasons
    assert [(reason.code, reason.field) for reason in reasons] == [
        ("entry.amount", "postings.0.amount"),
        ("entry.account", "postings.0.account"),
        ("entry.unbalanced", ""),
    ]


def test_an_entry_without_postings_is_not_balanced() -> None:
    assert not balanced(_entry())


def test_a_reversal_says_what_it_takes_back() -> None:
    back = reverse(SOUND, TWO, date(2026, 3, 9))
    assert (back.text, back.booked_on, back.subject) == (
        Text("Đảo bút toán: Cam kết", "Reversal: Commitment"),
        date(2026, 3, 9),
        "support:4",
    )


def test_a_reversal_before_its_entry_or_under_its_id_is_refused() -> None:
    with pytest.raises(Refused) as early:
        reverse(SOUND, TWO, date(2026, 3, 1))
    assert "02/03/2026" in early.value.text.vi
    with pytest.raises(Refused):
        reverse(SOUND, ONE, DAY)
