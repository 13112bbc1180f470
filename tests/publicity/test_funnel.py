"""How far deals come, as the public figures count it: pure arithmetic, then the page and its files."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from khue.features.publicity.domain.funnel import LEAST, funnel, grouped, halves, percent, shown_sum
from khue.features.publicity.queries import STAGES, exchange_figures
from tests.cast import MOMENT, persona
from tests.deals import stories

POINTS = ("asked", "talking", "signed")
DAY = date(2026, 3, 2)
WAYS = st.lists(
    st.dictionaries(st.sampled_from(POINTS), st.integers(0, 400).map(lambda days: DAY + timedelta(days=days))), max_size=30
)  # fmt: skip


@given(WAYS)
def test_no_stage_has_more_deals_than_the_one_before(ways: list[dict[str, date]]) -> None:
    stages = funnel(ways, POINTS)
    came = [one.came for one in stages]
    assert came == sorted(came, reverse=True)
    assert came[0] == sum(1 for way in ways if way)
    for one in stages:
        assert one.of_all is None or 0 <= one.of_all <= 100
        assert (one.median is None) == (one.timed == 0)


def test_a_deal_that_came_further_has_passed_the_stages_before() -> None:
    ways = [{"asked": DAY, "signed": DAY + timedelta(days=10)}, {"asked": DAY}, {"asked": DAY, "talking": DAY + timedelta(days=4)}]  # fmt: skip
    asked, talking, signed = funnel(ways, POINTS)
    assert (asked.came, talking.came, signed.came) == (3, 2, 1)
    assert (talking.of_before, signed.of_before, signed.of_all) == (67, 50, 33)
    assert (talking.median, talking.timed, signed.median) == (4, 1, None), "no day of talks for the one that was signed"


def test_groups_count_a_deal_for_each_kind_that_it_has() -> None:
    ways = [(("patent", "secret"), {"asked": DAY, "signed": DAY + timedelta(days=9)}), ((), {"asked": DAY})]
    found = {one.code: (one.came["asked"], one.came["signed"], one.median) for one in grouped(ways, POINTS, "signed")}
    assert found == {"patent": (1, 1, 9), "secret": (1, 1, 9), "": (1, 0, None)}


def test_a_sum_of_few_contracts_is_not_shown() -> None:
    assert shown_sum([5] * (LEAST - 1)) is None
    assert shown_sum([5] * LEAST) == 5 * LEAST
    assert percent(1, 0) is None


def test_half_years_follow_each_other() -> None:
    found = halves(date(2025, 12, 1), date(2026, 7, 1))
    assert [code for code, _since, _until in found] == ["2026-2", "2026-1", "2025-2"]
    assert all(found[place][1] == found[place + 1][2] for place in range(len(found) - 1))


@pytest.mark.django_db
def test_the_page_counts_deals_and_tells_no_price(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    stories.agreed()
    today = (MOMENT + timedelta(days=60)).date()
    found = exchange_figures("all", today)
    assert {one.point: one.came for one in found.stages}["agreed"] == 1
    assert (found.contracts, found.value) == (0, None)
    assert exchange_figures("2025-2", today).stages[0].came == 0
    assert exchange_figures("1999-9", today).half == "all"
    with django_assert_max_num_queries(30):
        exchange_figures("all", today)
    for lang in ("vi", "en"):
        answer = client.get(f"/{lang}/awards/exchange/?half=all")
        assert answer.status_code == 200
        assert persona("founder").name not in answer.content.decode()
    answer = client.get("/vi/awards/exchange.json?half=all")
    assert json.loads(answer.getvalue())["count"] >= len(STAGES)
    said = json.loads(client.get("/vi/awards/catalogue.jsonld").content)
    files = [file["dcat:downloadURL"]["@id"] for one in said["dcat:dataset"] for file in one["dcat:distribution"]]
    assert len(files) == len(set(files)) == 12
    for address in files:
        assert client.get(address.replace("http://testserver", "")).status_code == 200
