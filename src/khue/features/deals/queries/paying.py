"""Shares of settled dues: what is owed to whom, and whether it was paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.deals import access
from khue.features.deals.domain.paying import ROLES, SHARE, Receiver, role_in_share
from khue.features.deals.models import Deal, DealShare
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.features.results import queries as results
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {"due": "wait", "ordered": "now", "paid": "good"}


@dataclass(frozen=True, slots=True)
class ShareRow:
    """``amount`` đồng; ``order`` the id of the newest payment order."""

    id: int
    deal: int
    number: str
    title: Text
    due: int
    party: str
    name: str
    role: Text
    amount: int
    state: StateView
    order: int | None
    paid_on: date | None


def shares(actor: Actor, after: str | None = None, size: int = 25) -> Page[ShareRow]:
    """Newest first: for staff all but those of restricted parties, for others what they and who they stand for receive."""
    found = _rows()
    if actor.may(access.READ):
        barred = access.barred(actor)
        found = (
            found.exclude(party__in=barred).exclude(due__deal__seller__in=barred).exclude(due__deal__buyer__in=barred)
        )
    else:
        found = found.filter(party__in=people.ids_i_stand_for(actor))
    return keyset(found, ["-id"], after, size).of(_row)


def shares_of(deal: Deal, actor: Actor) -> tuple[ShareRow, ...]:
    """Of one deal, for its readers: the seller and staff see all, others what they receive themselves."""
    found = _rows().filter(due__deal=deal)
    if not (actor.may(access.READ) or actor.stands_for(access.key_of(deal.seller_id))):
        found = found.filter(party__in=people.ids_i_stand_for(actor))
    return tuple(map(_row, found.order_by("due__no", "pk")))


def share(share_id: int, actor: Actor) -> ShareRow:
    """For who pays. Raises NotAllowed, Missing."""
    actor.require(access.SETTLE)
    row = _rows().filter(pk=share_id).first()
    if row is None:
        raise access.no_such_share()
    for party in {row.due.deal.seller_id, row.due.deal.buyer_id} & access.barred(actor):
        people.require_unrestricted(actor, access.key_of(party))
    return _row(row)


def deal_of_share(share_id: int, actor: Actor) -> int:
    """The deal of a share that the reader may see. Raises Missing."""
    row = _rows().filter(pk=share_id).first()
    sides = () if row is None else (row.party_id, row.due.deal.seller_id, row.due.deal.buyer_id)
    if row is None or not (actor.may(access.READ) or any(actor.stands_for(access.key_of(one)) for one in sides)):
        raise access.no_such_share()
    return int(row.due.deal_id)


def _rows() -> QuerySet[DealShare]:
    return DealShare.objects.select_related("due__deal")


def _row(row: DealShare) -> ShareRow:
    deal = row.due.deal
    return ShareRow(
        row.pk, deal.pk, deal.number, Text(deal.title_vi, deal.title_en), row.due.no, access.key_of(row.party_id), row.party_name,
        ROLES[row.role], row.amount, StateView(row.state, SHARE.label(row.state), TONES[row.state]), row.order, row.paid_on,
    )  # fmt: skip


def receiver_today(party: str) -> tuple[Receiver, people.PartyCard]:
    """Who receives, as the register says today, and the party to whom the order is made out. Raises Missing."""
    number = people.party_id(party)
    line = people.lineages([number])[number]
    facts = people.party_facts([party])[party]
    card = people.party(line.keys[0])
    return Receiver(facts.name, facts.goes_on_as, line.lapsed, facts.dissolved_on), card


@dataclass(frozen=True, slots=True)
class LikelyReceiver:
    party: str
    name: str
    role: str


def likely_receivers(deal_id: int, actor: Actor) -> tuple[LikelyReceiver, ...]:
    """Whom the record of the deal knows by name: the seller, owners of the offer, authors of its registered result, brokers. A name that
    stands for nobody alone in the register of parties is left out: it is typed with what tells it apart."""
    actor.require(access.SETTLE)
    deal = Deal.objects.filter(pk=deal_id).first()
    if deal is None:
        raise access.no_such_deal()
    offer = exchange.dealt_offer(deal.offer_id)
    owners = tuple(line.rpartition(" ")[0] for line in offer.owners)
    brokers = dict(deal.brokers.order_by("pk").values_list("party", "party_name"))
    found: dict[str, str] = {access.key_of(deal.seller_id): deal.seller_name}
    for name in (*owners, *_authors(offer.result)):
        key = people.key_of_name(name)
        if key:
            found.setdefault(key, name)
    found |= {access.key_of(number): name for number, name in brokers.items()}
    keys = frozenset(map(access.key_of, brokers))
    seller = access.key_of(deal.seller_id)
    return tuple(
        LikelyReceiver(key, name, role_in_share(key, name, seller=seller, owners=owners, brokers=keys))
        for key, name in found.items()
    )


def _authors(number: str) -> tuple[str, ...]:
    """Authors of the registered result that is offered, those whom everybody may read."""
    try:
        return results.public_result(number).authors if number else ()
    except Missing:
        return ()
