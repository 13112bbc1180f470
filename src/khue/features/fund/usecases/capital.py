"""Capital: who promised it, and what of it stands on a bank statement."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, require
from khue.core.money import format_dong
from khue.features.fund import access
from khue.features.fund.domain.capital import PromiseSource, ReceiveSource, may_promise, may_receive
from khue.features.fund.models import CapitalReceipt, CapitalSource
from khue.features.fund.usecases.parts import booking
from khue.features.ledger.usecases import post
from khue.features.treasury.usecases import look_at_aside, take_aside
from khue.kernel.deeds import command


def promise_source(asked: PromiseSource, *, actor: Actor) -> int:
    """Enter a source of capital with its instrument; its id. No money moves yet."""
    actor.require(access.CHARTER)
    with command("fund.promise_source", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        require(may_promise(asked))
        row = CapitalSource.objects.create(
            kind=asked.kind,
            name_vi=asked.name.vi.strip(),
            name_en=asked.name.en.strip(),
            promised=asked.promised,
            instrument=asked.instrument.strip(),
            entered_by=actor.key,
            entered_at=deed.moment,
        )
        deed.subject = f"fund_source:{row.pk}"
        deed.after(kind=row.kind, promised=row.promised, instrument=row.instrument)
        deed.result(row.pk)
        return int(row.pk)


def receive_source(asked: ReceiveSource, *, actor: Actor) -> int:
    """A statement line set aside by the treasury was money of this source: from now on it can be committed; the receipt's id."""
    actor.require(access.PAY)
    with command("fund.receive_source", actor, subject=f"fund_source:{asked.source_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        row = CapitalSource.objects.select_for_update().filter(pk=asked.source_id).first()
        if row is None:
            raise Missing(
                Text("Không tìm thấy nguồn vốn này.", "There is no such source of capital."),
                Text("Mời ông/bà mở lại trang nguồn vốn của Quỹ.", "Open the page of the fund's capital again."),
            )
        line = look_at_aside(asked.line_id)
        require(may_receive(row.promised, row.received, line.aside))
        text = Text(f"Nhận vốn Quỹ: {row.name_vi}", f"Capital of the fund: {row.name_en or row.name_vi}")
        made = booking(deed, text, "receive", row.pk, line.line_id)
        post(made.came_in(deed.subject, line.subject, line.aside), deed=deed)
        take_aside(line, line.aside, deed.subject, text.vi, made.id, deed=deed)
        receipt = CapitalReceipt.objects.create(
            source=row,
            bank_line=line.line_id,
            amount=line.aside,
            booked_on=line.booked_on,
            entry=made.id,
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.before(received=row.received)
        row.received += line.aside
        row.save(update_fields=["received"])
        deed.after(received=row.received, amount=format_dong(line.aside, "vi"))
        deed.result(receipt.pk)
        return int(receipt.pk)
