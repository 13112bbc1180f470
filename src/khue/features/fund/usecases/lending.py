"""Loans: schedules made and remade, late ones watched, restructured, written off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import Refused
from khue.core.money import format_dong
from khue.features.fund import access
from khue.features.fund.domain.bodies import reason
from khue.features.fund.domain.capital import INTEREST_DUE
from khue.features.fund.domain.lending import (
    LOAN,
    notices,
    planned,
    terms_from,
    terms_of,
    terms_to_json,
    unrecognised,
)
from khue.features.fund.domain.loans import Terms, days_between, half_up
from khue.features.fund.domain.standing import Due, Standing
from khue.features.fund.events import LoanInArrears, LoanRestructured, LoanWrittenOff
from khue.features.fund.models import (
    FundCase,
    FundPayment,
    Instalment,
    Loan,
    LoanNotice,
    Motion,
    Repayment,
    RepaymentUndone,
    ScheduleEnded,
    ScheduleVersion,
)
from khue.features.fund.queries.charter import charter_on
from khue.features.fund.queries.loans import InForce, last_repayment, loan_in_force
from khue.features.fund.usecases.parts import (
    about,
    booking,
    locked_case,
    tell_desk,
    tell_receiver,
    touch,
)
from khue.features.ledger import queries as ledger
from khue.features.ledger.usecases import post
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command
from khue.kernel.forms import require_seen


def _open_day() -> Callable[[date], date]:
    """A day to pay by: the due day, or the next working day where it is none."""
    calendar = rulebook.calendar()

    def found(day: date) -> date:
        return day if calendar.is_working_day(day) else calendar.add_working_days(day, 1)

    return found


def locked_loan(loan_id: int, deed: Deed, seen: int | None = None) -> tuple[FundCase, Loan]:
    """Case first, then its loan. Raises Missing, Stale."""
    case_id = Loan.objects.filter(pk=loan_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise access.no_such_case()
    case = locked_case(case_id, deed)
    loan = Loan.objects.select_for_update().get(pk=loan_id)
    if seen is not None:
        require_seen(seen, loan.stamp)
    return case, loan


def what_is_owed(case: FundCase, on: date) -> int:
    """Principal and interest that the case's loan owes on the day; 0 without a running loan."""
    loan = Loan.objects.filter(case=case, state="running").first()
    found = loan_in_force(loan) if loan is not None else None
    if loan is None or found is None:
        return 0
    return found.on(on).principal + found.earned_on(on)


# -- schedules ---------------------------------------------------------------------------------------------------------


def draw(case: FundCase, payment: FundPayment, on: date, *, deed: Deed) -> None:
    """The bank paid a drawdown on ``on``: the loan owes it from that day, and gets the next version of its schedule."""
    loan = Loan.objects.select_for_update().get(case=case)
    text = Text(f"Giải ngân khoản vay {case.dossier_number}", f"Loan {case.dossier_number} drawn")
    made = booking(deed, text, "lent", payment.pk, *again(_drawn_before(payment)))
    post(made.lent(f"fund_payment:{payment.pk}", f"fund_loan:{loan.pk}", payment.amount), deed=deed)
    found = loan_in_force(loan) if loan.state == "running" else None
    owed, carried, day, terms = payment.amount, 0, on, terms_of(loan.terms)
    if found is not None:
        # Interest is counted from the bank's day, never from before what is in force or was booked already.
        day = max(on, found.from_on, last_repayment(loan) or on)
        now = found.on(day)
        owed, carried, terms = (
            now.principal + payment.amount,
            found.earned_on(day),
            found.terms,
        )
    loan.state, loan.drawn, loan.settled_on = LOAN.after(loan.state, "draw"), loan.drawn + payment.amount, None
    save_loan(loan, "state", "drawn", "settled_on")
    _version(loan, owed, carried, day, terms_from(terms, day), deed, payment=payment)


def _drawn_before(payment: FundPayment) -> int:
    """How often the bank paid this drawdown and sent it back."""
    return ScheduleVersion.objects.filter(payment=payment, cause="drawdown").count()


def again(turn: int) -> tuple[int, ...]:
    """Part of an entry's id where the same thing happens once more; nothing the first time."""
    return (turn,) if turn else ()


