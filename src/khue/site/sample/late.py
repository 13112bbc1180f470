"""What a real counter has as well: cases that wait too long, an answer after the promised day with and without an apology,
one sent back to its appraiser, one that was supplemented in the middle. Boards and figures have something to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import SendApology
from khue.features.dossiers.queries import facts
from khue.features.dossiers.queries.clocks import tasks_to_watch
from khue.features.missions import usecases as missions
from khue.features.missions.domain.commands import DecideSupport
from khue.kernel import clock

if TYPE_CHECKING:
    from khue.site.sample.cases import Days
    from khue.site.sample.stories import Story


def taken_in(story: Story, days: Days) -> None:
    story.applied()
    days.wait(1)
    story.accepted_for_processing()


def unanswered(story: Story, days: Days) -> None:
    """Handed in, and nobody at the counter has looked at it within its clock."""
    story.applied()


def unappraised(story: Story, days: Days) -> None:
    """With the appraiser for longer than its clock."""
    taken_in(story, days)


def undecided(story: Story, days: Days) -> None:
    """Appraised in time; the decision is overdue."""
    taken_in(story, days)
    days.wait(4)
    story.appraised(cut=9_000_000)


def decided_late(story: Story, days: Days) -> None:
    """The answer came after the promised day, and nobody said sorry."""
    taken_in(story, days)
    days.wait(18)
    story.appraised()
    days.wait(22)
    story.granted()


def decided_late_with_apology(story: Story, days: Days) -> None:
    """Form 04 went out before the promised day; the answer is late all the same."""
    taken_in(story, days)
    days.wait(15)
    story.appraised()
    days.wait(16)
    case = facts(story.dossier_id)
    assert case.due_on is not None, "it was received"
    words = "Cần xin thêm ý kiến chuyên môn về thiết bị nhập khẩu."
    asked = SendApology(story.dossier_id, case.due_on + timedelta(days=14), words, uuid4())
    dossiers.send_apology(asked, actor=days.act("decider"))
    days.wait(9)
    story.granted()


def sent_back(story: Story, days: Days) -> None:
    """The decider wants the costs looked at again; then it is granted."""
    taken_in(story, days)
    days.wait(3)
    story.appraised()
    days.wait(2)
    words = "Đơn giá hạng mục 1 chưa có báo giá thứ hai để so sánh; đề nghị thẩm định lại."
    back = DecideSupport(story.task("decision"), "back", words, once=uuid4())
    missions.decide_support(back, actor=days.act("decider"))
    days.wait(4)
    story.appraised(cut=15_000_000)
    days.wait(3)
    story.granted()


def supplemented(story: Story, days: Days) -> None:
    """Papers were asked for during the appraisal: the clock stood still, and the answer is on time."""
    taken_in(story, days)
    days.wait(2)
    story.asked_for_supplement("Hợp đồng mua sắm thiếu phụ lục kỹ thuật.", step="appraisal", persona="appraiser")
    days.wait(6)
    story.supplemented()
    days.wait(3)
    story.appraised()
    days.wait(4)
    story.granted()


def watched(setup: Actor) -> None:
    """What the worker does every five minutes: who holds an overdue task is warned, the head of unit hears of it."""
    job = replace(clock.job_actor("dossiers.watch_deadlines"), moment=setup.moment)
    for task in tasks_to_watch(job.today):
        dossiers.watch_task(task, actor=job)
