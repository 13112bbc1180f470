"""Appraise, answer on the costs, decide, agree: the way to the agreement."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khue.core.money import format_dong
from khue.core.numerals import amount_in_words
from khue.features.missions import queries, usecases
from khue.features.missions.access import ANSWER_COSTS, APPRAISE
from khue.features.missions.forms import AgreeForm, AnswerCostsForm, AppraiseForm, DecideForm
from khue.features.missions.forms.tranches import changed_rows, planned_rows
from khue.features.missions.views.frame import Case, ask, open_case
from khue.kernel.forms import bind
from khue.kernel.ui import Answer
from khue.kernel.web import language


@ask
def appraise(request: HttpRequest, task_id: int) -> HttpResponse:
    """An amount for every cost line, and why where it is cut."""
    case = open_case(request, task_id, "appraisal", APPRAISE)
    form = bind(AppraiseForm, request, lines=case.card.lines, initial={"seen": case.found.seen})
    if case.posted and form.is_valid():
        asked = form.command(task_id)
        if case.did(form, lambda: usecases.appraise_costs(asked, actor=case.actor)):
            return case.finished(
                _("The appraisal of %(number)s is recorded. The Department of Finance gives its opinion next.")
            )
    return case.page(
        form,
        "missions/appraise.html",
        lead=_("Enter what may be granted for each line. Where it is less than what was asked for, say why."),
        button=_("Record the appraisal"),
    )


@ask
def answer_costs(request: HttpRequest, task_id: int) -> HttpResponse:
    """The Department of Finance agrees to what the appraiser found, or has it appraised again."""
    case = open_case(request, task_id, "appraisal", ANSWER_COSTS)
    form = bind(AnswerCostsForm, request, initial={"seen": case.found.seen})
    if case.posted and form.is_valid():
        asked = form.command(task_id)
        if case.did(form, lambda: usecases.answer_costs(asked, actor=case.actor)):
            return case.finished(
                _("The finance opinion on %(number)s is recorded. The decision comes next.")
                if asked.agrees
                else _("%(number)s went back to the cost appraisal.")
            )
    return case.page(
        form,
        "missions/answer_costs.html",
        lead=_(
            "Look at each line as it was appraised: what was asked for, the cap, the amount and the ground of a cut."
        ),
        button=_("Record the opinion"),
        facts=_appraised(case),
    )


@ask
def decide(request: HttpRequest, task_id: int) -> HttpResponse:
    """Grant, send back or refuse; asked once more before it is done."""
    case = open_case(request, task_id, "decision")
    amount = case.card.appraised or 0
    form = bind(DecideForm, request, budget=queries.budget_choices(), amount=amount, initial={"seen": case.found.seen})
    if case.posted and not case.turned_back and form.is_valid():
        if not case.confirmed and not case.found.closed:
            return _confirm_decision(case, form, amount)
        asked = form.command(task_id)
        if case.did(form, lambda: usecases.decide_support(asked, actor=case.actor)):
            return case.finished(_DECIDED[asked.outcome]())
    return case.page(
        form,
        "missions/decide.html",
        lead=_("Decide on the amount that was appraised. You see everything once more before it is signed."),
        button=_("Continue"),
        facts=_appraised(case),
    )


_DECIDED = {
    DecideForm.GRANT: lambda: _("The support of %(number)s is granted and its amount committed."),
    DecideForm.BACK: lambda: _("%(number)s went back to the cost appraisal."),
    DecideForm.REFUSE: lambda: _("The support of %(number)s is refused; the applicant is told why."),
}


def _appraised(case: Case) -> tuple[Answer, ...]:
    card = case.card
    return (
        Answer(_("Amount asked for"), card.asked, kind="money"),
        Answer(_("Appraised"), card.appraised, kind="money"),
        Answer(_("Appraised by"), ", ".join(card.appraisers) or None),
    )


def _confirm_decision(case: Case, form: DecideForm, amount: int) -> HttpResponse:
    given = form.cleaned_data
    lead = {"lead": case.card.lead_name}
    about = (
        Answer(_("Science and technology task"), case.card.task_title),
        Answer(_("Lead organisation"), case.card.lead_name),
    )
    ground = (Answer(_("Grounds of the decision"), given["ground"].strip()),) if given["ground"].strip() else ()
    if given["outcome"] == DecideForm.GRANT:
        line = form.budget[given["budget_line"]]
        rest = line.available - amount
        return case.confirm(
            form,
            title=_("Grant this support?"),
            text=_("Support for machinery and equipment to %(lead)s") % lead,
            label=_("Sign the decision"),
            points=(
                _("The amount is committed on the budget line at once."),
                _("The decision gets its number; the applicant and the public register see it."),
                _("It cannot be changed afterwards, only superseded."),
            ),
            facts=(
                *about,
                Answer(_("Budget line"), line.name),
                Answer(_("Left on the line now"), line.available, kind="money"),
                Answer(_("Left afterwards"), rest if rest >= 0 else _not_enough(-rest), kind="money"),
                *ground,
            ),
            amount=amount,
            in_words=amount_in_words(amount),
        )
    if given["outcome"] == DecideForm.BACK:
        return case.confirm(
            form,
            title=_("Send this case back?"),
            text=_("The costs are appraised again, then it returns to you."),
            label=_("Send it back"),
            points=(_("The appraiser reads your ground."), _("The promised day does not move.")),
            facts=(*about, *ground),
        )
    return case.confirm(
        form,
        title=_("Refuse this support?"),
        text=_("The applicant %(lead)s reads the ground word by word.") % lead,
        label=_("Sign the refusal"),
        points=(
            _("The dossier ends, and its invoice lines are free again."),
            _("The applicant may apply anew or complain."),
        ),
        facts=(*about, *ground),
    )


def _not_enough(short: int) -> str:
    return _("not enough: %(amount)s short") % {"amount": format_dong(short, language())}


@ask
def agree(request: HttpRequest, task_id: int) -> HttpResponse:
    """Fix the tranches, each tied to a deliverable."""
    case = open_case(request, task_id, "agreement")
    changed = changed_rows(request.POST) if case.posted else None
    if changed is not None:
        kept = {"seen": request.POST.get("seen", ""), "once": request.POST.get("once", "")}
        form = AgreeForm(rows=changed, initial=kept)
    else:
        rows = [] if case.posted else planned_rows(queries.planned_tranches(case.card.id))
        form = bind(AgreeForm, request, rows=rows, initial={"seen": case.found.seen})
        if case.posted and form.is_valid():
            asked = form.command(task_id)
            if case.did(form, lambda: usecases.sign_agreement(asked, actor=case.actor)):
                return case.finished(_("The agreement of %(number)s is signed. The lead can deliver now."))
    return case.page(
        form,
        "missions/agree.html",
        lead=_("Each tranche is paid when its deliverable is accepted. Together they make the granted amount."),
        button=_("Sign the agreement"),
        facts=(
            Answer(_("Granted"), case.card.granted, kind="money"),
            Answer(_("Decided on"), case.card.decided_on, kind="day"),
        ),
    )
