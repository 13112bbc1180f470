"""What plans, spends, fees and reports must hold. No database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.activities.domain import plans, spending
from khue.features.activities.domain.commands import AskSpend, DraftPlan, FeeResult, PutLine, ReportActivity
from khue.features.activities.domain.plans import LineFacts, Norm
from khue.features.activities.domain.spending import Purse
from khue.features.activities.domain.words import (
    EARNED,
    KINDS,
    LINE,
    LIVE_SPENDS,
    SPEND,
    UNPAID,
    VERSION,
    WHY_WAITING,
    counted,
)

TODAY = date(2026, 7, 1)
SET = Norm("n", 5_000_000, 5_000_000, Text("Điều 1"), "official")
UNSET = Norm("n", None, None, None, "unset")
DRAFT = Norm("n", None, 4_000_000, Text("Dự thảo"), "draft")
PUT = PutLine(1, "seminar", "Hội thảo", 2, 5_000_000)
PLAN = DraftPlan("KHCN", 2026, "2026-HD", "Quyết định 12")
ASK = AskSpend(1, "party:7", 300, "Thuê phòng", ())
PURSE = Purse("open", 1_000, 700)
TOLD = ReportActivity(1, date(2026, 6, 30), "Hội thảo", "", 40, "Có kết luận", ())
HANDS = (("party:1",), ("party:2",))


def codes(found: Decision | Iterable[Reason]) -> set[str]:
    reasons = found.reasons if isinstance(found, Decision) else tuple(found)
    return {reason.code.removeprefix("activities.") for reason in reasons}


def test_a_plan_is_of_ones_own_unit_for_a_near_year_with_a_budget_line_and_a_ground() -> None:
    units, known = ("KHCN",), ("KHCN", "TC")
    assert plans.may_draft(PLAN, units, known, TODAY).granted
    wrong = DraftPlan("TC", 2029, "", " ")
    assert codes(plans.may_draft(wrong, units, known, TODAY)) == {"not_your_unit", "year", "line", "ground"}
    assert codes(plans.may_draft(replace(PLAN, unit="X"), units, known, TODAY)) == {"unit"}
    assert [plans.may_draft(replace(PLAN, year=year), units, known, TODAY).granted for year in (2024, 2025, 2027, 2028)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert codes(plans.may_draft(replace(PLAN, ground="x" * 1001), units, known, TODAY)) == {"ground_long"}


@pytest.mark.parametrize(
    ("each", "norm", "ground", "found"),
    [
        (5_000_000, SET, "", set()),
        (5_000_001, SET, "", {"over_norm"}),
        (5_000_001, SET, "Quyết định 5", set()),
        (1, UNSET, "", {"no_norm"}),
        (1, UNSET, "  ", {"no_norm"}),
        (1, DRAFT, "", {"no_norm"}),
        (9_000_000, DRAFT, "Báo giá", set()),
    ],
)
def test_a_norm_binds_only_where_it_applies(each: int, norm: Norm, ground: str, found: set[str]) -> None:
    assert codes(plans.norm_faults(each, norm, ground)) == found


def test_a_line_says_every_fault_at_once_and_only_one_takes_council_fees() -> None:
    assert plans.may_put(PUT, "drafted", SET, 0, fee_line=False).granted
    bad = PutLine(1, "party", " ", 0, 0, for_fees=True)
    found = codes(plans.may_put(bad, "drafted", SET, plans.MOST_LINES, fee_line=False))
    assert found == {"kind", "purpose", "quantity", "each", "too_many", "fees_kind"}
    fees = replace(PUT, kind="council", for_fees=True)
    assert plans.may_put(fees, "drafted", SET, 0, fee_line=False).granted
    assert codes(plans.may_put(fees, "drafted", SET, 0, fee_line=True)) == {"fees_once"}
    assert plans.may_put(replace(PUT, line_id=3), "drafted", SET, plans.MOST_LINES, fee_line=False).granted
    for state in set(VERSION.labels) - {"drafted"}:
        assert not plans.may_put(PUT, state, SET, 0, fee_line=False).granted, state
    assert PUT.amount == 10_000_000


def test_nobody_approves_what_they_drew_up_and_no_line_falls_below_its_use() -> None:
    line = LineFacts(1, "Hội thảo", 500, 900, 500, "open")
    assert plans.may_decide("proposed", True, "", HANDS, [line]).granted
    assert codes(plans.may_decide("proposed", True, "", (("party:2",), ("party:2",)), [line])) == {"four_eyes"}
    assert plans.may_decide("proposed", True, "", (("",), ("",)), [line]).granted, "nobody is not the same person twice"
    assert codes(plans.may_decide("proposed", True, "", HANDS, [replace(line, amount=499)])) == {"below_use"}
    closed = replace(line, state="closed", used=0)
    assert codes(plans.may_decide("proposed", True, "", HANDS, [closed])) == {"line_closed"}
    assert plans.may_decide("proposed", True, "", HANDS, [replace(closed, before=500)]).granted
    assert codes(plans.may_decide("proposed", False, "", HANDS, [replace(line, amount=0)])) == {"ground"}
    assert not plans.may_decide("drafted", True, "", HANDS, []).granted
    assert codes(plans.may_propose("drafted", 0)) == {"empty"}
    assert plans.may_withdraw("proposed", "Lập lại").granted
    assert not plans.may_withdraw("approved", "Lập lại").granted


def test_a_request_never_goes_over_the_line_and_encloses_a_paper() -> None:
    assert spending.may_ask(ASK, PURSE, 1).granted
    assert codes(spending.may_ask(replace(ASK, amount=301), PURSE, 1)) == {"over_line"}
    assert codes(spending.may_ask(replace(ASK, amount=0, purpose=""), PURSE, 0)) == {"amount", "purpose", "papers"}
    assert codes(spending.may_ask(ASK, replace(PURSE, state="closed"), 1)) == {"closed"}
    for state in ("planned", "dropped"):
        assert not spending.may_ask(ASK, replace(PURSE, state=state), 1).granted
    assert "0" in str(next(spending.within(1, Purse("open", 5, 9))).text.vi), "what is left is never shown below zero"


def test_whoever_asked_does_not_accept_and_nobody_accepts_their_own_money() -> None:
    assert spending.may_answer("asked", True, "", False, HANDS).granted
    same = (("party:2", ""), ("party:2", ""))
    assert codes(spending.may_answer("asked", True, "", True, same)) == {"four_eyes", "own_hands"}
    assert codes(spending.may_answer("asked", False, " ", False, HANDS)) == {"ground"}
    assert not spending.may_answer("paid", True, "", False, HANDS).granted
    assert spending.may_order("accepted", ("party:1",), ("party:3",), unsigned=False).granted
    assert codes(spending.may_order("accepted", ("party:3",), ("party:3",), unsigned=True)) == {
        "four_eyes",
        "not_signed",
    }


def test_fees_are_accepted_together_only_when_all_are_fees_and_not_too_many() -> None:
    assert spending.may_accept_together(spending.MOST_TOGETHER, spending.MOST_TOGETHER).granted
    assert codes(spending.may_accept_together(0, 0)) == {"none_chosen"}
    assert codes(spending.may_accept_together(101, 101)) == {"too_many_chosen"}
    assert codes(spending.may_accept_together(3, 2)) == {"only_fees"}
    assert FeeResult(1).accepted
    assert not FeeResult(1, (spending.not_signed(),)).accepted


def test_money_is_asked_back_once_and_only_what_was_paid() -> None:
    assert spending.may_ask_back("paid", 100, 100, "Chi trùng").granted
    assert codes(spending.may_ask_back("paid", 101, 100, "Chi trùng")) == {"too_much_back"}
    assert codes(spending.may_ask_back("paid", 0, 100, "")) == {"too_much_back", "ground"}
    assert codes(spending.may_ask_back("ordered", 1, 100, "x")) == {"not_paid"}


def test_a_report_is_of_the_plans_year_and_not_of_tomorrow() -> None:
    assert spending.may_report(TOLD, "open", TODAY, 2026).granted
    for held_on, year in ((date(2026, 7, 2), 2026), (date(2026, 6, 30), 2025)):
        assert codes(spending.may_report(replace(TOLD, held_on=held_on), "open", TODAY, year)) == {"held_on"}
    empty = replace(TOLD, title="", outcome="", participants=0)
    assert codes(spending.may_report(empty, "closed", TODAY, 2026)) == {"closed", "title", "outcome", "participants"}


def test_a_line_is_closed_when_it_is_reported_paid_and_nothing_waits_for_it() -> None:
    assert spending.may_close("open", 1, 0, 0).granted
    assert codes(spending.may_close("open", 0, 2, 3)) == {"no_report", "unpaid", "fees_waiting"}
    assert not spending.may_close("closed", 1, 0, 0).granted


@pytest.mark.parametrize(
    ("amount", "share", "taken"),
    [(1_500_000, None, 0), (1_500_000, Fraction(1, 10), 150_000), (999, Fraction(1, 10), 99), (5, Fraction(0), 0)],
)
def test_tax_is_withheld_by_a_share_that_is_set_and_rounded_down(
    amount: int, share: Fraction | None, taken: int
) -> None:
    assert spending.withheld(amount, share) == taken


def test_one_seminar_is_not_several() -> None:
    each = KINDS["seminar"].each
    assert (counted(1, each).en, counted(2, each).en, counted(1, each).vi) == ("1 seminar", "2 seminars", "1 hội thảo")


def test_every_sentence_of_the_room_is_in_both_languages() -> None:
    kinds = [text for kind in KINDS.values() for text in (kind.label, kind.each)]
    states = [text for flow in (VERSION, LINE, SPEND, EARNED) for text in flow.labels.values()]
    for text in (*kinds, *states, *WHY_WAITING.values()):
        assert text.vi, text
        assert text.en, text
        assert text.vi != text.en, text
    assert set(UNPAID) < set(LIVE_SPENDS) < set(SPEND.labels)
