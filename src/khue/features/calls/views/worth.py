"""Points and values in words, and the table of studies."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from khue.kernel.ui import Cell, Column, EmptyView, Row, StateView, TableView
from khue.kernel.web import language

VALUE = 100_000
"""The unit of a portfolio's value is a hundred-thousandth of a point."""


def points(hundredths: int | None) -> str:
    """``83,50``: points as councils write them."""
    return "" if hundredths is None else f"{hundredths / 100:.2f}".replace(".", "," if language() == "vi" else ".")


def value(amount: int | None) -> str:
    """A declared value in points."""
    return "" if amount is None else points(amount * 100 // VALUE)


def study_table(rows: Any, round_id: int, **more: Any) -> TableView:
    """Studies with what each found."""
    shown = []
    for row in rows:
        title = Cell(
            row.title, reverse("calls:study", args=[round_id, row.no]), f"{row.no} · {row.ordered_by}", strong=True
        )
        state: Any = StateView("infeasible", _("No solution"), "bad") if row.feasible is False else row.state
        shown.append(Row((title, row.budget, row.cost, row.funded, value(row.value), state)))
    columns = (
        Column(pgettext("calls", "Study")), Column(_("Budget"), "money"), Column(_("Cost"), "money"),
        Column(_("Chosen"), "number"), Column(_("Value in points"), "number"), Column(_("State"), "state"),
    )  # fmt: skip
    empty = EmptyView(_("No study yet"), _("Order one as soon as councils have recommended proposals."))
    return TableView(columns, tuple(shown), caption=_("Studies of the round"), empty=empty, **more)
