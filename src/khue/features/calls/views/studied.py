"""What the page of a study shows: figures, setting, frontier, proposals with what they would need, differences of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.core.money import format_dong, format_short_dong
from khue.features.calls.queries import OfferLine, StudyPage
from khue.features.calls.views.frame import downloads
from khue.features.calls.views.worth import points, value
from khue.kernel.ui import Answer, Cell, ChartView, Column, FigureView, Row, StateView, TableView
from khue.kernel.web import language
from khue.kernel.wording import plain

BILLION = 10**9
SHOWN = 50


def figures(found: StudyPage) -> tuple[FigureView, ...]:
    result, words = found.result or {}, language()
    proven = _("proven: no set is worth more") if result["proven"] else _("not proven")
    return (
        FigureView(str(len(result["funded"])), _("proposals chosen")),
        FigureView(format_short_dong(result["cost"], words), _("of the city’s money")),
        FigureView(value(result["value"]), _("points of declared value")),
        FigureView("✓" if result["proven"] else "?", proven),
    )


def setting(found: StudyPage) -> tuple[Answer, ...]:
    inputs = found.inputs
    told = [
        Answer(_("Budget"), inputs.budget, kind="money"),
        Answer(_("Where the money comes from"), found.source or ""),
        Answer(_("Compulsory"), ", ".join(inputs.must)),
        Answer(_("Not to be chosen"), ", ".join(inputs.must_not)),
        Answer(_("Only together with another"), "; ".join(f"{one} > {other}" for one, other in inputs.needs)),
        Answer(_("Not together"), "; ".join(", ".join(group) for group in inputs.exclusions)),
        Answer(_("Ground of these ties"), inputs.ground),
        Answer(_("Edition of the way of choosing"), found.edition, kind="number"),
        Answer(_("By"), found.ordered_by),
        Answer(_("Ordered"), found.ordered_at, kind="moment"),
        Answer(_("Sign of the inputs"), found.digest[:16]),
    ]
    return tuple(line for line in told if line.value not in ("", None))


def frontier(found: StudyPage) -> ChartView:
    """The highest value at each budget, solved anew at every point."""
    result = found.result or {}
    told: Sequence[Mapping[str, Any]] = [one for one in result["frontier"] if one["value"] is not None]
    pairs = [[round(one["budget"] / BILLION, 3), round(one["value"] / 100_000, 2)] for one in told]
    here = [round(found.inputs.budget / BILLION, 3), round(result["value"] / 100_000, 2)]
    money, worth = plain(_("Budget, billion đồng")), plain(_("Value in points"))
    options: dict[str, Any] = {
        "grid": {"left": 8, "right": 32, "top": 56, "bottom": 32, "containLabel": True},
        "legend": {"top": 0},
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "name": money, "nameLocation": "middle", "nameGap": 26, "scale": True},
        "yAxis": {"type": "value", "name": worth, "scale": True, "nameTextStyle": {"align": "left"}},
        "series": [
            {"type": "line", "name": plain(_("Highest value at this budget")), "data": pairs, "step": "end", "itemStyle": {"color": "indigo"}, "symbolSize": 8},
            {"type": "scatter", "name": plain(_("This study")), "data": [here], "itemStyle": {"color": "vermilion"}, "symbolSize": 16},
        ],
    }  # fmt: skip
    rows = tuple(
        Row((one["budget"], one["cost"], one["funded"], value(one["value"]) or _("no solution")), tone="now")
        if one["budget"] == found.inputs.budget
        else Row((one["budget"], one["cost"], one["funded"], value(one["value"]) or _("no solution")))
        for one in result["frontier"]
    )
    columns = (
        Column(_("Budget"), "money"), Column(_("Cost"), "money"), Column(_("Chosen"), "number"),
        Column(_("Value in points"), "number"),
    )  # fmt: skip
    table = TableView(columns, rows, caption=_("Value by budget"))
    return ChartView(_("Value by budget"), options, table, _("What more or less money would buy."))


def lines(request: HttpRequest, found: StudyPage) -> TableView:
    asked = request.GET.get("after", "")
    start = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
    shown = found.lines[start : start + SHOWN]
    back = f"?after={start - SHOWN}" if start > SHOWN else "?" if start else None
    onward = f"?after={start + SHOWN}" if start + SHOWN < len(found.lines) else None
    columns = (
        Column(_("Proposal")),
        Column(_("Cost"), "money"),
        Column(_("Points"), "number"),
        Column(_("Outcome"), "state"),
        Column(_("What it would need")),
        Column(_("How firm"), "number"),
    )
    return TableView(
        columns,
        tuple(_line(one, found) for one in shown),
        onward,
        back,
        downloads(request),
        _("Proposals of the study"),
    )


def _line(one: OfferLine, found: StudyPage) -> Row:
    title = Cell(
        one.title,
        reverse("calls:proposal", args=[one.id]),
        Text(f"{one.lead} · {one.number} · {one.field.vi}", f"{one.lead} · {one.number} · {one.field.into('en')}"),
        strong=True,
    )
    tone = "plain" if one.why is not None else "good" if one.chosen else "wait"
    state = StateView("in" if one.chosen else "out", one.verdict.capitalised(), tone)  # type: ignore[arg-type]  # one of the tones
    firm = f"{one.firm} %" if one.firm is not None else ""
    return Row((title, one.cost, points(one.points), state, _need(one), firm))


def _need(one: OfferLine) -> Any:
    """What an unchosen proposal would need: more points, or a lower cost."""
    if one.chosen or one.why is not None or not one.asked:
        return ""
    if one.behind is None:
        return _("no set that keeps the limits can hold it")
    worth = _("%(points)s points of value more") % {"points": value(one.behind)}
    if not one.level_cost:
        return worth
    cost = format_dong(one.level_cost, language())
    return Cell(worth, note=_("or a cost of %(cost)s at most") % {"cost": cost})


def without(found: StudyPage) -> TableView | None:
    told = [one for one in (found.result or {})["without"] if one["leave"] or one["enter"]]
    if len((found.result or {})["without"]) < 2:
        return None
    rows = tuple(
        Row((_("Reviewer %(number)s") % {"number": one["reviewer"]}, ", ".join(one["leave"]), ", ".join(one["enter"])))
        for one in told
    )
    columns = (Column(_("Without the scores of")), Column(_("would leave")), Column(_("would enter")))
    return TableView(columns, rows, caption=_("Does the set rest on one reviewer?"))


def differences(request: HttpRequest, pair: tuple[StudyPage, StudyPage], heads: tuple[Column, ...]) -> TableView:
    by_number = [{line.number: line for line in one.lines} for one in pair]
    rows = []
    for number in sorted(by_number[0].keys() | by_number[1].keys()):
        lines = [known.get(number) for known in by_number]
        if bool(lines[0] and lines[0].chosen) == bool(lines[1] and lines[1].chosen):
            continue
        told = next(line for line in lines if line is not None)
        states = [
            StateView("in", _("chosen"), "good") if line is not None and line.chosen
            else StateView("out", _("not chosen") if line is not None else _("not in the study"), "plain")
            for line in lines
        ]  # fmt: skip
        title = Cell(told.title, reverse("calls:proposal", args=[told.id]), f"{told.lead} · {number}", strong=True)
        rows.append(Row((title, told.cost, *states)))
    columns = (
        Column(_("Proposal")),
        Column(_("Asked from the city"), "money"),
        *(Column(h.label, "state") for h in heads),
    )
    return TableView(columns, tuple(rows), caption=_("Chosen in one of them only"))
