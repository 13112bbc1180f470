"""What may be granted, appraised, decided, accepted and paid: the rules without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.bilingual import Text
from khue.core.decision import Outcome
from khue.core.rules.engine import Point, Rulebook
from khue.core.rules.lawbook import Lawbook, bind
from khue.core.rules.loading import city_law, city_rulebook
from khue.features.missions.domain.answers import application, scaled
from khue.features.missions.domain.application import (
    Application,
    PlannedTranche,
    asked_for,
    may_apply,
    requested_total,
)
from khue.features.missions.domain.limits import RULE, CostClass, Line, SupportLaw, TaskKind, limit_of
from khue.features.missions.domain.support import (
    SUPPORT,
    TRANCHE,
    Appraised,
    DecisionFacts,
    audit_due,
    may_accept,
    may_agree,
    may_appraise,
    may_deliver,
    may_grant,
    may_pay,
    may_refuse,
    may_return,
)
from khue.features.rulebook.domain import Parameter, Value

TOPIC, TRIAL = TaskKind.RESEARCH_TOPIC, TaskKind.TRIAL_PRODUCTION
PURCHASE, OPERATION = CostClass.PURCHASE, CostClass.OPERATION
SELLER = "0100109106"
SHARES = {
    (TOPIC, PURCHASE): Fraction(1),
    (TOPIC, OPERATION): Fraction(1),
    (TRIAL, PURCHASE): Fraction(1, 2),
    (TRIAL, OPERATION): Fraction(1),
}


def parameter(value: Value, unit: str, **more: object) -> Parameter:
    words = Text("điều", "provision")
    start = date(2025, 10, 10)
    found = Parameter("test.id", value, unit, words, "test.provision", words, "", "reported", start, None, True)
    return replace(found, **more)  # type: ignore[arg-type]  # the test changes fields by name


@cache
def law_files() -> Lawbook:
    return city_law("khue_hanoi", sample=True)


@cache
def rulebook(unset: str = "") -> Rulebook:
    """The city's rules; ``unset`` names a legal value that nobody knows."""
    book = law_files()
    entries = dict(book.entries)
    if unset:
        values = tuple(replace(dated, value=None) for dated in entries[unset].values)
        entries[unset] = replace(entries[unset], values=values)
    return city_rulebook("khue_hanoi", bind(book.instruments, book.provisions, entries, sample=True))


def law(unset: str = "", on: date = date(2026, 5, 5)) -> SupportLaw:
    return SupportLaw(rulebook(unset).at(RULE, Point(on)), parameter("enterprise,institute", "codes"))


@pytest.fixture(scope="module", autouse=True)
def _law_is_loaded() -> None:
    """Loading the law takes longer than a case may."""
    law()


def line(no: int = 1, amount: int | None = 1_000_000, **more: object) -> Line:
    made = Line(no, f"Máy {no}", PURCHASE, amount, None, False, None, 0, None, True)
    return replace(made, **more)  # type: ignore[arg-type]  # the test changes fields by name


def applied(*lines: Line, kind: TaskKind | None = TOPIC, form: str = "institute") -> Application:
    total = sum(map(asked_for, lines))
    return Application(kind, form, lines, (PlannedTranche(1, "Máy đã lắp đặt", total, date(2026, 9, 1)),))


def codes(decision: object) -> set[tuple[str, str]]:
    return {(r.code, r.field) for r in decision.reasons}  # type: ignore[attr-defined]  # a refusal has reasons


amounts = st.integers(min_value=1, max_value=10**15)
kinds, classes = st.sampled_from(TaskKind), st.sampled_from(CostClass)


# -- caps ------------------------------------------------------------------------------------------------------------


@given(amounts, kinds, classes)
def test_the_most_is_the_share_rounded_down_to_the_dong(amount: int, kind: TaskKind, cost_class: CostClass) -> None:
    legal = law()
    most = limit_of(line(amount=amount, cost_class=cost_class), kind, legal).most
    assert most is not None
    exact = Fraction(amount) * SHARES[kind, cost_class]
    assert most <= exact < most + 1
    assert most <= amount