def undraw(case: FundCase, payment: FundPayment, on: date, *, deed: Deed) -> None:
    """The bank sent a drawdown back: it is owed no more, and bears no interest.

    Where nothing has happened on its schedule, the one before holds again, as if it had never been drawn. Else a new
    version from ``on`` leaves it out. Raises Refused when more was repaid meanwhile than the other drawdowns leave owed.
    """
    loan = Loan.objects.select_for_update().get(case=case)
    standing_ones = ScheduleVersion.objects.filter(loan=loan, ended=None)
    version = standing_ones.filter(payment=payment, cause="drawdown").latest("no")
    newest = standing_ones.latest("no")
    untouched = version.pk == newest.pk and not Repayment.objects.filter(version=version, undone=None).exists()
    before, subject = loan_in_force(loan), f"fund_loan:{loan.pk}"
    assert before is not None, "a drawdown made a schedule"
    text = Text(
        f"Ngân hàng trả lại khoản giải ngân {case.dossier_number}", f"Drawdown of {case.dossier_number} sent back"
    )
    made = booking(deed, text, "undrawn", payment.pk, *again(_drawn_before(payment) - 1))
    if untouched:
        ScheduleEnded.objects.create(version=version, entry=made.id, at=deed.moment)
    after = loan_in_force(loan) if untouched else None
    now = before.on(max(on, before.from_on))
    due = _still_due(now, after.on(max(on, after.from_on)) if after else None, untouched)
    excess = max(0, ledger.balance(INTEREST_DUE, subject) - due)
    post(made.undrawn(f"fund_payment:{payment.pk}", subject, payment.amount, excess), deed=deed)
    loan.drawn -= payment.amount
    if untouched:
        _stand_again(loan, after, on)
    else:
        _leave_out(loan, payment, before, on, deed)
    save_loan(loan, "state", "drawn", "settled_on")
    deed.after(loan=loan.pk, drawn=loan.drawn, loan_state=loan.state)


def _still_due(now: Standing, after: Standing | None, untouched: bool) -> int:
    """Interest that stays recognised: of the schedule that holds again, or of the one that goes on."""
    if untouched:
        return after.fallen_due + after.late if after else 0
    return now.fallen_due + now.late


def _stand_again(loan: Loan, found: InForce | None, on: date) -> None:
    """The state that the loan had before the drawdown that came back."""
    if found is None:
        loan.state, loan.settled_on = LOAN.after(loan.state, "undraw"), None
    elif not found.on(max(on, found.from_on)).owed:
        loan.state, loan.settled_on = LOAN.after("running", "settle"), last_repayment(loan) or on


def _leave_out(loan: Loan, payment: FundPayment, found: InForce, on: date, deed: Deed) -> None:
    """A later version took the drawdown in: the next one leaves it out, with the interest that it bore."""
    day = max(on, found.from_on, last_repayment(loan) or on)
    now = found.on(day)
    left = now.principal - payment.amount
    if left <= 0:
        raise Refused.because(
            reason(
                "sent_back_after_repaid",
                "Ngân hàng trả lại khoản giải ngân, nhưng bên vay đã trả nợ vượt phần còn lại.",
                "The bank sent a drawdown back, but more was repaid than the rest leaves owed.",
                "",
                Text("Mời ông/bà hủy ghi khoản trả nợ sau cùng rồi làm lại.", "Take back the last repayment first."),
            )
        )
    carried = found.earned_on(day)
    year = 365 if found.terms.day_count == "actual_365" else 360
    since = payment.paid_on or found.from_on
    bore = half_up(payment.amount * found.terms.rate * days_between(since, day, found.terms.day_count) / year)
    terms = terms_from(found.terms, day)
    _version(loan, left, max(0, carried - bore), day, terms, deed, payment=payment, cause="sent_back")


def _version(
    loan: Loan,
    principal: int,
    carried: int,
    since: date,
    terms: Terms,
    deed: Deed,
    *,
    payment: FundPayment | None = None,
    motion: Motion | None = None,
    cause: str = "",
) -> ScheduleVersion:
    row = ScheduleVersion.objects.create(
        loan=loan,
        no=loan.versions.count() + 1,
        from_on=since,
        cause=cause or ("drawdown" if payment is not None else "restructure"),
        principal=principal,
        carried=carried,
        terms=terms_to_json(terms),
        payment=payment,
        motion=motion,
        made_by=deed.actor.key,
        made_at=deed.moment,
    )
    made = planned(principal, since, terms, carried, _open_day())
    Instalment.objects.bulk_create(_instalment(row, due) for due in made)
    deed.after(loan=loan.pk, schedule=row.no, principal=principal, carried=carried, instalments=len(made))
    return row


def _instalment(row: ScheduleVersion, due: Due) -> Instalment:
    one = due.planned
    return Instalment(
        version=row,
        no=one.no,
        due_on=one.due_on,
        payable_until=due.payable_until,
        principal=one.principal,
        interest=one.interest,
        balance=one.balance,
    )


def restructure(case: FundCase, row: Motion, deed: Deed) -> None:
    """An approved motion: what is owed today is paid by the new terms; the earlier versions stay as they are."""
    loan = Loan.objects.select_for_update().get(case=case)
    found = loan_in_force(loan)
    if loan.state != "running" or found is None or row.terms is None:
        raise Refused.because(reason("no_loan", "Khoản vay không còn dư nợ.", "The loan owes nothing any more."))
    terms = terms_of(row.terms)
    if terms.first_due <= deed.today:
        raise Refused.because(
            reason(
                "first_due",
                "Ngày trả nợ kỳ đầu của tờ trình đã qua.",
                "The first due day of the motion has passed.",
                "",
                Text("Mời ông/bà trả lại tờ trình để trình ngày mới.", "Send the motion back for a new day."),
            )
        )
    _recognise(loan, case, found.on(deed.today), deed)
    now = found.on(deed.today)
    _version(loan, now.principal, found.earned_on(deed.today), deed.today, terms, deed, motion=row)
    save_loan(loan)
    touch(case)
    deed.emit(LoanRestructured(**about(case, now.principal)))
    title = Text(f"Khoản vay {case.dossier_number} được cơ cấu lại", f"Loan {case.dossier_number} was restructured")
    says = Text(
        f"Kỳ trả đầu tiên theo lịch mới: {terms.first_due:%d/%m/%Y}.",
        f"First instalment of the new schedule: {format_day(terms.first_due, 'en')}.",
    )
    tell_receiver(case, title, says, deed=deed)


