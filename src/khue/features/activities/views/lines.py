"""Pages of a line: its money, what was spent, what took place, and its end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.money import format_short_dong
from khue.features.activities import access, queries, usecases
from khue.features.activities.domain.words import counted
from khue.features.activities.forms import AskForm, CloseForm, ReportForm
from khue.features.activities.queries import LineRow, ReportRow
from khue.features.activities.views.parts import money_chart, norm_cell, plan_crumbs
from khue.features.activities.views.spends import spend_heads, spend_row
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, RecordPage, ask, ask_for
from khue.kernel.ui import Answer, EmptyView, FigureView, Link, TableView
from khue.kernel.web import language, render, signed_in


@require_safe
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """A line from its norm to its report."""
    actor = signed_in(request)
    actor.require(access.READ)
    row = queries.line_row(line_id)
    spends = queries.spends(actor, "", request.GET.get("after"), line=line_id)
    told = queries.reports(line_id)
    blocks = (
        Block(figures=_figures(row)),
        Block(_("What was planned"), facts=_facts(row)),
        Block(
            _("Spends"),
            table=TableView(
                spend_heads(), tuple(map(spend_row, spends.rows)), spends.next, spends.previous, caption=_("Spends"),
                empty=EmptyView(_("Nothing is spent yet"), icon="coins"),
            ),
        ),
        *(_report(one) for one in told),
        *(() if told else (Block(_("What took place"), text=_("There is no report yet. The line is closed only when it is reported.")),)),
        Block(_("Money drawn"), chart=money_chart([row])),
    )  # fmt: skip
    way = plan_crumbs(row.plan, row.plan_number)
    page = RecordPage(
        row.purpose, f"{row.plan_number} · {row.unit.into(language())}", row.state, way, _deeds(actor, row), blocks
    )
    return render(request, "ui/record.html", page)


def _figures(row: LineRow) -> tuple[FigureView, ...]:
    pairs = (
        (row.planned, _("In the plan")), (row.reserved, _("Reserved")), (row.spent, _("Accepted for payment")), (row.paid, _("Paid")), (row.left, _("Left")),
    )  # fmt: skip
    return tuple(FigureView(format_short_dong(amount, language()), label) for amount, label in pairs)


def _facts(row: LineRow) -> tuple[Answer, ...]:
    norm = norm_cell(row)
    kind = "money" if row.norm_each is not None else "text"
    return (
        Answer(_("Kind of activity"), row.kind_words.capitalised()),
        Answer(_("Quantity"), counted(row.quantity, row.each_words).into(language())),
        Answer(_("Norm for one"), norm.value, origin=norm.note, kind=kind),  # type: ignore[arg-type]  # one of the two kinds
        Answer(_("Amount for one"), row.each, kind="money"),
        *((Answer(_("Ground of the amount"), row.ground),) if row.ground else ()),
        *((Answer(_("Council fees"), _("are paid from this line")),) if row.for_fees else ()),
        *((Answer(_("Released to the budget"), row.released, kind="money"),) if row.released else ()),
        *((Answer(_("Came back"), row.returned, kind="money"),) if row.returned else ()),
    )


def _report(one: ReportRow) -> Block:
    facts = (
        Answer(_("Day"), one.held_on, kind="day"),
        *((Answer(_("Where it took place"), one.place),) if one.place else ()),
        Answer(_("Participants"), one.participants, kind="number"),
        Answer(_("What came of it"), one.outcome),
        Answer(_("Reported by"), one.reported_by),
    )
    return Block(_("Report %(no)s: %(title)s") % {"no": one.no, "title": one.title}, facts=facts, files=one.papers)


def _deeds(actor: Actor, row: LineRow) -> tuple[Link, ...]:
    if row.state.code != "open" or not actor.may(access.PLAN) or row.unit_code not in actor.units:
        return ()
    names = (
        (_("Ask for money"), "ask", "coins"),
        (_("Report what took place"), "report", "file-text"),
        (_("Close the line"), "close", "lock"),
    )
    return tuple(Link(label, reverse(f"activities:{name}", args=[row.id]), icon=icon) for label, name, icon in names)


def _way(row: LineRow) -> tuple[Link, ...]:
    return plan_crumbs(row.plan, row.plan_number, Link(row.purpose, reverse("activities:line", args=[row.id])))


@ask
def ask_money(request: HttpRequest, line_id: int) -> HttpResponse:
    """Ask for money under the line, with papers."""
    actor = signed_in(request)
    actor.require(access.PLAN)
    row = queries.line_row(line_id)
    form = bind(AskForm, request)
    page = DeedPage(
        _("Ask for money"), row.purpose, _("Send the request"), _way(row), reverse("activities:line", args=[line_id]),
        (Answer(_("Left"), row.left, kind="money"),),
        (_("Another person accepts it; an invoice counts once in the whole city."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.ask_spend(form.command(line_id), actor=actor),
        _("The request is sent."), lambda made: reverse("activities:spend", args=[made]),
    )  # fmt: skip


@ask
def report(request: HttpRequest, line_id: int) -> HttpResponse:
    """What took place under the line."""
    actor = signed_in(request)
    actor.require(access.PLAN)
    row = queries.line_row(line_id)
    form = bind(ReportForm, request)
    at = reverse("activities:line", args=[line_id])
    page = DeedPage(
        _("Report what took place"), row.purpose, _("Record the report"), _way(row), at,
        points=(_("A report stays as it is written; what is wrong in it is put right by another report."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.report_activity(form.command(line_id), actor=actor), _("The report is recorded."), at
    )  # fmt: skip


@ask
def close(request: HttpRequest, line_id: int) -> HttpResponse:
    """Close the line; what is left is released."""
    actor = signed_in(request)
    actor.require(access.PLAN)
    row = queries.line_row(line_id)
    form = bind(CloseForm, request)
    at = reverse("activities:line", args=[line_id])
    facts = (
        Answer(_("Paid"), row.paid, kind="money"),
        Answer(_("Goes back to the budget line"), row.left, kind="money"),
    )
    page = DeedPage(
        _("Close the line"), row.purpose, _("Close the line"), _way(row), at, facts,
        (_("It needs a report, and nothing that is still to be paid."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.close_line(form.command(line_id), actor=actor), _("The line is closed."), at
    )  # fmt: skip
