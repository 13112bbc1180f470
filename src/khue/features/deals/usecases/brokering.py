"""Brokers: each side names its own in the open; nobody is broker on both sides, and no side is its own broker."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Missing, Refused, require
from khue.features.deals.domain.commands import DropBroker, NameBroker
from khue.features.deals.domain.deciding import may_name_broker
from khue.features.deals.domain.words import SAY
from khue.features.deals.models import DealBroker
from khue.features.deals.queries.valuing import valuers_of
from khue.features.deals.usecases.parts import own_deal, share_hands, tell, write
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.kernel.deeds import command


def name_broker(asked: NameBroker, *, actor: Actor) -> int:
    """The broker of the actor's side, disclosed to both; its id. Raises Refused, Missing."""
    with command("deals.name_broker", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal, side = own_deal(asked.deal_id, deed)
        party = people.party(asked.party)
        standing = list(DealBroker.objects.filter(deal=deal, ended_at=None))
        others = [one.party_id for one in standing if one.side != side]

        def decided(*, at_other: bool) -> Decision:
            return may_name_broker(
                asked,
                state=deal.state,
                member=exchange.is_member(party.id, "broker"),
                is_party=any(share_hands(party.id, one, deed) for one in (deal.seller_id, deal.buyer_id)),
                other_side=at_other,
                named=any(one.party_id == party.id for one in standing),
                valuer=party.id in valuers_of(deal.pk),
            )

        require(decided(at_other=any(share_hands(party.id, one, deed) for one in others)))
        try:
            with transaction.atomic():
                row = DealBroker.objects.create(
                    deal=deal, side=side, party_id=party.id, party_name=party.name, paper=asked.paper.strip(), by=actor.key,
                    by_name=actor.name, at=deed.moment,
                )  # fmt: skip
        except IntegrityError as error:
            raise Refused(decided(at_other=True)) from error
        deed.about(asked.party)
        deed.after(broker=row.pk, side=side)
        title = Text(f"Giao dịch {deal.number}: công khai môi giới", f"Deal {deal.number}: a broker is disclosed")
        body = Text(f"{party.name} làm môi giới cho một bên.", f"{party.name} is broker of one side.")
        tell(deal, [deal.seller_id, deal.buyer_id, party.id], title, body, deed)
        deed.result(row.pk)
        return int(row.pk)


def drop_broker(asked: DropBroker, *, actor: Actor) -> None:
    """The side that named a broker lets it go: it reads nothing more. Raises Missing, Refused."""
    with command("deals.drop_broker", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side = own_deal(asked.deal_id, deed)
        row = (
            DealBroker.objects.select_for_update()
            .filter(deal=deal, side=side, pk=asked.broker_id, ended_at=None)
            .first()
        )
        if row is None:
            raise Missing(
                Text("Bên của ông/bà không có môi giới này.", "Your side has no such broker."),
                Text("Mời ông/bà mở lại trang của giao dịch.", "Open the page of the deal again."),
            )
        require(Decision.refuse_if_any(SAY.missing_ground(asked.ground)))
        write(row, ended_at=deed.moment, end_ground=asked.ground.strip())
        deed.after(broker=row.pk, ended=True)
        deed.result(True)
