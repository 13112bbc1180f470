"""The worker's part: each row is the deed of its own, in the name and with the rights of who ordered it, then.

Safe to kill and to repeat at any moment: a row's deed carries a key that follows from the order and the task, so a second
attempt finds what the first has done. A row's result is written after its deed; between the two nothing can be lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import KhueError, Refused
from khue.features.desk.access import ARRANGE_DESKS
from khue.features.desk.domain.bulk import result_of, row_key
from khue.features.desk.models import BulkDeed, BulkRow
from khue.features.desk.queries.bulk import acting_again, counts_of, waiting_rows
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases as deeds
from khue.features.dossiers.domain.commands import CompleteStep, HandOver, PutBack, SendApology, TakeTask
from khue.features.staff import usecases as staff
from khue.features.staff.domain.commands import HandOverDesk
from khue.kernel import clock
from khue.kernel.deeds import command

log = logging.getLogger("khue.desk")

RUN_JOB = "job.desk.run_bulk"
UNEXPECTED = Reason(
    "desk.unexpected",
    Text(
        "Việc này gặp lỗi ngoài dự kiến và chưa được thực hiện. Lỗi đã được ghi lại.",
        "Something unexpected went wrong with this task, and it was not done. The fault has been recorded.",
    ),
    Text(
        "Mời ông/bà mở hồ sơ và thực hiện riêng việc này, hoặc báo quản trị viên.",
        "Open the dossier and do this task by itself, or tell the administrator.",
    ),
)
FRESH = timedelta(seconds=1)
Do = Callable[[BulkDeed, int, UUID, Actor], None]


def run_bulk(bulk_id: int, *, actor: Actor) -> int:
    """Do every row that waits; how many were tried now. Raises NotAllowed for anyone but the job."""
    actor.require(RUN_JOB)
    order = BulkDeed.objects.filter(pk=bulk_id).first()
    if order is None:
        return 0
    tried = 0
    while rows := waiting_rows(bulk_id):
        standing = Standing(order)
        for row, task in rows:
            _do(order, row, task, standing)
            tried += 1
    _finish(order, actor=actor)
    return tried


class Standing:
    """Who ordered it, as the rights are now: looked up anew when a second has passed, and with every few rows."""

    def __init__(self, order: BulkDeed) -> None:
        self.order = order
        self.found: Actor | None = None

    def at(self, moment: datetime) -> Actor:
        """Raises NotAllowed when the account is closed, or the time as a deputy is over."""
        if self.found is None or moment - self.found.moment > FRESH:
            order = self.order
            self.found = acting_again(order.asked_by, order.absence, moment, request_id=f"bulk:{order.pk}")
            return self.found
        return replace(self.found, moment=moment)


def _do(order: BulkDeed, row_id: int, task: int, standing: Standing) -> None:
    """One row and its result."""
    moment = clock.now()
    state = "done"
    reasons: tuple[Reason, ...] = ()
    try:
        DEEDS[order.kind](order, task, row_key(order.key, task), standing.at(moment))
    except KhueError as error:
        state, reasons = result_of(error)
    except DatabaseError:
        # The database is away or busy: that is no result of this row. The job is tried again.
        raise
    except Exception:
        # A fault of ours in one row must not keep the others waiting; the log tells it, the row says so.
        log.exception("a row of a bulk deed failed", extra={"bulk": order.pk, "task": task, "kind": order.kind})
        state, reasons = "refused", (UNEXPECTED,)
    # A row that was stopped in this very moment has been done all the same, and says so.
    rows = BulkRow.objects.filter(pk=row_id, state__in=["waiting", "stopped"] if state == "done" else ["waiting"])
    rows.update(state=state, reasons=[reason.to_json() for reason in reasons], done_at=moment)


def _take(order: BulkDeed, task: int, once: UUID, actor: Actor) -> None:
    deeds.take_task(TakeTask(task, once), actor=actor)


def _hand_over(order: BulkDeed, task: int, once: UUID, actor: Actor) -> None:
    """As one who handles the step; else as the head who arranges the desk on which it lies."""
    facts = dossiers.task_facts(task) if actor.may(ARRANGE_DESKS) else None
    if facts is None or actor.may(facts.right) or not facts.assignee:
        deeds.hand_over_task(HandOver(task, order.to, order.ground, once), actor=actor)
        return
    found = staff.hand_over_desk(HandOverDesk(facts.assignee, order.to, (task,), order.ground, once), actor=actor)
    if found.staying:
        raise Refused.because(*(reason for _task, reason in found.staying))


def _put_back(order: BulkDeed, task: int, once: UUID, actor: Actor) -> None:
    facts = dossiers.task_facts(task) if actor.may(ARRANGE_DESKS) else None
    if facts is None or actor.may(facts.right) or not facts.assignee:
        deeds.put_back_task(PutBack(task, order.ground, once), actor=actor)
        return
    found = staff.hand_over_desk(HandOverDesk(facts.assignee, "", (task,), order.ground, once), actor=actor)
    if found.staying:
        raise Refused.because(*(reason for _task, reason in found.staying))


def _accept(order: BulkDeed, task: int, once: UUID, actor: Actor) -> None:
    deeds.accept_for_processing(CompleteStep(task, "accept", "", once=once), actor=actor)


def _apologise(order: BulkDeed, task: int, once: UUID, actor: Actor) -> None:
    facts = dossiers.task_facts(task)
    if facts.closed or facts.subject:
        raise Refused.because(
            Reason(
                "desk.no_promise",
                Text("Việc này không có hẹn trả kết quả đang chạy.", "No promised day runs on this task."),
                Text("Mời ông/bà mở hồ sơ để xem.", "Open the dossier to see."),
            )
        )
    assert order.day is not None, "the order was refused without a day"
    deeds.send_apology(SendApology(facts.dossier_id, order.day, order.ground, once), actor=actor)


DEEDS: Mapping[str, Do] = {
    "take": _take,
    "hand_over": _hand_over,
    "put_back": _put_back,
    "accept": _accept,
    "apologise": _apologise,
}


def _finish(order: BulkDeed, *, actor: Actor) -> None:
    with command("desk.finish_bulk", actor, subject=f"bulk:{order.pk}") as deed:
        row = BulkDeed.objects.select_for_update().get(pk=order.pk)
        if row.ended_at is not None or waiting_rows(row.pk):
            deed.nothing_done()
            return
        row.ended_at = deed.moment
        row.save(update_fields=["ended_at"])
        deed.after(rows=counts_of(row.pk))
