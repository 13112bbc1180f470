"""Which dossiers a restriction keeps from a reader: for lists, and for rooms that keep records about dossiers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from khue.core.actor import Actor
from khue.features.dossiers import access
from khue.features.dossiers.access import wire_closing as wire_closing
from khue.features.dossiers.models import Dossier, Task
from khue.features.people import queries as people


def hidden_dossiers(actor: Actor) -> frozenset[int]:
    """Dossiers of persons whose data are restricted, but those in which the reader holds an open task.

    No query of its own where nobody is restricted.
    """
    barred = people.barred_ids(actor)
    if not barred:
        return frozenset()
    held = Task.objects.filter(dossier=OuterRef("pk"), closed_at=None, assignee=actor.desk)
    return frozenset(Dossier.objects.filter(applicant__in=barred).exclude(Exists(held)).values_list("pk", flat=True))


def hidden_subjects(actor: Actor) -> frozenset[str]:
    """The same as other rooms name them, ``dossier:12``."""
    return frozenset(f"dossier:{number}" for number in hidden_dossiers(actor))


def hidden_tasks(actor: Actor, tasks: Iterable[int]) -> frozenset[int]:
    """Of these tasks the ones that show their number only."""
    hidden = hidden_dossiers(actor)
    if not hidden:
        return frozenset()
    return frozenset(Task.objects.filter(pk__in=list(tasks), dossier__in=hidden).values_list("pk", flat=True))


def is_restricted_subject(subject: str) -> bool:
    """Whether ``dossier:12`` is of a person whose data are restricted: for pages that anybody reads."""
    kind, _, number = subject.partition(":")
    if kind != "dossier" or not number.isdecimal():
        return False
    return Dossier.objects.filter(pk=int(number), applicant__in=people.restricted_ids()).exists()


def require_unbarred(dossier_id: int, actor: Actor) -> None:
    """Raises NotAllowed with the reason for an official whom a restriction keeps out of this dossier."""
    if people.barred_ids(actor):
        access.require_unbarred(actor, Dossier.objects.get(pk=dossier_id))
