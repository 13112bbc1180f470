"""Pages of needs: the city's big problems, raising one, the list, screening, merging."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.calls import access, queries, usecases
from khue.features.calls.domain.likeness import Alike, telling
from khue.features.calls.forms import MergeForm, NeedForm, ScreenForm, WithdrawForm
from khue.features.calls.queries import NeedPage, NeedRow, ProblemList
from khue.features.calls.views.frame import (
    ROWS,
    DeedPage,
    ListPage,
    ask,
    chosen,
    did,
    download,
    downloads,
    said,
    show,
    status_of,
    tabs,
)
from khue.features.people import queries as people
from khue.kernel.forms import bind
from khue.kernel.paging import every
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row, TableView, Words
from khue.kernel.web import actor_of, redirect, render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Need")),
    ("raised_by", gettext_lazy("Raised by")),
    ("field", gettext_lazy("Key field")),
    ("state_words", gettext_lazy("State")),
    ("raised_on", gettext_lazy("Raised on")),
)


@dataclass(frozen=True, slots=True)
class ProblemsPage:
    found: ProblemList
    figures: tuple[FigureView, ...]
    raise_href: str


@dataclass(frozen=True, slots=True)
class RaisePage:
    """``alike`` is what may be about the same problem, shown before it is sent a second time."""

    crumbs: tuple[Link, ...]
    back_href: str
    alike: tuple[Alike, ...]
    signed_in: bool


@dataclass(frozen=True, slots=True)
class FollowPage:
    need: NeedPage
    facts: tuple[Answer, ...]
    problem: Words
    alike: tuple[Alike, ...]
    deeds: tuple[Link, ...]
    crumbs: tuple[Link, ...]


@require_safe
def problems(request: HttpRequest) -> HttpResponse:
    """The city's list of big problems: what the sources give, and how much of it was not found."""
    actor = actor_of(request)
    found = queries.problem_list(actor.today, queries.needs_by_problem())
    figures = (
        FigureView(str(found.count or "?"), _("big problems on the first list")),
        FigureView(str(sum(group.count for group in found.groups)), _("in groups that a source names")),
        FigureView(str(found.listed), _("named one by one so far")),
    )
    return render(request, "calls/problems.html", ProblemsPage(found, figures, reverse("calls:raise-need")))


@require_safe
def needs(request: HttpRequest) -> HttpResponseBase:
    """For staff all needs; for everybody else those of the own side."""
    actor = signed_in(request)
    staff = actor.may(access.READ)
    view = chosen(request, queries.NEED_VIEWS, "open") if staff else "mine"
    search = said(request)
    file = download(
        request, "needs", _COLUMNS, lambda: every(lambda after, size: queries.needs(actor, view, search, after, size))
    )
    if file is not None:
        return file
    found = queries.needs(actor, view, search, request.GET.get("after"), ROWS)
    table = TableView(
        columns=(
            Column(_("Need")), Column(_("Raised by")), Column(_("Key field")), Column(_("State"), "state"),
            Column(_("Raised on"), "day"),
        ),
        rows=tuple(map(_row, found.rows)),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=_("Needs"),
        empty=EmptyView(_("No need here"), _("Raise one: what should science solve?"), reverse("calls:raise-need"), _("Raise a need")),
    )  # fmt: skip
    labels = (
        ("open", _("To be screened or ordered")), ("ordered", pgettext("calls", "Ordered")), ("ended", _("Ended")), ("mine", _("Of my side")),
    )  # fmt: skip
    page = ListPage(
        title=_("Needs"),
        lead=_("Problems that departments, communes, firms, institutes and residents want science to solve."),
        tabs=tabs(request, labels, view) if staff else (),
        table=table,
        query=search,
        search_href=request.path,
        action=Link(_("Raise a need"), reverse("calls:raise-need"), icon="plus"),
        more=(Link(_("Big problems of the city"), reverse("calls:problems")),),
    )
    return render(request, "calls/list.html", page)


def _row(row: NeedRow) -> Row:
    title = Cell(row.title, reverse("calls:need", args=[row.id]), row.number, strong=True)
    return Row(
        (title, row.raised_by or _("A suggestion from the public"), row.field.capitalised(), row.state, row.raised_on)
    )


@ask
def raise_need(request: HttpRequest) -> HttpResponse:
    """Raise a need, or make a suggestion without signing in. What may be the same is shown before it is sent."""
    actor = actor_of(request)
    parties = people.parties_i_act_for(actor, "submit") if actor.is_signed_in else ()
    form = bind(
        NeedForm,
        request,
        parties=[(card.key, card.name) for card in parties],
        fields=[(each.code, each.label.capitalised()) for each in queries.key_fields(actor.today)],
        problems=queries.problem_choices(),
        signed_in=actor.is_signed_in,
        initial={"party": parties[-1].key if len(parties) > 1 else "", "problem": request.GET.get("problem", "")},
    )
    alike: tuple[Alike, ...] = ()
    if request.method == "POST" and "look" in request.POST:
        alike = _looked_for(request, form)
    elif request.method == "POST" and form.is_valid():
        command = form.command()
        made: list[int] = []
        if did(form, lambda: made.append(usecases.raise_need(command, actor=actor))):
            messages.success(request, _("The need was sent. The Department of Science and Technology looks at it."))
            return redirect("calls:need", made[0]) if actor.is_signed_in else redirect("calls:problems")
    page = RaisePage(
        (Link(_("Big problems of the city"), reverse("calls:problems")),),
        reverse("calls:problems"),
        alike,
        actor.is_signed_in,
    )
    return render(request, "calls/raise.html", page, status_of(form), form=form)


