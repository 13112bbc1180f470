"""One figure over time, and what differs between two days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.rules.lawbook import Change, Dated, Entry, Parameter, as_parameter, changes, compare, value_on
from khue.features.rulebook import access, queries
from khue.features.rulebook.forms import CHANGE, CompareForm, DayForm
from khue.features.rulebook.queries import RestingAsked
from khue.features.rulebook.views.frame import (
    asked,
    crumbs,
    export_links,
    exported,
    parameter_state,
    plain_value,
    tabs,
    uses_table,
    value_words,
)
from khue.features.rulebook.views.lives import lives
from khue.features.rulebook.views.resting import RestingView, resting_view
from khue.kernel import web
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, FigureView, Link, Row, TableView
from khue.kernel.wording import day_words


@dataclass(frozen=True, slots=True)
class ParameterPage:
    entry: Entry
    now: Parameter | None
    figures: tuple[FigureView, ...]
    facts: tuple[Answer, ...]
    life: TableView
    chart: ChartView | None
    uses: TableView
    resting: RestingView
    confirmed: TableView | None
    confirm_href: str
    crumbs: tuple[Link, ...]
    on: date


@require_safe
def parameter(request: HttpRequest, id: str) -> HttpResponseBase:
    """A figure: its value on the day, its life, what was confirmed, what rests on it."""
    actor = web.actor_of(request)
    form = DayForm(request.GET)
    on, known = form.wanted(actor.today)
    entry = queries.entry(id)
    life = queries.life(id, known)
    table = _life(entry, life, export_links(request))
    rows = [_plain(entry, dated) for dated in life]
    if (file := exported(request, f"khue-{id}", tuple((key, key) for key in rows[0]), rows)) is not None:
        return file
    now = value_on(entry, on, known)
    uses = uses_table(queries.uses_of_parameter(id), _("No rule and no procedure asks for this figure."))
    page = ParameterPage(
        entry,
        now,
        (
            FigureView(
                value_words(entry.unit, now.value, queries.code_words(id)) if now else _("does not hold on this day"),
                _as_of(id, on),
            ),
        ),
        _facts(entry, now),
        table,
        _chart(entry, life, on, table) or lives((entry,), on, known, table),
        uses,
        resting_view(RestingAsked(parameter=id), actor),
        _confirmed(entry),
        reverse("rulebook:confirm", args=[id]) if actor.may(access.CONFIRM) else "",
        crumbs(Link(_("Figures"), reverse("rulebook:parameters"))),
        on,
    )
    return web.render(request, "rulebook/parameter.html", page, form=form)


def _as_of(id: str, on: date) -> str:
    return _("%(id)s, as it stands on %(day)s") % {"id": id, "day": day_words(on)}


def _facts(entry: Entry, now: Parameter | None) -> tuple[Answer, ...]:
    units = queries.unit_names()
    provision = now.provision if now else entry.provision.key
    cited = now.provision_text if now else entry.provision.citation
    told = [
        Answer(_("Provision"), Link(cited, reverse("rulebook:provision", args=[provision]))),
        Answer(_("Row of the fact files"), entry.row),
    ]
    if now is not None:
        told.insert(0, Answer(_("How sure"), parameter_state(now)))
        if now.document:
            told.append(Answer(_("Document"), now.document))
            told.append(Answer(_("Date of the document"), now.document_date, kind="day"))
        if now.known_from:
            told.append(Answer(_("Known since"), now.known_from, kind="day"))
        if now.source_url:
            told.append(Answer(_("Source"), Link(_("Open the source"), now.source_url)))
    if entry.note:
        told.append(Answer(_("Note"), entry.note))
    if entry.confirm_by:
        told.append(Answer(_("Who should confirm"), units.get(entry.confirm_by, entry.confirm_by)))
    return tuple(told)


def _life(entry: Entry, life: tuple[Dated, ...], exports: tuple[Link, ...]) -> TableView:
    rows = []
    for dated in life:
        seen = as_parameter(entry, dated)
        rows.append(
            Row(
                (
                    dated.valid_from,
                    dated.valid_until,
                    value_words(entry.unit, dated.value, queries.code_words(entry.id)),
                    parameter_state(seen),
                    Cell(seen.provision_text, reverse("rulebook:provision", args=[seen.provision]), dated.document),
                    dated.known_from,
                )
            )
        )
    return TableView(
        (
            Column(_("Holds from"), "day"),
            Column(_("Holds until"), "day"),
            Column(_("Value")),
            Column(_("How sure")),
            Column(_("Provision")),
            Column(_("Known since"), "day"),
        ),
        tuple(rows),
        exports=exports,
        caption=_("The figure over time"),
    )


def _plain(entry: Entry, dated: Dated) -> dict[str, Any]:
    seen = as_parameter(entry, dated)
    return {
        "id": entry.id, "valid_from": dated.valid_from, "valid_until": dated.valid_until,
        "value": plain_value(dated.value), "unit": entry.unit, "certainty": seen.certainty, "binding": seen.binding,
        "sample": dated.sample, "provision": seen.provision, "known_from": dated.known_from,
        "document": dated.document, "document_date": dated.document_date,
    }  # fmt: skip


def _height(value: Any) -> float | int | None:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        return None
    return float(value) if isinstance(value, Fraction) else value


def _chart(entry: Entry, life: tuple[Dated, ...], on: date, table: TableView) -> ChartView | None:
    """Steps over time, up to a year after the day; only for figures that have a height and more than one period."""
    if len(life) < 2 or all(_height(dated.value) is None for dated in life):
        return None
    last = max(on, life[-1].valid_from) + timedelta(days=365)
    points: list[list[Any]] = []
    for dated in life:
        end = dated.valid_until or last
        points += [[dated.valid_from.isoformat(), _height(dated.value)], [end.isoformat(), _height(dated.value)]]
    options = {
        "grid": {"top": 16, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "time", "splitNumber": 4},
        "yAxis": {"type": "value", "min": 0},
        "series": [{"type": "line", "data": points, "lineStyle": {"color": "indigo", "width": 3}, "symbol": "none",
                    "areaStyle": {"color": "line", "opacity": 0.4}}],
    }  # fmt: skip
    return ChartView(_("The figure over time"), options, table, entry.text)


def _written(entry: Entry, value: Any) -> str:
    """A value as it was confirmed, in the words of the law files: ``50``, ``"7/10"``, ``["a", "b"]``."""
    told = ",".join(value) if isinstance(value, list) else value
    return value_words(entry.unit, told, queries.code_words(entry.id))


def _confirmed(entry: Entry) -> TableView | None:
    found = queries.confirmations_of(entry.id)
    if not found:
        return None
    return TableView(
        (
            Column(_("No."), "number"),
            Column(_("Value")),
            Column(_("Holds from"), "day"),
            Column(_("Document")),
            Column(_("Confirmed on"), "day"),
            Column(_("By")),
            Column(_("Edition")),
        ),
        tuple(
            Row(
                (
                    row.number,
                    _written(entry, row.value),
                    row.valid_from,
                    Cell(
                        _("%(document)s, page %(page)s") % {"document": row.document, "page": row.page}
                        if row.page
                        else row.document,
                        note=row.note,
                    ),
                    row.known_from,
                    row.by,
                    row.edition,
                )
            )
            for row in found
        ),
        caption=_("Confirmations, the newest first"),
    )


@dataclass(frozen=True, slots=True)
class ComparePage:
    table: TableView
    pages: tuple[Link, ...]
    first: date
    second: date
    days: tuple[Link, ...]


@require_safe
def compare_days(request: HttpRequest) -> HttpResponseBase:
    """What differs between two days: figures that appeared, ended or changed."""
    today = web.actor_of(request).today
    book = queries.lawbook()
    days = changes(book)
    before = max((day for day in days if day < today), default=today)
    form = CompareForm(request.GET)
    first, second = form.wanted(before - timedelta(days=1), today)
    if form.is_valid():  # what is no day stays as it was typed, with what was expected
        form = CompareForm({"first": f"{first:%d/%m/%Y}", "second": f"{second:%d/%m/%Y}"})
    found = compare(book, first, second)
    columns = tuple((key, key) for key in ("id", "text", "change", "before", "after", "certainty"))
    if (file := exported(request, "khue-law-compare", columns, [_change(c) for c in found])) is not None:
        return file
    table = TableView(
        (Column(_("What")), Column(_("What became of it"), "state"), Column(_("First day")), Column(_("Second day"))),
        tuple(_row(change) for change in found),
        exports=export_links(request),
        caption=_("What differs"),
        empty=EmptyView(_("Nothing differs"), _("On both days the same figures hold.")),
    )
    links = tuple(
        Link(
            day_words(day, short=True),
            asked(first=(day - timedelta(days=1)).isoformat(), second=day.isoformat()),
            current=day == second and first == day - timedelta(days=1),
        )
        for day in days[-40:]
    )
    return web.render(
        request, "rulebook/compare.html", ComparePage(table, tabs("compare"), first, second, links), form=form
    )


def _cell(found: Parameter | None) -> Any:
    if found is None:
        return None
    return Cell(value_words(found.unit, found.value, queries.code_words(found.id)), note=parameter_state(found).label)


def _row(change: Change) -> Row:
    told = change.after or change.before
    assert told is not None, "a change has at least one side"
    name = Cell(told.text, reverse("rulebook:parameter", args=[change.id]), change.id)
    return Row((name, _became(change), _cell(change.before), _cell(change.after)))


def _became(change: Change) -> Any:
    if change.before and change.after and change.before.value == change.after.value:
        return _("same value, other ground")
    return CHANGE[change.kind]


def _change(change: Change) -> dict[str, Any]:
    told = change.after or change.before
    assert told is not None, "a change has at least one side"
    return {
        "id": change.id, "text": told.text, "change": change.kind, "certainty": told.certainty,
        "before": plain_value(change.before.value) if change.before else None,
        "after": plain_value(change.after.value) if change.after else None,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class EditionsPage:
    table: TableView
    pages: tuple[Link, ...]
    edition: str


@require_safe
def editions(request: HttpRequest) -> HttpResponseBase:
    """Every edition that the city worked with, the newest first, each to download whole."""
    found = queries.editions()
    columns = (
        ("edition", _("Edition")),
        ("made_at", _("Made at")),
        ("parameter", _("Figure")),
        ("document", _("Document")),
        ("by", _("By")),
    )
    if (file := exported(request, "khue-editions", columns, found)) is not None:
        return file
    rows = []
    for row in found:
        why: Any = (
            Cell(row.parameter, reverse("rulebook:parameter", args=[row.parameter]), row.document)
            if row.parameter
            else _("files of a new version")
        )
        name = Cell(
            row.edition, reverse("rulebook:edition-file", args=[row.edition]), _("in use now") if row.current else ""
        )
        rows.append(Row((name, row.made_at, why, row.by or "–")))
    table = TableView(
        (Column(_("Edition")), Column(_("Made at"), "moment"), Column(_("Made by")), Column(_("Who"))),
        tuple(rows),
        exports=export_links(request),
        caption=_("Editions of the law"),
        empty=EmptyView(_("No edition is stored yet"), _("The first one is stored when the service starts.")),
    )
    return web.render(request, "rulebook/editions.html", EditionsPage(table, tabs("editions"), queries.edition()))


@require_safe
def edition_file(request: HttpRequest, edition: str) -> HttpResponse:
    """An edition whole, as canonical JSON: its SHA-256 begins with the name of the edition."""
    content = queries.stored_content(edition)
    if content is None:
        raise queries.no_such_edition(edition)
    answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="khue-law-{edition}.json"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
