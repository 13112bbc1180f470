"""What comes of answers: order of the questions, "I don't know", changed answers, faults. No database."""

from __future__ import annotations

import random
from datetime import date
from functools import cache
from typing import Any

import pytest

from khue.core.decision import Outcome
from khue.core.rules.bound import Bound
from khue.core.rules.engine import Point
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.features.eligibility.domain import (
    DONT_KNOW,
    ENTITLEMENT,
    Check,
    Kept,
    answered,
    askable,
    changes,
    check,
    facts_of_record,
    facts_told,
    likely,
    pairs,
    read_answers,
    results,
    shorts,
    spelled,
)
from tests.city_rules.test_city_rules import hanoi

ON = date(2026, 11, 22)
FIRM = (("applicant_kind", "enterprise"), ("small_or_medium", "yes"), ("in_hanoi", "yes"))


@cache
def bounds() -> tuple[Bound, ...]:
    return tuple(hanoi().at(id, Point(ON)) for id in hanoi().rules if id.startswith(ENTITLEMENT))


@cache
def facts() -> dict[str, Fact]:
    return askable(bounds())


def done(*typed: tuple[str, str]) -> Check:
    return check(bounds(), read_answers(facts(), typed))


def anything(fact: Fact, dice: random.Random) -> str:
    if fact.kind is Kind.YESNO:
        return dice.choice(["yes", "no"])
    if fact.kind is Kind.CHOICE:
        return dice.choice(fact.options or ())
    return str(dice.choice([0, 3, min(fact.limit, 200_000_000)]))


def walked(dice: random.Random, dont_know: float = 0.0) -> list[tuple[str, str]]:
    """Answers everything that is asked, as a person would."""
    typed: list[tuple[str, str]] = []
    while (fact := done(*typed).next) is not None:
        assert fact.name not in dict(typed), "asked twice"
        typed.append((fact.name, DONT_KNOW if dice.random() < dont_know else anything(fact, dice)))
    return typed


@pytest.mark.parametrize("seed", range(8))
def test_a_walk_ends_and_every_answer_that_was_asked_for_stays(seed: int) -> None:
    typed = walked(random.Random(seed), dont_know=0.2)
    found = done(*typed)
    assert list(pairs(found.given)) == typed
    assert found.left == 0
    open_ = found.with_outcome(Outcome.UNKNOWN)
    assert all(set(answer.missing) & found.passed_over or answer.unset for answer in open_)


def test_each_answer_leaves_at_most_as_many_questions_and_never_gives_back_what_fell_away() -> None:
    typed, left, gone = walked(random.Random(3)), 10_000, 0
    for number in range(len(typed) + 1):
        found = done(*typed[:number])
        fallen = len(found.with_outcome(Outcome.REFUSED))
        assert found.left <= left
        assert fallen >= gone
        left, gone = found.left, fallen


def test_the_estimate_shrinks_with_every_answer_and_tells_about_how_many_come() -> None:
    """Measured over people who answer anything: what the page promises is what comes, give or take a quarter."""
    promised = came = 0
    for seed in range(24):
        typed = walked(random.Random(seed), dont_know=0.1)
        estimates = [done(*typed[:number]).likely for number in (0, 3, 6, len(typed))]
        assert estimates == sorted(estimates, reverse=True)
        assert estimates[-1] == 0
        for number, likely_ in zip((0, 3, 6), estimates, strict=False):
            promised, came = promised + likely_, came + max(0, len(typed) - number)
    assert 0.75 < promised / came < 1.25, (promised, came)


@pytest.mark.parametrize("left", range(120))
def test_the_estimate_never_passes_what_may_still_come_and_counts_the_last_few(left: int) -> None:
    assert 0 < likely(left) <= left or left == likely(left) == 0
    assert likely(left) == left or left > 6
    assert likely(left) <= likely(left + 1)


def test_who_does_not_know_is_not_asked_again_and_the_support_stays_open() -> None:
    first = done().next
    assert first is not None
    found = done((first.name, DONT_KNOW))
    assert found.next is not None
    assert found.next.name != first.name
    assert found.left < done().left
    everything = done(*((name, DONT_KNOW) for name in facts()))
    assert everything.next is None
    assert not everything.with_outcome(Outcome.REFUSED)


def test_a_changed_answer_drops_what_it_made_pointless() -> None:
    loan = (*FIRM, ("has_bank_loan", "yes"), ("interest_paid", "50.000.000"))
    assert pairs(done(*loan).given)[-1] == ("interest_paid", "50000000")
    changed = answered(done(*loan).given, "has_bank_loan", "no")
    assert pairs(done(*changed).given) == (*FIRM, ("has_bank_loan", "no"))


