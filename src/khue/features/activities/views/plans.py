"""Pages of plans: the list, one plan from norm to payment, all lines with their search."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.money import format_short_dong
from khue.features.activities import access, queries, usecases
from khue.features.activities.forms import DraftForm, FilterForm, ReviseForm
from khue.features.activities.queries import LineRow, PlanCard, PlanRow, VersionRow
from khue.features.activities.views.parts import (
    crumbs,
    lines_to_pay_from,
    money_chart,
    money_heads,
    money_row,
    money_table,
    plan_crumbs,
    tabs,
)
from khue.features.people.queries.city import unit_names
from khue.kernel.forms import bind
from khue.kernel.paging import Page
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, listed
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row, TableView
from khue.kernel.web import language, render, signed_in
from khue.kernel.wording import day_words

_PLANS = (
    ("number", gettext_lazy("Number")),
    ("unit", gettext_lazy("Unit")),
    ("year", gettext_lazy("Year")),
    ("version", gettext_lazy("Version")),
    ("state_words", gettext_lazy("State")),
    ("planned", gettext_lazy("Planned, đồng")),
    ("spent", gettext_lazy("Accepted, đồng")),
    ("paid", gettext_lazy("Paid, đồng")),
)
_LINES = (
    ("plan_number", gettext_lazy("Plan")),
    ("unit", gettext_lazy("Unit")),
    ("year", gettext_lazy("Year")),
    ("kind_words", gettext_lazy("Kind of activity")),
    ("purpose", gettext_lazy("Purpose")),
    ("quantity", gettext_lazy("Quantity")),
    ("each_words", gettext_lazy("Counted in")),
    ("norm_each", gettext_lazy("Norm, đồng")),
    ("each", gettext_lazy("Amount for one, đồng")),
    ("planned", gettext_lazy("Planned, đồng")),
    ("ground", gettext_lazy("Ground of the amount")),
    ("reserved", gettext_lazy("Reserved, đồng")),
    ("spent", gettext_lazy("Accepted, đồng")),
    ("paid", gettext_lazy("Paid, đồng")),
    ("returned", gettext_lazy("Came back, đồng")),
    ("released", gettext_lazy("Released, đồng")),
    ("left", gettext_lazy("Left, đồng")),
    ("state_words", gettext_lazy("State")),
)


@require_safe
def plans(request: HttpRequest) -> HttpResponseBase:
    """Plans of all units, with downloads."""
    actor = signed_in(request)
    actor.require(access.READ)
    table = listed(
        request, "activity-plans", _PLANS, lambda after, size: queries.plans(actor, after, size), _plan_row,
        (
            Column(_("Plan")), Column(_("Year"), "number"), Column(_("In the plan"), "money"), Column(_("Accepted for payment"), "money"),
            Column(_("Paid"), "money"), Column(_("State"), "state"),
        ),
        _("Plans"),
        EmptyView(_("No plan yet"), _("A unit draws up one plan a year; a second person approves it."), icon="clipboard-list"),
    )  # fmt: skip
    if not isinstance(table, TableView):
        return table
    deeds = (Link(_("Draw up a plan"), reverse("activities:draft"), icon="plus"),) if actor.may(access.PLAN) else ()
    page = ListingPage(
        _("Activities"),
        _("Seminars, councils, working groups, hired experts: norm, plan, spending, report."),
        table, tabs(actor, "plans"), deeds,
    )  # fmt: skip
    return render(request, "ui/record_list.html", page)


def _plan_row(row: PlanRow) -> Row:
    name = Cell(row.unit, reverse("activities:plan", args=[row.id]), row.number)
    return Row((name, str(row.year), row.planned, row.spent, row.paid, row.state))


@require_safe
def lines(request: HttpRequest) -> HttpResponseBase:
    """Every line in force from its norm to what is left, by year, unit and kind, with downloads."""
    actor = signed_in(request)
    actor.require(access.READ)
    units = [(code, text.into(language())) for code, text in unit_names().items()]
    form = FilterForm(request.GET, years=queries.years(), units=units)
    chosen = form.chosen()

    def page_of(after: str | None, size: int) -> Page[LineRow]:
        return queries.lines(actor, *chosen, after, size)

    table = listed(
        request, "activity-lines", _LINES, page_of, money_row, money_heads(), _("From norm to payment"),
        EmptyView(_("No line is in force"), _("Lines are reserved when a second person approves the plan."), icon="clipboard-list"),
    )  # fmt: skip
    if not isinstance(table, TableView):
        return table
    rows = page_of(request.GET.get("after"), 25).rows
    after = (Block(_("Money drawn"), chart=money_chart(rows)),) if rows else ()
    page = ListingPage(
        _("From norm to payment"), _("Each line of each plan: its norm, what is planned, reserved, accepted, paid and left."),
        table, tabs(actor, "lines"), search_href=reverse("activities:lines"), searched=any(chosen), after=after,
    )  # fmt: skip
    return render(request, "ui/record_list.html", page, form=form)


@ask
def draft(request: HttpRequest) -> HttpResponse:
    """A unit's plan of a year."""
    actor = signed_in(request)
    actor.require(access.PLAN)
    names = unit_names()
    years = (actor.today.year, actor.today.year + 1, actor.today.year - 1)
    units = [(code, names[code].into(language())) for code in actor.units if code in names]
    form = bind(DraftForm, request, units=units, years=years, lines=lines_to_pay_from(years))
    page = DeedPage(
        _("Draw up a plan"), _("One plan a year for each unit. You add its lines next."), _("Begin"), crumbs(),
        reverse("activities:plans"), points=(_("A second person approves it; only then the money is reserved."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.draft_plan(form.command(), actor=actor),
        _("The plan is begun. Add its lines."), lambda made: reverse("activities:version", args=[made]),
    )  # fmt: skip


@require_safe
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A plan in force, line by line, with its versions."""
    actor = signed_in(request)
    card = queries.plan_card(plan_id, actor)
    planned, _reserved, spent, paid, left = queries.all_lines(card.lines)
    words = language()
    figures = (
        FigureView(format_short_dong(planned, words), _("In the plan")),
        FigureView(format_short_dong(spent, words), _("Accepted for payment")),
        FigureView(format_short_dong(paid, words), _("Paid")),
        FigureView(format_short_dong(left, words), _("Left")),
    )
    facts = (
        Answer(_("Unit"), card.unit),
        Answer(_("Year"), str(card.year)),
        Answer(_("Budget line"), card.budget_line),
        *((Answer(_("Ground"), card.in_force.ground),) if card.in_force else ()),
    )
    blocks = (
        Block(figures=figures),
        Block(
            _("Lines of the plan"), table=money_table(card.lines, _("Lines of the plan")), chart=money_chart(card.lines)
        ),
        Block(_("The plan"), facts=facts),
        Block(_("Versions"), table=_versions(card)),
    )
    newest = card.versions[0] if card.versions else None
    page = RecordPage(
        _("Plan of activities %(year)s") % {"year": card.year}, f"{card.number} · {card.unit.into(words)}",
        newest.state if newest else None, crumbs(), _deeds(actor, card), blocks,
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def _deeds(actor: Actor, card: PlanCard) -> tuple[Link, ...]:
    found = []
    if card.under_way is not None:
        label = _("Open the version that is under way")
        found.append(Link(label, reverse("activities:version", args=[card.under_way.id]), icon="pencil"))
    elif card.in_force is not None and card.own and actor.may(access.PLAN):
        found.append(Link(_("Revise the plan"), reverse("activities:revise", args=[card.id]), icon="pencil"))
    return tuple(found)


def _hands(row: VersionRow) -> tuple[Cell, Cell]:
    """Who drew it up and who decided, each with the day."""
    decided = day_words(row.decided_at, short=True) if row.decided_at else ""
    return Cell(row.drafted_by, note=day_words(row.drafted_at, short=True)), Cell(row.decided_by, note=decided)


def _versions(card: PlanCard) -> TableView:
    rows = tuple(
        Row((Cell(_("Version %(no)s") % {"no": v.no}, reverse("activities:version", args=[v.id])), v.ground, *_hands(v), v.state))
        for v in card.versions
    )  # fmt: skip
    heads = (
        Column(_("Version")), Column(_("Ground")), Column(_("Drawn up by")), Column(_("Decided by whom")), Column(_("State"), "state"),
    )  # fmt: skip
    return TableView(heads, rows, caption=_("Versions"))


@ask
def revise(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Begin the next version of a plan in force."""
    actor = signed_in(request)
    actor.require(access.PLAN)
    card = queries.plan_card(plan_id, actor)
    form = bind(ReviseForm, request)
    page = DeedPage(
        _("Revise the plan"), card.number, _("Begin the next version"), plan_crumbs(plan_id, card.number),
        reverse("activities:plan", args=[plan_id]),
        points=(
            _("The next version begins with the lines as they stand; the plan in force holds until it is approved."),
            _("No line can fall below what is asked for or paid under it."),
        ),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.revise_plan(form.command(plan_id), actor=actor),
        _("The next version is begun."), lambda made: reverse("activities:version", args=[made]),
    )  # fmt: skip