@given(st.lists(st.tuples(amounts, amounts, classes), min_size=1, max_size=6), kinds)
def test_an_application_passes_exactly_when_no_line_asks_for_more_than_its_cap(
    rows: list[tuple[int, int, CostClass]], kind: TaskKind
) -> None:
    lines = tuple(
        line(no, amount, requested=requested, cost_class=cost_class)
        for no, (amount, requested, cost_class) in enumerate(rows, start=1)
    )
    decision = may_apply(applied(*lines, kind=kind), law())
    above = {
        ("over_cap", f"lines.{row.no}.requested")
        for row in lines
        if asked_for(row) > (limit_of(row, kind, law()).most or 0)
    }
    assert decision.granted == (not above)
    if above:
        assert codes(decision) == above
    else:
        assert len(decision.reasons) == len(lines)
        assert all(reason.source is not None for reason in decision.reasons)


def test_every_wrong_thing_is_told_at_once_each_beside_its_field() -> None:
    invoice = ("0100109107", "", "00000041", 1)
    lines = (
        line(1, 0, has_evidence=False),
        line(2, other_public=5),
        line(3, software=True, serves_task_directly=False),
        line(4, requested=1_000_001),
        line(5, invoice=invoice),
        line(6, invoice=invoice),
    )
    wrong = replace(applied(*lines, form="person"), tranches=(PlannedTranche(1, " ", 0),))
    found = codes(may_apply(wrong, law()))
    assert found >= {
        ("receiver", "applicant"),
        ("amount", "lines.1.amount"),
        ("evidence", "lines.1.evidence"),
        ("double_source", "lines.2.other_public"),
        ("software", "lines.3.serves_task_directly"),
        ("over_cap", "lines.4.requested"),
        ("invoice_incomplete", "lines.5.invoice_symbol"),
        ("people.tax_code.check_digit", "lines.5.seller_tax_code"),
        ("invoice_twice", "lines.6.invoice_number"),
        ("no_deliverable", "tranches.1.deliverable"),
        ("tranche_amount", "tranches.1.amount"),
        ("tranche_sum", "tranches"),
    }


def test_every_refusal_says_what_to_do_next() -> None:
    lines = (line(1, 0, has_evidence=False, other_public=5, software=True, serves_task_directly=False),)
    decision = may_apply(applied(*lines, form="person"), law())
    assert all(reason.next_step is not None for reason in decision.reasons)


def test_an_empty_application_is_refused_for_lines_and_tranches() -> None:
    assert codes(may_apply(Application(TOPIC, "institute", ()), law())) == {
        ("no_lines", "lines"),
        ("no_tranches", "tranches"),
    }


def test_missing_facts_are_questions_not_refusals() -> None:
    open_line = line(1, None, cost_class=None, software=None, other_public=None)
    decision = may_apply(replace(applied(open_line, kind=None), tranches=(PlannedTranche(1, "x", 0),)), law())
    assert decision.outcome is Outcome.REFUSED  # a tranche of 0 đồng is wrong whatever the rest says
    asked = replace(applied(line(1), kind=None))
    decision = may_apply(asked, law())
    assert decision.outcome is Outcome.UNKNOWN
    assert codes(decision) == {("kind?", "task_kind")}
    software = may_apply(applied(line(1, software=True)), law())
    assert codes(software) == {("direct?", "lines.1.serves_task_directly")}


def test_an_unset_share_is_unknown_and_never_zero_or_all() -> None:
    decision = may_apply(applied(line(1)), law(unset="missions.equipment.topic_purchase_cap"))
    assert decision.outcome is Outcome.UNKNOWN
    assert codes(decision) == {("no_value", "lines.1.amount")}


def test_the_rule_s_own_sentences_reach_the_form_with_their_source_and_next_step() -> None:
    decision = may_apply(applied(line(2, other_public=5), line(1)), law())
    refused = next(reason for reason in decision.reasons if reason.code == "double_source")
    assert refused.text.vi.startswith("Hạng mục 2: Khoản chi này đã có 5 đ từ nguồn ngân sách nhà nước khác")
    assert refused.source is not None
    assert refused.next_step is not None
    assert "265/2025" in refused.source.provision or refused.source.certainty
    granted = may_apply(applied(line(1, 1_000_000_001, cost_class=PURCHASE), kind=TRIAL), law())
    assert codes(granted) >= {("over_cap", "lines.1.requested")}


