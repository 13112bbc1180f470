"""One request, for its person and for officers; the desk; entering a paper; the officer's deeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.people import queries as people
from khue.features.privacy import access, queries, usecases
from khue.features.privacy.domain.commands import RefuseRequest
from khue.features.privacy.forms import (
    AnswerForm,
    EndRestrictionForm,
    EnterForm,
    ExtendForm,
    FindPersonForm,
    FinishForm,
    RefuseForm,
)
from khue.features.privacy.queries import RequestPage, RequestRow
from khue.features.privacy.views.frame import (
    FILES,
    DeedPage,
    ask,
    desk_crumbs,
    desk_link,
    did,
    download_links,
    own_crumbs,
    require_any,
    show,
    tabs,
)
from khue.kernel import viewing
from khue.kernel.forms import KhueForm, bind
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.web import language, redirect, render, signed_in

ROWS = 25
_COLUMNS = (
    ("number", gettext_lazy("Request")),
    ("kind", gettext_lazy("What is asked")),
    ("person", gettext_lazy("Person")),
    ("channel", gettext_lazy("How it came")),
    ("state_words", gettext_lazy("State")),
    ("received_on", gettext_lazy("Received on")),
    ("answered_on", gettext_lazy("Answered on")),
    ("due_on", gettext_lazy("To be done by")),
    ("extended", gettext_lazy("Extended")),
    ("ended_on", gettext_lazy("Closed on")),
    ("handler", gettext_lazy("Officer")),
)


@dataclass(frozen=True, slots=True)
class DeskPage:
    table: TableView
    pages: tuple[Link, ...]
    tabs: tuple[Link, ...]
    may_enter: bool


@dataclass(frozen=True, slots=True)
class FollowPage:
    request: RequestPage
    facts: tuple[Answer, ...]
    deeds: tuple[Link, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FindPage:
    """``found`` are the persons with this name; ``asked`` whether a search was made."""

    found: TableView
    asked: bool
    crumbs: tuple[Link, ...]


# -- the desk ----------------------------------------------------------------------------------------------------------


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """Requests by the day on which something is due."""
    actor = signed_in(request)
    actor.require(access.READ)
    view = request.GET.get("view", "open")
    view = view if view in queries.VIEWS else "open"
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        answer: HttpResponseBase = make("data-requests", _COLUMNS, queries.all_requests(actor, view))
        return answer
    found = queries.requests(actor, view, request.GET.get("after"), ROWS)
    table = TableView(
        columns=(
            Column(_("Request")),
            Column(_("Person")),
            Column(_("State"), "state"),
            Column(_("Clock")),
            Column(_("Received on"), "day"),
        ),
        rows=tuple(_line(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=download_links(request),
        caption=_("Data-subject requests"),
        empty=EmptyView(_("No request here"), _("Requests appear as they come in, by the day on which they are due.")),
    )
    labels = {"open": _("Open"), "overdue": _("Overdue"), "ended": _("Ended")}
    here = reverse("privacy:desk")
    views = tuple(Link(label, f"{here}?view={code}", current=code == view) for code, label in labels.items())
    page = DeskPage(table, tabs(actor, "desk"), views, actor.may(access.HANDLE) or actor.may(access.RECEIVE))
    return render(request, "privacy/desk.html", page)


def _line(row: RequestRow) -> Row:
    name = Cell(row.number, reverse("privacy:request", args=[row.id]), row.kind, strong=True)
    return Row((name, row.person, row.state, row.clock, row.received_on), tone="wait" if row.extended else "plain")


# -- one request -------------------------------------------------------------------------------------------------------


@require_safe
def follow(request: HttpRequest, request_id: int) -> HttpResponse:
    """Where it stands, with its clocks; the officer's deeds beside it."""
    actor = signed_in(request)
    found = queries.request_page(request_id, actor)
    if not found.own:
        viewing.note_view(actor, found.person_key, "data-request", f"subject_request:{found.id}")
    page = FollowPage(found, _facts(found), _deeds(found), _crumbs(actor, found))
    return render(request, "privacy/request.html", page)


def _crumbs(actor: Actor, found: RequestPage) -> tuple[Link, ...]:
    if found.own:
        return own_crumbs()
    return desk_crumbs(actor)


