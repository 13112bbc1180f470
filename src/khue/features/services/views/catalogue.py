"""The page of one entry, handing in, the second person, renewing, taking down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.exchange import queries as exchange
from khue.features.services import access, queries, usecases
from khue.features.services.domain.catalogue import CAPITAL, EQUIPMENT, EXPERT, INVESTOR, SERVICE, VALUING
from khue.features.services.forms.catalogue import (
    EquipmentForm,
    ExpertForm,
    ProjectForm,
    RenewForm,
    ReviewForm,
    ServiceForm,
    TakeDownForm,
)
from khue.features.services.forms.investing import InvestorForm
from khue.features.services.queries import EntryCard
from khue.features.services.views import investing
from khue.features.services.views.lists import crumbs, no_public_offer, outside_money, shelf_of
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, RecordPage, ask, ask_for
from khue.kernel.ui import Answer, Link, StepView, Words
from khue.kernel.web import actor_of, render, signed_in


@require_safe
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry."""
    actor = actor_of(request)
    card = queries.entry_card(entry_id, actor)
    row = card.row
    blocks = list(_blocks(card))
    if card.ground:
        blocks.insert(0, Block(_("Why it is not shown"), card.ground))
    steps = tuple(StepView(one.label.capitalised(), _story(one.by, one.ground), one.at, "done") for one in card.steps)
    state = row.state if card.is_own or actor.may(access.REVIEW) else None
    page = RecordPage(
        row.title,
        row.member,
        state,
        crumbs(sort=card.sort),
        tuple(_deeds(card, actor)),
        tuple(blocks),
        steps,
        _("Its story"),
    )
    return render(request, "ui/record.html", page)


def _blocks(card: EntryCard) -> Iterator[Block]:
    row = card.row
    price = row.price if row.price is not None else row.price_note or "–"
    note = row.price_note if row.price is not None else ""
    priced = Answer(_("Price from"), price, kind="money" if row.price is not None else "text", origin=note)
    until = Answer(_("Shown until, this day included"), row.until_on, kind="day")
    who = Answer(_("Who may order"), row.open_to.capitalised())
    notes: list[str] = [outside_money()]
    if card.sort == EQUIPMENT:
        yield Block(
            _("What it is"), card.summary, facts=(Answer(_("Who has it"), row.member), Answer(_("Place"), row.place))
        )
        yield Block(_("Technical data"), row.technical)
        yield Block(_("Terms of use"), row.terms, facts=(priced, who, until), said=tuple((one, "") for one in notes))
        return
    if card.sort == CAPITAL:
        stage = row.stage.capitalised() if row.stage else ""
        about = (
            Answer(_("Who raises capital"), row.member),
            Answer(_("Stage of the project"), stage),
            Answer(_("Sum sought, in đồng"), row.sought, kind="money"),
            until,
        )
        yield Block(_("Public summary"), card.summary, facts=about)
        yield Block(_("Please note"), said=tuple((one, "") for one in (no_public_offer(), *notes)))
        return
    if card.sort == INVESTOR:
        yield from investing.blocks(card)
        return
    if card.sort == EXPERT:
        known = (
            Answer(_("Expert"), row.member),
            Answer(_("Degree"), row.degree or "–"),
            Answer(_("Fields"), row.fields or "–"),
            Answer(_("Languages"), row.languages or "–"),
        )
        yield Block(
            _("The expert"),
            card.summary,
            facts=known,
            note=_("Degree, fields and languages as the city's register of experts says today."),
        )
        answers = Answer(_("Working days until the answer"), row.answer_days, kind="number")
        yield Block(_("Terms"), facts=(priced, answers, who, until), said=tuple((one, "") for one in notes))
        return
    if card.kind_code in VALUING:
        notes.insert(
            0,
            _(
                "A valuation or appraisal is advice. Whoever is a side or a broker of a deal can't value or appraise for it, nor can the operator of the "
                "exchange where it is a side."
            ),
        )
    facts = (
        Answer(_("Provider"), row.member),
        Answer(_("Kind of service"), row.kind.capitalised()),
        priced,
        Answer(_("Working days that it takes"), row.days, kind="number"),
        Answer(_("Working days until the answer"), row.answer_days, kind="number"),
        who,
        until,
    )
    yield Block(_("What is delivered"), card.summary)
    yield Block(_("Terms"), facts=facts, said=tuple((one, "") for one in notes))


def _story(by: str, ground: str) -> str:
    return f"{by}: {ground}" if ground else by


