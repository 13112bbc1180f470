"""What a result earned has its place in the sums and in the picture, by the role of who receives it, and names nobody."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from khue.features.publicity import queries
from khue.features.publicity.queries.sources import RESULTS
from khue.features.results.models import Payout
from khue.site.sample import results as sample
from tests.results.stories import with_authors
from tests.results.test_money import later, reported

pytestmark = pytest.mark.django_db


def sums() -> tuple[int, int, int]:
    cache.clear()
    (found,) = [each for each in queries.sums() if each.programme == RESULTS]
    return found.awards, found.granted, found.paid


def test_what_is_shared_out_flows_from_its_line_to_the_roles() -> None:
    report = reported(with_authors())
    assert sums() == (0, 0, 0), "nothing is promised before somebody approves"
    made = sample.distributed(report, later, sample.line_filled(400_000_000, later))
    owed = [row for row in Payout.objects.filter(distribution=made) if row.state == "due"]
    whole = sum(row.amount for row in owed)
    assert sums() == (0, whole, 0)
    sample.paid(made, later)
    assert sums() == (0, whole, whole)
    flow = queries.money_flow(queries.PAID, later("officer").today)
    amounts = {node.name.en: node.amount for node in flow.nodes}
    assert amounts["Author"] == sum(row.amount for row in owed if row.role == "author") > 0
    page = Client().get("/en/awards/").content.decode()
    assert "in approved distributions" in page
    assert owed
    for row in owed:
        assert row.name not in page
