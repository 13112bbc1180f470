"""The list of rules: what each decides, on which text it rests, and since when it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.folding import fold
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.rule import Rule
from khue.features.rulebook import queries
from khue.features.rulebook.forms import RulesForm
from khue.features.rulebook.views.frame import asked, export_links, exported, sheet, tabs
from khue.kernel import web
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView


@dataclass(frozen=True, slots=True)
class RulesPage:
    table: TableView
    pages: tuple[Link, ...]
    on: date


_COLUMNS = ("id", "title", "provisions", "since", "until", "holds", "digest")


@require_safe
def rules(request: HttpRequest) -> HttpResponseBase:
    """Every rule of the city by id, with the text that it rests on."""
    today = web.actor_of(request).today
    form = RulesForm(request.GET)
    words, on = form.wanted(today)
    book = queries.rulebook()
    sought = fold(words).split()
    found = [rule for rule in book.rules.values() if all(word in _haystack(book, rule) for word in sought)]
    columns = tuple((name, name) for name in _COLUMNS)
    if (file := exported(request, "khue-rules", columns, [_line(book, rule, on) for rule in found])) is not None:
        return file
    query = asked(on=on.isoformat() if on != today else "")
    shown = sheet(request, found, lambda rule: rule.id)
    table = TableView(
        (Column(_("Rule")), Column(_("Rests on")), Column(_("On the day")), Column(_("In force since"), "day")),
        tuple(
            Row(
                (
                    Cell(rule.title, reverse("rulebook:rule", args=[rule.id]) + query, rule.id),
                    _cited(book, rule),
                    standing(book, rule.id, on),
                    rule.since,
                )
            )
            for rule in shown.rows
        ),
        next=shown.next,
        previous=shown.previous,
        exports=export_links(request),
        caption=_("Rules"),
        empty=EmptyView(_("No rule fits"), _("Try fewer words.")),
    )
    return web.render(request, "rulebook/rules.html", RulesPage(table, tabs("rules"), on), form=form)


def standing(book: Rulebook, id: str, on: date) -> StateView:
    """Whether a rule holds on the day."""
    try:
        book.rule(id, Point(on))
    except RuleMissing:
        return StateView("not", _("not in force"), "plain")
    return StateView("holds", _("in force"), "good")


def _cited(book: Rulebook, rule: Rule) -> Cell:
    """The first provision; how many more stands below it."""
    key, *more = rule.cites
    note = _("and %(n)s more") % {"n": len(more)} if more else ""
    return Cell(book.book.provisions[key].citation, reverse("rulebook:provision", args=[key]), note)


def _haystack(book: Rulebook, rule: Rule) -> str:
    cited = " ".join(f"{c.vi} {c.en}" for c in (book.book.provisions[key].citation for key in rule.cites))
    return fold(f"{rule.id} {rule.title.vi} {rule.title.en} {cited}")


def _line(book: Rulebook, rule: Rule, on: date) -> dict[str, Any]:
    return {
        "id": rule.id, "title": rule.title, "provisions": "; ".join(rule.cites), "since": rule.since,
        "until": rule.until, "holds": standing(book, rule.id, on).code == "holds", "digest": rule.digest,
    }  # fmt: skip
