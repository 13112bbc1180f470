"""Decisions for whoever asks what rested on a rule of the law: those that a reader may see, and how each is shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from khue.core.actor import Actor
from khue.features.dossiers import access
from khue.features.dossiers.models import DecisionRecord, Dossier
from khue.features.dossiers.queries.pages.mine import of_mine
from khue.features.people import queries as people

DECISION = "decision:"


@dataclass(frozen=True, slots=True)
class DecidedCard:
    """A decision in a list. ``readable``: the reader may open the dossier itself, not only what is public of it."""

    dossier_number: str
    decided_on: date
    superseded: bool
    readable: bool


def visible_decisions(actor: Actor, listed: QuerySet[Any, Any]) -> QuerySet[DecisionRecord, str]:
    """Subjects (``decision:12``) for a subquery: staff see all that are handed in, others their own and what is public.

    ``listed`` are the ids of dossiers that stand in a public register: of them what was granted is public. Persons
    whose data are restricted are left out, as in every list.
    """
    rows = DecisionRecord.objects.all() if actor.may(access.READ) else _public_or_mine(actor, listed)
    rows = rows.exclude(dossier__applicant__in=people.restricted_ids())
    return (
        rows.order_by()
        .annotate(subject=Concat(Value(DECISION), Cast("pk", CharField()), output_field=CharField()))
        .values_list("subject", flat=True)
    )


def _public_or_mine(actor: Actor, listed: QuerySet[Any, Any]) -> QuerySet[DecisionRecord]:
    seen = Q(dossier__in=listed, outcome="granted")
    if actor.person_id is not None:
        seen |= Q(dossier__in=of_mine(actor).order_by().values("pk"))
    return DecisionRecord.objects.filter(seen)


def decided_cards(subjects: Collection[str], actor: Actor) -> dict[str, DecidedCard]:
    """By subject; two queries. Says nothing about rights: the subjects come from ``visible_decisions``."""
    ids = [int(subject.removeprefix(DECISION)) for subject in subjects if subject.startswith(DECISION)]
    rows = tuple(DecisionRecord.objects.filter(pk__in=ids).select_related("dossier", "superseded_by"))
    mine: set[int] = set()
    if actor.person_id is not None and not actor.may(access.READ):
        dossiers = Dossier.objects.filter(pk__in={row.dossier_id for row in rows})
        mine = set(dossiers.filter(pk__in=of_mine(actor).order_by().values("pk")).values_list("pk", flat=True))
    return {
        f"{DECISION}{row.pk}": DecidedCard(
            row.dossier.number,
            row.decided_on,
            hasattr(row, "superseded_by"),
            actor.may(access.READ) or row.dossier_id in mine,
        )
        for row in rows
    }
