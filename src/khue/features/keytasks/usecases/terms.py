"""What the worker sees to: reports that are missing, recognitions that come to their end. Each once, safe to repeat."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import english_day, format_day
from khue.features.dossiers.usecases import close_dossier, close_open_task
from khue.features.keytasks import access
from khue.features.keytasks.domain.recognition import KEY_TASK, last_day_of
from khue.features.keytasks.domain.reporting import EXPIRY_DAYS
from khue.features.keytasks.events import RecognitionExpired
from khue.features.keytasks.models import YearlyReport
from khue.features.keytasks.usecases.parts import about, drop_reports, locked_key_task, move, tell_desk, tell_lead
from khue.kernel.deeds import command


def remind_of_report(report_id: int, *, actor: Actor) -> None:
    """Tell the lead once that a period has ended, and once, with the officers, that its day has passed without a report."""
    actor.require(access.REMIND_JOB)
    with command("keytasks.remind_of_report", actor, subject=f"yearly_report:{report_id}") as deed:
        task_id = YearlyReport.objects.filter(pk=report_id).values_list("key_task", flat=True).first()
        if task_id is None:
            deed.nothing_done()
            return
        task = locked_key_task(task_id, deed)
        report = YearlyReport.objects.select_for_update().get(pk=report_id)
        late = report.due_on is not None and report.due_on < deed.today
        told = report.urged_on if late else report.reminded_on
        waits = report.state in ("open", "returned") and report.until_on <= deed.today
        if task.state != "recognised" or not waits or told is not None:
            deed.nothing_done()
            return
        columns = ["urged_on"] if late else ["reminded_on"]
        for column in columns:
            setattr(report, column, deed.today)
        report.save(update_fields=columns)
        title, body = _words(report, task.title, late)
        tell_lead(task, title, body, deed=deed)
        if late:
            tell_desk(access.EXAMINE, task, title, body, deed=deed)
        deed.after(report=report.no, told=columns[0])


def _words(report: YearlyReport, title: str, late: bool) -> tuple[Text, Text]:
    day = f"{report.due_on:%d/%m/%Y}" if report.due_on else ""
    if late:
        return (
            Text(f"Quá hạn báo cáo kỳ {report.no}: {title}", f"Report {report.no} is overdue: {title}"),
            Text(
                f"Hạn gửi là ngày {day}. Mời ông/bà gửi báo cáo ngay.",
                f"It was due on {english_day(day)}. Please file it now.",
            ),
        )
    last = last_day_of(report.until_on)
    head = Text(f"Đến kỳ báo cáo nhiệm vụ trọng điểm: {title}", f"A report on a key task is to be filed: {title}")
    said = Text(
        f"Kỳ {report.no} kết thúc ngày {last:%d/%m/%Y}.", f"Period {report.no} ended on {format_day(last, 'en')}."
    )
    if not day:
        return head, said
    return head, Text(f"{said.vi} Hạn gửi báo cáo: {day}.", f"{said.en} Due on {day}.")


def follow_term(key_task_id: int, *, actor: Actor) -> None:
    """End a recognition whose time is over, or tell its lead that it will be soon."""
    actor.require(access.EXPIRE_JOB)
    with command("keytasks.follow_term", actor, subject=f"key_task:{key_task_id}") as deed:
        task = locked_key_task(key_task_id, deed)
        if task.state != "recognised" or task.until_on is None:
            deed.nothing_done()
            return
        left = (task.until_on - deed.today).days
        last = last_day_of(task.until_on)
        if left > 0:
            reached = [days for days in EXPIRY_DAYS if left <= days]
            if not reached or (task.expiry_told is not None and task.expiry_told <= min(reached)):
                deed.nothing_done()
                return
            task.expiry_told = min(reached)
            task.save(update_fields=["expiry_told"])
            title = Text(
                f"Việc công nhận “{task.title}” sắp hết thời hạn", f"The recognition of “{task.title}” ends soon"
            )
            body = Text(f"Ngày cuối cùng: {last:%d/%m/%Y}.", f"Last day: {format_day(last, 'en')}.")
            tell_lead(task, title, body, deed=deed)
            deed.after(told_days_before=task.expiry_told)
            return
        deed.before(state=task.state)
        # Its benefits held until that very day by what was written: nothing of them changes.
        for filing in task.reports.filter(filings__outcome="").values_list("filings__pk", flat=True):
            close_open_task(task.dossier_id, "report", f"filing:{filing}", "expired", deed=deed)
        for found in task.withdrawals.filter(outcome=""):
            found.outcome, found.decision_ground, found.decided_on = "kept", "Hết thời hạn công nhận", deed.today
            found.save(update_fields=["outcome", "decision_ground", "decided_on"])
            close_open_task(task.dossier_id, "withdrawal", f"withdrawal:{found.pk}", "expired", deed=deed)
        move(task, state=KEY_TASK.after(task.state, "expire"), ended_on=task.until_on)
        drop_reports(task)
        close_dossier(task.dossier_id, deed=deed)
        deed.after(state=task.state)
        deed.emit(RecognitionExpired(**about(task)))
        title = Text(f"Hết thời hạn công nhận “{task.title}”", f"The recognition of “{task.title}” has ended")
        tell_lead(
            task, title, Text(f"Ngày cuối cùng: {last:%d/%m/%Y}.", f"Last day: {format_day(last, 'en')}."), deed=deed
        )
