"""What the verbs share: the case under its lock, changes of state with their messages. Each joins a deed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from khue.features.dossiers.queries import DossierFacts
from khue.features.intake import access
from khue.features.intake.domain.states import REFUSED_CONTENT
from khue.features.intake.domain.telling import Change, Told, body_of, type_of
from khue.features.intake.models import IntakeCase, MessageOut, Source, StateChange
from khue.kernel.deeds import Deed


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
    note_changes(case, rows, cause=cause, deed=deed)
    MessageOut.objects.bulk_create(
        MessageOut(case=case, source_id=case.source_id, kind=kind, body=body, made_at=deed.moment, due_at=deed.moment)
        for kind, body in messages
    )


def note_changes(case: IntakeCase, changes: Sequence[Change], *, cause: str, deed: Deed) -> None:
    """The rows of the history alone."""
    StateChange.objects.bulk_create(
        StateChange(
            case=case, kind=change.kind, before=change.before, after=change.after, at=deed.moment, by=deed.actor.key,
            cause=cause[:40],
        )
        for change in changes
    )  # fmt: skip


def due_moved(case: IntakeCase, due_on: date | None) -> bool:
    """Whether the source knows another due day."""
    return case.due_told != due_on
