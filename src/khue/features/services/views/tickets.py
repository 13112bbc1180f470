"""Tickets: ordering a service, one's own list, the page of one for its two sides, a page for each step, complaints."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from khue.core.errors import Missing
from khue.features.deals import queries as deals
from khue.features.people import queries as people
from khue.features.services import access, queries, usecases
from khue.features.services.domain.catalogue import VALUING
from khue.features.services.forms.tickets import FORMS, AnswerForm, ComplainForm, OrderForm
from khue.features.services.queries import ComplaintRow, TicketCard, TicketRow, TicketStepRow
from khue.features.services.views.lists import crumbs, numbered, outside_money
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StepView
from khue.kernel.viewing import note_view
from khue.kernel.web import language, render, signed_in

_COLUMNS = (
    ("id", gettext_lazy("Ticket number")),
    ("title", gettext_lazy("Service")),
    ("kind", gettext_lazy("Kind of service")),
    ("provider", gettext_lazy("Provider")),
    ("client", gettext_lazy("Client")),
    ("state", gettext_lazy("State")),
    ("price", gettext_lazy("Price, in đồng")),
    ("next_on", gettext_lazy("Next day due")),
    ("asked_at", gettext_lazy("Ordered")),
)


def ticket_crumbs(*more: Link) -> tuple[Link, ...]:
    return crumbs(Link(_("My tickets"), reverse("services:tickets")), *more)


@ask
def order(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An order of what an entry offers."""
    actor = signed_in(request)
    card = queries.entry_card(entry_id, actor)
    mine = people.parties_i_act_for(actor, "submit")
    under_way = None
    if card.kind_code in VALUING:
        found = deals.deals_under_way([people.party_id(one.key) for one in mine])
        under_way = [(one.id, f"{one.number} {one.title.into(language())}") for one in found]
    form = bind(OrderForm, request, parties=[(one.key, one.name) for one in mine], deals=under_way)
    at = reverse("services:entry", args=[entry_id])
    facts = (
        Answer(_("Provider"), card.row.member),
        Answer(_("Working days until the answer"), card.row.answer_days, kind="number"),
    )
    points = (
        _("The provider answers with a price and a day; nothing is agreed before you accept them."),
        outside_money(),
    )
    page = DeedPage(
        _("Order a service"), card.row.title, _("Send the order"), crumbs(Link(card.row.title, at)), at, facts, points
    )
    return ask_for(
        request, form, page, lambda: usecases.order_service(form.command(entry_id), actor=actor), _("The order is sent."),
        lambda made: reverse("services:ticket", args=[made]),
    )  # fmt: skip


