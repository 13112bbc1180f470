"""The receiver's duties: reminded, reported, confirmed or asked for again; the result is recalled where they are broken."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid5

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import require
from khue.features.transfers import access
from khue.features.transfers.domain.commands import JudgeDuty, RecallHandover, ReportDuty
from khue.features.transfers.domain.deciding import DUTY, HANDOVER, may_judge, may_recall, may_report
from khue.features.transfers.events import DutyReported, HandoverRecalled
from khue.features.transfers.models import Duty, DutyReport
from khue.features.transfers.usecases.parts import (
    NAMES,
    about,
    is_near,
    live_claims,
    locked_duty,
    locked_handover,
    path_of,
    tell_right,
    tell_sides,
    write,
)
from khue.kernel.deeds import command


def report_duty(asked: ReportDuty, *, actor: Actor) -> None:
    """What the receiver did; an officer confirms it or asks again."""
    with command("transfers.report_duty", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row, made, duty = locked_duty(asked.duty_id, deed)
        access.require_side(actor, access.key_of(made.answer.party_id))
        require(may_report(duty.state, made.state, asked.said))
        _say(duty, "report", asked.said, actor, deed.moment)
        write(duty, state=DUTY.after(duty.state, "report"))
        deed.after(duty=duty.pk, state=duty.state)
        deed.emit(DutyReported(**about(row, row.owner_id, made.answer.party_id)))
        title = Text(f"Báo cáo nghĩa vụ theo hồ sơ {row.number}", f"A duty of transfer {row.number} was reported")
        tell_right(access.CHECK, title, Text(duty.what), path_of(row), deed)
        deed.result(True)


def judge_duty(asked: JudgeDuty, *, actor: Actor) -> None:
    """Done, or asked for again with what is missing. With the last one done the transfer has done its work."""
    actor.require(access.CHECK)
    with command("transfers.judge_duty", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row, made, duty = locked_duty(asked.duty_id, deed)
        near = is_near(actor, row.owner_id, live_claims(row).values())
        require(may_judge(asked, duty.state, made.state, near=near))
        _say(duty, "done" if asked.done else "again", asked.ground, actor, deed.moment)
        write(duty, state=DUTY.after(duty.state, "confirm" if asked.done else "ask_again"))
        if not Duty.objects.filter(handover=made).exclude(state="done").exists():
            write(made, state=HANDOVER.after(made.state, "finish"))
        deed.after(duty=duty.pk, state=duty.state, handover=made.state)
        title = (
            Text(f"Nghĩa vụ theo hồ sơ {row.number} được xác nhận", f"A duty of transfer {row.number} is confirmed")
            if asked.done
            else Text(f"Cần báo cáo lại nghĩa vụ theo hồ sơ {row.number}", f"Please report a duty of transfer {row.number} again")
        )  # fmt: skip
        said = f"{duty.what} {asked.ground.strip()}".strip()
        tell_sides([made.answer.party_id], title, Text(said), row, deed)
        deed.result(True)


def recall_handover(asked: RecallHandover, *, actor: Actor) -> None:
    """The receiver loses the result; both sides are told why. What was signed and reported stays on record."""
    actor.require(access.DECIDE)
    with command("transfers.recall_handover", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row, made = locked_handover(asked.handover_id, deed)
        near = is_near(actor, row.owner_id, live_claims(row).values())
        require(may_recall(made.state, asked.ground, near=near))
        deed.before(state=made.state)
        write(
            made,
            state=HANDOVER.after(made.state, "recall"),
            recalled_by_name=actor.name,
            recalled_at=deed.moment,
            recall_ground=asked.ground.strip(),
        )
        deed.after(state=made.state, handover=made.pk, ground=made.recall_ground)
        deed.emit(HandoverRecalled(**about(row, row.owner_id, made.answer.party_id)))
        title = Text(f"Thu hồi kết quả theo hồ sơ {row.number}", f"The result of transfer {row.number} is recalled")
        body = Text(f"Lý do: {made.recall_ground}", f"Ground: {made.recall_ground}")
        tell_sides([row.owner_id, made.answer.party_id], title, body, row, deed)
        deed.result(True)


def remind_duty(duty_id: int, *, actor: Actor) -> None:
    """The receiver hears of a duty that comes due or is late; late ones also whoever follows them. Once a day."""
    actor.require("job.transfers.remind_duties")
    with command("transfers.remind_duty", actor) as deed:
        if deed.repeated(uuid5(NAMES, f"duty:{duty_id}:{deed.today}")) is not None:
            return
        row, made, duty = locked_duty(duty_id, deed)
        if duty.state != "owed" or made.state != "handed":
            deed.nothing_done()
            return
        late = duty.due_on < deed.today
        day = duty.due_on
        title = (
            Text(f"Quá hạn nghĩa vụ theo hồ sơ {row.number}", f"A duty of transfer {row.number} is late")
            if late
            else Text(f"Sắp đến hạn nghĩa vụ theo hồ sơ {row.number}", f"A duty of transfer {row.number} comes due")
        )
        body = Text(f"{duty.what} Hạn: ngày {day:%d/%m/%Y}.", f"{duty.what} Due on {format_day(day, 'en')}.")
        deed.after(duty=duty.pk, late=late)
        tell_sides([made.answer.party_id], title, body, row, deed)
        if late:
            tell_right(access.CHECK, title, body, path_of(row), deed)
        deed.result(True)


def _say(duty: Duty, kind: str, said: str, actor: Actor, at: datetime) -> None:
    DutyReport.objects.create(duty=duty, kind=kind, said=said.strip(), by=actor.key, by_name=actor.name, at=at)
