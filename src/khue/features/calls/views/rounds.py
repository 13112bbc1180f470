"""Pages of rounds: the public list and record, preparing, declaring the way of choosing, cancelling."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.calls import access, queries, usecases
from khue.features.calls.domain.rounds import Rules
from khue.features.calls.forms.portfolio import CancelRoundForm, PublishRoundForm, RoundForm, RulesForm
from khue.features.calls.queries import DecidedPage, RoundPage, RoundRow
from khue.features.calls.views.frame import (
    ROWS,
    DeedPage,
    ListPage,
    ask,
    chosen,
    did,
    download,
    downloads,
    show,
    tabs,
)
from khue.features.calls.views.worth import points, study_table, value
from khue.kernel.forms import bind
from khue.kernel.paging import every
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row, StateView, TableView
from khue.kernel.web import actor_of, language, redirect, render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Round of selection")),
    ("calls", gettext_lazy("Calls")),
    ("state_words", gettext_lazy("State")),
    ("published_at", gettext_lazy("Published")),
)
_DECIDED_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("call", gettext_lazy("Call")),
    ("title", gettext_lazy("Proposal")),
    ("lead", gettext_lazy("Lead organisation")),
    ("cost", gettext_lazy("Asked from the city")),
    ("points", gettext_lazy("Points (hundredths)")),
    ("proposed", gettext_lazy("Chosen by the study")),
    ("outcome", pgettext_lazy("calls", "Decision")),
    ("ground", gettext_lazy("Ground of the departure")),
)


@dataclass(frozen=True, slots=True)
class FollowRound:
    """``decided`` is the public record; ``studies`` the newest ones, for staff."""

    round: RoundPage
    facts: tuple[Answer, ...]
    fields: TableView
    calls: TableView
    editions: TableView | None
    decided: DecidedPage | None
    figures: tuple[FigureView, ...]
    lines: TableView | None
    studies: TableView | None
    deeds: tuple[Link, ...]
    crumbs: tuple[Link, ...]


@require_safe
def rounds(request: HttpRequest) -> HttpResponseBase:
    """Rounds for everybody, newest first."""
    actor = actor_of(request)
    view = chosen(request, queries.ROUND_VIEWS, "all")
    file = download(
        request, "rounds", _COLUMNS, lambda: every(lambda after, size: queries.rounds(actor, view, after, size))
    )
    if file is not None:
        return file
    found = queries.rounds(actor, view, request.GET.get("after"), ROWS)
    columns = (
        Column(_("Round of selection")),
        Column(_("Calls"), "number"),
        Column(_("State"), "state"),
        Column(_("Published"), "moment"),
    )
    table = TableView(
        columns,
        tuple(map(_round_row, found.rows)),
        found.next,
        found.previous,
        downloads(request),
        _("Rounds of selection"),
        empty=EmptyView(_("No round here"), _("Rounds are declared before the proposals of their calls are opened.")),
    )
    labels = {"open": _("Under way"), "decided": _("Decided"), "all": pgettext("calls", "All")}
    page = ListPage(
        _("Rounds of selection"),
        _(
            "Calls whose proposals are chosen from together, under a way of choosing that was declared before the opening."
        ),
        tabs(request, list(labels.items()), view),
        table,
        "",
        "",
        Link(_("Prepare a round"), reverse("calls:prepare-round"), icon="plus") if actor.may(access.PREPARE) else None,
    )
    return render(request, "calls/list.html", page)


def _round_row(row: RoundRow) -> Row:
    title = Cell(row.title, reverse("calls:round", args=[row.id]), row.number, strong=True)
    return Row((title, row.calls, row.state, row.published_at))


@require_safe
def follow_round(request: HttpRequest, round_id: int) -> HttpResponseBase:
    """How is chosen, from what, and what was decided with every departure and its ground."""
    actor = actor_of(request)
    found = queries.round_page(round_id, actor)
    staff = actor.may(access.READ)
    record = queries.decided(round_id, actor, whole=True)
    if record is not None:
        file = download(request, f"portfolio-{found.number}", _DECIDED_COLUMNS, lambda: record.lines)
        if file is not None:
            return file
    page = FollowRound(
        round=found,
        facts=_facts(found.rules),
        fields=_fields(found),
        calls=_calls(found),
        editions=_editions(found) if len(found.editions) > 1 else None,
        decided=record,
        figures=_figures(record) if record else (),
        lines=_lines(request, record, staff=staff) if record else None,
        studies=study_table(queries.studies(round_id, actor, None, 5).rows, round_id) if staff else None,
        deeds=_deeds(found, actor),
        crumbs=(Link(_("Rounds of selection"), reverse("calls:rounds")),),
    )
    return render(request, "calls/round.html", page)


def _facts(rules: Rules) -> tuple[Answer, ...]:
    """The declared way of choosing in plain lines; what was not declared is not told."""
    percent = {"percent": rules.outstanding_percent, "points": points(rules.outstanding_from)}
    team = {"count": rules.team_count, "points": points(rules.team_points)}
    told = [
        Answer(_("Value of a proposal"), _("mean of the council’s points × weight of its key field")),
        Answer(_("Proposals of one call"), _("at most %(count)s") % {"count": rules.per_call} if rules.per_call else _("no limit")),
        Answer(_("Least points"), points(rules.least_points) if rules.least_points else ""),
        Answer(_("Outstanding teams"), _("%(percent)s %% more from %(points)s points on") % percent if rules.outstanding_from else ""),
        Answer(
            _("Concentration on a lead"),
            _("%(points)s points more from %(count)s chosen proposals of one lead on") % team if rules.team_count else "",
        ),
        Answer(_("Equal value"), _("drawn by SHA-256 over the number of the round: anybody can check it")),
        Answer(_("Ground of this way of choosing"), rules.ground),
    ]  # fmt: skip
    return tuple(line for line in told if line.value)


def _fields(found: RoundPage) -> TableView:
    rows = []
    for code, label in found.fields:
        rule = found.rules.of(code)
        rows.append(
            Row(
                (
                    Cell(label.capitalised(), strong=True),
                    f"{rule.weight} %",
                    rule.least_count or None,
                    rule.most_count,
                    rule.least_money or None,
                    rule.most_money,
                )
            )
        )
    columns = (
        Column(_("Key field")),
        Column(pgettext("calls", "Weight"), "number"),
        Column(_("Least proposals"), "number"),
        Column(_("Most proposals"), "number"),
        Column(_("Least money"), "money"),
        Column(_("Most money"), "money"),
    )
    return TableView(columns, tuple(rows), caption=_("Weights, floors and ceilings by key field"))


def _calls(found: RoundPage) -> TableView:
    rows = tuple(
        Row(
            (
                Cell(line.title, reverse("calls:call", args=[line.id]), line.number, strong=True),
                line.field_words,
                line.cost_frame,
                line.phase,
                line.proposals,
            )
        )
        for line in found.calls
    )
    columns = (
        Column(_("Call")), Column(_("Key field")), Column(_("Cost frame"), "money"), Column(_("State"), "state"),
        Column(_("Proposals that were opened"), "number"),
    )  # fmt: skip
    return TableView(columns, rows, caption=_("Calls of the round"))


def _editions(found: RoundPage) -> TableView:
    rows = tuple(Row((line.no, line.made_at, line.made_by, line.ground, line.digest[:16])) for line in found.editions)
    columns = (
        Column(_("Edition"), "number"), Column(_("Published"), "moment"), Column(_("By")), Column(_("Why it is changed")),
        Column(_("Sign of the content")),
    )  # fmt: skip
    return TableView(columns, rows, caption=_("Editions of the way of choosing"))


def _figures(record: DecidedPage) -> tuple[FigureView, ...]:
    from khue.core.money import format_short_dong

    words = language()
    return (
        FigureView(f"{record.funded} / {record.all}", _("proposals are carried out")),
        FigureView(format_short_dong(record.cost, words), _("of the city’s money")),
        FigureView(value(record.value), _("points of declared value")),
        FigureView(value(record.solver_value), _("points that the study proposed")),
    )


def _lines(request: HttpRequest, record: DecidedPage, *, staff: bool) -> TableView:
    rows = []
    for line in record.lines:
        href = reverse("calls:proposal", args=[line.proposal]) if staff else ""
        title = Cell(line.title or line.number, href, f"{line.lead} · {line.number}" if line.title else "", strong=True)
        state = StateView("funded" if line.funded else "refused", line.outcome, "good" if line.funded else "bad")
        departs = Cell(_("departs from the study"), note=line.ground) if line.departs else ""
        rows.append(Row((title, line.call, line.cost, points(line.points), state, departs)))
    columns = (
        Column(_("Proposal")), Column(_("Call")), Column(_("Asked from the city"), "money"), Column(_("Points"), "number"),
        Column(pgettext("calls", "Decision"), "state"), Column(_("Ground of the departure")),
    )  # fmt: skip
    return TableView(columns, tuple(rows), exports=downloads(request), caption=_("What was decided"))


def _deeds(found: RoundPage, actor: Actor) -> tuple[Link, ...]:
    links, state = [], found.state.code
    if state == "published" and (actor.may(access.PREPARE) or actor.may(access.APPROVE)):
        links.append(Link(_("Order a study"), reverse("calls:order-study", args=[found.id]), icon="player-play"))
    if actor.may(access.READ):
        links.append(Link(_("All studies"), reverse("calls:studies", args=[found.id]), icon="list-check"))
    if actor.may(access.PREPARE) and state in ("draft", "published") and found.sealed:
        words = _("Write the way of choosing") if state == "draft" else _("Amend the way of choosing")
        links.append(Link(words, reverse("calls:rules", args=[found.id]), icon="pencil"))
    if actor.may(access.PREPARE) and state == "draft":
        links.append(Link(_("Publish the round"), reverse("calls:publish-round", args=[found.id]), icon="news"))
    if actor.may(access.PREPARE) and state in ("draft", "published"):
        links.append(Link(_("Cancel the round"), reverse("calls:cancel-round", args=[found.id]), icon="ban"))
    return tuple(links)


# -- the office's deeds ----------------------------------------------------------------------------------------------


def round_crumbs(found: RoundPage) -> tuple[Link, ...]:
    return (
        Link(_("Rounds of selection"), reverse("calls:rounds")),
        Link(found.number, reverse("calls:round", args=[found.id])),
    )


@ask
def prepare_round(request: HttpRequest) -> HttpResponse:
    """Which calls are chosen from together."""
    actor = signed_in(request)
    actor.require(access.PREPARE)
    form = bind(RoundForm, request, calls=queries.callable_calls(actor.today))
    if request.method == "POST" and form.is_valid():
        command = form.command()
        made: list[int] = []
        if did(form, lambda: made.append(usecases.prepare_round(command, actor=actor))):
            messages.success(request, _("The round is prepared. Write the way of choosing, then publish it."))
            return redirect("calls:rules", made[0])
    page = DeedPage(
        _("Prepare a round"),
        _("A portfolio is chosen from all proposals of these calls under one budget."),
        _("Save the round"),
        (Link(_("Rounds of selection"), reverse("calls:rounds")),),
        reverse("calls:rounds"),
        points=(_("The way of choosing must be published before the first of these calls is opened."),),
    )
    return show(request, page, form)


@ask
def rules(request: HttpRequest, round_id: int) -> HttpResponse:
    """Weights, floors, ceilings: in the draft, or as a new edition while every call is sealed."""
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.round_page(round_id, actor)
    amends = found.state.code != "draft"
    codes = tuple(code for code, _label in found.fields)
    form = bind(
        RulesForm,
        request,
        fields=found.fields,
        amends=amends,
        initial=RulesForm.initial_of(found.rules, codes, found.version),
    )
    if request.method == "POST" and form.is_valid():
        command = form.command(round_id)
        if did(form, lambda: usecases.change_rules(command, actor=actor)):
            told = _("A new edition is published.") if amends else _("The way of choosing is saved.")
            messages.success(request, told)
            return redirect("calls:round", round_id)
    page = DeedPage(
        _("The way of choosing"),
        _(
            "Declared numbers that everybody can recompute. They hold from the publication, before any proposal is opened."
        ),
        _("Publish the new edition") if amends else _("Save"),
        round_crumbs(found),
        reverse("calls:round", args=[round_id]),
        (Answer(_("Round of selection"), found.title),),
    )
    return show(request, page, form)


@ask
def publish_round(request: HttpRequest, round_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.round_page(round_id, actor)
    form = bind(PublishRoundForm, request, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(round_id)
        if did(form, lambda: usecases.publish_round(command, actor=actor)):
            messages.success(request, _("The round is published."))
            return redirect("calls:round", round_id)
    page = DeedPage(
        _("Publish the round?"),
        _("Everybody reads how will be chosen. Until the first call is opened it can be amended, with its ground."),
        _("Publish it"),
        round_crumbs(found),
        reverse("calls:round", args=[round_id]),
        _facts(found.rules),
        points=(_("From now on proposals of these calls are decided together, never one by one."),),
    )
    return show(request, page, form)


@ask
def cancel_round(request: HttpRequest, round_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.round_page(round_id, actor)
    form = bind(CancelRoundForm, request, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(round_id)
        if did(form, lambda: usecases.cancel_round(command, actor=actor)):
            messages.success(request, _("The round is cancelled; its calls are free."))
            return redirect("calls:round", round_id)
    page = DeedPage(
        _("Cancel the round?"),
        _("Its calls go on; their proposals may be decided one by one, or in another round if they are still sealed."),
        _("Cancel the round"),
        round_crumbs(found),
        reverse("calls:round", args=[round_id]),
        (Answer(_("Round of selection"), found.title),),
    )
    return show(request, page, form)
