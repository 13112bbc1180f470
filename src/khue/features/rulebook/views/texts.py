"""Instruments and provisions: the list, one text with its relations, one provision with what rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.rules.lawbook import INSTRUMENT_KINDS, Instrument, Provision, value_on
from khue.features.rulebook import queries
from khue.features.rulebook.forms import INSTRUMENT, INSTRUMENT_GROUPS, RELATION, DayForm, TextsForm
from khue.features.rulebook.queries import Edge, RestingAsked
from khue.features.rulebook.views.frame import (
    article_words,
    certainty_state,
    crumbs,
    export_links,
    exported,
    instrument_cell,
    parameter_state,
    tabs,
    uses_table,
    value_words,
)
from khue.features.rulebook.views.lives import lives
from khue.features.rulebook.views.resting import RestingView, resting_view
from khue.kernel import web
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, Link, Row, StateView, TableView


@dataclass(frozen=True, slots=True)
class TextsPage:
    """``first``: the foundation of the programme; ``groups``: the others by kind, each under its heading with its number."""

    title: Text
    first: TableView | None
    groups: tuple[tuple[str, int, TableView], ...]
    searched: bool
    exports: tuple[Link, ...]
    none: EmptyView | None
    pages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TextPage:
    instrument: Instrument
    state: StateView
    facts: tuple[Answer, ...]
    relations: ChartView | None
    provisions: TableView
    resting: RestingView
    crumbs: tuple[Link, ...]
    on: date


@dataclass(frozen=True, slots=True)
class ProvisionPage:
    provision: Provision
    title: Text
    facts: tuple[Answer, ...]
    parameters: TableView
    chart: ChartView | None
    uses: TableView
    resting: RestingView
    crumbs: tuple[Link, ...]
    on: date


_COLUMNS = ("number", "text", "kind", "issuer", "adopted", "in_force", "until", "unset", "certainty", "url", "row")


@require_safe
def texts(request: HttpRequest) -> HttpResponseBase:
    """Every instrument that the city's rules rest on: the six resolutions first, then by kind, the newest first."""
    form = TextsForm(request.GET)
    words, kind, on = form.wanted(web.actor_of(request).today)
    found = queries.instruments(search=words, kind=kind)
    columns = tuple((name, name) for name in _COLUMNS)
    if (file := exported(request, "khue-law-texts", columns, [_line(i) for i in found])) is not None:
        return file
    basis = queries.foundation()
    first = [i for i in found if i.key in basis.instruments]
    others = [i for i in found if i.key not in basis.instruments]
    groups = tuple(
        (str(INSTRUMENT_GROUPS[kind]), len(rows), _table(rows, on, str(INSTRUMENT_GROUPS[kind])))
        for kind in INSTRUMENT_KINDS
        if (rows := [i for i in others if i.kind == kind])
    )
    page = TextsPage(
        basis.title,
        _table(first, on, basis.title.into(web.language())) if first else None,
        groups,
        bool(words or kind),
        export_links(request) if found else (),
        None if found else EmptyView(_("No text fits"), _("Try fewer words, or another kind.")),
        tabs("texts"),
    )
    return web.render(request, "rulebook/texts.html", page, form=form)


def _table(found: Sequence[Instrument], on: date, caption: str) -> TableView:
    return TableView(
        (
            Column(_("Legal text")),
            Column(_("Kind")),
            Column(_("Adopted"), "day"),
            Column(_("On the day")),
            Column(_("How sure")),
        ),
        tuple(
            Row(
                (
                    instrument_cell(i),
                    INSTRUMENT[i.kind],
                    _day(i, "adopted"),
                    standing(i, on),
                    certainty_state(i.certainty),
                )
            )
            for i in found
        ),
        caption=caption,
    )


def _line(found: Instrument) -> dict[str, Any]:
    told = {name: getattr(found, name) for name in _COLUMNS}
    return told | {"unset": ", ".join(found.unset)}


def _day(found: Instrument, name: str) -> Any:
    return _("not known yet") if name in found.unset else getattr(found, name)


def standing(found: Instrument, on: date) -> StateView:
    """Whether the text holds on the day."""
    holds = found.in_force_on(on)
    if holds is None:
        return StateView("unknown", _("first day not known"), "wait")
    return StateView("holds", _("in force"), "good") if holds else StateView("not", _("not in force"), "plain")


@require_safe
def text(request: HttpRequest, key: str) -> HttpResponse:
    """One instrument: dates, relations, provisions with their figures on the day, decisions that rested on it."""
    actor = web.actor_of(request)
    form = DayForm(request.GET)
    on, _known = form.wanted(actor.today)
    found = queries.instrument(key)
    edges = queries.edges(key)
    rows = []
    for provision in queries.provisions_of(key):
        href = reverse("rulebook:provision", args=[provision.key])
        figures = len(queries.entries_of_provision(provision.key))
        rows.append(
            Row(
                (
                    Cell(provision.text.capitalised(), href, provision.summary or ""),
                    article_words(provision.article),
                    Cell(figures, href) if figures else None,
                    certainty_state(provision.certainty),
                )
            )
        )
    table = TableView(
        (Column(_("What it rules on")), Column(_("Article")), Column(_("Figures"), "number"), Column(_("How sure"))),
        tuple(rows),
        caption=_("Provisions"),
        empty=EmptyView(_("No provision was read"), _("The sources name this text and tell nothing of what it says.")),
    )
    resting = resting_view(RestingAsked(instrument=key), actor)
    page = TextPage(found, standing(found, on), _facts(found), _drawn(found, edges), table, resting, crumbs(), on)
    return web.render(request, "rulebook/text.html", page, form=form)