@require_safe
def tickets(request: HttpRequest) -> HttpResponseBase:
    """One's own tickets, as provider and as client; downloaded as files."""
    actor = signed_in(request)
    view = chosen(request, queries.VIEWS, "live")
    labels = (("live", _("Under way")), ("over", _("Over")), ("all", _("All")))
    empty = EmptyView(
        _("No ticket here"),
        _("A ticket begins where somebody orders a service of the catalogue."),
        reverse("services:catalogue"),
        _("Services of the exchange"),
        icon="clipboard-list",
    )
    columns = (
        Column(_("Service")), Column(_("Your part")), Column(_("State"), "state"), Column(_("Price"), "money"), Column(_("Next day due"), "day"),
    )  # fmt: skip
    table = listed(
        request, "tickets", _COLUMNS, lambda after, size: queries.tickets(actor, view, after, size), _row, columns, _("My tickets"), empty
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    page = ListingPage(
        _("My tickets"),
        _("What you ordered, and what others ordered of you."),
        table,
        views_of(labels, view),
        crumbs=crumbs(),
    )
    return render(request, "ui/record_list.html", page)


def _row(row: TicketRow) -> Row:
    note = f"{numbered(row.id)} · {row.provider} → {row.client}"
    title = Cell(row.title, reverse("services:ticket", args=[row.id]), note, strong=True)
    return Row((title, row.side.capitalised(), row.state, row.price, row.next_on))


@require_safe
def ticket(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """One ticket, for its two sides."""
    actor = signed_in(request)
    card = queries.ticket_card(ticket_id, actor)
    for party in (card.provider, card.client):
        if not actor.stands_for(party):
            note_view(actor, party, "services.ticket", f"service_ticket:{card.id}")
    steps = tuple(
        StepView(one.label.capitalised(), f"{one.side.capitalised().into(language())}: {one.by}", one.at, "done")
        for one in card.steps
        if one.label.en != "message"
    )
    page = RecordPage(
        card.row.title, f"{numbered(card.id)} · {card.row.provider} → {card.row.client}", card.row.state, ticket_crumbs(),
        tuple(_deeds(card)), tuple(_blocks(card)), steps, _("Its story"),
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def _deeds(card: TicketCard) -> Iterator[Link]:
    labels = step_words()
    for step in card.steps_open:
        yield Link(labels[step][0], reverse("services:step", args=[card.id, step]))
    if card.may_complain:
        yield Link(_("Complain to the operator"), reverse("services:complain", args=[card.id]))


def _blocks(card: TicketCard) -> Iterator[Block]:
    entry = Link(_("Page of the service"), reverse("services:entry", args=[card.entry_id]))
    facts = [Answer(_("Provider"), card.row.provider), Answer(_("Client"), card.row.client)]
    if card.deal_id:
        facts.append(Answer(_("For which deal"), card.deal_number))
    if card.code == "asked":
        facts.append(Answer(_("Answer due"), card.answer_due, kind="day"))
    if card.row.price is not None and card.due_on:
        facts += [
            Answer(_("Price, in đồng"), card.row.price, kind="money"),
            Answer(_("Day of delivery"), card.due_on, kind="day"),
        ]
    yield Block(_("The order"), facts=tuple(facts), links=(entry,), note=outside_money())
    for one in card.steps:
        if one.words or one.papers or one.price is not None:
            yield _said(one)
    for complaint in card.complaints:
        yield _complaint(complaint)


def _said(one: TicketStepRow) -> Block:
    facts = [Answer(one.side.capitalised(), one.by), Answer(pgettext("ticket", "Said at"), one.at, kind="moment")]
    if one.price is not None and one.due_on:
        facts += [
            Answer(_("Price, in đồng"), one.price, kind="money"),
            Answer(_("Day of delivery"), one.due_on, kind="day"),
        ]
    return Block(
        f"{one.no}. {one.label.capitalised().into(language())}", one.words, facts=tuple(facts), files=one.papers
    )


def _complaint(one: ComplaintRow) -> Block:
    facts = [Answer(pgettext("complaint", "Received"), one.at, kind="moment")]
    if one.answered_at:
        facts += [Answer(_("Answer"), one.answer), Answer(_("Answered"), one.answered_at, kind="moment")]
    return Block(_("Complaint to the operator"), one.words, facts=tuple(facts))


def step_words() -> dict[str, tuple[str, str, str, str]]:
    """By step: the link, the button, what is said when it is done, what follows."""
    return {
        "offer": (
            _("Accept with price and day"),
            _("Send price and day"),
            _("Price and day are sent."),
            _("Nothing is agreed before the client accepts them."),
        ),
        "refuse": (
            _("Refuse the order"),
            pgettext("ticket", "Refuse"),
            _("The order is refused."),
            _("The ticket ends; the client reads your ground."),
        ),
        "deliver": (
            _("Deliver the work"),
            pgettext("ticket", "Deliver"),
            _("The work is delivered."),
            _("The client accepts it, or sends it back with reasons."),
        ),
        "agree": (
            _("Agree to price and day"),
            pgettext("ticket", "Agree"),
            _("You agreed to price and day."),
            _("From now on the provider works for you."),
        ),
        "take": (
            _("Accept the work"),
            _("Accept the work"),
            _("The work is accepted."),
            _("What was delivered is as agreed."),
        ),
        "send_back": (
            _("Send it back with reasons"),
            pgettext("ticket", "Send back"),
            _("It is sent back."),
            _("Say what is missing, point by point."),
        ),
        "withdraw": (
            _("Withdraw the order"),
            pgettext("ticket", "Withdraw"),
            _("The order is withdrawn."),
            _("The ticket ends; the provider reads your ground."),
        ),
        "close": (
            _("Close the ticket"),
            pgettext("ticket", "Close"),
            _("The ticket is closed."),
            _("Close it once everything between you is settled, also the payment."),
        ),
        "break_off": (
            _("Break off"),
            _("Break off"),
            _("The ticket is broken off."),
            _("The ticket ends without accepted work. What you owe each other is between the two sides."),
        ),
        "message": (
            _("Write a message"),
            pgettext("ticket", "Send"),
            _("The message is sent."),
            _("Only the two sides read it. It can't be changed."),
        ),
    }


@ask
def step(request: HttpRequest, ticket_id: int, step: str) -> HttpResponse:
    """One step of one side, with its own form."""
    actor = signed_in(request)
    card = queries.ticket_card(ticket_id, actor)
    if step not in FORMS:
        raise Missing(access.no_such_ticket().text, access.no_such_ticket().next_step)
    words = step_words()[step]
    initial = {"seen": card.stamp} | ({"price": card.row.price, "due_on": card.due_on} if step == "offer" else {})
    form = bind(FORMS[step], request, initial=initial)
    at = reverse("services:ticket", args=[ticket_id])
    facts = [Answer(_("State"), card.row.state.label)]
    if card.row.price is not None and card.due_on:
        facts += [
            Answer(_("Price, in đồng"), card.row.price, kind="money"),
            Answer(_("Day of delivery"), card.due_on, kind="day"),
        ]
    points = (words[3], outside_money()) if step in ("offer", "agree", "close") else (words[3],)
    page = DeedPage(
        words[0],
        card.row.title,
        words[1],
        ticket_crumbs(Link(numbered(card.id), at)),
        at,
        tuple(facts),
        points,
    )
    return ask_for(
        request, form, page, lambda: usecases.move_ticket(form.command(ticket_id, step), actor=actor), words[2], at
    )


@ask
def complain(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """A side tells the operator."""
    actor = signed_in(request)
    card = queries.ticket_card(ticket_id, actor)
    form = bind(ComplainForm, request)
    at = reverse("services:ticket", args=[ticket_id])
    points = (
        _(
            "The operator sees that there is this ticket, its kind and your words; not what was said in it, nor its papers."
        ),
    )
    page = DeedPage(
        _("Complain to the operator"),
        card.row.title,
        _("Send the complaint"),
        ticket_crumbs(Link(numbered(card.id), at)),
        at,
        points=points,
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.complain(form.command(ticket_id), actor=actor),
        _("The complaint is sent."),
        at,
    )


@ask
def answer(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """The operator's answer."""
    actor = signed_in(request)
    actor.require(access.REVIEW)
    one = queries.complaint(complaint_id, actor)
    note_view(actor, one.party, "services.complaints", f"service_ticket:{one.ticket}")
    form = bind(AnswerForm, request)
    at = reverse("services:desk")
    facts = (Answer(_("From whom"), one.name, origin=one.side), Answer(_("Complaint"), one.words))
    page = DeedPage(
        _("Answer a complaint"),
        numbered(one.ticket),
        _("Send the answer"),
        crumbs(Link(_("Desk of the catalogue"), at)),
        at,
        facts,
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.answer_complaint(form.command(complaint_id), actor=actor),
        _("The answer is sent."),
        at,
    )