def test_a_changed_answer_stays_in_its_place() -> None:
    changed = answered(done(*FIRM).given, "applicant_kind", "person")
    assert changed[0] == ("applicant_kind", "person")
    assert "small_or_medium" not in dict(pairs(done(*changed).given)), "a person is no enterprise, small or large"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("in_hanoi", "perhaps"),
        ("in_hanoi", ""),
        ("applicant_kind", "king"),
        ("interest_paid", "-5"),
        ("interest_paid", "9" * 61),
        ("interest_paid", "ba tỷ"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_kept(name: str, typed: str) -> None:
    found = done(("has_task", "no"), (name, typed))
    assert found.wrong is not None
    assert found.wrong.name == name
    assert found.wrong.wrong is not None
    assert found.known == {"has_task": False}


def test_unknown_names_are_no_answers() -> None:
    assert done(("utm_source", "x"), ("<script>", "1")).given == ()


def test_equal_answers_have_equal_addresses() -> None:
    for typed in ("1.500.000", "1500000", " 1500000 "):
        given = read_answers(facts(), [("interest_paid", typed)])
        assert pairs(given) == (("interest_paid", "1500000"),)
    assert spelled(True) == "yes"
    assert spelled(ON) == "2026-11-22"


def test_who_takes_a_request_in_is_a_provision_of_the_law_or_nothing() -> None:
    found = {each.rule: each for each in results(done(*FIRM).answers)}
    assert found["entitlement.startup-recognition"].received_under == "decree-268-2025.filing"
    assert found["entitlement.fund-partner"].received_under == ""
    assert all(not each.received_under or each.received_under in hanoi().book.provisions for each in found.values())


def test_a_yes_has_its_amount_and_a_no_its_reason() -> None:
    found = {
        each.rule: each
        for each in shorts(done(*FIRM, ("rents_equipment", "no"), ("startup_status", "not-recognised")).answers)
    }
    assert found["entitlement.startup-recognition"].outcome is Outcome.GRANTED
    refused = found["entitlement.sme-equipment-rent"]
    assert refused.outcome is Outcome.REFUSED
    assert refused.why is not None
    outcomes = [each.outcome for each in found.values()]
    assert outcomes == sorted(outcomes, key=[Outcome.GRANTED, Outcome.UNKNOWN, Outcome.REFUSED].index)


@pytest.mark.parametrize("seed", range(4))
def test_every_result_says_why_with_its_provision_unless_only_an_answer_is_missing(seed: int) -> None:
    for found in results(done(*walked(random.Random(seed), dont_know=0.3)).answers):
        assert found.decision.reasons
        if found.outcome is Outcome.REFUSED:
            assert all(reason.source for reason in found.decision.reasons)
        if found.outcome is Outcome.UNKNOWN:
            assert found.amount is None


def test_an_open_result_names_what_is_missing_and_warns_of_nothing() -> None:
    found = next(each for each in results(done().answers) if each.rule == "entitlement.loan-interest")
    assert "has_bank_loan" in found.missing
    assert found.binding


def test_what_was_saved_is_compared_with_today() -> None:
    then = [Kept.of(each) for each in shorts(done(*FIRM, ("startup_status", "not-recognised")).answers)]
    now = [Kept.of(each) for each in shorts(done(*FIRM, ("startup_status", "none")).answers)]
    assert changes(then, then) == ()
    changed = {(each.then or each.now).rule: each for each in changes(then, now)}  # type: ignore[union-attr]  # it is there, or the test fails here
    recognition = changed["entitlement.startup-recognition"]
    assert recognition.then is not None
    assert recognition.now is not None
    assert (recognition.then.outcome, recognition.now.outcome) == (Outcome.GRANTED, Outcome.REFUSED)
    assert changes(then[1:], then)[0].then is None, "a new kind of support"
    assert changes(then, then[1:])[-1].now is None, "one that is gone"
    assert [Kept.from_json(each.to_json()) for each in then] == then


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"legal_form": "enterprise", "in_city": True}, {"applicant_kind": "enterprise", "in_hanoi": True}),
        ({"legal_form": "enterprise", "in_city": False}, {"applicant_kind": "enterprise"}),
        ({"legal_form": "st_organisation", "in_city": False}, {"applicant_kind": "st_organisation"}),
        ({"legal_form": "association", "in_city": False}, {}),
        ({"legal_form": "", "is_person": True, "in_city": False}, {"applicant_kind": "person"}),
    ],
)
def test_a_record_answers_only_what_it_says_for_certain(record: dict[str, Any], expected: dict[str, Any]) -> None:
    found = facts_of_record(facts(), **{"is_person": False, **record})
    assert found == expected


def test_of_earlier_answers_only_size_and_startup_status_are_taken_over_and_only_where_they_still_are_answers() -> None:
    typed = [("small_or_medium", "yes"), ("startup_status", "recognised"), ("amount", "5"), ("in_hanoi", "no")]
    assert facts_told(facts(), typed) == {"small_or_medium": True, "startup_status": "recognised"}
    assert facts_told(facts(), [("startup_status", "famous"), ("small_or_medium", DONT_KNOW)]) == {}


def test_every_kind_of_a_record_is_an_option_of_the_question() -> None:
    from khue.features.eligibility.domain.record import KINDS

    assert set(KINDS.values()) <= set(facts()["applicant_kind"].options or ())


def test_a_detail_is_not_asked_while_the_question_before_it_is_not_known() -> None:
    found = done(*FIRM, ("has_bank_loan", DONT_KNOW))
    loan = next(answer for answer in found.answers if answer.bound.rule.id == "entitlement.loan-interest")
    assert "interest_paid" in loan.missing
    typed = list(pairs(found.given))
    while (fact := done(*typed).next) is not None:
        assert fact.name != "interest_paid"
        typed.append((fact.name, "no" if fact.kind is Kind.YESNO else DONT_KNOW))
