"""Projects raising capital: the deck for its side and named persons, interests and their answers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.people import queries as people
from khue.features.services import access, queries, usecases
from khue.features.services.domain.capital import WithdrawInterest
from khue.features.services.domain.catalogue import CAPITAL
from khue.features.services.forms.capital import AnswerInterestForm, DeckForm, InterestForm, ShutForm
from khue.features.services.forms.equipment import ConfirmForm
from khue.features.services.queries import EntryCard, InterestRow
from khue.features.services.views.lists import crumbs, no_public_offer, outside_money
from khue.kernel.forms import bind
from khue.kernel.paging import Page
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, listed, show
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.viewing import note_view
from khue.kernel.web import render, signed_in

_COLUMNS: tuple[tuple[str, Any], ...] = (
    ("title", gettext_lazy("Project")),
    ("name", gettext_lazy("Who is interested")),
    ("words", gettext_lazy("What interests you")),
    ("state", gettext_lazy("State")),
    ("answer", gettext_lazy("Answer")),
    ("at", pgettext_lazy("complaint", "Received")),
)


def _found(request: HttpRequest, entry_id: int) -> tuple[Actor, EntryCard]:
    actor = signed_in(request)
    card = queries.entry_card(entry_id, actor)
    if card.sort != CAPITAL:
        raise access.no_such_entry()
    return actor, card


def _way(card: EntryCard) -> tuple[Link, ...]:
    return crumbs(Link(card.row.title, reverse("services:entry", args=[card.row.id])), sort=CAPITAL)


@ask
def keep_deck(request: HttpRequest, entry_id: int) -> HttpResponse:
    """A new version of the deck."""
    actor, card = _found(request, entry_id)
    if not card.may_act:
        raise access.not_this_side()
    form = bind(DeckForm, request)
    at = reverse("services:entry", args=[entry_id])
    points = (_("The second person does not read it. Earlier versions are kept; the newest one is read."),)
    page = DeedPage(_("Write the deck"), card.row.title, _("Keep the deck"), _way(card), at, points=points)
    return ask_for(
        request, form, page, lambda: usecases.keep_deck(form.command(entry_id), actor=actor), _("The deck is kept."), at
    )


@ask
def deck(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The deck as the answer to a deed that leaves a record; never by a link, never kept by a browser."""
    actor, card = _found(request, entry_id)
    if not queries.may_read_deck_of(actor, entry_id):
        raise queries.no_such_deck()
    if request.method != "POST":
        at = reverse("services:entry", args=[entry_id])
        points = (_("Your reading is on record; the project sees who read it and when."), no_public_offer())
        asked = DeedPage(_("Read the deck"), card.row.title, _("Read the deck"), _way(card), at, points=points)
        return show(request, asked, ConfirmForm())
    found = usecases.read_deck(entry_id, actor=actor)
    blocks = [Block(_("Deck"), found.words, files=found.papers, note=no_public_offer())]
    if card.is_own:
        rows = tuple(Row((name, version, at)) for name, version, at in queries.readings(entry_id))
        heads = (Column(_("Who read it")), Column(_("Version"), "number"), Column(_("Read at"), "moment"))
        blocks.append(Block(_("Who read the deck"), table=TableView(heads, rows, caption=_("Who read the deck"))))
    page = RecordPage(_("Deck"), card.row.title, None, _way(card), (), tuple(blocks))
    answer = render(request, "ui/record.html", page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@ask
def give_interest(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An investor would like to talk."""
    actor, card = _found(request, entry_id)
    form = bind(
        InterestForm, request, parties=[(one.key, one.name) for one in people.parties_i_act_for(actor, "submit")]
    )
    at = reverse("services:entry", args=[entry_id])
    points = (
        _("Only a verified investor of the exchange may. The project answers, and may name who of you reads its deck."),
        no_public_offer(),
        outside_money(),
    )
    page = DeedPage(_("Say that you are interested"), card.row.title, _("Send it"), _way(card), at, points=points)
    return ask_for(
        request, form, page, lambda: usecases.give_interest(form.command(entry_id), actor=actor), _("The project is told."),
        reverse("services:interests"),
    )  # fmt: skip


@require_safe
def interests(request: HttpRequest) -> HttpResponseBase:
    """Interests that one's parties gave, and those in one's own projects; downloaded as files."""
    actor = signed_in(request)
    empty = EmptyView(
        _("No interest here"),
        _("An investor says on the page of a project that it is interested."),
        reverse("services:capital"),
        _("Projects raising capital"),
        icon="briefcase",
    )

    def page_of(after: str | None, size: int) -> Page[InterestRow]:
        found = queries.interests(actor, after, size)
        for row in found.rows:
            if not actor.stands_for(row.party):
                note_view(actor, row.party, "services.interests", f"catalogue_entry:{row.entry_id}")
        return found

    heads = (
        Column(_("Project")), Column(_("Who is interested")), Column(_("State"), "state"), Column(pgettext("complaint", "Received"), "moment"),
        Column(_("Who reads the deck")), Column(_("Deed"), hidden_label=True),
    )  # fmt: skip
    table = listed(request, "interests", _COLUMNS, page_of, _row, heads, _("Interests in projects"), empty)
    if isinstance(table, HttpResponseBase):
        return table
    page = ListingPage(
        _("Interests in projects"),
        _("What your parties are interested in, and who is interested in your projects."),
        table,
        crumbs=crumbs(sort=CAPITAL),
    )
    return render(request, "ui/record_list.html", page)


def _row(row: InterestRow) -> Row:
    deed: Any = ""
    if row.answers:
        deed = Link(_("Answer"), reverse("services:answer-interest", args=[row.id]))
    elif row.withdraws:
        deed = Link(pgettext("interest", "Withdraw"), reverse("services:withdraw-interest", args=[row.id]))
    elif open_ := [one for one in row.readers if not one.ended]:
        deed = Link(_("Shut the deck"), reverse("services:shut-deck", args=[open_[0].id]))
    title = Cell(row.title, reverse("services:entry", args=[row.entry_id]), row.answer, strong=True)
    readers = ", ".join(one.name for one in row.readers if not one.ended)
    return Row((title, Cell(row.name, note=row.words), row.state, row.at, readers or "–", deed))


@ask
def answer_interest(request: HttpRequest, interest_id: int) -> HttpResponse:
    """Invite to talk and name who reads the deck, or decline."""
    actor = signed_in(request)
    row = queries.interest(interest_id, actor)
    if not row.answers:
        raise access.not_this_side()
    note_view(actor, row.party, "services.interests", f"catalogue_entry:{row.entry_id}")
    form = bind(
        AnswerInterestForm, request, readers=queries.investors_people(queries.party_of(interest_id), actor.today)
    )
    at = reverse("services:interests")
    facts = (Answer(_("Who is interested"), row.name), Answer(_("What interests you"), row.words))
    points = (_("Each reading of the deck is on record; you may shut it for a person at any time."),)
    page = DeedPage(
        _("Answer an interest"),
        row.title,
        _("Send the answer"),
        crumbs(Link(_("Interests in projects"), at), sort=CAPITAL),
        at,
        facts,
        points,
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.answer_interest(form.command(interest_id), actor=actor),
        _("The answer is sent."),
        at,
    )


@ask
def withdraw_interest(request: HttpRequest, interest_id: int) -> HttpResponse:
    """The interest is withdrawn."""
    actor = signed_in(request)
    row = queries.interest(interest_id, actor)
    if not row.withdraws:
        raise access.not_this_side()
    form = bind(ConfirmForm, request)
    at = reverse("services:interests")
    page = DeedPage(
        _("Withdraw an interest"), row.title, pgettext("interest", "Withdraw"), crumbs(Link(_("Interests in projects"), at), sort=CAPITAL), at,
        points=(_("Your persons read the deck no more."),),
    )  # fmt: skip

    def deed() -> None:
        usecases.withdraw_interest(WithdrawInterest(interest_id, form.cleaned_data["once"]), actor=actor)

    return ask_for(request, form, page, deed, _("It is withdrawn."), at)


@ask
def shut_deck(request: HttpRequest, reader_id: int) -> HttpResponse:
    """A person reads the deck no more."""
    actor = signed_in(request)
    row, name = queries.reader(reader_id, actor)
    if not actor.may_act_for(row, "submit"):
        raise access.not_this_side()
    form = bind(ShutForm, request)
    at = reverse("services:interests")
    page = DeedPage(
        _("Shut the deck"),
        name,
        _("Shut it"),
        crumbs(Link(_("Interests in projects"), at), sort=CAPITAL),
        at,
        points=(_("From this moment on the person reads it no more."),),
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.shut_deck(form.command(reader_id), actor=actor),
        _("The deck is shut for this person."),
        at,
    )
