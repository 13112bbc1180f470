"""What the pages of this room share: ways back, tabs, budget lines to choose from, money drawn as bars with its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.money import format_short_dong
from khue.features.activities import queries
from khue.features.activities.domain.words import counted
from khue.features.activities.queries import LineRow
from khue.features.ledger import queries as ledger
from khue.kernel.ui import Cell, ChartView, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.web import language


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Activities"), reverse("activities:plans")), *more)


def plan_crumbs(plan_id: int, number: str, *more: Link) -> tuple[Link, ...]:
    return crumbs(Link(number, reverse("activities:plan", args=[plan_id])), *more)


def tabs(actor: Actor, here: str) -> tuple[Link, ...]:
    waiting = queries.waiting_fees(actor)
    fees = _("Council fees (%(count)s waiting)") % {"count": waiting} if waiting else _("Council fees")
    rows = (
        ("plans", _("Plans")),
        ("lines", _("From norm to payment")),
        ("spends", _("Spends")),
        ("fees", fees),
    )
    return tuple(Link(label, reverse(f"activities:{name}"), current=name == here) for name, label in rows)


def lines_to_pay_from(years: Iterable[int]) -> Iterable[tuple[str, str]]:
    """Budget lines of these years with what is left on each."""
    wanted = set(years)
    for line in ledger.budget_lines():
        if ledger.budget_year(line.subject) in wanted:
            code, left = line.subject.removeprefix("budget:"), format_short_dong(line.available, language())
            yield code, _("%(code)s, %(left)s left") % {"code": code, "left": left}


def money_heads() -> tuple[Column, ...]:
    return (
        Column(_("Plan line")), Column(_("Norm for one"), "money"), Column(_("In the plan"), "money"), Column(_("Reserved"), "money"),
        Column(_("Accepted for payment"), "money"), Column(_("Paid"), "money"), Column(_("Left"), "money"), Column(_("State"), "state"),
    )  # fmt: skip


def money_row(row: LineRow) -> Row:
    """A line from its norm to what is left of it."""
    what = f"{row.kind_words.capitalised().into(language())} · {counted(row.quantity, row.each_words).into(language())}"
    return Row(
        (
            Cell(row.purpose, reverse("activities:line", args=[row.id]), what),
            norm_cell(row), Cell(row.planned, note=_("%(sum)s each") % {"sum": format_short_dong(row.each, language())}),
            row.reserved, row.spent, paid_cell(row), row.left, row.state,
        )
    )  # fmt: skip


def norm_cell(row: LineRow) -> Cell:
    """The norm as it stood, leading to the law; a line above it, or without one, says so."""
    href = reverse("rulebook:parameter", args=[row.norm]) if row.norm else ""
    if row.norm_each is None:
        return Cell("–", href, _("not set, binds nothing"))
    return Cell(row.norm_each, href, _("above the norm, with its ground") if row.over_norm else "")


def paid_cell(row: LineRow) -> Cell:
    if not row.returned:
        return Cell(row.paid)
    return Cell(row.paid, note=_("%(sum)s came back") % {"sum": format_short_dong(row.returned, language())})


def money_foot(rows: Sequence[LineRow]) -> Row:
    planned, reserved, spent, paid, left = queries.all_lines(rows)
    return Row((Cell(_("In all"), strong=True), "", planned, reserved, spent, paid, left, ""))


def money_table(rows: Sequence[LineRow], caption: Words) -> TableView:
    return TableView(
        money_heads(), tuple(map(money_row, rows)), caption=caption, foot=money_foot(rows) if rows else None,
        empty=EmptyView(_("No line is in force"), _("Lines are reserved when a second person approves the plan."), icon="clipboard-list"),
    )  # fmt: skip


def money_chart(rows: Sequence[LineRow]) -> ChartView | None:
    """Each line as one bar: what is paid, accepted and not paid, asked for, left; as wide as what is reserved."""
    if not rows:
        return None
    parts: tuple[tuple[Words, str, Any], ...] = (
        (_("Paid"), "jade", lambda r: r.paid),
        (_("Accepted, not paid yet"), "gold", lambda r: r.spent - r.paid),
        (_("Asked for, not accepted"), "vermilion", lambda r: r.used - r.spent),
        (_("Left"), "indigo", lambda r: r.left),
    )
    series = [
        {
            "type": "bar", "stack": "line", "barMaxWidth": 26, "name": str(label), "itemStyle": {"color": colour},
            "data": [round(amount(row) / 1_000_000, 3) for row in rows],
        }
        for label, colour, amount in parts
    ]  # fmt: skip
    options = {
        "grid": {"top": 8, "right": 24, "bottom": 56, "left": 8, "containLabel": True},
        "legend": {"bottom": 0, "type": "scroll"},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "inverse": True, "data": [_short(row) for row in rows]},
        "series": series,
    }
    heads = (Column(_("Plan line")), *(Column(label, "money") for label, _colour, _amount in parts))
    table = TableView(
        heads, tuple(Row((row.purpose, *(amount(row) for _l, _c, amount in parts))) for row in rows), caption=_("Money of the lines")
    )  # fmt: skip
    return ChartView(_("Money of the lines"), options, table, summary=_("In million đồng"))


def _short(row: LineRow) -> str:
    return f"{row.no}. {row.purpose if len(row.purpose) <= 24 else row.purpose[:23] + '…'}"
