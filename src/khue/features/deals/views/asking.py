"""Pages with which a deal begins, is answered and ends."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.features.deals import usecases
from khue.features.deals.domain.commands import EndDeal
from khue.features.deals.forms import AnswerForm, GroundForm, InterestForm
from khue.features.deals.views.frame import acting, ask_of, crumbs
from khue.features.exchange import queries as exchange
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ask, ask_for
from khue.kernel.ui import Answer, Words
from khue.kernel.web import signed_in


@ask
def interest(request: HttpRequest, number: str) -> HttpResponse:
    """A member says that it is interested in a listed offer."""
    actor = signed_in(request)
    offer = exchange.public_offer(number, actor)
    parties = exchange.choices_of(actor)
    form = bind(InterestForm, request, parties=parties)
    points: tuple[Words, ...] = (
        _("The supplier reads who you are and what you write here; nobody else does."),
        _("Only members of the exchange deal on it."),
    )
    facts = (Answer(_("Offer"), offer.title, origin=offer.number), Answer(_("Supplier"), offer.supplier))
    at = reverse("exchange:public", args=[number])
    page = DeedPage(_("Say that you are interested"), offer.title, _("Send it"), crumbs(), at, facts, points)
    return ask_for(
        request, form, page, lambda: usecases.express_interest(form.command(number), actor=actor), _("The supplier has been told."),
        lambda made: reverse("deals:deal", args=[made]),
    )  # fmt: skip


@ask
def answer(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The seller negotiates or declines."""
    actor, card = acting(request, deal_id, "seller")
    form = bind(AnswerForm, request)
    facts = (Answer(_("Who is interested"), card.buyer), Answer(_("What they write"), card.note))
    words = _("Answer an interest"), _("Send the answer"), _("Your answer is sent.")
    return ask_of(
        request, form, card, words, lambda: usecases.answer_interest(form.command(deal_id), actor=actor), facts=facts
    )


@ask
def end(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Either side breaks off."""
    actor, card = acting(request, deal_id)
    form = bind(GroundForm, request)

    def deed() -> None:
        said = form.cleaned_data
        usecases.end_deal(EndDeal(deal_id, said["ground"], said["once"]), actor=actor)

    words = _("Break off"), _("Break off the deal"), _("The deal has ended.")
    points = (
        _("The other side reads the ground. A non-disclosure ends with the deal; the duty to keep the secret stays."),
    )
    return ask_of(request, form, card, words, deed, points=points)
