"""Ask for supplements, complete a step, close and open tasks for deeds of other rooms."""

from __future__ import annotations

from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.dossiers import access
from khue.features.dossiers.domain.commands import AskSupplement, CompleteStep
from khue.features.dossiers.domain.definition import ENDS
from khue.features.dossiers.domain.steps import DOSSIER, OUTCOME_OF_END, may_close_task, needs_ground
from khue.features.dossiers.events import StepCompleted, SupplementAsked
from khue.features.dossiers.models import Dossier, SupplementRequest, Task
from khue.features.dossiers.queries import definition, facts_of
from khue.features.dossiers.usecases.clock import begin_pause, open_step
from khue.features.dossiers.usecases.documents import issue
from khue.features.dossiers.usecases.parts import (
    locked_dossier,
    move,
    notify_applicant,
    open_task,
    parties_of,
)
from khue.features.dossiers.usecases.tasks.working import finish_task, sealed_once, worked_on
from khue.features.dossiers.usecases.wiring import tell_ended
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen


def request_supplement(asked: AskSupplement, *, actor: Actor) -> None:
    """Ask the applicant to add something (form 02); the clock stands still until the answer."""
    with command("dossiers.request_supplement", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, dossier, _step = worked_on(asked, deed)
        require(Decision.refuse_if_any([*sealed_once(dossier), *needs_ground(asked.ground)]))
        before_receipt = dossier.state == "submitted"
        target = DOSSIER.after(dossier.state, "ask_supplement")
        items = [item.strip() for item in asked.items if item.strip()]
        SupplementRequest.objects.create(
            dossier=dossier,
            step=task.step,
            ground=asked.ground,
            items=items,
            before_receipt=before_receipt,
            asked_by=actor.key,
            asked_on=deed.today,
        )
        begin_pause(dossier, asked.ground, deed=deed)
        if not task.assignee:
            task.assignee, task.assignee_name = actor.desk, actor.name
            task.save(update_fields=["assignee", "assignee_name"])
        move(dossier, target, deed=deed)
        deed.after(state=dossier.state, ground=asked.ground, items=items)
        deed.emit(
            SupplementAsked(
                subject=deed.subject, parties=parties_of(dossier), number=dossier.number, ground=asked.ground
            )
        )
        issue(dossier, "form-02", {"reasons": [asked.ground], "papers": items or [asked.ground]}, deed=deed)
        notify_applicant(
            dossier,
            "dossier",
            Text(f"Hồ sơ {dossier.number} cần bổ sung", f"Dossier {dossier.number} needs supplements"),
            Text(asked.ground, asked.ground),
            deed=deed,
        )
        deed.result(True)


def complete_step(asked: CompleteStep, *, actor: Actor) -> None:
    """Complete a generic step: one without a page of its room."""
    with command("dossiers.complete_step", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, _dossier, step = worked_on(asked, deed)
        if step.page or step.kind in ("check", "decide"):
            raise Refused.because(
                Reason(
                    "own_page",
                    Text(
                        f"Bước “{step.name.vi}” có trang riêng.", f"The step “{step.name.into('en')}” has its own page."
                    ),
                    Text("Mở trang của bước này để làm.", "Work on it there."),
                )
            )
        close_task(task.pk, asked.outcome, note=asked.ground, deed=deed)
        deed.result(True)


# -- doors for the rooms above -------------------------------------------------------------------------------------


def close_task(task_id: int, outcome: str, *, note: str = "", seen: int | None = None, deed: Deed) -> int:
    """Close a task inside a bigger deed and open the next step; the dossier's id.

    Checks the right and that nobody handles a case of their own. Raises Conflict, saying who was faster, when the
    task is closed already, and when ``seen`` is older than the dossier's stamp.
    """
    task, dossier = open_task(task_id, deed.actor)
    if seen is not None:
        require_seen(seen, dossier.stamp)
    procedure = definition(dossier.version_id)
    step = procedure.step(task.step)
    key = access.party_key(dossier)
    own = access.is_near(deed.actor, dossier)
    require(may_close_task(step, outcome, actor_key=deed.actor.key, applicant=key, acts_for_applicant=own))
    if dossier.state == "awaiting_supplement":
        raise Refused(DOSSIER.decision(dossier.state, "grant"))
    found = step.outcome(outcome)
    assert found is not None, "may_close_task has seen it"
    finish_task(task, outcome, note, deed=deed)
    if found.next and found.next not in ENDS:
        open_step(dossier, found.next, deed=deed)
    elif found.next in ENDS:
        _end_main_way(dossier, found.next, deed=deed)
    deed.emit(
        StepCompleted(
            subject=f"dossier:{dossier.pk}",
            parties=parties_of(dossier),
            number=dossier.number,
            step=step.name.to_json(),
            outcome=found.label.to_json(),
        )
    )
    return int(dossier.pk)


def pass_task(dossier_id: int, step: str, *, right: str, page: str, deed: Deed) -> None:
    """Lay the open task of a step before others: the same step and day, another right; pages that saw it are stale.

    For a step that two bodies take together within one clock. The deed has checked its actor. Nothing happens when
    the step has no open task, or when it lies there already.
    """
    dossier = locked_dossier(dossier_id)
    task = (
        Task.objects.select_for_update().filter(dossier=dossier, step=step, closed_at=None).exclude(right=right).first()
    )
    if task is None:
        return
    task.right, task.page, task.assignee, task.assignee_name = right, page, "", ""
    task.save(update_fields=["right", "page", "assignee", "assignee_name"])
    move(dossier, dossier.state, deed=deed)


def open_follow_task(dossier_id: int, step: str, *, subject: str, due_on: date | None = None, deed: Deed) -> int:
    """Open a follow-up step for a part of the matter (``tranche:7``); the task's id."""
    return open_step(locked_dossier(dossier_id), step, subject=subject, due=due_on, deed=deed)


def close_open_task(dossier_id: int, step: str, subject: str, outcome: str, *, note: str = "", deed: Deed) -> None:
    """Close a follow-up that another deed has made needless; nothing happens when none is open."""
    Task.objects.filter(dossier=dossier_id, step=step, subject=subject, closed_at=None).update(
        closed_at=deed.moment, closed_by=deed.actor.key, closed_by_name=deed.actor.name, outcome=outcome, note=note
    )


def _end_main_way(dossier: Dossier, end: str, *, deed: Deed) -> None:
    state = OUTCOME_OF_END[end]
    if state == "refused" and dossier.state != "refused":
        dossier.ended_on = deed.today
        move(dossier, DOSSIER.after(dossier.state, "refuse"), "ended_on", deed=deed)
        tell_ended(facts_of(dossier), "refused", deed=deed)
    elif state == "granted" and dossier.state != "granted":
        move(dossier, DOSSIER.after(dossier.state, "grant"), deed=deed)
