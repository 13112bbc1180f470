"""The catalogue of procedures, and the question box of the front page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.features.dossiers.domain.definition import Procedure
from khue.features.portal import queries
from khue.features.portal.domain import OTHERS, resolution_of
from khue.features.portal.views.frame import public_page, searched
from khue.kernel import ui, web

SHOWN_SUPPORTS = 5


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    name: Text
    summary: Text
    term: Text | None
    decider: Text | None
    basis: Text | None
    href: str


@dataclass(frozen=True, slots=True)
class ProcedureGroup:
    title: Text
    procedures: tuple[ProcedureRow, ...]


@dataclass(frozen=True, slots=True)
class ProceduresPage:
    search_href: str
    query: str
    groups: tuple[ProcedureGroup, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """``supports`` are lines of the register that fit the words; ``ways`` is what to do when nothing does."""

    search_href: str
    query: str
    procedures: tuple[ProcedureRow, ...]
    supports: tuple[ui.Link, ...]
    register_href: str
    ways: tuple[ui.CardView, ...]


@require_safe
@public_page
def procedures(request: HttpRequest) -> HttpResponseBase:
    """What can be asked for, by resolution; with words, what fits them."""
    query, today = searched(request), web.actor_of(request).today
    found = (
        sorted(queries.procedures(query), key=lambda one: _title(one).vi) if not query else queries.procedures(query)
    )
    groups = tuple(
        ProcedureGroup(title, tuple(_row(one, today) for one in several)) for title, several in groupby(found, _title)
    )
    return web.render(request, "portal/procedures.html", ProceduresPage(request.path, query, groups))


@require_safe
@public_page
def search(request: HttpRequest) -> HttpResponseBase:
    """The answer to a question in one's own words: procedures first, then what was granted for the like."""
    query, today = searched(request), web.actor_of(request).today
    rows = tuple(_row(one, today) for one in queries.procedures(query)) if query else ()
    granted = queries.register(query, None, SHOWN_SUPPORTS).rows if query else ()
    supports = tuple(
        ui.Link(row.task_title, reverse("portal:support", args=[row.number]), note=row.receiver) for row in granted
    )
    register = reverse("portal:register")
    page = SearchPage(
        search_href=request.path,
        query=query,
        procedures=rows,
        supports=supports,
        register_href=f"{register}?{urlencode({'q': query})}",
        ways=() if rows or supports else _ways(register),
    )
    return web.render(request, "portal/search.html", page)


def _ways(register: str) -> tuple[ui.CardView, ...]:
    return (
        ui.CardView(
            _("All procedures"),
            _("Read what the city can be asked for here."),
            reverse("portal:procedures"),
            "file-text",
            "now",
        ),
        ui.CardView(
            _("Public register of support"),
            _("See what others were supported for, and how much."),
            register,
            "coin",
            "good",
        ),
        ui.CardView(
            _("The law in figures"),
            _("Every value that a decision rests on, with its source and how sure we are."),
            reverse("rulebook:parameters"),
            "scale",
            "wait",
        ),
    )


def _title(found: Procedure) -> Text:
    under = resolution_of(found.key)
    return Text(f"{under.name.vi} · {under.number.vi}", f"{under.name.en} · {under.number.en}") if under else OTHERS


def _row(found: Procedure, today: date) -> ProcedureRow:
    decider = next((step.who for step in found.steps if step.kind == "decide"), None)
    basis = found.basis[0].text if found.basis else None
    return ProcedureRow(
        found.name, found.summary, _term(found, today), decider, basis, reverse("dossiers:procedure", args=[found.key])
    )


def _term(found: Procedure, today: date) -> Text | None:
    """The steps with a term of the law: ``Thẩm định kinh phí 10 ngày làm việc; …``."""
    terms = queries.terms(found, today)
    if not terms:
        return None
    return Text(
        "; ".join(f"{one.name.vi}: {one.term.vi}" for one in terms),
        "; ".join(f"{one.name.into('en')}: {one.term.into('en')}" for one in terms),
    )
