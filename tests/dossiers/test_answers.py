"""Which questions are asked, which are open, and which answers count."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khue.features.dossiers.domain.answers import (
    files_in,
    is_begun,
    is_complete,
    is_open,
    kept,
    missing,
    open_questions,
    title_of,
)
from khue.features.dossiers.domain.definition import read
from tests.dossiers.definitions import SOUND

PROCEDURE = read(SOUND)
MAIN, COSTS = PROCEDURE.sections
FULL: dict[str, Any] = {
    "title": "Ghế 12",
    "shared": "yes",
    "reason": "other",
    "other_reason": "Gần cửa sổ",
    "lines": [{"amount": 0}, {"amount": 5, "software": "yes", "licence": "file-1"}],
}


def open_fields(answers: dict[str, Any]) -> list[str]:
    return [reason.field for reason in open_questions(PROCEDURE, answers)]


def test_a_full_dossier_has_no_open_question() -> None:
    assert open_fields(FULL) == []
    assert is_complete(MAIN, FULL)
    assert kept(PROCEDURE, FULL) == FULL


def test_an_empty_dossier_asks_what_no_condition_hides() -> None:
    assert open_fields({}) == ["title", "shared", "lines"]
    assert not is_begun(MAIN, {"title": " "})
    assert is_begun(MAIN, {"shared": "no"})


def test_an_open_question_names_itself_in_both_languages_with_the_next_step() -> None:
    (reason,) = missing(MAIN, FULL | {"title": "  "})
    assert (reason.text.vi, reason.text.en) == ("Chưa trả lời: Tên.", "Not answered: Title.")
    assert reason.next_step is not None
    assert reason.field == "title"


def test_a_condition_brings_a_question_up_and_hides_it() -> None:
    assert open_fields({**FULL, "other_reason": ""}) == ["other_reason"]
    assert open_fields({**FULL, "reason": "space", "other_reason": ""}) == []
    assert kept(PROCEDURE, {**FULL, "shared": "no"}) == {"title": "Ghế 12", "shared": "no", "lines": FULL["lines"]}


def test_the_old_answer_of_a_hidden_question_brings_nothing_up() -> None:
    assert open_fields({**FULL, "shared": "no", "other_reason": ""}) == []


def test_rows_are_asked_one_by_one_with_conditions_of_their_own_row() -> None:
    rows = [{"amount": 5, "software": "yes"}, {"software": "no"}, {}]
    assert open_fields(FULL | {"lines": rows}) == ["lines.1.licence", "lines.2.amount", "lines.3.amount"]
    assert kept(PROCEDURE, {"lines": [{"amount": 5, "software": "no", "licence": "f", "colour": "red"}]}) == {
        "lines": [{"amount": 5, "software": "no"}]
    }


def test_an_optional_question_may_stay_open() -> None:
    assert is_complete(COSTS, {"lines": [{"amount": 1}]})


@pytest.mark.parametrize("value", [None, "", "  \n", []])
def test_nothing_typed_is_no_answer(value: Any) -> None:
    assert is_open(value)


@pytest.mark.parametrize("value", [0, "no", [{}], "0"])
def test_zero_and_no_are_answers(value: Any) -> None:
    assert not is_open(value)


@pytest.mark.parametrize(
    "change",
    [{"shared": "maybe"}, {"title": 5}, {"reason": "gone"}, {"lines": "no table"}, {"reason": ["other"]}],
)
def test_an_answer_that_does_not_fit_its_question_is_asked_again(change: dict[str, Any]) -> None:
    assert open_fields(FULL | change) == list(change)


@pytest.mark.parametrize("amount", ["5", True, 5.0, None])
def test_money_is_a_whole_number(amount: Any) -> None:
    assert open_fields(FULL | {"lines": [{"amount": amount}]}) == ["lines.1.amount"]


def test_a_day_is_a_day_of_the_calendar() -> None:
    dated = read(SOUND.replace('key = "title"\nkind = "text"', 'key = "title"\nkind = "date"'))
    assert kept(dated, {"title": "2026-03-02"}) == {"title": "2026-03-02"}
    assert kept(dated, {"title": "2026-02-30"}) == {}


def test_files_are_found_in_tables_too() -> None:
    assert list(files_in(PROCEDURE, FULL)) == [("lines.2.licence", "file-1")]


def test_a_case_is_called_by_its_title_question_else_by_the_procedure() -> None:
    assert title_of(PROCEDURE, {"title": " Ghế 12 "}) == "Ghế 12"
    assert title_of(PROCEDURE, {"title": "x" * 500}) == "x" * 200
    assert title_of(PROCEDURE, {}) == title_of(PROCEDURE, {"title": "  "}) == "Cấp chỗ ngồi"


VALUES = st.one_of(
    st.sampled_from(["yes", "no", "space", "other", "", "x"]),
    st.integers(),
    st.none(),
    st.booleans(),
    st.lists(st.text(max_size=2)),
)
ROW = st.dictionaries(st.sampled_from(["amount", "software", "licence", "x"]), VALUES)
ANSWERS = st.dictionaries(
    st.sampled_from(["title", "shared", "reason", "other_reason", "lines", "x"]),
    VALUES | st.lists(ROW | VALUES, max_size=3),
)


@settings(max_examples=200, deadline=None)
@given(ANSWERS)
def test_keeping_twice_is_keeping_once_and_asks_the_same(answers: dict[str, Any]) -> None:
    once = kept(PROCEDURE, answers)
    assert kept(PROCEDURE, once) == once
    assert open_questions(PROCEDURE, once) == open_questions(PROCEDURE, answers)
    list(files_in(PROCEDURE, answers))
