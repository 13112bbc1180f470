"""Times, flows and the 360Giving package, without a database."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.bilingual import Text
from khue.features.publicity.domain.awards import CONTRACTED, DECIDED, HANDED_IN, PAID, Award, Programme
from khue.features.publicity.domain.flow import LEVELS, OTHERS, Stream, flow
from khue.features.publicity.domain.giving import INDIVIDUAL, Publisher, package
from khue.features.publicity.domain.lead_time import rank, stretch, stretches, whole

DAY = date(2026, 3, 2)


def way(**after: int) -> dict[str, date]:
    points = {"handed_in": HANDED_IN, "decided": DECIDED, "contracted": CONTRACTED, "paid": PAID}
    return {points[name]: DAY + timedelta(days=days) for name, days in after.items()}


# -- how long it takes -----------------------------------------------------------------------------------------------


def test_a_stretch_counts_who_has_both_ends_of_all_who_began() -> None:
    found = stretch([way(handed_in=0, decided=10), way(handed_in=0, decided=30), way(handed_in=0)], HANDED_IN, DECIDED)
    assert (found.cases, found.begun, found.median, found.ninetieth) == (2, 3, 10, 30)


def test_an_award_without_money_yet_does_not_shorten_the_time() -> None:
    done, waiting = way(handed_in=0, decided=20, paid=90), way(handed_in=0, decided=20)
    found = whole([done, waiting, waiting])
    assert found is not None
    assert (found.cases, found.begun, found.median) == (1, 3, 90)
    assert found.months == pytest.approx(2.957, abs=0.001)


def test_stretches_join_the_points_that_there_are() -> None:
    found = stretches([way(handed_in=0, decided=20, paid=90)])
    assert [(each.since, each.until, each.median) for each in found] == [(HANDED_IN, DECIDED, 20), (DECIDED, PAID, 70)]
    assert stretches([]) == ()
    assert whole([]) is None


def test_a_day_before_its_beginning_counts_as_no_time() -> None:
    assert stretch([way(decided=5, paid=1)], DECIDED, PAID).median == 0


@pytest.mark.parametrize(("share", "value"), [(50, 5), (90, 9), (100, 10), (1, 1)])
def test_the_rank_is_a_value_that_was_measured(share: int, value: int) -> None:
    assert rank(list(range(10, 0, -1)), share) == value
    assert rank([], share) is None


# -- where it flows --------------------------------------------------------------------------------------------------

codes = st.sampled_from(["a", "b", "c"]).map(lambda code: (code, Text(code, code)))
parties = st.integers(1, 30).map(lambda number: (str(number), Text(f"P{number}")))
STREAMS = st.lists(st.builds(Stream, codes, codes, codes, parties, st.integers(0, 10**13)), max_size=40)


@given(STREAMS, st.integers(1, 5))
def test_what_enters_a_node_leaves_it_and_every_level_adds_up(streams: list[Stream], most: int) -> None:
    found = flow(streams, most=most)
    assert found.amount == sum(stream.amount for stream in streams)
    for level in LEVELS:
        assert sum(node.amount for node in found.nodes if node.level == level) == found.amount
    entering: dict[str, int] = defaultdict(int)
    leaving: dict[str, int] = defaultdict(int)
    for edge in found.edges:
        leaving[edge.source] += edge.amount
        entering[edge.target] += edge.amount
    for node in found.nodes:
        assert node.level == LEVELS[0] or entering[node.key] == node.amount
        assert node.level == LEVELS[-1] or leaving[node.key] == node.amount
    assert sum(node.level == "party" and not node.key.endswith(OTHERS) for node in found.nodes) <= most


def test_parties_beyond_the_largest_are_drawn_as_one() -> None:
    one = ("a", Text("A"))
    streams = [Stream(one, one, one, (str(number), Text(f"P{number}")), number) for number in range(1, 6)]
    found = flow(streams, most=2)
    assert [(node.key, node.amount) for node in found.nodes if node.level == "party"] == [
        ("party:5", 5), ("party:4", 4), ("party:others", 6),
    ]  # fmt: skip


# -- 360Giving -------------------------------------------------------------------------------------------------------

SCHEMAS = Path(__file__).resolve().parents[1] / "vendor" / "360giving"
BY = Publisher("360G-Test", "UBND", "https://city.example", "https://creativecommons.org/licenses/by/4.0/")


def award(**more: Any) -> Award:
    values: dict[str, Any] = {
        "subject": "support:4",
        "number": "HS-2026-000004",
        "title": "Máy đo độ rung của cầu",
        "description": "Đề tài nghiên cứu / Research topic",
        "programme": Programme("equipment-support", Text("Hỗ trợ máy móc, thiết bị", "Equipment")),
        "recipient": "Viện Vật liệu Sông Hồng",
        "party": 12,
        "asked": 500_000_000,
        "granted": 450_000_000,
        "paid": 200_000_000,
        "state": Text("đang thực hiện", "running"),
        "href": "/vi/register/HS-2026-000004/",
        "days": way(handed_in=0, decided=40, paid=100),
    }
    return Award(**{**values, **more})


def checked(*awards: Award) -> dict[str, Any]:
    """The package, after the published schema with a checker of formats found nothing wrong with it."""
    made = package(awards, BY, address="https://khue.example", moment=datetime(2026, 7, 1, 9, 30, tzinfo=UTC))
    grant = json.loads((SCHEMAS / "360-giving-schema.json").read_text("utf-8"))
    whole_file = json.loads((SCHEMAS / "360-giving-package-schema.json").read_text("utf-8"))
    for schema in (grant, whole_file):
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    whole_file["properties"]["grants"]["items"] = grant
    found = jsonschema_rs.Draft202012Validator(whole_file, validate_formats=True).iter_errors(
        json.loads(json.dumps(made))
    )
    assert [f"{list(error.instance_path)}: {error.message}" for error in found] == []
    return made


def test_the_package_is_what_the_published_schema_describes() -> None:
    full = award(
        key_field="climate-response", from_call=True, starts_on=DAY, ends_on=DAY + timedelta(days=400),
        changed_at=datetime(2026, 6, 1, tzinfo=UTC),
    )  # fmt: skip
    (grant,) = checked(full)["grants"]
    assert grant["id"] == "360G-Test-support-4"
    assert grant["amountAwarded"] == 450_000_000
    assert grant["amountDisbursed"] == 200_000_000
    assert grant["awardDate"] == "2026-04-11"
    assert grant["recipientOrganization"][0]["id"] == "360G-Test-party-12"
    assert grant["fromOpenCall"] == "Yes"
    assert grant["disbursementTransaction"][0]["transactionDate"] == "2026-06-10"


def test_a_private_person_is_not_named_and_two_awards_of_one_person_do_not_tell_so() -> None:
    one = award(party=0, recipient="Nguyễn Thị Kín", subject="support:5")
    two = award(party=0, recipient="Nguyễn Thị Kín", subject="support:6")
    made = checked(one, two)
    assert "Kín" not in json.dumps(made, ensure_ascii=False)
    individuals = [grant["recipientIndividual"] for grant in made["grants"]]
    assert {each["name"] for each in individuals} == {INDIVIDUAL}
    assert individuals[0]["id"] != individuals[1]["id"]


def test_an_award_that_nobody_asked_for_and_of_which_nothing_was_paid_is_valid_too() -> None:
    (grant,) = checked(award(asked=None, paid=0, days=way(decided=0)))["grants"]
    assert "amountAppliedFor" not in grant
    assert "disbursementTransaction" not in grant


def test_the_checker_would_find_a_wrong_day() -> None:
    with pytest.raises(AssertionError, match="awardDate"):
        checked(award(title="x", days={DECIDED: _NotADay(2026, 1, 1)}))


class _NotADay(date):
    def isoformat(self) -> str:
        return "11/04/2026"
