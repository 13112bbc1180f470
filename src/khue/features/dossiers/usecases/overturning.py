"""What a decision that was overturned does to its dossier: doors for the rooms above, each joins their deed."""

from __future__ import annotations

from khue.features.dossiers.domain.clocks import step_due
from khue.features.dossiers.domain.steps import DOSSIER
from khue.features.dossiers.models import Task
from khue.features.dossiers.queries import definition, terms_on
from khue.features.dossiers.usecases.clock import open_step
from khue.features.dossiers.usecases.parts import locked_dossier, move
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed


def reopen_dossier(dossier_id: int, step_key: str, *, deed: Deed) -> int:
    """A refused dossier goes on at a step of its main way, whose clock begins today; the task's id.

    The promise that was made at receipt stays written as it was, and no longer bounds the step: it was kept or broken
    by the first decision.
    """
    dossier = locked_dossier(dossier_id)
    dossier.ended_on = None
    move(dossier, DOSSIER.after(dossier.state, "overturn"), "ended_on", deed=deed)
    procedure = definition(dossier.version_id)
    terms = terms_on(procedure, dossier.law_day or deed.today)
    due = step_due(procedure.step(step_key), deed.today, terms, rulebook.calendar())
    return open_step(dossier, step_key, due=due, deed=deed)


def restore_dossier(dossier_id: int, *, deed: Deed) -> None:
    """A refused dossier counts as granted, where nothing of its main way is left to do.

    The superseding decision is recorded by the same deed: the database asks for it at its end.
    """
    dossier = locked_dossier(dossier_id)
    dossier.ended_on = None
    move(dossier, DOSSIER.after(dossier.state, "restore"), "ended_on", deed=deed)


def resume_dossier(dossier_id: int, *, deed: Deed) -> None:
    """A closed dossier has work again; one that is not closed stays as it is."""
    dossier = locked_dossier(dossier_id)
    if DOSSIER.may(dossier.state, "resume"):
        dossier.ended_on = None
        move(dossier, DOSSIER.after(dossier.state, "resume"), "ended_on", deed=deed)


def annul_dossier(dossier_id: int, note: str, *, deed: Deed) -> None:
    """The grant is annulled: open tasks are closed as needless, the dossier ends as refused.

    The superseding decision is recorded by the same deed: the database asks for it at its end.
    """
    dossier = locked_dossier(dossier_id)
    Task.objects.filter(dossier=dossier, closed_at=None).update(
        closed_at=deed.moment,
        closed_by=deed.actor.key,
        closed_by_name=deed.actor.name,
        outcome="annulled",
        note=note,
    )
    dossier.ended_on = deed.today
    move(dossier, DOSSIER.after(dossier.state, "annul"), "ended_on", deed=deed)
