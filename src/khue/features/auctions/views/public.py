"""The public list of auctions, and the page of one: what everybody reads, with what its sides and staff read besides."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.auctions import access, queries
from khue.features.auctions.queries import AuctionCard, AuctionRow
from khue.features.auctions.views.blocks import blocks_of, live_block, own_blocks, staff_blocks, story
from khue.kernel.record_pages import ListingPage, RecordPage, chosen, listed, views_of
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, Words
from khue.kernel.viewing import note_view
from khue.kernel.web import actor_of, render

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Subject")),
    ("kind", gettext_lazy("Kind of auction")),
    ("reference", gettext_lazy("Reference")),
    ("seller", gettext_lazy("Seller")),
    ("opens_at", gettext_lazy("Begins")),
    ("ends_at", gettext_lazy("Ends")),
    ("start", gettext_lazy("Starting price, in đồng")),
    ("price", gettext_lazy("Price found, in đồng")),
    ("bids", gettext_lazy("Lines of the list")),
)


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Auctions and tenders"), reverse("auctions:auctions")), *more)


@require_safe
def auctions(request: HttpRequest) -> HttpResponseBase:
    """Auctions and tenders, newest first, by what they are doing; downloaded as files."""
    actor = actor_of(request)
    labels: list[tuple[str, Words]] = [("all", _("All")), ("running", _("Running")), ("coming", _("Coming")), ("over", _("Over"))]  # fmt: skip
    if actor.is_signed_in:
        labels.append(("mine", _("Mine")))
    if actor.may(access.READ):
        labels.append(("waiting", _("Waiting for staff")))
    view = chosen(request, [code for code, _label in labels], "all")
    empty = EmptyView(_("No auction here"), _("What is announced appears here with all its terms."), icon="clipboard-list")  # fmt: skip
    table = listed(
        request, "auctions", _COLUMNS, lambda after, size: queries.auctions(actor, view, after, size), _row, _heads(), _("Auctions and tenders"),
        empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    deeds = (Link(_("Announce an auction"), reverse("auctions:announce"), icon="plus"),) if actor.may(access.HOLD) else ()  # fmt: skip
    lead = _(
        "Who gets a technology, and at which price, is found in the open: every bid has its place, every result says why."
    )
    page = ListingPage(_("Auctions and tenders"), lead, table, views_of(labels, view), deeds)
    return render(request, "ui/record_list.html", page)


def _heads() -> tuple[Column, ...]:
    return (
        Column(_("Subject")), Column(_("Kind of auction")), Column(_("State"), "state"), Column(_("Ends"), "moment"),
        Column(_("Starting price"), "money"), Column(_("Price found"), "money"),
    )  # fmt: skip


def _row(row: AuctionRow) -> Row:
    note = " · ".join(part for part in (row.number, row.reference, row.seller) if part)
    title = Cell(row.title, reverse("auctions:auction", args=[row.number]), note, strong=True)
    return Row((title, row.kind.capitalised(), row.state, row.ends_at, row.start, row.price if row.price is not None else "–"))  # fmt: skip


@require_safe
def auction(request: HttpRequest, number: str) -> HttpResponseBase:
    """One auction."""
    actor = actor_of(request)
    card = queries.auction_card(number, actor)
    for one in card.people:
        note_view(actor, one.party, "auctions.bidders", f"auction:{card.id}")
    page = RecordPage(
        card.title,
        card.number,
        card.view,
        crumbs(),
        deeds_of(card, actor),
        (*own_blocks(card), *blocks_of(card), *staff_blocks(card, actor)),
        story(card),
        _("What happens when"),
    )
    runs = card.phase in ("coming", "running", "ended")
    return render(request, "auctions/auction.html", page, live=live_block(card), runs=runs)


def deeds_of(card: AuctionCard, actor: Actor) -> tuple[Link, ...]:
    """What the reader may do now, the likeliest first."""

    def link(label: str, name: str, icon: str = "") -> Link:
        return Link(label, reverse(f"auctions:{name}", args=[card.id]), icon=icon)

    found: list[Link] = []
    playing = [side for side in card.own if not side.gone]
    if playing and card.phase == "running":
        found.append(link(_("Take this price"), "take") if card.kind == "dutch" else link(_("Bid"), "bid"))
    if actor.is_signed_in and card.phase in ("coming", "running") and not card.own and not actor.is_staff:
        found.append(link(_("Take part"), "register"))
    if playing and card.phase in ("coming", "running"):
        found.append(link(_("Leave the auction"), "leave"))
    if actor.may(access.OPEN) and card.may_open:
        found.append(link(_("Open the bids"), "open"))
    if actor.may(access.OPEN) and card.phase == "opened":
        found.append(link(_("Conclude the tender"), "conclude"))
    if (
        actor.may(access.AWARD)
        and card.result is not None
        and card.result.winner
        and card.phase in ("ended", "settled")
    ):
        found.append(link(_("Award"), "award"))
    if actor.may(access.AWARD) and card.state not in ("awarded", "annulled"):
        found.append(link(_("Annul"), "annul"))
    return tuple(found)
