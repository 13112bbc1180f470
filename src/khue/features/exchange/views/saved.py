"""Searches that somebody keeps, and the feed of a search for everybody."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.exchange import queries, usecases
from khue.features.exchange.forms import DropSearchForm, SaveSearchForm
from khue.features.exchange.forms.asking import address_of, question_of
from khue.features.exchange.queries import SavedRow
from khue.features.exchange.views.parts import crumbs
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ListingPage, ask, ask_for, listed
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row
from khue.kernel.web import actor_of, language, render, signed_in

MOST_ENTRIES = 50
_COLUMNS = (
    ("name", gettext_lazy("Search")),
    ("query", gettext_lazy("Address")),
    ("made_at", gettext_lazy("Saved")),
    ("told_at", gettext_lazy("Last told")),
)


@require_safe
def searches(request: HttpRequest) -> HttpResponseBase:
    """The reader's own."""
    actor = signed_in(request)
    heads = (Column(_("Search")), Column(_("Saved"), "moment"), Column(_("Last told"), "moment"), Column(""))
    table = listed(
        request, "searches", _COLUMNS, lambda after, size: queries.saved_of(actor, after, size), _row, heads, _("Saved searches"),
        EmptyView(_("No search is saved yet"), _("Search first, then save the question."), reverse("exchange:search"), _("Search technologies"), icon="bell"),
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _("You are told of each new technology that everybody may see; how, you choose under notices.")
    page = ListingPage(_("Saved searches"), lead, table, crumbs=crumbs())
    return render(request, "ui/record_list.html", page)


def _row(row: SavedRow) -> Row:
    drop = Link(_("Drop"), reverse("exchange:drop-search", args=[row.id]))
    return Row(
        (Cell(row.name, f"{reverse('exchange:search')}{row.query}", strong=True), row.made_at, row.told_at, drop)
    )


@ask
def save_search(request: HttpRequest) -> HttpResponse:
    """Keep the question that the address asks."""
    actor = signed_in(request)
    words = queries.sides(actor.today)
    question = question_of(request.GET, words)
    chosen = [words[name][code].into(language()) for name, codes in question.narrowed().items() for code in codes]
    name = " · ".join(filter(None, (question.asked, *chosen)))[:200]
    initial = {"name": name, "query": address_of(question)}
    form = bind(SaveSearchForm, request, initial=initial)
    page = DeedPage(
        _("Save this search"), name or _("Everything that is on offer"), _("Save this search"),
        crumbs(Link(_("Search technologies"), f"{reverse('exchange:search')}{initial['query']}")), reverse("exchange:search"),
        points=(_("You are told of each new technology that everybody may see; how, you choose under notices."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.save_search(form.command(), actor=actor), _("The search is saved."), reverse("exchange:searches")
    )  # fmt: skip


@ask
def drop_search(request: HttpRequest, search_id: int) -> HttpResponse:
    actor = signed_in(request)
    row = queries.saved_search(search_id, actor)
    form = bind(DropSearchForm, request)
    page = DeedPage(
        _("Drop a saved search"), row.name, _("Drop"), crumbs(Link(_("Saved searches"), reverse("exchange:searches"))), reverse("exchange:searches"),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.drop_search(form.command(search_id), actor=actor), _("The search is dropped."), reverse("exchange:searches")
    )  # fmt: skip


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest of a search as Atom (RFC 4287), for readers of feeds: what everybody finds, whoever asks."""
    today = actor_of(request).today
    question = question_of(request.GET, queries.sides(today))
    query = address_of(question)
    made = Atom1Feed(
        title=_("Technologies on offer") + (f": {question.asked}" if question.asked else ""),
        link=request.build_absolute_uri(f"{reverse('exchange:search')}{query}"),
        description="",
        feed_url=request.build_absolute_uri(f"{reverse('exchange:feed')}{query}"),
        language=language(),
    )
    for hit in (queries.found_by(query, today, MOST_ENTRIES) or [])[:MOST_ENTRIES]:
        on = datetime.combine(hit.on, time(), UTC)
        title = hit.title_en if language() == "en" and hit.title_en else hit.title_vi
        made.add_item(
            title=title,
            link=request.build_absolute_uri(f"/{language()}{hit.path}"),
            description="".join(text for text, _wanted in hit.quote),
            unique_id=f"tag:{request.get_host().partition(':')[0]},{hit.on:%Y-%m-%d}:{hit.key.replace(':', '-')}",
            pubdate=on,
            updateddate=on,
        )
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