def _facts(found: Instrument) -> tuple[Answer, ...]:
    days = (("adopted", _("Adopted")), ("in_force", _("In force since")), ("until", _("In force until")))
    told = [
        Answer(label, _day(found, name), kind="day")
        for name, label in days
        if name in found.unset or getattr(found, name) is not None
    ]
    return (
        Answer(_("Kind"), INSTRUMENT[found.kind]),
        Answer(_("Issued by"), found.issuer),
        *told,
        Answer(_("How sure"), certainty_state(found.certainty)),
        *([Answer(_("Note"), found.note)] if found.note else []),
        *([Answer(_("Source"), Link(_("Open the source"), found.url))] if found.url else []),
        Answer(_("Row of the fact files"), found.row),
    )


def _drawn(found: Instrument, edges: tuple[Edge, ...]) -> ChartView | None:
    """What it rests on to the left, what rests on it to the right; the same as a table."""
    if not edges:
        return None
    sides = [[e for e in edges if e.outward], [e for e in edges if not e.outward]]
    tall = max(1, *(len(side) for side in sides))
    nodes = [{"name": found.key, "value": [50, (tall - 1) / 2], "symbolSize": 24, "itemStyle": {"color": "vermilion"},
              "label": {"formatter": _("this text")}}]  # fmt: skip
    links = []
    for x, side in zip((0, 100), sides, strict=True):
        for place, edge in enumerate(side):
            name = f"{edge.other.key}|{x}"
            told = f"{edge.other.number}\n{{how|{RELATION[edge.kind][0]}}}"
            nodes.append({"name": name, "value": [x, place + (tall - len(side)) / 2], "symbolSize": 12,
                          "itemStyle": {"color": "indigo"},
                          "label": {"formatter": told, "position": "right" if x else "left"}})  # fmt: skip
            ends = (found.key, name) if edge.outward else (name, found.key)
            links.append({"source": ends[0], "target": ends[1]})
    options = {
        # Names stand outside the lines; a side without texts needs no room for them.
        "grid": {"left": 136 if sides[0] else 36, "right": 136 if sides[1] else 36, "top": 20, "bottom": 40},
        "xAxis": {"type": "value", "min": 0, "max": 100, "show": False},
        "yAxis": {"type": "value", "min": 0, "max": max(1, tall - 1), "inverse": True, "show": False},
        "series": [
            {
                "type": "graph", "coordinateSystem": "cartesian2d", "data": nodes, "links": links, "silent": True,
                "edgeSymbol": ["none", "arrow"], "edgeSymbolSize": 8,
                "label": {"show": True, "position": "bottom", "color": "ink", "lineHeight": 15,
                          "rich": {"how": {"color": "ink-2", "fontSize": 11, "lineHeight": 14}}},
                "lineStyle": {"color": "ink-2", "width": 1.5, "opacity": 0.7},
            }
        ],
    }  # fmt: skip
    table = TableView(
        (Column(_("Relation")), Column(_("Legal text")), Column(_("Since"), "day"), Column(_("How sure"))),
        tuple(
            Row(
                (
                    RELATION[edge.kind][0 if edge.outward else 1],
                    instrument_cell(edge.other),
                    edge.since,
                    certainty_state(edge.certainty or found.certainty),
                )
            )
            for edge in edges
        ),
        caption=_("How it stands to other texts"),
    )
    return ChartView(_("How it stands to other texts"), options, table)


@require_safe
def provision(request: HttpRequest, key: str) -> HttpResponse:
    """One provision: what it says, its figures on the day and over time, what rests on it."""
    actor = web.actor_of(request)
    form = DayForm(request.GET)
    on, known = form.wanted(actor.today)
    found = queries.provision(key)
    home = queries.instrument(found.instrument_key)
    rows = []
    for entry in queries.entries_of_provision(key):
        now = value_on(entry, on, known)
        rows.append(
            Row(
                (
                    Cell(entry.text, reverse("rulebook:parameter", args=[entry.id]), entry.id),
                    value_words(now.unit, now.value, queries.code_words(entry.id))
                    if now
                    else _("does not hold on this day"),
                    parameter_state(now) if now else None,
                )
            )
        )
    figures = TableView(
        (Column(_("What")), Column(_("Value")), Column(_("How sure"))),
        tuple(rows),
        caption=_("Figures of this provision"),
        empty=EmptyView(_("No figure hangs on this provision"), _("It is cited for what it says.")),
    )
    uses = uses_table(queries.uses_of_provision(key), _("No rule and no procedure cites this provision."))
    page = ProvisionPage(
        provision=found,
        title=found.text.capitalised(),
        facts=_provision_facts(found, home),
        parameters=figures,
        chart=lives(queries.entries_of_provision(key), on, known, figures),
        uses=uses,
        resting=resting_view(RestingAsked(provision=key), actor),
        crumbs=crumbs(_to(home)),
        on=on,
    )
    return web.render(request, "rulebook/provision.html", page, form=form)


def _to(home: Instrument) -> Link:
    return Link(home.number, reverse("rulebook:instrument", args=[home.key]))


def _provision_facts(found: Provision, home: Instrument) -> tuple[Answer, ...]:
    article = article_words(found.article)
    return (
        Answer(_("Legal text"), Link(home.text, reverse("rulebook:instrument", args=[home.key]))),
        *([Answer(_("Article"), article)] if article else []),
        *([Answer(_("Holds from"), found.valid_from, kind="day")] if found.valid_from else []),
        *([Answer(_("Holds until"), found.valid_until, kind="day")] if found.valid_until else []),
        Answer(_("How sure"), certainty_state(found.certainty)),
        *([Answer(_("Source"), Link(_("Open the source"), found.url))] if found.url else []),
        Answer(_("Row of the fact files"), found.row),
    )
