"""Room ``appeals``: its part of the stock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from khue.kernel import clock
from tests.cast import organisation
from tests.house.stock.shape import SELLER, Stock, act, project


def fill(stock: Stock) -> None:
    """An appeal that is examined, one that waits for admission, a draft, a decision without one, a claim."""
    from khue.features.appeals import usecases
    from khue.features.appeals.domain.commands import (
        AdmitAppeal,
        AssignDecider,
        DecideAppeal,
        LodgeAppeal,
        SaveAnswers,
        StartAppeal,
    )
    from khue.features.dossiers.queries.decisions import decisions_of
    from khue.features.missions.models import RecoveryClaim
    from khue.features.treasury.models import Receivable
    from khue.site.sample.stories import Story

    said = {"scope": "whole", "grounds": "Lý do", "wish": "amend", "wish_words": "Xem xét lại"}

    def begun(number: int, *deeds: Callable[[Story], Any]) -> tuple[int, int]:
        story = Story(act, project(number), organisation("VLSH"), "researcher", SELLER).applied()
        for deed in (Story.accepted_for_processing, Story.appraised, Story.granted, *deeds):
            deed(story)
        decision = decisions_of(story.dossier_id)[-1].id
        made = usecases.start_appeal(StartAppeal(decision), actor=act("researcher"))
        usecases.save_answers(SaveAnswers(made, said), actor=act("researcher"))
        return made, decision

    def examined(number: int, *deeds: Callable[[Story], Any]) -> int:
        made, _decision = begun(number, *deeds)
        usecases.lodge_appeal(LodgeAppeal(made, True), actor=act("researcher"))
        usecases.admit_appeal(AdmitAppeal(made), actor=act("clerk"))
        usecases.assign_decider(AssignDecider(made, act("reviewer").key), actor=act("clerk"))
        return made

    draft, decision = begun(30)
    stock.by_room["appeals", "decision_id"] = decision
    for page in ("write", "check", "withdraw"):
        stock.by_route[f"appeals:{page}", "appeal_id"] = draft
    stock.by_room["appeals", "step"] = "grounds"
    stock.by_room["appeals", "appeal_id"] = examined(31)
    paid = examined(32, Story.agreed, Story.delivered, Story.accepted, Story.paid)
    due = clock.now().date() + timedelta(days=30)
    usecases.decide_appeal(DecideAppeal(paid, "annulled", "Không đủ điều kiện", repay_by=due), actor=act("reviewer"))
    claim = RecoveryClaim.objects.latest("pk")
    stock.by_room["missions", "claim_id"] = claim.pk
    stock.by_room["treasury", "receivable_id"] = Receivable.objects.get(subject=f"claim:{claim.pk}").pk
