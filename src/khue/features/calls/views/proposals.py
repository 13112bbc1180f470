"""Pages of proposals: begin, the authors' page, members, handing in, comparing revisions, the council's outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.decision import Decision, Reason
from khue.core.money import format_short_dong
from khue.features.calls import queries, usecases
from khue.features.calls.forms import (
    HandInForm,
    ProposalForm,
    TakeBackForm,
)
from khue.features.calls.queries import Comparison, ProposalPage, ProposalRow
from khue.features.calls.views.frame import ROWS, DeedPage, ListPage, ask, did, download, downloads, show, status_of
from khue.features.calls.views.judging import judged
from khue.features.people import queries as people
from khue.kernel.forms import bind
from khue.kernel.paging import every
from khue.kernel.ui import (
    Answer,
    Cell,
    ChartView,
    Column,
    EmptyView,
    FigureView,
    Link,
    Row,
    StateView,
    TableView,
    TaskView,
)
from khue.kernel.web import language, redirect, render, signed_in
from khue.kernel.wording import plain

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Proposal")),
    ("lead", gettext_lazy("Lead organisation")),
    ("call", gettext_lazy("Call")),
    ("state_words", gettext_lazy("State")),
    ("handed_in_at", gettext_lazy("Handed in")),
    ("closes_at", gettext_lazy("Closes")),
)


@dataclass(frozen=True, slots=True)
class FollowPage:
    proposal: ProposalPage
    tasks: tuple[TaskView, ...]
    figures: tuple[FigureView, ...]
    chart: ChartView | None
    missing: tuple[tuple[Reason, str], ...]
    deeds: tuple[Link, ...]
    crumbs: tuple[Link, ...]
    compare: tuple[Link, ...]
    judged: TableView | None = None


@dataclass(frozen=True, slots=True)
class ComparePage:
    found: Comparison
    proposal: ProposalPage
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class StartPage:
    """``why`` is what the rule says once it was asked, also when it is a yes."""

    call: queries.CallPage
    crumbs: tuple[Link, ...]
    back_href: str


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    actor = signed_in(request)
    file = download(
        request, "proposals", _COLUMNS, lambda: every(lambda after, size: queries.my_proposals(actor, after, size))
    )
    if file is not None:
        return file
    found = queries.my_proposals(actor, request.GET.get("after"), ROWS)
    table = TableView(
        columns=(Column(_("Proposal")), Column(_("Lead organisation")), Column(_("Call")), Column(_("State"), "state"), Column(_("Closes"), "moment")),
        rows=tuple(map(_row, found.rows)),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=_("My proposals"),
        empty=EmptyView(_("No proposal yet"), _("Open a call and begin one."), reverse("calls:calls"), _("Calls for proposals"), icon="writing"),
    )  # fmt: skip
    page = ListPage(
        title=_("My proposals"),
        lead=_("Those of the organisations that you hand in for, and those that you are a member of."),
        tabs=(),
        table=table,
        query="",
        search_href="",
        action=Link(_("Calls for proposals"), reverse("calls:calls"), icon="news"),
    )
    return render(request, "calls/list.html", page)


def _row(row: ProposalRow) -> Row:
    title = Cell(row.title, reverse("calls:proposal", args=[row.id]), row.number, strong=True)
    return Row((title, row.lead, row.call, row.state, row.closes_at))


@ask
def start(request: HttpRequest, call_id: int) -> HttpResponse:
    """Eligibility first, with its explanation; then the draft is open."""
    actor = signed_in(request)
    found = queries.call(call_id, actor)
    cards = people.parties_i_act_for(actor, "submit")
    parties = [(card.key, card.name) for card in cards]
    concepts = queries.invited_concepts(call_id, actor)
    first: dict[str, Any] = {}
    if len(concepts) == 1:
        first = {"title": concepts[0][0].title, "concept": str(concepts[0][0].id), "lead": concepts[0][1]}
    names = [(str(one.id), f"{one.number} · {one.title}") for one, _lead in concepts]
    form = bind(ProposalForm, request, parties=parties, concepts=names, initial=first)
    if request.method == "POST" and form.is_valid():
        command = form.command(call_id)
        made: list[int] = []
        if did(form, lambda: made.append(usecases.start_proposal(command, actor=actor))):
            messages.success(request, _("The proposal is begun. Invite the team and write section by section."))
            return redirect("calls:proposal", made[0])
    back = reverse("calls:call", args=[call_id])
    page = StartPage(found, (Link(_("Calls for proposals"), reverse("calls:calls")), Link(found.number, back)), back)
    return render(request, "calls/start.html", page, status_of(form), form=form)


@require_safe
def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """What is written, by whom, what is missing, and the milestones as a picture."""
    actor = signed_in(request)
    found = queries.proposal(proposal_id, actor)
    edit = found.is_author and found.state.code == "writing"
    page = FollowPage(
        proposal=found,
        tasks=tuple(_tasks(found, edit)),
        figures=_figures(found),
        chart=_chart(found),
        missing=tuple((reason, _place(found, reason)) for reason in found.missing),
        deeds=_deeds(found),
        crumbs=(Link(_("My proposals"), reverse("calls:mine")),)
        if found.is_author or found.my_answer
        else (Link(found.call, reverse("calls:call", args=[found.call_id])),),
        compare=tuple(
            Link(
                line.title,
                reverse("calls:compare", args=[found.id, line.key]),
                note=str(line.revisions + bool(found.concept)),
            )
            for line in found.sections
            if line.revisions > (0 if found.concept else 1)
        ),
        judged=judged(found, actor) if found.state.code not in ("writing", "handed_in") else None,
    )
    return render(request, "calls/proposal.html", page)


def _tasks(found: ProposalPage, edit: bool) -> Iterable[TaskView]:
    for line in found.sections:
        if line.done and not line.open:
            state = StateView("complete", _("Complete"), "good")
        elif line.revisions:
            state = StateView("begun", _("Begun"), "wait")
        else:
            state = StateView("not_started", _("Not started"))
        hint = _("Saved last by %(name)s") % {"name": line.last_by} if line.last_by else ""
        href = reverse("dossiers:section", args=[found.dossier_number, line.key]) if edit else ""
        if not edit and line.revisions:
            href = reverse("calls:compare", args=[found.id, line.key])
        yield TaskView(line.title, href, state, hint)


def _figures(found: ProposalPage) -> tuple[FigureView, ...]:
    words = language()
    return (
        FigureView(format_short_dong(found.total, words), _("in all")),
        FigureView(format_short_dong(found.asked, words), _("asked from the city")),
        FigureView(format_short_dong(found.own, words), _("counterpart money")),
    )


def _place(found: ProposalPage, reason: Reason) -> str:
    """Where a missing thing is mended: its section's page, or the members."""
    key = reason.field.partition(".")[0]
    if key == "members":
        return "#members"
    for line in found.sections:
        if key in line.fields:
            return reverse("dossiers:section", args=[found.dossier_number, line.key]) + "?check=1"
    return ""


