"""How points are made: the weights in force, their bounds, every edition before. For everybody, downloaded as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.matching import BOUNDS, CRITERIA
from khue.features.matching import queries
from khue.features.matching.domain.deciding import LEAST_ANSWERS, MOST_PER_PARTY
from khue.features.matching.domain.words import CRITERIA as NAMES
from khue.features.matching.domain.words import SETS
from khue.kernel import charts
from khue.kernel.record_pages import Block, RecordPage, download, downloads
from khue.kernel.ui import ChartView, Column, Link, Row, TableView
from khue.kernel.web import language, render

_COLUMNS = (
    ("of", gettext_lazy("Weights of")),
    ("no", gettext_lazy("Edition of the weights")),
    ("made_at", gettext_lazy("In force from")),
    ("criterion", gettext_lazy("Criterion")),
    ("weight", gettext_lazy("Weight")),
    ("least", gettext_lazy("Least")),
    ("most", gettext_lazy("Most")),
    ("useful", gettext_lazy("Answers: of use")),
    ("useless", gettext_lazy("Answers: of no use")),
)


@dataclass(frozen=True, slots=True)
class Line:
    of: Text
    no: int
    made_at: datetime | None
    criterion: str
    weight: int
    least: int
    most: int
    useful: int
    useless: int


@require_safe
def weights(request: HttpRequest) -> HttpResponseBase:
    """The weights in force with their bounds, and the editions before."""
    rows = {code: queries.edition_rows(code) for code in SETS}
    file = download(
        request, "weights", _COLUMNS, lambda: (line for code in SETS for line in _lines(SETS[code], rows[code]))
    )
    if file is not None:
        return file
    lang = language()
    past = (
        Column(_("Weights of")), Column(_("Edition of the weights"), "number"), Column(_("In force from"), "moment"),
        Column(_("Answers: of use"), "number"), Column(_("Answers: of no use"), "number"), Column(_("Weights")),
    )  # fmt: skip
    lines = tuple(
        Row((SETS[code], one.no, one.made_at or _("the first day"), one.useful, one.useless, _weights_in_words(one, lang)))
        for code in SETS
        for one in rows[code]
    )  # fmt: skip
    page = RecordPage(
        _("How points are made"),
        _("A demand and an offer have up to 1,000 points: the mean of six criteria, each as important as its weight."),
        crumbs=(Link(_("Technology exchange"), reverse("exchange:offers")),),
        blocks=(
            *(Block(chart=_chart(SETS[code], rows[code][0], lang)) for code in SETS),
            Block(
                _("How answers move them"),
                _(
                    "A criterion that tells useful pairs from useless ones gains weight, one that misleads loses it, within its bounds. "
                    "At least %(least)s answers of each kind are needed; no party counts more than %(most)s times."
                ) % {"least": LEAST_ANSWERS, "most": MOST_PER_PARTY},
                note=_("Answers about experts and investors move their weights alone, answers about demands and offers the others."),
            ),
            Block(
                _("Every edition"), table=TableView(past, lines, exports=downloads(request), caption=_("Every edition")),
                note=_("The same answers always make the same weights."),
            ),
        ),
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def _chart(of: Text, now: queries.EditionRow, lang: str) -> ChartView:
    names = [NAMES[one].into(lang) for one in CRITERIA]
    values = [getattr(now.weights, one) for one in CRITERIA]
    series = charts.bars(
        _("points"), "indigo", values, widest=20, label={"show": True, "position": "right", "color": "ink"}
    )
    options = charts.lying(
        names, [series], _("points, 1,000 in all"), charts.grid(8, 40, 40, 8), charts.long_names(150)
    )
    heads = (
        Column(_("Criterion")),
        Column(_("Weight"), "number"),
        Column(_("Least"), "number"),
        Column(_("Most"), "number"),
    )
    title = _("Weights in force: %(of)s") % {"of": of.into(lang).lower()}
    table = TableView(heads, tuple(Row((NAMES[one], getattr(now.weights, one), *BOUNDS[one])) for one in CRITERIA), caption=title)  # fmt: skip
    return ChartView(title, options, table)


def _weights_in_words(row: queries.EditionRow, lang: str) -> str:
    return " · ".join(f"{NAMES[name].into(lang)} {getattr(row.weights, name)}" for name in CRITERIA)


def _lines(of: Text, rows: tuple[queries.EditionRow, ...]) -> Iterator[Line]:
    for row in rows:
        for one in CRITERIA:
            yield Line(of, row.no, row.made_at, one, getattr(row.weights, one), *BOUNDS[one], row.useful, row.useless)