def write_off(case: FundCase, row: Motion, deed: Deed) -> None:
    """An approved motion: principal and recognised interest become a loss with its cause and file; nothing is forgotten."""
    loan = Loan.objects.select_for_update().get(case=case)
    found = loan_in_force(loan)
    if loan.state != "running" or found is None:
        raise Refused.because(reason("no_loan", "Khoản vay không còn dư nợ.", "The loan owes nothing any more."))
    now = found.on(deed.today)
    interest = ledger.balance(INTEREST_DUE, f"fund_loan:{loan.pk}")
    text = Text(f"Xóa nợ khoản vay {case.dossier_number}", f"Loan {case.dossier_number} written off")
    made = booking(deed, text, "write_off", loan.pk)
    post(made.written_off(f"fund_loan:{loan.pk}", now.principal, interest), deed=deed)
    loan.state = LOAN.after(loan.state, "write_off")
    loan.written_off, loan.interest_lost, loan.written_off_on = now.principal, interest, deed.today
    save_loan(loan, "state", "written_off", "interest_lost", "written_off_on")
    touch(case)
    deed.after(loan=loan.pk, written_off=now.principal, interest_lost=interest, cause=row.cause)
    deed.emit(LoanWrittenOff(**about(case, now.principal)))
    title = Text(f"Khoản vay {case.dossier_number} được xóa nợ", f"Loan {case.dossier_number} was written off")
    tell_receiver(case, title, Text(row.ground, row.ground), deed=deed)


def save_loan(loan: Loan, *fields: str) -> None:
    loan.stamp += 1
    loan.save(update_fields=[*fields, "stamp"])


# -- the job -----------------------------------------------------------------------------------------------------------


def _recognise(loan: Loan, case: FundCase, found: Standing, deed: Deed) -> int:
    """Interest whose day has come stands in the books, once, however often this runs."""
    subject = f"fund_loan:{loan.pk}"
    missing = unrecognised(found, ledger.balance(INTEREST_DUE, subject))
    if missing:
        text = Text(f"Lãi đến hạn, khoản vay {case.dossier_number}", f"Interest due, loan {case.dossier_number}")
        turn = RepaymentUndone.objects.filter(repayment__loan=loan).count()
        made = booking(deed, text, "interest", loan.pk, found.on, *again(turn))
        post(made.interest_due(subject, missing), deed=deed)
    return missing


def watch_loan(loan_id: int, *, actor: Actor) -> None:
    """Once a day for each running loan: interest that fell due is booked, a borrower in arrears is told at each milestone."""
    actor.require("job.fund.watch_loans")
    with command("fund.watch_loan", actor) as deed:
        case, loan = locked_loan(loan_id, deed)
        found = loan_in_force(loan)
        if loan.state != "running" or found is None or loan.watched_on == deed.today:
            deed.nothing_done()
            return
        now = found.on(deed.today)
        booked = _recognise(loan, case, now, deed)
        loan.watched_on = deed.today
        loan.save(update_fields=["watched_on"])
        told = _tell_late(case, found, now, deed)
        if not booked and not told:
            deed.nothing_done()
            return
        deed.after(loan=loan.pk, interest_booked=booked, told=told, overdue=now.overdue, days=now.days_past_due)


def _tell_late(case: FundCase, found: InForce, now: Standing, deed: Deed) -> int:
    charter = charter_on(deed.today)
    told = 0
    for no, days in notices(now, charter.notice_days if charter else ()):
        _row, fresh = LoanNotice.objects.get_or_create(
            version_id=found.version_id, no=no, days=days, defaults={"told_on": deed.today}
        )
        told += fresh
    if told:
        vi, en = format_dong(now.overdue, "vi"), format_dong(now.overdue, "en")
        title = Text(
            f"Khoản vay {case.dossier_number} quá hạn {now.days_past_due} ngày",
            f"Loan {case.dossier_number} is {now.days_past_due} days past due",
        )
        body = Text(
            f"Số quá hạn: {vi}. Mời ông/bà thanh toán hoặc liên hệ Quỹ để cơ cấu lại.",
            f"Overdue: {en}. Please pay, or ask the fund to restructure.",
        )
        tell_receiver(case, title, body, deed=deed)
        tell_desk(
            access.RUN, title, Text(f"Số quá hạn: {vi}.", f"Overdue: {en}."), f"/fund/cases/{case.pk}/", deed=deed
        )
        deed.emit(LoanInArrears(**about(case, now.overdue), days=now.days_past_due))
    return told
