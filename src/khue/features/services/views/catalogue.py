"""The catalogue: the list for everybody, the page of one entry, handing in, the second person, renewing, taking down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.people import queries as people
from khue.features.services import access, queries, usecases
from khue.features.services.domain.catalogue import VALUING
from khue.features.services.forms.catalogue import (
    EntryFilterForm,
    RenewForm,
    ReviewForm,
    ServiceForm,
    TakeDownForm,
    asked_of,
)
from khue.features.services.queries import ComplaintRow, EntryCard, EntryRow
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StepView, TableView, Words
from khue.kernel.viewing import note_view
from khue.kernel.web import actor_of, render, signed_in

COLUMNS = (
    ("title", gettext_lazy("Service")),
    ("kind", gettext_lazy("Kind of service")),
    ("member", gettext_lazy("Provider")),
    ("price", gettext_lazy("Price from, in đồng")),
    ("price_note", gettext_lazy("How the price is agreed")),
    ("days", gettext_lazy("Working days that it takes")),
    ("answer_days", gettext_lazy("Working days until the answer")),
    ("open_to", gettext_lazy("Who may order")),
    ("until_on", gettext_lazy("Shown until, this day included")),
)


def outside_money() -> str:
    return _("Money passes between the two sides, outside of this system: Khuê takes and holds none of it.")


def numbered(ticket: int) -> str:
    return _("Ticket no. %(number)s") % {"number": ticket}


def crumbs(*more: Link) -> tuple[Link, ...]:
    exchange = Link(_("Technology exchange"), reverse("exchange:offers"))
    return (exchange, Link(_("Services of the exchange"), reverse("services:catalogue")), *more)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """Services of verified members, for everybody; narrowed, downloaded."""
    actor = actor_of(request)
    asked = asked_of(request.GET)
    form = EntryFilterForm(request.GET, counted=queries.counts(asked, actor.today))
    empty = EmptyView(_("Nothing found"), _("Try fewer or other words."), reverse("services:catalogue"), _("Show all"))
    if not asked.narrows:
        empty = EmptyView(_("No service is published yet"), _("Services appear here once a second person has published them."), icon="tool")  # fmt: skip
    table = listed(
        request, "services", COLUMNS, lambda after, size: queries.entries(asked, actor.today, after, size), row_of, heads(),
        _("Services of the exchange"), empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _(
        "Advice, valuation, appraisal, legal help, intellectual property and training by verified members of the exchange, to be ordered here."
    )
    page = ListingPage(
        _("Services of the exchange"), lead, table, deeds=_ways(actor), search_href=reverse("services:catalogue"), searched=asked.narrows,
        crumbs=crumbs()[:1], after=(Block(note=outside_money()),),
    )  # fmt: skip
    return render(request, "ui/record_list.html", page, form=form)


def _ways(actor: Actor) -> tuple[Link, ...]:
    found = []
    if actor.is_signed_in and not actor.is_staff:
        found.append(Link(_("My tickets"), reverse("services:tickets"), icon="clipboard-list"))
        found.append(Link(_("Publish a service"), reverse("services:new"), icon="plus"))
        found.append(Link(_("My services"), reverse("services:mine"), icon="user"))
    if actor.may(access.REVIEW):
        found.append(Link(_("Desk of the catalogue"), reverse("services:desk"), icon="clipboard-list"))
    return tuple(found)


def heads() -> tuple[Column, ...]:
    return (
        Column(_("Service")), Column(_("Kind of service")), Column(_("Price from"), "money"), Column(_("Working days"), "number"),
        Column(_("Who may order")),
    )  # fmt: skip


def row_of(row: EntryRow) -> Row:
    title = Cell(row.title, reverse("services:entry", args=[row.id]), row.member, strong=True)
    return Row(
        (
            title,
            row.kind.capitalised(),
            row.price if row.price is not None else pgettext("price", "Agreed"),
            row.days,
            row.open_to.capitalised(),
        )
    )


def _own_row(row: EntryRow) -> Row:
    title = Cell(row.title, reverse("services:entry", args=[row.id]), row.member, strong=True)
    return Row((title, row.kind.capitalised(), row.state, row.until_on))


def _own_heads() -> tuple[Column, ...]:
    return (
        Column(_("Service")),
        Column(_("Kind of service")),
        Column(_("State"), "state"),
        Column(_("Shown until"), "day"),
    )


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """What one's own parties handed in, in every state."""
    actor = signed_in(request)
    empty = EmptyView(
        _("You have published nothing yet"),
        _("A verified member may publish what it does for others."),
        reverse("services:new"),
        _("Publish a service"),
    )
    table = listed(
        request, "my-services", (*COLUMNS, ("state", gettext_lazy("State"))), lambda after, size: queries.own_entries(actor, after, size), _own_row,
        _own_heads(), _("My services"), empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    deeds = (Link(_("Publish a service"), reverse("services:new"), icon="plus"),)
    page = ListingPage(_("My services"), _("What your parties publish in the catalogue, and how it stands."), table, deeds=deeds, crumbs=crumbs())  # fmt: skip
    return render(request, "ui/record_list.html", page)


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """What awaits the second person; how many tickets stand where; complaints."""
    actor = signed_in(request)
    actor.require(access.REVIEW)
    view = chosen(request, queries.DESK_VIEWS, "waiting")
    labels = (("waiting", _("To review")), ("shown", pgettext("catalogue", "Published")), ("all", _("All")))
    table = listed(
        request, "catalogue-desk", (*COLUMNS, ("state", gettext_lazy("State"))), lambda after, size: queries.desk_entries(actor, view, after, size),
        _own_row, _own_heads(), _("Entries of the catalogue"), EmptyView(_("Nothing is waiting here"), icon="circle-check"),
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    page = ListingPage(
        _("Desk of the catalogue"), _("You are the second person for what members publish. What is said in a ticket is its sides' alone."), table,
        views_of(labels, view), crumbs=crumbs(), after=tuple(_desk_blocks(actor)),
    )  # fmt: skip
    return render(request, "ui/record_list.html", page)


def _desk_blocks(actor: Actor) -> Iterator[Block]:
    found = queries.complaints(actor)
    for one in found:
        note_view(actor, one.party, "services.complaints", f"service_ticket:{one.ticket}")
    if found:
        rows = tuple(_complaint_row(one) for one in found)
        columns = (Column(_("Complaint")), Column(_("From whom")), Column(_("Received"), "moment"), Column(_("Answer")))
        yield Block(_("Complaints"), table=TableView(columns, rows, caption=_("Complaints")))
    counted = tuple(Row((one.kind, one.state, one.count)) for one in queries.ticket_counts(actor))
    if counted:
        heads_ = (Column(_("Kind of service")), Column(_("State")), Column(_("Tickets"), "number"))
        yield Block(_("Tickets in numbers"), table=TableView(heads_, counted, caption=_("Tickets in numbers")))


def _complaint_row(one: ComplaintRow) -> Row:
    said = Cell(one.words, note=numbered(one.ticket))
    answer = Link(_("Answer"), reverse("services:answer", args=[one.id])) if one.answered_at is None else Cell(one.answer, note=one.answered_by)  # fmt: skip
    return Row((said, Cell(one.name, note=one.side), one.at, answer))


@require_safe
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry."""
    actor = actor_of(request)
    card = queries.entry_card(entry_id, actor)
    row = card.row
    price = row.price if row.price is not None else row.price_note
    facts = [
        Answer(_("Provider"), row.member),
        Answer(_("Kind of service"), row.kind.capitalised()),
        Answer(
            _("Price from"),
            price,
            kind="money" if row.price is not None else "text",
            origin=row.price_note if row.price is not None else "",
        ),
        Answer(_("Working days that it takes"), row.days, kind="number"),
        Answer(_("Working days until the answer"), row.answer_days, kind="number"),
        Answer(_("Who may order"), row.open_to.capitalised()),
        Answer(_("Shown until, this day included"), row.until_on, kind="day"),
    ]
    notes = [outside_money()]
    if card.kind_code in VALUING:
        notes.insert(
            0,
            _(
                "A valuation or appraisal is advice. Whoever is a side or a broker of a deal can't value or appraise for it, nor can the operator of the "
                "exchange where it is a side."
            ),
        )
    blocks = [
        Block(_("What is delivered"), card.summary),
        Block(_("Terms"), facts=tuple(facts), said=tuple((one, "") for one in notes)),
    ]
    if card.ground:
        blocks.insert(0, Block(_("Why it is not shown"), card.ground))
    steps = tuple(StepView(one.label.capitalised(), _story(one.by, one.ground), one.at, "done") for one in card.steps)
    state = row.state if card.is_own or actor.may(access.REVIEW) else None
    page = RecordPage(
        row.title, row.member, state, crumbs(), tuple(_deeds(card, actor)), tuple(blocks), steps, _("Its story")
    )
    return render(request, "ui/record.html", page)


def _story(by: str, ground: str) -> str:
    return f"{by}: {ground}" if ground else by


def _deeds(card: EntryCard, actor: Actor) -> Iterator[Link]:
    """What the reader may do now, the likeliest first."""

    def link(label: str, name: str, icon: str) -> Link:
        return Link(label, reverse(f"services:{name}", args=[card.row.id]), icon=icon)

    if card.code == "waiting" and actor.may(access.REVIEW) and not actor.is_near(card.row.party):
        yield link(_("Answer as the second person"), "review", "circle-check")
    if card.orderable and not actor.is_staff and not card.is_own:
        yield link(_("Order this service"), "order", "send")
    if card.may_act:
        if card.code in ("shown", "over"):
            yield link(_("Renew"), "renew", "clock")
        if card.code in ("shown", "over", "returned"):
            yield Link(_("Hand in a mended one"), f"{reverse('services:new')}?from={card.row.id}", icon="pencil")
    if card.code in ("waiting", "shown", "over") and (card.may_act or actor.may(access.REVIEW)):
        yield link(_("Take it down"), "take-down", "x")


@ask
def new(request: HttpRequest) -> HttpResponse:
    """A service for the catalogue; ``?from=12`` begins with the words of an own older one, whose place it takes once published."""
    actor = signed_in(request)
    older = _older(request, actor)
    parties = [(card.key, card.name) for card in people.parties_i_act_for(actor, "submit")]
    form = bind(ServiceForm, request, parties=parties, initial=_words_of(older) if older else {})
    at = reverse("services:mine")
    page = DeedPage(
        _("Publish a service"), _("A second person at the exchange looks at it before everybody reads it."), _("Hand it in"), crumbs(), at,
        points=(
            _("You must be a verified member in the capacity that the service asks for: a valuer for valuations, a legal adviser for legal help."),
            _("Its words stay as they are: to change them, hand in a mended one, which takes its place."), outside_money(),
        ),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.hand_in_entry(form.command(older.row.id if older else 0), actor=actor),
        _("It is handed in and awaits the second person."), lambda made: reverse("services:entry", args=[made]),
    )  # fmt: skip


def _older(request: HttpRequest, actor: Actor) -> EntryCard | None:
    given = request.GET.get("from", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 18):
        return None
    card = queries.entry_card(int(given), actor)
    return card if card.may_act else None


def _words_of(card: EntryCard) -> dict[str, Any]:
    row = card.row
    return {
        "party": row.party, "kind": card.kind_code, "title_vi": row.title.vi, "title_en": row.title.en, "summary_vi": card.summary.vi,
        "summary_en": card.summary.en, "price": row.price, "price_note": row.price_note, "days": row.days, "answer_days": row.answer_days,
    }  # fmt: skip


def _page(card: EntryCard, title: str, button: str, *points: Words) -> DeedPage:
    at = reverse("services:entry", args=[card.row.id])
    facts = (
        Answer(_("Provider"), card.row.member),
        Answer(_("Shown until, this day included"), card.row.until_on, kind="day"),
    )
    return DeedPage(title, card.row.title, button, crumbs(Link(card.row.title, at)), at, facts, points)


@ask
def review(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The second person's answer."""
    actor = signed_in(request)
    actor.require(access.REVIEW)
    card = queries.entry_card(entry_id, actor)
    form = bind(ReviewForm, request)
    page = _page(
        card,
        _("Answer as the second person"),
        _("Record it"),
        _("Whoever handed it in, or acts for the member, can't be the second person."),
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.review_entry(form.command(entry_id), actor=actor),
        _("Your answer is recorded."),
        page.back_href,
    )


@ask
def renew(request: HttpRequest, entry_id: int) -> HttpResponse:
    """It still holds, until another day."""
    actor = signed_in(request)
    card = queries.entry_card(entry_id, actor)
    if not card.may_act:
        raise access.not_this_side()
    form = bind(RenewForm, request)
    page = _page(card, _("Renew the entry"), _("Renew"), _("By renewing you say that its words still hold."))
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.renew_entry(form.command(entry_id), actor=actor),
        _("It is renewed."),
        page.back_href,
    )


@ask
def take_down(request: HttpRequest, entry_id: int) -> HttpResponse:
    """It is shown no more."""
    actor = signed_in(request)
    card = queries.entry_card(entry_id, actor)
    if not card.may_act and not actor.may(access.REVIEW):
        raise access.not_this_side()
    form = bind(TakeDownForm, request)
    page = _page(
        card,
        _("Take the entry down"),
        _("Take it down"),
        _("It stays on record with your ground. Tickets that are under way go on."),
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.withdraw_entry(form.command(entry_id), actor=actor),
        _("It is taken down."),
        page.back_href,
    )