def _deeds(card: EntryCard, actor: Actor) -> Iterator[Link]:
    """What the reader may do now, the likeliest first."""

    def link(label: str, name: str, icon: str) -> Link:
        return Link(label, reverse(f"services:{name}", args=[card.row.id]), icon=icon)

    if card.code == "waiting" and actor.may(access.REVIEW) and not actor.is_near(card.row.party):
        yield link(_("Answer as the second person"), "review", "circle-check")
    if card.orderable and card.sort == EQUIPMENT:
        yield link(_("Slots"), "slots", "calendar")
    elif card.sort == CAPITAL:
        if card.orderable and not actor.is_staff and not card.is_own:
            yield link(_("Say that you are interested"), "interest", "send")
        if queries.may_read_deck_of(actor, card.row.id):
            yield link(_("Read the deck"), "deck", "book")
        if card.may_act and card.code in ("waiting", "shown", "over"):
            yield link(_("Write the deck"), "keep-deck", "writing")
    elif card.orderable and card.sort != INVESTOR and not actor.is_staff and not card.is_own:
        yield link(_("Ask for advice") if card.sort == EXPERT else _("Order this service"), "order", "send")
    if card.may_act:
        if card.code in ("shown", "over"):
            yield link(_("Renew"), "renew", "clock")
        if card.code in ("shown", "over", "returned"):
            yield Link(
                _("Hand in a mended one"),
                f"{reverse(f'services:{shelf_of(card.sort).new}')}?from={card.row.id}",
                icon="pencil",
            )
    if card.code in ("waiting", "shown", "over") and (card.may_act or actor.may(access.REVIEW)):
        yield link(_("Take it down"), "take-down", "x")


@ask
def new(request: HttpRequest) -> HttpResponse:
    """A service for the catalogue; ``?from=12`` begins with the words of an own older one, whose place it takes once published."""
    return _hand_in(
        request, SERVICE, ServiceForm,
        _("You must be a verified member in the capacity that the service asks for: a valuer for valuations, a legal adviser for legal help."),
    )  # fmt: skip


@ask
def new_equipment(request: HttpRequest) -> HttpResponse:
    """Equipment for shared use; ``?from=12`` as with services. Slots are opened once it is published."""
    points = (
        _("You must be a verified member of the exchange."),
        _("Slots are opened on its page once it is published."),
    )
    return _hand_in(request, EQUIPMENT, EquipmentForm, *points)


@ask
def new_capital(request: HttpRequest) -> HttpResponse:
    """A project raising capital; ``?from=12`` as with services. Its deck is written apart."""
    points = (
        _("You must be a verified member of the exchange."),
        _("The confidential deck is written apart, on the page of the project."),
        no_public_offer(),
    )
    return _hand_in(request, CAPITAL, ProjectForm, *points)


@ask
def new_expert(request: HttpRequest) -> HttpResponse:
    """One's own profile as an expert; ``?from=12`` as with services."""
    points = (
        _("You must be an active expert of the city's register. Everybody reads your name, degree, fields and languages as the register says them."),
        _("You may take it down at any time."),
    )  # fmt: skip
    return _hand_in(request, EXPERT, ExpertForm, *points)


@ask
def new_investor(request: HttpRequest) -> HttpResponse:
    """What an investor looks for; ``?from=12`` as with services."""
    known = exchange.field_names(signed_in(request).today)
    return _hand_in(request, INVESTOR, InvestorForm, *investing.points(), known=known)


def _hand_in(
    request: HttpRequest,
    sort: str,
    form_class: type[ServiceForm | EquipmentForm | ProjectForm | ExpertForm | InvestorForm],
    *points: str,
    **more: Any,
) -> HttpResponse:
    actor, shelf = signed_in(request), shelf_of(sort)
    older = _older(request, actor, sort)
    parties = exchange.choices_of(actor)
    if sort == EXPERT:
        parties = [(actor.key, actor.name)]
    form = bind(form_class, request, parties=parties, initial=_words_of(older) if older else {}, **more)
    page = DeedPage(
        shelf.add, _("A second person at the exchange looks at it before everybody reads it."), _("Hand it in"), crumbs(sort=sort),
        reverse("services:mine"),
        points=(
            *points, _("Its words stay as they are: to change them, hand in a mended one, which takes its place."), outside_money(),
        ),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.hand_in_entry(form.command(older.row.id if older else 0), actor=actor),
        _("It is handed in and awaits the second person."), lambda made: reverse("services:entry", args=[made]),
    )  # fmt: skip


def _older(request: HttpRequest, actor: Actor, sort: str) -> EntryCard | None:
    given = request.GET.get("from", "")
    if not (given.isascii() and given.isdecimal() and len(given) < 18):
        return None
    card = queries.entry_card(int(given), actor)
    return card if card.may_act and card.sort == sort else None


def _words_of(card: EntryCard) -> dict[str, Any]:
    row = card.row
    return {
        "party": row.party, "kind": card.kind_code, "title_vi": row.title.vi, "title_en": row.title.en, "summary_vi": card.summary.vi,
        "summary_en": card.summary.en, "price": row.price, "price_note": row.price_note, "days": row.days, "answer_days": row.answer_days,
        "place": row.place, "technical": row.technical, "open_to": card.open_to_code,
        "stage": card.stage_code or row.least_stage, "seeks": card.seeks_codes, "territory": row.territory,
        "ticket_from": row.ticket_from, "ticket_to": row.ticket_to,
        "terms": row.terms, "sought": row.sought,
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
