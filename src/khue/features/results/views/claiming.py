"""Claims on results that are on offer: making one, taking it back, and how they are listed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.features.people import queries as people
from khue.features.results import queries, usecases
from khue.features.results.forms import ClaimForm, WithdrawClaimForm
from khue.features.results.queries import TransferClaimRow
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ask, ask_for
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.web import signed_in


@ask
def claim(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Show that a party wants the result."""
    actor = signed_in(request)
    offer = queries.offer_to_claim(offer_id)
    parties = [(card.key, card.name) for card in people.parties_i_act_for(actor, "submit")]
    form = bind(ClaimForm, request, parties=parties, initial={"party": parties[-1][0] if parties else ""})
    here = reverse("results:public", args=[offer.number])
    page = DeedPage(
        _("Claim the transfer of a result"), offer.title, _("Send the claim"),
        (Link(_("Register of results"), reverse("results:register")), Link(offer.number, here)), here,
        (
            Answer(_("Owner"), offer.owner),
            Answer(_("Conditions"), offer.conditions),
            Answer(_("Claims are taken from"), offer.open_on, kind="day"),
            Answer(_("… until the day before"), offer.until_on, kind="day"),
        ),
        (
            _("The owner and the department read your claim; it stands on no public page."),
            _("No law that is known sets a day for the answer, so none is computed here."),
        ),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.claim_transfer(form.command(offer_id), actor=actor),
        _("Your claim is on record. The owner was told."), reverse("results:mine"),
    )  # fmt: skip


@ask
def withdraw_claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Take a claim back."""
    actor = signed_in(request)
    row = queries.claim(claim_id, actor)
    form = bind(WithdrawClaimForm, request)
    page = DeedPage(
        _("Withdraw the claim"), row.title, _("Withdraw the claim"), (Link(_("My results"), reverse("results:mine")),),
        reverse("results:mine"), (Answer(_("Who wants the result"), row.name), Answer(_("What it is for"), row.purpose)),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.withdraw_claim(form.command(claim_id), actor=actor),
        _("The claim is withdrawn."), reverse("results:mine"),
    )  # fmt: skip


def claims_table(rows: tuple[TransferClaimRow, ...]) -> TableView | None:
    """Who wants a result, for its owner's side and staff; None where nobody does."""
    if not rows:
        return None
    return TableView(
        (Column(_("Who wants the result")), Column(_("What it is for")), Column(_("Claimed"), "moment"), Column(_("State"), "state")),
        tuple(Row((row.name, row.purpose, row.claimed_at, Cell(row.state, note=row.ground))) for row in rows),
        caption=_("Claims on this result"),
    )  # fmt: skip


def my_claims_table(rows: tuple[TransferClaimRow, ...]) -> TableView | None:
    """What the reader's parties have claimed, each with the way to take it back."""
    if not rows:
        return None
    return TableView(
        (Column(_("Result")), Column(_("Who wants the result")), Column(_("Claimed"), "moment"), Column(_("State"), "state"), Column(_("What to do"))),
        tuple(
            Row((
                Cell(row.title, reverse("results:public", args=[row.number]), row.number), row.name, row.claimed_at, row.state,
                Link(_("Withdraw the claim"), reverse("results:withdraw-claim", args=[row.id])) if row.may_withdraw else "",
            ))
            for row in rows
        ),
        caption=_("My claims on results"),
        empty=EmptyView(_("No claim yet"), icon="arrows-exchange"),
    )  # fmt: skip
