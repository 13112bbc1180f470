"""Pages of orders: the list, one order, writing it, deciding on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.calls import access, queries, usecases
from khue.features.calls.forms import DecideOrderForm, OrderForm
from khue.features.calls.queries import OrderPage, OrderRow
from khue.features.calls.views.frame import (
    ROWS,
    DeedPage,
    ListPage,
    ask,
    chosen,
    did,
    download,
    downloads,
    said,
    show,
    status_of,
    tabs,
)
from khue.kernel.forms import bind
from khue.kernel.paging import every
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.web import redirect, render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Order")),
    ("field", gettext_lazy("Key field")),
    ("mode", gettext_lazy("Way of ordering")),
    ("cost_frame", gettext_lazy("Cost frame")),
    ("state_words", gettext_lazy("State")),
    ("approved_on", gettext_lazy("Approved on")),
)


@dataclass(frozen=True, slots=True)
class FollowPage:
    order: OrderPage
    facts: tuple[Answer, ...]
    deeds: tuple[Link, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class WritePage:
    title: Words
    need: str
    button: Words
    crumbs: tuple[Link, ...]
    back_href: str


@require_safe
def orders(request: HttpRequest) -> HttpResponseBase:
    actor = signed_in(request)
    actor.require(access.READ)
    view, search = chosen(request, queries.ORDER_VIEWS, "open"), said(request)
    file = download(
        request, "orders", _COLUMNS, lambda: every(lambda after, size: queries.orders(actor, view, search, after, size))
    )
    if file is not None:
        return file
    found = queries.orders(actor, view, search, request.GET.get("after"), ROWS)
    table = TableView(
        columns=(
            Column(pgettext("calls", "Order")), Column(_("Key field")), Column(_("Way of ordering")), Column(_("Cost frame"), "money"),
            Column(_("State"), "state"),
        ),
        rows=tuple(map(_row, found.rows)),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=pgettext("calls", "Orders"),
        empty=EmptyView(_("No order here"), _("An order is written from a need that is fit to be ordered."), reverse("calls:needs"), _("Needs")),
    )  # fmt: skip
    labels = (("open", _("In preparation")), ("approved", _("Approved")), ("ended", _("Dropped")))
    page = ListPage(
        title=pgettext("calls", "Orders"),
        lead=_(
            "What the city orders from science: goal, measurable requirements, cost frame, and how the performer is found."
        ),
        tabs=tabs(request, labels, view),
        table=table,
        query=search,
        search_href=request.path,
    )
    return render(request, "calls/list.html", page)


def _row(row: OrderRow) -> Row:
    title = Cell(row.title, reverse("calls:order", args=[row.id]), row.number, strong=True)
    return Row((title, row.field.capitalised(), row.mode.capitalised(), row.cost_frame, row.state))


@require_safe
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    actor = signed_in(request)
    found = queries.order(order_id, actor)
    facts = [
        Answer(_("Need"), f"{found.need[1]} · {found.need[2]}"),
        Answer(_("Key field"), found.field),
        Answer(_("Cost frame"), found.cost_frame, kind="money"),
        Answer(_("Months to perform it"), found.months, kind="number"),
        Answer(_("Way of ordering"), found.mode.capitalised()),
        Answer(_("Performer of a direct assignment"), found.performer),
        Answer(_("Ground of a direct assignment"), found.ground),
        Answer(_("Written by"), found.prepared_by),
        Answer(_("Approved by"), found.approved_by),
        Answer(_("Approved on"), found.approved_on, kind="day"),
        Answer(_("Sent back or dropped because"), found.turned_ground),
    ]
    page = FollowPage(
        order=found,
        facts=tuple(line for line in facts if line.value not in ("", None)),
        deeds=_deeds(found, actor),
        crumbs=(Link(pgettext("calls", "Orders"), reverse("calls:orders")),),
    )
    return render(request, "calls/order.html", page)


def _deeds(found: OrderPage, actor: Actor) -> tuple[Link, ...]:
    links, state = [], found.state.code
    if actor.may(access.APPROVE) and state == "submitted":
        links.append(Link(_("Approve or send back"), reverse("calls:decide-order", args=[found.id]), icon="checklist"))
    if actor.may(access.PREPARE):
        if state == "approved":
            links.append(Link(_("Prepare the call"), reverse("calls:prepare", args=[found.id]), icon="news"))
        if state == "draft":
            links.append(Link(_("Submit or drop"), reverse("calls:decide-order", args=[found.id]), icon="send"))
            links.append(Link(_("Change it"), reverse("calls:change-order", args=[found.id]), icon="pencil"))
    if found.call:
        links.append(Link(found.call[1], reverse("calls:call", args=[found.call[0]]), icon="arrow-right"))
    return tuple(links)


# -- writing ---------------------------------------------------------------------------------------------------------


@ask
def draft_order(request: HttpRequest, need_id: int) -> HttpResponse:
    """Write the order of an accepted need."""
    actor = signed_in(request)
    actor.require(access.PREPARE)
    need = queries.need(need_id, actor)
    form = bind(
        OrderForm, request, fields=_fields(actor), initial={"title": need.title, "cost_frame": need.cost_to, "product_1": need.product}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        command = form.draft(need_id)
        made: list[int] = []
        if did(form, lambda: made.append(usecases.draft_order(command, actor=actor))):
            messages.success(request, _("The order is written. Submit it for approval."))
            return redirect("calls:order", made[0])
    back = reverse("calls:need", args=[need_id])
    crumbs = (Link(_("Needs"), reverse("calls:needs")), Link(need.number, back))
    page = WritePage(_("Write the order"), f"{need.number} · {need.title}", _("Save the order"), crumbs, back)
    return render(request, "calls/write_order.html", page, status_of(form), form=form)


@ask
def change_order(request: HttpRequest, order_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.PREPARE)
    found = queries.order(order_id, actor)
    form = bind(OrderForm, request, fields=_fields(actor), initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        command = form.change(order_id, found.need[0])
        if did(form, lambda: usecases.change_order(command, actor=actor)):
            messages.success(request, _("The order is changed."))
            return redirect("calls:order", order_id)
    back = reverse("calls:order", args=[order_id])
    crumbs = (Link(pgettext("calls", "Orders"), reverse("calls:orders")), Link(found.number, back))
    page = WritePage(_("Change the order"), f"{found.need[1]} · {found.need[2]}", _("Save the order"), crumbs, back)
    return render(request, "calls/write_order.html", page, status_of(form), form=form)


def _fields(actor: Actor) -> list[tuple[str, Any]]:
    return [(each.code, each.label.capitalised()) for each in queries.key_fields(actor.today)]


def _initial(found: OrderPage) -> dict[str, Any]:
    values: dict[str, Any] = {
        "seen": found.version,
        "title": found.title,
        "goal": found.goal,
        "field": found.field_code,
        "cost_frame": found.cost_frame,
        "months": found.months,
        "mode": found.mode_code,
        "ground": found.ground,
        "performer": found.performer,
    }
    for number, one in enumerate(found.requirements, start=1):
        values |= {
            f"product_{number}": one.product,
            f"criterion_{number}": one.criterion,
            f"unit_{number}": one.unit,
            f"target_{number}": one.target,
        }
    return values


@ask
def decide_order(request: HttpRequest, order_id: int) -> HttpResponse:
    """Submit or drop by the department; approve or send back by the competent body."""
    actor = signed_in(request)
    if not actor.may(access.PREPARE):
        actor.require(access.APPROVE)
    found = queries.order(order_id, actor)
    form = bind(DecideOrderForm, request, verbs=_verbs(found, actor), initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(order_id)
        if did(form, lambda: usecases.decide_order(command, actor=actor)):
            messages.success(request, _("Recorded; the colleagues concerned are told."))
            return redirect("calls:order", order_id)
    page = DeedPage(
        _("Decide on the order"),
        _("What is approved is never changed afterwards."),
        _("Record the decision"),
        (
            Link(pgettext("calls", "Orders"), reverse("calls:orders")),
            Link(found.number, reverse("calls:order", args=[order_id])),
        ),
        reverse("calls:order", args=[order_id]),
        (
            Answer(pgettext("calls", "Order"), found.title),
            Answer(_("Way of ordering"), found.mode.capitalised()),
            Answer(_("Ground of a direct assignment"), found.ground or "–"),
            Answer(_("Cost frame"), found.cost_frame, kind="money"),
        ),
        why=found.why,
    )
    return show(request, page, form)


def _verbs(found: OrderPage, actor: Actor) -> list[tuple[str, Any]]:
    verbs: list[tuple[str, Any]] = []
    if actor.may(access.APPROVE):
        verbs += [("approve", _("Approve the order")), ("send_back", pgettext("calls", "Send it back"))]
    if actor.may(access.PREPARE):
        verbs += [("submit", _("Submit it for approval")), ("drop", _("Drop the order"))]
    return verbs
