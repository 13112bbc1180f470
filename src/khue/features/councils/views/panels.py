"""Councils: the list, one council, preparing, manning, founding, dissolving."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.features.councils import access, queries, usecases
from khue.features.councils.domain.composition import composition_notes, composition_reasons, matching_needed
from khue.features.councils.forms import (
    CouncilForm,
    CouncilSearchForm,
    DissolveForm,
    FoundForm,
)
from khue.features.councils.views.parts import (
    MAKERS,
    Block,
    FormPage,
    ListPage,
    Page,
    ask,
    asked,
    council_href,
    expert_href,
    export_links,
    item_href,
    opens_items,
    state_view,
)
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row, StateView, TableView

COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("name", gettext_lazy("Name of the council")),
    ("kind_words", gettext_lazy("Kind of council")),
    ("state_words", gettext_lazy("State")),
    ("decision_number", gettext_lazy("Founding decision")),
    ("decision_on", gettext_lazy("Day of the decision")),
    ("members", gettext_lazy("Members")),
    ("items", gettext_lazy("Items")),
    ("purpose", gettext_lazy("Purpose")),
)


@require_GET
def councils(request: HttpRequest) -> HttpResponseBase:
    """One's own councils; for staff all of them."""
    actor = web.signed_in(request)
    mine = queries.my_councils(actor)
    if not actor.may(access.READ):
        entry = queries.expert_of(actor.key) if not actor.within else None
        entries = (Link(_("My entry on the register"), expert_href(entry.id), icon="user"),) if entry else ()
        own = ListPage(
            _("Councils"),
            _("Where you sit, and what waits for you there."),
            _table(mine, _("Councils on which I sit")),
            entries,
            waiting=_waiting(actor),
        )
        return web.render(request, "councils/list.html", own, form=None)
    form = CouncilSearchForm(request.GET)
    state, words = form.asked()
    make = MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make("councils", COLUMNS, queries.all_councils(state, words))
        return file
    found = queries.list_councils(state, words, request.GET.get("after"))
    table = _table(found.rows, _("Councils"), found.next, found.previous, export_links(request))
    links = [
        Link(_("Register of experts"), reverse("councils:experts"), icon="users"),
        Link(_("Templates of score sheets"), reverse("councils:sheets"), icon="list-check"),
    ]
    if actor.may(access.RUN):
        links.append(Link(_("Prepare a council"), reverse("councils:prepare"), icon="plus"))
    page = ListPage(
        _("Councils"),
        _("Panels of experts: who sits where, what they judge, how it stands."),
        table,
        tuple(links),
        _table(mine, _("Councils on which I sit")) if mine else None,
        waiting=_waiting(actor),
    )
    return web.render(request, "councils/list.html", page, form=form)


def _table(
    cards: tuple[queries.CouncilCard, ...],
    caption: str,
    after: str | None = None,
    before: str | None = None,
    exports: tuple[Link, ...] = (),
) -> TableView:
    rows = tuple(
        Row(
            (
                Cell(card.number, council_href(card.id)),
                Cell(card.name, note=card.kind_words, strong=True),
                f"{card.members}/{card.seats}",
                card.items,
                state_view(card.state, card.state_words),
            ),
            href=council_href(card.id),
        )
        for card in cards
    )
    columns = (
        Column(_("Number")),
        Column(_("Name of the council")),
        Column(_("Members"), "number"),
        Column(_("Items"), "number"),
        Column(_("State"), "state"),
    )
    empty = EmptyView(_("No council yet"), _("A council appears here when it is founded with you on it."), icon="users")
    return TableView(columns, rows, after, before, exports, caption, empty=empty)


