"""A lead that is renamed or merged between the draft and the council: nothing is lost, nobody is judged by an own colleague."""

from __future__ import annotations

import pytest

from khue.core.errors import Missing
from khue.features.calls import queries, usecases
from khue.features.calls.domain.commands import HandIn
from khue.features.calls.models import Proposal
from khue.features.councils import queries as councils
from khue.features.people import usecases as registering
from khue.features.people.domain import Paper, RenameParty
from tests.calls.judged import after, put, two_opened
from tests.calls.stories import at, published_call, written
from tests.cast import organisation, persona
from tests.councils import cases
from tests.people.merging import merged

pytestmark = pytest.mark.django_db
SURVIVOR = "Liên hiệp Vật liệu Sông Hồng (mẫu)"


def test_a_draft_of_a_merged_lead_is_handed_in_and_read_by_who_acts_for_its_survivor() -> None:
    draft = written(published_call())
    with pytest.raises(Missing):
        queries.proposal(draft.pk, persona("resident", days=29))
    survivor = merged(organisation("VLSH"), SURVIVOR, "association")
    resident = persona("resident", days=30)
    assert [row.id for row in queries.my_proposals(resident, None).rows] == [draft.pk]
    assert queries.proposal(draft.pk, resident).id == draft.pk
    usecases.hand_in(HandIn(draft.pk, True), actor=persona("researcher", days=30))
    draft.refresh_from_db()
    assert (draft.state, draft.handed_in_at is not None) == ("handed_in", True)
    assert resident.may_act_for(survivor, "submit")
    for stranger in ("founder", "officer"):
        with pytest.raises(Missing):
            queries.proposal(draft.pk, persona(stranger, days=30))


def test_a_lead_renamed_before_the_last_hour_hands_in_the_same_proposal() -> None:
    draft = written(published_call())
    clerk = persona("clerk", days=20)
    asked = RenameParty(
        organisation("VLSH"), "Viện Vật liệu mới Sông Hồng (mẫu)", clerk.today, Paper("01/QĐ-VLSH", clerk.today, "Viện")
    )
    registering.rename_party(asked, actor=clerk)
    usecases.hand_in(HandIn(draft.pk, True), actor=persona("researcher", days=30))
    assert Proposal.objects.get(pk=draft.pk).state == "handed_in"
    assert f"party:{draft.lead_id}" == organisation("VLSH")


def test_a_lead_merged_after_the_opening_is_before_the_council_as_its_survivor_with_all_its_ties() -> None:
    call, first, second = two_opened()
    moment = after(call)
    city = cases.founded_council(at=moment)
    cases.tied("founder", "VLSH", at=moment)
    survivor = merged(organisation("VLSH"), SURVIVOR, "association", days=32)
    items = put(call, city, first, second)
    parties = {(one.party, one.role) for one in councils.item(items[0]).parties}
    assert parties == {(survivor, "applicant"), (persona("researcher").key, "lead")}
    founder = persona("founder").key
    kinds = {one.kind for one in councils.interests_in_item(items[0], [founder], moment.date()) if one.bars}
    assert "shareholding" in kinds, "a share of the former is a share of the survivor"
    assert queries.proposal(first.pk, at(city.actors["Ủy viên số 2 (mẫu)"], moment)).number == first.number