def _chart(found: ProposalPage) -> ChartView | None:
    """Milestones as bars over months, the first on top; the same as a table."""
    rows = [one for one in found.milestones if one.starts_on and one.ends_on]
    if not rows:
        return None
    first = min(one.starts_on for one in rows if one.starts_on)

    def days(day: date | None) -> int:
        return (day - first).days if day else 0

    names = [one.name or one.deliverable for one in rows]
    options: dict[str, Any] = {
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 32, "containLabel": True},
        "xAxis": {"type": "value", "name": plain(_("days")), "nameLocation": "middle", "nameGap": 26, "min": 0},
        "yAxis": {"type": "category", "data": names, "inverse": True, "axisLabel": {"width": 180, "overflow": "truncate"}},
        "series": [
            {"type": "bar", "stack": "plan", "silent": True, "itemStyle": {"color": "transparent"}, "data": [days(one.starts_on) for one in rows]},
            {"type": "bar", "stack": "plan", "name": plain(_("Duration")), "data": [max(1, days(one.ends_on) - days(one.starts_on)) for one in rows]},
        ],
    }  # fmt: skip
    table = TableView(
        (Column(_("Milestone")), Column(_("Deliverable")), Column(_("Starts"), "day"), Column(_("Ends"), "day")),
        tuple(Row((one.name, one.deliverable, one.starts_on, one.ends_on)) for one in rows),
        caption=_("Milestones"),
    )
    return ChartView(_("Milestones and deliverables"), options, table)


