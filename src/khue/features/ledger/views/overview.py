"""The books at a glance: trial balance, budget lines, periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.money import format_short_dong
from khue.features.ledger import access, domain, queries
from khue.features.ledger.forms import DayForm
from khue.features.ledger.queries import BudgetLine, TrialLine
from khue.features.ledger.views.frame import (
    TablePage,
    account_href,
    amount,
    download,
    downloads,
    tabs,
)
from khue.kernel.ui import (
    Cell,
    ChartView,
    Column,
    EmptyView,
    FigureView,
    Link,
    Row,
    StateView,
    TableView,
    Words,
)
from khue.kernel.web import actor_of, language, render


@dataclass(frozen=True, slots=True)
class BudgetPage:
    title: Words
    tabs: tuple[Link, ...]
    deeds: tuple[Link, ...]
    figures: tuple[FigureView, ...]
    table: TableView
    chart: ChartView | None


# -- trial balance ---------------------------------------------------------------------------------------------------


@require_GET
def trial_balance(request: HttpRequest) -> HttpResponseBase:
    access.require_read(actor_of(request))
    form = DayForm(request.GET if "on" in request.GET else None)
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    found = queries.trial_balance(on)
    file = download(request, "trial-balance", _TRIAL_COLUMNS, lambda: map(_trial_export, found.lines))
    if file is not None:
        return file
    sums = queries.sums_by_currency(found.lines)
    debit, credit = sums.get("VND", (0, 0))
    table = TableView(
        columns=(
            Column(_("Account")),
            Column(_("Debit"), "money"),
            Column(_("Credit"), "money"),
        ),
        rows=tuple(_trial_row(line) for line in found.lines),
        foot=Row((gettext("Total in đồng"), debit, credit)),
        exports=downloads(request),
        caption=_("Trial balance"),
        empty=EmptyView(_("Nothing is booked"), _("Balances appear with the first entry.")),
    )
    page = TablePage(_("Trial balance"), table, tabs=tabs("trial_balance"))
    return render(request, "ledger/trial_balance.html", page, form=form)


def _trial_row(line: TrialLine) -> Row:
    cells = (
        Cell(line.account.name, account_href(line.account.code), note=line.account.code),
        amount(line.debit, line.currency),
        amount(line.credit, line.currency),
    )
    return Row(cells)


_TRIAL_COLUMNS = (
    ("account", _("Account")),
    ("name", _("Name")),
    ("currency", _("Currency")),
    ("debit", _("Debit")),
    ("credit", _("Credit")),
)


def _trial_export(line: TrialLine) -> dict[str, Any]:
    return {
        "account": line.account.code,
        "name": line.account.name,
        "currency": line.currency,
        "debit": line.debit,
        "credit": line.credit,
    }


# -- budget lines ----------------------------------------------------------------------------------------------------

_STAGES = (
    ("paid", _("Paid")),
    ("accrued", _("Accepted, unpaid")),
    ("committed", _("Committed")),
    ("available", _("Available")),
)


@require_GET
def budget(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    access.require_read(actor)
    lines = queries.budget_lines()
    columns = (
        ("subject", _("Budget line")),
        ("name", _("Name")),
        ("appropriated", _("Appropriated")),
        *reversed(_STAGES),
    )
    file = download(request, "budget-lines", columns, lambda: lines)
    if file is not None:
        return file
    deeds = (Link(_("Appropriate money"), reverse("ledger:appropriate")), Link(_("Open a budget line"), reverse("ledger:open_line")))  # fmt: skip
    table = TableView(
        columns=(
            Column(_("Budget line")),
            Column(_("Appropriated"), "money"),
            *(Column(label, "money") for _name, label in reversed(_STAGES)),
        ),
        rows=tuple(_budget_row(line) for line in lines),
        exports=downloads(request),
        caption=_("Budget lines"),
        empty=EmptyView(_("No budget line yet"), _("Open one to appropriate money to it.")),
    )
    page = BudgetPage(
        title=_("Budget lines"),
        tabs=tabs("budget"),
        deeds=deeds if access.may_appropriate(actor) else (),
        figures=_figures(lines),
        table=table,
        chart=_chart(lines, table) if any(line.appropriated for line in lines) else None,
    )
    return render(request, "ledger/budget.html", page)


def _budget_row(line: BudgetLine) -> Row:
    code = line.subject.removeprefix("budget:")
    stages = (getattr(line, name) for name, _label in reversed(_STAGES))
    cells = (Cell(line.name, note=code), line.appropriated, *stages)
    return Row(cells, href=reverse("ledger:budget_line", args=[code]))


def _figures(lines: tuple[BudgetLine, ...]) -> tuple[FigureView, ...]:
    total = sum(line.appropriated for line in lines)
    figures = [FigureView(format_short_dong(total, language()), _("Appropriated"), account_href(domain.APPROPRIATED))]
    codes = {"paid": domain.PAID, "committed": domain.COMMITTED, "available": domain.AVAILABLE}
    for name, label in (stage for stage in reversed(_STAGES) if stage[0] in codes):
        value = sum(getattr(line, name) for line in lines)
        figures.append(FigureView(format_short_dong(value, language()), label, account_href(codes[name])))
    return tuple(figures)


def _chart(lines: tuple[BudgetLine, ...], table: TableView) -> ChartView:
    """One bar per line, cut into what is paid, accepted, committed and available, in million đồng."""
    series = [
        {
            "type": "bar",
            "stack": "line",
            "name": str(label),
            "data": [round(getattr(line, name) / 1_000_000) for line in lines],
        }
        for name, label in _STAGES
    ]
    options = {
        "legend": {"bottom": 0},
        "grid": {"top": 16, "right": 32, "bottom": 72, "left": 8, "containLabel": True},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "data": [line.subject.removeprefix("budget:") for line in lines]},
        "series": series,
    }
    plain = TableView(table.columns, table.rows, caption=table.caption)
    return ChartView(_("Where the money of each line is, in million đồng"), options, plain)


@require_GET
def budget_line(request: HttpRequest, code: str) -> HttpResponse:
    access.require_read(actor_of(request))
    subject = f"budget:{code}"
    line = next((found for found in queries.budget_lines() if found.subject == subject), None)
    if line is None:
        raise Missing(Text(f"Không có dòng ngân sách {code}.", f"There is no budget line {code}."))
    held = {
        domain.APPROPRIATED: line.appropriated,
        domain.AVAILABLE: line.available,
        domain.ACCRUED: line.accrued,
        domain.PAID: line.paid,
    }
    rows = tuple(
        Row((card.name, held[card.code]), href=account_href(card.code, subject))
        for card in queries.accounts()
        if card.code in held
    )
    committed = Row((gettext("Committed to supports"), line.committed), href=reverse("ledger:subjects", args=[domain.COMMITTED]))  # fmt: skip
    table = TableView((Column(_("Account")), Column(_("Amount"), "money")), (*rows, committed), caption=line.name)
    page = TablePage(line.name, table, lead=code, crumbs=(Link(_("Budget lines"), reverse("ledger:budget")),))
    return render(request, "ledger/table.html", page)


# -- months ----------------------------------------------------------------------------------------------------------


@require_GET
def periods(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    access.require_read(actor)
    found = queries.periods(actor.today)
    columns = (("month", _("Month")), ("closed_at", _("Closed at")), ("postings", _("Postings")), ("seal", _("Seal")))
    file = download(request, "periods", columns, lambda: found)
    if file is not None:
        return file
    may_close = access.may_close_period(actor)
    rows = tuple(
        Row(
            (
                f"{card.month:%m/%Y}",
                StateView("closed", _("Books closed"), "good")
                if card.seal
                else StateView("open", _("Open for entries"), "now"),
                card.closed_at,
                Cell(card.seal[:16], note=card.seal[16:])
                if card.seal
                else Link(_("Close the month"), reverse("ledger:close", args=[f"{card.month:%Y-%m}"]))
                if card.closable and may_close
                else None,
            )
        )
        for card in found
    )
    table = TableView(
        columns=(Column(_("Month")), Column(_("State"), "state"), Column(_("Closed at"), "moment"), Column(_("Seal"))),
        rows=rows,
        exports=downloads(request),
        caption=_("Periods"),
    )
    lead = _("A closed month takes no entry any more; its seal covers every posting and continues the seal before.")
    return render(request, "ledger/table.html", TablePage(_("Periods"), table, lead=lead, tabs=tabs("periods")))
