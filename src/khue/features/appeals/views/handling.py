"""The officers' pages: one deed each."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.money import format_dong
from khue.core.numerals import amount_in_words
from khue.features.appeals import access, queries, usecases
from khue.features.appeals.domain.commands import DecideAppeal, DeclineAppeal
from khue.features.appeals.domain.flow import OUTCOMES, outcomes_for
from khue.features.appeals.forms import (
    AdmissionForm,
    AssignForm,
    DecideForm,
    DialogueForm,
    ExtendForm,
    ResumeForm,
    SuspendForm,
)
from khue.features.appeals.queries import AppealPage
from khue.features.appeals.usecases import Consequence
from khue.features.appeals.views.frame import DeedPage, ask, deeper, did, show
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Link, Words
from khue.kernel.web import language, redirect, render, signed_in


def _open(request: HttpRequest, appeal_id: int, *rights: str) -> tuple[Actor, AppealPage]:
    """The officer and the appeal. Raises NotAllowed without any of the rights."""
    actor = signed_in(request)
    if not any(actor.may(right) for right in rights):
        actor.require(rights[0])
    found = queries.appeal_page(appeal_id, actor)
    if found.code == "draft":
        raise access.no_such_appeal()
    return actor, found


def _page(
    actor: Actor,
    found: AppealPage,
    title: str,
    lead: str,
    button: str,
    *,
    facts: tuple[Answer, ...] = (),
    reasons: tuple[Words, ...] = (),
) -> DeedPage:
    back = reverse("appeals:appeal", args=[found.id])
    return DeedPage(title, lead, button, found, deeper(actor, found), back, facts, reasons=reasons)


@ask
def admission(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Admit, or decline with reasons."""
    actor, found = _open(request, appeal_id, access.RECEIVE)
    form = bind(AdmissionForm, request, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(appeal_id)
        declines = isinstance(command, DeclineAppeal)
        if did(
            form,
            lambda: (
                usecases.decline_appeal(command, actor=actor)
                if isinstance(command, DeclineAppeal)
                else usecases.admit_appeal(command, actor=actor)
            ),
        ):
            said = (
                _("The appeal was not admitted; the applicant is told why.")
                if declines
                else _("The appeal is admitted; its clock runs.")
            )
            messages.success(request, said)
            return redirect("appeals:appeal" if declines else "appeals:assign", appeal_id)
    late = (Answer(_("Lodged after the time to appeal"), found.answers.get("late_ground", "")),) if found.late else ()
    facts = (
        Answer(_("Lodged on"), found.lodged_on, kind="day"),
        Answer(_("Time to appeal ended on"), found.file_until, kind="day"),
        *late,
    )
    page = _page(
        actor,
        found,
        _("Admit or decline"),
        _("Is it the right party, a decision that stands, and in time? The content is for the second decider."),
        _("Record the answer"),
        facts=facts,
    )
    return show(request, page, form)


@ask
def assign(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Give it to somebody who may decide and stands apart; whoever may not is named with the reason."""
    actor, found = _open(request, appeal_id, access.RECEIVE)
    able, others = usecases.candidates(appeal_id, actor=actor)
    form = bind(AssignForm, request, people=tuple((card.key, card.name) for card in able))
    if request.method == "POST" and form.is_valid():
        command = form.command(appeal_id)
        if did(form, lambda: usecases.assign_decider(command, actor=actor)):
            messages.success(request, _("The appeal was given to its second decider."))
            return redirect("appeals:appeal", appeal_id)
    reasons = tuple(f"{card.name}: {why.into(language())}" for card, why in others)
    page = _page(
        actor,
        found,
        _("Give it to a second decider"),
        _("Nobody who took the decision or handled the dossier decides its appeal."),
        _("Give it"),
        reasons=reasons,
    )
    return show(request, page, form)


@ask
def extend(request: HttpRequest, appeal_id: int) -> HttpResponse:
    actor, found = _open(request, appeal_id, access.RECEIVE, access.DECIDE)
    form = bind(ExtendForm, request)
    if request.method == "POST" and form.is_valid():
        command = form.command(appeal_id)
        if did(form, lambda: usecases.extend_answer(command, actor=actor)):
            messages.success(request, _("The longer term counts; the applicant is told why."))
            return redirect("appeals:appeal", appeal_id)
    facts = (Answer(_("Due now on"), found.answer_due_on, kind="day"),)
    lead = _("Say what makes the case complex. The longer term counts from the admission, once.")
    return show(request, _page(actor, found, _("Extend: a complex case"), lead, _("Extend"), facts=facts), form)


@ask
def dialogue(request: HttpRequest, appeal_id: int) -> HttpResponse:
    actor, found = _open(request, appeal_id, access.RECEIVE, access.DECIDE)
    form = bind(DialogueForm, request)
    if request.method == "POST" and form.is_valid():
        command = form.command(appeal_id)
        if did(form, lambda: usecases.record_dialogue(command, actor=actor)):
            messages.success(request, _("The dialogue is recorded."))
            return redirect("appeals:appeal", appeal_id)
    lead = _("Who met, what each side said, what was agreed. The record is never changed; the applicant reads it.")
    return show(request, _page(actor, found, _("Record a dialogue"), lead, _("Record it")), form)


@ask
def execution(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Suspend the execution of the decision, or let it go on."""
    actor, found = _open(request, appeal_id, access.DECIDE)
    form: SuspendForm | ResumeForm
    form = bind(ResumeForm, request) if found.suspended else bind(SuspendForm, request)
    if request.method == "POST" and form.is_valid():
        if isinstance(form, ResumeForm):
            resume = form.command(appeal_id)
            done = did(form, lambda: usecases.resume_execution(resume, actor=actor))
        else:
            suspend = form.command(appeal_id)
            done = did(form, lambda: usecases.suspend_execution(suspend, actor=actor))
        if done:
            said = _("The execution goes on.") if found.suspended else _("The execution is suspended: nothing is paid.")
            messages.success(request, said)
            return redirect("appeals:appeal", appeal_id)
    if found.suspended:
        title, button = _("Let the execution go on"), _("Let it go on")
        lead = _("Agreement, acceptance and payment are possible again.")
    else:
        title, button = _("Suspend the execution"), _("Suspend it")
        lead = _(
            "Only where execution would do harm that is hard to undo. Nothing is agreed, accepted or paid meanwhile."
        )
    return show(request, _page(actor, found, title, lead, button), form)


# -- deciding ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Everything once more: the outcome, what follows for the money, and what was typed as hidden values."""

    title: Words
    appeal: AppealPage
    facts: tuple[Answer, ...]
    in_words: str
    consequences: tuple[Consequence, ...]
    hidden: dict[str, str]
    crumbs: tuple[Link, ...]


@ask
def decide(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Decide; what it would do to the money is shown before it is signed."""
    actor, found = _open(request, appeal_id, access.DECIDE)
    matter = usecases.matter_of(appeal_id, actor=actor)
    form = bind(
        DecideForm,
        request,
        outcomes=outcomes_for(found.first.outcome, sums=matter is None or matter.sums),
        matter=matter,
        initial={"seen": found.version},
    )
    posted = request.method == "POST" and request.POST.get("confirm") != "no"
    if posted and form.is_valid():
        command = form.command(appeal_id)
        if request.POST.get("confirm") == "yes":
            if did(form, lambda: usecases.decide_appeal(command, actor=actor)):
                messages.success(request, _("The appeal is decided; the applicant is told."))
                return redirect("appeals:appeal", appeal_id)
        else:
            seen: list[Consequence] = []
            if did(form, lambda: seen.extend(usecases.foresee_decision(command, actor=actor))):
                return _confirm(request, actor, found, command, form, tuple(seen))
    money = matter if matter and matter.sums else None
    facts = (
        Answer(_("Decision complained of"), found.first.text),
        Answer(_("Amount asked for"), money.asked if money else None, kind="money"),
        Answer(_("Granted"), money.granted if money else None, kind="money"),
        Answer(_("Paid so far"), money.paid if money else None, kind="money"),
        *((Answer(_("Request of the applicant"), found.answers["wish_words"]),) if found.answers else ()),
    )
    page = _page(
        actor,
        found,
        _("Decide the appeal"),
        _("You see what it does to the support before it is signed.")
        if matter is None or matter.sums
        else _("You see what follows before it is signed."),
        _("Continue"),
        facts=tuple(fact for fact in facts if fact.value is not None),
    )
    return show(request, page, form)


def _confirm(
    request: HttpRequest,
    actor: Actor,
    found: AppealPage,
    command: DecideAppeal,
    form: DecideForm,
    consequences: tuple[Consequence, ...],
) -> HttpResponse:
    amount = command.amount if command.outcome in ("amended", "replaced") else None
    facts = [Answer(_("Decision on the appeal"), OUTCOMES[command.outcome].capitalised())]
    if amount is not None:
        facts.append(Answer(_("New amount"), format_dong(amount, language())))
    facts.append(Answer(_("Grounds of the decision"), command.ground))
    hidden = {name: request.POST.get(name, "") for name in form.fields}
    page = ConfirmPage(
        _("Sign this decision?"),
        found,
        tuple(facts),
        amount_in_words(amount) if amount is not None else "",
        consequences,
        hidden,
        deeper(actor, found),
    )
    return render(request, "appeals/confirm.html", page)
