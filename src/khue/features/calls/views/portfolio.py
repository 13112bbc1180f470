"""Pages of a study: ordered, under way, its result with what each proposal would need; two side by side; the decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST, require_safe

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.core.money import format_dong
from khue.features.calls import access, queries, usecases
from khue.features.calls.domain.portfolio import SteerStudy
from khue.features.calls.forms.portfolio import PortfolioForm, StudyForm
from khue.features.calls.queries import OfferLine, RoundPage, StudyPage
from khue.features.calls.views.frame import ROWS, DeedPage, ListPage, ask, did, download, downloads, show, status_of
from khue.features.calls.views.rounds import round_crumbs
from khue.features.calls.views.studied import differences, figures, frontier, lines, setting, without
from khue.features.calls.views.worth import study_table, value
from khue.kernel.forms import OnceForm, bind
from khue.kernel.paging import every
from khue.kernel.ui import Answer, ChartView, Column, FigureView, Link, Row, TableView
from khue.kernel.web import language, redirect, render, signed_in

_STUDY_COLUMNS = (
    ("no", gettext_lazy("Number")),
    ("title", gettext_lazy("Name of the study")),
    ("budget", gettext_lazy("Budget")),
    ("cost", gettext_lazy("Cost")),
    ("funded", gettext_lazy("Chosen")),
    ("value", gettext_lazy("Value (hundred-thousandths of a point)")),
    ("state_words", gettext_lazy("State")),
    ("ordered_by", gettext_lazy("By")),
    ("ordered_at", gettext_lazy("Ordered")),
)
_LINE_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Proposal")),
    ("lead", gettext_lazy("Lead organisation")),
    ("call", gettext_lazy("Call")),
    ("field", gettext_lazy("Key field")),
    ("cost", gettext_lazy("Asked from the city")),
    ("points", gettext_lazy("Points (hundredths)")),
    ("value", gettext_lazy("Value (hundred-thousandths of a point)")),
    ("verdict", gettext_lazy("Outcome")),
    ("behind", gettext_lazy("Behind (hundred-thousandths of a point)")),
    ("level_cost", gettext_lazy("Cost at which it draws level")),
    ("firm", gettext_lazy("Chosen in so many drawings of 100")),
)


@dataclass(frozen=True, slots=True)
class FollowStudy:
    study: StudyPage
    figures: tuple[FigureView, ...]
    setting: tuple[Answer, ...]
    chart: ChartView | None
    lines: TableView | None
    without: TableView | None
    deeds: tuple[Link, ...]
    steers: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    studies: tuple[StudyPage, StudyPage]
    facts: TableView
    lines: TableView
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """``rows`` are (proposal, its tick, its field for the ground)."""

    study: StudyPage
    rows: tuple[tuple[OfferLine, Any, Any], ...]
    crumbs: tuple[Link, ...]
    back_href: str


@require_safe
def studies(request: HttpRequest, round_id: int) -> HttpResponseBase:
    """Every study of a round."""
    actor = signed_in(request)
    found = queries.round_page(round_id, actor)
    file = download(
        request,
        f"studies-{found.number}",
        _STUDY_COLUMNS,
        lambda: every(lambda after, size: queries.studies(round_id, actor, after, size)),
    )
    if file is not None:
        return file
    rows = queries.studies(round_id, actor, request.GET.get("after"), ROWS)
    table = study_table(rows.rows, round_id, next=rows.next, previous=rows.previous, exports=downloads(request))
    done = [row for row in rows.rows if row.state.code == "done"]
    more: tuple[Link, ...] = ()
    if len(done) > 1:
        href = reverse("calls:compare-studies", args=[round_id])
        more = (Link(_("Compare the newest two"), f"{href}?first={done[1].no}&second={done[0].no}"),)
    page = ListPage(
        _("Studies of the round"), f"{found.number} · {found.title}", (), table, "", "",
        Link(_("Order a study"), reverse("calls:order-study", args=[round_id]), icon="player-play")
        if _may_study(found, actor) else None, more,
    )  # fmt: skip
    return render(request, "calls/list.html", page)


def _may_study(found: RoundPage, actor: Actor) -> bool:
    right = actor.may(access.PREPARE) or actor.may(access.APPROVE)
    return right and found.state.code == "published"


@ask
def order_study(request: HttpRequest, round_id: int) -> HttpResponse:
    """Budget and ties; the worker solves it."""
    actor = signed_in(request)
    usecases.require_study(actor)
    found = queries.round_page(round_id, actor)
    offers = queries.offers_of(round_id)
    able = [(offer.number, offer.number) for offer in offers if offer.state == "recommended"]
    form = bind(StudyForm, request, offers=able, budgets=queries.budget_choices())
    if request.method == "POST" and form.is_valid():
        command = form.command(round_id)
        made: list[int] = []
        if did(form, lambda: made.append(usecases.order_study(command, actor=actor))):
            messages.success(request, _("The study is ordered; it is solved in the background."))
            return redirect("calls:study", round_id, queries.number_of_study(made[0]))
    page = DeedPage(
        _("Order a study"),
        _("The solver proposes the set of the highest declared value under this budget, proven. People decide."),
        _("Solve it"),
        round_crumbs(found),
        reverse("calls:round", args=[round_id]),
        (
            Answer(_("Recommended by councils"), len(able), kind="number"),
            Answer(_("Asked from the city in all"), sum(one.cost for one in offers), kind="money"),
            Answer(_("Without a verdict yet"), found.waiting, kind="number"),
        ),
    )
    return show(request, page, form)


@require_safe
def study(request: HttpRequest, round_id: int, no: int) -> HttpResponseBase:
    """How far it is, and what came of it."""
    return _show(request, round_id, no)


def _show(request: HttpRequest, round_id: int, no: int, refused: Refused | None = None) -> HttpResponseBase:
    actor = signed_in(request)
    found = queries.study_page(round_id, no, actor)
    if found.result is not None:
        file = download(request, f"study-{found.round}-{no}", _LINE_COLUMNS, lambda: found.lines)
        if file is not None:
            return file
    may = actor.may(access.PREPARE) or actor.may(access.APPROVE)
    state = found.state.code
    page = FollowStudy(
        study=found,
        figures=figures(found) if found.feasible else (),
        setting=setting(found),
        chart=frontier(found) if found.feasible else None,
        lines=lines(request, found) if found.result else None,
        without=without(found) if found.feasible else None,
        deeds=_deeds(found, actor),
        steers="stop" if may and found.under_way else "again" if may and state in ("stopped", "failed") else "",
        crumbs=(
            Link(_("Rounds of selection"), reverse("calls:rounds")),
            Link(found.round, reverse("calls:round", args=[round_id])),
        ),
    )
    reasons = refused.decision if refused else None
    return render(request, "calls/study.html", page, 422 if refused else 200, form=OnceForm(), reasons=reasons)


def _deeds(found: StudyPage, actor: Actor) -> tuple[Link, ...]:
    links = []
    if actor.may(access.APPROVE) and found.feasible and found.fresh and found.open:
        href = reverse("calls:decide-portfolio", args=[found.round_id, found.no])
        links.append(Link(_("Decide on the portfolio"), href, icon="gavel"))
    if found.no > 1 and found.result:
        href = f"{reverse('calls:compare-studies', args=[found.round_id])}?first={found.no - 1}&second={found.no}"
        links.append(Link(_("Compare with the one before"), href, icon="arrows-exchange"))
    links.append(Link(_("All studies"), reverse("calls:studies", args=[found.round_id]), icon="list-check"))
    return tuple(links)


@require_POST
def stop_study(request: HttpRequest, round_id: int, no: int) -> HttpResponseBase:
    """Compute no further; what there is stays."""
    return _steer(request, round_id, no, stop=True)


@require_POST
def repeat_study(request: HttpRequest, round_id: int, no: int) -> HttpResponseBase:
    """Solve what was stopped or failed."""
    return _steer(request, round_id, no, stop=False)


def _steer(request: HttpRequest, round_id: int, no: int, *, stop: bool) -> HttpResponseBase:
    actor = signed_in(request)
    usecases.require_study(actor)
    found = queries.study_page(round_id, no, actor)
    form = OnceForm(request.POST)
    asked = SteerStudy(found.id, form.cleaned_data.get("once") if form.is_valid() else None)
    try:
        (usecases.stop_study if stop else usecases.repeat_study)(asked, actor=actor)
    except Refused as refused:
        return _show(request, round_id, no, refused)
    told = _("The study is stopped. What is computed stays.") if stop else _("The study goes on.")
    messages.success(request, told)
    return redirect("calls:study", round_id, no)


@require_safe
def compare_studies(request: HttpRequest, round_id: int) -> HttpResponse:
    """Two studies side by side: who is only in one, money, value."""
    actor = signed_in(request)
    actor.require(access.READ)
    found = queries.round_page(round_id, actor)
    numbers = [request.GET.get(name, "") for name in ("first", "second")]
    if not all(one.isascii() and one.isdecimal() and len(one) < 6 for one in numbers):
        raise queries.no_such_study()
    first, second = (queries.study_page(round_id, int(one), actor) for one in numbers)
    pair = (first, second)
    heads = tuple(Column(f"{one.no} · {one.title}") for one in pair)
    facts = [
        (_("Budget"), *(format_dong(one.inputs.budget, language()) for one in pair)),
        (_("Cost"), *(format_dong(one.result["cost"], language()) if one.result and one.feasible else "" for one in pair)),
        (_("Chosen"), *(str(len(one.result["funded"])) if one.result and one.feasible else "" for one in pair)),
        (_("Value in points"), *(value(one.result["value"]) if one.result and one.feasible else "" for one in pair)),
        (_("Edition of the way of choosing"), *(str(one.edition) for one in pair)),
    ]  # fmt: skip
    page = ComparePage(
        studies=pair,
        facts=TableView(
            (Column(pgettext("calls", "What")), *heads), tuple(Row(line) for line in facts), caption=_("In figures")
        ),
        lines=differences(request, pair, heads),
        crumbs=round_crumbs(found),
    )
    return render(request, "calls/compare_studies.html", page)


@ask
def decide_portfolio(request: HttpRequest, round_id: int, no: int) -> HttpResponse:
    """The proposal of the solver, ticked; whoever departs from it says why, and the ground is published."""
    actor = signed_in(request)
    actor.require(access.APPROVE)
    found = queries.study_page(round_id, no, actor)
    version = queries.round_page(round_id, actor).version
    proposals = [(line.id, f"{line.number} · {line.title}") for line in found.lines]
    initial = {"seen": version, "funded": [line.id for line in found.lines if line.chosen]}
    form = bind(PortfolioForm, request, proposals=proposals, initial=initial)
    if request.method == "POST" and form.is_valid():
        command = form.command(found.id)
        made: list[int] = []
        if did(form, lambda: made.append(usecases.decide_portfolio(command, actor=actor))):
            messages.success(request, _("The portfolio is decided; everybody concerned is told."))
            return redirect("calls:round", round_id)
    page = ChoicePage(
        study=found,
        rows=tuple(
            (line, option, form[f"ground-{line.id}"]) for line, option in zip(found.lines, form["funded"], strict=True)
        ),
        crumbs=(
            Link(_("Rounds of selection"), reverse("calls:rounds")),
            Link(found.round, reverse("calls:round", args=[round_id])),
            Link(found.title, reverse("calls:study", args=[round_id, no])),
        ),
        back_href=reverse("calls:study", args=[round_id, no]),
    )
    return render(request, "calls/decide_portfolio.html", page, status_of(form), form=form)
