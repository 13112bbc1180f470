"""What took place is reported; a paid amount may be asked back; a line is closed when it is reported, and what is left is released."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.activities import access
from khue.features.activities.domain.commands import AskBack, CloseLine, ReportActivity
from khue.features.activities.domain.spending import may_ask_back, may_close, may_report
from khue.features.activities.domain.words import LINE, UNPAID
from khue.features.activities.events import LineClosed, SpendAskedBack
from khue.features.activities.models import ActivityReport, EarnedFee, SpendReturn
from khue.features.activities.usecases.parts import (
    about,
    entry_id,
    locked_line,
    locked_spend,
    require_unit,
    store_papers,
    tell_payee,
    write,
)
from khue.features.ledger import domain as ledger
from khue.features.ledger.domain import recovery
from khue.features.ledger.usecases import post
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.receivables import ExpectReceipt
from khue.features.treasury.usecases import expect_receipt
from khue.kernel.deeds import command

KIND = "activity_return:"


def report_activity(asked: ReportActivity, *, actor: Actor) -> int:
    """What took place under a line, with files; the report's id. A correction is another report."""
    actor.require(access.PLAN)
    with command("activities.report_activity", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        line = locked_line(asked.line_id, deed)
        require_unit(actor, line.plan.unit)
        require(may_report(asked, line.state, deed.today, line.plan.year))
        row = ActivityReport.objects.create(
            line=line,
            no=line.reports.count() + 1,
            held_on=asked.held_on,
            title=asked.title.strip(),
            place=asked.place.strip(),
            participants=asked.participants,
            outcome=asked.outcome.strip(),
            reported_by=actor.key,
            reported_by_name=actor.name,
            reported_at=deed.moment,
        )
        write(row, papers=store_papers(asked.papers, f"activity_line:{line.pk}", actor.key, deed))
        deed.after(report=row.no, held_on=str(row.held_on), participants=row.participants, papers=row.papers)
        deed.result(row.pk)
        return int(row.pk)


def close_line(asked: CloseLine, *, actor: Actor) -> None:
    """Nothing more is spent under the line; what is left goes back to its budget line."""
    actor.require(access.PLAN)
    with command("activities.close_line", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        line = locked_line(asked.line_id, deed)
        require_unit(actor, line.plan.unit)
        unpaid = line.spends.filter(state__in=UNPAID).count()
        fees = EarnedFee.objects.filter(unit=line.plan.unit, met_on__year=line.plan.year, state="waiting")
        waiting = fees.count() if line.for_fees else 0
        require(may_close(line.state, line.reports.count(), unpaid, waiting))
        deed.before(state=line.state, reserved=line.reserved)
        left = line.reserved - line.used
        if left:
            text = Text(f"Kết thúc dòng “{line.purpose}”", f"Line “{line.purpose}” closed")
            subject, key = f"activity_line:{line.pk}", entry_id("close", line.pk)
            post(ledger.release(line.plan.line, subject, left, id=key, on=deed.today, text=text), deed=deed)
        write(
            line,
            state=LINE.after(line.state, "close"),
            reserved=line.used,
            released=left,
            closed_on=deed.today,
            closed_by_name=actor.name,
        )
        deed.after(state=line.state, reserved=line.reserved, released=left)
        deed.emit(LineClosed(subject=deed.subject, parties=(), line_id=line.pk, purpose=line.purpose, released=left))
        deed.result(True)


def ask_back(asked: AskBack, *, actor: Actor) -> int:
    """The payee owes a part of a paid spend again; the return's id. It is back when bank statements show it."""
    actor.require(access.PAY)
    with command("activities.ask_back", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        line, row = locked_spend(asked.spend_id, deed)
        access.require_payee_open(actor, row.payee_id)
        owed = sum(row.returns.values_list("amount", flat=True))
        require(may_ask_back(row.state, asked.amount, row.amount - owed, asked.ground))
        back = SpendReturn.objects.create(
            spend=row,
            amount=asked.amount,
            ground=asked.ground.strip(),
            asked_by_name=actor.name,
            asked_on=deed.today,
        )
        subject = f"{KIND}{back.pk}"
        text = Text(f"Số tiền phải hoàn trả đối với khoản chi {row.number}", f"To be paid back of spend {row.number}")
        key = entry_id("claim", back.pk)
        post(
            recovery.claim(f"activity_line:{line.pk}", subject, asked.amount, id=key, on=deed.today, text=text),
            deed=deed,
        )
        due = ExpectReceipt(subject, line.plan.line, access.key_of(row.payee_id), row.payee_name, asked.amount)
        write(back, reference=expect_receipt(due, deed=deed))
        deed.after(spend=row.number, back=back.pk, amount=asked.amount, ground=back.ground)
        deed.emit(SpendAskedBack(**about(row, asked.amount)))
        amount_vi, amount_en = format_dong(asked.amount, "vi"), format_dong(asked.amount, "en")
        body = Text(
            f"Số tiền {amount_vi}, nội dung chuyển khoản {back.reference}. {back.ground}",
            f"Amount {amount_en}, content of the transfer {back.reference}. {back.ground}",
        )
        tell_payee(row, Text(f"Đề nghị hoàn trả: {row.purpose}", f"Please pay back: {row.purpose}"), body, deed=deed)
        deed.result(back.pk)
        return int(back.pk)


def follow_receivable(receivable_id: int, *, actor: Actor) -> None:
    """Bring a return to where its receivable stands. Repeated, it finds everything done and writes nothing."""
    actor.require(access.RECEIVABLES_JOB)
    known = treasury.receivable_facts(receivable_id)
    number = known.subject.removeprefix(KIND)
    if not known.subject.startswith(KIND) or not number.isdigit():
        return
    spend_id = SpendReturn.objects.filter(pk=int(number)).values_list("spend_id", flat=True).first()
    if spend_id is None:
        return
    with command("activities.follow_receivable", actor) as deed:
        line, row = locked_spend(spend_id, deed)
        back = SpendReturn.objects.select_for_update().get(pk=int(number))
        known = treasury.receivable_facts(receivable_id)  # again, under the lock
        if known.received == back.received:
            deed.nothing_done()
            return
        deed.before(received=back.received, returned=line.returned)
        write(line, returned=line.returned + known.received - back.received)
        whole = known.received == back.amount
        write(back, received=known.received, settled_on=known.received_on if whole else None)
        deed.after(spend=row.number, received=back.received, returned=line.returned, reference=known.reference)
