"""Money for experts has its place in the sums and in the picture, by kind of expert, and names nobody."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from khue.features.publicity import queries
from khue.features.publicity.queries.sources import EXPERTS
from khue.site.sample import talent as sample
from tests.cast import MOMENT, persona
from tests.talent.stories import running

pytestmark = pytest.mark.django_db


def test_what_experts_are_paid_flows_from_its_line_to_the_kind_of_expert() -> None:
    story = running()
    due = story.due()
    sample.handed_in(due.pk, story.expert, persona)
    sample.checked(due.pk, persona)
    sample.paid(due.pk, persona)
    due.refresh_from_db()
    row = story.row
    cache.clear()
    (found,) = [each for each in queries.sums() if each.programme == EXPERTS]
    assert (found.awards, found.granted, found.paid) == (0, row.committed, due.granted)
    assert found.paid == row.paid > 0
    flow = queries.money_flow(queries.PAID, MOMENT.date())
    amounts = {node.name.en: node.amount for node in flow.nodes}
    assert amounts["Overseas Vietnamese"] == amounts[EXPERTS.name.en] == found.paid
    assert not list(queries.awards()), "a contract with a person is no award"
    page = Client().get("/en/awards/").content.decode()
    assert "in contracts" in page
    assert story.expert.name not in page
    assert story.expert.name not in Client().get("/vi/awards/").content.decode()


def test_what_a_contract_gives_back_is_not_counted_any_more() -> None:
    story = running()
    before = sum(each.granted for each in queries.sums() if each.programme == EXPERTS)
    sample.ended(story.engagement, persona, "agreement")
    cache.clear()
    after = sum(each.granted for each in queries.sums() if each.programme == EXPERTS)
    assert (before, after) == (story.row.committed, story.row.committed - story.row.released)
    assert after < before
