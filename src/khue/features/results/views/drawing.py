"""What is drawn of a result: the owners' parts, its story in time. Each drawing has its table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.features.results.domain.distribution import ROLES
from khue.features.results.domain.shares import exact, percent
from khue.features.results.queries import DistributionCard, OwnerRow, PayoutRow, RightRow
from khue.kernel.ui import Cell, ChartView, Column, Row, StepView, TableView
from khue.kernel.web import language

PARTS = {
    "budget": Text("hình thành từ ngân sách", "formed by the budget"),
    "own": Text("hình thành từ vốn khác", "formed by other money"),
    "agreement": Text("theo thỏa thuận", "by agreement"),
}
COLOURS = {"budget": "vermilion", "own": "indigo", "agreement": "gold"}


def share_cell(share: Fraction) -> Cell:
    """In per cent, with the exact share under it where two decimals do not say it."""
    whole = exact(share)
    return Cell(percent(share), note=_("exactly %(share)s") % {"share": whole} if whole else "")


def owners_chart(owners: tuple[OwnerRow, ...]) -> ChartView | None:
    """One bar of a hundred per cent: who owns which part, and what formed it; the exact fractions in the table."""
    if not owners:
        return None
    options = {
        "grid": {"top": 8, "right": 24, "bottom": 28 + 26 * len(owners), "left": 8, "containLabel": True},
        "legend": {"bottom": 0, "left": 0, "orient": "vertical"},
        "xAxis": {"type": "value", "max": 100, "axisLabel": {"formatter": "{value} %"}},
        "yAxis": {"type": "category", "data": [""]},
        "series": [
            {
                "type": "bar",
                "stack": "owners",
                "barMaxWidth": 36,
                "name": Text(f"{PARTS[row.part].vi}: {row.name}", f"{PARTS[row.part].en}: {row.name}"),
                "data": [round(float(row.share) * 100, 2)],
                "itemStyle": {"color": COLOURS[row.part]},
            }
            for row in owners
        ],
    }
    table = TableView(
        (Column(_("Owner")), Column(_("Where it comes from")), Column(_("Part"))),
        tuple(Row((row.name, PARTS[row.part], share_cell(row.share))) for row in owners),
        caption=_("Who owns the result"),
    )
    return ChartView(_("Who owns the result"), options, table)


def story(
    registered_on: date | None, formed_on: date, rights: tuple[RightRow, ...], more: Iterable[tuple[str, date]] = ()
) -> tuple[StepView, ...]:
    """What happened to a result, oldest first."""
    found: list[tuple[date, str, str]] = [(formed_on, _("The result was formed"), "")]
    if registered_on is not None:
        found.append((registered_on, _("Registered"), ""))
    for right in rights:
        for label, on, number in right.steps:
            note = Text(f"{right.kind.vi}, {right.territory}", f"{right.kind.en}, {right.territory}")
            found.append((on, label.capitalised().into(language()), " ".join(p for p in (note.into(language()), number) if p)))  # fmt: skip
    found += [(on, label, "") for label, on in more]
    return tuple(StepView(label, note, on, "done") for on, label, note in sorted(found, key=lambda row: row[0]))


def flow_chart(card: DistributionCard) -> ChartView:
    """The money's way from income to whoever gets it; the same flows in a table, to the đồng."""
    income, profit = _("Income"), _("Profit after tax")
    flows = [
        (income, _("Costs of this income"), card.costs),
        (income, _("Tax on the profit"), card.tax),
        (income, profit, card.profit),
    ]
    pots = {"intermediary": _("Intermediary"), "author": _("Authors"), "owner": _("Owners")}
    for role, label in pots.items():
        amount = sum(row.amount for row in card.payouts if row.code == role)
        flows.append((profit, label, amount))
        flows += [(label, _receiver(row), row.amount) for row in card.payouts if row.code == role]
    flows = [flow for flow in flows if flow[2]]
    names = dict.fromkeys(name for flow in flows for name in flow[:2])
    options = {
        "series": [
            {
                "type": "sankey",
                "left": 8,
                "right": 170,
                "top": 8,
                "bottom": 8,
                "data": [{"name": name} for name in names],
                "links": [{"source": a, "target": b, "value": round(amount / 1_000_000, 3)} for a, b, amount in flows],
                "label": {"color": "ink", "width": 160, "overflow": "truncate"},
                "lineStyle": {"color": "source", "opacity": 0.3},
            }
        ]
    }
    table = TableView(
        (Column(_("From")), Column(_("To")), Column(_("Amount"), "money")),
        tuple(Row(flow) for flow in flows),
        caption=_("Where the money goes"),
    )
    return ChartView(_("Where the money goes"), options, table, summary=_("In million đồng"))


def _receiver(row: PayoutRow) -> str:
    """A receiver of this pot: one party may stand in several, and a flow may not run in a circle; the pot differs by a thin space."""
    return row.name + "\u2009" * (1 + list(ROLES).index(row.code))