@ask
def prepare(request: HttpRequest) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.RUN)
    form = bind(CouncilForm, request, key_fields=queries.key_fields(actor.today))
    back = reverse("councils:councils")
    page = FormPage(
        _("Prepare a council"),
        "",
        _("Save"),
        back,
        _("Councils"),
        notes=composition_notes(queries.composition_law(actor.today)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.prepare_council(form.command(), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The council is prepared. Now find its members."))
            return web.redirect("councils:council", made)
    return web.render(request, "councils/form.html", page, 422 if form.errors else 200, form=form)


@require_GET
def council(request: HttpRequest, council_id: int) -> HttpResponse:
    """One council: members, make-up against the law, items, and the next deeds."""
    actor = web.signed_in(request)
    card = queries.readable_council(council_id, actor)
    hidden = queries.hidden_in(council_id, actor)
    law = queries.composition_law(card.decision_on or actor.today)
    members = queries.members_of(council_id)
    lacks = composition_reasons(members, card.seats, law) if card.state != "dissolved" else ()
    needed = matching_needed(len(members), law.matching)
    matching = sum(member.matching for member in members)
    runs, opens = actor.may(access.RUN), opens_items(council_id, actor)
    figures = (
        FigureView(f"{card.members}/{card.seats}", _("seats taken")),
        FigureView(
            f"{matching}" + (f" / {needed}" if needed is not None else ""),
            _("with matching expertise, of those needed"),
        ),
        FigureView(str(card.items), _("items before the council")),
    )
    blocks = [
        Block(
            figures=figures,
            notes=lacks or composition_notes(law),
            notes_title=_("What is missing") if lacks else _("What the law leaves open"),
        ),
        Block(
            _("Members"),
            table=_members(queries.seats_of(council_id, past=True, hidden=hidden), runs and card.state != "dissolved"),
        ),
        Block(
            _("Items"),
            table=_items(request, council_id, hidden, queries.blind_items(council_id, actor), opens),
            dense=True,
            anchor="items",
        ),
        Block(_("Reviews"), table=_reviews(council_id)),
        Block(_("Meetings"), table=_meetings(council_id)),
        Block(_("About the council"), answers=_about(card)),
    ]
    page = Page(
        card.name,
        f"{card.number}",
        state_view(card.state, card.state_words),
        reverse("councils:councils"),
        _("Councils"),
        blocks=tuple(blocks),
        deeds=tuple(_deeds(card, actor, opens)),
    )
    return web.render(request, "councils/page.html", page)


def _members(seats: tuple[queries.SeatLine, ...], runs: bool) -> TableView:
    def what(seat: queries.SeatLine) -> Cell | Link | None:
        if seat.ended_at is not None:
            return Cell(
                seat.ended_ground, note=_("Successor: %(name)s") % {"name": seat.successor} if seat.successor else ""
            )
        return Link(_("Replace or end"), reverse("councils:end-seat", args=[seat.id])) if runs else None

    rows = tuple(
        Row(
            (
                seat.number,
                Cell(seat.name, strong=seat.ended_at is None),
                seat.role_words,
                StateView("left", _("left"), "plain")
                if seat.ended_at
                else StateView("matching", _("matches"), "good")
                if seat.matching
                else StateView("other", _("other field"), "plain"),
                what(seat),
            )
        )
        for seat in seats
    )
    columns = (
        Column(_("Seat"), "number"),
        Column(_("Member")),
        Column(_("Role")),
        Column(_("Expertise"), "state"),
        Column(_("What to do"), hidden_label=True),
    )
    return TableView(columns, rows, caption=_("Members"), empty=EmptyView(_("No seat is taken yet."), icon="users"))


def _items(
    request: HttpRequest, council_id: int, hidden: frozenset[int], blind: frozenset[int], opens: bool
) -> TableView:
    """``blind``: who is behind these items stays closed."""
    found = queries.items_of(council_id, request.GET.get("after"), hidden=hidden)
    rows = tuple(
        Row(
            (
                line.number,
                Cell(
                    line.title,
                    item_href(line.id, opens),
                    note="" if line.id in blind else line.party_words,
                    strong=True,
                ),
                line.outcome_words,
                state_view(line.state, line.state_words),
            ),
            href=item_href(line.id, opens),
        )
        for line in found.rows
    )
    columns = (
        Column(_("No."), "number"),
        Column(pgettext("councils", "Item")),
        Column(_("Decision of the council")),
        Column(_("State"), "state"),
    )
    empty = EmptyView(
        _("No item yet"), _("Items come from calls and procedures, or are entered by hand."), icon="files"
    )
    return TableView(columns, rows, found.next, found.previous, caption=_("Items"), empty=empty)


def _reviews(council_id: int) -> TableView:
    rows = tuple(
        Row(
            (
                Link(_("Review no. %(number)s") % {"number": one.number}, reverse("councils:review", args=[one.id])),
                one.template.name,
                one.closes_at,
                state_view(one.state, one.state_words),
            )
        )
        for one in queries.reviews_of(council_id)
    )
    columns = (
        Column(_("Scoring round")),
        Column(_("Template of the sheets")),
        Column(_("Sheets are due"), "moment"),
        Column(_("State"), "state"),
    )
    return TableView(columns, rows, caption=_("Reviews"), empty=EmptyView(_("No review yet"), icon="list-check"))


def _meetings(council_id: int) -> TableView:
    rows = tuple(
        Row(
            (
                Link(_("Meeting no. %(number)s") % {"number": one.number}, reverse("councils:meeting", args=[one.id])),
                one.held_at,
                one.place,
                state_view(one.state, one.state_words),
            )
        )
        for one in queries.meetings_of(council_id)
    )
    columns = (
        Column(_("Meeting")),
        Column(_("Time of the meeting"), "moment"),
        Column(_("Place of the meeting")),
        Column(_("State"), "state"),
    )
    return TableView(columns, rows, caption=_("Meetings"), empty=EmptyView(_("No meeting yet"), icon="calendar-event"))


def _waiting(actor: Actor) -> TableView | None:
    """Sheets to write and ballots to cast."""
    rows = [
        Row((Link(page.item.title, reverse("councils:ballot", args=[page.ballot.id])), _("cast your vote"), None))
        for page in queries.my_open_ballots(actor)
    ]
    for line in queries.my_assignments(actor):
        if not line.given:
            due = queries.readable_review(line.review_id, actor).closes_at
            rows.append(Row((Link(line.item, reverse("councils:sheet", args=[line.id])), _("write your sheet"), due)))
    if not rows:
        return None
    columns = (Column(pgettext("councils", "Item")), Column(_("What to do")), Column(_("Due"), "moment"))
    return TableView(columns, tuple(rows), caption=_("Waits for me"), show_caption=True)


def _about(card: queries.CouncilCard) -> tuple[Answer, ...]:
    lines = [
        Answer(_("Kind of council"), card.kind_words),
        Answer(_("Purpose"), card.purpose),
        Answer(_("Fields"), card.field_words or "–"),
        Answer(_("Prepared by"), card.prepared_by_name),
    ]
    if card.decision_on:
        lines.append(Answer(_("Founding decision"), card.decision_number, origin=card.founded_by_name))
        lines.append(Answer(_("Day of the decision"), card.decision_on, kind="day"))
    if card.departure:
        lines.append(Answer(_("Ground for departing from a figure"), card.departure))
    if card.quorum:
        lines.append(Answer(_("Quorum by the founding decision"), card.quorum))
    if card.pass_share:
        lines.append(Answer(_("Votes in favour needed, by the founding decision"), card.pass_share))
    if card.ended_on:
        lines.append(Answer(_("Dissolved on"), card.ended_on, kind="day"))
        lines.append(Answer(_("Reason"), card.ended_ground))
    return tuple(lines)


def _deeds(card: queries.CouncilCard, actor: Actor, opens: bool) -> list[Link]:
    at = [card.id]
    links = []
    runs, open_ = actor.may(access.RUN), card.state != "dissolved"
    if runs and open_ and card.members < card.seats:
        links.append(Link(_("Fill a seat"), reverse("councils:seat", args=at), icon="user-plus"))
    if card.state == "draft" and actor.may(access.FOUND):
        links.append(Link(_("Found the council"), reverse("councils:found", args=at), icon="circle-check"))
    if card.state == "founded":
        if runs:
            links.append(Link(_("Put an item"), reverse("councils:put-item", args=at), icon="plus"))
            links.append(Link(_("Open a review"), reverse("councils:open-review", args=at), icon="list-check"))
            links.append(Link(_("Call a meeting"), reverse("councils:call", args=at), icon="calendar-event"))
        links.append(Link(_("Interests"), reverse("councils:interests", args=at), icon="users"))
        if opens:
            links.append(Link(_("Declare an interest"), reverse("councils:declare", args=at), icon="hand-stop"))
        if actor.may(access.FOUND):
            links.append(Link(_("Dissolve the council"), reverse("councils:dissolve", args=at), icon="x"))
    return links


@ask
def found(request: HttpRequest, council_id: int) -> HttpResponse:
    """The founding decision, with what the make-up lacks by the figures of the law."""
    actor = web.signed_in(request)
    actor.require(access.FOUND)
    card = queries.council(council_id)
    law = queries.composition_law(actor.today)
    lacks = composition_reasons(queries.members_of(council_id), card.seats, law)
    form = bind(FoundForm, request, initial={"decision_on": actor.today})
    page = FormPage(
        _("Found the council"), card.name, _("Found the council"), council_href(council_id), card.name,
        notes=lacks or composition_notes(law),
        notes_title=_("What is missing") if lacks else _("What the law leaves open"),
        table=_members(queries.seats_of(council_id, hidden=queries.hidden_in(council_id, actor)), runs=False),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.found_council(form.command(council_id), actor=actor),
        council_href(council_id), _("The council is founded."),
    )  # fmt: skip


@ask
def dissolve(request: HttpRequest, council_id: int) -> HttpResponse:
    actor = web.signed_in(request)
    actor.require(access.FOUND)
    card = queries.council(council_id)
    form = bind(DissolveForm, request)
    page = FormPage(
        _("Dissolve the council"), card.name, _("Dissolve the council"), council_href(council_id), card.name,
        points=(_("All records stay; nobody joins the council any more."),),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.dissolve_council(form.command(council_id), actor=actor),
        council_href(council_id), _("The council is dissolved."),
    )  # fmt: skip
