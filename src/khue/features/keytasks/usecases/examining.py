"""The conditions are checked, and a council is asked where the examiner wants its opinion (pol:P3)."""

from __future__ import annotations

from khue.core.actor import CITY_ZONE, Actor
from khue.core.decision import Decision
from khue.core.errors import require
from khue.features.councils import queries as councils
from khue.features.councils.domain.commands import ItemParty, PutItem
from khue.features.councils.usecases.items import put
from khue.features.dossiers.queries import facts
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.dossiers.usecases import close_task
from khue.features.keytasks import access
from khue.features.keytasks.domain.commands import ExamineTask, PutBeforeCouncil, RecordOpinion
from khue.features.keytasks.domain.recognition import (
    CONDITIONS,
    KEY_TASK,
    council_decides,
    may_examine,
    may_put,
    may_record_opinion,
    subject_of,
    task_of_subject,
)
from khue.features.keytasks.events import OpinionRecorded, TaskExamined
from khue.features.keytasks.models import CouncilOpinion, Examination, KeyTask
from khue.features.keytasks.usecases.parts import about, is_near, locked_key_task, move, worked_on
from khue.kernel.deeds import command


def examine_task(asked: ExamineTask, *, actor: Actor) -> None:
    """Say of each condition whether it is met; then it goes before the decider, or before a council first."""
    actor.require(access.EXAMINE)
    with command("keytasks.examine_task", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        desk_task, task = worked_on(asked.task_id, "examination", asked.seen, deed)
        require(may_examine(task.state, asked))
        deed.before(state=task.state)
        found = {code: {"met": asked.found[code].met, "note": asked.found[code].note.strip()} for code in CONDITIONS}
        Examination.objects.create(
            key_task=task,
            found=found,
            to_council=asked.ask_council,
            note=asked.note.strip(),
            examiner=actor.key,
            examiner_for=actor.stands_in_for,
            examiner_name=actor.name,
            at=deed.moment,
        )
        verb, outcome = ("ask_council", "council") if asked.ask_council else ("examine", "examined")
        # Valid receipt froze the law day; until then the day of handing in stood for it.
        law_day = facts(task.dossier_id).law_day or task.law_day
        move(task, state=KEY_TASK.after(task.state, verb), law_day=law_day)
        close_task(desk_task.id, outcome, note=asked.note, deed=deed)
        deed.after(state=task.state, found=found)
        deed.emit(TaskExamined(**about(task)))
        deed.result(True)


def put_before_council(asked: PutBeforeCouncil, *, actor: Actor) -> int:
    """Lay the task before a council of the system; the item's id. The desk's task waits until the council has decided."""
    actor.require(access.EXAMINE)
    with command("keytasks.put_before_council", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        _desk_task, task = worked_on(asked.task_id, "council", asked.seen, deed)
        near = is_near(task, actor)
        require(may_put(task.state, _under_way(task), near))
        title = f"Công nhận nhiệm vụ trọng điểm {task.dossier_number}: {task.title}"
        parties = (ItemParty(access.party_key(task), "applicant"),)
        item = put(PutItem(asked.council_id, title, parties, subject_of(task.pk), task.field), deed=deed)
        move(task)
        deed.about(f"council:{asked.council_id}")
        deed.after(item=item, council=asked.council_id)
        deed.result(item)
        return item


def _under_way(task: KeyTask) -> str:
    """The council that has the task before it now, empty without one."""
    found = councils.verdicts_about([subject_of(task.pk)]).get(subject_of(task.pk), ())
    return next((one.council for one in found if not one.outcome), "")


def follow_verdict(item_id: int, *, actor: Actor) -> None:
    """What the council said becomes the opinion. Repeated, or told of another's item, it writes nothing.

    For the job that hears ``councils.item_decided``: it asks the council's own record, so that late or doubled news is harmless.
    """
    verdict = councils.verdict_of(item_id)
    number = task_of_subject(verdict.subject) if verdict else 0
    if verdict is None or not number or verdict.outcome not in ("approved", "refused") or verdict.decided_at is None:
        return
    with command("keytasks.follow_verdict", actor) as deed:
        task = locked_key_task(number, deed)
        if task.state != "before_council" or CouncilOpinion.objects.filter(item=item_id).exists():
            deed.nothing_done()
            return
        favours = verdict.outcome == "approved"
        said = verdict.conclusion or (verdict.outcome_words.vi if verdict.outcome_words else "")
        deed.before(state=task.state)
        CouncilOpinion.objects.create(
            key_task=task,
            council=verdict.council,
            met_on=verdict.decided_at.astimezone(CITY_ZONE).date(),
            minutes=verdict.council_number,
            favours=favours,
            conclusion=said,
            item=item_id,
            recorded_by=deed.actor.key,
            at=deed.moment,
        )
        move(task, state=KEY_TASK.after(task.state, "advise"))
        close_task(open_task_of(dossier_id=task.dossier_id, step="council").id, "advised", note=said[:1000], deed=deed)
        deed.about(f"council:{verdict.council_id}")
        deed.after(state=task.state, favours=favours, item=item_id)
        deed.emit(OpinionRecorded(**about(task)))


def record_opinion(asked: RecordOpinion, *, actor: Actor) -> None:
    """What the council said, from its minutes; the decision comes next."""
    actor.require(access.EXAMINE)
    with command("keytasks.record_opinion", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        desk_task, task = worked_on(asked.task_id, "council", asked.seen, deed)
        may = may_record_opinion(task.state, asked, deed.today)
        waits = _under_way(task)
        require(Decision.refuse_if_any([*may.reasons, *([council_decides(waits)] if waits else [])]))
        assert asked.met_on is not None, "may_record_opinion has seen it"
        deed.before(state=task.state)
        CouncilOpinion.objects.create(
            key_task=task,
            council=asked.council.strip(),
            met_on=asked.met_on,
            minutes=asked.minutes.strip(),
            favours=bool(asked.favours),
            conclusion=asked.conclusion.strip(),
            recorded_by=actor.key,
            at=deed.moment,
        )
        move(task, state=KEY_TASK.after(task.state, "advise"))
        close_task(desk_task.id, "advised", note=asked.conclusion, deed=deed)
        deed.after(state=task.state, favours=bool(asked.favours), minutes=asked.minutes.strip())
        deed.emit(OpinionRecorded(**about(task)))
        deed.result(True)
