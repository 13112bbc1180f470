"""The dossiers of those for whom a person acts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from khue.core.actor import Actor
from khue.features.dossiers import access
from khue.features.dossiers.models import (
    Dossier,
    Editor,
)
from khue.features.dossiers.queries.pages.shapes import MyRow
from khue.features.dossiers.queries.progress import small_deadline, state_view
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset


def of_mine(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers of the parties that the actor stands for, and those on which the actor writes; what waits first."""
    if actor.person_id is None:
        return Dossier.objects.none()
    ids = {people.party_id(key) for key, _scope in actor.acts_for}
    taken = [people.subject_id(held) for held, _scope in actor.holds if held.startswith("dossier:")]
    if actor.within:  # a key reads what is its organisation's, and nothing of its holder
        edited = Editor.objects.none().values("dossier")
    else:
        ids.add(actor.person_id)
        edited = Editor.objects.filter(person__in=access.person_ids(actor), removed_at=None).values("dossier")
    rank = Case(
        When(state="awaiting_supplement", then=Value(0)),
        When(state="draft", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return Dossier.objects.filter(Q(applicant__in=ids) | Q(pk__in=edited) | Q(pk__in=taken)).annotate(rank=rank)


def my_dossiers(actor: Actor, after: str | None = None, size: int = 20) -> Page[MyRow]:
    """My dossiers: first what waits for me, then the newest."""
    return keyset(of_mine(actor), ["rank", "-id"], after, size).of(lambda row: _my_row(row, actor.today))


def all_my_dossiers(actor: Actor) -> Iterator[MyRow]:
    """The same without pages, for a download."""
    for row in of_mine(actor).order_by(F("rank"), "-id").iterator(chunk_size=500):
        yield _my_row(row, actor.today)


def _my_row(row: Dossier, today: date) -> MyRow:
    paused = row.state == "awaiting_supplement"
    running = row.state in ("submitted", "in_progress", "awaiting_supplement")
    return MyRow(
        number=row.number,
        title=row.title,
        procedure_key=row.procedure_key,
        applicant=row.applicant_name,
        state=state_view(row.state),
        clock=small_deadline(row.due_on, paused, today) if running else None,
        next={"draft": "write", "awaiting_supplement": "supplement"}.get(row.state, "follow"),
        created_at=row.created_at,
        due_on=row.due_on,
    )