def _facts(found: RequestPage) -> tuple[Answer, ...]:
    rows = [
        Answer(_("What is asked"), found.kind),
        Answer(_("In the person's words"), found.details or "–"),
        Answer(_("How it came"), found.channel),
    ]
    if found.restricted:
        rows.append(Answer(_("Processing"), StateView("restricted", _("restricted"), "wait")))
    if found.paper and not found.own:
        rows += [
            Answer(_("How the person was identified"), found.identity),
            Answer(_("Entered by"), found.entered_by),
        ]
        if found.told:
            rows.append(Answer(_("How the person was told"), found.told))
    return tuple(rows)


def _deeds(found: RequestPage) -> tuple[Link, ...]:
    """What this reader can do now, the next deed first."""

    def link(name: str, label: str, icon: str) -> Link:
        return Link(label, reverse(f"privacy:{name}", args=[found.id]), icon=icon)

    if found.own:
        opened = found.code in ("received", "accepted")
        return (link("withdraw", _("Take the request back"), "arrow-back-up"),) if opened else ()
    if found.restricted and found.may_lift:
        return (link("end-restriction", _("End the restriction"), "lock"),)
    if not found.handles:
        return ()
    if found.code == "received":
        return (link("answer", _("Answer the request"), "message-circle"),)
    links = [link("finish", _("Record what was done"), "circle-check")]
    if found.kind_code == "erase":
        number = int(found.person_key.partition(":")[2])
        href = reverse("privacy:propose", args=["person", number])
        links.insert(0, Link(_("Propose the erasure"), href, icon="trash"))
    if found.extension.granted:
        links.append(link("extend", _("Extend once"), "clock"))
    links.append(link("refuse", _("Refuse it after all"), "circle-x"))
    return tuple(links)


# -- entering a paper --------------------------------------------------------------------------------------------------


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Whose paper it is: search by name, then enter."""
    actor = signed_in(request)
    require_any(actor, access.HANDLE, access.RECEIVE)
    form = FindPersonForm(request.GET or None)
    text = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    cards = queries.find_persons(text, actor)
    table = TableView(
        columns=(Column(_("Person")), Column(_("Address"))),
        rows=tuple(
            Row((Cell(card.name, reverse("privacy:enter", args=[card.id]), strong=True), card.address or "–"))
            for card in cards
        ),
        caption=_("Persons with this name"),
        empty=EmptyView(_("Nobody of this name"), _("Register the person first, then come back.")),
    )
    return render(request, "privacy/find.html", FindPage(table, bool(text.strip()), desk_crumbs(actor)), form=form)


@ask
def enter(request: HttpRequest, party_id: int) -> HttpResponse:
    """What the paper says."""
    actor = signed_in(request)
    require_any(actor, access.HANDLE, access.RECEIVE)
    card = people.present_party(f"party:{party_id}")
    form = bind(EnterForm, request, initial={"received_on": actor.today})
    made: list[int] = []
    if request.method == "POST" and form.is_valid():
        command = form.command(card.key)
        if did(form, lambda: made.append(usecases.enter_request(command, actor=actor))):
            messages.success(request, _("The request was entered; its clock runs."))
            return redirect("privacy:request", made[0])
    page = DeedPage(
        title=_("Enter a request from paper"),
        lead=_("The same rights, the same clocks as for somebody who asks online."),
        button=_("Enter the request"),
        crumbs=(*desk_crumbs(actor), Link(_("Whose paper"), reverse("privacy:find"))),
        back_href=reverse("privacy:find"),
        name=card.name,
        facts=(Answer(_("Person"), card.name),),
    )
    return show(request, page, form)


# -- the officer's deeds -----------------------------------------------------------------------------------------------


def _open(request: HttpRequest, request_id: int) -> tuple[Actor, RequestPage]:
    actor = signed_in(request)
    actor.require(access.HANDLE)
    return actor, queries.request_page(request_id, actor)


def _page(found: RequestPage, title: str, lead: str, button: str, *points: str) -> DeedPage:
    back = reverse("privacy:request", args=[found.id])
    return DeedPage(
        title=title,
        lead=lead,
        button=button,
        crumbs=(desk_link(), Link(found.number, back)),
        back_href=back,
        name=found.number,
        facts=_facts(found),
        points=points,
        state=found.state,
        clock=found.clock,
        why=found.why,
    )


def _deed(
    request: HttpRequest, form: KhueForm, page: DeedPage, deed: Callable[[], object], said: str, request_id: int
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and did(form, deed):
        messages.success(request, said)
        return redirect("privacy:request", request_id)
    return show(request, page, form)


@ask
def answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Accept and say what will be done, or refuse with the legal ground."""
    actor, found = _open(request, request_id)
    stops = queries.terms_of(found.kind_code, found.received_on, third_party=True).carry_out.id
    term = queries.terms_of(found.kind_code, found.received_on).carry_out
    form = bind(
        AnswerForm,
        request,
        paper=found.paper,
        stops=stops != term.id,
        term_known=term.applies,
        initial={"seen": found.version},
    )
    page = _page(
        found,
        _("Answer the request"),
        _("Say what will be done and by when, or why it is refused."),
        _("Send the answer"),
    )

    def deed() -> None:
        command = form.command(request_id)
        if isinstance(command, RefuseRequest):
            usecases.refuse_request(command, actor=actor)
        else:
            usecases.accept_request(command, actor=actor)

    return _deed(request, form, page, deed, _("The answer was sent."), request_id)


