"""Figures of the Technology Exchange: the funnel of deals, what is lost on the way, by which kinds; and its files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.money import format_short_dong
from khue.features.publicity import queries
from khue.features.publicity.domain.funnel import LEAST
from khue.features.publicity.queries import ALL, STAGES, ExchangeFigures, SideTable
from khue.features.publicity.views.files import FORMATS, public
from khue.kernel import charts, limits
from khue.kernel.record_pages import Block, RecordPage
from khue.kernel.ui import ChartView, Column, FigureView, Link, Row, TableView, Words
from khue.kernel.web import actor_of, language, render
from khue.kernel.wording import number

COLUMNS = (
    ("half", gettext_lazy("Half-year")),
    ("side", gettext_lazy("Counted by")),
    ("group", gettext_lazy("Group")),
    ("stage", gettext_lazy("Stage")),
    ("came", gettext_lazy("Deals that came so far")),
    ("median", gettext_lazy("Median of days")),
)


@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    """The figures of a half-year, or of all time."""
    found = queries.exchange_figures(request.GET.get("half", ALL), actor_of(request).today)
    page = RecordPage(
        _("Figures of the Technology Exchange"),
        lead=_(
            "How far deals come, how long it takes, and what else the exchange brought about. No party and no price of a single deal."
        ),
        crumbs=(Link(_("Technology exchange"), reverse("exchange:offers")),),
        blocks=tuple(_blocks(found)),
        aside=(_files(found), _periods(found)),
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def half_words(code: str) -> Text:
    if code == ALL:
        return Text("Từ khi Sàn hoạt động", "Since the exchange began")
    year, half = code.split("-")
    return Text(f"6 tháng {'đầu' if half == '1' else 'cuối'} năm {year}", f"{'First' if half == '1' else 'Second'} half of {year}")  # fmt: skip


def _periods(found: ExchangeFigures) -> Block:
    links = tuple(Link(half_words(code), f"?half={code}", current=code == found.half) for code in (ALL, *found.halves))
    return Block(_("Period"), text=half_words(found.half), links=links)


def _blocks(found: ExchangeFigures) -> Iterator[Block]:
    counts = found.counts
    yield Block(
        half_words(found.half),
        figures=(
            FigureView(number(counts["members"]), _("active members today")),
            FigureView(number(counts["listed"]), _("offers on the list today")),
            FigureView(number(counts["listed_then"]), _("offers listed")),
            FigureView(number(counts["published"]), _("problems posted")),
            FigureView(number(counts["trials"]), _("trials ended")),
            FigureView(number(counts["awarded"]), _("problems awarded")),
            FigureView(number(counts["auctions"]), _("auctions awarded")),
            FigureView(number(counts["handed"]), _("results handed over without refund")),
            FigureView(number(found.contracts), _("contracts signed")),
            *((FigureView(format_short_dong(found.value, language()), _("value of contracts")),) if found.value is not None else ()),
        ),
        note="" if found.value is not None else _few(),
    )  # fmt: skip
    yield Block(_("From interest to money"), chart=_chart(found), note=_note(found))
    days = _("Days: median from interest to signed contract.")
    for side in found.sides:
        yield Block(side.title, table=_side(side), note=days if side.groups else "")


def _few() -> str:
    said = _("The value of contracts appears once %(least)s contracts stand behind it: with fewer it would tell the price of one.")  # fmt: skip
    return said % {"least": LEAST}


def _note(found: ExchangeFigures) -> Words:
    if not found.stages[0].came:
        return _("No deal began in this period.")
    return _(
        "Deals that began in the period. A deal that came further has passed the stages before, also without a day on record "
        "(a non-disclosure is not asked of every deal)."
    )


def _chart(found: ExchangeFigures) -> ChartView | None:
    if not found.stages[0].came:
        return None
    lang = language()
    names = [STAGES[one.point].into(lang) for one in found.stages]
    series = charts.bars(
        _("deals"), "indigo", [one.came for one in found.stages], widest=22, label={"show": True, "position": "right", "color": "ink"},
    )  # fmt: skip
    options = charts.lying(names, [series], _("deals"), charts.grid(8, 40, 40, 8), charts.long_names(190))
    return ChartView(_("Deals by how far they came"), options, _stages(found))


def _stages(found: ExchangeFigures) -> TableView:
    heads = (
        Column(_("Stage")), Column(_("Deals"), "number"), Column(_("Of the stage before"), "number"), Column(_("Of all"), "number"),
        Column(_("Median of days since the stage before"), "number"),
    )  # fmt: skip

    def share(value: int | None) -> str:
        return "–" if value is None else f"{value}%"

    rows = tuple(
        Row((STAGES[one.point], one.came, share(one.of_before), share(one.of_all), "–" if one.median is None else one.median))
        for one in found.stages
    )  # fmt: skip
    return TableView(heads, rows, caption=_("Stages of deals"))


def _side(side: SideTable) -> TableView | None:
    if not side.groups:
        return None
    heads = (
        Column(_("Group")), Column(_("Interested"), "number"), Column(_("Agreed"), "number"), Column(_("Signed"), "number"),
        Column(_("In effect"), "number"), Column(_("Days"), "number"),
    )  # fmt: skip
    rows = tuple(
        Row((name, *(one.came[point] for point in ("asked", "agreed", "signed", "effective")), "–" if one.median is None else one.median))
        for name, one in side.groups
    )  # fmt: skip
    return TableView(heads, rows, caption=side.title)


def _files(found: ExchangeFigures) -> Block:
    links = tuple(Link(kind.upper(), reverse("publicity:exchange-file", args=[kind]) + f"?half={found.half}") for kind in FORMATS)  # fmt: skip
    catalogue = Link(_("Catalogue of open data (DCAT)"), reverse("publicity:catalogue"))
    return Block(_("Open data"), text=_("Everything here may be copied and used again (CC BY 4.0)."), links=(*links, catalogue))  # fmt: skip


@require_safe
@limits.limited("publicity.file", "30/m", methods=("GET",))
def exchange_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The figures as a file: one line for each group and stage."""
    found = queries.exchange_figures(request.GET.get("half", ALL), actor_of(request).today)
    return public(FORMATS[kind](f"khue-exchange-{found.half}", COLUMNS, _lines(found)))


