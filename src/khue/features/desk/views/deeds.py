"""One task: the case at a glance, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed, Refused
from khue.features.desk import access, domain
from khue.features.desk.forms import (
    AcceptForm,
    ApologyForm,
    HandOverForm,
    OutcomeForm,
    RefuseForm,
    StepForm,
    SupplementForm,
)
from khue.features.desk.queries import LatestNotes, has_record, latest_notes
from khue.features.desk.views.shortcuts import shortcuts_on
from khue.features.dossiers import queries, usecases
from khue.features.dossiers.domain.commands import TakeTask
from khue.features.dossiers.queries import TaskPage
from khue.kernel import viewing, web
from khue.kernel.forms import KhueForm, bind, show_refusal
from khue.kernel.ui import Link, Words

ask = require_http_methods(["GET", "HEAD", "POST"])
DESK = "desk:tasks"
NOTES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class TaskView:
    """The task's page. ``kind`` says which form it carries: check, outcome, room or none."""

    task: TaskPage
    panels: Sequence[Any]
    kind: str
    room_href: str
    action: str
    refusable: bool
    open_answers: bool
    crumbs: tuple[Link, ...]
    watched: bool
    papers: tuple[Link, ...]
    notes: LatestNotes | None
    shortcuts: bool


@dataclass(frozen=True, slots=True)
class DeedPage:
    """A page with one form about a task."""

    task: TaskPage
    title: Words
    lead: Words
    label: Words
    points: tuple[Words, ...]
    danger: bool
    back_href: str
    crumbs: tuple[Link, ...]


@require_GET
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """The case at a glance, and the form of its step."""
    actor, found = _found(request, task_id)
    watched = found.case.applicant.is_private_person and not found.case.is_side
    if watched:
        subject = f"dossier:{found.case.facts.id}"
        viewing.note_view(actor, found.case.facts.applicant_key, "dossier", subject)
    form = bind(_form_class(found), request, **_given(found))
    return _show(request, actor, found, form)


def _found(request: HttpRequest, task_id: int, *, with_colleagues: bool = False) -> tuple[Actor, TaskPage]:
    actor = web.signed_in(request)
    access.require_desk(actor)
    return actor, queries.task(task_id, actor, with_colleagues=with_colleagues)


def _kind(found: TaskPage) -> str:
    if not found.may_act or found.case.facts.state == "awaiting_supplement":
        return "none"
    if found.step.kind == "check":
        return "check"
    return "room" if found.page else "outcome"


def _form_class(found: TaskPage) -> type[StepForm]:
    return AcceptForm if _kind(found) == "check" else OutcomeForm


def _given(found: TaskPage) -> dict[str, Any]:
    given: dict[str, Any] = {"initial": {"seen": found.case.facts.stamp}}
    if _form_class(found) is OutcomeForm:
        given["outcomes"] = found.step.outcomes
    return given


def _show(request: HttpRequest, actor: Actor, found: TaskPage, form: KhueForm, status: int = 200) -> HttpResponse:
    kind = _kind(found)
    route = {"check": "desk:accept", "outcome": "desk:complete"}.get(kind)
    page = TaskView(
        task=found,
        panels=usecases.panels(found.case, actor),
        kind=kind,
        room_href=_room_href(found) if found.page else "",
        action=reverse(route, args=[found.id]) if route else "",
        refusable=any(outcome.next == "end.returned" for outcome in found.step.outcomes),
        open_answers=kind in ("check", "outcome"),
        crumbs=_crumbs(),
        watched=found.case.applicant.is_private_person and not found.case.is_side,
        papers=_papers(found, actor),
        notes=latest_notes(found.case, actor, NOTES_SHOWN),
        shortcuts=shortcuts_on(request, actor),
    )
    return web.render(request, "desk/task.html", page, status, form=form)


def _papers(found: TaskPage, actor: Actor) -> tuple[Link, ...]:
    """The control slip, and the audit of the dossier and of the task, for those who may read them."""
    facts, links = found.case.facts, []
    if actor.may(domain.READ_DOSSIERS) and queries.has_slip(facts.received_on, facts.due_on):
        slip = reverse("desk:control-slip", args=[facts.number])
        links.append(Link(_("Process control slip (form 06)"), slip, icon="file-type-pdf"))
    if actor.may(domain.READ_AUDIT):
        dossier = reverse("desk:audit", args=[f"dossier:{facts.id}"])
        links.append(Link(_("Audit of the dossier"), dossier, icon="history"))
        if has_record(f"task:{found.id}"):
            mine = reverse("desk:audit", args=[f"task:{found.id}"])
            links.append(Link(_("Audit of this task"), mine, icon="history"))
    return tuple(links)


def _room_href(found: TaskPage) -> str:
    """The page of the room where this step is worked on; none while that room is not built in."""
    try:
        return reverse(found.page, args=[found.id])
    except NoReverseMatch:
        return ""


def _crumbs(found: TaskPage | None = None) -> tuple[Link, ...]:
    desk = Link(_("Desk"), reverse(DESK))
    if found is None:
        return (desk,)
    return (desk, Link(found.case.facts.number, reverse("desk:task", args=[found.id])))


