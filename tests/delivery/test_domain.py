"""Decisions of the room as plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.delivery.domain import accepting, appraising, contracting, ending
from khue.features.delivery.domain.commands import (
    AppraisedLine,
    AskChange,
    DecideEnding,
    PlannedMilestone,
    PrepareContract,
)
from khue.features.delivery.domain.contracting import AdvanceCap, KeptMilestone
from khue.features.delivery.domain.ending import EndingFacts, RecordFacts
from khue.features.delivery.domain.words import COST_CLASSES, MILESTONE, MISSION

DAY = date(2026, 12, 31)
LINE = appraising.CostFacts(1, "Nhân công", 1_000, 800, 200, 0)
PLAN = (
    PlannedMilestone(1, "Bản thiết kế", "Đã phản biện", 400, date(2026, 12, 1)),
    PlannedMilestone(2, "Sản phẩm", "Đạt chỉ tiêu", 600, DAY),
)


def codes(decision: Decision) -> set[str]:
    return {reason.code for reason in decision.reasons}


def ruling(most: int | None = None, *refusals: Reason) -> dict[int, appraising.LineRuling]:
    return {1: appraising.LineRuling(most, True, refusals)}


def test_every_line_is_appraised_within_what_was_asked_and_every_cut_says_why() -> None:
    def judged(*found: AppraisedLine, most: int | None = None) -> set[str]:
        return codes(appraising.may_appraise("begun", "research-topic", "partial", (LINE,), found, ruling(most)))

    assert judged(AppraisedLine(1, "labour", 800)) == set()
    assert judged() == {"not_appraised"}
    assert judged(AppraisedLine(1, "labour", 801)) == {"above_most"}
    assert judged(AppraisedLine(1, "equipment", 800), most=500) == {"above_most"}
    assert judged(AppraisedLine(1, "labour", 700)) == {"cut_without_ground"}
    assert judged(AppraisedLine(1, "wages", 700, "Giảm")) == {"cost_class"}
    assert judged(AppraisedLine(1, "labour", 0, "Không cần")) == {"nothing_agreed"}


def test_a_refusal_of_the_rules_stands_beside_its_line() -> None:
    told = Reason("double_source", Text("Hai nguồn.", "Two sources."))
    found = (AppraisedLine(1, "equipment", 800),)
    said = appraising.may_appraise("begun", "research-topic", "partial", (LINE,), found, ruling(None, told))
    assert [(reason.code, reason.field) for reason in said.reasons] == [("double_source", "lines.1.agreed")]
    nothing = (AppraisedLine(1, "equipment", 0, "Đã có nguồn khác"),)
    assert "double_source" not in codes(
        appraising.may_appraise("begun", "research-topic", "partial", (LINE,), nothing, ruling(None, told))
    )


def test_four_eyes_hold_for_the_finance_opinion_and_the_decision() -> None:
    assert "own_appraisal" in codes(appraising.may_answer("costed", ("party:1",), ("party:1", ""), True, ""))
    assert codes(appraising.may_answer("costed", ("party:2",), ("party:1",), False, "")) == {"no_ground"}
    facts = appraising.DecisionFacts("appraised", ("party:3",), False, ("party:1",), 100, 100, "Dòng", Decision.grant())
    assert appraising.may_decide(facts, "grant", "").granted
    assert codes(appraising.may_decide(replace(facts, hands=("party:1",)), "grant", "")) == {"own_appraisal"}
    assert codes(appraising.may_decide(replace(facts, near_lead=True), "grant", "")) == {"own_case"}
    assert codes(appraising.may_decide(replace(facts, available=99), "grant", "")) == {"not_enough"}
    assert codes(appraising.may_decide(facts, "refuse", "")) == {"no_ground"}


def contract(**more: object) -> PrepareContract:
    asked = PrepareContract(1, PLAN, 300, date(2026, 1, 1), DAY)
    return replace(asked, **more)  # type: ignore[arg-type]  # the test gives what the type forbids


def test_a_contract_adds_up_and_its_advance_stays_within_the_law() -> None:
    cap = AdvanceCap(Fraction(30, 100))

    def judged(asked: PrepareContract, cap: AdvanceCap = cap) -> set[str]:
        return codes(contracting.may_prepare("granted", False, 1_000, asked, cap))

    assert judged(contract()) == set()
    assert judged(contract(advance=301)) == {"advance"}
    assert judged(contract(advance=900), AdvanceCap(None)) == set(), "nothing is enforced while the law is silent"
    assert judged(contract(advance=1_001), AdvanceCap(None)) == {"advance"}
    assert judged(contract(milestones=PLAN[:1])) == {"milestone_sum"}
    assert judged(contract(milestones=())) == {"no_milestones"}
    assert judged(contract(ends_on=date(2026, 12, 15))) == {"milestone_day"}
    assert codes(contracting.may_prepare("running", True, 1_000, contract(), cap)) == {"not_granted", "contract_open"}


def test_a_change_leaves_alone_what_was_handed_in_accepted_or_paid() -> None:
    for state in MILESTONE.labels:
        standing = [KeptMilestone(PLAN[0], state), KeptMilestone(PLAN[1], "planned")]
        moved = (replace(PLAN[0], amount=300), replace(PLAN[1], amount=700))
        asked = AskChange(1, moved, DAY, "Giá vật tư tăng so với dự toán.")
        said = contracting.may_ask_change("running", False, False, standing, 1_000, asked, date(2026, 1, 1), DAY)
        assert codes(said) == (set() if state in ("planned", "returned") else {"milestone_fixed"})


def test_the_same_contract_is_no_change() -> None:
    standing = [KeptMilestone(row, "planned") for row in PLAN]
    asked = AskChange(1, PLAN, DAY, "Không đổi gì cả, thử xem sao.")
    said = contracting.may_ask_change("running", False, False, standing, 1_000, asked, date(2026, 1, 1), DAY)
    assert codes(said) == {"no_change"}


@given(st.lists(st.integers(1, 10**12), min_size=1, max_size=12), st.data())
def test_the_advance_is_set_off_to_the_dong_and_never_twice(amounts: list[int], data: st.DataObject) -> None:
    advance = data.draw(st.integers(0, sum(amounts)))
    off = 0
    paid = advance
    for amount in amounts:
        covered = accepting.covered(amount, advance - off)
        off += covered
        paid += amount - covered
    assert off == advance
    assert paid == sum(amounts)


def test_the_product_itself_is_a_councils() -> None:
    said = accepting.may_answer(
        "handed_in", True, True, "", hands=("party:1",), near_lead=False, handed_in_by="party:2"
    )
    assert codes(said) == {"council_needed"}
    assert codes(accepting.may_put("handed_in", False, hands=(), near_lead=False, handed_in_by="")) == {"interim"}
    own = accepting.may_answer(
        "handed_in", True, False, "", hands=("party:2",), near_lead=False, handed_in_by="party:2"
    )
    assert codes(own) == {"own_case"}


def test_reports_fall_on_their_days_within_the_contract() -> None:
    days = list(accepting.report_days(date(2026, 8, 31), date(2027, 9, 1), 6))
    assert days == [date(2027, 2, 28), date(2027, 8, 31)]
    assert list(accepting.report_days(date(2026, 8, 31), date(2027, 9, 1), None)) == []


def facts(rule: Decision, **record: int) -> EndingFacts:
    clean = {"reports_due": 1, "reports_missing": 0, "handovers": 1, "open_warnings": 0, "checks": 1, "bad_checks": 0}
    counted = RecordFacts(**{**clean, "paid": 500, **record})
    return EndingFacts("unmet", rule, ending.compliance_file(counted), 500, False, ("party:1",), "party:2", False, DAY)


ASKED = DecideEnding(1, True, False, False, True, "Hồ sơ đầy đủ, rủi ro được chấp nhận.")


def test_nobody_is_excused_on_an_incomplete_file() -> None:
    yes = Decision.grant()
    assert ending.may_end(facts(yes), ASKED).granted
    for gap, code in (("reports_missing", "file.reports"), ("open_warnings", "file.warnings")):
        assert codes(ending.may_end(facts(yes, **{gap: 1}), ASKED)) == {code}
    assert codes(ending.may_end(facts(yes, checks=0, handovers=0), ASKED)) == {"file.checks", "file.evidence"}


def test_what_is_recovered_has_its_sum_and_its_day() -> None:
    no = Decision.refuse(Reason("fraud", Text("Có gian lận.", "Fraud.")))
    assert codes(ending.may_end(facts(no), ASKED)) == {"amount", "repay_by"}
    asked = replace(ASKED, amount=500, repay_by=date(2027, 1, 31))
    assert ending.may_end(facts(no), asked).granted
    assert codes(ending.may_end(facts(no), replace(asked, amount=501))) == {"amount"}
    assert codes(ending.may_end(replace(facts(no), reported_by="party:1"), asked)) == {"own_report"}
    assert codes(ending.may_end(replace(facts(no), orders_open=True), asked)) == {"payment_under_way"}


def test_a_mission_is_settled_when_everything_is_paid_and_the_advance_is_set_off() -> None:
    assert ending.may_settle("running", ["paid", "paid", "cancelled"], 100, 100, "paid").granted
    assert codes(ending.may_settle("running", ["paid", "accepted"], 0, 0, "")) == {"milestones_open"}
    assert codes(ending.may_settle("running", ["paid"], 100, 60, "paid")) == {"advance_open"}
    assert codes(ending.may_settle("running", [], 0, 0, "")) == {"milestones_open"}


def test_every_end_is_final_but_for_what_the_bank_does() -> None:
    final = {state for state in MISSION.labels if MISSION.is_final(state)}
    assert final == {"refused", "excused"}
    assert MISSION.possible("completed") == ("resume",)
    assert MISSION.possible("recovered") == ("owe_again",)


def test_cost_classes_are_those_of_the_law() -> None:
    from khue_hanoi.rules.decree_265_2025.tasks import cost_item

    assert set(COST_CLASSES) == set(cost_item.options or ())
