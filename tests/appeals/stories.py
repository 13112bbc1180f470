"""An appeal under way: ``lodged(story)`` and on, each deed by the persona whose task it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.appeals import usecases
from khue.features.appeals.domain.commands import (
    AdmitAppeal,
    AssignDecider,
    DecideAppeal,
    LodgeAppeal,
    SaveAnswers,
    StartAppeal,
    SuspendExecution,
)
from khue.features.appeals.models import Appeal
from khue.features.dossiers.queries.decisions import decisions_of
from khue.site.sample.stories import Story
from tests.cast import persona

SAID = {
    "scope": "amount",
    "grounds": "Báo giá tham khảo không cùng cấu hình thiết bị.",
    "wish": "amend",
    "wish_words": "Đề nghị giữ mức đã đề nghị.",
}


def reviewer(days: int = 0) -> Actor:
    """A second decider: the role of the cast's reviewer."""
    return persona("reviewer", days=days)


@dataclass(slots=True)
class Appealed:
    story: Story
    id: int

    @property
    def row(self) -> Appeal:
        return Appeal.objects.get(pk=self.id)

    def lodged(self, days: int = 1) -> Appealed:
        usecases.lodge_appeal(LodgeAppeal(self.id, True, once=uuid4()), actor=persona("researcher", days=days))
        return self

    def admitted(self, days: int = 2, **values: Any) -> Appealed:
        usecases.admit_appeal(AdmitAppeal(self.id, once=uuid4(), **values), actor=persona("clerk", days=days))
        return self

    def assigned(self, days: int = 2) -> Appealed:
        usecases.assign_decider(AssignDecider(self.id, reviewer().key, once=uuid4()), actor=persona("clerk", days=days))
        return self

    def suspended(self, days: int = 3) -> Appealed:
        usecases.suspend_execution(SuspendExecution(self.id, "Chi tiếp sẽ khó thu hồi", uuid4()), actor=reviewer(days))
        return self

    def decided(self, outcome: str, days: int = 5, **values: Any) -> Appealed:
        usecases.decide_appeal(self.decision(outcome, **values), actor=reviewer(days))
        return self

    def decision(self, outcome: str, **values: Any) -> DecideAppeal:
        ground = values.pop("ground", "Hồ sơ cho thấy đề nghị có căn cứ.")
        return DecideAppeal(self.id, outcome, ground, once=uuid4(), **values)


def begun(story: Story, **answers: Any) -> Appealed:
    decision = decisions_of(story.dossier_id)[-1]
    actor = persona("researcher")
    appeal = usecases.start_appeal(StartAppeal(decision.id, once=uuid4()), actor=actor)
    usecases.save_answers(SaveAnswers(appeal, {**SAID, **answers}, once=uuid4()), actor=actor)
    return Appealed(story, appeal)


def given(story: Story) -> Appealed:
    """Lodged, admitted, and in the hands of the second decider."""
    return begun(story).lodged().admitted().assigned()


def other(of: str, key: str) -> Actor:
    return replace(persona(of), key=persona(key).key)