# -- deeds that stand on the task's page ------------------------------------------------------------------------------


@require_POST
def take(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take a free task, and stay where the button was."""
    actor, _task = _found(request, task_id)
    usecases.take_task(TakeTask(task_id), actor=actor)
    messages.success(request, _("The task is yours."))
    return web.redirect(web.safe_path(request.POST.get("next", ""), reverse("desk:task", args=[task_id])))


@ask
def accept(request: HttpRequest, task_id: int) -> HttpResponse:
    """Accept for processing."""
    return _on_page(request, task_id, AcceptForm, usecases.accept_for_processing, _("The dossier was accepted."))


@ask
def complete(request: HttpRequest, task_id: int) -> HttpResponse:
    """Complete a step that has no page of its own."""
    return _on_page(request, task_id, OutcomeForm, usecases.complete_step, _("The step is completed."))


def _on_page(
    request: HttpRequest, task_id: int, form_class: type[StepForm], deed: Callable[..., None], done: str
) -> HttpResponse:
    """Do the deed; a refusal shows the task's page with each reason beside its field."""
    if request.method != "POST":
        return web.redirect("desk:task", task_id)
    actor, found = _found(request, task_id)
    actor.require(found.right)
    given = {"outcomes": found.step.outcomes} if form_class is OutcomeForm else {}
    form = form_class(request.POST, **given)
    if form.is_valid():
        try:
            deed(form.command(task_id), actor=actor)  # type: ignore[attr-defined]  # each of these forms gives its command
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, done)
            return web.redirect(DESK)
    return _show(request, actor, found, form, 422)


# -- deeds with a page of their own -----------------------------------------------------------------------------------


@ask
def ask_supplement(request: HttpRequest, task_id: int) -> HttpResponse:
    """Ask the applicant for what is missing (form 02)."""
    return _own_page(
        request, task_id, SupplementForm, usecases.request_supplement, _("The request was sent."),
        title=_("Ask for supplements"),
        lead=_("The applicant gets form 02 with your reason. The clock stands still until the answer."),
        label=_("Send the request"),
    )  # fmt: skip


@ask
def refuse_receipt(request: HttpRequest, task_id: int) -> HttpResponse:
    """Refuse receipt (form 03)."""
    return _own_page(
        request, task_id, RefuseForm, usecases.refuse_receipt, _("Receipt was refused."),
        title=_("Refuse receipt"),
        lead=_("The applicant gets form 03 with your ground. This ends the dossier."),
        label=_("Refuse receipt"),
        points=(_("Missing papers are no ground to refuse: ask for supplements instead."),),
        danger=True,
    )  # fmt: skip


@ask
def hand_over(request: HttpRequest, task_id: int) -> HttpResponse:
    """Hand the task to a colleague."""
    return _own_page(
        request, task_id, HandOverForm, usecases.hand_over_task, _("The task was handed over."),
        title=_("Hand the task over"),
        lead=_("The colleague gets a notice with your reason."),
        label=_("Hand over"),
    )  # fmt: skip


def _own_page(
    request: HttpRequest,
    task_id: int,
    form_class: type[Any],
    deed: Callable[..., None],
    done: str,
    *,
    title: str,
    lead: str,
    label: str,
    points: tuple[str, ...] = (),
    danger: bool = False,
) -> HttpResponse:
    actor, found = _found(request, task_id, with_colleagues=form_class is HandOverForm)
    if request.method == "POST":
        actor.require(found.right)
    if form_class is HandOverForm:
        form = bind(form_class, request, colleagues=found.colleagues)
    else:
        form = bind(form_class, request, initial={"seen": found.case.facts.stamp})
    if request.method == "POST" and form.is_valid():
        try:
            deed(form.command(task_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, done)
            return web.redirect(DESK)
    elif request.method != "POST" and not found.may_act:
        return web.redirect("desk:task", task_id)
    page = DeedPage(found, title, lead, label, points, danger, reverse("desk:task", args=[task_id]), _crumbs(found))
    return web.render(request, "desk/deed.html", page, 422 if form.errors else 200, form=form)


@ask
def apology(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say sorry before the clock runs out (form 04)."""
    actor, found = _found(request, task_id)
    if not actor.may(found.step.right):
        raise NotAllowed(
            Text("Ông/bà không phụ trách bước này.", "You do not handle this step."),
            Text("Chuyển cho người phụ trách.", "Leave it to the one who does."),
        )
    form = bind(ApologyForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.send_apology(form.command(found.case.facts.id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The apology was sent."))
            return web.redirect("desk:task", task_id)
    elif request.method != "POST" and found.apology is None:
        return web.redirect("desk:task", task_id)
    page = DeedPage(
        found,
        _("Apologise and name a new day"),
        _("The applicant gets form 04. The promised day moves to the new one."),
        _("Send the apology"),
        (),
        False,
        reverse("desk:task", args=[task_id]),
        _crumbs(found),
    )
    return web.render(request, "desk/deed.html", page, 422 if form.errors else 200, form=form)
