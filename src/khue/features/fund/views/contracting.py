"""The contract of a case: drawn up, signed by both sides in the signing room, recorded."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.features.fund import access, queries, usecases
from khue.features.fund.forms import ContractForm, DrawUpForm
from khue.features.fund.queries import CaseCard
from khue.features.fund.views.case import signatures
from khue.features.fund.views.frame import FormPage, ask, case_crumbs, done, draw, saved
from khue.features.fund.views.loan import terms_answers
from khue.features.fund.views.motion import task_of
from khue.kernel.forms import bind
from khue.kernel.ui import Answer
from khue.kernel.web import signed_in


@ask
def draw_up(request: HttpRequest, case_id: int) -> HttpResponse:
    """Make the contract a document that both sides sign."""
    actor = signed_in(request)
    actor.require(access.RUN)
    card = queries.case_card(case_id, actor)
    form = bind(DrawUpForm, request)
    if saved(request, form, lambda: usecases.draw_up_contract(form.command(case_id), actor=actor)):
        return done(request, _("The contract is drawn up. Both sides sign it next."), "fund:case", case_id)
    page = FormPage(
        _("Draw up the contract"),
        card.title,
        _("Draw up the contract"),
        case_crumbs(actor, case_id, card.number),
        reverse("fund:case", args=[case_id]),
        _facts(card),
        (
            _("Amount, cost lines and terms follow from the decision."),
            _("Both sides sign the PDF under “To sign”; then record the contract, and money may be asked for."),
            *((_("The contract drawn up before counts no more."),) if card.contract_paper else ()),
        ),
    )
    return draw(request, form, page)


@ask
def sign(request: HttpRequest, task_id: int) -> HttpResponse:
    """The dossier's task: record the contract that both sides signed."""
    actor = signed_in(request)
    task = task_of(actor, task_id, "agreement")
    case_id = queries.case_of_dossier(task.dossier_id)
    card = queries.case_card(case_id, actor)
    drawn_up = card.contract_paper
    initial = {"signed_on": actor.today, "number": drawn_up.number if drawn_up else ""}
    form = bind(ContractForm, request, drawn_up=drawn_up is not None, initial=initial)
    if saved(request, form, lambda: usecases.sign_contract(form.command(case_id), actor=actor)):
        return done(request, _("The contract is recorded."), "fund:case", case_id)
    page = FormPage(
        _("Record the contract"),
        card.title,
        _("Record the contract"),
        case_crumbs(actor, case_id, card.number),
        reverse("fund:case", args=[case_id]),
        _facts(card),
        (_("Money is paid under the contract, each payment with its papers."),),
        draw_up_href="" if drawn_up else reverse("fund:draw-up", args=[case_id]),
    )
    return draw(request, form, page)


def _facts(card: CaseCard) -> tuple[Answer, ...]:
    terms = next((one.terms for one in card.motions if one.state.code == "approved" and one.terms), None)
    return (
        Answer(_("Organisation"), card.party_name),
        Answer(_("Approved"), card.granted, kind="money"),
        *((signatures(card.contract_paper),) if card.contract_paper else ()),
        *(terms_answers(terms) if terms else ()),
    )
