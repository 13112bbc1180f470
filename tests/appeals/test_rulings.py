"""A decision on an appeal keeps what the rules say, as the first one did; replay agrees with both."""

from __future__ import annotations

from typing import Any

import pytest

from khue.features.appeals.usecases import decide_appeal
from khue.features.dossiers.models import DecisionRecord
from khue.features.missions.domain.commands import DecideSupport
from khue.features.missions.usecases import decide_support
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.models import KeptRuling
from khue.site.sample.stories import Story
from tests.appeals.stories import given, reviewer
from tests.cast import persona
from tests.missions.stories import TRIAL, appraised

pytestmark = pytest.mark.django_db


def refused() -> Story:
    story = appraised(TRIAL)
    asked = DecideSupport(story.task("decision"), "refuse", ground="Không thuộc danh mục ưu tiên")
    decide_support(asked, actor=persona("decider"))
    return story


@pytest.mark.parametrize(
    ("start", "outcome", "values"),
    [
        (lambda: appraised(TRIAL).granted(), "amended", {"amount": 580_000_000}),
        (lambda: appraised(TRIAL).granted(), "annulled", {}),
        (refused, "replaced", {"amount": 500_000_000, "budget_line": "2026-EQ"}),
    ],
)
def test_the_new_decision_keeps_a_ruling_per_line_and_replay_agrees(start: Any, outcome: str, values: Any) -> None:
    appeal = given(start())
    first = DecisionRecord.objects.get(dossier=appeal.story.dossier_id)
    appeal.decided(outcome, **values)
    new = DecisionRecord.objects.get(supersedes=first)
    before, after = (rulebook.rulings_of(f"decision:{each.pk}") for each in (first, new))
    assert [each.line for each in after] == [each.line for each in before] == ["1", "2"]
    assert [each.values for each in after] == [each.values for each in before]
    assert {each.on for each in after} == {each.on for each in before}, "the law of the day of receipt counts"
    assert {each.known_on for each in after} == {new.decided_on}, "as it is known on the day of the appeal's decision"
    again = tuple(rulebook.replay(rulebook.kept_rulings()))
    assert len(again) == 4
    assert all(each.agrees for each in again)


def test_a_repeated_form_keeps_them_once_and_an_appeal_that_fails_keeps_none() -> None:
    appeal = given(appraised(TRIAL).granted())
    appeal.decided("upheld")
    assert KeptRuling.objects.count() == 2
    other = given(appraised(TRIAL, money=0).granted())
    asked = other.decision("amended", amount=580_000_000)
    for _again in range(2):
        decide_appeal(asked, actor=reviewer(5))
    assert KeptRuling.objects.count() == 6
