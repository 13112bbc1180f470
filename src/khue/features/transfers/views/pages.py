"""The public list of transfers, and the page of one: what everybody reads, and the file for its sides and staff."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.transfers import access, queries
from khue.features.transfers.queries import HandoverRow, TransferCard, TransferRow
from khue.features.transfers.views.blocks import claim_blocks, handover_block, proposal_blocks, story
from khue.kernel.record_pages import Block, ListingPage, RecordPage, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.viewing import note_view
from khue.kernel.web import actor_of, language, render

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Result")),
    ("owner", gettext_lazy("Owner")),
    ("state", gettext_lazy("State")),
    ("opened_at", gettext_lazy("Opened")),
    ("decided_at", gettext_lazy("Decided on")),
    ("receivers", gettext_lazy("Receiver of the result")),
    ("owed", gettext_lazy("Duties not done yet")),
)


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Transfers without refund"), reverse("transfers:transfers")), *more)


@require_safe
def transfers(request: HttpRequest) -> HttpResponseBase:
    """Transfers without refund, newest first; downloaded as files."""
    actor = actor_of(request)
    labels: list[tuple[str, Words]] = [("decided", _("Decided transfers"))]
    if actor.is_signed_in:
        labels.append(("mine", _("Mine")))
    if actor.may(access.READ):
        labels += [("waiting", _("Waiting for staff")), ("all", _("All"))]
    view = chosen(request, [code for code, _label in labels], "decided")
    empty = EmptyView(_("No transfer here"), _("Who received a result that public money formed, and why, appears here."), icon="arrows-exchange")  # fmt: skip
    heads = (
        Column(_("Result")), Column(_("State"), "state"), Column(_("Receiver of the result")), Column(_("Decided on"), "day"),
        Column(_("Duties not done yet"), "number"),
    )  # fmt: skip
    table = listed(
        request, "transfers", _COLUMNS, lambda after, size: queries.transfers(actor, view, after, size), _row, heads,
        _("Transfers without refund"), empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    before = tuple(_waiting(actor)) if view == "waiting" else ()
    lead = _(
        "What public money formed goes without refund to those who can use it for the city. Here stands who received what, why, and what they owe in return."
    )
    links = (
        Link(_("Results on offer"), reverse("results:register") + "?view=offered"),
        Link(_("Technology that the city buys"), reverse("transfers:purchases")),
    )
    page = ListingPage(_("Transfers without refund"), lead, table, views_of(labels, view), links, before=before)
    return render(request, "ui/record_list.html", page)


def _row(row: TransferRow) -> Row:
    title = Cell(row.title, reverse("transfers:transfer", args=[row.number]), f"{row.number} · {row.owner}", strong=True)  # fmt: skip
    return Row((title, row.state, row.receivers or "–", row.decided_at or "–", row.owed))


def _waiting(actor: Actor) -> Iterator[Block]:
    """Offers on which claims are taken no longer and that have no file yet."""
    found = queries.offers_to_open(actor)
    if found:
        opens = actor.may(access.CHECK)
        rows = tuple(
            Row((
                Cell(one.title, reverse("results:public", args=[one.number]), f"{one.number} · {one.owner_name}"), one.until_on, one.claims,
                Link(_("Open the file"), reverse("transfers:open", args=[one.offer])) if opens else "",
            ))
            for one in found
        )  # fmt: skip
        heads = (Column(_("Result")), Column(_("Claims ended on"), "day"), Column(_("Claims"), "number"), Column(_("What to do")))  # fmt: skip
        yield Block(
            _("Claims have ended, no file yet"), table=TableView(heads, rows, caption=_("Offers without a file"))
        )


@require_safe
def transfer(request: HttpRequest, number: str) -> HttpResponseBase:
    """One transfer."""
    actor = actor_of(request)
    card = queries.transfer_card(number, actor)
    for one in card.claims:
        note_view(actor, one.party, "transfers.claims", f"transfer:{card.id}")
    page = RecordPage(
        card.title, card.number, card.state, crumbs(), tuple(_deeds(card, actor)), tuple(_blocks(card, actor)), story(card), _("What happens when")
    )  # fmt: skip
    return render(request, "ui/record.html", page)


def _deeds(card: TransferCard, actor: Actor) -> Iterator[Link]:
    """What the reader may do now, the likeliest first."""

    def link(label: str, name: str) -> Link:
        return Link(label, reverse(f"transfers:{name}", args=[card.id]))

    state = card.state.code
    live = [one for one in card.claims if one.live]
    if actor.may(access.CHECK) and state == "checking":
        if live and all(one.check is not None for one in live):
            yield link(_("Propose who receives it"), "propose")
        if not live:
            yield link(_("End without a transfer"), "end")
    if actor.may(access.DECIDE) and state == "proposed":
        yield link(_("Decide"), "decide")
        yield link(_("Return the proposal"), "return")


def _blocks(card: TransferCard, actor: Actor) -> Iterator[Block]:
    public = Link(_("Page of the result"), reverse("results:public", args=[card.result]))
    facts = [Answer(_("Owner"), card.owner_name), Answer(_("Conditions"), card.conditions)]
    if card.state.code in ("checking", "proposed"):
        facts.append(Answer(_("Claims that stand"), card.claimed, kind="number"))
    yield Block(_("The result"), facts=tuple(facts), links=(public,))
    if card.state.code == "decided":
        names = [name.into(language()) if isinstance(name, Text) else name for _claim, name in card.receivers]
        yield Block(
            _("Decision"),
            facts=(
                Answer(_("Receiver of the result"), ", ".join(names) or _("Nobody receives it by this decision.")), Answer(_("Ground"), card.ground),
                Answer(_("Decided by whom"), card.decided_by), Answer(_("Decided on"), card.decided_at, kind="moment"),
            ),
        )  # fmt: skip
    if card.state.code == "ended":
        yield Block(_("Why it ended"), card.ground, facts=(Answer(_("By"), card.decided_by),))
    if card.claims:
        yield from claim_blocks(card, actor)
    yield from proposal_blocks(card)
    written = {one.id: one for one in card.handovers}
    for made in written.values():
        yield handover_block(made, _deeds_of(made, actor), actor)


def _deeds_of(made: HandoverRow, actor: Actor) -> tuple[Link, ...]:
    found = []
    if made.may_sign:
        found.append(Link(_("Sign the hand-over record"), reverse("transfers:sign", args=[made.id])))
    if actor.may(access.DECIDE) and made.state.code in ("drafted", "handed"):
        found.append(Link(_("Recall the result"), reverse("transfers:recall", args=[made.id])))
    return tuple(found)
