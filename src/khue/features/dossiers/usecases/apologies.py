"""No clock runs out unattended: warn, prepare form 04, escalate, and say sorry with a new day."""

from __future__ import annotations

from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import english_day, format_day
from khue.core.decision import Decision, Reason
from khue.core.errors import Missing, require
from khue.features.dossiers.domain.commands import SendApology
from khue.features.dossiers.domain.steps import OPEN_STATES, needs_ground
from khue.features.dossiers.events import ApologySent
from khue.features.dossiers.models import Apology, Dossier, Task
from khue.features.dossiers.usecases.documents import issue
from khue.features.dossiers.usecases.parts import locked_dossier, move, notify_applicant, parties_of
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command

LEAD = "onestop.apology_lead_working_days"
WATCH_JOB = "job.dossiers.watch_deadlines"
ESCALATES_TO = "dossiers.assign"


def watch_task(task_id: int, *, actor: Actor) -> bool:
    """What the watch does for one task: warn its holder, prepare the apology, escalate when overdue.

    Safe to repeat: each of the three happens once per due day. True when something was done.
    """
    actor.require(WATCH_JOB)
    with command("dossiers.watch_deadline", actor, subject=f"task:{task_id}") as deed:
        task = Task.objects.select_for_update().select_related("dossier").filter(pk=task_id, closed_at=None).first()
        if task is None or task.paused or task.due_on is None:
            deed.nothing_done()
            return False
        did = _warn(task, deed=deed)
        if task.due_on < deed.today:
            did = _escalate(task, deed=deed) or did
        if not did:
            deed.nothing_done()
            return False
        task.save(update_fields=["warned_on", "escalated_on"])
        return True


def _warn(task: Task, *, deed: Deed) -> bool:
    assert task.due_on is not None
    if task.warned_on is not None:
        return False
    task.warned_on = deed.today
    deed.after(warned=str(deed.today), due_on=str(task.due_on))
    dossier = task.dossier
    if dossier.due_on is not None and dossier.state in OPEN_STATES:
        Apology.objects.get_or_create(dossier=dossier, old_due_on=dossier.due_on, defaults={"prepared_on": deed.today})
    for reader in _holders(task, deed.today):
        deed.notify(
            reader,
            "deadline",
            Text(
                f"Sắp đến hạn: {task.name_vi}, {task.dossier_number}",
                f"Due soon: {task.name_en or task.name_vi}, {task.dossier_number}",
            ),
            Text(
                f"Hạn ngày {task.due_on:%d/%m/%Y}. Nếu không kịp, phiếu xin lỗi đã được soạn sẵn.",
                f"Due on {format_day(task.due_on, 'en')}. An apology is prepared in case it cannot be kept.",
            ),
            f"/desk/tasks/{task.pk}/",
        )
    return True


def _escalate(task: Task, *, deed: Deed) -> bool:
    if task.escalated_on is not None:
        return False
    task.escalated_on = deed.today
    deed.after(escalated=str(deed.today))
    heads = [card.key for card in people.people_with_right(ESCALATES_TO, deed.today)]
    for reader in dict.fromkeys([*heads, *_holders(task, deed.today)]):
        deed.notify(
            reader,
            "deadline",
            Text(
                f"Quá hạn: {task.name_vi}, {task.dossier_number}",
                f"Overdue: {task.name_en or task.name_vi}, {task.dossier_number}",
            ),
            Text(
                "Cần xử lý ngay hoặc gửi phiếu xin lỗi kèm ngày hẹn mới.",
                "Act now, or send the apology with a new day.",
            ),
            f"/desk/tasks/{task.pk}/",
        )
    return True


def _holders(task: Task, on: date) -> list[str]:
    if task.assignee:
        return [task.assignee]
    return [card.key for card in people.people_with_right(task.right, on)]


def send_apology(asked: SendApology, *, actor: Actor) -> None:
    """Say sorry to the applicant with the reason and a new day (form 04); the promised day moves."""
    with command("dossiers.send_apology", actor, subject=f"dossier:{asked.dossier_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        dossier = locked_dossier(asked.dossier_id)
        task = Task.objects.filter(dossier=dossier, closed_at=None, subject="").order_by("pk").first()
        if task is None or dossier.due_on is None:
            raise Missing(
                Text("Hồ sơ này không có thời hạn đang chạy.", "This dossier has no running clock."),
                Text("Mời ông/bà mở lại hồ sơ.", "Open the dossier again."),
            )
        actor.require(task.right)
        require(Decision.refuse_if_any([*needs_ground(asked.ground), *_day_reasons(asked.new_due_on, dossier, deed)]))
        apology, _ = Apology.objects.get_or_create(
            dossier=dossier, old_due_on=dossier.due_on, defaults={"prepared_on": deed.today}
        )
        apology.new_due_on, apology.ground = asked.new_due_on, asked.ground
        apology.sent_on, apology.sent_by = deed.today, actor.key
        apology.save()
        deed.before(due_on=str(dossier.due_on))
        dossier.due_on = asked.new_due_on
        move(dossier, dossier.state, "due_on", deed=deed)
        Task.objects.filter(dossier=dossier, closed_at=None, subject="").update(
            due_on=asked.new_due_on, sort_on=asked.new_due_on, warned_on=None, escalated_on=None
        )
        _say_sorry(dossier, asked, deed=deed)
        deed.result(True)


def _say_sorry(dossier: Dossier, asked: SendApology, *, deed: Deed) -> None:
    day = f"{asked.new_due_on:%d/%m/%Y}"
    deed.after(due_on=str(asked.new_due_on), ground=asked.ground)
    issue(dossier, "form-04", {"new_due_on": str(asked.new_due_on), "reasons": [asked.ground]}, deed=deed)
    deed.emit(ApologySent(subject=deed.subject, parties=parties_of(dossier), number=dossier.number, new_due_on=day))
    notify_applicant(
        dossier,
        "dossier",
        Text(
            f"Xin lỗi và hẹn lại ngày trả hồ sơ {dossier.number}: {day}",
            f"We apologise: dossier {dossier.number} is now due on {english_day(day)}",
        ),
        Text(asked.ground, asked.ground),
        deed=deed,
    )


def _day_reasons(new: date, dossier: Dossier, deed: Deed) -> list[Reason]:
    if (
        new > deed.today
        and dossier.due_on is not None
        and new > dossier.due_on
        and rulebook.calendar().is_working_day(new)
    ):
        return []
    return [
        Reason(
            "new_day",
            Text(
                "Ngày hẹn mới phải là ngày làm việc sau hôm nay và sau ngày hẹn cũ.",
                "The new day is a working day after today and after the old one.",
            ),
            Text("Mời ông/bà chọn ngày khác.", "Choose another day."),
            "new_due_on",
        )
    ]
