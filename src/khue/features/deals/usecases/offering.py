"""Terms: offers and counter-offers, of which the newest stands until its day; the accepted one is the term sheet."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Missing, require
from khue.features.auctions import queries as auctions
from khue.features.deals.domain.auditing import audit_right
from khue.features.deals.domain.commands import AnswerTerms, MakeTerms, ReopenTerms
from khue.features.deals.domain.deciding import (
    PriceFacts,
    may_answer_terms,
    may_make_terms,
    owners_changed,
)
from khue.features.deals.domain.words import DEAL, SAY
from khue.features.deals.events import DealMoved
from khue.features.deals.models import Deal, DealTerms
from khue.features.deals.usecases.parts import about, own_deal, tell_other, write
from khue.features.exchange import queries as exchange
from khue.kernel.deeds import Deed, command


def make_terms(asked: MakeTerms, *, actor: Actor) -> int:
    """An offer or a counter-offer; its number. What stood before is replaced. Raises Refused."""
    with command("deals.make_terms", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal, side = own_deal(asked.deal_id, deed)
        offer = exchange.dealt_offer(deal.offer_id)
        said = asked.terms
        awarded = (
            auctions.awarded_price(said.auction, deal.seller_id, deal.buyer_id) if said.pricing == "auction" else None
        )
        facts = PriceFacts(offer.price, awarded, offer.modes)
        decision = may_make_terms(asked, state=deal.state, facts=facts, today=deed.today)
        require(Decision.refuse_if_any([*decision.reasons, *audit_right(said)]))
        DealTerms.objects.filter(deal=deal, state="made").update(state="replaced")
        row = DealTerms.objects.create(
            deal=deal,
            no=DealTerms.objects.filter(deal=deal).count() + 1,
            side=side,
            mode=said.mode,
            territory=said.territory.strip(),
            pricing=said.pricing,
            auction=said.auction if said.pricing == "auction" else "",
            lump=said.lump,
            instalments=[[day.isoformat(), amount] for day, amount in said.instalments],
            royalty=said.royalty,
            royalty_least=said.royalty_least,
            words=said.words.strip(),
            audit_months=said.audit_months,
            audit_days=said.audit_days,
            owners=list(offer.owners),
            valid_until=asked.valid_until,
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.after(terms=row.no, side=side, valid_until=str(row.valid_until))
        _told(deal, side, Text("có đề nghị điều khoản mới", "new terms"), deed)
        deed.result(row.no)
        return int(row.no)


def answer_terms(asked: AnswerTerms, *, actor: Actor) -> None:
    """The other side accepts or refuses what stands; accepted, it is the one term sheet of the deal. Raises Refused, Missing."""
    with command("deals.answer_terms", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side = own_deal(asked.deal_id, deed)
        row = DealTerms.objects.select_for_update().filter(deal=deal, no=asked.no).first()
        if row is None:
            raise no_such_terms()
        decision = may_answer_terms(
            state=deal.state,
            terms_state=row.state,
            newest=not DealTerms.objects.filter(deal=deal, no__gt=row.no).exists(),
            own=row.side == side,
            accepted=asked.accepted,
            ground=asked.ground,
            valid_until=row.valid_until,
            today=deed.today,
        )
        changed = owners_changed(row.owners, list(exchange.dealt_offer(deal.offer_id).owners)) if asked.accepted else ()
        require(Decision.refuse_if_any([*decision.reasons, *changed]))
        signed = {"answered_by": actor.key, "answered_by_name": actor.name, "answered_at": deed.moment}
        write(row, state="accepted" if asked.accepted else "refused", ground=asked.ground.strip(), **signed)
        deed.after(terms=row.no, accepted=asked.accepted)
        if asked.accepted:
            _moves(deal, "agree", deed, agreed_at=deed.moment)
            _told(deal, side, Text("đã thống nhất điều khoản", "the terms are agreed"), deed)
        else:
            _told(deal, side, Text("đề nghị không được chấp nhận", "the terms were refused"), deed)
        deed.result(True)


def reopen_terms(asked: ReopenTerms, *, actor: Actor) -> None:
    """The term sheet is set aside before anything is signed, with a ground that both sides read."""
    with command("deals.reopen_terms", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side = own_deal(asked.deal_id, deed)
        require(
            Decision.refuse_if_any([*DEAL.decision(deal.state, "reopen").reasons, *SAY.missing_ground(asked.ground)])
        )
        row = DealTerms.objects.select_for_update().get(deal=deal, state="accepted")
        write(row, state="replaced", ground=asked.ground.strip())
        deed.after(terms=row.no, reopened=True)
        _moves(deal, "reopen", deed, agreed_at=None)
        _told(deal, side, Text("mở lại thương lượng", "negotiations are open again"), deed)
        deed.result(True)


def _moves(deal: Deal, step: str, deed: Deed, **values: object) -> None:
    deed.before(state=deal.state)
    write(deal, state=DEAL.after(deal.state, step), **values)
    deed.after(state=deal.state)
    here = DEAL.label(deal.state)
    deed.emit(DealMoved(**about(deal), vi=here.vi, en=here.en or here.vi))


def _told(deal: Deal, side: str, said: Text, deed: Deed) -> None:
    title = Text(f"Giao dịch {deal.number}: {said.vi}", f"Deal {deal.number}: {said.en}")
    tell_other(deal, side, title, Text("Mời ông/bà mở phòng giao dịch.", "Open the deal room."), deed)


def no_such_terms() -> Missing:
    return Missing(
        Text("Không có đề nghị này.", "There are no such terms."),
        Text("Mời ông/bà mở lại trang của giao dịch.", "Open the page of the deal again."),
    )