def test_the_kind_of_the_task_is_asked_once_for_all_lines() -> None:
    decision = may_apply(applied(line(1), line(2), kind=None), law())
    assert [reason.field for reason in decision.reasons] == ["task_kind"]


def test_a_digest_makes_a_decision_a_working_default_and_says_so() -> None:
    book = law_files()
    cap = book.entries["missions.equipment.topic_purchase_cap"]
    entries = {**book.entries, cap.id: replace(cap, certainty="digest")}
    rules = city_rulebook("khue_hanoi", bind(book.instruments, book.provisions, entries, sample=True))
    legal = replace(law(), rule=rules.at(RULE, Point(date(2026, 5, 5))))
    assert not may_apply(applied(line(1)), legal).binding
    assert may_apply(applied(line(1)), law()).binding


# -- answers ---------------------------------------------------------------------------------------------------------


def test_answers_become_facts_and_unanswered_questions_stay_open() -> None:
    row = {"description": "Máy", "cost_class": "purchase", "amount": 10, "software": "no", "evidence": "x"}
    facts = application({"task_kind": "trial-production", "lines": [row, {}]}, "enterprise")
    first, second = facts.lines
    assert (first.cost_class, first.software, first.other_public, first.invoice) == (PURCHASE, False, None, None)
    assert (second.cost_class, second.amount, second.software, second.has_evidence) == (None, None, None, False)
    half = application({"lines": [{"invoice_symbol": "1C26TAA"}]}, "").lines[0]
    assert half.invoice == ("", "1C26TAA", "", 1)


@given(st.lists(amounts, min_size=1, max_size=8), st.data())
def test_scaled_tranches_add_up_to_the_grant_to_the_dong(planned: list[int], draw: st.DataObject) -> None:
    asked = sum(planned)
    granted = draw.draw(st.integers(min_value=1, max_value=asked))
    rows = tuple(PlannedTranche(no, "x", amount, None) for no, amount in enumerate(planned, start=1))
    result = scaled(rows, granted)
    assert sum(tranche.amount for tranche in result) == granted
    assert all(tranche.amount >= 0 for tranche in result)


# -- appraisal -------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(amounts, classes), min_size=1, max_size=5), kinds, st.data())
def test_what_is_appraised_never_exceeds_the_request_or_the_cap(
    rows: list[tuple[int, CostClass]], kind: TaskKind, draw: st.DataObject
) -> None:
    legal = law()
    lines = tuple(line(no, amount, cost_class=c) for no, (amount, c) in enumerate(rows, start=1))
    lines = tuple(replace(row, requested=limit_of(row, kind, legal).most) for row in lines)
    found = tuple(
        Appraised(row.no, draw.draw(st.integers(min_value=-5, max_value=(row.amount or 0) + 5)), "căn cứ")
        for row in lines
    )
    fits = all(0 <= item.amount <= asked_for(row) for item, row in zip(found, lines, strict=True))
    assert may_appraise(lines, found, kind, legal).granted == fits
    if fits:
        total = sum(item.amount for item in found)
        assert total <= requested_total(applied(*lines, kind=kind))


def test_each_line_is_appraised_and_each_cut_has_its_ground() -> None:
    decision = may_appraise((line(1), line(2)), (Appraised(2, 1, " "),), TOPIC, law())
    assert codes(decision) == {("not_appraised", "lines.1.appraised"), ("cut_without_ground", "lines.2.ground")}


# -- decision --------------------------------------------------------------------------------------------------------

FACTS = DecisionFacts("appraised", "party:1", (), "party:2", "party:3", ("party:4",), 100, 100, "Hỗ trợ thiết bị")


