"""Pages of calls: the public list and page, preparing, amending, cancelling, questions, opening by two people, saved searches."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.calls import access, queries, usecases
from khue.features.calls.forms import (
    FilterForm,
    WatchForm,
)
from khue.features.calls.queries import CallPage, CallRow, ProposalRow, WatchLine
from khue.features.calls.views.frame import (
    ROWS,
    chosen,
    download,
    downloads,
    said,
    tabs,
)
from khue.kernel.paging import every
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, StepStatus, StepView, TableView, Words
from khue.kernel.web import actor_of, redirect, render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Call")),
    ("field", gettext_lazy("Key field")),
    ("mode", gettext_lazy("Way of ordering")),
    ("cost_frame", gettext_lazy("Cost frame")),
    ("phase_words", gettext_lazy("State")),
    ("opens_at", gettext_lazy("Opens")),
    ("closes_at", gettext_lazy("Closes")),
)
_OPENED_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Proposal")),
    ("lead", gettext_lazy("Lead organisation")),
    ("handed_in_at", gettext_lazy("Handed in")),
    ("asked", gettext_lazy("Asked from the city")),
    ("own", gettext_lazy("Counterpart money")),
    ("state_words", gettext_lazy("State")),
)


@dataclass(frozen=True, slots=True)
class CallsPage:
    tabs: tuple[Link, ...]
    table: TableView
    query: str
    search_href: str
    view: str
    watches: tuple[WatchLine, ...]
    signed_in: bool
    labels: dict[str, Words]
    feed_href: str


@dataclass(frozen=True, slots=True)
class FollowPage:
    call: CallPage
    facts: tuple[Answer, ...]
    requirements: TableView
    steps: tuple[StepView, ...]
    deeds: tuple[Link, ...]
    opened: TableView | None
    crumbs: tuple[Link, ...]
    is_office: bool
    round: Link | None = None


@require_safe
def calls(request: HttpRequest) -> HttpResponseBase:
    """Calls for everybody: open ones by their closing hour."""
    actor = actor_of(request)
    known = queries.VIEWS if actor.may(access.READ) else queries.VIEWS[:3]
    view, search = chosen(request, known, "open"), said(request)
    fields = [(each.code, each.label.capitalised()) for each in queries.key_fields(actor.today)]
    form = FilterForm(request.GET, fields=fields)
    field = form.cleaned_data.get("field", "") if form.is_valid() else ""
    file = download(
        request,
        "calls",
        _COLUMNS,
        lambda: every(lambda after, size: queries.calls(actor, view, search, field, after, size)),
    )
    if file is not None:
        return file
    found = queries.calls(actor, view, search, field, request.GET.get("after"), ROWS)
    table = TableView(
        columns=(
            Column(_("Call")), Column(_("Key field")), Column(_("Cost frame"), "money"), Column(_("State"), "state"),
            Column(_("Closes"), "moment"),
        ),
        rows=tuple(map(_row, found.rows)),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=_("Calls for proposals"),
        empty=EmptyView(_("No call here now"), _("Save this search, and you are told of the next one."), icon="news"),
    )  # fmt: skip
    labels = {
        "open": _("Open now"),
        "coming": _("Announced"),
        "ended": _("Past calls"),
        "preparing": _("In preparation"),
    }
    page = CallsPage(
        tabs=tabs(request, [(code, labels[code]) for code in known], view),
        table=table,
        query=search,
        search_href=request.path,
        view=view,
        watches=queries.watches(actor),
        signed_in=actor.is_signed_in,
        labels=dict(fields),
        feed_href=_feed(search, field),
    )
    watch = WatchForm(initial={"words": search, "field": field})
    return render(request, "calls/calls.html", page, form=form, watch=watch)


def _feed(search: str, field: str) -> str:
    """The feed of this search."""
    asked = urlencode({name: value for name, value in (("q", search), ("field", field)) if value})
    return reverse("calls:feed") + (f"?{asked}" if asked else "")


def _row(row: CallRow) -> Row:
    mode = row.mode.capitalised()
    note = Text(f"{row.number} · {mode.vi}", f"{row.number} · {mode.into('en')}")
    if row.stage is not None:
        note = Text(f"{note.vi} · {row.stage.vi}", f"{note.into('en')} · {row.stage.into('en')}")
    title = Cell(row.title, reverse("calls:call", args=[row.id]), note, strong=True)
    return Row((title, row.field.capitalised(), row.cost_frame, row.phase, row.clock or row.closes_at))


@require_safe
def call(request: HttpRequest, call_id: int) -> HttpResponseBase:
    """One call: what is asked, by when, what was answered, and for the office what was opened."""
    actor = actor_of(request)
    found = queries.call(call_id, actor)
    staff = actor.may(access.READ)
    if staff and found.opened_at is not None:
        file = download(
            request,
            f"proposals-{found.number}",
            _OPENED_COLUMNS,
            lambda: every(lambda after, size: queries.opened_proposals(call_id, actor, after, size)),
        )
        if file is not None:
            return file
    page = FollowPage(
        call=found,
        facts=facts_of(found),
        requirements=_requirements(found),
        steps=_steps(found),
        deeds=_deeds(found, actor),
        opened=_opened(request, found, actor) if staff and found.opened_at is not None else None,
        crumbs=(Link(_("Calls for proposals"), reverse("calls:calls")),),
        is_office=actor.may(access.PREPARE),
        round=_round(call_id, actor),
    )
    return render(request, "calls/call.html", page)


def _round(call_id: int, actor: Actor) -> Link | None:
    """The round of selection that the call is in, once it is published or for staff."""
    found = queries.round_of_call(call_id)
    if found is None or (found[2] == "draft" and not actor.may(access.READ)):
        return None
    return Link(found[1], reverse("calls:round", args=[found[0]]))


def facts_of(found: CallPage) -> tuple[Answer, ...]:
    lines = [
        Answer(_("Key field"), found.field),
        Answer(_("Way of ordering"), found.mode.capitalised()),
        *((Answer(_("Stage"), found.stage_words.capitalised()),) if found.stage_words else ()),
        Answer(_("Performer of a direct assignment"), found.performer),
        Answer(_("Ground of a direct assignment"), found.ground),
        Answer(_("Cost frame"), found.cost_frame, kind="money"),
        Answer(_("Months to perform it"), found.months, kind="number"),
        Answer(_("Opens"), found.opens_at, kind="moment"),
        Answer(_("Closes"), found.closes_at, kind="moment"),
        Answer(_("Questions until"), found.questions_until, kind="day"),
    ]
    return tuple(line for line in lines if line.value not in ("", None))


def _requirements(found: CallPage) -> TableView:
    columns = (Column(_("Product")), Column(_("Criterion")), Column(_("Value to reach")))
    rows = tuple(Row((one.product, one.criterion, f"{one.target} {one.unit}".strip())) for one in found.requirements)
    return TableView(columns, rows, caption=_("Requirements of the product"))


def _steps(found: CallPage) -> tuple[StepView, ...]:
    """The line of the call: published, open, questions, closed, opened; each extension has its own point."""
    order = ("announced", "open", "closed", "opened")
    code = found.phase.code
    at = order.index(code) if code in order else -1

    def status(place: int) -> StepStatus:
        return "done" if place < at or code == "opened" else "now" if place == at else "next"

    steps = [StepView(_("Published"), "", found.published_at, "done" if found.published_at else "next")]
    steps.append(StepView(_("Opens for proposals"), "", found.opens_at, "done" if at >= 1 else status(0)))
    if found.questions_until:
        steps.append(StepView(_("Last day for questions"), "", found.questions_until, "done" if at >= 2 else "next"))
    steps += [StepView(_("Extended"), one.ground, one.made_at, "done") for one in found.amendments if one.extends]
    steps.append(StepView(_("Closes"), _("by the server's clock"), found.closes_at, "done" if at >= 2 else status(1)))
    opened = " · ".join(name for name in (found.first_opener, found.second_opener) if name)
    steps.append(
        StepView(
            _("Proposals opened by two people"), opened, found.opened_at, "done" if code == "opened" else status(2)
        )
    )
    if code == "cancelled":
        steps.append(StepView(_("Cancelled"), found.cancelled_ground, None, "now"))
    return tuple(steps)


def _deeds(found: CallPage, actor: Actor) -> tuple[Link, ...]:
    links, code = [], found.phase.code
    if code == "open":
        begin = _("Begin a concept") if found.stage == "concept" else _("Begin a proposal")
        links.append(Link(begin, reverse("calls:start", args=[found.id]), icon="writing"))
    if found.may_ask:
        links.append(Link(_("Ask a question"), reverse("calls:ask", args=[found.id]), icon="help-circle"))
    if actor.may(access.PREPARE):
        if code == "prepared":
            links.append(Link(_("Publish the call"), reverse("calls:publish", args=[found.id]), icon="news"))
            links.append(
                Link(_("Attach a template paper"), reverse("calls:attach-template", args=[found.id]), icon="paperclip")
            )
        if code in ("announced", "open"):
            links.append(
                Link(_("Attach a template paper"), reverse("calls:attach-template", args=[found.id]), icon="paperclip")
            )
            links.append(Link(_("Amend the call"), reverse("calls:amend", args=[found.id]), icon="pencil"))
        if code in ("prepared", "announced", "open", "closed"):
            links.append(Link(_("Cancel the call"), reverse("calls:cancel", args=[found.id]), icon="ban"))
    if actor.may(access.REVIEW) and code == "opened":
        links.append(
            Link(
                _("Put proposals before a council"), reverse("calls:put-before-council", args=[found.id]), icon="users"
            )
        )
    if actor.may(access.PREPARE) and found.tally is not None and not found.stages:
        links.append(Link(_("Prepare the full stage"), reverse("calls:prepare-full", args=[found.id]), icon="news"))
    if actor.may(access.OPEN) and code == "closed":
        links.insert(0, Link(_("Open the proposals"), reverse("calls:open", args=[found.id]), icon="lock"))
    return tuple(links)


def _opened(request: HttpRequest, found: CallPage, actor: Actor) -> TableView:
    rows = queries.opened_proposals(found.id, actor, request.GET.get("after"))
    return TableView(
        columns=(
            Column(_("Proposal")),
            Column(_("Handed in"), "moment"),
            Column(_("Asked from the city"), "money"),
            Column(_("State"), "state"),
        ),
        rows=tuple(map(_opened_row, rows.rows)),
        next=rows.next,
        previous=rows.previous,
        exports=downloads(request),
        caption=_("Proposals that were opened"),
        empty=EmptyView(_("Nobody handed in a proposal"), _("The order can be called again.")),
    )


def _opened_row(row: ProposalRow) -> Row:
    under = f"{row.lead} · {row.number}"
    if row.closed is not None:
        apart = StateView("closed", _("Closed to you: an interest"), "wait")
        return Row((Cell(row.title, "", under, strong=True), row.handed_in_at, None, apart))
    title = Cell(row.title, reverse("calls:proposal", args=[row.id]), under, strong=True)
    return Row((title, row.handed_in_at, row.asked, row.state))


def crumbs(found: CallPage) -> tuple[Link, ...]:
    return (
        Link(_("Calls for proposals"), reverse("calls:calls")),
        Link(found.number, reverse("calls:call", args=[found.id])),
    )


# -- saved searches ---------------------------------------------------------------------------------


@require_POST
def watch(request: HttpRequest) -> HttpResponse:
    """Keep this search: a notice, and a mail if wanted, for each new call that fits."""
    actor = signed_in(request)
    form = WatchForm(request.POST)
    if form.is_valid():
        usecases.watch_calls(form.command(), actor=actor)
        messages.success(request, _("The search is saved; you will be told of each new call that fits."))
    return redirect("calls:calls")


@require_POST
def stop_watching(request: HttpRequest, watch_id: int) -> HttpResponse:
    usecases.stop_watching(watch_id, actor=signed_in(request))
    messages.success(request, _("The saved search has ended."))
    return redirect("calls:calls")
