"""Handing a whole desk over: choose, look what would happen, do it, read what happened row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.features.staff import access, queries, usecases
from khue.features.staff.domain.commands import HandOverDesk
from khue.features.staff.forms import DeskForm
from khue.features.staff.views.parts import ask, found_line, person_href, staff_actor
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Cell, Column, EmptyView, Row, StateView, TableView, Words


@dataclass(frozen=True, slots=True)
class DeskPage:
    """``outcome`` is the dry run, or what the deed did; ``done`` says which. ``beyond``: tasks that go too and are not listed.

    ``looked`` marks the choice that the dry run showed; ``changed``: another one was about to be done.
    """

    name: str
    held: int
    outcome: TableView | None
    checked: bool
    done: bool
    moved: int
    back_href: str
    beyond: int = 0
    looked: str = ""
    changed: bool = False


@ask
def desk(request: HttpRequest, person_id: int) -> HttpResponse:
    """Hand over chosen tasks of a desk: first the list of what would go where, then the deed."""
    actor = staff_actor(request)
    key = f"party:{person_id}"
    line = found_line(key, actor)
    _require(actor, key, line)
    held = dossiers.held_tasks(key, usecases.WHOLE, reader=actor)
    form = bind(
        DeskForm,
        request,
        colleagues=queries.colleagues(actor.today, without=key),
        held=held[: usecases.MOST],
        total=len(held),
        initial={"tasks": [str(task.id) for task in held[: usecases.MOST]]},
    )
    outcome, done, moved, beyond, looked, changed = None, False, 0, 0, "", False
    if request.method == "POST" and form.is_valid():
        command = form.command(key)
        marked = frozenset(command.tasks)
        chosen = held if command.everything else tuple(task for task in held if task.id in marked)
        staying = dict(dossiers.why_they_stay(chosen, command.to, actor.today)) if command.to else {}
        looked = _mark(command)
        changed = request.POST.get("step") == "do" and request.POST.get("looked") != looked
        if request.POST.get("step") == "do" and not changed:
            try:
                found = usecases.hand_over_desk(command, actor=actor)
            except Refused as refused:
                show_refusal(form, refused)
            else:
                done, staying = True, dict(found.staying)
                moved = len(found.moved)
        if not form.errors:
            # What stays comes first: it is what somebody has to see to.
            shown = sorted(chosen, key=lambda task: task.id not in staying)[: usecases.MOST]
            outcome, beyond = _outcome(shown, staying, command.to, done=done), len(chosen) - len(shown)
    checked = outcome is not None and not done
    page = DeskPage(line.name, len(held), outcome, checked, done, moved, person_href(line.id), beyond, looked, changed)
    return web.render(request, "staff/desk.html", page, 422 if form.errors else 200, form=form)


def _mark(command: HandOverDesk) -> str:
    """Short text of where to and which tasks: only what was looked at is done."""
    tasks = "everything" if command.everything else ",".join(map(str, sorted(command.tasks)))
    return hashlib.sha256(f"{command.to} {tasks}".encode()).hexdigest()[:16]


def _require(actor: Actor, key: str, line: queries.StaffLine) -> None:
    if key == actor.key:
        actor.require(access.HAND_OVER)
    else:
        access.require_for(actor, access.DESKS, key, {h.unit_code for h in line.roles})


def _outcome(chosen: Sequence[dossiers.HeldTask], staying: Mapping[int, Reason], to: str, *, done: bool) -> TableView:
    goes = _("went over") if done else _("will go over")
    stays = _("stays")
    where: Words = people.party(to).name if to else _("Queue of the unit")
    rows = []
    for task in chosen:
        reason = staying.get(task.id)
        state = StateView("stays", stays, "wait") if reason else StateView("goes", goes, "good")
        rows.append(
            Row(
                (
                    Cell(task.title, reverse("desk:task", args=[task.id]), note=task.number, strong=True),
                    task.name,
                    task.due_on,
                    state,
                    reason.text if reason else where,
                )
            )
        )
    columns = (
        Column(_("Dossier")), Column(_("Step")), Column(_("Clock"), "day"), Column(_("Result"), "state"),
        Column(_("Where to, or why not")),
    )  # fmt: skip
    return TableView(columns, tuple(rows), caption=_("Result for each task"), empty=EmptyView(_("No task is chosen.")))
