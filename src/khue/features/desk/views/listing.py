"""What the address of the list asks for, shared by the list and by deeds on all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest

from khue.core.actor import Actor
from khue.features.desk.domain.saved_views import Wanted
from khue.features.dossiers import queries
from khue.features.dossiers.queries import DeskFilter
from khue.features.staff import queries as staff

PARTS = ("view", "procedure", "step", "due")


def wanted_of(given: Mapping[str, str]) -> Wanted:
    return Wanted.of({name: given.get(name, "") for name in PARTS})


def filter_of(wanted: Wanted) -> DeskFilter:
    """Only what the list knows; the rest of a filter counts as not chosen."""
    return DeskFilter(
        view=wanted.view if wanted.view in queries.VIEWS else "all",
        procedure=wanted.procedure,
        step=wanted.step,
        due=wanted.due if wanted.due in queries.DUES else "",
    )


def stand_ins(actor: Actor) -> tuple[staff.StandIn, ...]:
    """Whom the officer stands in for today; one query."""
    return staff.stand_ins(actor.person_id, actor.today) if actor.person_id is not None else ()


def asked_of(request: HttpRequest, actor: Actor) -> tuple[Actor, DeskFilter]:
    """The list's filter, and with whose rights it is read: the own ones, or a colleague's for whom one stands in."""
    asked = filter_of(wanted_of(request.GET))
    view = request.GET.get("view", "")
    colleague = next((found for found in stand_ins(actor) if f"for-{found.absence}" == view), None) if view.startswith("for-") else None  # fmt: skip
    if colleague is None:
        return actor, asked
    return replace(actor, rights=colleague.rights), replace(asked, view=view, of=colleague.person)
