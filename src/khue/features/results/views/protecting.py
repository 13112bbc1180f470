"""Intellectual property and offers: pages of the owner's side and the officers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.results import access, queries, usecases
from khue.features.results.forms import OfferForm, RightForm, StepForm, WithdrawOfferForm
from khue.features.results.queries import ResultCard
from khue.features.results.views.frame import FormPage, ask, done, draw, file_crumbs, require_side, saved
from khue.kernel.forms import bind
from khue.kernel.ui import Answer
from khue.kernel.web import signed_in


def _require(actor: Actor, card: ResultCard) -> None:
    if not actor.may(access.CHECK):
        require_side(actor, card.party)


@ask
def add_right(request: HttpRequest, result_id: int) -> HttpResponse:
    """Name an IP object of a result."""
    actor = signed_in(request)
    card = queries.result_card(result_id, actor)
    _require(actor, card)
    form = bind(RightForm, request)
    if saved(request, form, lambda: usecases.add_right(form.command(result_id), actor=actor)):
        return done(request, _("The right is on record. Now record each step."), "results:result", result_id)
    page = FormPage(
        _("Record an intellectual-property right"),
        card.title,
        _("Record"),
        file_crumbs(actor, result_id, card.title),
        reverse("results:result", args=[result_id]),
        points=(_("A trade secret and what is only planned never appear in the public register."),),
    )
    return draw(request, form, page)


@ask
def move_right(request: HttpRequest, right_id: int) -> HttpResponse:
    """Record what happened to an IP object."""
    actor = signed_in(request)
    card = queries.result_card(queries.result_of_right(right_id), actor)
    _require(actor, card)
    row = next((one for one in card.rights if one.id == right_id), None)
    if row is None:
        raise access.no_such_result()
    form = bind(StepForm, request, steps=queries.right_of(right_id))
    if saved(request, form, lambda: usecases.move_right(form.command(right_id), actor=actor)):
        return done(request, _("The step is on record."), "results:result", card.id)
    page = FormPage(
        _("Record a step of the right"),
        row.title,
        _("Record"),
        file_crumbs(actor, card.id, card.title),
        reverse("results:result", args=[card.id]),
        tuple(Answer(label.capitalised(), on, origin=number, kind="day") for label, on, number in row.steps),
    )
    return draw(request, form, page)


@ask
def offer(request: HttpRequest, result_id: int) -> HttpResponse:
    """Offer a result for transfer without refund."""
    actor = signed_in(request)
    card = queries.result_card(result_id, actor)
    require_side(actor, card.party)
    form = bind(OfferForm, request, initial={"open_on": actor.today})
    if saved(request, form, lambda: usecases.offer_transfer(form.command(result_id), actor=actor)):
        return done(
            request, _("The result is on offer. The register shows it from now on."), "results:result", result_id
        )
    page = FormPage(
        _("Offer for transfer without refund"),
        _("A result that city money formed may go without payment to whoever can use it for the city."),
        _("Publish the offer"),
        file_crumbs(actor, result_id, card.title),
        reverse("results:result", args=[result_id]),
        points=(
            _(
                "Enterprises, science organisations, State bodies and public service units may claim it through the exchange."
            ),
        ),
    )
    return draw(request, form, page)


@ask
def withdraw_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Take an offer back."""
    actor = signed_in(request)
    card = queries.result_card(queries.offer_of(offer_id), actor)
    require_side(actor, card.party)
    form = bind(WithdrawOfferForm, request)
    if saved(request, form, lambda: usecases.withdraw_offer(form.command(offer_id), actor=actor)):
        return done(request, _("The offer is withdrawn."), "results:result", card.id)
    page = FormPage(
        _("Withdraw the offer"),
        card.title,
        _("Withdraw the offer"),
        file_crumbs(actor, card.id, card.title),
        reverse("results:result", args=[card.id]),
    )
    return draw(request, form, page)
