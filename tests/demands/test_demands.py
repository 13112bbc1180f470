"""A problem from the first word to the published result: two persons, a deadline, sealed answers, a short list, a trial, a choice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed, Refused, Stale
from khue.features.demands import queries, usecases
from khue.features.demands.domain.demands import (
    CloseDemand,
    DescribeDemand,
    ExtendDeadline,
    HandInDemand,
    PublishDemand,
    WithdrawDemand,
)
from khue.features.demands.domain.solutions import (
    AwardDemand,
    DrawShortList,
    ProposeSolution,
    ReadSecret,
    RecordTrial,
    WithdrawSolution,
)
from khue.features.demands.models import Demand, Solution, SolutionReading
from khue.features.demands.queries import DemandFilter
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import demands as sample
from khue.site.sample.exchange import verified
from tests.cast import MOMENT, persona
from tests.demands.stories import (
    CANARY,
    DAYS,
    answered,
    asked,
    codes,
    firm,
    institute,
    members,
    on_trial,
    published,
    traces,
    wanted,
)

pytestmark = pytest.mark.django_db
AFTER = DAYS + 1


def test_a_problem_goes_all_the_way_to_its_published_result() -> None:
    demand = on_trial()
    sample.tried(demand, 1, persona("founder", days=AFTER + 5), passed=False)
    sample.tried(demand, 1, persona("founder", days=AFTER + 9))
    sample.chosen(demand, 1, persona("founder", days=AFTER + 10))
    found = queries.public_demand("NC-2026-0001", persona("resident", days=AFTER + 11))
    assert found.chosen is not None
    assert (found.code, found.chosen.no, found.chosen.name, found.ground) == (
        "awarded", 1, Solution.objects.get(no=1).party_name, "Đạt phép thử và có tổng chi phí năm năm thấp nhất (mẫu).",
    )  # fmt: skip
    assert found.chosen.trial is not None
    assert found.chosen.trial.passed
    assert [step.code for step in found.steps] == ["publish", "shortlist", "award"]
    assert {step.by for step in found.steps} == {""}, "persons are named to the side and staff alone"
    for name in (
        "hand_in_demand",
        "publish_demand",
        "propose_solution",
        "draw_short_list",
        "record_trial",
        "award_demand",
    ):
        assert AuditRecord.objects.filter(deed=f"demands.{name}", subjects__contains=[f"demand:{demand}"]).exists()
    wires = set(
        TimelineRow.objects.filter(party=institute(), subject=f"demand:{demand}").values_list("wire", flat=True)
    )
    assert wires == {"demands.solution_proposed", "demands.solution_moved", "demands.awarded"}
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="đã chọn giải pháp").exists()


def test_a_repeated_form_is_one_deed() -> None:
    members()
    hand_in = HandInDemand(firm(), wanted(), uuid4())
    demands = {usecases.hand_in_demand(hand_in, actor=persona("founder")) for _time in range(2)}
    [demand] = demands
    publish = PublishDemand(demand, True, once=uuid4())
    assert {usecases.publish_demand(publish, actor=persona("officer")) for _time in range(2)} == {"NC-2026-0001"}
    propose = ProposeSolution(demand, institute(), "Màng lọc", once=uuid4())
    assert {usecases.propose_solution(propose, actor=persona("researcher")) for _time in range(2)} == {1}
    draw = DrawShortList(demand, {1: True}, {1: "Phù hợp"}, once=uuid4())
    trial = RecordTrial(demand, 1, True, "Đạt", MOMENT.date() + timedelta(days=AFTER), uuid4())
    award = AwardDemand(demand, 1, "Rẻ nhất", once=uuid4())
    for _time in range(2):
        usecases.draw_short_list(draw, actor=persona("founder", days=AFTER))
    for _time in range(2):
        usecases.record_trial(trial, actor=persona("founder", days=AFTER))
    for _time in range(2):
        usecases.award_demand(award, actor=persona("founder", days=AFTER))
    assert (Demand.objects.count(), Solution.objects.count(), Solution.objects.get().trials.count()) == (1, 1, 1)


def test_everything_that_is_missing_is_named_at_once_and_nothing_changes() -> None:
    members()
    before = traces()
    said = wanted(
        title=Text("Nhu cầu", ""), test="", rules="", field="x", codes=("C02",), stage=10, modes=("gift",), territory="VNM",
        budget_from=5, budget_to=4, deadline=MOMENT,
    )  # fmt: skip
    with pytest.raises(Refused) as caught:
        usecases.hand_in_demand(HandInDemand(firm(), said), actor=persona("founder"))
    assert codes(caught) == {
        "title_en", "test", "rules", "field", "codes", "stage", "modes", "territory", "budget_to", "deadline_on",
    }  # fmt: skip
    assert traces() == before


def test_only_a_verified_demander_asks_and_only_its_side() -> None:
    members()
    with pytest.raises(Refused) as caught:
        usecases.hand_in_demand(HandInDemand(institute(), wanted()), actor=persona("researcher"))
    assert codes(caught) == {"no_demander"}
    with pytest.raises(NotAllowed):
        usecases.hand_in_demand(HandInDemand(firm(), wanted()), actor=persona("researcher"))


def test_whoever_wrote_it_or_belongs_to_the_demander_does_not_publish_it() -> None:
    demand = asked()
    with pytest.raises(NotAllowed):
        usecases.publish_demand(PublishDemand(demand, True), actor=persona("founder"))
    near = replace(persona("officer"), acts_for=((firm(), "submit"),))
    with pytest.raises(Refused) as caught:
        usecases.publish_demand(PublishDemand(demand, True), actor=near)
    assert codes(caught) == {"own_hands"}
    with pytest.raises(Refused) as caught:
        usecases.publish_demand(PublishDemand(demand, True), actor=persona("officer", days=DAYS + 1))
    assert codes(caught) == {"deadline_past"}
    with pytest.raises(Missing):
        queries.public_demand("NC-2026-0001", persona("resident"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Demand.objects.update(published_by=persona("founder").key)


def test_what_was_sent_back_is_mended_and_handed_in_again() -> None:
    demand = asked()
    with pytest.raises(Refused) as caught:
        usecases.publish_demand(PublishDemand(demand, False), actor=persona("officer"))
    assert codes(caught) == {"note"}
    usecases.publish_demand(PublishDemand(demand, False, "Nêu ngưỡng đo"), actor=persona("officer"))
    assert queries.demand_card(demand, persona("founder")).ground == "Nêu ngưỡng đo"
    stale = DescribeDemand(demand, wanted(), 99)
    with pytest.raises(Stale):
        usecases.describe_demand(stale, actor=persona("founder"))
    usecases.describe_demand(DescribeDemand(demand, wanted(test="Dưới 5 mg/l")), actor=persona("founder"))
    assert sample.published(demand, persona("officer")) == "NC-2026-0001"
    assert queries.public_demand("NC-2026-0001", persona("resident")).wanted.test == "Dưới 5 mg/l"
    with pytest.raises(DatabaseError), transaction.atomic():
        Demand.objects.update(test="Khác")


def test_only_a_supplier_answers_once_and_never_the_own_demand() -> None:
    demand = answered()
    before = traces()
    for party, who, expected in (
        (firm(), "founder", {"no_supplier", "own_demand"}),
        (institute(), "researcher", {"answered"}),
        (persona("member").key, "member", {"no_supplier"}),
    ):
        with pytest.raises(Refused) as caught:
            usecases.propose_solution(ProposeSolution(demand, party, "Của tôi"), actor=persona(who))
        assert codes(caught) == expected
    with pytest.raises(Refused) as caught:
        usecases.propose_solution(
            ProposeSolution(demand, institute(), " ", "CN-2026-0001", -1, 0), actor=persona("researcher")
        )
    assert codes(caught) == {"answered", "says", "offer", "price", "days"}
    assert traces() == before


def test_nobody_reads_a_solution_before_the_deadline_and_other_suppliers_never() -> None:
    demand = answered()

    def numbers(who: str, days: int) -> list[int]:
        return [row.no for row in queries.public_demand("NC-2026-0001", persona(who, days=days)).solutions]

    assert [numbers(who, DAYS - 1) for who in ("founder", "researcher", "resident", "officer", "member")] == [[], [1], [2], [], []]  # fmt: skip
    assert [numbers(who, AFTER) for who in ("founder", "researcher", "resident", "officer", "member")] == [[1, 2], [1], [2], [], []]  # fmt: skip
    assert queries.public_demand("NC-2026-0001", persona("member", days=1)).count is None
    assert queries.public_demand("NC-2026-0001", persona("member", days=AFTER)).count == 2
    with pytest.raises(NotAllowed):
        usecases.read_secret(ReadSecret(demand, 1), actor=persona("founder"))
    for who in ("resident", "officer", "member"):
        with pytest.raises(Missing):
            usecases.read_secret(ReadSecret(demand, 1), actor=persona(who, days=AFTER))
    assert SolutionReading.objects.count() == 0
    assert usecases.read_secret(ReadSecret(demand, 1), actor=persona("founder", days=AFTER)) == CANARY
    [row] = queries.public_demand("NC-2026-0001", persona("researcher", days=AFTER)).solutions
    assert [name for name, _at in row.readings] == [persona("founder").name]
    told = [str(list(model.objects.values())) for model in (AuditRecord, Notice, TimelineRow)]
    assert CANARY not in "".join(told)


def test_a_solution_is_withdrawn_until_the_deadline_and_never_read_then() -> None:
    demand = answered()
    with pytest.raises(Missing):
        usecases.withdraw_solution(WithdrawSolution(demand, 1, "Thôi"), actor=persona("resident"))
    with pytest.raises(Refused) as caught:
        usecases.withdraw_solution(WithdrawSolution(demand, 1, "Thôi"), actor=persona("researcher", days=AFTER))
    assert codes(caught) == {"too_late"}
    usecases.withdraw_solution(WithdrawSolution(demand, 1, "Thôi"), actor=persona("researcher", days=2))
    assert [row.no for row in queries.demand_card(demand, persona("founder", days=AFTER)).solutions] == [2]
    with pytest.raises(Missing):
        usecases.read_secret(ReadSecret(demand, 1), actor=persona("founder", days=AFTER))
    assert sample.proposed(demand, institute(), persona("researcher", days=3)) == 3


def test_the_deadline_holds_also_against_the_database_and_only_moves_later() -> None:
    demand = answered()
    late = persona("researcher", days=AFTER)
    with pytest.raises(Refused) as caught:
        usecases.propose_solution(ProposeSolution(demand, institute(), "Muộn"), actor=late)
    assert codes(caught) == {"too_late", "answered"}
    row = Solution.objects.get(no=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Solution.objects.create(
            demand_id=demand,
            no=9,
            party_id=Demand.objects.get().party_id,
            party_name="x",
            says="x",
            by="x",
            by_name="x",
            at=late.moment,
        )
    before = traces()
    for deadline, days, expected in (
        (MOMENT + timedelta(days=3), 1, {"deadline_on"}),
        (MOMENT + timedelta(days=60), AFTER, {"too_late"}),
    ):
        with pytest.raises(Refused) as caught:
            usecases.extend_deadline(ExtendDeadline(demand, deadline, "Thêm"), actor=persona("founder", days=days))
        assert codes(caught) == expected
    assert traces() == before
    usecases.extend_deadline(ExtendDeadline(demand, MOMENT + timedelta(days=40), "Thêm thời gian"), actor=persona("founder", days=2))  # fmt: skip
    assert queries.demand_card(demand, persona("founder", days=AFTER)).solutions == ()
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="gia hạn").exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Demand.objects.update(deadline=MOMENT)
    with pytest.raises(DatabaseError), transaction.atomic():
        Solution.objects.filter(pk=row.pk).update(says="Khác")


def test_the_short_list_answers_everybody_with_a_ground_after_the_deadline() -> None:
    demand = answered()
    with pytest.raises(Refused) as caught:
        usecases.draw_short_list(DrawShortList(demand, {1: False}, {1: "Không"}), actor=persona("founder"))
    assert codes(caught) == {"too_early", "unanswered", "nobody"}
    with pytest.raises(NotAllowed):
        usecases.draw_short_list(DrawShortList(demand, {}), actor=persona("officer", days=AFTER))
    with pytest.raises(Missing):
        usecases.draw_short_list(DrawShortList(demand, {}), actor=persona("researcher", days=AFTER))
    sample.shortlisted(demand, persona("founder", days=AFTER), 2)
    assert dict(Solution.objects.values_list("no", "state")) == {1: "declined", 2: "shortlisted"}
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="không vào danh sách ngắn").exists()  # fmt: skip


def test_only_what_passed_its_trial_is_chosen() -> None:
    demand = on_trial()
    founder = persona("founder", days=AFTER + 1)
    for no, expected in ((1, {"not_passed"}), (2, {"not_short"})):
        with pytest.raises(Refused) as caught:
            usecases.award_demand(AwardDemand(demand, no, "Rẻ"), actor=founder)
        assert codes(caught) == expected
    with pytest.raises(Refused) as caught:
        usecases.record_trial(RecordTrial(demand, 2, True, "", founder.today + timedelta(days=1)), actor=founder)
    assert codes(caught) == {"not_short", "result", "on"}
    sample.tried(demand, 1, founder)
    sample.tried(demand, 1, founder, passed=False)
    with pytest.raises(Refused) as caught:
        usecases.award_demand(AwardDemand(demand, 1, "Rẻ"), actor=founder)
    assert codes(caught) == {"not_passed"}, "the last trial counts"
    with pytest.raises(DatabaseError), transaction.atomic():
        Demand.objects.update(state="awarded", ended_on=founder.today)


def test_a_private_person_who_is_chosen_is_not_named_in_public() -> None:
    demand = answered()
    sample.shortlisted(demand, persona("founder", days=AFTER), 2)
    sample.tried(demand, 2, persona("founder", days=AFTER))
    sample.chosen(demand, 2, persona("founder", days=AFTER))
    found = queries.public_demand("NC-2026-0001", persona("member", days=AFTER))
    assert found.chosen is not None
    assert (found.chosen.no, found.chosen.name) == (2, "")


def test_a_demand_is_withdrawn_before_its_deadline_and_closed_after_it() -> None:
    demand = answered()
    with pytest.raises(Refused) as caught:
        usecases.close_demand(CloseDemand(demand, "Không ai"), actor=persona("founder", days=1))
    assert codes(caught) == {"too_early"}
    with pytest.raises(Refused) as caught:
        usecases.withdraw_demand(WithdrawDemand(demand, "Thôi"), actor=persona("founder", days=AFTER))
    assert codes(caught) == {"close_it"}
    ask = CloseDemand(demand, "Không giải pháp nào phù hợp", once=uuid4())
    for _time in range(2):
        usecases.close_demand(ask, actor=persona("founder", days=AFTER))
    assert queries.public_demand("NC-2026-0001", persona("member", days=AFTER)).ground == "Không giải pháp nào phù hợp"
    with pytest.raises(DatabaseError), transaction.atomic():
        Demand.objects.update(ground="Khác")
    other = published()
    usecases.withdraw_demand(WithdrawDemand(other, "Đã tự giải quyết"), actor=persona("founder", days=1))
    with pytest.raises(Missing):
        queries.public_demand("NC-2026-0002", persona("member", days=1))
    with pytest.raises(Missing):
        usecases.propose_solution(ProposeSolution(other, institute(), "Muộn"), actor=persona("researcher", days=1))


def test_the_list_is_narrowed_by_what_is_asked() -> None:
    published()
    member = persona("member")
    for asked_for, count in (
        (DemandFilter(text="vi nhua"), 1), (DemandFilter(text="bun"), 0), (DemandFilter(stage=5), 0), (DemandFilter(stage=6), 1),
        (DemandFilter(mode="lease"), 0), (DemandFilter(field="environmental-technology"), 1), (DemandFilter(state="over"), 0),
    ):  # fmt: skip
        assert len(queries.demands(member, asked_for, None).rows) == count, asked_for


def test_the_sample_city_has_sixty_demands_in_every_state() -> None:
    verified(firm(), ("supplier", "demander"), persona, "founder")
    verified(institute(), ("supplier",), persona, "researcher")
    actors = {who: persona(who, days=60) for who in ("founder", "researcher", "resident", "officer")}
    sample.fill({"institute": institute(), "firm": firm()}, actors, actors["founder"].moment)
    states = Counter(Demand.objects.values_list("state", flat=True))
    assert states.total() == 60
    assert set(states) == {"handed_in", "returned", "published", "shortlisted", "awarded", "closed", "withdrawn"}
    assert len(queries.demands(persona("member", days=60), DemandFilter(state="open"), None, 100).rows) >= 20


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_demand_that_asks_for_little_has_its_page(client: Client, language: str) -> None:
    published(data="", codes=(), stage=0, modes=(), territory="", budget_from=None, budget_to=None)
    answer = client.get(f"/{language}/demands/no/NC-2026-0001/")
    assert answer.status_code == 200
    assert ("any way" if language == "en" else "không giới hạn") in answer.content.decode()
