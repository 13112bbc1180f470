"""A demander or a supplier that was merged or dissolved: the demand goes on under its survivor, or ends with the reason."""

from __future__ import annotations

from uuid import uuid4

import pytest

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.demands import jobs, queries, usecases
from khue.features.demands.domain.demands import ExtendDeadline, HandInDemand
from khue.features.demands.domain.solutions import AwardDemand, ProposeSolution, RecordTrial
from khue.features.demands.models import Demand, Solution
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import MergeDuplicates
from khue.features.people.models import Party
from khue.kernel.models import Notice
from khue.site.sample import demands as sample
from tests.cast import persona
from tests.demands.stories import DAYS, answered, codes, firm, institute, members, on_trial, published, wanted
from tests.people.ending import dissolved
from tests.people.merging import merged

pytestmark = pytest.mark.django_db


def ended(party: str) -> None:
    """The worker's part: run twice, as a job may be."""
    for _ in range(2):
        jobs.end_with_party({"parties": [party]})


def test_a_demand_of_a_merged_demander_is_read_and_led_by_its_survivor() -> None:
    demand = answered()
    survivor = merged(firm(), "Công ty Thăng Long Xanh mới (mẫu)", "institute", days=2)
    resident = persona("resident", days=3)
    assert [row.id for row in queries.demands_of(resident, None).rows] == [demand]
    later = sample.until(persona("founder"), DAYS + 5)
    usecases.extend_deadline(ExtendDeadline(demand, later, "Thêm thời gian", once=uuid4()), actor=resident)
    row = Demand.objects.get()
    assert (f"party:{row.party_id}", row.deadline) == (firm(), later)
    with pytest.raises((Missing, NotAllowed)):
        usecases.extend_deadline(ExtendDeadline(demand, later, "Nhầm", once=uuid4()), actor=persona("member", days=3))
    # The membership goes on, too: something new is asked for in the present party's name alone.
    with pytest.raises(Refused) as refused:
        usecases.hand_in_demand(HandInDemand(firm(), wanted(), once=uuid4()), actor=resident)
    assert {reason.code for reason in refused.value.decision.reasons} == {"people.goes_on"}
    assert usecases.hand_in_demand(HandInDemand(survivor, wanted(), once=uuid4()), actor=resident) > demand


def test_a_merged_supplier_answers_once_and_is_not_chosen_by_the_party_that_it_became() -> None:
    demand = on_trial()
    trial = RecordTrial(demand, 1, True, "Đạt phép thử.", persona("founder", days=DAYS + 2).today, once=uuid4())
    founder = persona("founder", days=DAYS + 2)
    usecases.record_trial(trial, actor=founder)
    seen = dict(Party.objects.values_list("pk", "version"))
    versions = (seen[people.party_id(institute())], seen[people.party_id(firm())])
    asked = MergeDuplicates(institute(), firm(), (), "Một tổ chức", versions)
    Party.objects.get(pk=people.party_id(firm())).organisation.__class__.objects.filter(party=people.party_id(institute())).update(tax_code=None)  # fmt: skip
    registering.merge_duplicates(asked, actor=persona("clerk", days=DAYS + 2))
    with pytest.raises(Refused) as refused:
        usecases.award_demand(AwardDemand(demand, 1, "Tốt nhất", once=uuid4()), actor=founder)
    assert codes(refused) == {"one_party"}
    assert Demand.objects.get().state == "shortlisted"


def test_a_survivor_does_not_answer_a_demand_a_second_time() -> None:
    demand = published()
    sample.proposed(demand, institute(), persona("researcher", days=1))
    survivor = merged(institute(), "Viện Vật liệu (mẫu)", "institute", days=2)
    propose = ProposeSolution(demand, survivor, "Giải pháp khác.", once=uuid4())
    with pytest.raises(Refused) as refused:
        usecases.propose_solution(propose, actor=persona("resident", days=3))
    assert codes(refused) == {"answered"}
    assert Solution.objects.count() == 1


def test_open_demands_and_solutions_of_a_dissolved_party_end_with_the_reason() -> None:
    demand = answered()
    dissolved(institute())
    ended(institute())
    one, two = Solution.objects.order_by("no")
    assert (one.state, two.state) == ("withdrawn", "handed_in")
    assert "is no more" in one.ground
    assert Notice.objects.filter(party=persona("founder").key, title_vi__contains="đề xuất số 1 không còn").count() == 1
    dissolved(firm(), days=3)
    ended(firm())
    row = Demand.objects.get(pk=demand)
    assert (row.state, row.ended_on is not None) == ("closed", True)
    card = queries.public_demand(row.number, persona("member", days=4))
    assert "chấm dứt hoạt động" in card.ground
    told = Notice.objects.filter(party=persona("resident").key, title_vi__contains=row.number)
    assert told.count() >= 1


def test_a_demand_that_waits_for_its_second_person_is_withdrawn_with_its_demander() -> None:
    members()
    demand = sample.asked(wanted(), firm(), persona("founder"))
    dissolved(firm())
    ended(firm())
    assert Demand.objects.get(pk=demand).state == "withdrawn"
