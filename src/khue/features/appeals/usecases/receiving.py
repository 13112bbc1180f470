"""The desk's deeds: admit or decline, hand to a second decider, extend, record the dialogue."""

from __future__ import annotations

from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.errors import require
from khue.features.appeals import access
from khue.features.appeals.domain.commands import (
    AdmitAppeal,
    AssignDecider,
    DeclineAppeal,
    ExtendAnswer,
    RecordDialogue,
)
from khue.features.appeals.domain.deciding import may_admit, may_assign, may_decline, may_extend, may_record_dialogue
from khue.features.appeals.domain.flow import APPEAL
from khue.features.appeals.domain.terms import last_day
from khue.features.appeals.events import AnswerExtended, AppealAdmitted, AppealDeclined, DeciderAssigned, DialogueHeld
from khue.features.appeals.models import Appeal, Dialogue
from khue.features.appeals.queries.rules import limits
from khue.features.appeals.usecases import papers
from khue.features.appeals.usecases.parts import (
    about,
    locked_appeal,
    notify_applicant,
    path_of,
    standing_of,
    write,
)
from khue.features.appeals.usecases.writing import LAST
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import command


def admit_appeal(asked: AdmitAppeal, *, actor: Actor) -> None:
    """Admit: the clock of the answer begins today. Where the term may be departed from, another day with its ground."""
    actor.require(access.RECEIVE)
    with command("appeals.admit_appeal", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        appeal = _received(asked.appeal_id, asked.seen)
        terms = limits(appeal.level, deed.today)
        due = last_day(deed.today, terms.answer, rulebook.calendar())
        require(
            may_admit(
                appeal.state,
                late=appeal.late,
                ground=asked.ground,
                due=due,
                asked=asked.answer_due_on,
                departure=asked.departure,
                term=terms.answer,
                today=deed.today,
            )
        )
        departs = asked.answer_due_on is not None and asked.answer_due_on != due
        chosen = asked.answer_due_on or due
        write(
            appeal,
            state=APPEAL.after(appeal.state, "admit"),
            admitted_on=deed.today,
            answered_by=actor.key,
            answered_by_name=actor.name,
            admission_ground=asked.ground.strip(),
            answer_due_on=chosen,
            departure=asked.departure.strip() if departs else "",
            sort_on=chosen or LAST,
        )
        deed.decide(terms.why, edition=rulebook.edition())
        deed.after(
            state=appeal.state, answer_due_on=str(chosen or ""), late=appeal.late, ground=appeal.admission_ground
        )
        if departs:
            deed.after(departs_from=terms.answer.id, term_day=str(due or ""), departure=appeal.departure)
        papers.issue_receipt(appeal, deed=deed)
        deed.emit(AppealAdmitted(**about(appeal), due_on=_words(chosen)))
        notify_applicant(
            appeal,
            Text(f"Khiếu nại {appeal.number} đã được thụ lý", f"Appeal {appeal.number} was admitted"),
            Text(f"Hạn giải quyết: {_words(chosen)}.", f"The answer is due on {english_day(_words(chosen))}.")
            if chosen
            else Text("Thời hạn giải quyết chưa được xác định.", "The term of the answer is not known."),
            deed=deed,
        )
        deed.result(True)


def _words(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _received(appeal_id: int, seen: int | None) -> Appeal:
    """The appeal, locked; a draft is nobody's but its writer's."""
    appeal = locked_appeal(appeal_id, seen)
    if appeal.lodged_on is None:
        raise access.no_such_appeal()
    return appeal


def decline_appeal(asked: DeclineAppeal, *, actor: Actor) -> None:
    """Not admitted, with reasons and a notice; the applicant may still go to court."""
    actor.require(access.RECEIVE)
    with command("appeals.decline_appeal", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        appeal = _received(asked.appeal_id, asked.seen)
        require(may_decline(appeal.state, asked.ground))
        ground = asked.ground.strip()
        write(
            appeal,
            state=APPEAL.after(appeal.state, "decline"),
            answered_by=actor.key,
            answered_by_name=actor.name,
            admission_ground=ground,
            ended_on=deed.today,
            sort_on=LAST,
        )
        deed.after(state=appeal.state, ground=ground)
        papers.issue_declined(appeal, deed=deed)
        deed.emit(AppealDeclined(**about(appeal)))
        notify_applicant(
            appeal,
            Text(f"Khiếu nại {appeal.number} không được thụ lý", f"Appeal {appeal.number} was not admitted"),
            Text(ground, ground),
            deed=deed,
        )
        deed.result(True)


def assign_decider(asked: AssignDecider, *, actor: Actor) -> None:
    """Hand the appeal to a second decider: nobody who decided or handled the case; the database says so too."""
    actor.require(access.RECEIVE)
    with command("appeals.assign_decider", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        appeal = _received(asked.appeal_id, None)
        able = {card.key: card for card in people.people_with_right(access.DECIDE, deed.today)}
        facts = standing_of(appeal, (asked.to,))
        require(may_assign(appeal.state, facts, has_right=asked.to in able))
        deed.before(decider=appeal.decider)
        write(
            appeal,
            decider=asked.to,
            decider_name=able[asked.to].name,
            assigned_on=deed.today,
            handlers=list(facts.handlers),
        )
        deed.after(decider=asked.to)
        deed.emit(DeciderAssigned(**about(appeal), decider=appeal.decider_name))
        if asked.to != actor.key:
            deed.notify(
                asked.to,
                "task",
                Text(f"Ông/bà được giao giải quyết khiếu nại {appeal.number}", f"Appeal {appeal.number} is yours to decide"),
                Text(f"Hạn giải quyết: {_words(appeal.answer_due_on) or 'chưa có'}.", f"Due: {english_day(_words(appeal.answer_due_on)) or 'no day yet'}."),
                path_of(appeal),
            )  # fmt: skip
        deed.result(True)


def extend_answer(asked: ExtendAnswer, *, actor: Actor) -> None:
    """The case is complex: the longer term counts from the admission, once, with the ground told to the applicant."""
    with command("appeals.extend_answer", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        appeal = _received(asked.appeal_id, None)
        _require_examiner(appeal, actor)
        start = appeal.admitted_on or deed.today
        terms = limits(appeal.level, start)
        due = last_day(start, terms.complex_answer, rulebook.calendar())
        require(may_extend(appeal.state, appeal.complex_ground, asked.ground, before=appeal.answer_due_on, after=due))
        deed.before(answer_due_on=str(appeal.answer_due_on or ""))
        write(appeal, complex_ground=asked.ground.strip(), answer_due_on=due, sort_on=due or LAST)
        deed.after(answer_due_on=str(due or ""), ground=appeal.complex_ground)
        deed.decide(terms.why, edition=rulebook.edition())
        deed.emit(AnswerExtended(**about(appeal), due_on=_words(due)))
        notify_applicant(
            appeal,
            Text(f"Gia hạn giải quyết khiếu nại {appeal.number}", f"The answer to {appeal.number} takes longer"),
            Text(
                f"Hạn mới: {_words(due)}. Lý do: {appeal.complex_ground}",
                f"New day: {english_day(_words(due))}. Ground: {appeal.complex_ground}",
            ),
            deed=deed,
        )
        deed.result(True)


def _require_examiner(appeal: Appeal, actor: Actor) -> None:
    """The decider whom the appeal was given to, or the desk that received it."""
    if appeal.decider not in actor.hands or not actor.may(access.DECIDE):
        actor.require(access.RECEIVE)


def record_dialogue(asked: RecordDialogue, *, actor: Actor) -> int:
    """Keep what was said in a dialogue with the complainant; the record's id."""
    with command("appeals.record_dialogue", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        appeal = _received(asked.appeal_id, None)
        _require_examiner(appeal, actor)
        require(may_record_dialogue(appeal.state, asked, since=appeal.lodged_on, today=deed.today))
        record = Dialogue.objects.create(
            appeal=appeal,
            held_on=asked.held_on,
            place=asked.place.strip(),
            present=asked.present.strip(),
            summary=asked.summary.strip(),
            recorded_by=actor.key,
            recorded_by_name=actor.name,
            recorded_at=deed.moment,
        )
        write(appeal)
        deed.after(dialogue=record.pk, held_on=str(asked.held_on))
        deed.personal(present=record.present, summary=record.summary)
        deed.emit(DialogueHeld(**about(appeal), held_on=_words(asked.held_on)))
        deed.result(record.pk)
        return int(record.pk)
