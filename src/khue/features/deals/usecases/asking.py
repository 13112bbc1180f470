"""A member is interested in an offer; the seller answers; either side breaks off; a list of technologies stops a deal."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Refused, require
from khue.features.deals import access
from khue.features.deals.domain.commands import AnswerInterest, EndDeal, ExpressInterest
from khue.features.deals.domain.deciding import Interested, may_answer, may_ask, may_end, not_listed
from khue.features.deals.domain.words import DEAL, LIVE, SELLER
from khue.features.deals.events import DealMoved, InterestAnswered, InterestExpressed
from khue.features.deals.models import Deal, Nda
from khue.features.deals.queries.rules import answer_due
from khue.features.deals.usecases.parts import (
    about,
    locked_deal,
    next_number,
    own_deal,
    share_hands,
    tell,
    tell_other,
    write,
)
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command


def express_interest(asked: ExpressInterest, *, actor: Actor) -> int:
    """A deal that awaits the seller's answer; its id. Raises Missing for an offer that the reader does not see, NotAllowed, Refused."""
    access.require_party(actor, asked.party)
    with command("deals.express_interest", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        offer = exchange.dealt_offer(exchange.public_offer(asked.number, actor).id)
        buyer, seller = people.party_id(asked.party), people.party_id(offer.party)
        require(may_ask(_interested(buyer, seller, offer.id, actor, deed), asked.note))
        deal = _opened(asked, offer, buyer, seller, deed)
        deed.subject = f"deal:{deal.pk}"
        deed.about(f"technology_offer:{offer.id}")
        deed.after(state=deal.state, number=deal.number, answer_due=str(deal.answer_due or ""))
        deed.emit(InterestExpressed(**about(deal)))
        title = Text(f"Giao dịch {deal.number}: có bên quan tâm", f"Deal {deal.number}: somebody is interested")
        body = Text(f"{deal.buyer_name} quan tâm chào bán {deal.offer_number}.", f"{deal.buyer_name} is interested in offer {deal.offer_number}.")  # fmt: skip
        tell(deal, [seller], title, body, deed)
        deed.result(deal.pk)
        return int(deal.pk)


def _interested(buyer: int, seller: int, offer: int, actor: Actor, deed: Deed) -> Interested:
    party = access.key_of(buyer)
    return Interested(
        member=exchange.is_member(buyer),
        seller=access.key_of(seller) in people.same_party(party),
        near=share_hands(buyer, seller, deed) or actor.is_near(access.key_of(seller)),
        live=Deal.objects.filter(offer=offer, buyer=buyer, state__in=LIVE).exists(),
        sanctions=tuple(people.sanctions_of([party], deed.today).get(party, ())),
    )


def _opened(asked: ExpressInterest, offer: exchange.DealtOffer, buyer: int, seller: int, deed: Deed) -> Deal:
    try:
        with transaction.atomic():
            return Deal.objects.create(
                number=next_number(deed.today.year),
                offer_id=offer.id,
                offer_number=offer.number,
                title_vi=offer.title.vi,
                title_en=offer.title.en,
                seller_id=seller,
                seller_name=offer.supplier,
                buyer_id=buyer,
                buyer_name=people.party(asked.party).name,
                note=asked.note.strip(),
                asked_by=deed.actor.key,
                asked_by_name=deed.actor.name,
                asked_at=deed.moment,
                answer_due=answer_due(deed.today),
            )
    except IntegrityError as error:  # a colleague asked at the same moment
        raise Refused(may_ask(Interested(True, False, False, True), asked.note)) from error


def answer_interest(asked: AnswerInterest, *, actor: Actor) -> None:
    """The seller negotiates, or declines with a ground. Raises Refused, NotAllowed, Missing."""
    with command("deals.answer_interest", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, _side = own_deal(asked.deal_id, deed, SELLER)
        require(may_answer(deal.state, asked.accepted, asked.ground))
        deed.before(state=deal.state)
        if asked.accepted:
            write(deal, state=DEAL.after(deal.state, "accept"), answered_at=deed.moment)
        else:
            _close(deal, "decline", asked.ground, deed, answered_at=deed.moment)
        deed.after(state=deal.state)
        deed.emit(InterestAnswered(**about(deal), accepted=asked.accepted))
        here = DEAL.label(deal.state)
        title = Text(f"Giao dịch {deal.number}: {here.vi}", f"Deal {deal.number}: {here.en}")
        tell(deal, [deal.buyer_id], title, Text(deal.ground or "Mời ông/bà mở phòng giao dịch.", deal.ground or "Open the deal room."), deed)  # fmt: skip
        deed.result(True)


def end_deal(asked: EndDeal, *, actor: Actor) -> None:
    """Either side breaks off, with a ground that the other side reads; a non-disclosure ends with it."""
    with command("deals.end_deal", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal = locked_deal(asked.deal_id, deed)  # also where a list shuts the technology
        side = access.require_side(actor, deal)
        require(may_end(deal.state, asked.ground))
        deed.before(state=deal.state)
        _close(deal, "end", asked.ground, deed)
        deed.after(state=deal.state, by=side)
        _moved(deal, deed)
        here = DEAL.label(deal.state)
        tell_other(deal, side, Text(f"Giao dịch {deal.number}: {here.vi}", f"Deal {deal.number}: {here.en}"), Text(deal.ground, deal.ground), deed)  # fmt: skip
        deed.result(True)


def stop_deals(offer_id: int, *, actor: Actor) -> int:
    """Live deals about a technology that is prohibited today are stopped, each by a record of its own; how many. Safe to repeat."""
    actor.require("job.deals.follow_lists")
    if exchange.standing(offer_id, actor.today) != "prohibited":
        return 0
    stopped = 0
    for number in Deal.objects.filter(offer=offer_id, state__in=LIVE).order_by("pk").values_list("pk", flat=True):
        with command("deals.stop_deal", actor) as deed:
            deal = locked_deal(number, deed)
            if deal.state not in LIVE:
                deed.nothing_done()
                continue
            decision = Decision.refuse(*not_listed("prohibited"))
            deed.before(state=deal.state)
            _close(deal, "stop", decision.reasons[0].text.vi, deed)
            deed.decide(decision)
            deed.after(state=deal.state)
            _moved(deal, deed)
            title = Text(f"Giao dịch {deal.number} bị dừng", f"Deal {deal.number} is stopped")
            tell(deal, [deal.seller_id, deal.buyer_id], title, decision.reasons[0].text, deed)
            stopped += 1
    return stopped


def _close(deal: Deal, step: str, ground: str, deed: Deed, **more: object) -> None:
    write(deal, state=DEAL.after(deal.state, step), ended_at=deed.moment, ground=ground.strip(), **more)
    Nda.objects.filter(deal=deal, ended_at=None).update(ended_at=deed.moment, end_ground=ground.strip())


def _moved(deal: Deal, deed: Deed) -> None:
    here = DEAL.label(deal.state)
    deed.emit(DealMoved(**about(deal), vi=here.vi, en=here.en or here.vi))
