"""Valuations side by side, proof of ownership, and the contract that two persons sign for two sides."""

from __future__ import annotations

from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Missing, require
from khue.features.deals import access
from khue.features.deals.domain.contracting import (
    FILER,
    ConfirmOwnership,
    DrawContract,
    GiveValuation,
    NoteApproval,
    ProveOwnership,
    SignContract,
    Signing,
    may_draw,
    may_sign,
    may_value,
    only_in,
    value_of,
)
from khue.features.deals.domain.deciding import owners_changed
from khue.features.deals.domain.words import DEAL, OTHER, SAY, SELLER, TALKING
from khue.features.deals.events import DealMoved
from khue.features.deals.models import Contract, Deal, DealDue, DealTerms, OwnershipProof, Valuation
from khue.features.deals.queries.law import capital_reasons, duty_of
from khue.features.deals.queries.valuing import reports_of
from khue.features.deals.usecases.drawing import number_contract
from khue.features.deals.usecases.parts import about, list_reasons, locked_deal, own_deal, share_hands, tell, write
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.features.rulebook.usecases import keep_ruling
from khue.kernel.deeds import Deed, command


def give_valuation(asked: GiveValuation, *, actor: Actor) -> int:
    """A side brings a valuer's report in; its number. Raises Refused (B-15: the valuer is no side and no broker)."""
    with command("deals.give_valuation", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal, _side = own_deal(asked.deal_id, deed)
        valuer = people.party(asked.valuer)
        decision = may_value(
            asked,
            state=deal.state,
            member=exchange.is_member(valuer.id, "valuer", "appraiser"),
            is_side=any(share_hands(valuer.id, one, deed) for one in (deal.seller_id, deal.buyer_id)),
            is_broker=deal.brokers.filter(party=valuer.id, ended_at=None).exists(),
            today=deed.today,
            of_ticket=next((one.valuer for one in reports_of(deal.pk, actor) if one.ticket == asked.ticket), ""),
        )
        require(decision)
        row = Valuation.objects.create(
            deal=deal,
            no=deal.valuations.count() + 1,
            method=asked.method,
            valuer_id=valuer.id,
            valuer_name=valuer.name,
            as_of=asked.as_of,
            lines=[list(line) for line in asked.lines],
            rate=asked.rate,
            value=value_of(asked.method, asked.lines, asked.rate),
            note=asked.note.strip(),
            ticket=asked.ticket or None,
            by=actor.key,
            by_name=actor.name,
            at=deed.moment,
        )
        deed.after(valuation=row.no, method=row.method)
        deed.result(row.no)
        return int(row.no)


def prove_ownership(asked: ProveOwnership, *, actor: Actor) -> None:
    """The seller shows by what it owns the technology; an officer confirms it."""
    with command("deals.prove_ownership", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, _side = own_deal(asked.deal_id, deed, SELLER)
        found = [
            *only_in(deal.state, *TALKING),
            *SAY.missing_text(asked.says, "says", Text("tài liệu chứng minh", "proof")),
        ]
        if OwnershipProof.objects.filter(deal=deal).exists():
            found.append(
                SAY.reason(
                    "proof_there",
                    "Đã nộp tài liệu chứng minh.",
                    "A proof was handed in.",
                    "Mời chờ xác nhận.",
                    "Wait for the officer.",
                )
            )
        require(Decision.refuse_if_any(found))
        OwnershipProof.objects.create(
            deal=deal, says=asked.says.strip(), by=actor.key, by_name=actor.name, at=deed.moment
        )
        deed.after(proof=True)
        deed.result(True)


def confirm_ownership(asked: ConfirmOwnership, *, actor: Actor) -> None:
    """An officer who belongs to neither side has seen the proof."""
    actor.require(access.REGISTER)
    with command("deals.confirm_ownership", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal = officers_deal(asked.deal_id, deed)
        row = OwnershipProof.objects.select_for_update().filter(deal=deal, confirmed_at=None).first()
        if row is None:
            raise nothing_waits()
        write(row, confirmed_by=actor.key, confirmed_by_name=actor.name, confirmed_at=deed.moment)
        deed.after(confirmed=True)
        tell(
            deal,
            [deal.seller_id],
            Text(f"Giao dịch {deal.number}: quyền sở hữu được xác nhận", f"Deal {deal.number}: ownership confirmed"),
            Text("Mời ông/bà tiếp tục.", "Please go on."),
            deed,
        )
        deed.result(True)


def officers_deal(deal_id: int, deed: Deed) -> Deal:
    """The deal, held, for an officer who is near neither side. Raises Missing, Refused."""
    deal = locked_deal(deal_id, deed)
    access.require_reader(deed.actor, deal)
    near = any(deed.actor.is_near(access.key_of(one)) for one in (deal.seller_id, deal.buyer_id))
    require(Decision.refuse_if_any(SAY.own_hands(near)))
    return deal


def draw_contract(asked: DrawContract, *, actor: Actor) -> None:
    """The text of the contract over the term sheet, signed by whoever draws it; drawn anew, both sign anew."""
    with command("deals.draw_contract", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side = own_deal(asked.deal_id, deed)
        require(may_draw(asked, deal.state))
        terms = DealTerms.objects.get(deal=deal, state="accepted")
        blank = {
            name: None if name.endswith("_at") else ""
            for one in ("seller", "buyer")
            for name in (f"{one}_by", f"{one}_by_name", f"{one}_at")
        }
        values = {
            "terms": terms,
            "clauses": {code: text.strip() for code, text in asked.clauses.items()},
            "direction": asked.direction,
            "public_money": asked.public_money or exchange.dealt_offer(deal.offer_id).public_money,
            "value": terms.lump + terms.royalty_least,
            **blank,
            **_signature(side, deed),
        }
        row = Contract.objects.select_for_update().filter(deal=deal).first()
        if row is None:
            Contract.objects.create(deal=deal, **values)
        else:
            write(row, **values)
        deed.after(contract=True, direction=asked.direction, public_money=values["public_money"])
        _told(deal, side, Text("hợp đồng chờ bên của ông/bà ký", "a contract awaits your signature"), deed)
        deed.result(True)


def _signature(side: str, deed: Deed) -> dict[str, object]:
    return {f"{side}_by": deed.actor.key, f"{side}_by_name": deed.actor.name, f"{side}_at": deed.moment}


def sign_contract(asked: SignContract, *, actor: Actor) -> None:
    """The other side signs: the duty to register is classified by the law of the day, and the instalments are due. A contract that need
    not be registered holds at once; any other is signed and not yet in effect."""
    with command("deals.sign_contract", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side = own_deal(asked.deal_id, deed)
        row = Contract.objects.select_for_update().select_related("terms").filter(deal=deal).first()
        if row is None:
            raise nothing_waits()
        offer, other = exchange.dealt_offer(deal.offer_id), OTHER[side]
        restricted = exchange.standing(deal.offer_id, deed.today) == "restricted"
        proven = OwnershipProof.objects.filter(deal=deal, confirmed_at__isnull=False).exists()
        same = row.terms.state == "accepted"
        facts = Signing(
            deal.state if same else "open",
            own=getattr(row, f"{side}_at") is not None,
            hand=getattr(row, f"{other}_by") in actor.hands,
            restricted=restricted,
            approval=row.approval,
            changed=(*list_reasons(deal, deed), *owners_changed(row.terms.owners, list(offer.owners))),
            capital=capital_reasons(row.public_money, deal.valuations.exists(), proven, deed.today),
        )
        require(may_sign(facts))
        duty, answer = duty_of(row.direction, row.public_money, bool(offer.result), deed.today)
        holds = duty.duty == "voluntary" and not restricted
        write(
            row,
            **_signature(side, deed),
            signed_on=deed.today,
            restricted=restricted,
            duty=duty.duty or "compulsory",
            filer=FILER[duty.filer],
            due_on=duty.due_on,
            effect_on=deed.today if holds else None,
        )
        if answer is not None:
            keep_ruling(f"deal:{deal.pk}", answer, deed=deed)
        number_contract(deal, row, deed)
        _dues(deal, row.terms, deed.today)
        moved(deal, ("sign", "take_effect") if holds else ("sign",), deed)
        deed.after(signed_on=str(deed.today), duty=row.duty, filer=row.filer, due_on=str(row.due_on or ""))
        _told(deal, side, Text("hợp đồng đã đủ chữ ký", "the contract is signed by both"), deed)
        deed.result(True)


def _dues(deal: Deal, terms: DealTerms, today: date) -> None:
    """The lump sum in its instalments; without any, the whole at once."""
    parts = [(date.fromisoformat(day), amount) for day, amount in terms.instalments] or [(today, terms.lump)]
    DealDue.objects.bulk_create(
        DealDue(deal=deal, no=no, kind="instalment", amount=amount, due_on=day)
        for no, (day, amount) in enumerate(parts, 1)
        if amount
    )


def note_approval(asked: NoteApproval, *, actor: Actor) -> None:
    """Restricted technology: an officer notes the approval before signing; after it the permit, from which the contract can hold."""
    actor.require(access.REGISTER)
    with command("deals.note_approval", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal = officers_deal(asked.deal_id, deed)
        row = Contract.objects.select_for_update().filter(deal=deal).first()
        if row is None:
            raise nothing_waits()
        wanted, column = ("signed", "permit") if asked.permit else ("agreed", "approval")
        found = [
            *only_in(deal.state, wanted),
            *SAY.missing_text(asked.number, "number", Text("số văn bản", "number of the document"), 100),
        ]
        if getattr(row, column):
            found.append(
                SAY.reason(
                    "noted",
                    "Văn bản này đã được ghi nhận.",
                    "It is noted already.",
                    "Mời ông/bà mở lại trang.",
                    "Open the page again.",
                )
            )
        require(Decision.refuse_if_any([*list_reasons(deal, deed), *found]))
        write(row, **{column: asked.number.strip()})
        deed.after(**{column: asked.number.strip()})
        if asked.permit:
            take_effect(deal, row, deed)
        deed.result(True)


def take_effect(deal: Deal, row: Contract, deed: Deed) -> None:
    """The contract holds from today once nothing is missing: certificate where it must be registered, permit where restricted."""
    if (row.duty == "compulsory" and not row.certificate) or (row.restricted and not row.permit):
        return
    write(row, effect_on=deed.today)
    moved(deal, ("take_effect",), deed)
    tell(
        deal,
        [deal.seller_id, deal.buyer_id],
        Text(f"Giao dịch {deal.number}: hợp đồng có hiệu lực", f"Deal {deal.number}: the contract holds"),
        Text("Từ hôm nay.", "From today on."),
        deed,
    )


def moved(deal: Deal, steps: tuple[str, ...], deed: Deed) -> None:
    deed.before(state=deal.state)
    for step in steps:
        write(deal, state=DEAL.after(deal.state, step))
    here = DEAL.label(deal.state)
    deed.after(state=deal.state)
    deed.emit(DealMoved(**about(deal), vi=here.vi, en=here.en or here.vi))


def _told(deal: Deal, side: str, said: Text, deed: Deed) -> None:
    other = deal.buyer_id if side == SELLER else deal.seller_id
    title = Text(f"Giao dịch {deal.number}: {said.vi}", f"Deal {deal.number}: {said.en}")
    tell(deal, [other], title, Text("Mời ông/bà mở giao dịch.", "Open the deal."), deed)


def nothing_waits() -> Missing:
    return Missing(
        Text("Không có nội dung nào chờ ở bước này.", "Nothing waits at this step."),
        Text("Mời ông/bà mở lại trang của giao dịch.", "Open the page of the deal again."),
    )
