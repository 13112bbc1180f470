"""Appeals of the sample city: one that is examined, one that was won, one that annulled a support after a payment."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
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
from khue.features.dossiers.queries.decisions import decisions_of
from khue.site.sample.stories import Story

if TYPE_CHECKING:
    from khue.site.sample.cases import Days

CUT = 12_000_000


def lodged(story: Story, days: Days, scope: str, grounds: str, wish: str, words: str) -> int:
    """The applicant's side appeals two working days after the decision was read."""
    days.wait(2)
    decision = decisions_of(story.dossier_id)[-1].id
    actor = days.act(story.writer)
    appeal = usecases.start_appeal(StartAppeal(decision, once=uuid4()), actor=actor)
    said = {"scope": scope, "grounds": grounds, "wish": wish, "wish_words": words}
    usecases.save_answers(SaveAnswers(appeal, said, once=uuid4()), actor=actor)
    usecases.lodge_appeal(LodgeAppeal(appeal, True, once=uuid4()), actor=actor)
    return appeal


def examined(appeal: int, days: Days) -> None:
    days.wait(1)
    clerk = days.act("clerk")
    usecases.admit_appeal(AdmitAppeal(appeal, once=uuid4()), actor=clerk)
    usecases.assign_decider(AssignDecider(appeal, days.act("reviewer").key, once=uuid4()), actor=clerk)


def pending(story: Story, days: Days) -> None:
    """A refusal is contested; the second decider has it on the desk."""
    appeal = lodged(
        story, days, "whole", "Hai nhiệm vụ có sản phẩm và địa bàn khác nhau.", "grant", "Đề nghị xem xét lại toàn bộ."
    )
    examined(appeal, days)


def won(story: Story, days: Days) -> None:
    """The cut is taken back: the amount asked for is granted."""
    appeal = lodged(
        story, days, "amount", "Báo giá tham khảo không cùng cấu hình thiết bị.", "amend", "Đề nghị giữ mức đã đề nghị."
    )
    examined(appeal, days)
    days.wait(3)
    reviewer = days.act("reviewer")
    before = decisions_of(story.dossier_id)[-1].amount or 0
    ground = "Cấu hình thiết bị khác báo giá tham khảo nên đơn giá đề nghị là có căn cứ."
    usecases.decide_appeal(DecideAppeal(appeal, "amended", ground, before + CUT, once=uuid4()), actor=reviewer)


def annulled(story: Story, days: Days) -> None:
    """The applicant contests the amount; what comes out is that the support should never have been granted."""
    appeal = lodged(
        story, days, "amount", "Mức thẩm định thấp hơn chi phí thực tế.", "amend", "Đề nghị nâng mức hỗ trợ."
    )
    examined(appeal, days)
    days.wait(4)
    reviewer = days.act("reviewer")
    ground = "Thiết bị đã được hỗ trợ từ một nguồn ngân sách khác; quyết định hỗ trợ không đúng điều kiện."
    back = reviewer.today + timedelta(days=30)
    usecases.decide_appeal(DecideAppeal(appeal, "annulled", ground, repay_by=back, once=uuid4()), actor=reviewer)
