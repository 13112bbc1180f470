"""What the address of the list asks for, shared by the list and by deeds on all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from khue.core.actor import Actor
from khue.features.desk.domain.saved_views import Wanted
from khue.features.desk.queries import Overseen, overseen
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


@dataclass(frozen=True, slots=True)
class Reading:
    """Whose list is read, with whose rights: the own one, that of a colleague one stands in for, or of one's unit."""

    actor: Actor
    asked: DeskFilter
    colleague: staff.StandIn | None = None
    overseen: Overseen | None = None


def reading(given: Mapping[str, str], wanted: Wanted, actor: Actor, colleagues: tuple[staff.StandIn, ...]) -> Reading:
    """What the address means for this reader; a colleague that is not the reader's to see counts as not named."""
    asked = filter_of(wanted)
    view, of = given.get("view", ""), given.get("of", "")
    colleague = next((found for found in colleagues if f"for-{found.absence}" == view), None)
    if colleague is not None:
        # What the deputy would see in the colleague's place, before choosing to work there.
        here = replace(actor, rights=colleague.rights)
        return Reading(here, replace(asked, view=view, of=colleague.person), colleague=colleague)
    found = overseen(actor, of) if of else None
    if found is not None:
        here = replace(actor, rights=found.rights)
        return Reading(here, replace(asked, view="all", of=found.key), overseen=found)
    return Reading(actor, asked)


def asked_of(request: HttpRequest, actor: Actor) -> tuple[Actor, DeskFilter]:
    """The list's filter, and with whose rights it is read."""
    found = reading(request.GET, wanted_of(request.GET), actor, stand_ins(actor))
    return found.actor, found.asked
