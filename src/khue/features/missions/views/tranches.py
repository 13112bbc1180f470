"""Accept, pay, audit: what follows the agreement."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.numerals import amount_in_words
from khue.features.dossiers.queries import unsigned_before_payment
from khue.features.ledger import domain as ledger_domain
from khue.features.ledger import queries as ledger
from khue.features.missions import usecases
from khue.features.missions.forms import AnswerForm, AuditForm, PayForm
from khue.features.missions.queries import TrancheRow
from khue.features.missions.views.frame import Case, ask, open_case
from khue.features.treasury import queries as treasury
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Cell
from khue.kernel.web import language


@ask
def accept(request: HttpRequest, task_id: int) -> HttpResponse:
    """Accept what was delivered, or send it back with the ground."""
    case = open_case(request, task_id, "acceptance")
    form = bind(AnswerForm, request)
    if case.posted and form.is_valid():
        asked = form.command(task_id)
        if case.did(form, lambda: usecases.answer_delivery(asked, actor=case.actor)):
            done = _("The delivery of %(number)s is accepted. The payment comes next.")
            back = _("The delivery of %(number)s went back; the lead organisation is told why.")
            return case.finished(done if asked.accepted else back)
    return case.page(
        form,
        "missions/accept.html",
        lead=_("Compare what was delivered with what was agreed. With the acceptance the city owes the amount."),
        button=_("Record the result"),
    )


@ask
def pay(request: HttpRequest, task_id: int) -> HttpResponse:
    """Prepare the payment order of an accepted tranche; asked once more before it is done."""
    case = open_case(request, task_id, "payment")
    tranche = case.tranche
    accounts = [(account.id, account.label) for account in treasury.city_accounts()]
    form = bind(PayForm, request, accounts=accounts, initial=_likely(case) if tranche else {})
    if tranche is not None and case.posted and not case.turned_back and form.is_valid():
        if not case.confirmed and not case.found.closed:
            return _confirm_payment(case, form, tranche)
        asked = form.command(task_id)
        if case.did(form, lambda: usecases.order_payment(asked, actor=case.actor)):
            return case.finished(_("The payment order of %(number)s is prepared. A second person approves it."))
    return case.page(
        form,
        "missions/pay.html",
        lead=_(
            "The amount is what was accepted. A second person approves the order, and the tranche counts as paid when the bank's statement shows the money."
        ),
        button=_("Continue"),
        facts=(*_owed(case, tranche), *_unsigned(case)) if tranche else (),
    )


def _likely(case: Case) -> dict[str, object]:
    """What the record and the last order of the budget line know already; the accountant looks and corrects."""
    card = case.card
    kept = treasury.payee_accounts(card.lead_key)
    codes = treasury.codes_of(card.budget_line)
    # What goes to the bank is Vietnamese, whatever language the accountant reads.
    content = f"Chi trả đợt {case.found.tranche_no} hồ sơ {case.found.dossier_number}"
    found: dict[str, object] = {
        "content": content,
        "holder": card.lead_name,
    }
    if kept:
        found |= {"number": kept[0].number, "number_again": kept[0].number, "holder": kept[0].holder}
        found |= {"bank": kept[0].bank, "bank_code": kept[0].bank_code}
    if codes:
        found |= {name: getattr(codes, name) for name in ("chapter", "sector", "item", "source")}
    return found


def _owed(case: Case, tranche: TrancheRow) -> tuple[Answer, ...]:
    payable = ledger.balance(ledger_domain.PAYABLE, f"tranche:{tranche.id}")
    entry = Cell(_("Entry of the acceptance"), _entry_href(case, tranche)) if tranche.accrual else None
    return (
        Answer(_("Accepted on"), tranche.accepted_on, kind="day"),
        Answer(_("Accepted amount"), tranche.amount, kind="money"),
        Answer(_("Payable by the ledger"), payable, kind="money"),
        Answer(_("In words"), amount_in_words(tranche.amount)),
        *((Answer(_("Ledger"), entry),) if entry else ()),
    )


def _unsigned(case: Case) -> tuple[Answer, ...]:
    """What must be signed before this payment and is not, with the way to its page."""
    return tuple(
        Answer(
            _("Not signed by all yet"),
            Cell(
                paper.number or paper.title,
                reverse("documents:paper", args=[paper.code]) if paper.code else "",
                ", ".join(who.into(language()) for who in paper.missing),
            ),
        )
        for paper in unsigned_before_payment(case.card.dossier_id)
    )


def _entry_href(case: Case, tranche: TrancheRow) -> str:
    return reverse("ledger:entry", args=[tranche.accrual]) if case.actor.may(ledger_domain.READ) else ""


def _confirm_payment(case: Case, form: PayForm, tranche: TrancheRow) -> HttpResponse:
    given = form.cleaned_data
    return case.confirm(
        form,
        title=_("Prepare the payment order of tranche %(no)s?") % {"no": tranche.no},
        text=_("To %(lead)s, for: %(deliverable)s") % {"lead": case.card.lead_name, "deliverable": tranche.deliverable},
        label=_("Prepare the order"),
        points=(
            _("The ledger sets the amount aside for this order."),
            _("A second person compares it with the agreement and approves it; then it is sent."),
            _("Until it is sent it can be cancelled, with the ground."),
        ),
        facts=(
            Answer(_("Dossier"), case.found.dossier_number),
            Answer(_("Payee's account number"), given["number"]),
            Answer(_("Account holder"), given["holder"]),
            Answer(_("Bank or treasury office of the payee"), given["bank"]),
            Answer(_("Content of the transfer"), given["content"]),
            Answer(_("Paid before"), case.card.paid, kind="money"),
            Answer(_("Granted in all"), case.card.granted, kind="money"),
        ),
        amount=tranche.amount,
        in_words=amount_in_words(tranche.amount),
    )


@ask
def audit(request: HttpRequest, task_id: int) -> HttpResponse:
    """Write down what a later look found."""
    case = open_case(request, task_id, "audit")
    form = bind(AuditForm, request)
    if case.posted and form.is_valid():
        asked = form.command(task_id)
        if case.did(form, lambda: usecases.record_audit(asked, actor=case.actor)):
            return case.finished(_("The audit of %(number)s is recorded."))
    card = case.card
    return case.page(
        form,
        "missions/audit.html",
        lead=_("Look at the equipment, its use and its papers, then write down what you found."),
        button=_("Record the audit"),
        facts=(
            Answer(_("Granted"), card.granted, kind="money"),
            Answer(_("Paid"), card.paid, kind="money"),
            Answer(_("Equipment in the register"), len(card.items), kind="number"),
        ),
    )
