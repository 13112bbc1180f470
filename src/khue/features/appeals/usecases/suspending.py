"""Suspending the execution of the decision complained of, with a ground, and letting it go on."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused, require
from khue.features.appeals import access
from khue.features.appeals.domain.commands import ResumeExecution, SuspendExecution
from khue.features.appeals.domain.deciding import may_suspend
from khue.features.appeals.events import ExecutionResumed, ExecutionSuspended
from khue.features.appeals.models import Appeal, Suspension
from khue.features.appeals.queries.facts import suspended_since
from khue.features.appeals.usecases import wiring
from khue.features.appeals.usecases.parts import about, locked_appeal, notify_applicant, write
from khue.kernel.deeds import Deed, command


def suspend_execution(asked: SuspendExecution, *, actor: Actor) -> None:
    """The decider of the appeal stops the execution of the decision; nothing of the support is paid meanwhile."""
    actor.require(access.DECIDE)
    with command("appeals.suspend_execution", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        appeal = locked_appeal(asked.appeal_id)
        already = suspended_since(appeal.dossier_id)
        require(
            may_suspend(appeal.state, appeal.first_outcome, assigned=appeal.decider, hands=actor.hands, already=already,
                        ground=asked.ground)
        )  # fmt: skip
        ground = asked.ground.strip()
        Suspension.objects.create(
            appeal=appeal,
            dossier_id=appeal.dossier_id,
            started_on=deed.today,
            ground=ground,
            ordered_by=actor.key,
            ordered_by_name=actor.name,
        )
        wiring.suspend(appeal.procedure_key, appeal.dossier_id, ground, deed=deed)
        write(appeal)
        deed.after(suspended_since=str(deed.today), ground=ground)
        deed.emit(ExecutionSuspended(**about(appeal)))
        notify_applicant(
            appeal,
            Text(
                f"Tạm đình chỉ thi hành quyết định của hồ sơ {appeal.dossier_number}",
                f"Execution of the decision on {appeal.dossier_number} is suspended",
            ),
            Text(ground, ground),
            deed=deed,
        )
        deed.result(True)


def resume_execution(asked: ResumeExecution, *, actor: Actor) -> None:
    """The ground of the suspension is gone: the decision is executed again."""
    actor.require(access.DECIDE)
    with command("appeals.resume_execution", actor, subject=f"appeal:{asked.appeal_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        appeal = locked_appeal(asked.appeal_id)
        if appeal.decider not in actor.hands:
            raise Refused.because(_not_given())
        if not asked.ground.strip():
            raise Refused.because(
                Reason(
                    "no_ground",
                    Text("Hủy bỏ việc tạm đình chỉ phải nêu lý do.", "Resuming states its ground."),
                    Text("Viết ngắn gọn lý do.", "Say briefly why."),
                    "ground",
                )
            )
        if not end_suspension(appeal, asked.ground.strip(), deed=deed):
            raise Refused(Decision.refuse(_not_suspended()))
        write(appeal)
        deed.result(True)


def end_suspension(appeal: Appeal, ground: str, *, deed: Deed) -> bool:
    """Whether there was one. Part of the deeds that end an appeal: no suspension outlives it."""
    found = Suspension.objects.select_for_update().filter(appeal=appeal, ended_on=None).first()
    if found is None:
        return False
    found.ended_on, found.end_ground, found.ended_by = deed.today, ground, deed.actor.key
    found.save(update_fields=["ended_on", "end_ground", "ended_by"])
    wiring.resume(appeal.procedure_key, appeal.dossier_id, ground, deed=deed)
    deed.after(resumed_on=str(deed.today), resumed_because=ground)
    deed.emit(ExecutionResumed(**about(appeal)))
    return True


def _not_given() -> Reason:
    return Reason(
        "not_assigned",
        Text("Khiếu nại này chưa được giao cho ông/bà giải quyết.", "This appeal was not given to you."),
        Text("Đề nghị bộ phận tiếp nhận giao lại.", "Ask the desk that received it to hand it over."),
    )


def _not_suspended() -> Reason:
    return Reason(
        "not_suspended",
        Text("Quyết định đang được thi hành, không có gì để khôi phục.", "The decision is being executed already."),
        Text("Mời ông/bà tải lại trang.", "Reload the page."),
    )
