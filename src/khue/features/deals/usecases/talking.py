"""The deal room: messages with papers, and tasks with a day. Words stay in their tables; records say that something was said."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Missing, Refused, require
from khue.features.deals import access
from khue.features.deals.domain.commands import FinishTask, SetTask, WriteMessage
from khue.features.deals.domain.deciding import may_set_task, may_write, talking, wrong
from khue.features.deals.domain.words import SPEAKING
from khue.features.deals.models import Deal, DealMessage, DealTask
from khue.features.deals.usecases.parts import list_reasons, locked_deal, own_deal, tell, write
from khue.kernel import files
from khue.kernel.deeds import Deed, command


def write_message(asked: WriteMessage, *, actor: Actor) -> int:
    """A message of a side or of its broker, with papers under one name; its number. Raises Refused, NotAllowed, Missing."""
    with command("deals.write_message", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal = locked_deal(asked.deal_id, deed)
        role = access.require_reader(actor, deal)
        if role == "staff":
            raise access.not_this_side()
        side = role if role == access.BROKER else access.require_side(actor, deal)
        require(Decision.refuse_if_any([*list_reasons(deal, deed), *may_write(asked, deal.state).reasons]))
        title = asked.title.strip() if asked.papers else ""
        rows = DealMessage.objects.filter(deal=deal)
        last = rows.aggregate(last=Max("no"))["last"] or 0
        version = (rows.filter(title=title).aggregate(last=Max("version"))["last"] or 0) + 1 if title else 0
        DealMessage.objects.create(
            deal=deal,
            no=last + 1,
            side=side,
            text=asked.text.strip(),
            title=title,
            version=version,
            papers=_stored(asked.papers, deal, deed),
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.after(message=last + 1, papers=len(asked.papers))
        told = [deal.seller_id, deal.buyer_id]
        _told(deal, [party for party in told if not actor.stands_for(access.key_of(party))], deed)
        deed.result(last + 1)
        return int(last + 1)


def _stored(uploads: tuple[Any, ...], deal: Deal, deed: Deed) -> list[str]:
    """All files or none; every refusal at once. They belong to the deal, whose two sides and brokers read them."""
    stored: list[str] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            kept = files.store(upload, deed=deed, owner=deed.actor.key, kind="deal-paper", subject=f"deal:{deal.pk}", field="papers")  # fmt: skip
            stored.append(str(kept.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return stored


def _told(deal: Deal, parties: list[int], deed: Deed) -> None:
    title = Text(f"Giao dịch {deal.number}: có trao đổi mới", f"Deal {deal.number}: something new was said")
    body = Text("Mời ông/bà mở phòng giao dịch để đọc.", "Open the deal room to read it.")
    tell(deal, parties, title, body, deed)


def set_task(asked: SetTask, *, actor: Actor) -> int:
    """Something that a side has to do by a day; its number."""
    with command("deals.set_task", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal, _side = own_deal(asked.deal_id, deed)
        require(may_set_task(asked, deal.state, deed.today))
        no = DealTask.objects.filter(deal=deal).count() + 1
        DealTask.objects.create(
            deal=deal, no=no, title=asked.title.strip(), side=asked.side, due_on=asked.due_on, set_by_name=actor.name,
            set_at=deed.moment,
        )  # fmt: skip
        deed.after(task=no, side=asked.side, due_on=str(asked.due_on))
        _told(deal, [deal.seller_id, deal.buyer_id], deed)
        deed.result(no)
        return no


def finish_task(asked: FinishTask, *, actor: Actor) -> None:
    """The side that had to do it says that it is done. Raises Missing, Refused."""
    with command("deals.finish_task", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side = own_deal(asked.deal_id, deed)
        row = DealTask.objects.select_for_update().filter(deal=deal, no=asked.no).first()
        if row is None:
            raise Missing(
                Text("Không có việc này.", "There is no such task."),
                Text("Mời ông/bà mở lại trang của giao dịch.", "Open the page of the deal again."),
            )
        found = [*talking(deal.state, SPEAKING)]
        if row.side != side:
            found.append(wrong("note", "Việc này do bên kia thực hiện.", "The other side has to do this."))
        if row.done_at is not None:
            found.append(wrong("note", "Việc này đã xong.", "This is done already."))
        require(Decision.refuse_if_any(found))
        write(row, done_at=deed.moment, done_by_name=actor.name, note=asked.note.strip())
        deed.after(task=row.no, done=True)
        deed.result(True)
