"""What the room tells others of persons: contracts before a merger, holds against an erasure, rivals as interests."""

from __future__ import annotations

import pytest

from khue.features.councils import queries as councils
from khue.features.councils.domain.interests import JudgedItem
from khue.features.people import queries as people
from khue.features.privacy.queries import holding
from khue.features.talent import queries
from khue.site.sample import talent as sample
from tests.cast import persona
from tests.talent.stories import running

pytestmark = pytest.mark.django_db


def test_an_experts_contracts_are_shown_before_a_merger_and_hold_an_erasure_back() -> None:
    story = running()
    expert = persona("resident").key
    found = queries.matters([people.party_id(expert)])
    assert (found.total, found.lines[0].subject, found.lines[0].is_open) == (1, f"engagement:{story.engagement}", True)
    assert queries.matters([people.party_id(persona("founder").key)]).total == 0
    told = queries.holds_of_persons({expert: (expert,), persona("founder").key: (persona("founder").key,)})
    assert [len(lines) for lines in told.values() if lines] == [1]
    assert "talent" in holding._tellers


def test_candidates_of_one_post_are_rivals_when_councils_look_for_interests() -> None:
    need = sample.published(sample.OPEN, persona)
    mine = sample.applied(need, persona("resident"), "overseas-vietnamese")
    resident, founder = persona("resident").key, persona("founder").key
    item = JudgedItem(1, "", {founder: "applicant"})
    assert councils.find_interests([item], [resident], persona("officer").today) == ()
    sample.applied(need, persona("founder"), "domestic")
    [one] = councils.find_interests([item], [resident], persona("officer").today)
    assert (one.kind, one.record, one.href) == ("competitor", f"candidacy:{mine}", f"/talent/candidacies/{mine}/")
