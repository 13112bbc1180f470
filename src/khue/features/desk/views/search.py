"""Search across dossiers, papers, people: what the reader's rights cover, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.bilingual import Text
from khue.features.desk import access
from khue.kernel import exports, search, web
from khue.kernel.paging import href
from khue.kernel.search import Hit
from khue.kernel.ui import EmptyView, Link

ROWS = 20
LONGEST_QUESTION = 200
_MAKERS = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}
_COLUMNS = (
    ("kind", gettext_lazy("Kind")),
    ("title", gettext_lazy("Title")),
    ("note", gettext_lazy("Note")),
    ("on", gettext_lazy("Day")),
    ("path", gettext_lazy("Address")),
)


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A hit with the label of its kind and its address in the reader's language."""

    hit: Hit
    label: Text
    href: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    query: str
    search_href: str
    tabs: tuple[Link, ...]
    kind: str
    rows: tuple[FoundRow, ...]
    total: int
    near: bool
    narrow: bool
    next: str
    previous: str
    exports: tuple[Link, ...]
    empty: EmptyView | None
    built_at: datetime | None


@require_GET
def find(request: HttpRequest) -> HttpResponseBase:
    """One page of results; every kind together, or one of them."""
    actor = web.signed_in(request)
    access.require_desk(actor)
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUESTION]
    kinds = search.kinds_for(actor)
    asked = request.GET.get("kind", "")
    wanted = (asked,) if asked in kinds else kinds
    make = _MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        hits = search.every(query, wanted, exports.most_rows())
        file: HttpResponseBase = make("search", _COLUMNS, map(partial(_exported, web.language()), hits))
        return file
    start = _start(request.GET.get("from", ""))
    found = search.find(query, wanted, offset=start, size=ROWS)
    most = min(found.total, search.MOST_SHOWN)
    page = SearchPage(
        query=query,
        search_href=reverse("desk:search"),
        tabs=_tabs(request, kinds, asked) if query else (),
        kind=asked if asked in kinds else "",
        rows=tuple(_row(hit) for hit in found.hits),
        total=found.total,
        near=found.near,
        narrow=found.total > search.MOST_SHOWN,
        next=href(request.GET, str(start + ROWS), "from") if start + ROWS < most else "",
        previous=href(request.GET, str(max(0, start - ROWS)), "from") if start and found.hits else "",
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in _MAKERS) if found.hits else (),
        empty=_empty(query, found),
        built_at=search.built_at(),
    )
    return web.render(request, "desk/search.html", page)


def _start(given: str) -> int:
    return min(int(given), search.MOST_SHOWN) // ROWS * ROWS if given.isascii() and given.isdecimal() else 0


def _row(hit: Hit) -> FoundRow:
    return FoundRow(hit, search.known()[hit.kind].label, f"/{web.language()}{hit.path}")


def _exported(words: str, hit: Hit) -> dict[str, object]:
    label = search.known()[hit.kind].label.into(words)
    return {"kind": label, "title": hit.title, "note": hit.note, "on": hit.on, "path": hit.path}


def _tabs(request: HttpRequest, kinds: tuple[str, ...], asked: str) -> tuple[Link, ...]:
    query = request.GET.copy()
    query.pop("from", None)
    query.pop("format", None)
    every = Link(_("Everything"), href(query, "", "kind"), current=asked not in kinds)
    labels = search.known()
    return (every, *(Link(labels[kind].label, href(query, kind, "kind"), current=kind == asked) for kind in kinds))


def _empty(query: str, found: search.Found) -> EmptyView | None:
    if not found.ready:
        return EmptyView(
            _("The search is being prepared"),
            _("It reads all records once. Please try again in a minute."),
            icon="clock",
        )
    if query and not found.hits:
        return EmptyView(
            _("Nothing fits these words"),
            _("Every word must be in the record. Try fewer words; marks may be left out. New records appear within a minute."),
            icon="search",
        )  # fmt: skip
    return None
