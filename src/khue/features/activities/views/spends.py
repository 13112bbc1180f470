"""Pages of spends: the list, one spend with its papers, accepting, ordering, asking back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.activities import access, queries, usecases
from khue.features.activities.domain.words import SPEND
from khue.features.activities.forms import AnswerForm, AskBackForm, OrderForm, TakeBackForm
from khue.features.activities.queries import SpendCard, SpendRow
from khue.features.activities.views.parts import crumbs, tabs
from khue.features.treasury import queries as treasury
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, listed
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StepView, TableView
from khue.kernel.viewing import note_view
from khue.kernel.web import language, render, signed_in
from khue.kernel.wording import day_words

_SPENDS = (
    ("number", gettext_lazy("Number")),
    ("unit", gettext_lazy("Unit")),
    ("line_purpose", gettext_lazy("Plan line")),
    ("kind_words", gettext_lazy("Kind")),
    ("payee", gettext_lazy("Payee")),
    ("purpose", gettext_lazy("What the money is for")),
    ("amount", gettext_lazy("Amount, đồng")),
    ("state_words", gettext_lazy("State")),
    ("asked_by", gettext_lazy("Asked by")),
    ("asked_at", gettext_lazy("Asked at")),
    ("paid_on", gettext_lazy("Paid on")),
)


def spend_heads() -> tuple[Column, ...]:
    return (
        Column(_("What the money is for")), Column(_("Payee")), Column(_("Asked at"), "moment"), Column(_("Amount"), "money"),
        Column(_("State"), "state"),
    )  # fmt: skip


def spend_row(row: SpendRow) -> Row:
    what = Cell(row.purpose, reverse("activities:spend", args=[row.id]), row.number)
    paid = day_words(row.paid_on, short=True) if row.paid_on else ""
    return Row((what, Cell(row.payee, note=row.kind_words), row.asked_at, row.amount, Cell(row.state, note=paid)))


@require_safe
def spends(request: HttpRequest) -> HttpResponseBase:
    """Spends of all lines, by state, with downloads."""
    actor = signed_in(request)
    actor.require(access.READ)
    state = request.GET.get("state", "")
    table = listed(
        request, "activity-spends", _SPENDS, lambda after, size: queries.spends(actor, state, after, size), spend_row,
        spend_heads(), _("Spends"), EmptyView(_("Nothing is spent yet"), icon="coins"),
    )  # fmt: skip
    if not isinstance(table, TableView):
        return table
    ways = (
        Link(_("All"), "?", current=not state),
        *(_way(code, state) for code in ("asked", "accepted", "ordered", "paid")),
    )
    page = ListingPage(
        _("Spends"), _("Money asked for under plan lines: accepted by another person, ordered, paid when the bank says so."),
        table, tabs(actor, "spends"), before=(Block(links=ways),),
    )  # fmt: skip
    return render(request, "ui/record_list.html", page)


def _way(code: str, chosen: str) -> Link:
    return Link(SPEND.label(code).capitalised(), f"?state={code}", current=code == chosen)


@require_safe
def spend(request: HttpRequest, spend_id: int) -> HttpResponse:
    """One spend with its papers and what became of it."""
    actor = signed_in(request)
    card = queries.spend_card(spend_id, actor)
    if card.payee_key and card.payee_key not in actor.keys:
        note_view(actor, card.payee_key, "activities.spend", f"activity_spend:{spend_id}")
    row = card.row
    facts = (
        Answer(_("Payee"), row.payee),
        Answer(_("Amount"), row.amount, kind="money"),
        Answer(_("Kind"), row.kind_words.capitalised()),
        Answer(_("Plan line"), row.line_purpose),
        Answer(_("Budget line"), card.budget_line),
        *((Answer(_("Minutes"), card.minutes_number, origin=card.council_name),) if card.minutes_number else ()),
        *((Answer(_("Ground"), card.ground),) if card.ground else ()),
    )
    blocks = [Block(facts=facts), Block(_("Papers"), files=card.papers)] if card.papers else [Block(facts=facts)]
    if card.tax is not None:
        link = Link(_("Tax withheld from this fee"), reverse("activities:spend", args=[card.tax]), icon="file-text")
        blocks.append(Block(links=(link,)))
    elif row.kind == "fee":
        blocks.append(
            Block(note=_("No share of personal income tax is set in the law on record, so nothing is withheld."))
        )
    if card.returns:
        blocks.append(Block(_("Asked back"), table=_returns(card)))
    page = RecordPage(
        row.purpose, row.number, row.state, crumbs(Link(row.line_purpose, reverse("activities:line", args=[row.line]))),
        _deeds(actor, card), tuple(blocks), _story(card), _("Its story"),
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def _returns(card: SpendCard) -> TableView:
    rows = tuple(
        Row((Cell(one.ground, note=one.reference), one.asked_on, one.amount, one.received, one.settled_on))
        for one in card.returns
    )
    heads = (
        Column(_("Ground")), Column(_("Asked on"), "day"), Column(_("Amount"), "money"), Column(_("Received"), "money"),
        Column(_("Settled on"), "day"),
    )  # fmt: skip
    return TableView(heads, rows, caption=_("Asked back"))


def _deeds(actor: Actor, card: SpendCard) -> tuple[Link, ...]:
    found: list[Link] = []
    row = card.row

    def add(label: str, name: str, icon: str) -> None:
        found.append(Link(label, reverse(f"activities:{name}", args=[row.id]), icon=icon))

    code = row.state.code
    if code == "asked" and row.kind != "tax" and actor.may(access.ACCEPT):
        add(_("Accept or send back"), "answer", "gavel")
    if code == "asked" and row.kind == "invoice" and actor.may(access.PLAN) and card.own:
        add(_("Withdraw"), "take-back", "arrow-back-up")
    if code == "accepted" and actor.may(access.PAY):
        add(_("Prepare the payment order"), "order", "coins")
    if code == "paid" and actor.may(access.PAY) and card.asked_back < row.amount:
        add(_("Ask for money back"), "ask-back", "arrow-back-up")
    if card.order and actor.may("treasury.read"):
        found.append(Link(_("Payment order"), reverse("treasury:order", args=[card.order]), icon="coins"))
    return tuple(found)


def _story(card: SpendCard) -> tuple[StepView, ...]:
    row = card.row
    steps = [StepView(_("Money was asked for"), row.asked_by, row.asked_at, "done")]
    if card.answered_at is not None:
        label = _("Sent back") if row.state.code == "returned" else _("Accepted for payment")
        steps.append(StepView(label, card.answered_by, card.answered_at, "done"))
    elif row.state.code == "asked":
        steps.append(StepView(_("Acceptance by another person"), status="now"))
    else:
        return (*steps, StepView(row.state.label, card.ground, status="done"))
    if row.state.code == "returned":
        return tuple(steps)
    ordered = row.state.code in ("ordered", "paid")
    steps.append(StepView(_("Payment ordered"), status="done" if ordered else "now"))
    steps.append(
        StepView(_("Paid, by the bank's statement"), when=row.paid_on, status="done" if row.paid_on else "next")
    )
    return tuple(steps)


def _page(card: SpendCard, title: str, button: str, points: tuple[str, ...], *facts: Answer) -> DeedPage:
    row = card.row
    at = reverse("activities:spend", args=[row.id])
    shown = (Answer(_("Payee"), row.payee), Answer(_("Amount"), row.amount, kind="money"), *facts)
    return DeedPage(title, row.purpose, button, crumbs(Link(row.number, at)), at, shown, points)


@ask
def answer(request: HttpRequest, spend_id: int) -> HttpResponse:
    """Another person accepts, or sends back."""
    actor = signed_in(request)
    actor.require(access.ACCEPT)
    card = queries.spend_card(spend_id, actor)
    form = bind(AnswerForm, request)
    points = (_("Look at every paper first. Sent back, the money is free on the line again, and the invoice too."),)
    page = _page(
        card,
        _("Accept or send back"),
        _("Record the decision"),
        points,
        Answer(_("Papers"), len(card.papers), kind="number"),
    )
    return ask_for(
        request, form, page, lambda: usecases.answer_spend(form.command(spend_id), actor=actor),
        _("Your decision is recorded."), page.back_href,
    )  # fmt: skip


@ask
def take_back(request: HttpRequest, spend_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PLAN)
    card = queries.spend_card(spend_id, actor)
    form = bind(TakeBackForm, request)
    page = _page(card, _("Withdraw the request"), _("Withdraw"), ())
    return ask_for(
        request, form, page, lambda: usecases.withdraw_spend(form.command(spend_id), actor=actor),
        _("The request is withdrawn."), page.back_href,
    )  # fmt: skip


@ask
def order(request: HttpRequest, spend_id: int) -> HttpResponse:
    """Prepare the payment order of an accepted spend."""
    actor = signed_in(request)
    actor.require(access.PAY)
    card = queries.spend_card(spend_id, actor)
    accounts = [(account.id, account.label) for account in treasury.city_accounts()]
    form = bind(OrderForm, request, accounts=accounts, initial=_likely(card))
    points = (_("It counts as paid when a bank statement shows the money."),)
    page = _page(card, _("Pay"), _("Prepare the payment order"), points)
    return ask_for(
        request, form, page, lambda: usecases.order_spend(form.command(spend_id), actor=actor),
        _("The payment order is prepared. A second person approves it."), page.back_href,
    )  # fmt: skip


def _likely(card: SpendCard) -> dict[str, object]:
    """What the record and the last order of the budget line know already; the accountant looks and corrects."""
    kept = treasury.payee_accounts(card.payee_key) if card.payee_key else ()
    codes = treasury.codes_of(f"budget:{card.budget_line}")
    name = card.row.payee if isinstance(card.row.payee, str) else card.row.payee.into(language())
    found: dict[str, object] = {"content": f"Khoan chi {card.row.number}", "holder": name}
    if kept:
        found |= {"number": kept[0].number, "number_again": kept[0].number, "holder": kept[0].holder}
        found |= {"bank": kept[0].bank, "bank_code": kept[0].bank_code}
    if codes:
        found |= {name: getattr(codes, name) for name in ("chapter", "sector", "item", "source")}
    return found


@ask
def ask_back(request: HttpRequest, spend_id: int) -> HttpResponse:
    """A paid amount is to come back."""
    actor = signed_in(request)
    actor.require(access.PAY)
    card = queries.spend_card(spend_id, actor)
    form = bind(AskBackForm, request)
    points = (_("The payee gets the words for the transfer; the money counts as back when a bank statement shows it."),)
    left = Answer(_("Not asked back yet"), card.row.amount - card.asked_back, kind="money")
    page = _page(card, _("Ask for money back"), _("Ask for it"), points, left)
    return ask_for(
        request, form, page, lambda: usecases.ask_back(form.command(spend_id), actor=actor),
        _("The payee is asked to pay back."), page.back_href,
    )  # fmt: skip
