"""The door ``rulebook.queries``: the city's real law files."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction
from pathlib import Path

import pytest
from django.test import override_settings

from khue.core.clock import Term
from khue.core.errors import Missing
from khue.core.rules.loading import read_folder
from khue.features.rulebook import queries
from khue.features.rulebook.domain import LawError

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "share"),
    [("topic_purchase", 1), ("topic_operation", 1), ("trial_purchase", Fraction(1, 2)), ("trial_operation", 1)],
)
def test_equipment_caps_of_resolution_34(name: str, share: Fraction) -> None:
    found = queries.parameter(f"missions.equipment.{name}_cap", TODAY)
    assert found.percent == share
    assert (found.certainty, found.binding, found.departable) == ("reported", True, False)
    assert "34/2025/NQ-HĐND" in found.source.provision


def test_no_cap_before_the_resolution_is_in_force() -> None:
    with pytest.raises(Missing, match="is not in force on 9 Oct 2025"):
        queries.parameter("missions.equipment.trial_purchase_cap", date(2025, 10, 9))


def test_an_unknown_parameter_is_missing_and_named() -> None:
    with pytest.raises(Missing, match=r"missions\.equipment\.nothing"):
        queries.parameter("missions.equipment.nothing", TODAY)


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("call_open", Term(30, "calendar_days")),
        ("result_notice", Term(3, "working_days")),
        ("completion", Term(15, "calendar_days")),
        ("cost_appraisal", Term(10, "calendar_days")),
        ("approval", Term(10, "calendar_days")),
        ("contract", Term(30, "calendar_days")),
    ],
)
def test_clocks_of_decree_268_are_working_defaults(name: str, term: Term) -> None:
    found = queries.parameter(f"missions.clock.{name}", TODAY)
    assert (found.term, found.certainty, found.departable) == (term, "digest", True)


def test_what_the_law_does_not_say_is_unset_on_a_real_server() -> None:
    with override_settings(KHUE_SAMPLE=False):
        found = queries.parameter("missions.clock.completeness_check", TODAY)
        assert (found.value, found.term, found.applies, found.certainty) == (None, None, False, "unset")


def test_the_sample_city_shows_a_value_marked_as_sample() -> None:
    with override_settings(KHUE_SAMPLE=True):
        found = queries.parameter("missions.clock.completeness_check", TODAY)
        assert (found.term, found.certainty, found.sample) == (Term(5, "working_days"), "confirmed", True)


def test_the_cut_off_hour_is_known_since_the_decision_of_may_2026() -> None:
    with override_settings(KHUE_SAMPLE=False):
        assert queries.parameter("onestop.same_day_cutoff", date(2026, 5, 12)).hour is None
        assert queries.parameter("onestop.same_day_cutoff", date(2026, 5, 13)).hour == time(15, 0)


def test_the_capital_law_changes_with_the_day() -> None:
    days = date(2026, 6, 30), date(2026, 7, 1)
    assert [queries.parameter("law.capital", day).value for day in days] == ["39/2024/QH15", "02/2026/QH16"]


def test_receivers_are_codes_of_legal_forms() -> None:
    assert "enterprise" in queries.parameter("missions.equipment.receivers", TODAY).codes


def test_the_edition_tells_sample_law_from_real_law() -> None:
    with override_settings(KHUE_SAMPLE=False):
        real = queries.edition()
    with override_settings(KHUE_SAMPLE=True):
        assert queries.edition() != real


def test_search_needs_no_vietnamese_marks() -> None:
    with_marks = queries.parameters(TODAY, search="thẩm định kinh phí")
    without = queries.parameters(TODAY, search="kinh phi tham dinh")
    assert [p.id for p in with_marks] == [p.id for p in without] == ["missions.clock.cost_appraisal"]


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text('[[parameter]]\nid = "a.b\n', encoding="utf-8")
    with pytest.raises(LawError, match=r"broken\.toml: file: .*line 2"):
        read_folder(tmp_path, sample=False)


def test_no_provision_carries_an_article_number() -> None:
    for provision in queries.lawbook().provisions.values():
        assert "Điều " not in provision.text.vi, provision.key


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2025, 12, 31), 1, date(2026, 1, 5)),
        (date(2025, 12, 31), 7, date(2026, 1, 12)),
        (date(2026, 2, 13), 3, date(2026, 2, 25)),
        (date(2026, 4, 24), 5, date(2026, 5, 6)),
        (date(2026, 8, 21), 1, date(2026, 8, 22)),
        (date(2026, 8, 28), 5, date(2026, 9, 9)),
        (date(2026, 11, 23), 1, date(2026, 11, 25)),
        (date(2026, 11, 23), 10, date(2026, 12, 8)),
        (date(2027, 2, 3), 2, date(2027, 2, 12)),
    ],
)
def test_the_city_calendar_gives_the_nine_known_days(start: date, days: int, due: date) -> None:
    assert queries.calendar().add_working_days(start, days) == due
