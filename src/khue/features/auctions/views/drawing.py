"""Pictures of an auction: how the price went, what was bid, how a tender was evaluated."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from khue.features.auctions.domain.sealed import points_words
from khue.features.auctions.domain.terms import DUTCH, clock_price
from khue.features.auctions.queries import AuctionCard
from khue.kernel.ui import ChartView, Column, Row, TableView

MOST_POINTS = 200
MILLION = 1_000_000


def chart_of(card: AuctionCard) -> ChartView | None:
    """The picture that suits the kind; None where there is nothing to draw yet."""
    if card.ranked:
        return _evaluated(card)
    if card.kind == DUTCH:
        return _clock(card)
    if any(row.amount is not None for row in card.bids):
        return _amounts(card)
    return _prices(card)


def _hours(card: AuctionCard, at: datetime) -> float:
    return round(max(0.0, (at - card.terms.opens_at).total_seconds() / 3600), 3)


def _line(title: str, points: list[list[float]]) -> dict[str, Any]:
    return {
        "grid": {"top": 36, "right": 28, "bottom": 34, "left": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "name": _("Hours since the beginning"), "nameLocation": "middle", "nameGap": 26},
        "yAxis": {"type": "value", "name": _("million đồng"), "scale": True, "nameTextStyle": {"align": "left"}},
        "series": [
            {"type": "line", "name": title, "data": points, "step": "end", "symbolSize": 6, "itemStyle": {"color": "jade"}, "lineStyle": {"color": "jade"}}
        ],
    }  # fmt: skip


def _prices(card: AuctionCard) -> ChartView | None:
    rows = [row for row in card.bids if row.price is not None][-MOST_POINTS:]
    if len(rows) < 2:
        return None
    title = _("How the price went")
    points = [[_hours(card, row.at), (row.price or 0) / MILLION] for row in rows]
    table = TableView(
        (Column(_("When"), "moment"), Column(_("Price"), "money"), Column(_("Leading bidder"), "number")),
        tuple(Row((row.at, row.price, row.leader)) for row in rows),
        caption=title,
    )
    return ChartView(title, _line(title, points), table)


def _clock(card: AuctionCard) -> ChartView | None:
    terms = card.terms
    until = min(card.now, card.bids[-1].at if card.bids else card.ends_at, card.ends_at)
    if until <= terms.opens_at:
        return None
    falls = min(int((until - terms.opens_at) // terms.every), MOST_POINTS)
    moments = [*(terms.opens_at + step * terms.every for step in range(falls + 1)), until]
    points = [(at, clock_price(terms, at)) for at in moments]
    title = _("How the clock fell")
    table = TableView(
        (Column(_("When"), "moment"), Column(_("Price"), "money")), tuple(Row(point) for point in points), caption=title
    )  # fmt: skip
    return ChartView(title, _line(title, [[_hours(card, at), price / MILLION] for at, price in points]), table)


def _bars(title: str, names: list[str], values: list[float], unit: str) -> dict[str, Any]:
    return {
        "grid": {"top": 8, "right": 28, "bottom": 34, "left": 8, "containLabel": True},
        "xAxis": {"type": "value", "name": unit, "nameLocation": "middle", "nameGap": 26},
        "yAxis": {"type": "category", "inverse": True, "data": names},
        "series": [{"type": "bar", "name": title, "barMaxWidth": 24, "data": values, "itemStyle": {"color": "jade"}}],
    }


def _amounts(card: AuctionCard) -> ChartView:
    last = {row.bidder: row.amount or 0 for row in card.bids if row.amount is not None}
    rows = sorted(last.items(), key=lambda one: -one[1])
    title = _("What was bid")
    names = [_("Bidder %(no)s") % {"no": no} for no, _amount in rows]
    options = _bars(title, names, [amount / MILLION for _no, amount in rows], _("million đồng"))
    table = TableView(
        (Column(_("Bidder"), "number"), Column(_("Bid"), "money")), tuple(Row(row) for row in rows), caption=title
    )
    return ChartView(title, options, table, summary=_("The last bid of each bidder, opened by two persons."))


def _evaluated(card: AuctionCard) -> ChartView:
    title = _("How the bids were evaluated")
    names = [_("Bidder %(no)s") % {"no": row.bidder} for row in card.ranked]
    options = _bars(title, names, [round(float(row.total), 2) for row in card.ranked], _("points of 100"))
    table = TableView(
        (Column(_("Bidder"), "number"), Column(_("Price offered"), "money"), Column(_("Points of the price"), "number"), Column(_("All points"), "number")),
        tuple(Row((row.bidder, row.price, points_words(row.price_points), points_words(row.total))) for row in card.ranked),
        caption=title,
    )  # fmt: skip
    return ChartView(title, options, table)


def left_words(left: timedelta) -> str:
    """How long, in the two largest units; what is nought is not said."""
    seconds = max(0, int(left.total_seconds()))
    days, hours, minutes = seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    if minutes and not seconds % 60:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": seconds % 60}
