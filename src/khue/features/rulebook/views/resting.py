"""Decisions that rested on a rule, a figure, a provision or a legal text, as far as the reader may see them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.rulebook import queries
from khue.features.rulebook.queries import RestingAsked, RestingCount, RestingRow
from khue.features.rulebook.views.frame import asked as as_query
from khue.features.rulebook.views.frame import crumbs, export_links, exported, outcome_state
from khue.kernel import web
from khue.kernel.paging import every
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView

FEW, MANY = 5, 25


@dataclass(frozen=True, slots=True)
class RestingView:
    """The part of a page: how many decisions, the newest few, and the way to all. ``table`` None: none to be seen."""

    told: str
    table: TableView | None
    all_href: str


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    what: Text
    what_href: str
    told: str
    table: TableView
    crumbs: tuple[Link, ...]


def resting_view(wanted: RestingAsked, actor: Actor) -> RestingView:
    count = queries.resting_count(wanted, actor)
    rows = queries.resting(wanted, actor, None, FEW).rows if count.visible else ()
    href = reverse("rulebook:decisions") + as_query(**asdict(wanted)) if count.visible else ""
    return RestingView(_told(count), _table(rows, one_rule=bool(wanted.rule)) if rows else None, href)


@require_safe
def decisions(request: HttpRequest) -> HttpResponseBase:
    """The whole list, page by page, and as a file."""
    actor = web.actor_of(request)
    wanted = RestingAsked(
        *(request.GET.get(name, "")[:120] for name in ("rule", "parameter", "provision", "instrument"))
    )
    columns = (
        ("subject", _("Decision")), ("number", _("Dossier")), ("decided_on", _("Decided on")), ("rule", _("Rule")),
        ("line", _("Line")), ("outcome", _("Outcome")), ("text", _("What came out")), ("law_day", _("Law of the day")),
        ("edition", _("Edition")), ("superseded", _("Superseded")),
    )  # fmt: skip
    rows = every(lambda after, size: queries.resting(wanted, actor, after, size))
    if (file := exported(request, "khue-decisions", columns, map(_plain, rows))) is not None:
        return file
    page = queries.resting(wanted, actor, request.GET.get("after"), MANY)
    what, href = _what(wanted)
    table = _table(page.rows, one_rule=bool(wanted.rule), next=page.next, previous=page.previous, request=request)
    told = _told(queries.resting_count(wanted, actor))
    return web.render(
        request, "rulebook/decisions.html", DecisionsPage(what, href, told, table, crumbs(Link(what, href)))
    )


def _what(wanted: RestingAsked) -> tuple[Text, str]:
    """What the decisions rest on, by name, with its page. Raises Missing for what the law does not have."""
    if wanted.rule:
        found = queries.rulebook().rules.get(wanted.rule)
        title = found.title if found else Text(wanted.rule)
        return title, reverse("rulebook:rule", args=[wanted.rule]) if found else reverse("rulebook:rules")
    if wanted.parameter:
        return queries.entry(wanted.parameter).text, reverse("rulebook:parameter", args=[wanted.parameter])
    if wanted.provision:
        return queries.provision(wanted.provision).citation, reverse("rulebook:provision", args=[wanted.provision])
    if wanted.instrument:
        return queries.instrument(wanted.instrument).text, reverse("rulebook:instrument", args=[wanted.instrument])
    return Text("Mọi quy tắc", "All rules"), reverse("rulebook:rules")


def _told(count: RestingCount) -> str:
    if not count.decisions:
        return _("No decision rested on it yet.")
    told = ngettext("%(n)s decision rested on it.", "%(n)s decisions rested on it.", count.decisions)
    told %= {"n": count.decisions}
    if count.visible < count.decisions:
        told += " " + _("You can see %(n)s of them: those that are public, and those of your own dossiers.") % {
            "n": count.visible
        }
    return told


def _table(
    rows: tuple[RestingRow, ...],
    *,
    one_rule: bool,
    next: str | None = None,
    previous: str | None = None,
    request: HttpRequest | None = None,
) -> TableView:
    return TableView(
        (
            Column(_("Dossier")),
            Column(_("Decided on"), "day"),
            *([] if one_rule else [Column(_("Rule"))]),
            Column(_("Outcome")),
            Column(_("What came out")),
        ),
        tuple(_row(row, one_rule) for row in rows),
        next=next,
        previous=previous,
        exports=export_links(request) if request is not None else (),
        caption=_("Decisions that rested on it"),
        empty=EmptyView(
            _("No decision to show"), _("Decisions that are not public are seen by those who handle them.")
        ),
    )


def _row(row: RestingRow, one_rule: bool) -> Row:
    line = _("line %(line)s") % {"line": row.line} if row.line else ""
    later = _("a later decision took its place") if row.superseded else ""
    cells: list[Any] = [
        Cell(row.number or row.subject, row.href, " · ".join(part for part in (line, later) if part)),
        row.decided_on,
    ]
    if not one_rule:
        cells.append(Cell(row.title, reverse("rulebook:rule", args=[row.rule]), row.rule))
    return Row((*cells, outcome_state(row.outcome), row.text))


def _plain(row: RestingRow) -> dict[str, Any]:
    names = ("subject", "number", "decided_on", "rule", "line", "text", "law_day", "edition", "superseded")
    return {name: getattr(row, name) for name in names} | {"outcome": row.outcome.value}
