"""One payment order: to whom, from where, its movements, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.numerals import amount_in_words
from khue.features.treasury import access, queries
from khue.features.treasury.queries import OrderCard
from khue.features.treasury.views.frame import crumbs, subject_of
from khue.kernel.ui import (
    Answer,
    Cell,
    Column,
    Link,
    Row,
    StateView,
    StepStatus,
    StepView,
    TableView,
    Words,
)
from khue.kernel.web import actor_of, language, render
from khue.kernel.wording import day_words


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
        answers=answers_of(card),
        steps=_steps(card),
        movements=_movements(card) if card.movements else None,
        note=card.note,
        alert=alert,
        held=tuple(
            _("Held since %(day)s: %(ground)s")
            % {"day": day_words(hold.on, short=True), "ground": hold.ground.into(language())}
            for hold in card.holds
        ),
        primary=primary,
        deeds=deeds,
    )
    return render(request, "treasury/order.html", page)


def answers_of(card: OrderCard) -> tuple[Answer, ...]:
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
