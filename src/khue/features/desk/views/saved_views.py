"""Saved views: the list, saving, replacing, removing, the default."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed, Refused
from khue.features.desk import access, queries, usecases
from khue.features.desk.domain.saved_views import DUES, ChooseDefaultView, RemoveView, Wanted
from khue.features.desk.forms import ViewForm
from khue.features.desk.queries import ViewLine
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.kernel import web
from khue.kernel.forms import OnceForm, bind, show_refusal
from khue.kernel.ui import ConfirmView, EmptyView, Link

ask = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class ViewsPage:
    """``own`` and ``shared`` views, and whether one of them opens the desk."""

    own: tuple[ViewLine, ...]
    shared: tuple[ViewLine, ...]
    has_default: bool
    empty: EmptyView
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SavePage:
    """``words`` say what the filter keeps."""

    title: str
    words: tuple[str, ...]
    query: str
    replaced: ViewLine | None
    back_href: str
    crumbs: tuple[Link, ...]


def crumbs() -> tuple[Link, ...]:
    return (Link(_("Desk"), reverse("desk:tasks")),)


def list_href(wanted: Wanted, view_id: int | None = None) -> str:
    """The desk list with this filter."""
    parts = {"view": wanted.view, **wanted.to_json()}
    if view_id is not None:
        parts["saved"] = str(view_id)
    return f"{reverse('desk:tasks')}?{urlencode(parts)}"


def officer(request: HttpRequest) -> Actor:
    actor = web.signed_in(request)
    access.require_desk(actor)
    return actor


@require_GET
def saved_views(request: HttpRequest) -> HttpResponse:
    """All views that the officer sees; what no longer works says why."""
    actor = officer(request)
    chosen = queries.choice(actor.key)
    lines = queries.saved_views(actor, chosen)
    page = ViewsPage(
        own=tuple(line for line in lines if not line.unit),
        shared=tuple(line for line in lines if line.unit),
        has_default=any(line.default for line in lines),
        empty=EmptyView(
            _("No saved views yet"),
            _("Filter the list of tasks, then choose “Save this view”."),
            reverse("desk:tasks"),
            _("Open the list"),
            icon="filter",
        ),
        crumbs=crumbs(),
    )
    return web.render(request, "desk/views.html", page, form=OnceForm())


@ask
def save_view(request: HttpRequest) -> HttpResponse:
    """Save the filter in the address under a name; ``replaces`` names a view whose place it takes."""
    actor = officer(request)
    given = request.GET
    wanted = Wanted.of({name: given.get(name, "") for name in ("view", "procedure", "step", "due")})
    replaced = queries.view_line(int(given["replaces"]), actor) if given.get("replaces", "").isdecimal() else None
    if replaced is not None and not replaced.may_change:
        replaced = None
    units = {code: name for code, name in people.staff_units().items() if code in actor.units}
    initial = {"name": replaced.name, "unit": replaced.unit, "default": replaced.default} if replaced else {}
    form = bind(ViewForm, request, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.save_view(form.command(wanted, replaced.id if replaced else None), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The view is saved."))
            return web.redirect(list_href(wanted))
    page = SavePage(
        title=_("Replace the view") if replaced else _("Save this view"),
        words=words_of(wanted, actor),
        query=given.urlencode(),
        replaced=replaced,
        back_href=list_href(wanted),
        crumbs=(*crumbs(), Link(_("Saved views"), reverse("desk:views"))),
    )
    return web.render(request, "desk/save_view.html", page, 422 if form.errors else 200, form=form)


def words_of(wanted: Wanted, actor: Actor) -> tuple[str, ...]:
    """The filter in words, one line each."""
    lists = {"all": _("All"), "mine": _("Mine"), "free": _("Free"), "overdue": _("Overdue")}
    said = [lists.get(wanted.view, wanted.view)]
    known = dossiers.procedures(actor.today)
    if wanted.procedure:
        name = next((each.name for each in known if each.key == wanted.procedure), Text(wanted.procedure))
        said.append(name.into(web.language()))
    if wanted.step:
        steps = {step.key: step.name for each in known for step in each.steps}
        said.append(steps.get(wanted.step, Text(wanted.step)).into(web.language()))
    if wanted.due:
        said.append(DUES.get(wanted.due, Text(wanted.due)).into(web.language()))
    return tuple(said)


@ask
def remove_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Ask, then take the view off."""
    actor = officer(request)
    if request.method == "POST":
        form = OnceForm(request.POST)
        once = form.cleaned_data.get("once") if form.is_valid() else None
        usecases.remove_view(RemoveView(view_id, once), actor=actor)
        messages.success(request, _("The view was removed."))
        return web.redirect("desk:views")
    found = queries.view_line(view_id, actor)
    if not found.may_change:
        raise NotAllowed(
            Text("Ông/bà không thay, không bỏ được bộ lọc chung này.", "You cannot change this shared view."),
            Text("Mời ông/bà đề nghị người đã lưu hoặc trưởng đơn vị.", "Ask who saved it, or the head of the unit."),
        )
    page = ConfirmView(
        title=_("Remove the view “%(name)s”?") % {"name": found.name},
        text=_("It disappears from the list of views; no task changes."),
        label=_("Remove the view"),
        cancel_href=reverse("desk:views"),
        points=(_("Everybody in the unit loses it."),) if found.unit else (),
        hidden={"once": str(OnceForm().fields["once"].initial())},
        action=reverse("desk:remove-view", args=[view_id]),
    )
    return web.render(request, "ui/confirm.html", page)


@require_http_methods(["POST"])
def choose_default(request: HttpRequest) -> HttpResponse:
    """``view``: the id of the view with which the desk opens, or empty for the whole desk."""
    actor = officer(request)
    form = OnceForm(request.POST)
    given = request.POST.get("view", "")
    view_id = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None
    usecases.choose_default_view(
        ChooseDefaultView(view_id, form.cleaned_data.get("once") if form.is_valid() else None), actor=actor
    )
    messages.success(request, _("Your desk opens with it from now on."))
    return web.redirect("desk:views")
