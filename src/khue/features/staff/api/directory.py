"""Who works for the city, one colleague, and handing a whole desk over."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.features.staff import access, queries, usecases
from khue.features.staff.api.shapes import (
    STAFF,
    DeskIn,
    DeskOut,
    HandedOverOut,
    StaffLineOut,
    StaffPageOut,
    door,
    found_line,
    holding_values,
    line_values,
)
from khue.features.staff.queries import Asked
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Id, Listing, Size, Words, listing

Unit = Annotated[str, Query(max_length=40, description="Code of a unit; empty for all")]
StaffState = Annotated[Literal["", "working", "absent", "invited", "left"], Query(description="How things stand")]
Receiver = Annotated[
    str, Query(max_length=30, pattern=r"^(party:[0-9]{1,18})?$", description="Key of a receiver; says which tasks stay")
]


def staff_actor(request: HttpRequest) -> Actor:
    """Raises NotAllowed for whoever does not work here."""
    actor = acting(request)
    access.require_staff(actor)
    return actor


@door.get("/staff", Listing[StaffLineOut], Text("Danh bạ cán bộ", "Staff directory"), right=STAFF)
def list_staff(
    request: HttpRequest, q: Words = "", unit: Unit = "", state: StaffState = "", after: After = None, size: Size = 30
) -> Any:
    """By name: roles, and whether at work, away, invited, gone."""
    actor = staff_actor(request)
    return listing(request, queries.directory(Asked(q, unit, state), actor.today, after, size), line_values)


@door.get("/staff/{person_id}", StaffPageOut, Text("Một cán bộ", "A colleague"), right=STAFF)
def read_staff_member(request: HttpRequest, person_id: Id) -> Any:
    """Roles over time, absences, tasks on the desk."""
    actor = staff_actor(request)
    line = found_line(person_id, actor)
    held = people.holdings_of([line.key]).get(line.key, ())
    return {
        "line": line_values(line),
        "holdings": [holding_values(holding) for holding in reversed(held)],
        "absences": queries.absences_of(line.key, actor.today),
        "open_tasks": dossiers.held_count(line.key),
    }


def _require_desk(actor: Actor, line: queries.StaffLine) -> None:
    if line.key == actor.key:
        actor.require(access.HAND_OVER)
    else:
        access.require_for(actor, access.DESKS, line.key, {holding.unit_code for holding in line.roles})


@door.get("/staff/{person_id}/desk", DeskOut, Text("Việc trên bàn của cán bộ", "Tasks on a desk"), right=access.DESKS)
def read_desk(request: HttpRequest, person_id: Id, to: Receiver = "") -> Any:
    """What is held, those due first first; with ``to``, what would stay and why."""
    actor = staff_actor(request)
    line = found_line(person_id, actor)
    _require_desk(actor, line)
    held = dossiers.held_tasks(line.key, usecases.MOST, reader=actor)
    stays: dict[int, Reason] = dict(dossiers.why_they_stay(held, to, actor.today)) if to else {}
    return {
        "total": dossiers.held_count(line.key),
        "tasks": [
            {
                "id": task.id,
                "dossier": task.number,
                "title": task.title,
                "step": task.name,
                "due_on": task.due_on,
                "stays": stays[task.id].to_json() if task.id in stays else None,
            }
            for task in held
        ],
    }


@door.post(
    "/staff/{person_id}/desk", HandedOverOut, Text("Bàn giao bàn làm việc", "Hand a desk over"), right=access.DESKS
)
def hand_over_desk(request: HttpRequest, person_id: Id, asked: DeskIn) -> Any:
    """The chosen tasks, or everything, in one deed; those that can't go stay with their reasons."""
    actor = staff_actor(request)
    line = found_line(person_id, actor)
    found = usecases.hand_over_desk(asked.command(line.key, once_of(request)), actor=actor)
    return {
        "moved": list(found.moved),
        "staying": [{"task": task, "why": reason.to_json()} for task, reason in found.staying],
    }
