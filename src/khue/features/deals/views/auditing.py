"""Pages of audits of reported sales: asked and found by the seller, shown and answered by the buyer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khue.features.deals import usecases
from khue.features.deals.domain.auditing import AnswerFindings, AskAudit, WithdrawAudit
from khue.features.deals.forms import AnswerForm, BooksForm, FindingsForm, GroundForm
from khue.features.deals.queries import AuditRow, DealCard
from khue.features.deals.usecases.contracting import nothing_waits
from khue.features.deals.views.frame import acting, ask_of
from khue.features.deals.views.later import audit_facts
from khue.kernel.forms import bind
from khue.kernel.record_pages import ask
from khue.kernel.ui import Answer


@ask
def audit(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """The seller asks to look into the sales of a report."""
    actor, card = acting(request, deal_id, "seller")
    due = next((one for one in card.dues if one.no == no), None)
    if due is None or due.period is None:
        raise nothing_waits()
    form = bind(GroundForm, request)

    def deed() -> None:
        said = form.cleaned_data
        usecases.ask_audit(AskAudit(deal_id, no, said["ground"], said["once"]), actor=actor)

    facts = (
        Answer(_("Reported sales"), due.sales or 0, kind="money"),
        Answer(_("Royalty as reported"), due.amount, kind="money"),
        *((Answer(_("May be asked for until"), due.audit_until, kind="day"),) if due.audit_until else ()),
    )
    words = _("Ask for an audit"), _("Ask for it"), _("The buyer has been told.")
    points = (_("The report stays as it is. What is found stands beside it, and the buyer answers."),)
    return ask_of(request, form, card, words, deed, facts=facts, points=points)


def _audit(card: DealCard, no: int) -> AuditRow:
    row = next((one for one in card.audits if one.no == no), None)
    if row is None:
        raise nothing_waits()
    return row


@ask
def books(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """The buyer has shown its books."""
    actor, card = acting(request, deal_id, "buyer")
    row = _audit(card, no)
    form = bind(BooksForm, request)
    words = _("Say that the books were shown"), _("Send it"), _("The seller has been told.")
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.show_books(form.command(deal_id, no), actor=actor),
        facts=audit_facts(row),
    )


@ask
def findings(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """What the auditor found."""
    actor, card = acting(request, deal_id, "seller")
    row = _audit(card, no)
    form = bind(FindingsForm, request)
    words = _("Record the findings"), _("Send the findings"), _("The findings wait for the buyer's answer.")
    points = (
        _("The royalty of the period is computed again from these sales, never below the least of the contract. Nothing is given back."),
    )  # fmt: skip
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.record_findings(form.command(deal_id, no), actor=actor),
        facts=audit_facts(row),
        points=points,
    )


@ask
def answer_audit(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """The buyer accepts the findings or disputes them."""
    actor, card = acting(request, deal_id, "buyer")
    row = _audit(card, no)
    form = bind(AnswerForm, request)
    form.fields["answer"].choices = [("yes", _("We accept")), ("no", _("We dispute them"))]  # type: ignore[attr-defined]  # a choice field

    def deed() -> None:
        said = form.cleaned_data
        asked = AnswerFindings(deal_id, no, said["answer"] == "yes", said["ground"], said["once"])
        usecases.answer_findings(asked, actor=actor)

    words = _("Answer the findings"), _("Send the answer"), _("Your answer is sent.")
    points = (_("Accepted, what is owed besides is due today. Disputed, nothing changes; the contract says who settles it."),)  # fmt: skip
    return ask_of(request, form, card, words, deed, facts=audit_facts(row), points=points)


@ask
def withdraw(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """The seller takes its request back."""
    actor, card = acting(request, deal_id, "seller")
    row = _audit(card, no)
    form = bind(GroundForm, request)

    def deed() -> None:
        said = form.cleaned_data
        usecases.withdraw_audit(WithdrawAudit(deal_id, no, said["ground"], said["once"]), actor=actor)

    words = _("Take the request back"), _("Take it back"), _("The request is taken back.")
    return ask_of(request, form, card, words, deed, facts=audit_facts(row))
