"""What the verbs share: the case under its lock, changes of state with their messages. Each joins a deed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import partial

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from khue.features.dossiers.queries import DossierFacts
from khue.features.intake import access
from khue.features.intake.domain.states import REFUSED_CONTENT, sync_state
from khue.features.intake.domain.telling import Change, Told, body_of, type_of
from khue.features.intake.models import IntakeCase, MessageOut, Source, StateChange, Subscription
from khue.kernel import jobs
from khue.kernel.deeds import Deed

DELIVER = "intake.deliver"
_woken: dict[int, float] = {}


def wake(source_id: int) -> None:
    """A job shall send what waits, soon. What waits is safe without it: a look each minute finds it as well.

    At most one such job stands in the queue, and a process asks for it twice a second at most: the job begins a second
    after it was asked for, so it sees what came meanwhile.
    """
    now = time.monotonic()
    if now - _woken.get(source_id, -1.0) < 0.5:
        return
    _woken[source_id] = now
    if Subscription.objects.filter(source=source_id, ended_at=None).exists():
        lock = f"{DELIVER}:{source_id}"
        with suppress(AlreadyEnqueued):
            jobs.app.configure_task(DELIVER, queueing_lock=lock, schedule_in={"seconds": 1}).defer(source_id=source_id)


def locked_case(case_id: int) -> IntakeCase:
    """Raises Missing."""
    found = IntakeCase.objects.select_for_update().filter(pk=case_id).first()
    if found is None:
        raise access.no_such_case()
    return found


def case_of_source(source: Source, external_id: str) -> IntakeCase:
    """The case under its lock. Raises Missing, in the same words for another source's."""
    found = IntakeCase.objects.select_for_update().filter(source=source, external_id=external_id).first()
    if found is None:
        raise access.no_such_case()
    return found


def told_of(case: IntakeCase, facts: DossierFacts | None) -> Told:
    business = facts.state if facts else REFUSED_CONTENT
    states = {"business": business, "payment": case.payment, "delivery": case.delivery}
    return Told(case.external_id, facts.number if facts else "", states, facts.due_on if facts else None)


def write_changes(
    case: IntakeCase,
    changes: Sequence[Change],
    facts: DossierFacts | None,
    *,
    cause: str,
    deed: Deed,
    due: bool = False,
) -> None:
    """Each change as a row and a message; the case, which is locked, is saved. ``due``: the due day alone has moved.

    A change of synchronisation is a row without a message: telling of the telling would never end.
    """
    for change in changes:
        if change.kind != "business":
            setattr(case, change.kind, change.after)
    told = told_of(case, facts)
    spoken = [(type_of(change), change) for change in changes if change.kind != "sync"]
    messages = [(kind, body_of(kind, told, deed.moment, change)) for kind, change in spoken]
    if due:
        messages.append(("dossier.due", body_of("dossier.due", told, deed.moment)))
    rows = list(changes)
    if messages and case.sync != "pending":
        rows.append(Change("sync", case.sync, "pending"))
        case.sync = "pending"
    case.due_told = told.due_on if messages else case.due_told
    case.save()
    note_changes(case, rows, cause=cause, at=deed.moment, by=deed.actor.key)
    MessageOut.objects.bulk_create(
        MessageOut(case=case, source_id=case.source_id, kind=kind, body=body, made_at=deed.moment, due_at=deed.moment)
        for kind, body in messages
    )
    if messages:
        transaction.on_commit(partial(wake, int(case.source_id)))


def note_changes(case: IntakeCase, changes: Sequence[Change], *, cause: str, at: datetime, by: str) -> None:
    """The rows of the history alone."""
    StateChange.objects.bulk_create(
        StateChange(
            case=case, kind=change.kind, before=change.before, after=change.after, at=at, by=by,
            cause=cause[:40],
        )
        for change in changes
    )  # fmt: skip


def due_moved(case: IntakeCase, due_on: date | None) -> bool:
    """Whether the source knows another due day."""
    return case.due_told != due_on


def settle_sync(case: IntakeCase, *, at: datetime, by: str, cause: str) -> None:
    """The state of the telling follows from the case's messages; the case is locked."""
    after = sync_state(set(MessageOut.objects.filter(case=case).values_list("state", flat=True)))
    if after != case.sync:
        note_changes(case, [Change("sync", case.sync, after)], cause=cause, at=at, by=by)
        case.sync = after
        case.save(update_fields=["sync"])
