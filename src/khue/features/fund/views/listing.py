"""One page for every list of the fund."""

from __future__ import annotations

from dataclasses import dataclass

from khue.core.money import format_short_dong
from khue.features.fund import queries
from khue.kernel.ui import ChartView, FigureView, Link, TableView, Words
from khue.kernel.web import language


@dataclass(frozen=True, slots=True)
class ListPage:
    """``tables`` with their figures and picture; ``deeds`` are what the reader may begin here."""

    title: Words
    lead: Words = ""
    tabs: tuple[Link, ...] = ()
    deeds: tuple[Link, ...] = ()
    figures: tuple[FigureView, ...] = ()
    chart: ChartView | None = None
    tables: tuple[TableView, ...] = ()
    opinions: tuple[queries.OpinionRow, ...] = ()
    points: tuple[Words, ...] = ()
    search: bool = False


def figure(amount: int, label: Words) -> FigureView:
    return FigureView(format_short_dong(amount, language()), label)
