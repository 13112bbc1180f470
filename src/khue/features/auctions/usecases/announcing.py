"""An auction is announced with all its terms, which never change afterwards."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.auctions import access
from khue.features.auctions.domain.commands import AnnounceAuction
from khue.features.auctions.domain.holding import may_announce
from khue.features.auctions.domain.terms import Terms
from khue.features.auctions.events import AuctionAnnounced
from khue.features.auctions.models import Auction
from khue.features.auctions.queries.reading import rules_on, seal
from khue.features.auctions.usecases.parts import about, next_number, tell_sides
from khue.features.people import queries as people
from khue.features.people.usecases import standing_party
from khue.kernel.deeds import Deed, command


def announce_auction(asked: AnnounceAuction, *, actor: Actor) -> int:
    """The auction's id. A reserve that is not open is sealed at once. Raises NotAllowed, Refused, Missing (no such seller)."""
    actor.require(access.HOLD)
    with command("auctions.announce_auction", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        seller = standing_party(asked.seller)
        require(may_announce(asked, near=actor.is_near(seller.key), now=deed.moment, rules=rules_on(deed.today)))
        auction = _row(asked, seller, deed)
        auction.save(force_insert=True)
        deed.subject = f"auction:{auction.pk}"
        deed.after(number=auction.number, kind=auction.kind, start=auction.start, ends_at=auction.ends_at.isoformat())
        deed.emit(AuctionAnnounced(**about(auction, auction.seller_id)))
        title = Text(f"Phiên {auction.number} đã được công bố", f"Auction {auction.number} is announced")
        tell_sides([auction.seller_id], title, Text(auction.title_vi, auction.title_en), auction, deed)
        deed.result(auction.pk)
        return int(auction.pk)


def _row(asked: AnnounceAuction, seller: people.PartyCard, deed: Deed) -> Auction:
    terms: Terms = asked.terms
    secret = terms.reserve is not None and not terms.reserve_open
    return Auction(
        number=next_number(deed.today.year),
        kind=terms.kind,
        title_vi=asked.title.vi.strip(),
        title_en=asked.title.en.strip(),
        about=asked.about.strip(),
        reference=asked.reference.strip(),
        seller_id=seller.id,
        seller_name=seller.name,
        start=terms.start,
        reserve=None if secret else terms.reserve,
        sealed_reserve=seal(reserve=terms.reserve) if secret else None,
        opens_at=terms.opens_at,
        planned_end=terms.ends_at,
        ends_at=terms.ends_at,
        steps=[[step.over, step.by] for step in terms.steps],
        extend_within=int(terms.extend_within.total_seconds()),
        extend_by=int(terms.extend_by.total_seconds()),
        drop=terms.drop,
        every=int(terms.every.total_seconds()),
        lowest=terms.lowest,
        price_weight=terms.price_weight,
        criteria=[[one.code, one.title.vi, one.title.en, one.weight] for one in terms.criteria],
        announced_by=deed.actor.key,
        announced_by_name=deed.actor.name,
        announced_at=deed.moment,
    )
