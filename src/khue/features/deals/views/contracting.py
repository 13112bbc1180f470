"""Pages of valuation, contract, registration and money."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.deals import access, queries, usecases
from khue.features.deals.domain.contracting import CLAUSES, ConfirmOwnership, SignContract
from khue.features.deals.forms import (
    ApprovalForm,
    CertificateForm,
    CompletenessForm,
    ContractForm,
    FilingForm,
    ProofForm,
    ReceiveForm,
    RoyaltyForm,
    SignForm,
    ValuationForm,
)
from khue.features.deals.queries import DealCard
from khue.features.deals.usecases.contracting import nothing_waits
from khue.features.deals.views.changes import amendment_facts
from khue.features.deals.views.frame import acting, ask_of
from khue.kernel.forms import bind
from khue.kernel.record_pages import ask
from khue.kernel.ui import Answer
from khue.kernel.web import signed_in


def _officer(request: HttpRequest, deal_id: int, right: str) -> tuple[Actor, DealCard]:
    actor = signed_in(request)
    actor.require(right)
    return actor, queries.deal_card(deal_id, actor)


@ask
def valuation(request: HttpRequest, deal_id: int) -> HttpResponse:
    """A report of a valuer, beside others."""
    actor, card = acting(request, deal_id)
    form = bind(ValuationForm, request, reports=queries.reports_of(deal_id, actor))
    words = _("Add a valuation"), _("Add the report"), _("The report stands beside the others.")
    points = (_("A valuation is advice: the price may differ. No report takes another's place."),)
    return ask_of(
        request, form, card, words, lambda: usecases.give_valuation(form.command(deal_id), actor=actor), points=points
    )


@ask
def prove(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The seller shows by what it owns the technology."""
    actor, card = acting(request, deal_id, "seller")
    form = bind(ProofForm, request)
    words = _("Prove the ownership"), _("Hand it in"), _("An officer will confirm it.")
    return ask_of(request, form, card, words, lambda: usecases.prove_ownership(form.command(deal_id), actor=actor))


@ask
def confirm(request: HttpRequest, deal_id: int) -> HttpResponse:
    """An officer has seen the proof."""
    actor, card = _officer(request, deal_id, access.REGISTER)
    form = bind(SignForm, request)
    words = _("Confirm the ownership"), _("I have seen it"), _("The ownership is confirmed.")
    facts = (Answer(_("Proof"), card.proof.says),) if card.proof is not None else ()
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.confirm_ownership(ConfirmOwnership(deal_id, form.cleaned_data["once"]), actor=actor),
        facts=facts,
    )


@ask
def contract(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The text of the contract, by the law's list of contents."""
    actor, card = acting(request, deal_id)
    form = bind(ContractForm, request)
    words = _("Draw up the contract"), _("Sign and send"), _("The contract waits for the other side's signature.")
    points = (_("By pressing the button you sign for your side. Drawn up anew, both sides sign anew."),)
    return ask_of(
        request, form, card, words, lambda: usecases.draw_contract(form.command(deal_id), actor=actor), points=points
    )


@ask
def sign_contract(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The other side signs."""
    actor, card = acting(request, deal_id)
    form = bind(SignForm, request)
    if card.contract is None:
        raise nothing_waits()
    clauses = card.contract.clauses
    facts = tuple(Answer(name.capitalised(), clauses.get(code, "")) for code, name in CLAUSES.items())
    words = _("Sign the contract"), _("Sign it"), _("The contract is signed by both sides.")
    points = (_("Where it must be registered it is signed and not yet in effect, until the certificate."),)
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.sign_contract(SignContract(deal_id, form.cleaned_data["once"]), actor=actor),
        facts=facts,
        points=points,
    )


@ask
def approval(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Restricted technology: the approval before signing, the permit after it."""
    actor, card = _officer(request, deal_id, access.REGISTER)
    form = bind(ApprovalForm, request)
    permit = card.code == "signed"
    words = (_("Note the permit") if permit else _("Note the approval")), _("Note it"), _("It is noted.")
    return ask_of(
        request, form, card, words, lambda: usecases.note_approval(form.command(deal_id, permit=permit), actor=actor)
    )


@ask
def file(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The dossier of registration."""
    actor, card = acting(request, deal_id)
    change = next((one for one in card.contract.amendments if one.files), None) if card.contract else None
    form = bind(FilingForm, request, fee=change is not None and change.fee is not None)
    words = _("File for registration"), _("File it"), _("The dossier is filed.")
    points = (
        _(
            "A request that says who answers for it, and the contract in Vietnamese; with State capital also its approval."
        ),
    )
    return ask_of(
        request, form, card, words, lambda: usecases.file_contract(form.command(deal_id), actor=actor), points=points,
        facts=() if change is None else amendment_facts(change),
    )  # fmt: skip


@ask
def completeness(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The answer on completeness."""
    actor, card = _officer(request, deal_id, access.REGISTER)
    form = bind(CompletenessForm, request)
    words = _("Answer on completeness"), _("Send the answer"), _("Your answer is sent.")
    return ask_of(request, form, card, words, lambda: usecases.answer_filing(form.command(deal_id), actor=actor))


@ask
def certificate(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Certificate or refusal, by another person."""
    actor, card = _officer(request, deal_id, access.CERTIFY)
    form = bind(CertificateForm, request)
    words = _("Decide on the registration"), _("Record the decision"), _("The decision is recorded.")
    return ask_of(request, form, card, words, lambda: usecases.decide_filing(form.command(deal_id), actor=actor))


@ask
def royalty(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Sales of a period."""
    actor, card = acting(request, deal_id, "buyer")
    form = bind(RoyaltyForm, request)
    words = _("Report a royalty"), _("Send the report"), _("The report is kept; the sum is due.")
    return ask_of(request, form, card, words, lambda: usecases.report_royalty(form.command(deal_id), actor=actor))


def _due(card: DealCard, no: int) -> tuple[Answer, ...]:
    """What is due under this number. Raises Missing."""
    found = tuple(Answer(_("Due"), one.amount, kind="money") for one in card.dues if one.no == no)
    if not found:
        raise nothing_waits()
    return found


@ask
def receive(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """A statement line was the payment: it lies in escrow."""
    actor, card = _officer(request, deal_id, access.SETTLE)
    form = bind(ReceiveForm, request)
    words = _("Note a payment"), _("Take it into escrow"), _("The money lies in escrow.")
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.receive_due(form.command(deal_id, no), actor=actor),
        facts=_due(card, no),
    )
