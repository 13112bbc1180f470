"""The yearly evaluation by a group, its conclusion, the expert's answer, and the end of an engagement."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import require
from khue.features.councils import queries as councils
from khue.features.councils import usecases as council_deeds
from khue.features.councils.domain.commands import ItemParty, PutItem
from khue.features.talent import access
from khue.features.talent.domain.commands import (
    AnswerEvaluation,
    CloseEngagement,
    ConcludeEvaluation,
    EndEngagement,
    OpenEvaluation,
    ReportYear,
    SettleContest,
)
from khue.features.talent.domain.engagements import (
    may_answer_evaluation,
    may_close,
    may_conclude_evaluation,
    may_end,
    may_open_evaluation,
    may_settle,
)
from khue.features.talent.domain.reasons import missing_text
from khue.features.talent.domain.words import (
    BONUS,
    END_GROUNDS,
    ENGAGEMENT,
    EVALUATION,
    EVALUATION_SUBJECT,
    OUTCOMES,
    RESULT,
)
from khue.features.talent.events import EngagementEnded, EvaluationMoved
from khue.features.talent.models import Engagement, Evaluation, ExpertDue
from khue.features.talent.queries import rules
from khue.features.talent.queries.facts import bonus_left, ending_stands, last_evaluated
from khue.features.talent.usecases.dues import drop_open, grant, release_rest
from khue.features.talent.usecases.parts import (
    about,
    held_engagement,
    locked_engagement,
    locked_evaluation,
    tell,
    tell_person,
    tell_right,
    write,
)
from khue.kernel.deeds import Deed, command


def open_evaluation(asked: OpenEvaluation, *, actor: Actor) -> int:
    """A year of an engagement comes before a council as the evaluation group; the evaluation's id."""
    actor.require(access.SELECT)
    with command("talent.open_evaluation", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        engagement = locked_engagement(asked.engagement_id, deed, asked.seen)
        access.require_open(actor, engagement.person_id)
        last, since = last_evaluated(engagement)
        another = engagement.evaluations.filter(state__in=("open", "judged", "contested")).exists()
        require(may_open_evaluation(engagement.state, engagement.from_on, asked.until_on, since, another, deed.today))
        councils.council(asked.council_id)
        row = Evaluation.objects.create(
            engagement=engagement,
            no=last + 1,
            from_on=since,
            until_on=asked.until_on,
            council=asked.council_id,
            opened_by=actor.key,
            opened_at=deed.moment,
        )
        item = council_deeds.put(
            PutItem(
                asked.council_id,
                f"Đánh giá chuyên gia {engagement.number}, lần {row.no}",
                (ItemParty(access.key_of(engagement.person_id), "applicant"),),
                f"{EVALUATION_SUBJECT}:{row.pk}",
                engagement.need.profile.field,
            ),
            deed=deed,
        )
        write(row, item=item)
        deed.about(f"council:{asked.council_id}")
        deed.after(evaluation=row.no, from_on=str(row.from_on), until_on=str(row.until_on), council=asked.council_id)
        _moved(engagement, row, deed, Text("bắt đầu", "begun"))
        title = Text(f"Đánh giá hằng năm: {engagement.need.title}", f"Yearly evaluation: {engagement.need.title}")
        body = Text("Mời ông/bà gửi báo cáo công việc trong năm.", "Please hand in your own report of the year.")
        tell_person(engagement.person_id, title, body, deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def _moved(engagement: Engagement, row: Evaluation, deed: Deed, says: Text) -> None:
    deed.emit(EvaluationMoved(**about(engagement), evaluation=row.no, says=says.vi, says_en=says.into("en")))


def report_year(asked: ReportYear, *, actor: Actor) -> None:
    """The expert's own account, until the conclusion."""
    with command("talent.report_year", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        engagement, row = locked_evaluation(asked.evaluation_id, deed)
        access.require_expert(actor, engagement)
        faults = list(missing_text(asked.report, "report", Text("nội dung báo cáo", "report")))
        if row.state not in ("open", "judged"):
            faults += EVALUATION.decision(row.state, "judge").reasons
        require(Decision.refuse_if_any(faults))
        deed.before(evaluation=row.no, reported=bool(row.report))
        write(row, report=asked.report.strip())
        deed.after(evaluation=row.no, reported=True)
        _moved(engagement, row, deed, Text("chuyên gia đã báo cáo", "the expert has reported"))
        deed.result(True)


def follow_evaluation(evaluation_id: int, outcome: str, words: str, *, actor: Actor) -> None:
    """The group's word on a year. Repeated, it finds everything done; put off, it changes nothing."""
    actor.require(access.FOLLOW_COUNCIL_JOB)
    if outcome not in ("approved", "refused") or not Evaluation.objects.filter(pk=evaluation_id).exists():
        return
    with command("talent.follow_evaluation", actor) as deed:
        engagement, row = locked_evaluation(evaluation_id, deed)
        if not EVALUATION.may(row.state, "judge"):
            deed.nothing_done()
            return
        deed.before(evaluation=row.no, state=row.state)
        write(row, state=EVALUATION.after(row.state, "judge"), verdict=outcome, verdict_words=words[:2000])
        deed.after(evaluation=row.no, state=row.state, verdict=outcome)
        _moved(engagement, row, deed, Text("tổ đánh giá đã có ý kiến", "the group has spoken"))
        title = Text(
            f"Đánh giá chờ kết luận: {engagement.need.title}", f"An evaluation to conclude: {engagement.need.title}"
        )
        tell_right(access.APPROVE, title, Text(words[:200], words[:200]), _path(engagement), deed=deed)


def conclude_evaluation(asked: ConcludeEvaluation, *, actor: Actor) -> None:
    """Go on, renew or end, with the ground; the bonus of the year is owed at once, within the contract's ceiling."""
    actor.require(access.APPROVE)
    with command("talent.conclude_evaluation", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        engagement, row = locked_evaluation(asked.evaluation_id, deed, asked.seen)
        access.require_open(actor, engagement.person_id)
        near = actor.is_near(access.key_of(engagement.person_id))
        require(may_conclude_evaluation(row.state, near, asked, bonus_left(engagement)))
        deed.before(evaluation=row.no, state=row.state)
        write(
            row,
            state=EVALUATION.after(row.state, "conclude"),
            outcome=asked.outcome,
            ground=asked.ground.strip(),
            bonus=asked.bonus,
            concluded_by=actor.key,
            concluded_by_name=actor.name,
            concluded_on=deed.today,
            contest_until=rules.due(rules.CONTEST_CLOCK, deed.today),
        )
        if asked.bonus:
            _grant_bonus(engagement, asked.bonus, deed)
        deed.after(evaluation=row.no, state=row.state, outcome=row.outcome, bonus=row.bonus, ground=row.ground)
        says = OUTCOMES[row.outcome]
        _moved(engagement, row, deed, Text(f"kết luận {says.vi}", f"conclusion: {says.into('en')}"))
        title = Text(f"Kết luận đánh giá: {says.vi}", f"Conclusion of the evaluation: {says.into('en')}")
        tell_person(engagement.person_id, title, Text(row.ground, row.ground), deed=deed)
        deed.result(True)


def _grant_bonus(engagement: Engagement, amount: int, deed: Deed) -> None:
    """The bonus is taken out of the contract's line; what is left of it stays for the next year."""
    row = engagement.dues.select_for_update().get(kind=BONUS, state="planned")
    if amount < row.amount:
        last = engagement.dues.order_by("-no").values_list("no", flat=True)[0]
        ExpertDue.objects.create(
            engagement=engagement,
            no=last + 1,
            kind=BONUS,
            title=row.title,
            due_on=row.due_on,
            amount=row.amount - amount,
        )
        row.amount = amount
        row.save(update_fields=["amount"])
    grant(engagement, row, amount, "grant", deed)


def answer_evaluation(asked: AnswerEvaluation, *, actor: Actor) -> None:
    """The expert agrees, or asks for another look."""
    with command("talent.answer_evaluation", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        engagement, row = locked_evaluation(asked.evaluation_id, deed)
        access.require_expert(actor, engagement)
        require(may_answer_evaluation(row.state, asked, row.contest_until, deed.today))
        deed.before(evaluation=row.no, state=row.state)
        step = "agree" if asked.agrees else "contest"
        write(row, state=EVALUATION.after(row.state, step), answer=asked.words.strip(), answered_at=deed.moment)
        deed.after(evaluation=row.no, state=row.state)
        says = EVALUATION.label(row.state)
        _moved(engagement, row, deed, says)
        right = access.SELECT if asked.agrees else access.REVIEW
        title = Text(f"Đánh giá: {says.vi}", f"Evaluation: {says.into('en')}")
        tell_right(right, title, Text(row.answer, row.answer) if row.answer else says, _path(engagement), deed=deed)
        deed.result(True)


def settle_contest(asked: SettleContest, *, actor: Actor) -> None:
    """Another person looks again: the conclusion stands, or the year is evaluated anew."""
    actor.require(access.REVIEW)
    with command("talent.settle_contest", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        engagement, row = locked_evaluation(asked.evaluation_id, deed, asked.seen)
        access.require_open(actor, engagement.person_id)
        near = actor.is_near(access.key_of(engagement.person_id))
        require(may_settle(row.state, (row.concluded_by,), actor.hands, near, asked))
        deed.before(evaluation=row.no, state=row.state)
        step = "uphold" if asked.upheld else "set_aside"
        write(
            row,
            state=EVALUATION.after(row.state, step),
            settled_by=actor.key,
            settled_by_name=actor.name,
            settled_ground=asked.ground.strip(),
        )
        deed.after(evaluation=row.no, state=row.state, ground=row.settled_ground)
        says = EVALUATION.label(row.state)
        _moved(engagement, row, deed, says)
        title = Text(f"Đề nghị xem lại đánh giá: {says.vi}", f"Your contest of the evaluation: {says.into('en')}")
        tell_person(engagement.person_id, title, Text(row.settled_ground, row.settled_ground), deed=deed)
        tell((row.concluded_by,), title, Text(row.settled_ground, row.settled_ground), _path(engagement), deed=deed)
        deed.result(True)


def end_engagement(asked: EndEngagement, *, actor: Actor) -> None:
    """The contract ends: what was accepted is still paid, the rest is dropped and its money goes back to its line."""
    actor.require(access.APPROVE)
    with command("talent.end_engagement", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_engagement(asked.engagement_id, deed, asked.seen)
        access.require_open(actor, row.person_id)
        waiting = row.dues.filter(state="handed_in").count()
        near = actor.is_near(access.key_of(row.person_id))
        require(may_end(row.state, near, asked, ending_stands(row, deed.today), waiting))
        deed.before(state=row.state, committed=row.committed, released=row.released)
        concluded = row.state == "running"
        write(
            row,
            state=ENGAGEMENT.after(row.state, "end"),
            ended_on=deed.today,
            ended_cause=asked.cause,
            ended_ground=asked.ground.strip(),
        )
        drop_open(row)
        freed = release_rest(row, deed) if concluded else 0
        deed.after(state=row.state, cause=row.ended_cause, ground=row.ended_ground, released=freed)
        says = END_GROUNDS[asked.cause]
        what = Text(f"chấm dứt {says.vi}", f"ended {says.into('en')}")
        deed.emit(EngagementEnded(**about(row), says=what.vi, says_en=what.into("en")))
        title = Text(f"Hợp đồng {row.number} chấm dứt", f"Contract {row.number} has ended")
        tell_person(row.person_id, title, Text(row.ended_ground, row.ended_ground), deed=deed)
        deed.result(True)


def close_engagement(asked: CloseEngagement, *, actor: Actor) -> None:
    """Every result is accepted: the rest is dropped, its money goes back to its line, the contract is completed."""
    actor.require(access.SELECT)
    with command("talent.close_engagement", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked_engagement(asked.engagement_id, deed, asked.seen)
        access.require_open(actor, row.person_id)
        open_results = row.dues.filter(kind=RESULT, state__in=("planned", "handed_in")).count()
        waiting = row.dues.filter(state="handed_in").count()
        require(may_close(row.state, open_results, waiting, actor.is_near(access.key_of(row.person_id))))
        deed.before(state=row.state, released=row.released)
        if row.state == "running":
            write(row, state=ENGAGEMENT.after(row.state, "complete"))
        drop_open(row)
        freed = release_rest(row, deed)
        deed.after(state=row.state, released=freed)
        what = Text("đã hoàn thành", "completed")
        deed.emit(EngagementEnded(**about(row), says=what.vi, says_en=what.into("en")))
        deed.result(True)


def remind_of_evaluation(engagement_id: int, *, actor: Actor) -> None:
    """A year has nearly passed without an evaluation: the officers hear of it once a year."""
    actor.require(access.CLOCK_JOB)
    with command("talent.remind_of_evaluation", actor) as deed:
        row = held_engagement(engagement_id, deed)
        _last, since = last_evaluated(row)
        if row.state != "running" or (row.reminded_on is not None and row.reminded_on > since):
            deed.nothing_done()
            return
        write(row, reminded_on=deed.today)
        deed.after(reminded_on=str(deed.today))
        title = Text(f"Đến kỳ đánh giá chuyên gia: {row.need.title}", f"An expert is to be evaluated: {row.need.title}")
        body = Text(f"Hợp đồng {row.number}.", f"Contract {row.number}.")
        tell_right(access.SELECT, title, body, _path(row), deed=deed)


def _path(engagement: Engagement) -> str:
    return f"/talent/engagements/{engagement.pk}/"
