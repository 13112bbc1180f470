"""Yearly reports: filed by the lead, looked at by an officer; a final one that is accepted completes the key task."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, require
from khue.features.dossiers.usecases import close_dossier, close_task, open_task
from khue.features.keytasks import access
from khue.features.keytasks.domain.commands import CheckReport, FileReport
from khue.features.keytasks.domain.recognition import KEY_TASK
from khue.features.keytasks.domain.reporting import ReportFacts, may_check, may_file
from khue.features.keytasks.events import ReportChecked, ReportFiled, TaskCompleted
from khue.features.keytasks.models import Filing, KeyTask, YearlyReport
from khue.features.keytasks.queries.rules import REPORT_CLOCK, day_after, due, report_months
from khue.features.keytasks.usecases.parts import (
    about,
    drop_reports,
    end_benefits,
    is_near,
    locked_key_task,
    move,
    open_period,
    store_papers,
    tell_lead,
    worked_on,
)
from khue.kernel.deeds import Deed, command

COMPLETED = "Nhiệm vụ đã hoàn thành"


def file_report(asked: FileReport, *, actor: Actor) -> int:
    """File the report of a period; the number of the filing. It goes to the desk of the officers with the right."""
    with command("keytasks.file_report", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        task = locked_key_task(asked.key_task_id, deed)
        access.require_side(actor, task)
        report = _report(asked, task)
        require(may_file(asked, _facts(asked, task, report, deed)))
        if report is None:
            report = _own_period(asked, task, deed)
        filing = _file(asked, task, report, deed)
        deed.after(report=report.no, filing=filing.no, spent=filing.spent, final=filing.final)
        open_task(task.dossier_id, "report", subject=f"filing:{filing.pk}", deed=deed)
        deed.emit(ReportFiled(**about(task), report=report.no))
        deed.result(filing.no)
        return int(filing.no)


def _report(asked: FileReport, task: KeyTask) -> YearlyReport | None:
    if asked.report_id is None:
        return None
    found = YearlyReport.objects.select_for_update().filter(key_task=task, pk=asked.report_id).first()
    if found is None:
        raise Missing(
            Text("Không tìm thấy kỳ báo cáo này.", "There is no such period."),
            Text("Mời ông/bà mở lại trang của nhiệm vụ.", "Open the page of the task again."),
        )
    return found


def _facts(asked: FileReport, task: KeyTask, report: YearlyReport | None, deed: Deed) -> ReportFacts:
    last = YearlyReport.objects.filter(key_task=task).order_by("-no").first()
    until = day_after(asked.until_on) if asked.until_on else None
    return ReportFacts(
        state=task.state,
        report=report.state if report else "",
        from_on=report.from_on if report else asked.from_on,
        until_on=report.until_on if report else until,
        free_from=last.until_on if last else task.decided_on or deed.today,
        by_law=bool(report_months(deed.today)),
        today=deed.today,
    )


def _own_period(asked: FileReport, task: KeyTask, deed: Deed) -> YearlyReport:
    """Where no law sets periods, the lead names its own; no day is due then."""
    assert asked.from_on is not None
    assert asked.until_on is not None
    last = YearlyReport.objects.filter(key_task=task).order_by("-no").values_list("no", flat=True).first()
    until = day_after(asked.until_on)
    return YearlyReport.objects.create(
        key_task=task,
        no=(last or 0) + 1,
        from_on=asked.from_on,
        until_on=until,
        due_on=due(REPORT_CLOCK, until, deed.today),
    )


def _file(asked: FileReport, task: KeyTask, report: YearlyReport, deed: Deed) -> Filing:
    papers = store_papers(asked.papers, task, "key-task-report", deed)
    report.state = "filed"
    report.save(update_fields=["state"])
    return Filing.objects.create(
        report=report,
        no=report.filings.count() + 1,
        progress=asked.progress.strip(),
        products=asked.products.strip(),
        impact=asked.impact.strip(),
        spent=asked.spent or 0,
        used=asked.used.strip(),
        final=asked.final,
        papers=papers,
        filed_by=deed.actor.key,
        filed_by_name=deed.actor.name,
        filed_at=deed.moment,
    )


def check_report(asked: CheckReport, *, actor: Actor) -> None:
    """Accept it, which opens the next period or completes the task, or return it with what is to be completed."""
    actor.require(access.EXAMINE)
    with command("keytasks.check_report", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        desk_task, task = worked_on(asked.task_id, "report", asked.seen, deed)
        filing = _filing(desk_task.subject, task)
        filed = filing.outcome == "" and task.state == "recognised"
        require(may_check(filed, asked, actor.hands, filing.filed_by, is_near(task, actor)))
        filing.outcome = "accepted" if asked.accepted else "returned"
        filing.note = asked.note.strip()
        filing.checked_by, filing.checked_by_name, filing.checked_at = actor.key, actor.name, deed.moment
        filing.save(update_fields=["outcome", "note", "checked_by", "checked_by_name", "checked_at"])
        report = filing.report
        deed.before(report=report.no, report_state=report.state)
        report.state = filing.outcome
        report.save(update_fields=["state"])
        close_task(desk_task.id, filing.outcome, note=asked.note, deed=deed)
        deed.after(report_state=report.state, note=filing.note)
        deed.emit(ReportChecked(**about(task), report=report.no, accepted=asked.accepted))
        _tell(task, report, filing, deed)
        if asked.accepted and filing.final:
            complete(task, deed=deed)
        elif asked.accepted:
            open_period(task, report.until_on, deed=deed)
        deed.result(True)


def _filing(subject: str, task: KeyTask) -> Filing:
    number = subject.removeprefix("filing:")
    found = Filing.objects.select_for_update(of=("self",)).select_related("report")
    row = found.filter(report__key_task=task, pk=int(number) if number.isdigit() else 0).first()
    if row is None:
        raise access.no_such_key_task()
    return row


def _tell(task: KeyTask, report: YearlyReport, filing: Filing, deed: Deed) -> None:
    if filing.outcome == "accepted":
        title = Text(f"Báo cáo kỳ {report.no} đạt yêu cầu", f"Report {report.no} is accepted")
        body = Text(task.title, task.title)
    else:
        title = Text(f"Báo cáo kỳ {report.no} cần bổ sung", f"Report {report.no} is to be completed")
        body = Text(filing.note, filing.note)
    tell_lead(task, title, body, deed=deed)


def complete(task: KeyTask, *, deed: Deed) -> None:
    """The task is carried no longer: its benefits end today, nothing more is reported."""
    deed.before(state=task.state)
    move(task, state=KEY_TASK.after(task.state, "complete"), ended_on=deed.today)
    end_benefits(task, COMPLETED, deed=deed)
    drop_reports(task)
    close_dossier(task.dossier_id, deed=deed)
    deed.after(state=task.state)
    deed.emit(TaskCompleted(**about(task)))
