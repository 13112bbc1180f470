"""While a mission runs: reports with reminders, visits on site, warnings."""

from __future__ import annotations

from datetime import timedelta

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.features.delivery import access
from khue.features.delivery.domain.commands import (
    AskReport,
    HandInReport,
    LiftWarning,
    NoteReport,
    RecordSiteCheck,
    Warn,
)
from khue.features.delivery.domain.reasons import no_ground, own_side
from khue.features.delivery.events import MissionWatched
from khue.features.delivery.models import Mission, MissionReport, MissionWarning, SiteCheck
from khue.features.delivery.queries.rules import REPORT_NOTICE_DAYS
from khue.features.delivery.usecases.parts import (
    close_step,
    locked_mission,
    parties_of,
    put_on_desk,
    stored,
    tell_lead,
    write,
)
from khue.kernel.deeds import Deed, command

STEP = "report"
OPEN = ("running", "unmet")


def _staffed(mission_id: int, actor: Actor) -> Mission:
    """The mission for an officer's deed: the right, no own case, and still open to be watched."""
    mission = locked_mission(mission_id)
    access.require_staff(actor, access.WATCH, mission)
    reasons = list(own_side(access.near_lead(actor, mission)))
    if mission.state not in OPEN:
        reasons.append(
            Reason(
                "not_running",
                Text("Nhiệm vụ không ở trạng thái đang thực hiện.", "The mission is not running."),
                Text("Mời ông/bà mở trang nhiệm vụ để xem trạng thái.", "Open it to see where it stands."),
            )
        )
    require(Decision.refuse_if_any(reasons))
    return mission


def _due_later(due_on: object, today: object, field: str = "due_on") -> list[Reason]:
    if due_on is not None and due_on > today:  # type: ignore[operator]  # the row is of this kind
        return []
    return [
        Reason(
            "due_on",
            Text("Hạn phải sau hôm nay.", "The day lies after today."),
            Text("Mời ông/bà chọn ngày muộn hơn.", "Choose a later day."),
            field,
        )
    ]


def _emit(mission: Mission, step: str, deed: Deed) -> None:
    deed.emit(MissionWatched(subject=deed.subject, parties=parties_of(mission), number=mission.number, step=step))


# -- reports ---------------------------------------------------------------------------------------------------------


