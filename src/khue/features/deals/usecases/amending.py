"""A contract that holds is amended: drawn up by one side, signed by two persons, filed with its fee where it must be registered."""

from __future__ import annotations

from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.features.deals.domain.amending import (
    AMENDMENT,
    UNDER_WAY,
    AnswerAmendment,
    DrawAmendment,
    before_and_after,
    may_amend,
    may_answer,
)
from khue.features.deals.domain.words import OTHER, SAY
from khue.features.deals.models import Amendment, Contract, Deal, DealDue
from khue.features.deals.queries.amending import content_of
from khue.features.deals.queries.law import fee_of_amendment
from khue.features.deals.usecases.contracting import nothing_waits
from khue.features.deals.usecases.drawing_amendments import number_amendment
from khue.features.deals.usecases.parts import own_deal, tell, tell_other, write
from khue.features.rulebook.usecases import keep_ruling
from khue.kernel.deeds import Deed, command


def draw_amendment(asked: DrawAmendment, *, actor: Actor) -> int:
    """What is to change, with its ground; the amendment's number. Whoever draws signs for the own side. Raises Refused, Missing."""
    with command("deals.draw_amendment", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal, side = own_deal(asked.deal_id, deed)
        row = _contract(deal)
        now = content_of(row)
        before, after = before_and_after(asked.change, now)
        under_way = row.amendments.filter(state__in=UNDER_WAY).exists()
        require(may_amend(asked, after, deal.state, under_way=under_way, today=deed.today))
        made = Amendment.objects.create(
            contract=row,
            no=row.amendments.count() + 1,
            drawn_by_side=side,
            ground=asked.ground.strip(),
            before=before,
            after=after,
            value=after.get("value", now.value),
            **_signature(side, deed),
        )
        deed.after(amendment=made.no, changes=sorted({*after, *after.get("clauses", {})} - {"clauses"}))
        title = Text(f"Giao dịch {deal.number}: sửa đổi hợp đồng", f"Deal {deal.number}: an amendment of the contract")
        tell_other(deal, side, title, Text("Bản sửa đổi chờ ông/bà ký.", "It awaits your signature."), deed)
        deed.result(made.no)
        return int(made.no)


def _contract(deal: Deal) -> Contract:
    row = Contract.objects.select_for_update().filter(deal=deal, signed_on__isnull=False).first()
    if row is None:
        raise nothing_waits()
    return row


def _signature(side: str, deed: Deed) -> dict[str, object]:
    return {f"{side}_by": deed.actor.key, f"{side}_by_name": deed.actor.name, f"{side}_at": deed.moment}


def answer_amendment(asked: AnswerAmendment, *, actor: Actor) -> None:
    """The other side signs or refuses; the side that drew it up takes it back. A contract that need not be registered is changed from
    today on, any other from the certificate of the amendment."""
    with command("deals.answer_amendment", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side = own_deal(asked.deal_id, deed)
        contract = _contract(deal)
        row = Amendment.objects.select_for_update().filter(contract=contract, no=asked.no).first()
        if row is None:
            raise nothing_waits()
        drew = row.drawn_by_side == side
        hand = getattr(row, f"{OTHER[side]}_by") in actor.hands
        require(may_answer(asked, row.state, drew=drew, hand=hand))
        deed.before(amendment=row.no, state=row.state)
        if asked.accepted:
            write(row, state=AMENDMENT.after(row.state, "sign"), signed_on=deed.today, **_signature(side, deed))
            number_amendment(deal, row, deed)
            if contract.duty != "compulsory":
                amendment_holds(deal, row, deed)
        else:
            step = "withdraw" if drew else "refuse"
            write(row, state=AMENDMENT.after(row.state, step), end_ground=asked.ground.strip())
        deed.after(amendment=row.no, state=row.state)
        here = AMENDMENT.label(row.state)
        title = Text(f"Giao dịch {deal.number}: sửa đổi hợp đồng", f"Deal {deal.number}: the amendment")
        body = Text(f"Bản sửa đổi {row.no}: {here.vi}.", f"Amendment {row.no}: {here.into('en')}.")
        tell_other(deal, side, title, body, deed)
        deed.result(True)


def amendment_holds(deal: Deal, row: Amendment, deed: Deed) -> None:
    """The contract says so from today on; instalments that were added are due."""
    write(row, state=AMENDMENT.after(row.state, "take_effect"), effect_on=deed.today)
    added = [(date.fromisoformat(day), amount) for day, amount in row.after.get("instalments", [])]
    no = deal.dues.count()
    DealDue.objects.bulk_create(
        DealDue(deal=deal, no=no + n, kind="instalment", amount=amount, due_on=day)
        for n, (day, amount) in enumerate(added, 1)
    )
    title = Text(f"Giao dịch {deal.number}: bản sửa đổi có hiệu lực", f"Deal {deal.number}: the amendment holds")
    tell(deal, [deal.seller_id, deal.buyer_id], title, Text("Từ hôm nay.", "From today on."), deed)


def amendment_to_file(contract: Contract) -> Amendment | None:
    """The signed amendment that awaits its registration, held."""
    rows = Amendment.objects.select_for_update().filter(contract=contract, state="signed")
    return rows.exclude(filings__state__in=["filed", "full", "registered"]).first()


def charge(row: Amendment, paper: str, deed: Deed) -> None:
    """The fee as the law of today says, with its ruling; where it sets one, the paper by which it was paid. Unset or draft values bind
    nothing. Raises Refused."""
    fee, answer = fee_of_amendment(row.value, deed.today)
    found: list[Reason] = []
    if fee is not None:
        found += SAY.missing_text(paper, "fee_paper", Text("chứng từ nộp phí", "paper of the fee's payment"), 200)
    require(Decision.refuse_if_any(found))
    if answer is not None:
        keep_ruling(f"deal:{row.contract.deal_id}", answer, deed=deed)
    write(row, fee=fee, fee_paper=paper.strip())
    deed.after(amendment=row.no, fee_set=fee is not None)