def _looked_for(request: HttpRequest, form: NeedForm) -> tuple[Alike, ...]:
    """What may be the same, by the title alone: nobody has to fill in the rest to learn that it is there already."""
    form.is_valid()
    for name in set(form.errors) - {"title"}:
        del form.errors[name]
    if form.errors:
        return ()
    found = _alike(form.cleaned_data["title"], form.cleaned_data.get("field") or "")
    messages.info(request, _("Look at what may be the same, then send it.") if found else _("Nothing alike was found."))
    return found


def _alike(title: str, field: str, but: int = 0) -> tuple[Alike, ...]:
    return queries.alike_to(title, field, usecases.known(telling(title)), but=but)


@require_safe
def need(request: HttpRequest, need_id: int) -> HttpResponse:
    """One need: what it says, what may be the same, and what can be done now."""
    actor = signed_in(request)
    found = queries.need(need_id, actor)
    labels = dict(queries.problem_choices())
    page = FollowPage(
        need=found,
        facts=_facts(found),
        problem=labels.get(found.problem, "") if found.problem else "",
        alike=_alike(found.title, "", need_id)
        if found.may_handle and found.state.code in ("raised", "accepted")
        else (),
        deeds=_deeds(found, actor),
        crumbs=(Link(_("Needs"), reverse("calls:needs")),),
    )
    return render(request, "calls/need.html", page)


def _facts(found: NeedPage) -> tuple[Answer, ...]:
    lines = [
        Answer(_("Raised by"), found.raised_by or _("A suggestion from the public")),
        Answer(_("Raised on"), found.raised_on, kind="day"),
        Answer(_("Key field"), found.field),
        Answer(_("The product that is wanted"), found.product),
        Answer(_("Who will use it"), found.users),
        Answer(_("Cost, from"), found.cost_from, kind="money"),
        Answer(_("Cost, up to"), found.cost_to, kind="money"),
        Answer(_("How we reach you"), found.contact),
    ]
    return tuple(line for line in lines if line.value not in ("", None))


def _deeds(found: NeedPage, actor: Actor) -> tuple[Link, ...]:
    links = []
    state = found.state.code
    if found.may_handle and state == "raised":
        links.append(Link(_("Screen it"), reverse("calls:screen", args=[found.id]), icon="checklist"))
    if found.may_handle and state == "accepted":
        links.append(Link(_("Write the order"), reverse("calls:draft-order", args=[found.id]), icon="file-text"))
    if found.may_handle and state in ("raised", "accepted"):
        links.append(Link(_("Merge it into another need"), reverse("calls:merge", args=[found.id]), icon="stack-2"))
    if found.is_side and state in ("raised", "accepted"):
        links.append(Link(pgettext("calls", "Withdraw it"), reverse("calls:withdraw-need", args=[found.id])))
    return tuple(links)


def _crumbs(found: NeedPage) -> tuple[Link, ...]:
    return (Link(_("Needs"), reverse("calls:needs")), Link(found.number, reverse("calls:need", args=[found.id])))


@ask
def screen(request: HttpRequest, need_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.need(need_id, actor)
    form = bind(ScreenForm, request, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(need_id)
        if did(form, lambda: usecases.screen_need(command, actor=actor)):
            messages.success(request, _("The answer is recorded; whoever raised it is told."))
            return redirect("calls:need", need_id)
    page = DeedPage(
        _("Screen the need"),
        _("Is it a problem for science, in a key field, and not paid for elsewhere?"),
        _("Record the answer"),
        _crumbs(found),
        reverse("calls:need", args=[need_id]),
        (Answer(_("Need"), found.title), *_facts(found)),
    )
    return show(request, page, form)


@ask
def merge(request: HttpRequest, need_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.need(need_id, actor)
    form = bind(MergeForm, request, initial={"seen": found.version, "into": request.GET.get("into", "")[:30]})
    if request.method == "POST" and form.is_valid():
        command = form.command(need_id)
        if did(form, lambda: usecases.merge_need(command, actor=actor)):
            messages.success(request, _("The needs are merged; whoever raised it is told."))
            return redirect("calls:need", need_id)
    page = DeedPage(
        _("Merge it into another need"),
        _("Both stay readable. From now on only the other one goes on."),
        _("Merge"),
        _crumbs(found),
        reverse("calls:need", args=[need_id]),
        (Answer(_("Need"), f"{found.number} · {found.title}"),),
    )
    return show(request, page, form)


@ask
def withdraw(request: HttpRequest, need_id: int) -> HttpResponse:
    actor = signed_in(request)
    found = queries.need(need_id, actor)
    if not found.is_side:
        raise access.no_such_need()
    form = bind(WithdrawForm, request, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(need_id)
        if did(form, lambda: usecases.withdraw_need(command, actor=actor)):
            messages.success(request, _("The need was withdrawn."))
            return redirect("calls:need", need_id)
    page = DeedPage(
        _("Withdraw the need"),
        _("It is no longer looked at. What it said stays on record."),
        pgettext("calls", "Withdraw"),
        _crumbs(found),
        reverse("calls:need", args=[need_id]),
        (Answer(_("Need"), f"{found.number} · {found.title}"),),
    )
    return show(request, page, form)
