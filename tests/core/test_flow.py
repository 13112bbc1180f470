"""States and transitions."""

from __future__ import annotations

from enum import StrEnum

import pytest

from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.core.flow import Flow, Transition

DOSSIER = Flow(
    {
        "draft": Text("Bản nháp", "Draft"),
        "submitted": Text("Đã nộp", "Submitted"),
        "withdrawn": Text("Đã rút", "Withdrawn"),
    },
    (
        Transition("submit", ("draft",), "submitted", Text("Nộp hồ sơ", "Submit")),
        Transition("withdraw", ("draft", "submitted"), "withdrawn", Text("Rút hồ sơ", "Withdraw")),
    ),
)


def test_a_transition_leads_to_its_target() -> None:
    assert DOSSIER.may("draft", "submit")
    assert DOSSIER.after("draft", "submit") == "submitted"
    assert DOSSIER.after("submitted", "withdraw") == "withdrawn"


def test_a_transition_from_another_state_is_refused_in_both_languages() -> None:
    assert not DOSSIER.may("submitted", "submit")
    with pytest.raises(Refused) as refusal:
        DOSSIER.after("submitted", "submit")
    assert refusal.value.text == Text(
        "Không thể “Nộp hồ sơ” khi đang ở trạng thái “Đã nộp”.", "“Submit” is not possible in the state “Submitted”."
    )
    assert refusal.value.next_step is not None
    assert "Rút hồ sơ" in refusal.value.next_step.vi
    assert "Withdraw" in refusal.value.next_step.en


def test_ways_that_bear_one_name_are_named_once() -> None:
    answer = Text("Bổ sung", "Supplement")
    flow = Flow(
        {"asked": Text("Chờ bổ sung", "Waiting"), "a": Text("A", "A"), "b": Text("B", "B"), "c": Text("C", "C")},
        (
            Transition("early", ("asked",), "a", answer),
            Transition("late", ("asked",), "b", answer),
            Transition("accept", ("a",), "c", Text("Tiếp nhận", "Accept")),
        ),
    )
    with pytest.raises(Refused) as refusal:
        flow.after("asked", "accept")
    assert refusal.value.next_step is not None
    assert refusal.value.next_step.vi.count("Bổ sung") == 1
    assert refusal.value.next_step.en.count("Supplement") == 1


def test_a_final_state_says_so() -> None:
    assert DOSSIER.is_final("withdrawn")
    with pytest.raises(Refused) as refusal:
        DOSSIER.after("withdrawn", "submit")
    assert refusal.value.next_step is not None
    assert "trạng thái cuối" in refusal.value.next_step.vi
    assert "final" in refusal.value.next_step.en


def test_what_is_possible_is_listed_in_order() -> None:
    assert DOSSIER.possible("draft") == ("submit", "withdraw")
    assert DOSSIER.decision("draft", "submit").granted


@pytest.mark.parametrize(("state", "name"), [("gone", "submit"), ("draft", "fly")])
def test_unknown_names_are_programming_errors(state: str, name: str) -> None:
    for ask in (DOSSIER.may, DOSSIER.after):
        with pytest.raises(ValueError, match="unknown"):
            ask(state, name)


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


def test_states_may_be_an_enumeration_without_labels() -> None:
    flow = Flow(Light, (Transition("go", (Light.RED,), Light.GREEN),))
    assert flow.after("red", "go") is Light.GREEN
    with pytest.raises(Refused, match="green"):
        flow.after(Light.GREEN, "go")


def test_a_name_may_lead_to_different_targets_from_different_states() -> None:
    flow = Flow(("a", "b", "c"), (Transition("on", ("a",), "b"), Transition("on", ("b",), "c")))
    assert [flow.after("a", "on"), flow.after("b", "on")] == ["b", "c"]


def test_a_wrong_table_is_refused_when_made() -> None:
    with pytest.raises(ValueError, match="unknown state 'c'"):
        Flow(("a", "b"), (Transition("on", ("a",), "c"),))
    with pytest.raises(ValueError, match="two transitions 'on' leave the state 'a'"):
        Flow(("a", "b"), (Transition("on", ("a",), "b"), Transition("on", ("a",), "a")))
    with pytest.raises(TypeError, match="collection"):
        Transition("on", "draft", "b")
