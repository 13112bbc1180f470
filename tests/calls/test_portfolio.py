"""Rounds, studies and the decision on a portfolio: every trace, and that a refusal changed nothing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from khue.core.errors import NotAllowed, Refused
from khue.features.calls import queries, usecases
from khue.features.calls.domain.commands import DecideProposal
from khue.features.calls.domain.portfolio import (
    DecidePortfolio,
    OfferFacts,
    OrderStudy,
    SteerStudy,
    StudyInputs,
    problem_of,
    why_outside,
)
from khue.features.calls.domain.rounds import (
    CancelRound,
    ChangeRules,
    FieldRule,
    PrepareRound,
    PublishRound,
    Rules,
    digest_of,
)
from khue.features.calls.models import (
    PortfolioDecision,
    PortfolioLine,
    PortfolioStudy,
    Proposal,
    Round,
    RoundCall,
    RoundEdition,
)
from khue.features.calls.usecases import portfolio as running
from khue.features.calls.usecases import solving
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import Withdraw
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from tests.calls.portfolios import COST, RULES, Story, declared, judged, ordered, run, solved
from tests.calls.stories import at, direct_call, opened, published_call
from tests.cast import persona

pytestmark = pytest.mark.django_db
WHY = "Đề xuất này mở ra hướng ứng dụng mà điểm số chưa phản ánh hết."


def codes(call: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        call()
    return [reason.code for reason in refused.value.decision.reasons]


def records() -> int:
    return AuditRecord.objects.count()


def decider(story: Story) -> Any:
    return at(persona("decider"), story.moment)


def offer(number: str, **more: Any) -> OfferFacts:
    values: dict[str, Any] = {
        "id": 1, "number": number, "call": 1, "field": "ai", "lead": 1, "cost": 10, "state": "recommended",
        "points": 8_000, "scores": {"seat:1": 7_000, "seat:2": 9_000},
    }  # fmt: skip
    return OfferFacts(**{**values, **more})


# -- the problem -----------------------------------------------------------------------------------------------------


def test_the_declared_value_is_the_mean_times_the_weight_and_what_outstanding_points_add() -> None:
    rules = Rules({"ai": FieldRule(weight=120)}, outstanding_from=9_000, outstanding_percent=10)
    offers = [offer("P1"), offer("P2", points=9_000, scores={"seat:1": 9_000})]
    values = {one.id: one.value for one in problem_of(rules, offers, StudyInputs(100), "s").offers}
    # 80.00 · 1.2 = 96 points; 90.00 · 1.2 · 1.1 = 118.8 points; a point is worth 100,000.
    assert values == {"P1": 9_600_000, "P2": 11_880_000}


def test_limits_bonuses_and_ties_reach_the_solver() -> None:
    rules = Rules({"ai": FieldRule(100, 1, 2, 5, 50)}, per_call=2, team_count=2, team_points=300)
    inputs = StudyInputs(100, needs=(("P1", "P2"),), exclusions=(("P2", "P3"),), must=("P1",), must_not=("P3",))
    made = problem_of(rules, [offer(f"P{n}", lead=n % 2) for n in range(1, 4)], inputs, "s")
    assert {limit.group: (limit.least_count, limit.most_count, limit.least_money, limit.most_money) for limit in made.limits} == {
        "field:ai": (1, 2, 5, 50), "call:1": (0, 2, 0, None),
    }  # fmt: skip
    assert {(bonus.group, bonus.count, bonus.value) for bonus in made.bonuses} == {
        ("team:0", 2, 300_000),
        ("team:1", 2, 300_000),
    }
    assert (made.needs, made.exclusions, made.must) == ((("P1", "P2"),), (frozenset({"P2", "P3"}),), {"P1"})


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"state": "opened"}, "no_verdict"),
        ({"state": "not_recommended"}, "not_recommended"),
        ({"points": None, "scores": {}}, "no_points"),
        ({"points": 4_999}, "least_points"),
        ({"cost": 0}, "no_cost"),
        ({}, ""),
    ],
)
def test_who_is_not_chosen_from_and_why(more: dict[str, Any], why: str) -> None:
    assert why_outside(offer("P1", **more), RULES) == why


def test_rules_and_inputs_survive_storing_and_the_digest_is_of_the_content() -> None:
    rules = Rules({"b": FieldRule(90, 0, None, 0, 7), "a": FieldRule()}, None, 1, 2, 3, 4, 5, "g")
    assert Rules.from_json(rules.to_json()) == rules
    inputs = StudyInputs(5, "budget:X", (("a", "b"),), (("c", "d"),), ("a",), ("d",), "g")
    assert StudyInputs.from_json(inputs.to_json()) == inputs
    assert digest_of({"a": 1, "b": 2}) == digest_of({"b": 2, "a": 1}) != digest_of({"a": 1, "b": 3})


# -- rounds ----------------------------------------------------------------------------------------------------------


def test_the_way_of_choosing_is_declared_before_the_opening_and_told() -> None:
    row = declared([published_call()])
    assert (row.state, row.number) == ("published", "VX-2026-0001")
    edition = RoundEdition.objects.get(round=row)
    assert (edition.no, edition.rules, edition.digest) == (1, RULES.to_json(), digest_of(RULES.to_json()))
    assert AuditRecord.objects.filter(chain=f"round:{row.pk}").count() == 3
    visitor = at(persona("resident"), persona("resident").moment)
    assert queries.round_page(row.pk, visitor).rules == RULES


def test_a_published_round_is_amended_by_a_new_edition_with_its_ground() -> None:
    row = declared([published_call()])
    other = Rules(RULES.fields, 2, ground=RULES.ground)
    officer = persona("officer")
    assert codes(lambda: usecases.change_rules(ChangeRules(row.pk, other), actor=officer)) == ["empty"]
    usecases.change_rules(ChangeRules(row.pk, other, "Bổ sung hạn mức mỗi thông báo."), actor=officer)
    assert [edition.no for edition in RoundEdition.objects.filter(round=row).order_by("no")] == [1, 2]
    with pytest.raises(DatabaseError), transaction.atomic():
        RoundEdition.objects.filter(round=row).update(digest="x")


def test_nothing_is_declared_once_a_call_was_opened() -> None:
    call = published_call()
    row = declared([call], published=False)
    opened(call)
    officer = persona("officer")
    before = records()
    assert codes(lambda: usecases.publish_round(PublishRound(row.pk), actor=officer)) == ["opened"]
    again = PrepareRound("Vòng xét chọn bổ sung", (call.pk,))
    assert codes(lambda: usecases.prepare_round(again, actor=officer)) == ["taken"]
    assert records() == before
    # The database says so too, whatever any code thinks.
    with pytest.raises(IntegrityError), transaction.atomic():
        RoundEdition.objects.create(
            round=row, no=1, rules={}, digest="", made_by="x", made_by_name="x", made_at=officer.moment
        )


def test_a_round_names_every_fault_of_its_calls_and_rules() -> None:
    officer = persona("officer")
    direct = direct_call()
    asked = PrepareRound("ngắn", (direct.pk, 99_999))
    assert sorted(codes(lambda: usecases.prepare_round(asked, actor=officer))) == ["direct", "empty", "no_call"]
    row = declared([published_call()], published=False)
    bad = Rules({"climate-response": FieldRule(0, 3, 2, 9, 5), "other": FieldRule()}, outstanding_from=9_000)
    found = codes(lambda: usecases.change_rules(ChangeRules(row.pk, bad), actor=officer))
    assert sorted(found) == ["counts", "field", "money", "outstanding", "weight"]
    with pytest.raises(NotAllowed):
        usecases.publish_round(PublishRound(row.pk), actor=persona("clerk"))


def test_a_cancelled_round_frees_its_calls_and_stays_on_record() -> None:
    call = published_call()
    row = declared([call])
    asked = CancelRound(row.pk, "Gộp với vòng xét chọn quý sau.", once=uuid4())
    for _ in range(2):
        usecases.cancel_round(asked, actor=persona("officer"))
    assert Round.objects.get(pk=row.pk).state == "cancelled"
    assert not RoundCall.objects.filter(round=row, live=True).exists()
    assert declared([call]).number == "VX-2026-0002"


# -- studies ---------------------------------------------------------------------------------------------------------


def test_a_study_is_solved_to_proven_optimality_and_tells_what_each_would_need() -> None:
    story = judged()
    study = solved(story)
    result = study.result
    assert (study.state, study.done) == ("done", study.steps)
    assert result["proven"] is True
    # One of each call: a (83) and d (88) at 110 %: 188.10 points.
    assert (result["funded"], result["value"]) == (sorted([story.number("a"), story.number("d")]), 18_810_000)
    assert result["cost"] == 2 * COST
    # b is 4.00 points behind a, times 1.1.
    assert result["entries"][story.number("b")]["behind"] == 440_000
    assert [point["budget"] for point in result["frontier"]] == [2 * COST * n // 8 for n in range(4, 13)]
    assert [point["value"] for point in result["frontier"]][:5] == [9_680_000] * 4 + [18_810_000]
    assert set(result["stability"]) == {story.number(name) for name in "abcd"}
    assert Notice.objects.filter(party=persona("officer").key, title_vi="Phương án danh mục đã có kết quả").count() == 1
    assert TimelineRow.objects.filter(wire="calls.study_ordered", party=persona("officer").key).count() == 1
    # Whoever solves it again from the same inputs has the same sign.
    assert ordered(story).digest == study.digest
    # No name and no title is kept in a study.
    assert "dự báo" not in str(study.offers)


def test_what_cannot_be_solved_says_what_contradicts_and_the_least_that_would_do() -> None:
    floors = Rules({"climate-response": FieldRule(100, least_count=2)}, per_call=1, ground=RULES.ground)
    story = judged(floors)
    study = solved(story, COST + 1)
    assert study.state == "done"
    assert (study.result["feasible"], study.result["budget"]) == (False, 2 * COST)
    assert study.result["drop"] == [{"kind": "least_count", "name": "field:climate-response", "limit": 2}]
    page = queries.study_page(story.round.pk, study.no, persona("officer"))
    assert "ít nhất 2 hồ sơ" in page.conflicts[0].vi
    asked = DecidePortfolio(study.pk, (), "Theo phương án đã tính.", {})
    assert "infeasible" in codes(lambda: usecases.decide_portfolio(asked, actor=decider(story)))


def test_ties_of_a_study_bind_the_solver_and_need_a_ground() -> None:
    story = judged()
    ties = {"exclusions": ((story.number("a"), story.number("d")),)}
    assert codes(lambda: ordered(story, **ties)) == ["empty"]
    study = solved(story, **ties, ground="Hai đề xuất dùng chung một phòng thí nghiệm.")
    assert study.result["funded"] == sorted([story.number("b"), story.number("d")])
    assert codes(lambda: ordered(story, must=("không-có",), ground="Theo nghị quyết số 1.")) == ["unknown"]


def test_a_budget_from_a_line_of_the_ledger_is_no_more_than_it_holds() -> None:
    story = judged()
    assert codes(lambda: ordered(story, source="budget:không-có")) == ["over_line"]
    assert codes(lambda: ordered(story, 0)) == ["budget"]
    assert not PortfolioStudy.objects.exists()


def test_a_killed_worker_is_followed_by_one_that_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    story = judged()
    study = ordered(story)
    solves: list[str] = []
    point = solving._point

    def dies(problem: Any, budget: int) -> Any:
        solves.append(str(budget))
        if len(solves) == 3:
            raise KeyboardInterrupt
        return point(problem, budget)

    monkeypatch.setattr(solving, "_point", dies)
    with pytest.raises(KeyboardInterrupt):
        usecases.run_study(study.pk, study.attempt, actor=job_actor("calls.run_study"))
    study.refresh_from_db()
    assert (study.state, study.done, len(study.partial)) == ("running", 2, 2)
    run(study)
    assert study.state == "done"
    # The two points that were kept are not solved again.
    assert len(solves) == 3 + 7
    monkeypatch.undo()
    assert solved(story).result == study.result


def test_a_study_that_is_stopped_computes_no_further_and_goes_on_when_ordered_again() -> None:
    story = judged()
    study = ordered(story)
    officer = at(persona("officer"), story.moment)
    usecases.stop_study(SteerStudy(study.pk), actor=officer)
    assert not usecases.run_study(study.pk, 1, actor=job_actor("calls.run_study"))
    assert codes(lambda: usecases.stop_study(SteerStudy(study.pk), actor=officer))
    once = uuid4()
    for _ in range(2):
        usecases.repeat_study(SteerStudy(study.pk, once), actor=officer)
    study.refresh_from_db()
    assert (study.state, study.attempt) == ("waiting", 2)
    # The old order is nobody's any more.
    assert not usecases.run_study(study.pk, 1, actor=job_actor("calls.run_study"))
    assert run(study).state == "done"
    with pytest.raises(IntegrityError), transaction.atomic():
        PortfolioStudy.objects.filter(pk=study.pk).update(offers=[])


def test_a_worker_that_dies_again_and_again_gives_up_and_says_so() -> None:
    study = ordered(judged())
    PortfolioStudy.objects.filter(pk=study.pk).update(tries=running.MOST_TRIES)
    run(study)
    assert study.state == "failed"
    assert "bị ngắt" in study.failure["vi"]


# -- the decision ----------------------------------------------------------------------------------------------------


def test_people_take_the_proposal_of_the_solver_and_every_trace_is_there() -> None:
    story = judged()
    study = solved(story)
    asked = DecidePortfolio(study.pk, (story.id("a"), story.id("d")), "Theo phương án đã tính.", {}, once=uuid4())
    assert [usecases.decide_portfolio(asked, actor=decider(story)) for _ in range(2)] == [2, 2]
    states = {name: Proposal.objects.get(pk=story.id(name)).state for name in "abcd"}
    assert states == {"a": "funded", "b": "refused", "c": "refused", "d": "funded"}
    decision = PortfolioDecision.objects.get()
    assert (decision.cost, decision.value, decision.broken) == (2 * COST, 18_810_000, [])
    assert PortfolioLine.objects.filter(decision=decision).count() == 4
    assert Round.objects.get(pk=story.round.pk).state == "decided"
    assert AuditRecord.objects.filter(chain=f"round:{story.round.pk}", deed="calls.decide_portfolio").count() == 1
    told = TimelineRow.objects.filter(wire="calls.proposal_decided", party=persona("researcher").key)
    assert told.count() == 2
    assert Notice.objects.filter(party=persona("founder").key, title_vi__contains="phê duyệt").count() == 2


def test_a_departure_is_recorded_with_its_ground_and_published() -> None:
    story = judged()
    study = solved(story)
    asked = DecidePortfolio(study.pk, (story.id("b"), story.id("d")), "Theo phương án đã tính.", {})
    before = records()
    assert codes(lambda: usecases.decide_portfolio(asked, actor=decider(story))) == ["no_ground", "no_ground"]
    assert records() == before
    assert not PortfolioDecision.objects.exists()
    grounds = {story.id("a"): WHY, story.id("b"): WHY}
    asked = DecidePortfolio(study.pk, asked.funded, asked.ground, grounds)
    usecases.decide_portfolio(asked, actor=decider(story))
    public = queries.decided(story.round.pk, at(persona("resident"), story.moment))
    assert public is not None
    shown = {line.number: line for line in public.lines}
    assert set(shown) == {story.number(name) for name in "abd"}
    assert (shown[story.number("b")].funded, shown[story.number("b")].ground) == (True, WHY)
    # Whoever is not chosen is a number in public, with the ground of the departure.
    assert (shown[story.number("a")].title, shown[story.number("a")].ground) == ("", WHY)
    assert public.value == 18_370_000 < public.solver_value
    with pytest.raises(DatabaseError), transaction.atomic():
        PortfolioLine.objects.update(ground="khác")


def test_a_departure_may_break_a_declared_limit_but_never_the_budget() -> None:
    story = judged()
    study = solved(story)
    both = (story.id("a"), story.id("b"))
    grounds = {story.id("b"): WHY, story.id("d"): WHY}
    third = DecidePortfolio(study.pk, (*both, story.id("d")), "Theo phương án đã tính.", grounds)
    assert codes(lambda: usecases.decide_portfolio(third, actor=decider(story))) == ["over_budget"]
    usecases.decide_portfolio(DecidePortfolio(study.pk, both, "Theo phương án đã tính.", grounds), actor=decider(story))
    [broken] = PortfolioDecision.objects.get().broken
    assert (broken["kind"], broken["limit"]) == ("most_count", 1)


def test_a_proposal_withdrawn_meanwhile_stops_the_decision_and_is_named() -> None:
    story = judged()
    study = solved(story)
    gone = Withdraw(story.proposals["a"].dossier_id, "Đơn vị không còn đủ nhân lực thực hiện.")
    dossiers.withdraw_dossier(gone, actor=at(persona("researcher"), story.moment))
    asked = DecidePortfolio(study.pk, (story.id("d"),), "Theo phương án đã tính.", {})
    with pytest.raises(Refused) as refused:
        usecases.decide_portfolio(asked, actor=decider(story))
    reasons = {reason.code: reason.text.vi for reason in refused.value.decision.reasons}
    assert story.number("a") in reasons["moved"]
    page = queries.study_page(story.round.pk, study.no, persona("officer"))
    assert not page.fresh
    # A new study knows it, and can be decided.
    again = solved(story)
    assert again.result["funded"] == sorted([story.number("b"), story.number("d")])
    asked = DecidePortfolio(again.pk, (story.id("b"), story.id("d")), "Theo phương án đã tính.", {})
    assert usecases.decide_portfolio(asked, actor=decider(story)) == 2


def test_a_proposal_of_a_published_round_is_not_decided_alone() -> None:
    story = judged()
    asked = DecideProposal(story.id("a"), True, "Theo kết luận của hội đồng.")
    assert codes(lambda: usecases.decide_proposal(asked, actor=decider(story))) == ["in_round"]
    usecases.cancel_round(
        CancelRound(story.round.pk, "Không đủ kinh phí cho cả vòng."), actor=at(persona("officer"), story.moment)
    )
    usecases.decide_proposal(asked, actor=decider(story))
    assert Proposal.objects.get(pk=story.id("a")).state == "funded"


def test_only_who_may_decides_and_what_is_not_recommended_needs_a_ground() -> None:
    story = judged(points={"a": 8_300, "b": None, "c": 4_900, "d": 8_800})
    study = solved(story)
    assert study.result["outside"] == {story.number("b"): "not_recommended", story.number("c"): "least_points"}
    asked = DecidePortfolio(study.pk, (story.id("b"), story.id("d")), "Theo phương án đã tính.", {story.id("a"): WHY})
    with pytest.raises(NotAllowed):
        usecases.decide_portfolio(asked, actor=at(persona("officer"), story.moment))
    assert codes(lambda: usecases.decide_portfolio(asked, actor=decider(story))) == ["no_ground"]
    with pytest.raises(NotAllowed):
        usecases.order_study(OrderStudy(story.round.pk, "Thử", StudyInputs(COST)), actor=persona("clerk"))
