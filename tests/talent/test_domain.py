"""Decisions without a database: all reasons at once, ceilings with their source, money that adds up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from khue.core.bilingual import Text
from khue.core.clock import day_after_months
from khue.core.decision import Decision, Source
from khue.features.talent.domain.commands import AnswerOffer, Apply, EndEngagement, HandIn, RaiseNeed, ResultLine, Terms
from khue.features.talent.domain.engagements import DueFacts, may_end, may_hand_in
from khue.features.talent.domain.needs import Evidence, SearchFacts, may_apply, may_raise
from khue.features.talent.domain.offers import (
    Ceiling,
    OfferFacts,
    may_answer,
    may_draft,
    total_of,
    years_of,
)

TODAY = date(2026, 3, 2)
READY = OfferFacts(True, False, None, 36)
TERMS = Terms(
    50_000_000,
    12,
    date(2026, 4, 1),
    (
        ResultLine("Mô hình", "Chạy được", date(2026, 9, 1), 300_000_000),
        ResultLine("Đào tạo", "Sáu cán bộ", date(2027, 3, 1), 300_000_000),
    ),
    bonus=200_000_000,
)
LAW = Source("Nghị định 249/2025/NĐ-CP", "reported")


def codes(decision: Decision) -> set[str]:
    return {reason.code for reason in decision.reasons}


def ceiling(kind: str, limit: int | None, *, applies: bool = True, refused: bool = False) -> Ceiling:
    return Ceiling(kind, limit, applies, refused, Text("Vì luật.", "By law."), LAW)


def test_an_empty_need_hears_everything_that_is_missing() -> None:
    asked = RaiseNeed("ELSEWHERE", "", " ", "", "", TODAY, TODAY)
    assert codes(may_raise(asked, ("DOST-QLKH",), TODAY)) == {
        "talent.title", "talent.task", "talent.product", "talent.not_inside", "talent.unit", "talent.until_on",
    }  # fmt: skip


def test_an_offer_within_the_law_is_granted_and_adds_up() -> None:
    assert total_of(TERMS) == 800_000_000
    assert may_draft(READY, TERMS, (ceiling("bonus", 200_000_000),), TODAY).granted


def test_a_part_above_its_ceiling_is_refused_with_the_source() -> None:
    found = may_draft(READY, TERMS, (ceiling("bonus", 199_999_999),), TODAY)
    assert codes(found) == {"talent.bonus_above"}
    assert found.reasons[0].source == LAW
    assert found.reasons[0].field == "bonus"


@pytest.mark.parametrize("limit", [None, 1])
def test_what_is_draft_or_unset_binds_nothing(limit: int | None) -> None:
    assert may_draft(READY, TERMS, (ceiling("bonus", limit, applies=False),), TODAY).granted
    assert may_draft(READY, TERMS, (ceiling("bonus", limit, applies=False, refused=True),), TODAY).granted


def test_whom_the_decree_does_not_cover_has_no_start_up_support() -> None:
    asked = replace(TERMS, start=1)
    assert codes(may_draft(READY, asked, (ceiling("start", None, refused=True),), TODAY)) == {"talent.start_refused"}
    assert may_draft(READY, TERMS, (ceiling("start", None, refused=True),), TODAY).granted, (
        "nothing asked, nothing refused"
    )


def test_results_that_do_not_add_up_to_the_pay_are_refused() -> None:
    short = replace(TERMS, results=TERMS.results[:1])
    assert codes(may_draft(READY, short, (), TODAY)) == {"talent.results_total"}
    late = replace(TERMS, results=(replace(TERMS.results[0], amount=600_000_000, due_on=date(2028, 1, 1)),))
    assert codes(may_draft(READY, late, (), TODAY)) == {"talent.result_line"}


def test_a_contract_longer_than_the_law_allows_and_a_second_offer_are_refused_together() -> None:
    facts = OfferFacts(False, True, None, 6)
    assert codes(may_draft(facts, TERMS, (), TODAY)) == {"talent.not_ready", "talent.taken", "talent.months"}


def test_months_end_on_a_day_that_exists() -> None:
    assert day_after_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert day_after_months(date(2026, 11, 15), 14) == date(2028, 1, 15)
    assert [years_of(months) for months in (1, 12, 13, 24)] == [1, 1, 2, 2]


def test_the_last_day_to_answer_still_counts() -> None:
    yes = AnswerOffer(1, True)
    assert may_answer("sent", TODAY, yes, TODAY).granted
    assert codes(may_answer("sent", TODAY, yes, date(2026, 3, 3))) == {"talent.too_late"}
    assert codes(may_answer("sent", TODAY, AnswerOffer(1, False), TODAY)) == {"talent.ground"}
    assert codes(may_answer("accepted", TODAY, yes, TODAY)) == {"flow.not_from_here"}


def test_each_kind_of_expert_shows_what_is_asked_of_it() -> None:
    wanted = (
        Evidence("works", "text", ("foreign", "domestic"), Text("công trình", "works"), Text("–", "–")),
        Evidence("permit", "paper", ("foreign",), Text("giấy phép", "permit"), Text("–", "–")),
    )
    facts = SearchFacts("published", ("foreign", "domestic"), TODAY, False, False, "")
    asked = Apply(1, "foreign", "Tôi làm được.")
    assert codes(may_apply(facts, asked, wanted, 0, TODAY)) == {"talent.shown_works", "talent.papers"}
    at_home = replace(asked, origin="domestic", shown=(("works", "Năm mô hình"),))
    assert may_apply(facts, at_home, wanted, 0, TODAY).granted
    overseas = replace(at_home, origin="overseas-vietnamese")
    assert "talent.origin" in codes(may_apply(facts, overseas, wanted, 0, TODAY))
    assert "talent.not_open" in codes(may_apply(facts, at_home, wanted, 0, date(2026, 3, 3)))
    closed = replace(facts, by_invitation=True)
    assert codes(may_apply(closed, at_home, wanted, 0, TODAY)) == {"talent.by_invitation"}
    assert may_apply(replace(closed, known="invited"), at_home, wanted, 0, TODAY).granted


def test_another_cost_is_asked_for_within_the_contract_and_a_bonus_not_at_all() -> None:
    facts = DueFacts("housing", "planned", 10_000_000, "running")
    assert may_hand_in(facts, HandIn(1, "Tiền thuê nhà", 10_000_000), 1).granted
    assert codes(may_hand_in(facts, HandIn(1, "", 10_000_001), 0)) == {"talent.note", "talent.amount", "talent.papers"}
    assert "talent.bonus" in codes(may_hand_in(replace(facts, kind="bonus"), HandIn(1, "x", 1), 1))
    assert "talent.not_running" in codes(may_hand_in(replace(facts, engagement="ended"), HandIn(1, "x", 1), 1))


def test_a_contract_ends_by_an_evaluation_only_when_that_is_final() -> None:
    asked = EndEngagement(1, "evaluation", "Không đạt.")
    assert codes(may_end("running", False, asked, "contested", 0)) == {"talent.not_final"}
    assert may_end("running", False, asked, "final", 0).granted
    assert codes(may_end("running", True, replace(asked, cause="", ground=""), "", 1)) == {
        "talent.own_hands", "talent.ground", "talent.cause", "talent.waiting",
    }  # fmt: skip
