"""What people do with an order: approve, cancel, open it again, amend it; each asked once before it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.money import format_dong
from khue.features.treasury import access, queries, usecases
from khue.features.treasury.forms import AmendForm, ApproveForm, CancelForm, ReopenForm, SeenOnceForm
from khue.features.treasury.queries import OrderCard
from khue.features.treasury.views.frame import FormPage, ask, crumbs, did, status
from khue.features.treasury.views.orders.reading import answers_of
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Link
from khue.kernel.web import actor_of, language, redirect, render


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
    facts = (Answer(_("Amount"), format_dong(card.row.amount, language())), *answers_of(card))
    page = FormPage(*words, back, crumbs(Link(card.row.reference, back)), facts, card.row.state)
    return render(request, "treasury/form.html", page, status(form), form=form)


def _amendable(card: OrderCard) -> dict[str, str]:
    return {
        "number": card.payee.number, "holder": card.payee.holder, "bank": card.payee.bank, "bank_code": card.payee.bank_code,
        "content": card.row.content, "chapter": card.codes.chapter, "sector": card.codes.sector, "item": card.codes.item,
        "source": card.codes.source,
    }  # fmt: skip
