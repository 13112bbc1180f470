"""What a borrower pays back: booked from the bank's lines, taken back when it was booked wrongly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.dossiers.usecases import resume_dossier
from khue.features.fund import access
from khue.features.fund.domain.capital import INTEREST_DUE
from khue.features.fund.domain.cases import CASE
from khue.features.fund.domain.lending import (
    LOAN,
    BookRepayment,
    UndoRepayment,
    may_repay,
    may_undo,
)
from khue.features.fund.domain.standing import Paid
from khue.features.fund.events import LoanRepaid
from khue.features.fund.models import (
    FundCase,
    Loan,
    Repayment,
    RepaymentUndone,
)
from khue.features.fund.queries.loans import InForce, last_repayment, loan_in_force
from khue.features.fund.usecases.lending import again, locked_loan, save_loan
from khue.features.fund.usecases.parts import (
    about,
    booking,
    entry_id,
    tell_receiver,
    touch,
)
from khue.features.ledger import queries as ledger
from khue.features.ledger.domain import Reversal
from khue.features.ledger.usecases import post, post_reversal
from khue.features.treasury.usecases import look_at_aside, put_aside_again, take_aside
from khue.kernel.deeds import Deed, command

# -- repayments --------------------------------------------------------------------------------------------------------


def book_repayment(asked: BookRepayment, *, actor: Actor) -> int:
    """A statement line set aside by the treasury was a repayment: allocated by the contract's order; the repayment's id."""
    actor.require(access.PAY)
    with command("fund.book_repayment", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        case, loan = locked_loan(asked.loan_id, deed, asked.seen)
        access.require_staff(actor, access.PAY, case)
        line = look_at_aside(asked.line_id)
        found = loan_in_force(loan)
        owed = found.on(line.booked_on).owed if found is not None and loan.state == "running" else 0
        amount = asked.amount if asked.amount is not None else min(line.aside, owed)
        first = found.from_on if found is not None else line.booked_on
        require(may_repay(loan.state, line.booked_on, last_repayment(loan), first, amount, owed))
        assert found is not None, "may_repay has seen that the loan runs"
        row = _book(case, loan, found, line.line_id, line.booked_on, amount, deed)
        take_aside(
            line, amount, f"fund_loan:{loan.pk}", f"Trả nợ khoản vay {case.dossier_number}", row.entry, deed=deed
        )
        touch(case)
        deed.emit(LoanRepaid(**about(case, amount)))
        _thank(case, row, deed)
        deed.result(row.pk)
        return int(row.pk)


def _book(
    case: FundCase, loan: Loan, found: InForce, line_id: int, paid_on: date, amount: int, deed: Deed
) -> Repayment:
    """Entry, row and kept sums of one repayment."""
    after = replace(found, paid=(*found.paid, Paid(paid_on, amount))).on(paid_on)
    part = after.allocations[-1]
    interest = part.interest + part.late
    subject = f"fund_loan:{loan.pk}"
    missing = max(0, interest - ledger.balance(INTEREST_DUE, subject))
    text = Text(f"Trả nợ khoản vay {case.dossier_number}", f"Repayment of loan {case.dossier_number}")
    turn = Repayment.objects.filter(loan=loan, bank_line=line_id).count()
    made = booking(deed, text, "repaid", loan.pk, line_id, *again(turn))
    post(made.repaid(subject, f"bank_line:{line_id}", part.principal, interest, missing), deed=deed)
    row = Repayment.objects.create(
        loan=loan,
        version_id=found.version_id,
        bank_line=line_id,
        paid_on=paid_on,
        amount=amount,
        late=part.late,
        interest=part.interest,
        principal=part.principal,
        entry=made.id,
        by=deed.actor.key,
        by_name=deed.actor.name,
        at=deed.moment,
        attempt=turn + 1,
    )
    loan.repaid, loan.interest = loan.repaid + part.principal, loan.interest + interest
    if not after.owed:
        loan.state, loan.settled_on = LOAN.after(loan.state, "settle"), paid_on
    save_loan(loan, "state", "repaid", "interest", "settled_on")
    deed.after(
        loan=loan.pk,
        repaid=amount,
        late=part.late,
        interest=part.interest,
        principal=part.principal,
        loan_state=loan.state,
    )
    return row


def undo_repayment(asked: UndoRepayment, *, actor: Actor) -> None:
    """A repayment was booked wrongly: reversed in the books and on the loan; its money lies in suspense again."""
    actor.require(access.PAY)
    with command("fund.undo_repayment", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        loan_id = Repayment.objects.filter(pk=asked.repayment_id).values_list("loan_id", flat=True).first()
        if loan_id is None:
            raise access.no_such_case()
        case, loan = locked_loan(loan_id, deed)
        access.require_staff(actor, access.PAY, case)
        row = Repayment.objects.get(pk=asked.repayment_id)
        standing_ones = Repayment.objects.filter(loan=loan, undone=None).order_by("paid_on", "pk")
        found = loan_in_force(loan)
        require(
            may_undo(
                loan.state,
                undone=RepaymentUndone.objects.filter(repayment=row).exists(),
                newest=standing_ones.last() == row,
                in_force=found is not None and found.version_id == row.version_id,
                ground=asked.ground,
            )
        )
        ground = asked.ground.strip()
        entry = entry_id("undone", row.pk)
        post_reversal(Reversal(entry, row.entry, ground), deed=deed)
        put_aside_again(row.entry, deed=deed)
        RepaymentUndone.objects.create(
            repayment=row, ground=ground, entry=entry, by=actor.key, by_name=actor.name, at=deed.moment
        )
        deed.before(repaid=loan.repaid, interest=loan.interest, loan_state=loan.state)
        _owe_again(case, loan, row, deed)
        deed.after(repayment=row.pk, repaid=loan.repaid, interest=loan.interest, loan_state=loan.state, ground=ground)
        title = Text(
            f"Hủy ghi khoản trả nợ {format_dong(row.amount, 'vi')}",
            f"A repayment of {format_dong(row.amount, 'en')} was taken back",
        )
        tell_receiver(case, title, Text(ground, ground), deed=deed)
        deed.result(True)


def _owe_again(case: FundCase, loan: Loan, row: Repayment, deed: Deed) -> None:
    loan.repaid, loan.interest = loan.repaid - row.principal, loan.interest - row.interest - row.late
    loan.state, loan.settled_on = LOAN.after(loan.state, "reopen"), None
    loan.watched_on = None  # interest that the repayment recognised is looked at again
    save_loan(loan, "repaid", "interest", "state", "settled_on", "watched_on")
    if case.state == "closed":
        touch(case, state=CASE.after(case.state, "resume"), closed_on=None)
        resume_dossier(case.dossier_id, deed=deed)
    else:
        touch(case)


def _thank(case: FundCase, row: Repayment, deed: Deed) -> None:
    parts_vi = f"gốc {format_dong(row.principal, 'vi')}, lãi {format_dong(row.interest, 'vi')}, lãi quá hạn {format_dong(row.late, 'vi')}"
    parts_en = f"principal {format_dong(row.principal, 'en')}, interest {format_dong(row.interest, 'en')}, late interest {format_dong(row.late, 'en')}"
    title = Text(
        f"Đã ghi nhận khoản trả nợ {format_dong(row.amount, 'vi')}",
        f"Your repayment of {format_dong(row.amount, 'en')} is booked",
    )
    tell_receiver(case, title, Text(f"Trong đó: {parts_vi}.", f"Of it: {parts_en}."), deed=deed)
