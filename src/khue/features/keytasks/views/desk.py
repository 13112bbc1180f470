"""The officers' steps: check the conditions, record a council's opinion, decide, look at a report, settle a withdrawal."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.clock import remaining
from khue.features.councils import queries as councils
from khue.features.keytasks import queries, usecases
from khue.features.keytasks.domain.commands import PutBeforeCouncil
from khue.features.keytasks.forms import CheckForm, DecideForm, ExamineForm, OpinionForm, SettleForm
from khue.features.keytasks.queries import TaskPage
from khue.features.keytasks.views.task import facts_of, filing_facts, period, withdrawal_facts
from khue.features.rulebook import queries as rulebook
from khue.kernel.forms import KhueForm, bind
from khue.kernel.record_pages import DeedPage, ask, did, show
from khue.kernel.ui import Answer, DeadlineView, Link, Words
from khue.kernel.web import redirect, signed_in


def _page(
    actor: Actor,
    found: TaskPage,
    lead: Words,
    button: Words,
    facts: tuple[Answer, ...],
    points: tuple[Words, ...] = (),
    papers: tuple[object, ...] = (),
) -> DeedPage:
    dossier = reverse("dossiers:follow", args=[found.number])
    clock = None
    if found.due_on:
        left = remaining(actor.today, found.due_on, "working_days", rulebook.calendar())
        clock = DeadlineView(found.due_on, left)
    done = (Answer(_("Done by"), found.closed_by),) if found.closed else ()
    return DeedPage(
        found.step_name,
        lead,
        button,
        (Link(_("Desk"), reverse("desk:tasks")), Link(found.number, dossier)),
        reverse("desk:tasks"),
        (*done, *facts),
        points,
        clock=clock,
        papers=papers,
        links=(
            Link(_("The whole dossier with its papers"), dossier, icon="files"),
            Link(
                _("The key task: benefits, reports"), reverse("keytasks:key-task", args=[found.card.id]), icon="award"
            ),
        ),
    )


def _done(
    request: HttpRequest, form: KhueForm, deed: Callable[[], object], found: TaskPage, message: str
) -> HttpResponse | None:
    """Back to the desk when the deed was done."""
    if did(form, deed):
        messages.success(request, message % {"number": found.number})
        return redirect("desk:tasks")
    return None


def _conditions(found: TaskPage) -> tuple[Answer, ...]:
    card = found.card
    lines = []
    if card.examination:
        for row in card.examination.conditions:
            said = _("met") if row.met else _("not met")
            lines.append(Answer(row.label, f"{said}: {row.note}" if row.note else said))
        lines.append(Answer(_("Checked by"), card.examination.by))
        if card.examination.note:
            lines.append(Answer(_("Remark for the decider"), card.examination.note))
    if card.opinion:
        said = _("proposes the recognition") if card.opinion.favours else _("does not propose the recognition")
        lines.append(Answer(card.opinion.council, f"{said}. {card.opinion.conclusion}", origin=card.opinion.minutes))
    return tuple(lines)


@ask
def examine(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say of each condition whether it is met."""
    actor = signed_in(request)
    found = queries.task_page(task_id, "examination", actor)
    form = bind(ExamineForm, request, initial={"seen": found.seen})
    if request.method == "POST" and form.is_valid():
        asked = form.command(task_id)
        message = (
            _("The check of %(number)s is recorded. A council is asked next.")
            if asked.ask_council
            else _("The check of %(number)s is recorded. The decision comes next.")
        )
        answer = _done(request, form, lambda: usecases.examine_task(asked, actor=actor), found, message)
        if answer is not None:
            return answer
    page = _page(
        actor,
        found,
        _("Compare the application with each condition; the applicant reads what is not met."),
        _("Record the check"),
        facts_of(found.card),
    )
    return show(request, page, form)


@ask
def advise(request: HttpRequest, task_id: int) -> HttpResponse:
    """What the council said, from its minutes."""
    actor = signed_in(request)
    found = queries.task_page(task_id, "council", actor)
    founded = [(one.id, f"{one.number} · {one.name}") for one in councils.list_councils("founded", "", None, 100).rows]
    form = bind(OpinionForm, request, councils=founded, initial={"seen": found.seen})
    if request.method == "POST" and form.is_valid():
        asked = form.command(task_id)
        message = _("The opinion on %(number)s is recorded. The decision comes next.")
        if isinstance(asked, PutBeforeCouncil):
            message = _("%(number)s lies before the council. What it decides is recorded by itself.")

        def deed() -> None:
            if isinstance(asked, PutBeforeCouncil):
                usecases.put_before_council(asked, actor=actor)
            else:
                usecases.record_opinion(asked, actor=actor)

        answer = _done(request, form, deed, found, message)
        if answer is not None:
            return answer
    page = _page(
        actor, found, _("Take it from the signed minutes, or put the task before a council of the system."),
        _("Record the opinion"), (*facts_of(found.card), *_conditions(found)),
    )  # fmt: skip
    return show(request, page, form)


