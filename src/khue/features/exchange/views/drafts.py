"""Drafts of offers and the sheets that bring them."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.exchange import access, queries, usecases
from khue.features.exchange.domain.drafts import MOST_AT_ONCE, HandedIn
from khue.features.exchange.forms import DocumentForm, DropDraftsForm, HandInDraftsForm, TakeManyForm
from khue.features.exchange.queries import DraftLine
from khue.features.exchange.views.parts import crumbs, own_crumbs
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ListingPage, ask, ask_for, listed
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row
from khue.kernel.web import language, render, signed_in

_DRAFTS = (
    ("title", gettext_lazy("Technology")),
    ("party", gettext_lazy("Supplier")),
    ("source", gettext_lazy("Where it comes from")),
    ("row", gettext_lazy("Row")),
    ("valid_until", gettext_lazy("Valid until")),
    ("made_at", gettext_lazy("Made")),
)


def parties_of(actor: Actor) -> list[tuple[str, str]]:
    return queries.choices_of(actor, "supplier")


def way(*more: Link) -> tuple[Link, ...]:
    return crumbs(Link(_("My place on the exchange"), reverse("exchange:mine")), *more)


@require_safe
def drafts(request: HttpRequest) -> HttpResponseBase:
    """Drafts of those whom one stands for."""
    actor = signed_in(request)
    table = listed(
        request,
        "drafts",
        _DRAFTS,
        lambda after, size: queries.drafts_of(actor, after, size),
        _draft_row,
        (
            Column(_("Technology")),
            Column(_("Supplier")),
            Column(_("Where it comes from")),
            Column(_("Valid until"), "day"),
            Column(_("Made"), "moment"),
        ),
        _("Drafts"),
        EmptyView(
            _("No draft yet"),
            _("Bring a sheet or a document, or write an offer."),
            reverse("exchange:send-sheet"),
            _("Bring a sheet of offers"),
            icon="bulb",
        ),
    )
    if isinstance(table, HttpResponseBase):
        return table
    deeds = [
        Link(_("Bring a sheet of offers"), reverse("exchange:send-sheet"), icon="plus"),
        Link(_("Begin with a document"), reverse("exchange:read-document"), icon="file-text"),
        Link(_("Sheets that were brought"), reverse("exchange:imports"), icon="clipboard-list"),
    ]
    if table.rows:
        deeds[:0] = [Link(_("Hand in drafts"), reverse("exchange:hand-in-drafts"), icon="send")]
        deeds.append(Link(_("Drop drafts"), reverse("exchange:drop-drafts"), icon="x"))
    page = ListingPage(
        _("Drafts"), _("What you have begun. Only your side reads it."), table, (), tuple(deeds), crumbs=way()
    )
    return render(request, "ui/record_list.html", page)


def _draft_row(row: DraftLine) -> Row:
    href = f"{reverse('exchange:new')}?draft={row.id}"
    note = _("with a confidential part") if row.has_confidential else ""
    source = row.source.into(language())
    if row.row:
        source = _("%(source)s, row %(row)s") % {"source": source, "row": row.row}
    return Row((Cell(row.title, href, note, strong=True), row.party, source, row.valid_until, row.made_at))


@ask
def read_document(request: HttpRequest) -> HttpResponse:
    """A draft that begins with the words of a paper."""
    actor = signed_in(request)
    form = bind(DocumentForm, request, parties=parties_of(actor))
    page = DeedPage(
        _("Begin with a document"),
        _("The text of the paper becomes the beginning of a draft; you go on from there."),
        _("Read it"),
        way(Link(_("Drafts"), reverse("exchange:drafts"))),
        reverse("exchange:drafts"),
        points=(
            _("A scan without text can't be read."),
            _("The paper itself is not kept."),
            _("Take out what must stay secret before you hand in."),
        ),
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.read_document(form.command(), actor=actor),
        _("The text is read. Fill in what is missing."),
        lambda made: f"{reverse('exchange:new')}?draft={made}",
    )


def _lines(actor: Actor, of_import: int | None) -> list[tuple[str, str]]:
    rows = queries.drafts_of(actor, None, MOST_AT_ONCE, of_import).rows
    return [(str(row.id), row.title.into(language())) for row in rows]


def _of_import(request: HttpRequest) -> int | None:
    named = request.GET.get("import", "")
    return int(named) if named.isascii() and named.isdigit() and len(named) < 19 else None


@ask
def hand_in_drafts(request: HttpRequest) -> HttpResponse:
    """Many drafts at once; what is wrong with one keeps that one back and no other."""
    actor = signed_in(request)
    initial = {"valid_until": actor.today + timedelta(days=365)}
    form = bind(HandInDraftsForm, request, choices=_lines(actor, _of_import(request)), initial=initial)
    page = DeedPage(
        _("Hand in drafts"),
        _("Each becomes an offer that awaits its two persons."),
        _("Hand in"),
        way(Link(_("Drafts"), reverse("exchange:drafts"))),
        reverse("exchange:drafts"),
        points=(_("A draft that has something wrong, or is like something listed, stays a draft."),),
    )

    def deed() -> HandedIn:
        found = usecases.hand_in_drafts(form.command(), actor=actor)
        for reasons in list(found.staying.values())[:5]:
            messages.warning(request, " ".join(reason.text.into(language()) for reason in reasons[:3]))
        if found.staying:
            stay = len(found.staying)
            messages.warning(
                request, ngettext("%(count)s draft stays.", "%(count)s drafts stay.", stay) % {"count": stay}
            )
        return found

    return ask_for(
        request, form, page, deed, _("The drafts that are in order are handed in."), reverse("exchange:mine")
    )


@ask
def drop_drafts(request: HttpRequest) -> HttpResponse:
    actor = signed_in(request)
    form = bind(DropDraftsForm, request, choices=_lines(actor, _of_import(request)))
    if request.method != "POST":
        form.fields["chosen"].initial = []
    page = DeedPage(
        _("Drop drafts"),
        _("They are gone for good."),
        _("Drop drafts"),
        way(Link(_("Drafts"), reverse("exchange:drafts"))),
        reverse("exchange:drafts"),
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.drop_drafts(form.command(), actor=actor),
        _("The drafts are dropped."),
        reverse("exchange:drafts"),
    )


@ask
def take_many(request: HttpRequest) -> HttpResponse:
    """Several offers in charge at once."""
    actor = signed_in(request)
    actor.require(access.CHECK)
    view = "second" if request.GET.get("view") == "second" else "check"
    rows = queries.desk(actor, view, None, 100).rows
    form = bind(
        TakeManyForm, request, choices=[(str(row.id), f"{row.title.into(language())} · {row.supplier}") for row in rows]
    )
    if request.method != "POST":
        form.fields["chosen"].initial = []
    page = DeedPage(
        _("Take several in charge"),
        _("Each is then checked by itself."),
        _("Take in charge"),
        own_crumbs(actor),
        f"{reverse('exchange:desk')}?view={view}",
        points=(
            _("From then on you may read the confidential part until your step is done; each reading is on record."),
        ),
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.take_offers(form.command(), actor=actor),
        _("The offers are in your charge."),
        f"{reverse('exchange:desk')}?view={view}",
    )
