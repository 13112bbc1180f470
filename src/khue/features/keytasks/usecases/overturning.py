"""What a decision on an appeal does to a key task: inside the deed that decides, whole or not at all. No money is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from khue.core.bilingual import Text
from khue.core.days import english_day, format_day
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.features.appeals.usecases import Consequence, Matter, Overturn, Ruled, Wiring
from khue.features.dossiers.usecases import annul_dossier, restore_dossier
from khue.features.keytasks import access
from khue.features.keytasks.domain.recognition import KEY_TASK, last_day_of
from khue.features.keytasks.events import RecognitionRevised
from khue.features.keytasks.models import Benefit, Examination, Filing, KeyTask, Withdrawal, YearlyReport
from khue.features.keytasks.queries.rules import decider_answer, last_day_by_law
from khue.features.keytasks.usecases.deciding import begin_benefits, set_recognised
from khue.features.keytasks.usecases.parts import (
    about,
    drop_reports,
    end_benefits,
    give_benefits,
    locked_of,
    move,
    open_period,
)
from khue.features.rulebook.usecases import keep_ruling
from khue.kernel.deeds import Deed


def appeal_wiring() -> Wiring:
    """Called by ``site``: joins this room to the appeals against decisions on key tasks."""
    return Wiring(matter, foresee, overturn, handlers, nothing_to_hold, nothing_to_hold, rule_anew)


def matter(dossier_id: int, today: date) -> Matter:
    """Nothing is paid here: the decider is asked for no amount."""
    return Matter(asked=0, granted=None, paid=0, needs_budget_line=False, sums=False)


def _task_of(dossier_id: int) -> KeyTask:
    found = KeyTask.objects.filter(dossier_id=dossier_id).first()
    if found is None:
        raise access.no_such_key_task()
    return found


def handlers(dossier_id: int) -> tuple[str, ...]:
    """Who examined, decided, checked a report, proposed or settled a withdrawal."""
    task = _task_of(dossier_id)
    keys = [task.decided_by]
    for one, two in Examination.objects.filter(key_task=task).values_list("examiner", "examiner_for"):
        keys += [one, two]
    for row in Withdrawal.objects.filter(key_task=task).values_list("proposed_by", "proposed_for", "decided_by"):
        keys += row
    keys += Filing.objects.filter(report__key_task=task).values_list("checked_by", flat=True)
    return tuple(dict.fromkeys(key for key in keys if key))


def foresee(wanted: Overturn, today: date) -> Sequence[Consequence]:
    """What would follow; raises Refused when the key task is in no state for it."""
    task = _task_of(wanted.dossier_id)
    require(_may(task, wanted, today))
    return _consequences(task, wanted, today)


def _may(task: KeyTask, wanted: Overturn, today: date) -> Decision:
    verb = "annul" if wanted.outcome == "annulled" else "restore"
    reasons = list(KEY_TASK.decision(task.state, verb).reasons)
    if verb == "restore" and not reasons and _last_day(task, today) < today:
        reasons.append(
            Reason(
                "over",
                Text("Thời hạn công nhận đã qua, không thể khôi phục.", "The time of the recognition is over."),
                Text("Mời ông/bà chọn kết quả khác.", "Choose another outcome."),
            )
        )
    return Decision.refuse_if_any(reasons)


def _last_day(task: KeyTask, today: date) -> date:
    """A recognition that was withdrawn goes on until its own day; one that was refused gets the law's, else that of the task."""
    if task.until_on is not None:
        return last_day_of(task.until_on)
    return last_day_by_law(today) or task.ends_on or today


def _consequences(task: KeyTask, wanted: Overturn, today: date) -> tuple[Consequence, ...]:
    if wanted.outcome == "annulled":
        return (
            Consequence(
                "ends",
                Text(
                    "Việc công nhận và các chính sách được hưởng chấm dứt từ hôm nay.",
                    "The recognition and its benefits end today.",
                ),
            ),
        )
    last = f"{_last_day(task, today):%d/%m/%Y}"
    if task.state == "withdrawn" and task.ended_on:
        text = Text(
            f"Nhiệm vụ tiếp tục được công nhận đến hết ngày {last}; chính sách được hưởng liên tục từ ngày {task.ended_on:%d/%m/%Y}.",
            f"The recognition goes on until {english_day(last)}; its benefits run on from {format_day(task.ended_on, 'en')} without a gap.",
        )
    else:
        text = Text(
            f"Nhiệm vụ được công nhận từ hôm nay đến hết ngày {last}.",
            f"The task is recognised from today until {english_day(last)}.",
        )
    return (Consequence("recognised", text),)


def overturn(wanted: Overturn, *, deed: Deed) -> Sequence[Consequence]:
    """Change the key task. Raises Refused when its state does not allow it."""
    task = _locked(wanted.dossier_id, deed)
    require(_may(task, wanted, deed.today))
    said = _consequences(task, wanted, deed.today)
    deed.before(key_task=task.pk, key_task_state=task.state)
    if wanted.outcome == "annulled":
        move(task, state=KEY_TASK.after(task.state, "annul"), ended_on=deed.today)
        end_benefits(task, f"Khiếu nại {wanted.number}", deed=deed)
        drop_reports(task)
        annul_dossier(task.dossier_id, wanted.number, deed=deed)
    else:
        _restore(task, wanted, deed)
    deed.after(key_task_state=task.state)
    deed.emit(RecognitionRevised(**about(task), outcome=wanted.outcome, appeal=wanted.number))
    return said


def _locked(dossier_id: int, deed: Deed) -> KeyTask:
    """Locked, with the appeal still the subject of the deed."""
    subject = deed.subject
    task = locked_of(dossier_id, deed)
    deed.subject = subject
    deed.about(f"key_task:{task.pk}")
    return task


def _restore(task: KeyTask, wanted: Overturn, deed: Deed) -> None:
    ended = task.ended_on if task.state == "withdrawn" else None
    last_day = _last_day(task, deed.today)
    if ended is None:
        set_recognised(task, last_day, Decision.grant(binding=decider_answer(deed.today).binding), deed)
        move(task, basis_vi=wanted.decided.vi, basis_en=wanted.decided.into("en"))
        begin_benefits(task, deed.today, wanted.number, deed=deed)
    else:
        move(task, state=KEY_TASK.after(task.state, "restore"), ended_on=None)
        assert task.until_on is not None, "it was recognised once"
        # A withdrawal that was annulled took nothing away: the benefits run on from the day on which they were ended.
        if not Benefit.objects.filter(key_task=task, ended_on=None).exists():
            give_benefits(task, ended, task.until_on, wanted.number, deed=deed)
        YearlyReport.objects.filter(key_task=task, state="dropped").update(state="open")
        if not task.reports.exists():
            open_period(task, task.decided_on or ended, deed=deed)
    restore_dossier(task.dossier_id, deed=deed)


def rule_anew(dossier_id: int, *, deed: Deed) -> Ruled:
    """Who recognises, by the law of today; kept with the new decision."""
    answer = decider_answer(deed.today)

    def keep(decision: int) -> None:
        keep_ruling(f"decision:{decision}", answer, deed=deed)

    return Ruled(answer.binding, keep)


def nothing_to_hold(dossier_id: int, ground: str, *, deed: Deed) -> None:
    """A recognition under appeal goes on: nothing is paid that could be held."""
