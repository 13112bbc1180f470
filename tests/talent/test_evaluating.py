"""A year before a group: report, word, conclusion, bonus, the expert's answer, contest, renewal and end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.talent import queries, usecases
from khue.features.talent.domain.commands import (
    AnswerEvaluation,
    ConcludeEvaluation,
    DraftOffer,
    EndEngagement,
    OpenEvaluation,
    SettleContest,
)
from khue.features.talent.models import Engagement, Evaluation, ExpertDue
from khue.kernel.clock import job_actor
from khue.kernel.models import Notice
from khue.site.sample import talent as sample
from tests.cast import persona
from tests.talent.stories import Story, codes, on, running, traces

pytestmark = pytest.mark.django_db


def contested(story: Story, outcome: str = "end") -> int:
    made = sample.evaluated(story.engagement, story.group, story.expert, on(280), outcome, good=outcome != "end")
    asked = AnswerEvaluation(made, False, "Dữ liệu do Sở giao chậm ba tháng.", uuid4())
    usecases.answer_evaluation(asked, actor=sample.at(story.expert, 281))
    return made


def state(evaluation: int) -> str:
    return Evaluation.objects.get(pk=evaluation).state


def test_a_year_is_evaluated_with_a_bonus_within_the_contract() -> None:
    story = running()
    made = sample.evaluated(story.engagement, story.group, story.expert, on(280), "continue", bonus=120_000_000)
    row = Evaluation.objects.get(pk=made)
    assert (row.state, row.outcome, row.verdict, bool(row.report)) == ("concluded", "continue", "approved", True)
    assert row.contest_until is not None, "the sample's legal officer has confirmed a clock"
    dues = ExpertDue.objects.filter(engagement=story.engagement, kind="bonus").order_by("no")
    assert [(due.state, due.amount, due.granted) for due in dues] == [
        ("due", 120_000_000, 120_000_000), ("planned", 200_000_000, 0),
    ]  # fmt: skip
    assert story.row.granted == 120_000_000
    sample.paid(dues[0].pk, on(285))
    assert story.row.paid == 120_000_000


def test_a_bonus_above_what_the_contract_holds_is_refused() -> None:
    story = running()
    officer = on(280)("officer")
    made = usecases.open_evaluation(
        OpenEvaluation(story.engagement, officer.today, story.group.id, uuid4()), actor=officer
    )
    with pytest.raises(Refused) as refused:
        usecases.conclude_evaluation(ConcludeEvaluation(made, "renew", "Tốt."), actor=on(280)("decider"))
    assert codes(refused) == {"flow.not_from_here"}, "not before the group has spoken"
    item = Evaluation.objects.get(pk=made).item
    assert item is not None
    sample.judged(story.group, {item: True}, on(280))
    before = traces()
    with pytest.raises(Refused) as refused:
        usecases.conclude_evaluation(ConcludeEvaluation(made, "", "", 320_000_001), actor=on(280)("decider"))
    assert codes(refused) == {"talent.bonus", "talent.outcome", "talent.ground"}
    assert traces() == before


def test_years_follow_each_other_and_one_is_open_at_a_time() -> None:
    story = running()
    officer = on(100)("officer")
    asked = OpenEvaluation(story.engagement, officer.today, story.group.id, uuid4())
    with pytest.raises(Refused) as refused:
        usecases.open_evaluation(replace(asked, until_on=officer.today + timedelta(days=1)), actor=officer)
    assert codes(refused) == {"talent.until_on"}
    first = usecases.open_evaluation(replace(asked, once=(once := uuid4())), actor=officer)
    assert usecases.open_evaluation(replace(asked, once=once), actor=officer) == first
    with pytest.raises(Refused) as refused:
        usecases.open_evaluation(replace(asked, once=uuid4()), actor=officer)
    assert "talent.another" in codes(refused)


def test_a_contest_is_settled_by_another_person() -> None:
    story = running()
    made = contested(story)
    reviewer = on(282)("reviewer")
    asked = SettleContest(made, False, "Chậm do lỗi của cơ quan.", uuid4())
    with pytest.raises(NotAllowed):
        usecases.settle_contest(asked, actor=on(282)("decider"))
    decider = on(282)("decider")
    both = replace(decider, rights=decider.rights | {"talent.review"})
    with pytest.raises(Refused) as refused:
        usecases.settle_contest(replace(asked, once=uuid4()), actor=both)
    assert codes(refused) == {"talent.four_eyes"}
    usecases.settle_contest(replace(asked, once=uuid4()), actor=reviewer)
    assert state(made) == "set_aside"
    again = sample.evaluated(story.engagement, story.group, story.expert, on(290), "continue")
    row = Evaluation.objects.get(pk=again)
    assert (row.no, row.from_on) == (2, story.row.from_on), "the same year, evaluated anew"


def test_an_end_waits_for_the_answer_and_the_contest() -> None:
    story = running()
    made = contested(story)
    asked = EndEngagement(story.engagement, "evaluation", "Theo kết luận đánh giá.", uuid4())
    with pytest.raises(Refused) as refused:
        usecases.end_engagement(asked, actor=on(282)("decider"))
    assert codes(refused) == {"talent.not_final"}
    usecases.settle_contest(SettleContest(made, True, "Kết luận đúng.", uuid4()), actor=on(283)("reviewer"))
    usecases.end_engagement(replace(asked, once=uuid4()), actor=on(284)("decider"))
    row = story.row
    assert (row.state, row.ended_cause, row.released) == ("ended", "evaluation", row.committed)
    assert Notice.objects.filter(party=story.expert.key, title_vi__contains="chấm dứt").exists()


def test_when_nobody_contests_in_time_the_conclusion_stands() -> None:
    story = running()
    made = sample.evaluated(story.engagement, story.group, story.expert, on(280), "end", good=False)
    last = Evaluation.objects.get(pk=made).contest_until
    assert last is not None
    late = (last - persona("officer").today).days + 1
    with pytest.raises(Refused) as refused:
        usecases.answer_evaluation(AnswerEvaluation(made, False, "Muộn."), actor=sample.at(story.expert, late))
    assert codes(refused) == {"talent.too_late"}
    sample.ended(story.engagement, on(late))
    assert story.row.state == "ended"


def test_a_renewal_is_a_new_version_and_the_old_one_still_pays() -> None:
    story = running()
    candidacy = story.row.offer.candidacy_id
    again = DraftOffer(candidacy, sample.terms(on(280)("officer").today, 90_000_000, 12), story.engagement, uuid4())
    with pytest.raises(Refused) as refused:
        usecases.draft_offer(again, actor=on(280)("officer"))
    assert codes(refused) == {"talent.not_ready"}
    made = sample.evaluated(story.engagement, story.group, story.expert, on(280), "renew")
    sample.agreed(made, story.expert, on(281))
    begins = on(290)("officer").today
    offer = sample.offered(candidacy, sample.terms(begins, 90_000_000, 12), on(282), story.engagement)
    second = sample.accepted(offer, story.expert, on(283))
    row = Engagement.objects.get(pk=second)
    assert (row.number, row.version, row.previous_id, row.state) == (story.row.number, 2, story.engagement, "agreed")
    assert story.row.state == "renewed"
    due = story.due().pk
    sample.handed_in(due, story.expert, on(284))
    sample.checked(due, on(284))
    assert story.due().state == "due"
    sample.concluded(second, story.line, on(285))
    assert Engagement.objects.get(pk=second).state == "running"
    assert [one.version for one in queries.engagement_card(second, story.expert).versions] == [1, 2]


def test_officers_are_reminded_once_before_the_year_is_over() -> None:
    story = running()
    assert queries.engagements_to_evaluate(persona("officer", days=300).today) == ()
    late = persona("officer", days=350)
    assert queries.engagements_to_evaluate(late.today) == (story.engagement,)
    actor = replace(job_actor("talent.watch_clocks"), moment=late.moment)
    usecases.remind_of_evaluation(story.engagement, actor=actor)
    count = Notice.objects.count()
    usecases.remind_of_evaluation(story.engagement, actor=actor)
    assert Notice.objects.count() == count
    assert queries.engagements_to_evaluate(late.today) == ()


def test_neither_a_reminder_nor_the_rendered_contract_sends_back_who_is_about_to_save() -> None:
    story = running()
    seen = story.row.revision
    usecases.render_contract(story.engagement, actor=job_actor("talent.render_contract"))
    watching = replace(job_actor("talent.watch_clocks"), moment=persona("officer", days=350).moment)
    usecases.remind_of_evaluation(story.engagement, actor=watching)
    engagement = Engagement.objects.get(pk=story.engagement)
    assert engagement.contract_file is not None
    assert engagement.reminded_on == watching.today
    assert engagement.revision == seen


def test_only_the_expert_reports_and_answers() -> None:
    story = running()
    made = sample.evaluated(story.engagement, story.group, story.expert, on(280), "continue")
    asked = AnswerEvaluation(made, True, once=uuid4())
    with pytest.raises(NotAllowed):
        usecases.answer_evaluation(asked, actor=on(281)("officer"))
    with pytest.raises(Missing):
        usecases.answer_evaluation(replace(asked, once=uuid4()), actor=on(281)("founder"))
    sample.agreed(made, story.expert, on(281))
    assert state(made) == "final"
