"""The public search over offers: a question, what it found by sides with counts, and what to try when it found nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.features.exchange import queries
from khue.features.exchange.forms.asking import ROWS, address_of, question_of
from khue.features.exchange.views.parts import crumbs, price_words
from khue.kernel import exports, finding
from khue.kernel.finding import Advice, Found, Hit, Question
from khue.kernel.paging import href
from khue.kernel.record_pages import download, downloads
from khue.kernel.ui import EmptyView, Link
from khue.kernel.web import actor_of, language, render

SIDES = {
    "field": gettext_lazy("Key field"),
    "type": gettext_lazy("Kind of technology"),
    "trl": gettext_lazy("Readiness level"),
    "mode": gettext_lazy("How it is transferred"),
    "ip": gettext_lazy("Intellectual property"),
    "price": gettext_lazy("Price idea"),
    "owner": gettext_lazy("Kind of owner"),
    "evidence": gettext_lazy("Strongest evidence"),
}
SORTS = {
    "relevance": gettext_lazy("Best match first"),
    "newest": gettext_lazy("Newest first"),
    "price-up": gettext_lazy("Lowest price first"),
    "price-down": gettext_lazy("Highest price first"),
}
_COLUMNS = (
    ("title_vi", gettext_lazy("Title in Vietnamese")),
    ("title_en", gettext_lazy("Title in English")),
    *((name, label) for name, label in SIDES.items() if name != "price"),
    ("price", gettext_lazy("Price from, in đồng")),
    ("on", gettext_lazy("Listed on")),
    ("path", gettext_lazy("Address")),
)
Words = Mapping[str, Mapping[str, Text]]


UNFOLDED = 3  # sides whose counts are seen at once


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One code of a side: how many results have it, and whether it is chosen."""

    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class SideView:
    name: str
    label: Any
    options: tuple[OptionRow, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class HitRow:
    hit: Hit
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class HelpRow:
    """A way on: ``said`` is what it leaves out or puts in its place, ``total`` what it would find (0: not counted)."""

    label: str
    href: str
    total: int = 0


@dataclass(frozen=True, slots=True)
class FindingPage:
    crumbs: tuple[Link, ...]
    query: str
    action: str
    sides: tuple[SideView, ...]
    sorts: tuple[tuple[str, Any, bool], ...]
    rows: tuple[HitRow, ...]
    total: int
    like: bool
    narrow: bool
    chosen: tuple[Link, ...]
    ways: tuple[HelpRow, ...]
    unknown: tuple[str, ...]
    next: str
    previous: str
    exports: tuple[Link, ...]
    empty: EmptyView | None
    feed: str
    save: str


@require_safe
def find(request: HttpRequest) -> HttpResponseBase:
    """One page of results, or all of them as a file."""
    actor = actor_of(request)
    words = queries.sides(actor.today)
    question = question_of(request.GET, words, readers=queries.readers_of(actor))
    file = download(request, "offers", _COLUMNS, lambda: _exported(question, words, language()))
    if file is not None:
        return file
    found = finding.find(question, language=language())
    told = finding.advice(question) if question.asked and (found.how != "all" or not found.total) else Advice()
    most = min(found.total, finding.MOST_SHOWN)
    start = question.offset
    page = FindingPage(
        crumbs=crumbs(),
        query=question.asked,
        action=reverse("exchange:search"),
        sides=_sides(question, found, words),
        sorts=tuple((code, label, code == question.sort) for code, label in SORTS.items()),
        rows=tuple(_row(hit, words) for hit in found.hits),
        total=found.total,
        like=found.how != "all",
        narrow=found.total > finding.MOST_SHOWN,
        chosen=_chosen(question, words),
        ways=_ways(told),
        unknown=tuple(near.said for near in told.unknown),
        next=href(request.GET, str(start + ROWS), "from") if start + ROWS < most else "",
        previous=href(request.GET, str(max(0, start - ROWS)), "from") if start else "",
        exports=downloads(request) if found.total else (),
        empty=_empty(question, found),
        feed=f"{reverse('exchange:feed')}{address_of(question)}",
        save=f"{reverse('exchange:save-search')}{address_of(question)}" if actor.is_signed_in else "",
    )
    return render(request, "exchange/search.html", page)


def _sides(question: Question, found: Found, words: Words) -> tuple[SideView, ...]:
    """Sides in their own order: counts by what was found, chosen codes also when nothing has them."""
    narrowed = question.narrowed()
    made: list[SideView] = []
    for name, label in SIDES.items():
        counts, chosen = dict(found.facets.get(name, ())), narrowed.get(name, ())
        rows = tuple(
            OptionRow(code, text.capitalised().into(language()), counts.get(code, 0), code in chosen)
            for code, text in words[name].items()
            if counts.get(code) or code in chosen
        )
        if rows:
            made.append(SideView(name, label, rows, bool(chosen) or len(made) < UNFOLDED))
    return tuple(made)


def _chosen(question: Question, words: Words) -> tuple[Link, ...]:
    """Each chosen code, with the way to take it away."""
    narrowed = question.narrowed()
    links = []
    for name, codes in narrowed.items():
        for code in codes:
            rest = {**narrowed, name: tuple(each for each in codes if each != code)}
            links.append(Link(words[name][code].capitalised(), address_of(replace(question, facets=rest))))
    return tuple(links)


def _row(hit: Hit, words: Words) -> HitRow:
    def said(name: str) -> str:
        codes = hit.facets.get(name, [])
        return ", ".join(words[name][code].into(language()) if code in words[name] else code for code in codes)

    price = price_words(hit.price, None)
    marks = [said("field"), _("readiness %(level)s") % {"level": said("trl")}, said("evidence")]
    marks.append(price or _("price by agreement"))
    return HitRow(hit, f"/{language()}{hit.path}", " · ".join(filter(None, marks)))


def _ways(told: Advice) -> tuple[HelpRow, ...]:
    found = []
    if told.instead:
        found.append(HelpRow(_("Search for “%(words)s”") % {"words": told.instead}, address_of(Question(told.instead))))
    for wider in told.wider:
        label = (
            _("Without the choice of: %(side)s") % {"side": SIDES[wider.without]}
            if wider.is_side
            else _("Without the word “%(word)s”") % {"word": wider.without}
        )
        found.append(HelpRow(label, address_of(wider.question), wider.total))
    return tuple(found)


def _exported(question: Question, words: Words, spoken: str) -> Any:
    for hit in finding.every(question, exports.most_rows()):
        row: dict[str, Any] = {
            name: ", ".join(words[name][code].into(spoken) if code in words[name] else code for code in codes)
            for name, codes in hit.facets.items()
        }
        yield row | {
            "title_vi": hit.title_vi,
            "title_en": hit.title_en,
            "price": hit.price,
            "on": hit.on,
            "path": hit.path,
        }


def _empty(question: Question, found: Found) -> EmptyView | None:
    if not found.ready:
        return EmptyView(
            _("The search is being prepared"),
            _("It reads all offers once. Please try again in a minute; the full list is there meanwhile."),
            reverse("exchange:offers"),
            _("All technologies on offer"),
            icon="clock",
        )
    if found.hits:
        return None
    if question.asked or question.narrowed():
        return EmptyView(
            _("No technology fits this question"),
            _("Marks may be left out, and words may be Vietnamese or English. Try fewer words or fewer choices."),
            reverse("exchange:search"),
            _("Begin anew"),
            icon="search",
        )
    return EmptyView(
        _("No technology is on offer yet"), _("Offers appear here once two persons of the exchange have looked at them."), icon="bulb"
    )  # fmt: skip
