"""The staff's deeds on a task: take, hand over, complete, accept, refuse, ask for supplements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, Refused, require
from khue.features.dossiers import access
from khue.features.dossiers.domain.clocks import case_due, received_on
from khue.features.dossiers.domain.commands import AskSupplement, CompleteStep, HandOver, PutBack, TakeTask
from khue.features.dossiers.domain.definition import END_RETURNED, ENDS, Procedure, Step
from khue.features.dossiers.domain.steps import DOSSIER, OUTCOME_OF_END, may_close_task, may_receive, needs_ground
from khue.features.dossiers.events import DossierReceived, ReceiptRefused, StepCompleted, SupplementAsked
from khue.features.dossiers.models import Dossier, SupplementRequest, Task
from khue.features.dossiers.queries import definition, facts_of, terms_on
from khue.features.dossiers.usecases.clock import begin_pause, open_step
from khue.features.dossiers.usecases.documents import issue
from khue.features.dossiers.usecases.parts import (
    locked_dossier,
    move,
    notify_applicant,
    open_task,
    parties_of,
    require_not_own_case,
)
from khue.features.dossiers.usecases.wiring import tell_ended
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen

PARTY = re.compile(r"party:[0-9]{1,18}")
CUTOFF = "onestop.same_day_cutoff"


def take_task(asked: TakeTask, *, actor: Actor) -> None:
    """Take a free task. Taking one's own again does nothing; somebody else's is a Conflict that names them."""
    with command("dossiers.take_task", actor, subject=f"task:{asked.task_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        task, dossier = open_task(asked.task_id, actor, reading=False)
        require_not_own_case(dossier, actor)
        if task.assignee == actor.desk:
            deed.nothing_done()
            return
        people.require_unrestricted(actor, access.party_key(dossier))
        if task.assignee:
            raise Conflict(
                Text(f"{task.assignee_name} đã nhận việc này.", f"{task.assignee_name} has taken this task."),
                Text(
                    "Chọn việc khác, hoặc đề nghị chuyển việc.", "Choose another task, or ask for it to be handed over."
                ),
            )
        # A deputy takes it onto the absent colleague's desk, where it stays after the return.
        task.assignee, task.assignee_name = actor.desk, actor.name
        task.save(update_fields=["assignee", "assignee_name"])
        deed.after(task=task.pk, step=task.step, dossier=dossier.number, assignee=actor.desk)


def hand_over_task(asked: HandOver, *, actor: Actor) -> None:
    """Hand a task to a colleague who holds its right, with the ground."""
    actor.require(access.HAND_OVER)
    with command("dossiers.hand_over_task", actor, subject=f"task:{asked.task_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        task, dossier = open_task(asked.task_id, actor, reading=False)
        require(
            Decision.refuse_if_any([*needs_ground(asked.ground), *_receiver_reasons(task, dossier, asked.to, deed)])
        )
        deed.before(assignee=task.assignee)
        task.assignee, task.assignee_name = asked.to, people.party(asked.to).name
        task.save(update_fields=["assignee", "assignee_name"])
        deed.after(task=task.pk, dossier=dossier.number, assignee=asked.to, ground=asked.ground)
        if asked.to != actor.key:
            deed.notify(
                asked.to,
                "task",
                Text(
                    f"Ông/bà được giao việc: {task.name_vi}, {dossier.number}",
                    f"You were handed: {task.name_en or task.name_vi}, {dossier.number}",
                ),
                Text(asked.ground, asked.ground),
                f"/desk/tasks/{task.pk}/",
            )


def _receiver_reasons(task: Task, dossier: Dossier, to: str, deed: Deed) -> Iterator[Reason]:
    """Why this colleague can't get the task: no right for it, or on the applicant's side."""
    rights = people.rights_of_each([to], deed.today).get(to, frozenset()) if PARTY.fullmatch(to) else frozenset()
    if task.right not in rights:
        yield Reason(
            "no_right",
            Text("Người này không có quyền làm việc đó.", "This person does not hold the right for the task."),
            Text("Chọn người trong danh sách.", "Choose somebody from the list."),
            "to",
        )
        return
    applicant = access.party_key(dossier)
    reason = may_receive(True, applicant == to or applicant in people.near_parties(to, deed.today))
    if reason is not None:
        yield replace(reason, field="to")


def put_back_task(asked: PutBack, *, actor: Actor) -> None:
    """Back to the queue of the unit, with the ground. What lies there already stays there without a record.

    The own task, or with the right to hand over a colleague's, who then hears of it.
    """
    with command("dossiers.put_back_task", actor, subject=f"task:{asked.task_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        task, dossier = open_task(asked.task_id, actor, reading=False)
        if not task.assignee:
            deed.nothing_done()
            return
        if task.assignee != actor.desk:
            actor.require(access.HAND_OVER)
        require(Decision.refuse_if_any(needs_ground(asked.ground)))
        holder = task.assignee
        task.assignee, task.assignee_name = "", ""
        task.save(update_fields=["assignee", "assignee_name"])
        deed.before(assignee=holder)
        deed.after(task=task.pk, dossier=dossier.number, assignee=None, ground=asked.ground)
        if holder != actor.key:
            deed.notify(
                holder,
                "task",
                Text(
                    f"Việc của ông/bà đã về hàng chờ: {task.name_vi}, {dossier.number}",
                    f"A task of yours is back in the queue: {task.name_en or task.name_vi}, {dossier.number}",
                ),
                Text(asked.ground, asked.ground),
                f"/desk/tasks/{task.pk}/",
            )


def accept_for_processing(asked: CompleteStep, *, actor: Actor) -> None:
    """The dossier is complete: valid receipt fixes version, law day and promised day, and form 01 is issued."""
    with command("dossiers.accept_for_processing", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, dossier, step = _worked_on(asked, deed)
        _require_kind(step, "check")
        procedure = definition(dossier.version_id)
        outcome = next((o for o in step.outcomes if o.next not in ENDS and o.next), None)
        if outcome is None:
            raise _no_such_outcome(step)
        calendar = rulebook.calendar()
        cutoff = _cutoff(procedure, deed.today)
        dossier.received_on = received_on(deed.moment, same_day=procedure.same_day, cutoff=cutoff, calendar=calendar)
        dossier.law_day = dossier.received_on
        terms = terms_on(procedure, dossier.law_day)
        dossier.due_on = dossier.promised_on = case_due(procedure, dossier.received_on, terms, calendar)
        target = DOSSIER.after(dossier.state, "accept")
        move(dossier, target, "received_on", "law_day", "due_on", "promised_on", deed=deed)
        _finish(task, outcome.key, asked.ground, deed=deed)
        open_step(dossier, outcome.next, deed=deed)
        due = f"{dossier.due_on:%d/%m/%Y}" if dossier.due_on else ""
        deed.after(state=dossier.state, law_day=str(dossier.law_day), due_on=str(dossier.due_on or ""))
        deed.emit(DossierReceived(subject=deed.subject, parties=parties_of(dossier), number=dossier.number, due_on=due))
        issue(
            dossier,
            "form-01",
            {"due_on": str(dossier.due_on) if dossier.due_on else None, "received_on": str(dossier.received_on)},
            deed=deed,
        )
        notify_applicant(
            dossier,
            "dossier",
            Text(f"Hồ sơ {dossier.number} đã được tiếp nhận", f"Dossier {dossier.number} was accepted for processing"),
            Text(
                f"Hẹn trả kết quả ngày {due}." if due else dossier.title,
                f"The result is due on {due}." if due else dossier.title,
            ),
            deed=deed,
        )
        deed.result(True)


def _sealed_once(dossier: Dossier) -> Iterator[Reason]:
    """What was opened in public stays as it was handed in: all who answered the call are equal."""
    if dossier.envelope:
        yield Reason(
            "in_envelope",
            Text(
                "Đề xuất đã mở không được bổ sung, để mọi đơn vị tham gia bình đẳng.",
                "A proposal that was opened is not supplemented: all who take part are equal.",
            ),
            Text("Mời ông/bà kết luận hợp lệ hoặc không hợp lệ.", "Find it in order, or not in order."),
        )


def _cutoff(procedure: Procedure, today: date) -> time | None:
    return rulebook.parameter(CUTOFF, today).hour if procedure.same_day else None


def refuse_receipt(asked: CompleteStep, *, actor: Actor) -> None:
    """The dossier cannot be taken in (form 03), with the ground and the way out."""
    with command("dossiers.refuse_receipt", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, dossier, step = _worked_on(asked, deed)
        _require_kind(step, "check")
        require(Decision.refuse_if_any(needs_ground(asked.ground)))
        outcome = next((o for o in step.outcomes if o.next == END_RETURNED), None)
        if outcome is None:
            raise _no_such_outcome(step)
        dossier.ended_on = deed.today
        move(dossier, DOSSIER.after(dossier.state, "refuse_receipt"), "ended_on", deed=deed)
        _finish(task, outcome.key, asked.ground, deed=deed)
        tell_ended(facts_of(dossier), "refused_receipt", deed=deed)
        deed.after(state=dossier.state, ground=asked.ground)
        deed.emit(
            ReceiptRefused(
                subject=deed.subject, parties=parties_of(dossier), number=dossier.number, ground=asked.ground
            )
        )
        issue(dossier, "form-03", {"reasons": [asked.ground]}, deed=deed)
        notify_applicant(
            dossier,
            "dossier",
            Text(f"Hồ sơ {dossier.number} không được tiếp nhận", f"Dossier {dossier.number} was not accepted"),
            Text(asked.ground, asked.ground),
            deed=deed,
        )
        deed.result(True)


def request_supplement(asked: AskSupplement, *, actor: Actor) -> None:
    """Ask the applicant to add something (form 02); the clock stands still until the answer."""
    with command("dossiers.request_supplement", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, dossier, _step = _worked_on(asked, deed)
        require(Decision.refuse_if_any([*_sealed_once(dossier), *needs_ground(asked.ground)]))
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
        task, _dossier, step = _worked_on(asked, deed)
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
    _finish(task, outcome, note, deed=deed)
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


# -- inside --------------------------------------------------------------------------------------------------------


def _worked_on(asked: CompleteStep | AskSupplement, deed: Deed) -> tuple[Task, Dossier, Step]:
    """Task, dossier and step, locked and checked: right, own case, what the page had seen."""
    task, dossier = open_task(asked.task_id, deed.actor)
    deed.subject = f"dossier:{dossier.pk}"
    if asked.seen is not None:
        require_seen(asked.seen, dossier.stamp)
    require_not_own_case(dossier, deed.actor)
    deed.before(state=dossier.state, step=task.step)
    return task, dossier, definition(dossier.version_id).step(task.step)


def _require_kind(step: Step, kind: str) -> None:
    if step.kind != kind:
        raise _no_such_outcome(step)


def _no_such_outcome(step: Step) -> Refused:
    return Refused.because(
        Reason(
            "outcome",
            Text(
                f"Bước “{step.name.vi}” không kết thúc theo cách này.",
                f"The step “{step.name.into('en')}” does not end this way.",
            ),
            Text("Mở lại việc này từ bàn làm việc.", "Open the task again from the desk."),
        )
    )


def _finish(task: Task, outcome: str, note: str, *, deed: Deed) -> None:
    task.closed_at, task.closed_by, task.closed_by_name = deed.moment, deed.actor.key, deed.actor.name
    task.outcome, task.note = outcome, note
    task.save(update_fields=["closed_at", "closed_by", "closed_by_name", "outcome", "note"])
