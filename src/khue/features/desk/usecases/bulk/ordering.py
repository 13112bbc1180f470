"""A bulk deed is ordered, or what is left of it is stopped."""

from __future__ import annotations

from uuid import uuid4

from khue.core.actor import Actor
from khue.core.errors import require
from khue.features.desk import access
from khue.features.desk.domain.bulk import KINDS, BulkOrder, StopBulk, may_order
from khue.features.desk.events import BulkDeedOrdered
from khue.features.desk.models import BulkDeed, BulkRow
from khue.features.desk.queries.bulk import no_such_bulk, receiver_name
from khue.features.dossiers import queries as dossiers
from khue.kernel.deeds import command


def order_bulk(asked: BulkOrder, *, actor: Actor) -> int:
    """Keep the order with a row for each task; the worker does them one by one. Its id.

    Whether a row may be done is asked when its turn comes. Raises Refused with all reasons.
    """
    access.require_desk(actor)
    with command("desk.order_bulk", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        tasks = dict.fromkeys(asked.tasks)
        found = {line.id: line for line in dossiers.task_lines(tasks, actor) if access.may_see_task(actor, line.right)}
        require(may_order(asked, known=len(found)))
        kind = KINDS[asked.kind]
        needs = kind.needs
        row = BulkDeed.objects.create(
            key=uuid4(),
            kind=asked.kind,
            to=asked.to if "to" in needs else "",
            to_name=receiver_name(asked.to) if "to" in needs else "",
            ground=asked.ground.strip() if "ground" in needs else "",
            day=asked.day if "day" in needs else None,
            asked_by=actor.key,
            asked_by_name=actor.name,
            absence=_absence(actor),
            asked_at=deed.moment,
        )
        BulkRow.objects.bulk_create(
            BulkRow(
                bulk=row,
                task_id=line.id,
                number=line.number,
                title=line.title,
                name_vi=line.name.vi,
                name_en=line.name.en,
            )
            for task in tasks
            if (line := found.get(task)) is not None
        )
        deed.subject = f"bulk:{row.pk}"
        deed.after(
            kind=asked.kind, tasks=len(found), assignee=row.to or None, ground=row.ground, due_on=str(row.day or "")
        )
        deed.emit(
            BulkDeedOrdered(
                subject=deed.subject,
                parties=(actor.key,),
                bulk=row.pk,
                rows=len(found),
                what_vi=kind.label.vi,
                what_en=kind.label.en,
            )
        )
        deed.result(row.pk)
        return int(row.pk)


def _absence(actor: Actor) -> int | None:
    """The absence as whose deputy the actor works, out of the mandate ``absence:7:party:12``."""
    kind, _, rest = actor.mandate.partition(":")
    number = rest.partition(":")[0]
    return int(number) if kind == "absence" and number.isdecimal() else None


def stop_bulk(asked: StopBulk, *, actor: Actor) -> None:
    """What has not been done yet is not done. Rows that are done stay done. Raises Missing for another's order."""
    access.require_desk(actor)
    with command("desk.stop_bulk", actor, subject=f"bulk:{asked.bulk_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        row = BulkDeed.objects.select_for_update().filter(pk=asked.bulk_id, asked_by__in=actor.keys).first()
        if row is None:
            raise no_such_bulk()
        if row.ended_at is not None:
            deed.nothing_done()
            return
        left = BulkRow.objects.filter(bulk=row, state="waiting").update(state="stopped", done_at=deed.moment)
        row.stopped_at, row.stopped_by_name, row.ended_at = deed.moment, actor.name, deed.moment
        row.save(update_fields=["stopped_at", "stopped_by_name", "ended_at"])
        deed.after(stopped=left)
