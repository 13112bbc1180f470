"""The pages of the two persons who look at an offer, and of rulings by a list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.exchange import access, queries, usecases
from khue.features.exchange.forms import CheckForm, ReleaseForm, RuleForm, TakeForm
from khue.features.exchange.queries import OfferCard
from khue.features.exchange.views.parts import claims_table, own_crumbs, owners_table
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ask, ask_for
from khue.kernel.ui import Answer, Link
from khue.kernel.web import signed_in


def _officer(request: HttpRequest, offer_id: int) -> tuple[Actor, OfferCard, str]:
    """Who may check, the offer, and its address. Raises NotAllowed, Missing."""
    actor = signed_in(request)
    actor.require(access.CHECK)
    return actor, queries.offer_card(offer_id, actor), reverse("exchange:offer", args=[offer_id])


def _way(actor: Actor, card: OfferCard, at: str) -> tuple[Link, ...]:
    return own_crumbs(actor, Link(card.described.title, at))


def _facts(card: OfferCard) -> tuple[Answer, ...]:
    return (
        Answer(_("Supplier"), card.supplier),
        Answer(_("Public summary"), card.described.summary),
        Answer(_("Paper that proves the right"), card.basis_paper),
    )


@ask
def take(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Take the step that is open in charge."""
    actor, card, at = _officer(request, offer_id)
    form = bind(TakeForm, request)
    facts = (Answer(_("Supplier"), card.supplier), Answer(_("In charge now"), card.in_charge or "–"))
    page = DeedPage(
        _("Take in charge"), card.described.title, _("Take in charge"), _way(actor, card, at), at, facts,
        (_("From then on you may read the confidential part until your step is done; each reading is on record."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.take_offer(form.command(offer_id), actor=actor), _("The offer is in your charge."), at
    )  # fmt: skip


@ask
def check(request: HttpRequest, offer_id: int) -> HttpResponse:
    """The first person's answer: rights, evidence of each claim, entries of lists."""
    actor, card, at = _officer(request, offer_id)
    open_entries = tuple(row for row in card.judgements if not row.ruling) if card.step == "check" else ()
    form = bind(
        CheckForm, request, claims=card.claims if card.step == "check" else (), judgements=open_entries, initial={"seen": card.stamp}
    )  # fmt: skip
    page = DeedPage(
        _("Check the offer"), card.described.title, _("Record the answer"), _way(actor, card, at), at, _facts(card),
        (
            _("Compare each claim with the paper that is to show it; choose no more than you have seen."),
            _("Look that the public words give away nothing of the confidential part."),
            _("A ruling that it is prohibited refuses the offer at once."),
        ),
        papers=card.papers, tables=(claims_table(card.claims), owners_table(card.owners)),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.check_offer(form.command(offer_id), actor=actor), _("Your answer is recorded."), at
    )  # fmt: skip


@ask
def release(request: HttpRequest, offer_id: int) -> HttpResponse:
    """The second person's answer."""
    actor, card, at = _officer(request, offer_id)
    form = bind(ReleaseForm, request, initial={"seen": card.stamp})
    facts = (*_facts(card), Answer(_("Checked by"), card.versions[0].checked_by))
    page = DeedPage(
        _("Answer as the second person"), card.described.title, _("Record the answer"), _way(actor, card, at), at, facts,
        (_("Once listed, everybody reads it."),), papers=card.papers, tables=(claims_table(card.claims), owners_table(card.owners)),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.release_offer(form.command(offer_id), actor=actor), _("Your answer is recorded."), at
    )  # fmt: skip


@ask
def rule(request: HttpRequest, offer_id: int, entry_id: int) -> HttpResponse:
    """Whether an offer is on an entry that came after its check."""
    actor, card, at = _officer(request, offer_id)
    entry = queries.entry(entry_id)
    form = bind(RuleForm, request, initial={"seen": card.stamp})
    facts = (
        Answer(_("List"), entry.which.capitalised()),
        Answer(_("Entry of the list"), entry.title, origin=entry.source),
        Answer(_("In force from"), entry.from_on, kind="day"),
        Answer(_("Public summary"), card.described.summary),
    )
    page = DeedPage(
        _("Rule on an entry"), card.described.title, _("Record the ruling"), _way(actor, card, at), at, facts,
        (_("Until there is a ruling, the offer is hidden. A ruling that it is prohibited refuses it."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.rule_on_entry(form.command(offer_id, entry_id), actor=actor), _("The ruling is recorded."), at
    )  # fmt: skip
