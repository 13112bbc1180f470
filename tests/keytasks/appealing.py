"""An appeal of the firm against the decision on its key task, from the draft to the second decision."""

from __future__ import annotations

from uuid import uuid4

from khue.features.appeals import usecases
from khue.features.appeals.domain.commands import (
    AdmitAppeal,
    AssignDecider,
    DecideAppeal,
    LodgeAppeal,
    SaveAnswers,
    StartAppeal,
)
from khue.features.dossiers.models import DecisionRecord
from tests.cast import persona


def decided_appeal(dossier_id: int, outcome: str, days: int) -> None:
    """The standing decision, complained of and decided ``days`` after the tests' day."""
    decision = DecisionRecord.objects.filter(dossier=dossier_id).order_by("-pk")[0]
    lead, clerk, second = persona("founder", days=days), persona("clerk", days=days), persona("reviewer", days=days)
    appeal = usecases.start_appeal(StartAppeal(decision.pk, once=uuid4()), actor=lead)
    said = {
        "scope": "whole",
        "grounds": "Nhiệm vụ vẫn được thực hiện, có số liệu kèm theo.",
        "wish": "grant" if decision.outcome == "refused" else "annul",
        "wish_words": "Đề nghị xem xét lại.",
    }
    usecases.save_answers(SaveAnswers(appeal, said, once=uuid4()), actor=lead)
    usecases.lodge_appeal(LodgeAppeal(appeal, True, once=uuid4()), actor=lead)
    usecases.admit_appeal(AdmitAppeal(appeal, once=uuid4()), actor=clerk)
    usecases.assign_decider(AssignDecider(appeal, second.key, once=uuid4()), actor=clerk)
    asked = DecideAppeal(appeal, outcome, "Số liệu cho thấy khiếu nại có căn cứ.", once=uuid4())
    assert usecases.foresee_decision(asked, actor=second)
    usecases.decide_appeal(asked, actor=second)
