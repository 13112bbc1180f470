"""Money of a case: asked for, answered, ordered, repaid; the end of a case and opinions on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.money import format_dong
from khue.features.fund import access, queries, usecases
from khue.features.fund.domain.charter import INTEREST, LOAN
from khue.features.fund.forms import AnswerForm, AskForm, CloseForm, OpinionForm, PayForm, RepayForm, UndoRepaymentForm
from khue.features.fund.queries import CaseCard, PaymentCard
from khue.features.fund.views.frame import FormPage, ask, case_crumbs, crumbs, done, draw, saved
from khue.features.treasury import queries as treasury
from khue.kernel.forms import bind
from khue.kernel.ui import Answer
from khue.kernel.web import language, signed_in
from khue.kernel.wording import day_words


def waiting_lines() -> list[tuple[int, str]]:
    """Statement lines that brought money and that nobody has explained, oldest first."""
    words = language()
    return [
        (
            row.line_id,
            f"{day_words(row.booked_on, short=True)} · {format_dong(row.aside, words)} · {' · '.join(part for part in (row.payer, row.text) if part)}"[
                :160
            ],
        )
        for row in treasury.suspense(None, 100).rows
        if row.aside > 0
    ]


@ask
def ask_money(request: HttpRequest, case_id: int) -> HttpResponse:
    """The receiver asks for money under the contract."""
    actor = signed_in(request)
    card = queries.case_card(case_id, actor)
    if not actor.may_act_for(card.party, "submit") and not actor.holds_subject(f"fund_case:{case_id}", "submit"):
        raise access.only_the_receiver()
    form = bind(AskForm, request, interest=card.product_code == INTEREST)
    if saved(request, form, lambda: usecases.ask_payment(form.command(case_id), actor=actor)):
        return done(request, _("Your request is sent. The fund checks the papers next."), "fund:case", case_id)
    asked = sum(row.amount for row in card.payments if row.code != "returned")
    page = FormPage(
        _("Ask for a drawdown") if card.product_code == LOAN else _("Ask for payment"),
        card.title,
        _("Send the request"),
        case_crumbs(actor, case_id, card.number),
        reverse("fund:case", args=[case_id]),
        (
            Answer(_("Contract with the fund"), card.contract),
            Answer(_("Approved"), card.granted, kind="money"),
            Answer(_("Still to be asked for"), (card.granted or 0) - asked, kind="money"),
        ),
        (_("An invoice line, and the interest of a month, count once for all public money of the city."),),
    )
    return draw(request, form, page)


def _payment(card: CaseCard, payment_id: int) -> PaymentCard:
    return next(row for row in card.payments if row.id == payment_id)


@ask
def answer(request: HttpRequest, payment_id: int) -> HttpResponse:
    """The executive body checks a request."""
    actor = signed_in(request)
    actor.require(access.RUN)
    card = queries.case_card(queries.case_of_payment(payment_id), actor)
    row = _payment(card, payment_id)
    form = bind(AnswerForm, request)
    if saved(request, form, lambda: usecases.answer_payment(form.command(payment_id), actor=actor)):
        return done(request, _("Your answer is recorded."), "fund:case", card.id)
    said = row.interest or {}
    page = FormPage(
        _("Check a request for money"),
        card.title,
        _("Record the answer"),
        case_crumbs(actor, card.id, card.number),
        reverse("fund:case", args=[card.id]),
        (
            Answer(_("Amount"), row.amount, kind="money"),
            Answer(_("What the money is for"), row.purpose),
            Answer(_("Asked by"), row.asked_by),
            Answer(_("State"), row.state.label),
            *(
                (
                    Answer(_("Interest paid in this time"), said["paid"], kind="money"),
                    Answer(_("Average balance of the loan in this time"), said["balance"], kind="money"),
                )
                if said
                else ()
            ),
        ),
        (
            _(
                "Accepted, the amount is owed: the accountant prepares the payment order, and a second person approves it."
            ),
        ),
    )
    return draw(request, form, page)


@ask
def pay(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Prepare the payment order, from the fund's own account."""
    actor = signed_in(request)
    actor.require(access.PAY)
    card = queries.case_card(queries.case_of_payment(payment_id), actor)
    row = _payment(card, payment_id)
    accounts = [(account.id, account.label) for account in treasury.city_accounts()]
    form = bind(PayForm, request, accounts=accounts, initial=_likely(card, row))
    if saved(request, form, lambda: usecases.order_payment(form.command(payment_id), actor=actor)):
        return done(request, _("The payment order is prepared. A second person approves it."), "fund:case", card.id)
    page = FormPage(
        _("Pay from the fund"),
        card.title,
        _("Prepare the payment order"),
        case_crumbs(actor, card.id, card.number),
        reverse("fund:case", args=[card.id]),
        (
            Answer(_("Who receives"), card.party_name),
            Answer(_("Amount"), row.amount, kind="money"),
            Answer(_("State"), row.state.label),
        ),
        (
            _("It counts as paid when a bank statement shows the money; a loan is owed from that day."),
            _("Choose the fund's own account: no budget line of the city takes part."),
        ),
    )
    return draw(request, form, page)


