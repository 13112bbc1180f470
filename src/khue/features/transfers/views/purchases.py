"""Technology that the city buys and spreads: the list, the page of one, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.features.transfers import access, queries, usecases
from khue.features.transfers.domain.purchasing import SPREADING, DropPurchase, EndLicence
from khue.features.transfers.forms import GroundForm
from khue.features.transfers.forms.purchases import (
    AnswerLicenceForm,
    AskLicenceForm,
    DecidePurchaseForm,
    LicenceJudgeForm,
    LicenceReportForm,
    PurchaseForm,
    PurchaseOrderForm,
    ReceiveForm,
)
from khue.features.transfers.queries import LicenceRow, PurchaseCard, PurchaseRow
from khue.features.treasury import queries as treasury
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.viewing import note_view
from khue.kernel.web import actor_of, language, render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Technology")),
    ("seller", gettext_lazy("Seller")),
    ("takes", gettext_lazy("What is bought")),
    ("spread", gettext_lazy("How it is spread")),
    ("price", gettext_lazy("Price, in đồng")),
    ("state", gettext_lazy("State")),
    ("decided_at", gettext_lazy("Decided on")),
    ("users", gettext_lazy("Users")),
)


def _crumbs(*more: Link) -> tuple[Link, ...]:
    exchange_page = Link(_("Technology exchange"), reverse("exchange:offers"))
    return (exchange_page, Link(_("Technology that the city buys"), reverse("transfers:purchases")), *more)


@require_safe
def purchases(request: HttpRequest) -> HttpResponseBase:
    """What the city decided to buy, for what price, and who uses it; downloaded as files."""
    actor = actor_of(request)
    labels: list[tuple[str, Words]] = [("public", _("Decided purchases"))]
    if actor.is_signed_in:
        labels.append(("mine", _("Mine")))
    if actor.may(access.READ):
        labels.append(("all", _("All")))
    view = chosen(request, [code for code, _label in labels], "public")
    empty = EmptyView(
        _("No technology is bought yet"), _("What the city buys, and who may use it, appears here."), icon="briefcase"
    )
    heads = (
        Column(_("Technology")), Column(_("How it is spread")), Column(_("Price"), "money"), Column(_("State"), "state"), Column(_("Users")),
    )  # fmt: skip
    title = _("Technology that the city buys")
    table = listed(request, "purchases", _COLUMNS, lambda after, size: queries.purchases(actor, view, after, size), _row, heads, title, empty)  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _(
        "The city may buy a technology that serves a public task, and spread it free of charge, on favourable terms or under conditions."
    )
    return render(
        request,
        "ui/record_list.html",
        ListingPage(title, lead, table, views_of(labels, view) if len(labels) > 1 else (), crumbs=_crumbs()[:1]),
    )


def _row(row: PurchaseRow) -> Row:
    title = Cell(
        row.title, reverse("transfers:purchase", args=[row.number]), f"{row.number} · {row.seller}", strong=True
    )
    return Row((title, row.spread.capitalised(), row.price, row.state, row.users or "–"))


@require_safe
def purchase(request: HttpRequest, purchase_no: str) -> HttpResponseBase:
    """One purchase with its grounds and its users."""
    actor = actor_of(request)
    card = queries.purchase_card(purchase_no, actor)
    if card.inside:
        for one in card.licences:
            note_view(actor, one.party, "transfers.licences", f"purchase:{card.row.id}")
    page = RecordPage(
        card.row.title,
        card.row.number,
        card.row.state,
        _crumbs(),
        tuple(_deeds(card, actor)),
        tuple(_blocks(card, actor)),
    )
    return render(request, "ui/record.html", page)


@require_safe
def purchase_page(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """To the page of a purchase by its number, for who may read it."""
    card = queries.purchase_card(queries.number_of_purchase(purchase_id), actor_of(request))
    return HttpResponseRedirect(reverse("transfers:purchase", args=[card.row.number]))


@require_safe
def licence_page(request: HttpRequest, licence_id: int) -> HttpResponse:
    """To the page of the purchase that a licence belongs to, for who may read it."""
    card = queries.purchase_card(queries.purchase_of_licence(licence_id), actor_of(request))
    return HttpResponseRedirect(reverse("transfers:purchase", args=[card.row.number]))


def _deeds(card: PurchaseCard, actor: Actor) -> Iterator[Link]:
    def link(label: str, name: str) -> Link:
        return Link(label, reverse(f"transfers:{name}", args=[card.row.id]))

    state = card.row.state.code
    if actor.may(access.DECIDE) and state == "proposed":
        yield link(_("Decide on the purchase"), "decide-purchase")
    if actor.may(access.CHECK) and state == "decided":
        yield link(_("Record the delivery"), "receive-purchase")
    if actor.may(access.PAY) and state == "received":
        yield link(_("Prepare the payment order"), "pay-purchase")
    if actor.may(access.DECIDE) and state == "decided":
        yield link(_("Drop the purchase"), "drop-purchase")
    if state in SPREADING and actor.is_signed_in and not actor.is_staff:
        yield link(_("Ask for a licence"), "ask-licence")


def _blocks(card: PurchaseCard, actor: Actor) -> Iterator[Block]:
    row = card.row
    yield Block(
        _("Why it is bought"), card.need,
        facts=(Answer(_("The benefit"), card.benefit), Answer(_("How the rights stand"), card.rights), Answer(_("Seller"), row.seller)),
    )  # fmt: skip
    difference = row.price - card.valued
    yield Block(
        _("Price and its basis"), card.basis,
        facts=(
            Answer(_("What is bought"), row.takes.capitalised()), Answer(_("Price"), row.price, kind="money"),
            Answer(_("Value by the valuation"), card.valued, kind="money"), Answer(_("Price less value"), difference, kind="money"),
            Answer(_("Who valued it, and by which method"), card.valuer), Answer(_("Day of the valuation"), card.valued_on, kind="day"),
        ),
        note=_("A valuation is advice: the price may differ from it, and the difference is shown."),
    )  # fmt: skip
    facts = [Answer(_("How it is spread"), row.spread.capitalised())]
    if card.fee:
        facts.append(Answer(_("Fee for each user"), card.fee, kind="money"))
    yield Block(_("How it is spread"), card.terms, facts=tuple(facts))
    told = (
        [
            Answer(_("Proposed by"), card.proposed_by),
            Answer(_("Proposed on"), card.proposed_at, kind="moment"),
            Answer(_("Budget line"), card.line),
        ]
        if card.inside
        else []
    )
    if card.decided_by:
        told += [Answer(_("Decided by whom"), card.decided_by), Answer(_("Decided on"), row.decided_at, kind="moment")]
    if card.received_on:
        told += [
            Answer(_("Received on"), card.received_on, kind="day"),
            Answer(_("What was delivered"), card.received_note),
        ]
    if card.paid_on:
        told.append(Answer(_("Paid on"), card.paid_on, kind="day"))
    if told or card.ground:
        yield Block(_("Decision and delivery"), card.ground, facts=tuple(told))
    if card.dropped_ground:
        yield Block(_("Why it was dropped"), card.dropped_ground)
    for one in card.licences:
        yield _licence_block(one, actor)


def _licence_block(one: LicenceRow, actor: Actor) -> Block:
    lang = language()
    facts = [Answer(_("State"), one.state.label)]
    if one.use:
        facts.append(Answer(_("What it is used for"), one.use))
    if one.state.code == "active":
        facts.append(
            Answer(_("Last day of the licence"), one.until_on, kind="day")
            if one.until_on
            else Answer(_("Last day of the licence"), _("no end"))
        )
    if one.fee:
        facts += [
            Answer(_("Fee of the user"), one.fee, kind="money"),
            Answer(_("Content of the transfer"), one.fee_reference),
        ]
        facts.append(
            Answer(_("Fee received on"), one.fee_on, kind="day") if one.fee_on else Answer(_("Received so far"), one.fee_received, kind="money")
        )  # fmt: skip
    if one.ground:
        facts.append(Answer(_("Ground"), one.ground))
    if one.end_ground:
        facts.append(Answer(_("Why it was ended"), one.end_ground))
    links = []
    if one.state.code == "asked" and actor.may(access.CHECK):
        links.append(Link(_("Answer the request"), reverse("transfers:answer-licence", args=[one.id])))
    if one.state.code == "active" and actor.may(access.DECIDE):
        links.append(Link(_("End the licence"), reverse("transfers:end-licence", args=[one.id])))
    rows = []
    for duty in one.duties:
        deed: Link | str = ""
        if duty.state.code == "owed" and one.is_mine and one.state.code == "active":
            deed = Link(_("Report"), reverse("transfers:report-licence", args=[duty.id]))
        elif duty.state.code == "reported" and actor.may(access.CHECK):
            deed = Link(_("Judge the report"), reverse("transfers:judge-licence", args=[duty.id]))
        said = " · ".join(f"{by}: {words}" for _kind, words, by, _at in duty.reports if words)
        rows.append(Row((Cell(duty.what, note=said), duty.due_on, duty.state, deed)))
    heads = (Column(_("Duty")), Column(_("Due"), "day"), Column(_("State"), "state"), Column(_("What to do")))
    table = TableView(heads, tuple(rows), caption=_("Duties of the user")) if rows else None
    name = one.name.into(lang) if hasattr(one.name, "into") else one.name
    return Block(
        pgettext("licence", "User: %(name)s") % {"name": name}, facts=tuple(facts), table=table, links=tuple(links)
    )


# -- deeds ---------------------------------------------------------------------------------------------------------------


def _ask(
    request: HttpRequest, form: Any, card: PurchaseCard, words: tuple[str, str, str], deed: Callable[[], Any], *points: Words, facts: tuple[Answer, ...] = ()
) -> HttpResponse:  # fmt: skip
    title, button, done = words
    at = reverse("transfers:purchase", args=[card.row.number])
    known = (Answer(_("Seller"), card.row.seller), Answer(_("Price"), card.row.price, kind="money"), *facts)
    page = DeedPage(title, card.row.title, button, _crumbs(Link(card.row.number, at)), at, known, tuple(points))
    return ask_for(request, form, page, deed, done, at)


def _staff(request: HttpRequest, number: str, right: str) -> tuple[Actor, PurchaseCard]:
    actor = signed_in(request)
    actor.require(right)
    return actor, queries.purchase_card(number, actor)


@ask
def propose_purchase(request: HttpRequest, listed_id: int) -> HttpResponse:
    """That the city buys a listed technology."""
    actor = signed_in(request)
    actor.require(access.CHECK)
    offer = exchange.dealt_offer(listed_id)
    people.require_unrestricted(actor, offer.party)
    form = bind(PurchaseForm, request, lines=queries.budget_lines(actor.today), initial={"price": offer.price})
    at = reverse("exchange:public", args=[offer.number])
    page = DeedPage(
        _("Propose that the city buys it"), offer.title, _("Send it for decision"), _crumbs(Link(offer.number, at)), at,
        (Answer(_("Seller"), offer.supplier),),
        (_("Another person decides. The price is bound on the budget line by the decision."),
            _("Only what serves a public task, is clear in its rights and worth its price is bought.")),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.propose_purchase(form.command(listed_id), actor=actor), _("It awaits the decision."),
        lambda made: reverse("transfers:purchase", args=[queries.number_of_purchase(made)]),
    )  # fmt: skip


@ask
def decide_purchase(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """Whether the city buys it."""
    actor, card = _staff(request, queries.number_of_purchase(purchase_id), access.DECIDE)
    form = bind(DecidePurchaseForm, request)
    words = _("Decide on the purchase"), _("Record the decision"), _("The decision is recorded.")
    facts = (Answer(_("Value by the valuation"), card.valued, kind="money"), Answer(_("Budget line"), card.line))
    return _ask(request, form, card, words, lambda: usecases.decide_purchase(form.command(purchase_id), actor=actor),
                _("Whoever proposed it can't decide."), facts=facts)  # fmt: skip


@ask
def receive_purchase(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """What was delivered."""
    actor, card = _staff(request, queries.number_of_purchase(purchase_id), access.CHECK)
    form = bind(ReceiveForm, request)
    words = _("Record the delivery"), _("Record it"), _("The delivery is recorded.")
    return _ask(request, form, card, words, lambda: usecases.receive_purchase(form.command(purchase_id), actor=actor),
                _("From now on the city owes the price, and licences may be asked for."))  # fmt: skip


@ask
def drop_purchase(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """Not bought after all."""
    actor, card = _staff(request, queries.number_of_purchase(purchase_id), access.DECIDE)
    form = bind(GroundForm, request)
    words = _("Drop the purchase"), _("Drop it"), _("The purchase is dropped.")

    def deed() -> None:
        said = form.cleaned_data
        usecases.drop_purchase(DropPurchase(purchase_id, said["ground"], said["once"]), actor=actor)

    return _ask(request, form, card, words, deed, _("The money goes back to its budget line."))


@ask
def pay_purchase(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """Prepare the payment order."""
    actor, card = _staff(request, queries.number_of_purchase(purchase_id), access.PAY)
    accounts = [(account.id, account.label) for account in treasury.city_accounts()]
    kept = treasury.payee_accounts(card.seller_key)
    likely: dict[str, object] = {"content": f"Mua cong nghe {card.row.number}", "holder": card.row.seller}
    if kept:
        likely |= {"number": kept[0].number, "number_again": kept[0].number, "holder": kept[0].holder}
        likely |= {"bank": kept[0].bank, "bank_code": kept[0].bank_code}
    form = bind(PurchaseOrderForm, request, accounts=accounts, initial=likely)
    words = (
        _("Pay for the technology"),
        _("Prepare the payment order"),
        _("The payment order is prepared. A second person approves it."),
    )
    return _ask(request, form, card, words, lambda: usecases.order_purchase(form.command(purchase_id), actor=actor),
                _("It counts as paid when a bank statement shows the money."))  # fmt: skip


@ask
def ask_licence(request: HttpRequest, purchase_id: int) -> HttpResponse:
    """A party would like to use what the city bought."""
    actor = signed_in(request)
    card = queries.purchase_card(queries.number_of_purchase(purchase_id), actor)
    parties = [(one.key, one.name) for one in people.parties_i_act_for(actor, "submit")]
    form = bind(AskLicenceForm, request, parties=parties)
    words = _("Ask for a licence"), _("Send the request"), _("Your request is sent.")
    facts = (
        Answer(_("How it is spread"), card.row.spread.capitalised()),
        Answer(_("Terms of the licence"), card.terms or "–"),
    )
    return _ask(request, form, card, words, lambda: usecases.ask_licence(form.command(purchase_id), actor=actor),
                _("Everybody reads who uses it; what you report stays between you and the city."), facts=facts)  # fmt: skip


def _licence(card: PurchaseCard, licence_id: int) -> tuple[Answer, ...]:
    one = next((one for one in card.licences if one.id == licence_id), None)
    if one is None:
        raise access.no_such_purchase()
    return (Answer(pgettext("licence", "User"), one.name), Answer(_("What it is used for"), one.use or "–"))


@ask
def answer_licence(request: HttpRequest, licence_id: int) -> HttpResponse:
    """Grant it with its duties, or refuse it."""
    actor, card = _staff(request, queries.purchase_of_licence(licence_id), access.CHECK)
    form = bind(AnswerLicenceForm, request)
    words = _("Answer the request"), _("Keep the answer"), _("The answer is kept.")
    return _ask(request, form, card, words, lambda: usecases.answer_licence(form.command(licence_id), actor=actor),
                _("Under conditions at least one duty is written; the user is reminded of its day."), facts=_licence(card, licence_id))  # fmt: skip


@ask
def end_licence(request: HttpRequest, licence_id: int) -> HttpResponse:
    """The user loses it."""
    actor, card = _staff(request, queries.purchase_of_licence(licence_id), access.DECIDE)
    form = bind(GroundForm, request)
    words = _("End the licence"), _("End it"), _("The licence is ended.")

    def deed() -> None:
        said = form.cleaned_data
        usecases.end_licence(EndLicence(licence_id, said["ground"], said["once"]), actor=actor)

    return _ask(request, form, card, words, deed, _("Everybody reads the ground."), facts=_licence(card, licence_id))


def _duty(card: PurchaseCard, duty_id: int) -> tuple[LicenceRow, tuple[Answer, ...]]:
    found = next(((one, duty) for one in card.licences for duty in one.duties if duty.id == duty_id), None)
    if found is None:
        raise access.no_such_purchase()
    one, duty = found
    return one, (Answer(_("Duty"), duty.what), Answer(_("Due"), duty.due_on, kind="day"))


@ask
def report_licence(request: HttpRequest, licence_duty_id: int) -> HttpResponse:
    """What the user did."""
    actor = signed_in(request)
    card = queries.purchase_card(queries.purchase_of_duty(licence_duty_id), actor)
    one, facts = _duty(card, licence_duty_id)
    access.require_side(actor, one.party)
    form = bind(LicenceReportForm, request)
    words = _("Report on a duty"), _("Send the report"), _("Your report is on record.")
    return _ask(
        request,
        form,
        card,
        words,
        lambda: usecases.report_licence_duty(form.licence_command(licence_duty_id), actor=actor),
        facts=facts,
    )


@ask
def judge_licence(request: HttpRequest, licence_duty_id: int) -> HttpResponse:
    """Whether a duty is done by what was reported."""
    actor, card = _staff(request, queries.purchase_of_duty(licence_duty_id), access.CHECK)
    _one, facts = _duty(card, licence_duty_id)
    form = bind(LicenceJudgeForm, request)
    words = _("Judge the report"), _("Keep the answer"), _("The answer is kept.")
    return _ask(
        request,
        form,
        card,
        words,
        lambda: usecases.judge_licence_duty(form.licence_command(licence_duty_id), actor=actor),
        facts=facts,
    )