def test_a_grant_needs_a_state_a_stranger_an_amount_and_the_money_and_says_all_at_once() -> None:
    assert may_grant(FACTS).granted
    wrong = replace(FACTS, state="refused", decider="party:4", decider_mandates=("party:2",), amount=101)
    assert {code for code, _ in codes(may_grant(wrong))} == {
        "flow.not_from_here",
        "own_case",
        "own_appraisal",
        "budget",
    }
    assert {code for code, _ in codes(may_grant(replace(FACTS, amount=0)))} == {"nothing_appraised"}


@pytest.mark.parametrize("decider", ["party:2", "party:3", "party:4"])
def test_applicant_submitter_and_appraiser_neither_grant_nor_refuse(decider: str) -> None:
    facts = replace(FACTS, decider=decider)
    assert not may_grant(facts).granted
    assert not may_refuse(facts, "căn cứ").granted


def test_a_refusal_without_ground_is_refused() -> None:
    assert codes(may_refuse(FACTS, "  ")) == {("no_ground", "ground")}
    assert may_refuse(FACTS, "Nhiệm vụ đã dừng").granted


@given(amounts, st.integers(min_value=0, max_value=10**15))
def test_nothing_is_granted_beyond_what_the_budget_line_has(amount: int, available: int) -> None:
    assert may_grant(replace(FACTS, amount=amount, available=available)).granted == (amount <= available)


# -- agreement, delivery, acceptance, payment ------------------------------------------------------------------------


def test_the_tranches_of_an_agreement_add_up_and_each_is_complete() -> None:
    rows = (PlannedTranche(1, "x", 60, date(2026, 9, 1)), PlannedTranche(2, " ", 30, None))
    assert codes(may_agree("granted", 100, rows)) == {
        ("tranche_sum", "tranches"),
        ("tranche_incomplete", "tranches.2.deliverable"),
    }
    assert not may_agree("granted", 100, ()).granted
    assert may_agree("granted", 60, rows[:1]).granted
    assert not may_agree("running", 60, rows[:1]).granted


def test_delivery_acceptance_return_and_payment_come_in_their_order() -> None:
    assert may_deliver("running", "planned", "x", 1).granted
    assert may_deliver("running", "returned", "x", 1).granted
    assert not may_deliver("granted", "planned", "x", 1).granted
    for state in ("delivered", "accepted", "paid"):
        assert not may_deliver("running", state, "x", 1).granted
    for state in ("planned", "returned", "accepted", "paid"):
        assert not may_accept(state, ("party:1",), "party:2", (), "party:3").granted
        assert not may_return(state, "thiếu").granted
    for state in ("planned", "delivered", "returned", "paid"):
        assert not may_pay(state, ("party:1",), ("party:2",)).granted
    assert may_pay("accepted", ("party:1",), ("party:2",)).granted


def test_nobody_accepts_their_own_delivery_or_pays_what_they_accepted() -> None:
    assert codes(may_accept("delivered", ("party:1",), "party:1", (), "party:3")) == {("own_delivery", "")}
    assert codes(may_accept("delivered", ("party:1",), "party:2", ("party:3",), "party:3")) == {("own_delivery", "")}
    assert codes(may_pay("accepted", ("party:1",), ("party:1",))) == {("own_acceptance", "")}


def test_from_a_paid_tranche_only_a_return_leads_on_and_from_a_completed_support_an_appeal_or_a_return() -> None:
    assert TRANCHE.possible("paid") == ("give_back",)  # only the bank leads back, by sending the money back
    assert {state for state in ("refused", "completed", "cancelled") if SUPPORT.is_final(state)} == {"cancelled"}
    assert set(SUPPORT.possible("completed")) == {"resume", "annul"}


@pytest.mark.parametrize(
    ("paid_on", "months", "due"),
    [
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_the_later_audit_is_due_so_many_months_on_at_the_latest_on_the_last_day(
    paid_on: date, months: int, due: date
) -> None:
    assert audit_due(paid_on, parameter(months, "months")) == due


def test_an_unset_term_of_the_later_audit_gives_no_day() -> None:
    assert audit_due(date(2026, 3, 2), parameter(None, "months", applies=False)) is None
