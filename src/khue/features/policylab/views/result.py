"""A result as a page shows it: one sentence, then each question with its picture and its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.features.policylab.domain import (
    LEAST_TOLD,
    amount_words,
    certainty_words,
    chance_words,
    count_words,
    percent_words,
    summary,
)
from khue.features.policylab.views import charts
from khue.features.policylab.views.sheets import Result, Sheet, all_sheets, text
from khue.kernel.ui import ChartView, FigureView, TableView
from khue.kernel.web import language


@dataclass(frozen=True, slots=True)
class ResultView:
    summary: Text
    chance: Text | None
    certainty: Text
    figures: tuple[FigureView, ...]
    cost: tuple[ChartView, ...]
    gains: tuple[ChartView, ...]
    unmoved: tuple[Text, ...]
    groups: TableView
    spread: tuple[ChartView, ...]
    quantiles: TableView
    draws: ChartView | None
    values: ChartView
    assumptions_chart: ChartView
    past_chart: ChartView | None
    past: TableView | None
    past_note: Text
    law: TableView
    assumptions: TableView
    weights: TableView | None
    spreads: TableView | None
    digest: str
    edition: str
    seed: int


def result_view(result: Result, told: Sequence[Mapping[str, Any]], years: range, base: str) -> ResultView:
    """``base`` is the address before ``years.csv``."""
    sheets = all_sheets(result, told)
    moved = [
        each for each in result["programmes"] if any(year["gain"] or year["lose"] for year in each["years"].values())
    ]
    table = {key: sheet.table(base) for key, sheet in sheets.items()}
    cost = [charts.cost(result, table["years"])]
    if len(result["programmes"]) > 1:
        cost.append(charts.programmes(result, _by_programme(sheets["years"])))
    return ResultView(
        summary=summary(result, years),
        chance=chance_words(result),
        certainty=certainty_words(result.get("law", ()), result.get("assumptions", ())),
        figures=_figures(result),
        cost=tuple(cost),
        gains=tuple(charts.gains(each, _of(sheets["groups"], each)) for each in moved),
        unmoved=tuple(text(each["title"]) for each in result["programmes"] if each not in moved),
        groups=table["groups"],
        spread=tuple(
            charts.spread(each, _of(sheets["distribution"], each))
            for each in (moved or result["programmes"])
            if each["histogram"]
        ),
        quantiles=table["quantiles"],
        draws=charts.chance(result, table["chance"]) if result["draws"]["years"] else None,
        values=charts.tornado(
            result["sensitivity"],
            _("Each legal value a tenth lower and higher"),
            _("How far that moves the cost of the last year under the change."),
            table["values"],
        ),
        assumptions_chart=charts.tornado(
            result["figures"],
            _("Each figure of the population a tenth lower and higher"),
            _("How far that moves the difference of the last year."),
            table["figures"],
        ),
        past_chart=charts.past(told, table["past"]),
        past=table["past"] if told else None,
        past_note=_past_note(told),
        law=table["law"],
        assumptions=table["population"],
        weights=table["weights"] if result.get("weights") else None,
        spreads=table["spreads"] if result.get("spreads") else None,
        digest=result["digest"],
        edition=result["edition"],
        seed=result["seed"],
    )


def _figures(result: Result) -> tuple[FigureView, ...]:
    before, after, gain, lose = (
        sum(each[name] for each in result["total"].values()) for name in ("cost_before", "cost_after", "gain", "lose")
    )
    return (
        FigureView(amount_words(before), _("cost now, over all years")),
        FigureView(amount_words(after), _("cost under the change")),
        FigureView(percent_words(after - before, before), _("difference")),
        FigureView(count_words(gain), _("applications receive more")),
        FigureView(count_words(lose), _("receive less")),
    )


def _of(sheet: Sheet, programme: Mapping[str, Any]) -> TableView:
    """The rows of one programme; the programme itself stands in the title."""
    title = text(programme["title"])
    columns = tuple(each for each in sheet.columns if each[0] != "programme")
    rows = tuple(row for row in sheet.rows if row["programme"] == title)
    return Sheet(sheet.key, f"{sheet.title}: {title.into(language())}", columns, rows).table()


def _by_programme(sheet: Sheet) -> TableView:
    """All years of a programme added up, for the picture that compares programmes."""
    found: dict[Text, dict[str, Any]] = {}
    for row in sheet.rows[: -len({each["year"] for each in sheet.rows})]:
        kept = found.setdefault(row["programme"], {"programme": row["programme"], "before": 0, "after": 0, "change": 0})
        for name in ("before", "after", "change"):
            kept[name] += row[name]
    columns = tuple(each for each in sheet.columns if each[0] in ("programme", "before", "after", "change"))
    return Sheet("programmes", _("Difference by programme, over all years"), columns, tuple(found.values())).table()


def _past_note(told: Sequence[Mapping[str, Any]]) -> Text:
    if not told:
        return Text(
            "Chưa có quyết định nào được lưu cùng quy tắc của các chương trình này.",
            "No decision was kept with a ruling of these programmes.",
        )
    decisions, hidden = (sum(each[name] for each in told) for name in ("decisions", "hidden"))
    vi = f"Tính lại {decisions} quyết định đã lưu. Nhóm có dưới {LEAST_TOLD} quyết định không được nêu"
    en = f"{decisions} kept decisions were asked again. Groups of fewer than {LEAST_TOLD} decisions are not shown"
    if hidden:
        vi += f": {hidden} nhóm được giữ kín, kể cả nhóm mà phép trừ có thể làm lộ."
        en += f": {hidden} are kept back, with those that a subtraction would give away."
        return Text(vi, en)
    return Text(f"{vi}; ở đây không có nhóm nào như vậy.", f"{en}; there is none here.")
