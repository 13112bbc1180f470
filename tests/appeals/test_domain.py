"""The pure half of an overturned support: what is cut, in which order, to the đồng."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from khue.features.missions.domain.overturning import (
    Change,
    OverturnFacts,
    Part,
    changes,
    claimed,
    may_overturn,
    what_is_left,
)

PLACES = st.tuples(st.sampled_from(["bound", "owed", "gone"]), st.integers(1, 10**12))


def part(no: int, where: str, amount: int) -> Part:
    held = {"bound": 0, "owed": 0, "gone": 0, where: amount}
    return Part(no, no, **held)


def summed(found: Sequence[Change], *kinds: str) -> int:
    return sum(change.amount for change in found if change.kind in kinds)


def test_a_cut_takes_what_is_not_accepted_first_and_what_was_paid_last() -> None:
    parts = [part(1, "gone", 400), part(2, "owed", 300), part(3, "bound", 300)]
    found = changes(1_000, 350, parts)
    assert [(c.kind, c.no, c.amount) for c in found] == [("release", 3, 300), ("unaccrue", 2, 300), ("claim", 1, 50)]


def test_without_an_agreement_only_the_commitment_moves() -> None:
    assert changes(500, 0, ()) == (Change("release", 500),)
    assert changes(500, 700, ()) == (Change("commit", 200),)
    assert changes(0, 700, ()) == (Change("commit", 700),)
    assert changes(500, 500, ()) == ()


@given(st.lists(PLACES, min_size=1, max_size=8), st.data())
def test_every_cut_adds_up_and_no_tranche_gives_more_than_it_holds(
    held: list[tuple[str, int]], data: st.DataObject
) -> None:
    parts = [part(no, where, amount) for no, (where, amount) in enumerate(held, 1)]
    granted = sum(amount for _where, amount in held)
    target = data.draw(st.integers(0, granted))
    found = changes(granted, target, parts)
    assert summed(found, "release", "unaccrue", "claim") == granted - target
    left = [what_is_left(one, found) for one in parts]
    assert all(min(one.bound, one.owed, one.gone) >= 0 for one in left)
    assert sum(one.bound + one.owed + one.gone for one in left) == target
    if claimed(found):
        assert not any(one.bound or one.owed for one in left)


@given(st.lists(PLACES, min_size=1, max_size=5), st.integers(1, 10**12))
def test_a_raise_commits_the_difference_and_adds_one_tranche(held: list[tuple[str, int]], more: int) -> None:
    parts = [part(no, where, amount) for no, (where, amount) in enumerate(held, 1)]
    granted = sum(amount for _where, amount in held)
    assert changes(granted, granted + more, parts) == (Change("commit", more), Change("tranche", more))


def test_a_day_to_give_back_is_asked_for_what_was_paid_not_for_what_is_only_ordered() -> None:
    facts = OverturnFacts("running", "", 0, None, date(2026, 11, 30), ordered=frozenset({1}))
    ordered, paid = Change("claim", 500, 1, 1), Change("claim", 700, 2, 2)

    def codes(*found: Change) -> list[str]:
        return [reason.code for reason in may_overturn(facts, "annulled", found).reasons]

    assert codes(ordered) == ["payment_under_way"]
    assert codes(paid) == ["repay_by"]
    assert codes(ordered, paid) == ["payment_under_way", "repay_by"]
