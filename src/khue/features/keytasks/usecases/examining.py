"""The conditions are checked, and a council is asked where the examiner wants its opinion (pol:P3)."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.errors import require
from khue.features.dossiers.queries import facts
from khue.features.dossiers.usecases import close_task
from khue.features.keytasks import access
from khue.features.keytasks.domain.commands import ExamineTask, RecordOpinion
from khue.features.keytasks.domain.recognition import CONDITIONS, KEY_TASK, may_examine, may_record_opinion
from khue.features.keytasks.events import OpinionRecorded, TaskExamined
from khue.features.keytasks.models import CouncilOpinion, Examination
from khue.features.keytasks.usecases.parts import about, move, worked_on
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


def record_opinion(asked: RecordOpinion, *, actor: Actor) -> None:
    """What the council said, from its minutes; the decision comes next."""
    actor.require(access.EXAMINE)
    with command("keytasks.record_opinion", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        desk_task, task = worked_on(asked.task_id, "council", asked.seen, deed)
        require(may_record_opinion(task.state, asked, deed.today))
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