def _lines(found: ExchangeFigures) -> Iterator[dict[str, Any]]:
    lang = language()

    def line(side: str, group: str, point: str, came: int, median: int | None) -> dict[str, Any]:
        stage = STAGES[point].into(lang)
        return {"half": found.half, "side": side, "group": group, "stage": stage, "came": came, "median": median}

    for one in found.stages:
        yield line("", "", one.point, one.came, one.median)
    for side in found.sides:
        for name, group in side.groups:
            for point in STAGES:
                median = group.median if point == "signed" else None
                yield line(side.title.into(lang), name.into(lang), point, group.came[point], median)


@require_safe
@limits.limited("publicity.file", "30/m", methods=("GET",))
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """What is open data here, as a DCAT catalogue in JSON-LD: each set with its files."""
    base = request.build_absolute_uri("/").rstrip("/")
    sets = (
        (Text("Kinh phí đã quyết định hỗ trợ", "Awards"), "publicity:awards-file", "publicity:money"),
        (Text("Dòng tiền", "Flow of money"), "publicity:flow-file", "publicity:money"),
        (Text("Thời gian từ đề xuất đến kinh phí", "Time from proposal to money"), "publicity:times-file", "publicity:money"),
        (Text("Số liệu Sàn giao dịch công nghệ", "Figures of the Technology Exchange"), "publicity:exchange-file", "publicity:exchange"),
    )  # fmt: skip
    said = {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@type": "dcat:Catalog",
        "dct:title": _both(Text("Dữ liệu mở của hệ thống Khuê", "Open data of Khuê")),
        "dcat:dataset": [
            {
                "@type": "dcat:Dataset",
                "@id": f"{base}{reverse(page)}#{file.partition(':')[2]}",
                "dct:title": _both(title),
                "dct:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
                "dct:modified": actor_of(request).today.isoformat(),
                "dcat:landingPage": {"@id": base + reverse(page)},
                "dcat:distribution": [
                    {
                        "@type": "dcat:Distribution",
                        "dcat:downloadURL": {"@id": base + reverse(file, args=[kind])},
                        "dcat:mediaType": MEDIA[kind],
                    }
                    for kind in FORMATS
                ],
            }
            for title, file, page in sets
        ],
    }
    return public(HttpResponse(json.dumps(said, ensure_ascii=False, indent=1), content_type="application/ld+json"))


MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def _both(title: Text) -> list[dict[str, str]]:
    return [{"@language": "vi", "@value": title.vi}, {"@language": "en", "@value": title.into("en")}]