def ask_report(asked: AskReport, *, actor: Actor) -> int:
    """An ad-hoc report by a day; its id."""
    actor.require(access.WATCH)
    with command("delivery.ask_report", actor, subject=f"mission:{asked.mission_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        mission = _staffed(asked.mission_id, actor)
        require(Decision.refuse_if_any([*no_ground(asked.about, "about"), *_due_later(asked.due_on, deed.today)]))
        row = MissionReport.objects.create(
            mission=mission,
            kind="ad-hoc",
            no=MissionReport.objects.filter(mission=mission).count() + 1,
            about=asked.about.strip(),
            due_on=asked.due_on,
            asked_by_name=actor.name[:200],
        )
        write(mission)
        deed.after(report=row.no, due_on=str(row.due_on))
        _emit(mission, "report_asked", deed)
        title = Text(f"Nhiệm vụ {mission.number} cần báo cáo", f"A report on {mission.number} is asked for")
        day, by = format_day(row.due_on, "vi"), format_day(row.due_on, "en")
        tell_lead(mission, title, Text(f"{row.about} Hạn {day}.", f"{row.about} Due {by}."), deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def _locked_report(report_id: int) -> tuple[Mission, MissionReport]:
    mission_id = MissionReport.objects.filter(pk=report_id).values_list("mission_id", flat=True).first()
    if mission_id is None:
        raise access.missing("báo cáo", "report")
    return locked_mission(mission_id), MissionReport.objects.select_for_update().get(pk=report_id)


def hand_in_report(asked: HandInReport, *, actor: Actor) -> None:
    """The lead hands a report in; the officers' desk has it then."""
    with command("delivery.hand_in_report", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission, row = _locked_report(asked.report_id)
        deed.subject = f"mission:{mission.pk}"
        access.require_acting_for_lead(actor, mission)
        reasons = list(no_ground(asked.words, "words", least=20))
        if row.state != "due":
            reasons.append(_no_longer_due())
        require(Decision.refuse_if_any(reasons))
        row.words, row.files = asked.words.strip(), [*row.files, *stored(mission, asked.files, "report", deed=deed)]
        row.state, row.handed_in_by, row.handed_in_at = "handed_in", actor.key, deed.moment
        row.save()
        put_on_desk(mission, STEP, f"mission_report:{row.pk}", deed=deed)
        write(mission)
        deed.after(report=row.no, state=row.state)
        _emit(mission, "report_handed_in", deed)
        deed.result(True)


def _no_longer_due() -> Reason:
    return Reason(
        "not_due",
        Text("Báo cáo này đã nộp hoặc không còn phải nộp.", "This report was handed in, or is no longer due."),
        Text("Mời ông/bà mở trang nhiệm vụ để xem.", "Open the mission to see it."),
    )


def note_report(asked: NoteReport, *, actor: Actor) -> None:
    """The officer has read it; or asks for it again, with what is missing."""
    actor.require(access.WATCH)
    with command("delivery.note_report", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission, row = _locked_report(asked.report_id)
        deed.subject = f"mission:{mission.pk}"
        access.require_staff(actor, access.WATCH, mission)
        reasons = list(own_side(access.near_lead(actor, mission) or row.handed_in_by in actor.hands))
        if row.state != "handed_in":
            reasons.append(_no_longer_due())
        if not asked.complete:
            reasons += no_ground(asked.note, "note")
        require(Decision.refuse_if_any(reasons))
        deed.before(report=row.no, state=row.state)
        row.state, row.note = ("noted" if asked.complete else "due"), asked.note.strip()
        row.noted_by_name, row.noted_on = actor.name[:200], deed.today
        row.save()
        close_step(mission, STEP, f"mission_report:{row.pk}", "noted" if asked.complete else "asked_again", note=asked.note, deed=deed)  # fmt: skip
        write(mission)
        deed.after(report=row.no, state=row.state)
        _emit(mission, "report_noted" if asked.complete else "report_asked", deed)
        if not asked.complete:
            title = Text(f"Báo cáo số {row.no} của nhiệm vụ {mission.number} cần bổ sung", f"Report {row.no} of {mission.number} needs more")  # fmt: skip
            tell_lead(mission, title, Text(row.note, row.note), deed=deed)
        deed.result(True)


def remind_of_report(report_id: int, *, actor: Actor) -> None:
    """Tell the lead that a report comes due, and once more when its day has passed. Repeated, it writes nothing."""
    with command("delivery.remind_of_report", actor) as deed:
        mission, row = _locked_report(report_id)
        deed.subject = f"mission:{mission.pk}"
        late = row.due_on < deed.today
        stage = 2 if late else 1
        early = row.due_on > deed.today + timedelta(days=REPORT_NOTICE_DAYS)
        if row.state != "due" or row.reminded >= stage or early or mission.state not in OPEN:
            deed.nothing_done()
            return
        row.reminded = stage
        row.save(update_fields=["reminded"])
        day, by = format_day(row.due_on, "vi"), format_day(row.due_on, "en")
        deed.after(report=row.no, reminded=stage)
        title = (
            Text(f"Báo cáo số {row.no} của nhiệm vụ {mission.number} đã quá hạn", f"Report {row.no} of {mission.number} is overdue")
            if late
            else Text(f"Báo cáo số {row.no} của nhiệm vụ {mission.number} sắp đến hạn", f"Report {row.no} of {mission.number} is due soon")
        )  # fmt: skip
        tell_lead(mission, title, Text(f"{row.about}. Hạn {day}.", f"{row.about}. Due {by}."), deed=deed)


# -- visits and warnings ---------------------------------------------------------------------------------------------


def record_site_check(asked: RecordSiteCheck, *, actor: Actor) -> int:
    """What was seen on a visit; its id. Never changed: a later visit stands beside it."""
    actor.require(access.WATCH)
    with command("delivery.record_site_check", actor, subject=f"mission:{asked.mission_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        mission = _staffed(asked.mission_id, actor)
        reasons = list(no_ground(asked.finding, "finding"))
        if asked.on > deed.today:
            reasons.append(
                Reason(
                    "on",
                    Text("Ngày kiểm tra không được sau hôm nay.", "The visit does not lie in the future."),
                    Text("Mời ông/bà sửa ngày.", "Correct the day."),
                    "on",
                )
            )
        require(Decision.refuse_if_any(reasons))
        row = SiteCheck.objects.create(
            mission=mission,
            on=asked.on,
            in_order=asked.in_order,
            finding=asked.finding.strip(),
            files=stored(mission, asked.files, "site-check", owner=actor.key, deed=deed),
            by=actor.key,
            by_name=actor.name[:200],
            at=deed.moment,
        )
        write(mission)
        deed.after(check=row.pk, in_order=row.in_order)
        _emit(mission, "checked", deed)
        deed.result(row.pk)
        return int(row.pk)


def warn(asked: Warn, *, actor: Actor) -> int:
    """A warning with what is to be put right by when; its id."""
    actor.require(access.WATCH)
    with command("delivery.warn", actor, subject=f"mission:{asked.mission_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        mission = _staffed(asked.mission_id, actor)
        require(Decision.refuse_if_any([*no_ground(asked.ground), *_due_later(asked.due_on, deed.today)]))
        row = MissionWarning.objects.create(
            mission=mission,
            ground=asked.ground.strip(),
            due_on=asked.due_on,
            raised_by=actor.key,
            raised_by_name=actor.name[:200],
            raised_on=deed.today,
        )
        write(mission)
        deed.after(warning=row.pk, due_on=str(row.due_on))
        _emit(mission, "warned", deed)
        day, by = format_day(row.due_on, "vi"), format_day(row.due_on, "en")
        title = Text(f"Cảnh báo về nhiệm vụ {mission.number}", f"A warning about {mission.number}")
        body = Text(f"{row.ground} Mời ông/bà khắc phục trước ngày {day}.", f"{row.ground} Put it right by {by}.")
        tell_lead(mission, title, body, deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def lift_warning(asked: LiftWarning, *, actor: Actor) -> None:
    """What was wrong is put right, with how one knows."""
    actor.require(access.WATCH)
    with command("delivery.lift_warning", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        mission_id = MissionWarning.objects.filter(pk=asked.warning_id).values_list("mission_id", flat=True).first()
        if mission_id is None:
            raise access.missing("cảnh báo", "warning")
        deed.subject = f"mission:{mission_id}"
        mission = _staffed(mission_id, actor)
        row = MissionWarning.objects.select_for_update().get(pk=asked.warning_id)
        reasons = list(no_ground(asked.ground))
        if row.lifted_on is not None:
            reasons.append(
                Reason(
                    "lifted",
                    Text("Cảnh báo này đã được gỡ.", "This warning was lifted already."),
                    Text("Không cần làm gì thêm.", "Nothing more is needed."),
                )
            )
        require(Decision.refuse_if_any(reasons))
        row.lifted_on, row.lifted_by_name, row.lifted_ground = deed.today, actor.name[:200], asked.ground.strip()
        row.save(update_fields=["lifted_on", "lifted_by_name", "lifted_ground"])
        write(mission)
        deed.after(warning=row.pk, lifted=True)
        _emit(mission, "lifted", deed)
        deed.result(True)
