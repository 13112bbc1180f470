"""The page "Payments": one next step, the list of orders; one order with its deeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.money import format_dong, format_short_dong
from khue.core.numerals import amount_in_words
from khue.features.treasury import access, queries, usecases
from khue.features.treasury.domain.orders import ORDER
from khue.features.treasury.forms import AmendForm, ApproveForm, CancelForm, ReopenForm, SeenOnceForm
from khue.features.treasury.queries import OrderCard, OrderRow
from khue.features.treasury.views.frame import (
    FormPage,
    ask,
    crumbs,
    did,
    download,
    downloads,
    status,
    subject_of,
    tabs,
)
from khue.kernel.forms import bind
from khue.kernel.ui import (
    Answer,
    Cell,
    Column,
    EmptyView,
    FigureView,
    Link,
    Row,
    StateView,
    StepStatus,
    StepView,
    TableView,
    Words,
)
from khue.kernel.web import actor_of, language, redirect, render

ROWS = 30


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing that this reader can do now for payments to go on."""

    title: Words
    text: Words
    href: str
    label: Words


@dataclass(frozen=True, slots=True)
class PaymentsPage:
    title: Words
    tabs: tuple[Link, ...]
    step: NextStep | None
    figures: tuple[FigureView, ...]
    filters: tuple[Link, ...]
    search: str
    state: str
    table: TableView


@dataclass(frozen=True, slots=True)
class OrderPage:
    title: Words
    state: StateView
    crumbs: tuple[Link, ...]
    amount: int
    in_words: str
    answers: tuple[Answer, ...]
    steps: tuple[StepView, ...]
    movements: TableView | None
    note: str
    alert: Words
    held: tuple[Words, ...]
    primary: Link | None
    deeds: tuple[Link, ...]


# -- the list --------------------------------------------------------------------------------------------------------

COLUMNS = (
    ("reference", gettext_lazy("Reference")),
    ("party_name", gettext_lazy("Payee")),
    ("subject", gettext_lazy("What is paid")),
    ("amount", gettext_lazy("Amount")),
    ("settled", gettext_lazy("Paid")),
    ("state_name", gettext_lazy("State")),
    ("account", gettext_lazy("Paid from")),
    ("number", gettext_lazy("Payee's account number")),
    ("bank", gettext_lazy("Payee's bank")),
    ("content", gettext_lazy("Content of the transfer")),
    ("line", gettext_lazy("Budget line")),
    ("prepared_at", gettext_lazy("Prepared at")),
)


