"""A dossier by its number, for one reader."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from khue.core.actor import Actor
from khue.features.dossiers import access
from khue.features.dossiers.models import (
    Apology,
    DecisionRecord,
    Document,
    Dossier,
    Editor,
    FormerAnswer,
    SupplementRequest,
)

MARKS: Mapping[str, type[Model]] = {
    "requests": SupplementRequest,
    "documents": Document,
    "apologies": Apology,
    "decisions": DecisionRecord,
    "former": FormerAnswer,
}


def find(number: str, actor: Actor) -> Dossier:
    """The dossier of a number (or id), for this reader. Raises Missing."""
    named = Q(number=number)
    if number.isascii() and number.isdecimal() and len(number) < 18:
        named |= Q(pk=int(number))
    found = with_marks(Dossier.objects.filter(named)).first()
    if found is None:
        raise access.no_such_dossier()
    access.require_read(actor, found)
    return found


def with_marks(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Each dossier with what it has (``has_apologies`` …), so that a page asks for no rows that are not there."""
    editors = Editor.objects.filter(dossier=OuterRef("pk"), removed_at=None).order_by("pk").values("person")
    marks = {
        f"has_{name}": Exists(model._default_manager.filter(dossier=OuterRef("pk"))) for name, model in MARKS.items()
    }
    return found.annotate(editor_ids=ArraySubquery(editors), **marks)


def has_mark(dossier: Dossier, name: str) -> bool:
    return bool(getattr(dossier, f"has_{name}", True))


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Whether the actor may read what belongs to ``dossier:12``: asked for its private files."""
    kind, _, number = subject.partition(":")
    if kind != "dossier" or not (number.isascii() and number.isdecimal() and len(number) < 18):
        return False
    found = Dossier.objects.filter(pk=int(number)).first()
    return found is not None and access.may_read(actor, found)