def _likely(card: CaseCard, row: PaymentCard) -> dict[str, object]:
    """What the record and the last order of the fund know already; the accountant looks and corrects."""
    kept = treasury.payee_accounts(card.party)
    codes = treasury.codes_of("")
    found: dict[str, object] = {"content": f"Quy chi ho so {card.number} lan {row.no}", "holder": card.party_name}
    if kept:
        found |= {"number": kept[0].number, "number_again": kept[0].number, "holder": kept[0].holder}
        found |= {"bank": kept[0].bank, "bank_code": kept[0].bank_code}
    if codes:
        found |= {name: getattr(codes, name) for name in ("chapter", "sector", "item", "source")}
    return found


@ask
def repay(request: HttpRequest, loan_id: int) -> HttpResponse:
    """Book a statement line as a repayment."""
    actor = signed_in(request)
    actor.require(access.PAY)
    card = queries.case_card(queries.case_of_loan(loan_id), actor)
    assert card.loan is not None, "the case was found by its loan"
    form = bind(RepayForm, request, lines=waiting_lines(), initial={"seen": card.loan.stamp})
    if saved(request, form, lambda: usecases.book_repayment(form.command(loan_id), actor=actor)):
        return done(request, _("The repayment is booked."), "fund:case", card.id)
    now = card.loan.standing
    page = FormPage(
        _("Book a repayment"),
        card.title,
        _("Book it"),
        case_crumbs(actor, card.id, card.number),
        reverse("fund:case", args=[card.id]),
        (
            Answer(_("Organisation"), card.party_name),
            *(
                (
                    Answer(_("Principal owed"), now.principal, kind="money"),
                    Answer(_("To be paid by today"), now.payable, kind="money"),
                    Answer(_("Overdue"), now.overdue, kind="money"),
                )
                if now
                else ()
            ),
        ),
        (
            _("It is allocated by the contract's order, as of the day on the statement."),
            _("What is beyond everything owed stays set aside with the treasury."),
        ),
    )
    return draw(request, form, page)


@ask
def undo_repayment(request: HttpRequest, repayment_id: int) -> HttpResponse:
    """A repayment was booked wrongly."""
    actor = signed_in(request)
    actor.require(access.PAY)
    card = queries.case_card(queries.case_of_repayment(repayment_id), actor)
    assert card.loan is not None, "the case was found by a repayment of its loan"
    row = next(one for one in card.loan.repayments if one.id == repayment_id)
    form = bind(UndoRepaymentForm, request)
    if saved(request, form, lambda: usecases.undo_repayment(form.command(repayment_id), actor=actor)):
        return done(request, _("The repayment is taken back; its money waits with the treasury."), "fund:case", card.id)
    page = FormPage(
        _("Take back a repayment"),
        card.title,
        _("Take the repayment back"),
        case_crumbs(actor, card.id, card.number),
        reverse("fund:case", args=[card.id]),
        (
            Answer(_("Organisation"), card.party_name),
            Answer(_("Day on the statement"), row.paid_on, kind="day"),
            Answer(_("Amount"), row.amount, kind="money"),
            Answer(_("Principal"), row.principal, kind="money"),
            Answer(_("Booked by"), row.by_name),
        ),
        (
            _("The loan owes it again; the entry is reversed, nothing is deleted."),
            _("The money of the statement line is set aside again and can be booked rightly."),
        ),
    )
    return draw(request, form, page)


@ask
def close(request: HttpRequest, case_id: int) -> HttpResponse:
    """Settled, or ended with an accepted risk."""
    actor = signed_in(request)
    actor.require(access.RUN)
    card = queries.case_card(case_id, actor)
    form = bind(CloseForm, request)
    if saved(request, form, lambda: usecases.close_case(form.command(case_id), actor=actor)):
        return done(request, _("The case is closed."), "fund:case", case_id)
    page = FormPage(
        _("Close the case"),
        card.title,
        _("Close the case"),
        case_crumbs(actor, case_id, card.number),
        reverse("fund:case", args=[case_id]),
        (Answer(_("Approved"), card.granted, kind="money"), Answer(_("Paid out"), card.paid, kind="money")),
        (
            _("What is still committed can be given to others again."),
            _("An accepted risk stands on the portfolio, with its file."),
        ),
    )
    return draw(request, form, page)


@ask
def opinion(request: HttpRequest, case_id: int) -> HttpResponse:
    """The control board's opinion on a case."""
    actor = signed_in(request)
    actor.require(access.OVERSEE)
    card = queries.case_card(case_id, actor)
    form = bind(OpinionForm, request)
    if saved(request, form, lambda: usecases.write_opinion(form.command(case_id), actor=actor)):
        return done(request, _("The opinion is recorded."), "fund:case", case_id)
    page = FormPage(
        _("Write an opinion"),
        card.title,
        _("Record the opinion"),
        case_crumbs(actor, case_id, card.number),
        reverse("fund:case", args=[case_id]),
        points=(_("It stays as it is; the executive body is told."),),
    )
    return draw(request, form, page)


@ask
def new_opinion(request: HttpRequest) -> HttpResponse:
    """The control board's opinion on the fund as a whole."""
    actor = signed_in(request)
    actor.require(access.OVERSEE)
    form = bind(OpinionForm, request)
    if saved(request, form, lambda: usecases.write_opinion(form.command(None), actor=actor)):
        return done(request, _("The opinion is recorded."), "fund:portfolio")
    page = FormPage(
        _("Write an opinion"),
        _("On the fund as a whole"),
        _("Record the opinion"),
        crumbs(actor),
        reverse("fund:portfolio"),
        points=(_("It stays as it is; the executive body is told."),),
    )
    return draw(request, form, page)
