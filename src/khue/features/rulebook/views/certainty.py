"""The certainty board: what no legal officer has confirmed yet, what it touches, who should confirm."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.rules.lawbook import Parameter, uncertain
from khue.features.rulebook import access, queries
from khue.features.rulebook.forms import BoardForm, certainty_label
from khue.features.rulebook.queries import Use
from khue.features.rulebook.views.frame import (
    asked,
    certainty_state,
    export_links,
    exported,
    parameter_state,
    plain_value,
    sheet,
    tabs,
    use_links,
    value_words,
)
from khue.kernel import web
from khue.kernel.ui import Cell, Column, EmptyView, FigureView, Link, Row, TableView
from khue.kernel.web import language
from khue.kernel.wording import number

MOST_USES = 4


@dataclass(frozen=True, slots=True)
class BoardPage:
    figures: tuple[FigureView, ...]
    table: TableView
    pages: tuple[Link, ...]
    on: date


@require_safe
def board(request: HttpRequest) -> HttpResponseBase:
    """What is not yet confirmed: the least sure first, with the rules and procedures that rest on it."""
    actor = web.actor_of(request)
    form = BoardForm(request.GET, units=_units())
    certainty, unit, on = form.wanted(actor.today)
    found = uncertain(queries.lawbook(), on)
    uses = queries.uses()
    wanted = [
        (group, parameter)
        for group, parameters in found.items()
        for parameter in parameters
        if (not certainty or group == certainty) and (not unit or parameter.confirm_by == unit)
    ]
    wanted.sort(key=lambda pair: -sum(pair[1].id in use.parameters for use in uses) if pair[0] != "reported" else 1)
    columns = (
        ("id", "id"), ("text", _("What")), ("certainty", _("How sure")), ("value", _("Value")), ("uses", _("What rests on it")),
        ("unit", _("Who should confirm")), ("provision", _("Provision")), ("source", _("Source")),
    )  # fmt: skip
    if (file := exported(request, "khue-certainty", columns, [_plain(g, p, uses) for g, p in wanted])) is not None:
        return file
    figures = tuple(
        FigureView(number(len(parameters)), certainty_label(group), asked(certainty=group, unit=unit))
        for group, parameters in found.items()
        if parameters
    )
    may = actor.may(access.CONFIRM)
    page = sheet(request, wanted, lambda pair: pair[1].id)
    table = TableView(
        (
            Column(_("What")),
            Column(_("How sure")),
            Column(_("Offered value")),
            Column(_("What rests on it")),
            Column(_("Who should confirm")),
            *([Column(_("Deed"), hidden_label=True)] if may else []),
        ),
        tuple(_row(group, parameter, uses, may) for group, parameter in page.rows),
        next=page.next,
        previous=page.previous,
        exports=export_links(request),
        caption=_("Not yet confirmed"),
        empty=EmptyView(_("Everything here is confirmed"), _("Choose another certainty or another unit.")),
    )
    return web.render(request, "rulebook/certainty.html", BoardPage(figures, table, tabs("certainty"), on), form=form)


def _units() -> dict[str, str]:
    """Who has something to confirm, by code."""
    names = queries.unit_names()
    codes = {entry.confirm_by for entry in queries.lawbook().entries.values()}
    return {code: names[code].into(language()) for code in codes if code in names}


def _touched(parameter: Parameter, uses: tuple[Use, ...]) -> tuple[Use, ...]:
    return tuple(use for use in uses if parameter.id in use.parameters)


def _row(group: str, parameter: Parameter, uses: tuple[Use, ...], may: bool) -> Row:
    touched = _touched(parameter, uses)
    links: tuple[Any, ...] = use_links(touched[:MOST_USES])
    if len(touched) > MOST_USES:
        links = (*links, _("and %(n)s more") % {"n": len(touched) - MOST_USES})
    state = certainty_state(group)
    cells: list[Any] = [
        Cell(parameter.text, reverse("rulebook:parameter", args=[parameter.id]), parameter.id),
        Cell(state, note=parameter_state(parameter).label) if parameter.sample else state,
        value_words(parameter.unit, parameter.value, queries.code_words(parameter.id)),
        links or None,
        queries.unit_names().get(parameter.confirm_by),
    ]
    if may:
        cells.append(Link(_("Confirm"), reverse("rulebook:confirm", args=[parameter.id])))
    return Row(tuple(cells))


def _plain(group: str, parameter: Parameter, uses: tuple[Use, ...]) -> dict[str, Any]:
    return {
        "id": parameter.id, "text": parameter.text, "certainty": group, "value": plain_value(parameter.value),
        "uses": "; ".join(use.key for use in _touched(parameter, uses)), "unit": parameter.confirm_by,
        "provision": parameter.provision_text, "source": parameter.source_url,
    }  # fmt: skip
