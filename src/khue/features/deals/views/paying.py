"""Pages of shares: a due settled into them, their list, and the payment order of one."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.errors import Missing
from khue.features.deals import access, queries, usecases
from khue.features.deals.forms import SettleForm, ShareForm
from khue.features.deals.queries import ShareRow
from khue.features.deals.usecases.contracting import nothing_waits
from khue.features.deals.views.frame import ask_of, crumbs
from khue.features.deals.views.papers import state_cell
from khue.features.treasury import queries as treasury
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ListingPage, ask, ask_for, listed
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row
from khue.kernel.web import render, signed_in


@ask
def settle(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """What lies in escrow is owed to everybody by their share."""
    actor = signed_in(request)
    actor.require(access.SETTLE)
    card = queries.deal_card(deal_id, actor)
    facts = tuple(Answer(_("Due"), one.amount, kind="money") for one in card.dues if one.no == no)
    if not facts:
        raise nothing_waits()
    form = bind(SettleForm, request, receivers=queries.likely_receivers(deal_id, actor))
    words = _("Settle"), _("Settle it"), _("The shares are owed; each is paid by an order of the treasury.")
    points = (_("The amounts together are what lies in escrow. Leave empty who receives nothing."),)
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.settle_due(form.command(deal_id, no), actor=actor),
        facts=facts,
        points=points,
    )


_COLUMNS = (
    ("number", gettext_lazy("Deal")),
    ("title", gettext_lazy("Subject")),
    ("name", gettext_lazy("Who receives")),
    ("role", gettext_lazy("Receives as")),
    ("amount", gettext_lazy("Amount")),
    ("state", gettext_lazy("State")),
    ("paid_on", gettext_lazy("Paid on")),
)


@require_safe
def shares(request: HttpRequest) -> HttpResponseBase:
    """Shares of deals: one's own, or for staff all; newest first, with downloads."""
    actor = signed_in(request)
    empty = EmptyView(
        _("No share here"), _("A share is owed when a payment of a deal is settled."), reverse("deals:deals")
    )
    heads = (
        Column(_("Who receives")), Column(_("Deal")), Column(_("Amount"), "money"), Column(_("State"), "state"),
        Column(_("Paid on"), "day"),
    )  # fmt: skip

    def line(row: ShareRow) -> Row:
        deal = Cell(row.number, reverse("deals:share", args=[row.id]), row.title)
        return Row((Cell(row.name, note=row.role), deal, row.amount, state_cell(row, actor), row.paid_on))

    table = listed(
        request, "deal-shares", _COLUMNS, lambda after, size: queries.shares(actor, after, size), line, heads, _("Shares of deals"), empty
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _("Who receives what of the money of technology deals, and whether it was paid.")
    return render(request, "ui/record_list.html", ListingPage(_("Shares of deals"), lead, table, crumbs=crumbs()))


@require_safe
def share(request: HttpRequest, share_id: int) -> HttpResponse:
    """To the deal of a share for who reads it, else to the list of one's shares."""
    actor = signed_in(request)
    deal = queries.deal_of_share(share_id, actor)
    try:
        queries.deal_card(deal, actor)
    except Missing:
        return HttpResponseRedirect(reverse("deals:shares"))
    return HttpResponseRedirect(reverse("deals:deal", args=[deal]))


@ask
def pay(request: HttpRequest, share_id: int) -> HttpResponse:
    """Prepare the payment order of a share."""
    actor = signed_in(request)
    row = queries.share(share_id, actor)
    receiver, card = queries.receiver_today(row.party)
    accounts = [(account.id, account.label) for account in treasury.city_accounts()]
    kept = treasury.payee_accounts(card.key)
    likely: dict[str, object] = {
        "content": f"Giao dich {row.number} phan {row.id}",
        "holder": receiver.goes_on_as or row.name,
    }
    if kept:
        likely |= {"number": kept[0].number, "number_again": kept[0].number, "holder": kept[0].holder}
        likely |= {"bank": kept[0].bank, "bank_code": kept[0].bank_code}
    succeeded = bool(receiver.goes_on_as and receiver.lapsed)
    form = bind(ShareForm, request, accounts=accounts, succeeded=succeeded, initial=likely)
    at = reverse("deals:deal", args=[row.deal])
    page = DeedPage(
        _("Pay a share"), f"{row.number} · {row.title}", _("Prepare the payment order"), crumbs(Link(row.number, at)), at,
        tuple(_facts(row, receiver.goes_on_as)),
        (_("It counts as paid when a bank statement shows the money."),),
    )  # fmt: skip
    said = _("The payment order is prepared. A second person approves it.")
    return ask_for(request, form, page, lambda: usecases.order_share(form.command(share_id), actor=actor), said, at)


def _facts(row: ShareRow, goes_on_as: str) -> Iterator[Answer]:
    yield Answer(_("Who receives"), row.name, origin=row.role)
    if goes_on_as:
        yield Answer(_("Goes on as"), goes_on_as)
    yield Answer(_("Amount"), row.amount, kind="money")
    yield Answer(_("State"), row.state.label)
