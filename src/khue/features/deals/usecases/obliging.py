"""Obligations after the sale: proposed by one side, agreed by the other; reported done by who has to do it, confirmed by the other."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import require
from khue.features.deals.domain.obliging import (
    OBLIGATION,
    OBLIGATIONS,
    AnswerObligation,
    ConfirmObligation,
    ProposeObligation,
    ReportObligation,
    may_answer_obligation,
    may_confirm_done,
    may_propose,
    may_report_done,
    step_of_answer,
)
from khue.features.deals.models import Deal, Obligation, ObligationStep
from khue.features.deals.queries.after import notice_for
from khue.features.deals.usecases.contracting import nothing_waits
from khue.features.deals.usecases.parts import locked_deal, own_deal, tell, tell_other, write
from khue.kernel.deeds import Deed, command

OVER = ("refused", "withdrawn")


def propose_obligation(asked: ProposeObligation, *, actor: Actor) -> int:
    """What a side shall do by a day; its number. It binds nobody before the other side has agreed. Raises Refused."""
    with command("deals.propose_obligation", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal, side = own_deal(asked.deal_id, deed)
        standing = deal.obligations.exclude(state__in=OVER).count()
        require(may_propose(asked, deal.state, standing=standing, today=deed.today))
        row = Obligation.objects.create(
            deal=deal, no=deal.obligations.count() + 1, kind=asked.kind, what=asked.what.strip(), side=asked.side, due_on=asked.due_on,
            remind_days=asked.remind_days, proposed_by_side=side,
        )  # fmt: skip
        _noted(row, "propose", side, "", deed)
        deed.after(obligation=row.no, kind=row.kind, side=row.side, due_on=str(row.due_on))
        _told(deal, row, side, deed)
        deed.result(row.no)
        return int(row.no)


def answer_obligation(asked: AnswerObligation, *, actor: Actor) -> None:
    """The other side agrees or refuses; the side that proposed it takes it back."""
    with command("deals.answer_obligation", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side, row = _row(asked.deal_id, asked.no, deed)
        own = row.proposed_by_side == side
        require(may_answer_obligation(asked, row.state, own=own))
        _step(deal, row, step_of_answer(asked, own=own), side, asked.ground, deed)


def report_obligation(asked: ReportObligation, *, actor: Actor) -> None:
    """The side that has to do it says what was done. Late is shown, not refused."""
    with command("deals.report_obligation", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side, row = _row(asked.deal_id, asked.no, deed)
        require(may_report_done(asked, row.state, own=row.side == side))
        _step(deal, row, "report", side, asked.words, deed)


def confirm_obligation(asked: ConfirmObligation, *, actor: Actor) -> None:
    """The other side confirms, or sends it back with a ground; what was reported stays."""
    with command("deals.confirm_obligation", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, side, row = _row(asked.deal_id, asked.no, deed)
        require(may_confirm_done(asked, row.state, own=row.side == side))
        _step(deal, row, "confirm" if asked.confirmed else "send_back", side, asked.ground, deed)


def _row(deal_id: int, no: int, deed: Deed) -> tuple[Deal, str, Obligation]:
    deal, side = own_deal(deal_id, deed)
    row = Obligation.objects.select_for_update().filter(deal=deal, no=no).first()
    if row is None:
        raise nothing_waits()
    return deal, side, row


def _step(deal: Deal, row: Obligation, step: str, side: str, words: str, deed: Deed) -> None:
    deed.before(obligation=row.no, state=row.state)
    write(row, state=OBLIGATION.after(row.state, step))
    _noted(row, step, side, words, deed)
    deed.after(obligation=row.no, state=row.state)
    _told(deal, row, side, deed)
    deed.result(True)


def _noted(row: Obligation, step: str, side: str, words: str, deed: Deed) -> None:
    ObligationStep.objects.create(
        obligation=row, no=row.steps.count() + 1, step=step, side=side, words=words.strip(), by=deed.actor.key, by_name=deed.actor.name,
        at=deed.moment,
    )  # fmt: skip


def _told(deal: Deal, row: Obligation, side: str, deed: Deed) -> None:
    here = OBLIGATION.label(row.state)
    title = Text(f"Giao dịch {deal.number}: nghĩa vụ {row.no}", f"Deal {deal.number}: obligation {row.no}")
    body = Text(
        f"{here.capitalised().vi}. Mời ông/bà mở giao dịch.", f"{here.capitalised().into('en')}. Open the deal."
    )
    tell_other(deal, side, title, body, deed)


def remind_obliged(obligation_id: int, *, actor: Actor) -> None:
    """Before its day whoever has to do it is told, once; after its day both sides are, once."""
    actor.require("job.deals.remind_obliged")
    with command("deals.remind_obliged", actor) as deed:
        deal_id = Obligation.objects.filter(pk=obligation_id).values_list("deal_id", flat=True).first()
        if deal_id is None:
            deed.nothing_done()
            return
        deal = locked_deal(deal_id, deed)
        row = Obligation.objects.get(pk=obligation_id)
        notice = notice_for(row, deed.today)
        if not notice:
            deed.nothing_done()
            return
        kind = OBLIGATIONS[row.kind]
        day = Text(format_day(row.due_on, "vi"), format_day(row.due_on, "en"))
        obliged = deal.seller_id if row.side == "seller" else deal.buyer_id
        if notice == "late":
            write(row, told_late_on=deed.today)
            title = Text(f"Giao dịch {deal.number}: nghĩa vụ quá hạn", f"Deal {deal.number}: an obligation is overdue")
            parties = [deal.seller_id, deal.buyer_id]
        else:
            write(row, reminded_on=deed.today)
            title = Text(
                f"Giao dịch {deal.number}: nghĩa vụ sắp đến hạn", f"Deal {deal.number}: an obligation is due soon"
            )
            parties = [obliged]
        body = Text(
            f"Nghĩa vụ {row.no}, {kind.vi}. Hạn: {day.vi}.", f"Obligation {row.no}, {kind.en}. Due on {day.en}."
        )
        tell(deal, parties, title, body, deed)
        deed.after(obligation=row.no, notice=notice)