def _deeds(found: ProposalPage) -> tuple[Link, ...]:
    links, state = [], found.state.code
    if state not in ("writing", "handed_in", "given_up", "void"):
        links.append(Link(_("Read the whole proposal"), reverse("calls:read", args=[found.id]), icon="file-text"))
    if found.my_answer == "open" and state == "writing":
        links.append(Link(_("Answer the invitation"), reverse("calls:invitation", args=[found.id]), icon="user-check"))
    if found.is_lead and state == "writing":
        links.append(Link(_("Check and hand in"), reverse("calls:hand-in", args=[found.id]), icon="send"))
    if found.may_change_members:
        links.append(Link(_("Invite a member"), reverse("calls:invite", args=[found.id]), icon="user-plus"))
    if found.is_lead and state in ("writing", "handed_in"):
        links.append(Link(_("Take back or give up"), reverse("calls:take-back", args=[found.id]), icon="arrow-back-up"))
    return tuple(links)


def crumbs_of(found: ProposalPage) -> tuple[Link, ...]:
    return (
        Link(_("My proposals"), reverse("calls:mine")),
        Link(found.number, reverse("calls:proposal", args=[found.id])),
    )


# -- handing in ------------------------------------------------------------------------------------------------------


@ask
def hand_in(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Everything that is missing at once, and the button that seals it."""
    actor = signed_in(request)
    found = queries.proposal(proposal_id, actor)
    form = bind(HandInForm, request)
    if request.method == "POST" and form.is_valid():
        command = form.command(proposal_id)
        if did(form, lambda: usecases.hand_in(command, actor=actor)):
            messages.success(request, _("Handed in and sealed. Nobody reads it before the call is opened."))
            return redirect("calls:proposal", proposal_id)
    page = DeedPage(
        _("Check and hand in"),
        _("It is sealed at once. Until the closing hour you can take it back, change it and hand it in again."),
        _("Hand in and seal"),
        crumbs_of(found),
        reverse("calls:proposal", args=[proposal_id]),
        (
            Answer(_("Proposal"), found.title),
            Answer(_("Call"), f"{found.call} · {found.call_title}"),
            Answer(_("Closes"), found.closes_at, kind="moment"),
            Answer(_("Asked from the city"), found.asked, kind="money"),
            Answer(_("Counterpart money"), found.own, kind="money"),
        ),
        why=Decision.refuse(*found.missing) if found.missing else None,
    )
    return show(request, page, form)


@ask
def take_back(request: HttpRequest, proposal_id: int) -> HttpResponse:
    actor = signed_in(request)
    found = queries.proposal(proposal_id, actor)
    form = bind(TakeBackForm, request, sealed=found.state.code == "handed_in")
    if request.method == "POST" and form.is_valid():
        command = form.command(proposal_id)
        if did(form, lambda: usecases.take_back(command, actor=actor)):
            told = (
                _("The proposal is given up.")
                if command.give_up
                else _("Taken back. Change it, then hand it in again.")
            )
            messages.success(request, told)
            return redirect("calls:proposal", proposal_id)
    page = DeedPage(
        _("Take back or give up"),
        _("What was written stays with its authors and is read by nobody else."),
        _("Do it"),
        crumbs_of(found),
        reverse("calls:proposal", args=[proposal_id]),
        (Answer(_("Proposal"), found.title), Answer(_("Closes"), found.closes_at, kind="moment")),
    )
    return show(request, page, form)


@require_safe
def compare(request: HttpRequest, proposal_id: int, section: str) -> HttpResponse:
    """Two revisions of one section beside each other."""
    actor = signed_in(request)
    found = queries.proposal(proposal_id, actor)
    older, newer = (_number(request.GET.get(name, "")) for name in ("older", "newer"))
    page = ComparePage(queries.comparison(proposal_id, section, older, newer, actor), found, crumbs_of(found))
    return render(request, "calls/compare.html", page)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else None
