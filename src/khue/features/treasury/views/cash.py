"""The daily cash picture: a chart, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.money import format_short_dong
from khue.features.treasury import access, queries
from khue.features.treasury.queries import CashAccount, CashDay
from khue.features.treasury.views.frame import download, downloads, tabs
from khue.kernel import charts
from khue.kernel.ui import Cell, ChartView, Column, EmptyView, FigureView, Link, Row, TableView, Words
from khue.kernel.web import actor_of, language, render


@dataclass(frozen=True, slots=True)
class CashPage:
    title: Words
    tabs: tuple[Link, ...]
    figures: tuple[FigureView, ...]
    accounts: TableView
    charts: tuple[ChartView, ...]
    days: TableView


COLUMNS = (
    ("day", gettext_lazy("Day")),
    ("account", gettext_lazy("Account")),
    ("opening", gettext_lazy("Opening balance")),
    ("came_in", gettext_lazy("Came in")),
    ("went_out", gettext_lazy("Went out")),
    ("closing", gettext_lazy("Closing balance")),
)


@require_GET
def cash(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    access.require_read(actor)
    found = queries.cash(actor.today)
    days = sorted(
        (day for account in found for day in account.days), key=lambda day: (day.day, day.account), reverse=True
    )
    file = download(request, "daily-cash", COLUMNS, lambda: days)
    if file is not None:
        return file
    page = CashPage(
        title=_("Daily cash"),
        tabs=tabs("cash", queries.waiting_count()),
        figures=_figures(found),
        accounts=_accounts(found),
        charts=tuple(picture for account in found if account.days for picture in _charts(account)),
        days=TableView(
            _columns(), tuple(map(_row, days)), exports=downloads(request), caption=_("The last 31 days"), show_caption=True,
            empty=EmptyView(_("No statement of the last 31 days"), _("The picture is drawn from the bank's statements.")),
        ),
    )  # fmt: skip
    return render(request, "treasury/cash.html", page)


def _figures(found: tuple[CashAccount, ...]) -> tuple[FigureView, ...]:
    def short(amount: int) -> str:
        return format_short_dong(amount, language())

    return (
        FigureView(short(sum(account.balance for account in found)), _("on the accounts, as the banks say")),
        FigureView(short(sum(account.in_transit for account in found)), _("in transit")),
        FigureView(short(sum(account.after_transit for account in found)), _("left when all of it has arrived")),
    )


def _accounts(found: tuple[CashAccount, ...]) -> TableView:
    rows = tuple(
        Row(
            (
                Cell(account.account.number, note=account.account.institution),
                account.known_until,
                account.balance,
                account.in_transit,
                account.after_transit,
                account.waiting,
            )
        )
        for account in found
    )
    columns = (
        Column(_("Account")), Column(_("Statements until"), "day"), Column(_("Closing balance"), "money"),
        Column(_("In transit"), "money"), Column(_("Left on arrival"), "money"), Column(_("Unmatched lines"), "number"),
    )  # fmt: skip
    return TableView(
        columns,
        rows,
        caption=_("Accounts"),
        empty=EmptyView(_("No account yet"), _("Open an account to see its money.")),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Day"), "day"), Column(_("Account")), Column(_("Opening balance"), "money"), Column(_("Came in"), "money"),
        Column(_("Went out"), "money"), Column(_("Closing balance"), "money"),
    )  # fmt: skip


def _row(day: CashDay) -> Row:
    return Row((day.day, day.account, day.opening, day.came_in or None, day.went_out or None, day.closing))


def _charts(account: CashAccount) -> tuple[ChartView, ChartView]:
    """What moved each day, and what was left: a balance beside flows would flatten them. Both in million đồng."""
    days, words = account.days, {"number": account.account.number}
    names = [f"{day.day:%d/%m}" for day in days]
    room = charts.grid(24, 16, 8, 8)

    def millions(values: Iterable[int]) -> list[int]:
        return [round(value / 1_000_000) for value in values]

    flows = (
        charts.bars(_("Came in"), "jade", millions(day.came_in for day in days)),
        charts.bars(_("Went out"), "vermilion", millions(day.went_out for day in days)),
    )
    balance = charts.line(_("Closing balance"), "indigo", millions(day.closing for day in days))
    moved = _("Came in and went out on account %(number)s, in million đồng") % words
    left = _("Closing balance of account %(number)s, in million đồng") % words
    day, _account, _opening, came, went, closing = _columns()
    legend = {"legend": {"bottom": 0}}
    return (
        ChartView(
            moved,
            charts.standing(names, flows, "", {**room, "bottom": 40}, **legend),
            TableView((day, came, went), tuple(_moved(each) for each in days), caption=moved),
        ),
        ChartView(
            left,
            charts.standing(names, (balance,), "", room),
            TableView((day, closing), tuple(Row((each.day, each.closing)) for each in days), caption=left),
        ),
    )


def _moved(day: CashDay) -> Row:
    return Row((day.day, day.came_in or None, day.went_out or None))
