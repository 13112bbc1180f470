"""What is drawn of the fund: its capital, its portfolio, a loan's schedule and what is paid. Each drawing has its table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from khue.features.fund.domain.charter import PRODUCTS
from khue.features.fund.queries import Capital, LoanCard, PortfolioRow
from khue.kernel import charts
from khue.kernel.ui import ChartView, Column, Row, TableView, Words
from khue.kernel.web import language
from khue.kernel.wording import day_words

MILLION = 1_000_000


def _bars(names: list[Any], series: list[tuple[Words, list[int], str]], *, across: bool = False) -> dict[str, Any]:
    """Stacked bars in million đồng."""
    drawn = [
        charts.bars(name, colour, [round(amount / MILLION, 3) for amount in amounts], widest=26, stack="all")
        for name, amounts, colour in series
    ]
    legend = {"bottom": 0, "type": "scroll"}
    if across:
        return charts.lying(names, drawn, _("million đồng"), charts.grid(28, 24, 62, 20), legend=legend)
    return charts.standing(names, drawn, _("million đồng"), charts.grid(28, 24, 44, 8), legend=legend)


def products_chart(figures: tuple[tuple[str, int, int, int], ...]) -> ChartView | None:
    """Per product what is approved: paid, and still to be paid."""
    if len(figures) < 2:
        return None
    names = [PRODUCTS[code].capitalised() for code, *_rest in figures]
    paid = [out for *_rest, out in figures]
    left = [granted - out for _code, _cases, granted, out in figures]
    options = _bars(names, [(_("Paid out"), paid, "jade"), (_("Still to be paid out"), left, "gold")], across=True)
    table = TableView(
        (
            Column(_("Product of the fund")),
            Column(_("Number of cases"), "number"),
            Column(_("Approved"), "money"),
            Column(_("Paid out"), "money"),
        ),
        tuple(Row((PRODUCTS[code].capitalised(), cases, granted, out)) for code, cases, granted, out in figures),
        caption=_("What the fund approved, by product"),
    )
    return ChartView(_("What the fund approved, by product"), options, table)


def capital_chart(found: Capital) -> ChartView | None:
    """One bar: where the resources are."""
    if not found.resources:
        return None
    parts = (
        (_("Available"), found.available, "jade"),
        (_("Committed"), found.committed, "gold"),
        (_("Used"), found.used, "indigo"),
    )
    options = _bars([""], [(name, [amount], colour) for name, amount, colour in parts], across=True)
    table = TableView(
        (Column(_("Where the money is")), Column(_("Amount"), "money")),
        tuple(Row((name, amount)) for name, amount, _colour in parts),
        caption=_("Where the fund's resources are"),
        foot=Row((_("Resources"), found.resources)),
    )
    return ChartView(_("Where the fund's resources are"), options, table)


def portfolio_chart(rows: tuple[PortfolioRow, ...]) -> ChartView | None:
    """Per product and year: what is owed in time, overdue, written off or excused, of what was paid."""
    if not rows:
        return None
    names = [f"{row.product.capitalised().into(language())} {row.cohort}" for row in rows]
    settled = [row.paid - row.outstanding - row.written_off - row.excused for row in rows]
    options = _bars(
        names,
        [
            (_("Given, or repaid"), settled, "jade"),
            (_("Owed and in time"), [row.outstanding - row.overdue for row in rows], "indigo"),
            (_("Principal overdue"), [row.overdue for row in rows], "gold"),
            (_("Written off"), [row.written_off for row in rows], "vermilion"),
            (_("Risk accepted"), [row.excused for row in rows], "ink-2"),
        ],
        across=True,
    )
    table = TableView(
        (
            Column(_("Product of the fund")),
            Column(_("Paid out"), "money"),
            Column(_("Principal owed"), "money"),
            Column(_("Principal overdue"), "money"),
            Column(_("Written off"), "money"),
        ),
        tuple(
            Row(
                (
                    f"{row.product.capitalised().into(language())} {row.cohort}",
                    row.paid,
                    row.outstanding,
                    row.overdue,
                    row.written_off,
                )
            )
            for row in rows
        ),
        caption=_("What became of the money paid out"),
    )
    return ChartView(_("What became of the money paid out"), options, table)


def loan_chart(loan: LoanCard) -> ChartView | None:
    """The schedule in force: per instalment what is paid, still due, and late."""
    if loan.standing is None:
        return None
    lines = loan.standing.lines
    days = [day_words(line.due.planned.due_on, short=True) for line in lines]
    paid = [line.paid for line in lines]
    late = [line.owed if line.days_past_due else 0 for line in lines]
    ahead = [0 if line.days_past_due else line.owed for line in lines]
    options = _bars(
        days,
        [
            (pgettext("loan", "Paid"), paid, "jade"),
            (_("Overdue"), late, "vermilion"),
            (_("Still to be paid"), ahead, "indigo"),
        ],
    )
    table = TableView(
        (
            Column(_("Instalment due on")),
            Column(pgettext("loan", "Paid"), "money"),
            Column(_("Overdue"), "money"),
            Column(_("Still to be paid"), "money"),
        ),
        tuple(Row(cells) for cells in zip(days, paid, late, ahead, strict=True)),
        caption=_("Instalments and what is paid of them"),
    )
    return ChartView(_("Instalments and what is paid of them"), options, table)
