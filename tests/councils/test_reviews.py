"""Score sheets: assignment with its why-nots, the independent phase, discussion, a reviewer who withdraws, calibration."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, Refused
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import (
    AcceptProposal,
    AssignItem,
    DeclareInterest,
    EndAssignment,
    EndSeat,
    MoveReview,
    OpenReview,
    PublishSheet,
    SubmitSheet,
)
from khue.features.councils.domain.scoring import (
    Criterion,
    Given,
    ItemScore,
    criteria_from,
    disagreements,
    item_scores,
    reviewer_lines,
    total_of,
)
from khue.features.councils.models import Assignment, ScoreSheet
from khue.kernel import files
from tests.cast import MOMENT, later, organisation, persona
from tests.councils import cases
from tests.councils.cases import City

pytestmark = pytest.mark.django_db
GOOD = (("science", 8), ("use", 4))
COMMENT = "Thuyết minh rõ, phương pháp phù hợp."


def opened(city: City, *, blind: bool = True) -> int:
    template = usecases.publish_sheet(PublishSheet("environment", "Phiếu chấm", cases.CRITERIA), actor=cases.officer())
    closes = MOMENT + timedelta(days=7)
    return usecases.open_review(OpenReview(city.council, template, (city.item,), closes, blind), actor=cases.officer())


def given(city: City, name: str, ground: str = "") -> int:
    return usecases.assign_item(AssignItem(city.item, city.seats[name], ground), actor=cases.officer())


def sheet(assignment: int, actor: Actor, points: tuple[tuple[str, int], ...] = GOOD) -> int:
    return usecases.submit_sheet(SubmitSheet(assignment, points, COMMENT), actor=actor)


def names(city: City) -> list[str]:
    return list(city.seats)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def test_a_total_is_weighted_and_exact() -> None:
    assert total_of(criteria_from(cases.CRITERIA), dict(GOOD)) == 8000
    thirds = (Criterion("a", Text("a"), 100, 3),)
    assert total_of(thirds, {"a": 1}) == 3333
    assert total_of(thirds, {"a": 2}) == 6667


def test_weights_must_make_a_hundred() -> None:
    wrong = ({**cases.CRITERIA[0], "weight": 50}, cases.CRITERIA[1])
    with pytest.raises(Refused) as refused:
        usecases.publish_sheet(PublishSheet("x", "Phiếu", wrong), actor=cases.officer())
    assert codes(refused) == {"sheet.weights"}


def test_sheets_of_others_stay_closed_until_the_discussion() -> None:
    city = cases.founded_council()
    review = opened(city)
    one, two = names(city)[1:3]
    first, second = given(city, one), given(city, two)
    sheet(first, city.actors[one])
    assert [line.name for line in cases.seen(review, city.actors[two])] == [two]
    by_officer = {line.name: (line.given, line.sheets) for line in cases.seen(review, cases.officer())}
    assert by_officer == {one: (True, ()), two: (False, ())}
    with pytest.raises(Refused) as refused:
        usecases.open_discussion(MoveReview(review), actor=cases.officer())
    assert two in refused.value.decision.reasons[0].text.vi
    sheet(second, city.actors[two], (("science", 5), ("use", 2)))
    usecases.open_discussion(MoveReview(review), actor=cases.officer())
    seen = {line.name: line.sheets[0].total for line in cases.seen(review, city.actors[two])}
    assert seen == {one: 8000, two: 4600}


def test_a_revised_sheet_stands_beside_the_first() -> None:
    city = cases.founded_council()
    review = opened(city)
    one = names(city)[1]
    assignment = given(city, one)
    sheet(assignment, city.actors[one])
    usecases.open_discussion(MoveReview(review), actor=cases.officer())
    assert sheet(assignment, city.actors[one], (("science", 6), ("use", 4))) == 2
    line = queries.assignment(assignment)
    assert [(each.phase, each.total) for each in line.sheets] == [("independent", 8000), ("discussion", 6800)]
    assert [(one.reviewer, one.total) for one in cases.totals(review, cases.officer())] == [(one, 6800)]
    with pytest.raises(Exception, match=r"refuses|permission denied"):
        ScoreSheet.objects.update(total=1)


def test_a_sheet_is_the_reviewers_own_and_complete_and_in_time() -> None:
    city = cases.founded_council()
    opened(city)
    one, two = names(city)[1:3]
    assignment = given(city, one)
    with pytest.raises(Missing):
        sheet(assignment, city.actors[two])
    with pytest.raises(Refused) as refused:
        usecases.submit_sheet(SubmitSheet(assignment, (("science", 11),), ""), actor=city.actors[one])
    assert codes(refused) == {"sheet.points", "sheet.no_comment"}
    with pytest.raises(Refused) as refused:
        sheet(assignment, later(city.actors[one], days=8))
    assert codes(refused) == {"sheet.late"}
    assert not ScoreSheet.objects.exists()


def test_an_interest_is_never_assigned_and_the_rest_gives_way_to_a_ground() -> None:
    city = cases.founded_council(names=("founder", "resident"))
    city.item = cases.put(city, "Van điều áp", party=organisation("TLX"))
    opened(city)
    with pytest.raises(Refused) as refused:
        given(city, "founder", "Không còn ai khác có chuyên môn này.")
    assert codes(refused) == {"assign.interest"}
    busy = replace(cases.PROFILE, load_limit=1)
    from khue.features.councils.domain.commands import UpdateProfile

    usecases.update_profile(UpdateProfile(city.experts["resident"], busy, 1), actor=persona("resident"))
    given(city, "resident")
    with pytest.raises(Refused) as refused:
        given(city, "resident")
    assert codes(refused) == {"assign.already", "assign.load"}


def test_a_declared_interest_closes_the_sheet() -> None:
    city = cases.founded_council()
    opened(city)
    one = names(city)[1]
    assignment = given(city, one)
    asked = DeclareInterest(city.council, city.actors[one].key, "Vừa nhận lời làm cố vấn.", city.item)
    usecases.declare_interest(asked, actor=city.actors[one])
    with pytest.raises(Refused) as refused:
        sheet(assignment, city.actors[one])
    assert codes(refused) == {"sheet.interest"}


def test_a_reviewer_who_withdraws_the_day_before_is_replaced_with_a_clean_record() -> None:
    city = cases.founded_council(names=("founder", "resident"))
    review = opened(city)
    assignment = given(city, "resident")
    cases.joined("researcher")  # has an interest: may act for the applicant
    cases.joined("auditor")
    ground = "Ốm đột xuất, xin rút trước hạn một ngày."
    taken = usecases.end_seat(EndSeat(city.seats["resident"], ground, persona("auditor").key), actor=cases.officer())
    lines = queries.assignments_of(review, past=True)
    assert [(line.person, line.open) for line in lines] == [
        (persona("resident").key, False), (persona("auditor").key, True)
    ]  # fmt: skip
    assert ground in lines[0].ended_ground
    assert Assignment.objects.get(ended_at=None).seat_id == taken
    with pytest.raises(Missing):
        queries.readable_item(city.item, persona("resident"))
    with pytest.raises(Refused) as refused:
        sheet(assignment, persona("resident"))
    assert codes(refused) == {"sheet.closed"}
    asked = EndSeat(taken, "Nhầm người, thay lại ngay.", persona("researcher").key)
    usecases.end_seat(asked, actor=cases.officer())
    assert not Assignment.objects.filter(ended_at=None).exists()
    assert cases.last_record("end_seat")  # the item waits for the secretary: the successor has an interest


def test_a_withdrawn_reviewers_sheet_stays_and_no_longer_counts() -> None:
    city = cases.founded_council()
    review = opened(city)
    one, two = names(city)[1:3]
    first, second = given(city, one), given(city, two)
    sheet(first, city.actors[one])
    sheet(second, city.actors[two])
    usecases.end_assignment(EndAssignment(first, "Xin rút vì lý do riêng."), actor=city.actors[one])
    assert ScoreSheet.objects.count() == 2
    usecases.open_discussion(MoveReview(review, "Đã đủ phiếu của người còn lại."), actor=cases.officer())
    assert [one.reviewer for one in cases.totals(review, cases.officer())] == [two]


def test_the_blind_phase_shows_redacted_copies_only() -> None:
    city = cases.founded_council()
    pdf = b"%PDF-1.4\n%%EOF\n"
    full, blind = (SimpleUploadedFile(f"{name}.pdf", pdf, "application/pdf") for name in ("day-du", "an-danh"))
    usecases.add_paper(city.item, "Thuyết minh", full, blind, actor=cases.officer())
    only = SimpleUploadedFile("ly-lich.pdf", pdf, "application/pdf")
    usecases.add_paper(city.item, "Lý lịch", only, None, actor=cases.officer())
    review = opened(city)
    one = names(city)[1]
    given(city, one)
    reader = city.actors[one]
    papers = queries.papers_for(queries.readable_item(city.item, reader), reader)
    assert (papers.blind, [card.name for card in papers.files], papers.closed) == (True, ["Thuyết minh"], ("Lý lịch",))
    assert files.may_read(reader, f"council_blind:{city.item}")
    assert not files.may_read(reader, f"council_item:{city.item}")
    assert files.may_read(cases.officer(), f"council_item:{city.item}")
    sheet(queries.my_assignments(reader)[0].id, reader)
    usecases.open_discussion(MoveReview(review), actor=cases.officer())
    assert files.may_read(reader, f"council_item:{city.item}")


def test_strictness_spread_and_disagreement() -> None:
    sheets = [Given("A", 1, 8000), Given("B", 1, 6000), Given("A", 2, 9000), Given("B", 2, 5000), Given("C", 3, 7000)]
    lines = {line.reviewer: line for line in reviewer_lines(sheets)}
    assert (lines["B"].strictness, lines["A"].strictness, lines["C"].strictness) == (-3000, 3000, None)
    assert (lines["A"].spread, lines["C"].spread) == (500, None)
    scores = {line.item: line for line in item_scores(sheets)}
    assert (scores[2].mean, scores[2].disagreement, scores[2].span) == (7000, 2000, 4000)
    assert [line.item for line in item_scores(sheets)][-1] in (1, 2, 3)


def test_the_solver_proposes_around_interests_and_says_why_for_every_pair() -> None:
    city = cases.founded_council(names=("founder", "resident"))
    city.item = cases.put(city, "Van điều áp", party=organisation("TLX"))
    review = opened(city)
    card = queries.readable_review(review, cases.officer())
    found = queries.propose(card, queries.Wanted(3), MOMENT.date())
    [line] = found.items
    founder = next(pair for pair in line.pairs if pair.seat.person == persona("founder").key)
    assert (founder.chosen, founder.barred) == (False, True)
    assert "lợi ích liên quan" in founder.why.vi
    assert sum(pair.chosen for pair in line.pairs) == 3
    assert found.proven
    assert all(pair.why.vi for pair in line.pairs)
    asked = AcceptProposal(review, found.new_pairs)
    assert usecases.accept_proposal(asked, actor=cases.officer()) == 3
    with pytest.raises(Refused):
        usecases.accept_proposal(AcceptProposal(review, found.new_pairs), actor=cases.officer())
    assert Assignment.objects.count() == 3
    again = queries.propose(card, queries.Wanted(3), MOMENT.date())
    assert again.new_pairs == ()


def test_what_cannot_be_solved_says_what_would_have_to_give() -> None:
    city = cases.founded_council(names=("founder",))
    city.item = cases.put(city, "Van điều áp", party=organisation("TLX"))
    card = queries.readable_review(opened(city), cases.officer())
    found = queries.propose(card, queries.Wanted(5), MOMENT.date())
    assert found.items == ()
    assert found.gives


def test_the_classes_of_disagreement_count_each_item_once() -> None:
    scores = item_scores([Given("A", 1, 8000), Given("B", 1, 6000), Given("A", 2, 9000), Given("B", 2, 3000)])
    found = disagreements((*scores, ItemScore(3, 1, 5000, None, 0)))
    assert [(low, high, count) for low, high, count in found if count] == [(10, 15, 1), (25, None, 1)]


def test_a_round_is_read_page_by_page_with_as_many_queries_for_many_items() -> None:
    city = cases.founded_council()
    items = [city.item, *(cases.put(city, f"Hồ sơ {number}", party=organisation("ĐHTH")) for number in range(6))]
    template = usecases.publish_sheet(PublishSheet("environment", "Phiếu chấm", cases.CRITERIA), actor=cases.officer())
    closes = MOMENT + timedelta(days=7)
    review = usecases.open_review(OpenReview(city.council, template, tuple(items), closes), actor=cases.officer())
    card = queries.readable_review(review, cases.officer())
    for item in items:
        for name in names(city)[:2]:
            usecases.assign_item(AssignItem(item, city.seats[name]), actor=cases.officer())
    with CaptureQueriesContext(connection) as few:
        first = queries.page_of_assignments(card, cases.officer(), None, 4)
    with CaptureQueriesContext(connection) as many:
        whole = queries.page_of_assignments(card, cases.officer(), None, 50)
    assert len(few) == len(many)
    assert (len(first.rows), len(whole.rows)) == (4, 14)
    second = queries.page_of_assignments(card, cases.officer(), first.next, 4)
    assert [line.id for line in (*first.rows, *second.rows)] == [line.id for line in whole.rows[:8]]
    assert [(line.assigned, line.given, line.score) for line in queries.items_of_round(card, cases.officer(), None).rows] == [
        (2, 0, None)
    ] * 7  # fmt: skip
    progress = queries.progress_of(card)
    assert (progress.items, progress.bare, progress.assigned, progress.given) == (7, 0, 14, 0)