@ask
def refuse(request: HttpRequest, request_id: int) -> HttpResponse:
    actor, found = _open(request, request_id)
    form = bind(RefuseForm, request, paper=found.paper, initial={"seen": found.version})
    page = _page(
        found,
        _("Refuse it after all"),
        _("It was accepted, and it turned out that it cannot be done: say why, and by which provision."),
        _("Refuse the request"),
    )
    return _deed(
        request,
        form,
        page,
        lambda: usecases.refuse_request(form.command(request_id), actor=actor),
        _("The request was refused; the person is told why."),
        request_id,
    )


@ask
def extend(request: HttpRequest, request_id: int) -> HttpResponse:
    actor, found = _open(request, request_id)
    form = bind(ExtendForm, request, paper=found.paper, initial={"seen": found.version})
    page = _page(
        found,
        _("Extend once"),
        _("The person is told the new day and the reason before the first day runs out."),
        _("Extend the request"),
    )
    page = replace(page, facts=(*page.facts, Answer(_("Due now on"), found.carry_due_on or "–", kind="day")))
    if request.method != "POST" and not found.extension.granted:
        return render(request, "privacy/deed.html", replace(page, against=found.extension), form=form)
    return _deed(
        request,
        form,
        page,
        lambda: usecases.extend_request(form.command(request_id), actor=actor),
        _("The request was extended; the person is told why."),
        request_id,
    )


@ask
def end_restriction(request: HttpRequest, request_id: int) -> HttpResponse:
    """The person's data are processed as before."""
    actor, found = _open(request, request_id)
    form = bind(EndRestrictionForm, request, paper=found.paper)
    page = _page(
        found,
        _("End the restriction"),
        _("The person's data are processed, found and listed as before. The person is told."),
        _("End it"),
    )
    return _deed(
        request,
        form,
        page,
        lambda: usecases.end_restriction(form.command(request_id), actor=actor),
        _("The restriction has ended; the person is told."),
        request_id,
    )


@ask
def finish(request: HttpRequest, request_id: int) -> HttpResponse:
    actor, found = _open(request, request_id)
    rows = queries.consents_of(found.person_key) if found.kind_code == "withdraw" else ()
    standing = tuple((row.purpose.code, row.purpose.name.into(language())) for row in rows)
    form = bind(FinishForm, request, paper=found.paper, standing=standing, initial={"seen": found.version})
    restricts = (
        _(
            "With it the processing is restricted: only personal-data officers and whoever holds a task of the person's dossiers read on."
        ),
        _("Lists, exports, search and public pages leave the person out, and nothing new begins in the person's name."),
    )
    page = _page(
        found,
        _("Record what was done"),
        _("Only what was really done: the person reads it, and it is kept."),
        _("Record it"),
        *(restricts if found.kind_code == "restrict" else ()),
    )
    return _deed(
        request,
        form,
        page,
        lambda: usecases.finish_request(form.command(request_id), actor=actor),
        _("Recorded; the person is told."),
        request_id,
    )
