"""The licensor looks into the sales of a report: asked, shown, found, answered. The report stands; what was found stands beside it."""

from __future__ import annotations

from datetime import timedelta

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.deals.domain.auditing import (
    AUDIT,
    LOOKING,
    AnswerFindings,
    AskAudit,
    Auditable,
    RecordFindings,
    ShowBooks,
    WithdrawAudit,
    corrected,
    may_answer_findings,
    may_ask_audit,
    may_find,
    may_show,
    may_withdraw_audit,
    owed_besides,
)
from khue.features.deals.domain.words import BUYER, SELLER
from khue.features.deals.models import Contract, Deal, DealDue, RoyaltyAudit
from khue.features.deals.queries.amending import royalty_of
from khue.features.deals.usecases.contracting import nothing_waits
from khue.features.deals.usecases.parts import own_deal, tell_other, write
from khue.kernel.deeds import Deed, command


def ask_audit(asked: AskAudit, *, actor: Actor) -> int:
    """By the seller, within the months that the term sheet gives; the audit's number. The buyer's days run from today. Raises Refused,
    Missing."""
    with command("deals.ask_audit", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal, _side = own_deal(asked.deal_id, deed, SELLER)
        due = deal.dues.filter(no=asked.due).first()
        contract = Contract.objects.select_related("terms").filter(deal=deal).first()
        if due is None or contract is None:
            raise nothing_waits()
        said = contract.terms
        looking = due.audits.filter(state__in=LOOKING).exists()
        report = Auditable(due.kind, due.due_on, said.audit_months, said.audit_days, looking)
        require(may_ask_audit(asked, report, state=deal.state, today=deed.today))
        row = RoyaltyAudit.objects.create(
            deal=deal, no=deal.audits.count() + 1, due=due, ground=asked.ground.strip(), asked_by=actor.key,
            asked_by_name=actor.name, asked_on=deed.today, due_on=deed.today + timedelta(days=said.audit_days),
        )  # fmt: skip
        deed.after(audit=row.no, due=due.no, due_on=str(row.due_on))
        _told(deal, SELLER, row, deed)
        deed.result(row.no)
        return int(row.no)


def show_books(asked: ShowBooks, *, actor: Actor) -> None:
    """By the buyer: which books were shown, where and to whom. Late is noted, not refused."""
    with command("deals.show_books", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, row = _audit(asked.deal_id, asked.no, BUYER, deed)
        require(may_show(asked, row.state))
        said = {"shown": asked.note.strip(), "shown_by_name": actor.name, "shown_on": deed.today}
        _step(deal, row, "show", BUYER, deed, **said)


def record_findings(asked: RecordFindings, *, actor: Actor) -> None:
    """By the seller: the sales that the auditor found. The royalty of the period follows from them by the contract of its first day, never
    below its least; what was owed for the period before is taken off, and nothing is given back."""
    with command("deals.record_findings", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, row = _audit(asked.deal_id, asked.no, SELLER, deed)
        require(may_find(asked, row.state, due_on=row.due_on, today=deed.today))
        due = row.due
        if due.from_on is None or due.until_on is None:
            raise nothing_waits()
        contract = Contract.objects.select_related("terms").get(deal=deal)
        rate, least, _changed = royalty_of(contract, due.from_on, due.until_on)
        royalty = max(corrected(due.from_on, due.until_on, asked.sales, rate, least), 1)
        said = {
            "auditor": asked.auditor.strip(),
            "findings": asked.findings.strip(),
            "sales": asked.sales,
            "royalty": royalty,
            "besides": owed_besides(royalty, _owed(due)),
            "found_by_name": actor.name,
            "found_on": deed.today,
        }
        _step(deal, row, "find", SELLER, deed, **said)


def _owed(due: DealDue) -> int:
    """What is owed for the period of a report: by the report, and by audits of it that were accepted."""
    return int(due.amount) + sum(
        due.audits.filter(correction__isnull=False).values_list("correction__amount", flat=True)
    )


def answer_findings(asked: AnswerFindings, *, actor: Actor) -> None:
    """By the buyer: a yes makes what is owed besides a due of its own; a no leaves everything as it was, with the ground."""
    with command("deals.answer_findings", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, row = _audit(asked.deal_id, asked.no, BUYER, deed)
        require(may_answer_findings(asked, row.state))
        correction = _correction(deal, row, deed) if asked.accepted else None
        said = {"answer": asked.ground.strip(), "ended_by_name": actor.name, "ended_on": deed.today}
        _step(deal, row, "accept" if asked.accepted else "dispute", BUYER, deed, correction=correction, **said)


def _correction(deal: Deal, row: RoyaltyAudit, deed: Deed) -> DealDue | None:
    """The due of what is owed besides; None where that is nothing."""
    if not row.besides:
        return None
    return DealDue.objects.create(
        deal=deal, no=deal.dues.count() + 1, kind="correction", from_on=row.due.from_on, until_on=row.due.until_on, sales=row.sales,
        amount=row.besides, due_on=deed.today,
    )  # fmt: skip


def withdraw_audit(asked: WithdrawAudit, *, actor: Actor) -> None:
    """By the seller, until something was found."""
    with command("deals.withdraw_audit", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        deal, row = _audit(asked.deal_id, asked.no, SELLER, deed)
        require(may_withdraw_audit(asked, row.state))
        said = {"answer": asked.ground.strip(), "ended_by_name": actor.name, "ended_on": deed.today}
        _step(deal, row, "withdraw", SELLER, deed, **said)


def _audit(deal_id: int, no: int, side: str, deed: Deed) -> tuple[Deal, RoyaltyAudit]:
    deal, _side = own_deal(deal_id, deed, side)
    row = RoyaltyAudit.objects.select_for_update(of=("self",)).select_related("due").filter(deal=deal, no=no).first()
    if row is None:
        raise nothing_waits()
    return deal, row


def _step(deal: Deal, row: RoyaltyAudit, step: str, side: str, deed: Deed, **values: object) -> None:
    deed.before(audit=row.no, state=row.state)
    write(row, state=AUDIT.after(row.state, step), **values)
    deed.after(audit=row.no, state=row.state)
    _told(deal, side, row, deed)
    deed.result(True)


def _told(deal: Deal, side: str, row: RoyaltyAudit, deed: Deed) -> None:
    here = AUDIT.label(row.state)
    title = Text(f"Giao dịch {deal.number}: kiểm tra sổ sách {row.no}", f"Deal {deal.number}: audit {row.no}")
    body = Text(
        f"{here.capitalised().vi}. Mời ông/bà mở giao dịch.", f"{here.capitalised().into('en')}. Open the deal."
    )
    tell_other(deal, side, title, body, deed)