@require_GET
def orders(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    access.require_read(actor)
    state = request.GET.get("state", "")
    state = state if state in ORDER.states else ""
    search = request.GET.get("q", "").replace("\0", "")[:100]
    hidden = queries.hidden_parties(actor)
    file = download(
        request,
        "payment-orders",
        COLUMNS,
        lambda: (queries.veiled(row, hidden) for row in queries.order_rows(state, search, hidden)),
    )
    if file is not None:
        return file
    page_of = queries.orders(state, search, request.GET.get("after"), ROWS, hidden)
    found = page_of.of(lambda row: queries.veiled(row, hidden))
    counts, waiting = queries.state_counts(), queries.waiting_count()
    table = TableView(
        columns=(
            Column(_("Order")),
            Column(_("Payee")),
            Column(_("What is paid")),
            Column(_("Amount"), "money"),
            Column(_("State"), "state"),
        ),
        rows=tuple(_row(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=_("Payment orders"),
        empty=EmptyView(
            _("No payment order here"),
            _("An order is prepared from the desk, when a tranche is accepted."),
            reverse("desk:tasks"),
            _("To the desk"),
        ),
    )
    page = PaymentsPage(
        title=_("Payments"),
        tabs=tabs("orders", waiting),
        step=_next_step(actor, counts, waiting),
        figures=_figures(counts),
        filters=_filters(state, counts),
        search=search,
        state=state,
        table=table,
    )
    return render(request, "treasury/orders.html", page)


def _row(row: OrderRow) -> Row:
    cells = (
        Cell(row.reference, note=f"{row.prepared_at:%d/%m/%Y}"),
        Cell(row.party_name, note=row.number),
        subject_of(row.subject),
        row.amount,
        row.state,
    )
    return Row(cells, href=reverse("treasury:order", args=[row.id]))


def _figures(counts: dict[str, tuple[int, int]]) -> tuple[FigureView, ...]:
    here = reverse("treasury:orders")
    shown = (
        ("prepared", _("awaiting approval")), ("approved", _("ready to send")), ("sent", _("in transit")),
        ("returned", _("returned, to be dealt with")),
    )  # fmt: skip
    return tuple(
        FigureView(format_short_dong(counts.get(state, (0, 0))[1], language()), label, f"{here}?state={state}")
        for state, label in shown
    )


def _filters(current: str, counts: dict[str, tuple[int, int]]) -> tuple[Link, ...]:
    here = reverse("treasury:orders")
    found = [Link(_("All"), here, current=not current)]
    for code in ORDER.states:
        if counts.get(code) or code == current:
            label = ORDER.label(code).capitalised()
            found.append(Link(label, f"{here}?state={code}", code == current, note=str(counts.get(code, (0, 0))[0])))
    return tuple(found)


def _next_step(actor: Actor, counts: dict[str, tuple[int, int]], waiting: int) -> NextStep | None:
    """What moves money soonest, of what this reader may do."""
    here = reverse("treasury:orders")

    def many(state: str) -> int:
        return counts.get(state, (0, 0))[0]

    if many("prepared") and access.may_approve(actor):
        text = _("%(count)s orders wait for a second pair of eyes.") % {"count": many("prepared")}
        return NextStep(_("Approve orders"), text, f"{here}?state=prepared", _("Show them"))
    if many("returned") and access.may_order(actor):
        text = _("%(count)s orders came back from the bank: amend the account, or cancel.") % {
            "count": many("returned")
        }
        return NextStep(_("Deal with returned payments"), text, f"{here}?state=returned", _("Show them"))
    if many("approved") and access.may_order(actor):
        text = _("%(count)s approved orders can go out in one file.") % {"count": many("approved")}
        account = queries.ready_accounts()[0][0]
        return NextStep(_("Send approved orders"), text, reverse("treasury:send", args=[account]), _("Make the file"))
    if waiting and access.may_reconcile(actor):
        text = _("%(count)s lines of bank statements wait for a person.") % {"count": waiting}
        return NextStep(_("Match the lines that wait"), text, reverse("treasury:unmatched"), _("Open the queue"))
    if many("sent") and access.may_reconcile(actor):
        text = _("%(count)s orders are on their way. The bank's statement says when they are paid.") % {
            "count": many("sent")
        }
        return NextStep(_("Take in the bank's statement"), text, reverse("treasury:upload"), _("Upload a statement"))
    return None


# -- one order -------------------------------------------------------------------------------------------------------


@require_GET
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    actor = actor_of(request)
    access.require_read(actor)
    card = queries.order(order_id)
    queries.require_shown(actor, card.row.party)
    primary, deeds = _deeds(card, actor)
    alert = ""
    if card.new_payee and card.row.code == "prepared":
        alert = _("The payee's account was typed for this order: compare it with the agreement, digit by digit.")
    page = OrderPage(
        title=_("Payment order %(reference)s") % {"reference": card.row.reference},
        state=card.row.state,
        crumbs=crumbs(),
        amount=card.row.amount,
        in_words=amount_in_words(card.row.amount),
        answers=_answers(card),
        steps=_steps(card),
        movements=_movements(card) if card.movements else None,
        note=card.note,
        alert=alert,
        held=tuple(
            _("Held since %(day)s: %(ground)s") % {"day": f"{hold.on:%d/%m/%Y}", "ground": hold.ground.into(language())}
            for hold in card.holds
        ),
        primary=primary,
        deeds=deeds,
    )
    return render(request, "treasury/order.html", page)


def _answers(card: OrderCard) -> tuple[Answer, ...]:
    codes = f"{card.codes.chapter} · {card.codes.sector} · {card.codes.item} · {card.codes.source}"
    return (
        Answer(_("What is paid"), subject_of(card.row.subject)),
        Answer(_("Payee"), card.row.party_name),
        Answer(_("Account holder"), card.payee.holder),
        Answer(_("Payee's account number"), card.payee.number),
        Answer(_("Bank or treasury office of the payee"), f"{card.payee.bank} {card.payee.bank_code}".strip()),
        Answer(_("Content of the transfer"), f"{card.row.reference} {card.row.content}"),
        Answer(_("Chapter · sector · item · source"), codes),
        *((Answer(_("Budget line"), subject_of(card.row.line)),) if card.row.line else ()),
        Answer(_("Paid from"), card.account.label),
        *((Answer(_("Paid so far"), card.row.settled, kind="money"),) if card.row.settled else ()),
    )


def _steps(card: OrderCard) -> tuple[StepView, ...]:
    """Where it stands, with who and when."""
    code = card.row.code
    place = {"prepared": 1, "approved": 2, "sent": 3, "part_paid": 3, "paid": 4, "returned": 4, "cancelled": 0}[code]
    marks: list[StepStatus] = [
        "done" if number < place else "now" if number == place else "next" for number in range(4)
    ]
    files = [Link(name, reverse("treasury:file", args=[number])) for number, name, _at in card.files]
    last = {"returned": _("The bank sent the money back"), "cancelled": _("Cancelled")}.get(code, _("Found on the bank's statement"))  # fmt: skip
    return (
        StepView(_("Prepared"), card.row.prepared_name, card.row.prepared_at, "done"),
        StepView(_("Approved by a second person"), card.approved_name, card.approved_at, marks[1]),
        StepView(_("Sent"), files[-1].label if files else "", card.sent_at, marks[2], files[-1].href if files else ""),
        StepView(last, "", card.settled_on, "now" if code in ("returned", "cancelled") else "done" if code == "paid" else marks[3]),
    )  # fmt: skip


def _movements(card: OrderCard) -> TableView:
    rows = tuple(
        Row(
            (
                found.booked_on,
                Cell(
                    found.text,
                    reverse("treasury:line", args=[found.line_id]),
                    note=_("taken back") if found.undone else "",
                ),
                found.amount,
                _("by itself, %(points)s of 100") % {"points": found.points} if found.itself else found.by_name,
            )
        )
        for found in card.movements
    )
    columns = (Column(_("Booked on"), "day"), Column(_("Line of the bank")), Column(_("Paid (minus: returned)"), "money"), Column(_("Matched")))  # fmt: skip
    return TableView(columns, rows, caption=_("What the bank did"))


def _deeds(card: OrderCard, actor: Actor) -> tuple[Link | None, tuple[Link, ...]]:
    """The one next step in front, the others behind it."""
    code, key = card.row.code, card.row.id
    orders, approves = access.may_order(actor), access.may_approve(actor)

    def to(name: str, label: str) -> Link:
        return Link(label, reverse(f"treasury:{name}", args=[key]))

    primary = None
    if card.held_on and code in ("prepared", "approved", "returned"):
        primary = None
    elif code == "prepared" and approves and card.prepared_by != actor.key:
        primary = to("approve", _("Approve"))
    elif code == "approved" and orders:
        primary = Link(_("Send"), reverse("treasury:send", args=[card.account.id]))
    elif code == "returned" and orders:
        primary = to("amend", _("Amend and send again"))
    elif code in ("sent", "part_paid") and access.may_reconcile(actor):
        primary = Link(_("Upload a statement"), reverse("treasury:upload"))
    more = []
    if orders and code in ("prepared", "approved"):
        more.append(to("amend", _("Amend")))
    if (orders or approves) and code in ("prepared", "approved", "returned") and not card.row.settled:
        more.append(to("cancel", _("Cancel the order")))
    if orders and code in ("sent", "part_paid"):
        more.append(to("reopen", _("The bank did not carry it out")))
    return primary, tuple(more)


# -- deeds -----------------------------------------------------------------------------------------------------------


@ask
def approve(request: HttpRequest, order_id: int) -> HttpResponse:
    actor = actor_of(request)
    actor.require(access.APPROVE)
    return _deed(
        request,
        order_id,
        ApproveForm,
        lambda form: usecases.approve_order(form.command(order_id), actor=actor),
        (
            _("Approve this order?"),
            _(
                "Compare payee, account and amount with the agreement and the acceptance. With your approval it can be sent."
            ),
            _("Approve"),
        ),
        _("The order is approved."),
    )


@ask
def cancel(request: HttpRequest, order_id: int) -> HttpResponse:
    actor = actor_of(request)
    if not access.may_approve(actor):
        actor.require(access.ORDER)
    return _deed(
        request,
        order_id,
        CancelForm,
        lambda form: usecases.cancel_order(form.command(order_id), actor=actor),
        (_("Cancel this order?"), _("The amount is owed again, and the payment goes back to the accountants' desk."), _("Cancel the order")),
        _("The order is cancelled."),
    )  # fmt: skip


@ask
def reopen(request: HttpRequest, order_id: int) -> HttpResponse:
    actor = actor_of(request)
    actor.require(access.ORDER)
    return _deed(
        request,
        order_id,
        ReopenForm,
        lambda form: usecases.reopen_order(form.command(order_id), actor=actor),
        (
            _("The bank did not carry it out"),
            _("What is in transit comes back under the order; it can be amended and sent again, or cancelled."),
            _("Reopen the order"),
        ),
        _("The order is open again."),
    )


@ask
def amend(request: HttpRequest, order_id: int) -> HttpResponse:
    actor = actor_of(request)
    actor.require(access.ORDER)
    return _deed(
        request,
        order_id,
        AmendForm,
        lambda form: usecases.amend_order(form.command(order_id), actor=actor),
        (_("Amend the order"), _("After the change a second person approves it anew."), _("Save and have it approved")),
        _("The order is amended. A second person approves it."),
    )


def _deed(
    request: HttpRequest,
    order_id: int,
    form_class: type[SeenOnceForm],
    deed: Callable[[Any], object],
    words: tuple[str, str, str],
    done: str,
) -> HttpResponse:
    """One form on one order: the order's facts above it, the deed, back to the order."""
    card = queries.order(order_id)
    initial = {"seen": card.version, **_amendable(card)} if form_class is AmendForm else {"seen": card.version}
    form = bind(form_class, request, initial=initial)
    if request.method == "POST" and form.is_valid() and did(form, lambda: deed(form)):
        messages.success(request, done)
        return redirect("treasury:order", order_id)
    back = reverse("treasury:order", args=[order_id])
    facts = (Answer(_("Amount"), format_dong(card.row.amount, language())), *_answers(card))
    page = FormPage(*words, back, crumbs(Link(card.row.reference, back)), facts, card.row.state)
    return render(request, "treasury/form.html", page, status(form), form=form)


def _amendable(card: OrderCard) -> dict[str, str]:
    return {
        "number": card.payee.number, "holder": card.payee.holder, "bank": card.payee.bank, "bank_code": card.payee.bank_code,
        "content": card.row.content, "chapter": card.codes.chapter, "sector": card.codes.sector, "item": card.codes.item,
        "source": card.codes.source,
    }  # fmt: skip