@ask
def decide(request: HttpRequest, task_id: int) -> HttpResponse:
    """Recognise, refuse or send back."""
    actor = signed_in(request)
    found = queries.task_page(task_id, "decision", actor)
    by_law = queries.last_day_by_law(actor.today)
    form = bind(
        DecideForm, request, by_law=by_law is not None, initial={"seen": found.seen, "last_day": found.card.ends_on}
    )
    if request.method == "POST" and form.is_valid():
        asked = form.command(task_id)
        message = {
            "recognise": _("%(number)s is recognised; its benefits begin today."),
            "refuse": _("The recognition of %(number)s is refused; the applicant is told why."),
        }.get(asked.outcome, _("%(number)s went back to the check."))
        answer = _done(request, form, lambda: usecases.decide_recognition(asked, actor=actor), found, message)
        if answer is not None:
            return answer
    until = (Answer(_("If recognised today, it holds until"), by_law, kind="day"),) if by_law else ()
    opened = tuple(
        Answer(_("Benefit"), one.text, origin=one.source.cited)
        if one.applies
        else Answer(_("Benefit, not applied until the law is confirmed"), one.text, origin=one.source.cited)
        for one in queries.known_benefits(actor.today)
    )
    page = _page(
        actor,
        found,
        _("You see what was found; a recognition opens the benefits below from today."),
        _("Sign the decision"),
        (*facts_of(found.card), *_conditions(found), *until, *opened),
        (
            _("The decision gets its number; the applicant and the public register see it."),
            _("It cannot be changed afterwards, only superseded."),
        ),
    )
    return show(request, page, form)


@ask
def check(request: HttpRequest, task_id: int) -> HttpResponse:
    """Accept a yearly report, or return it."""
    actor = signed_in(request)
    found = queries.task_page(task_id, "report", actor)
    form = bind(CheckForm, request, initial={"seen": found.seen})
    if request.method == "POST" and form.is_valid():
        asked = form.command(task_id)
        message = (
            _("The report on %(number)s is accepted.")
            if asked.accepted
            else _("The report on %(number)s is returned; the lead is told what is to be completed.")
        )
        answer = _done(request, form, lambda: usecases.check_report(asked, actor=actor), found, message)
        if answer is not None:
            return answer
    newest = found.report.filings[0] if found.report and found.report.filings else None
    facts = (Answer(_("Period"), period(found.report)),) if found.report else ()
    page = _page(
        actor,
        found,
        found.card.title,
        _("Record the answer"),
        (Answer(_("Lead organisation"), found.card.lead), *facts, *(filing_facts(newest) if newest else ())),
        (
            _("Compare what is reported with the product and the effect that were promised."),
            *((_("This is the final report: once accepted, the task is completed and its benefits end."),) if newest and newest.final else ()),
        ),
        newest.papers if newest else (),
    )  # fmt: skip
    return show(request, page, form)


@ask
def settle(request: HttpRequest, task_id: int) -> HttpResponse:
    """Withdraw the recognition, or let it stand."""
    actor = signed_in(request)
    found = queries.task_page(task_id, "withdrawal", actor)
    form = bind(SettleForm, request, initial={"seen": found.seen})
    if request.method == "POST" and form.is_valid():
        asked = form.command(task_id)
        message = (
            _("The recognition %(number)s is withdrawn; its benefits end today.")
            if asked.withdraws
            else _("The recognition %(number)s stands.")
        )
        answer = _done(request, form, lambda: usecases.settle_withdrawal(asked, actor=actor), found, message)
        if answer is not None:
            return answer
    row = found.withdrawal
    reports = tuple(Answer(_("Report missing"), said) for said in found.card.missing)
    page = _page(
        actor,
        found,
        found.card.title,
        _("Sign the decision"),
        (Answer(_("Lead organisation"), found.card.lead), *(withdrawal_facts(row) if row else ()), *reports),
        (
            _("A withdrawal ends the benefits today; what was used rightly before is not touched."),
            _("The lead may appeal against it."),
        ),
        row.papers if row else (),
    )
    return show(request, page, form)
