"""The states of a dossier, who may hand it in, and who may close a step."""

from __future__ import annotations

from itertools import product

import pytest

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.dossiers.domain.definition import ENDS, read
from khue.features.dossiers.domain.steps import (
    DOSSIER,
    ENDED_STATES,
    OPEN_STATES,
    OUTCOME_OF_END,
    STATES,
    TONES,
    Certifier,
    may_close_task,
    may_submit,
    needs_ground,
)
from tests.dossiers.definitions import SOUND

DECISION = read(SOUND).step("decision")
CERTIFIER = Certifier("party:1", "party:7", may_submit=True, certified=True)


def test_a_case_goes_from_the_draft_to_its_end() -> None:
    state = "draft"
    for name in (
        "submit",
        "ask_supplement",
        "supplement_before",
        "accept",
        "ask_supplement",
        "supplement",
        "grant",
        "close",
    ):
        state = DOSSIER.after(state, name)
    assert state == "closed"


@pytest.mark.parametrize(
    ("state", "name"),
    [
        ("draft", "accept"),
        ("submitted", "grant"),
        ("granted", "withdraw"),
        ("granted", "refuse"),
        ("in_progress", "refuse_receipt"),
    ],
)
def test_a_step_out_of_turn_is_refused_with_both_languages_and_a_way_out(state: str, name: str) -> None:
    with pytest.raises(Refused) as caught:
        DOSSIER.after(state, name)
    (reason,) = caught.value.decision.reasons
    assert STATES[state].vi in reason.text.vi
    assert STATES[state].en in reason.text.en
    assert reason.next_step is not None


def test_ended_states_have_no_way_on_but_by_an_appeal_and_open_ones_can_be_withdrawn() -> None:
    assert {state for state in STATES if DOSSIER.is_final(state)} == set(ENDED_STATES) - {"refused", "closed"}
    assert all(DOSSIER.may(state, "withdraw") for state in OPEN_STATES)
    assert set(TONES) == set(STATES)


def test_every_end_of_a_way_is_a_state() -> None:
    assert set(OUTCOME_OF_END) == set(ENDS)
    assert set(OUTCOME_OF_END.values()) <= set(STATES)


def test_a_certifier_with_mandate_hands_in_a_full_draft() -> None:
    assert may_submit("draft", CERTIFIER, ()).granted


@pytest.mark.parametrize(("late", "open_", "mandate", "certified"), list(product([False, True], repeat=4)))
def test_every_reason_against_handing_in_is_given_at_once(
    late: bool, open_: bool, mandate: bool, certified: bool
) -> None:
    question = Reason("unanswered", Text("Chưa trả lời: Tên.", "Not answered: Title."), field="title")
    certifier = Certifier("party:1", "party:7", may_submit=mandate, certified=certified)
    decision = may_submit("in_progress" if late else "draft", certifier, (question,) if open_ else ())
    expected = [
        *(["flow.not_from_here"] if late else []),
        *(["unanswered"] if open_ else []),
        *([] if mandate else ["no_mandate"]),
        *([] if certified else ["not_certified"]),
    ]
    assert [reason.code for reason in decision.reasons] == expected
    assert decision.granted is not bool(expected)


def test_a_step_is_closed_with_one_of_its_outcomes() -> None:
    asked = {"actor_key": "party:1", "applicant": "party:7"}
    assert may_close_task(DECISION, "grant", **asked, acts_for_applicant=False).granted
    refused = may_close_task(DECISION, "paid", **asked, acts_for_applicant=False)
    assert [reason.code for reason in refused.reasons] == ["outcome"]
    assert "“Quyết định”" in refused.reasons[0].text.vi


@pytest.mark.parametrize(("actor", "acts"), [("party:7", False), ("party:1", True)])
def test_nobody_decides_on_a_case_of_their_own(actor: str, acts: bool) -> None:
    refused = may_close_task(DECISION, "grant", actor_key=actor, applicant="party:7", acts_for_applicant=acts)
    assert [reason.code for reason in refused.reasons] == ["own_case"]


def test_a_ground_is_more_than_blanks() -> None:
    assert [reason.field for reason in needs_ground(" \n", "note")] == ["note"]
    assert list(needs_ground("Thiếu báo giá")) == []
