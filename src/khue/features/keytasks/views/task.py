"""The page of a key task, and the deeds of its lead and of the officer who proposes a withdrawal."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.councils.queries import field_words
from khue.features.keytasks import access, queries, usecases
from khue.features.keytasks.forms import ProposeForm, ReportForm, StatementForm
from khue.features.keytasks.queries import FilingRow, KeyTaskCard, ReportRow, WithdrawalRow
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ask, did, show
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, StepView, TableView
from khue.kernel.web import redirect, render, signed_in
from khue.kernel.wording import day_words

BENEFIT_STATES = {
    "active": StateView("active", Text("đang được hưởng", "active"), "good"),
    "offered": StateView("offered", Text("chờ xác nhận quy định, chưa áp dụng", "offered, not applied until the law is confirmed"), "wait"),
    "ended": StateView("ended", Text("đã chấm dứt", "ended"), "plain"),
    "later": StateView("later", Text("chưa đến ngày", "not begun"), "plain"),
}  # fmt: skip
_UNSET = gettext_lazy("The law does not set this yet; nothing follows from it.")


@dataclass(frozen=True, slots=True)
class ReportBlock:
    row: ReportRow
    span: str
    facts: tuple[Answer, ...]
    filing: FilingRow | None
    earlier: TableView | None


@dataclass(frozen=True, slots=True)
class KeyTaskPage:
    card: KeyTaskCard
    deeds: tuple[Link, ...]
    facts: tuple[Answer, ...]
    sources: TableView
    conditions: TableView | None
    benefits: TableView
    reports: tuple[ReportBlock, ...]
    unset: tuple[Answer, ...]
    steps: tuple[StepView, ...]
    dossier_href: str
    public_href: str
    crumbs: tuple[Link, ...]


def crumbs(actor: Actor, *more: Link) -> tuple[Link, ...]:
    if actor.may(access.READ):
        return (Link(_("Key tasks"), reverse("keytasks:desk")), *more)
    return (Link(_("My key tasks"), reverse("keytasks:mine")), *more)


def task_crumbs(actor: Actor, card: KeyTaskCard) -> tuple[Link, ...]:
    return crumbs(actor, Link(card.title, reverse("keytasks:key-task", args=[card.id])))


@require_safe
def key_task(request: HttpRequest, key_task_id: int) -> HttpResponseBase:
    """Everything of one key task, for its lead's side and staff."""
    actor = signed_in(request)
    card = queries.key_task(key_task_id, actor)
    page = KeyTaskPage(
        card=card,
        deeds=_deeds(actor, card),
        facts=facts_of(card),
        sources=_sources(card),
        conditions=conditions_of(card),
        benefits=_benefits(card),
        reports=tuple(_report(row) for row in reversed(card.reports)),
        unset=_unset(actor) if card.code == "recognised" else (),
        steps=_story(card),
        dossier_href=reverse("dossiers:follow", args=[card.number]),
        public_href=reverse("keytasks:public", args=[card.number]) if card.last_day else "",
        crumbs=crumbs(actor),
    )
    return render(request, "keytasks/key_task.html", page)


def _deeds(actor: Actor, card: KeyTaskCard) -> tuple[Link, ...]:
    """What the reader may do now, the likeliest first."""
    found: list[Link] = []
    side = actor.may_act_for(card.party, "submit")
    hearing = card.open_withdrawal
    if side and hearing is not None and hearing.answered_at is None:
        found.append(Link(_("Give your statement"), reverse("keytasks:answer", args=[hearing.id]), icon="message-2"))
    if side and card.code == "recognised":
        found.append(Link(_("File a report"), reverse("keytasks:report", args=[card.id]), icon="report-search"))
    if actor.may(access.EXAMINE) and card.code == "recognised" and hearing is None:
        found.append(Link(_("Propose a withdrawal"), reverse("keytasks:propose", args=[card.id]), icon="ban"))
    return tuple(found)


def facts_of(card: KeyTaskCard) -> tuple[Answer, ...]:
    return (
        Answer(_("Lead organisation"), card.lead),
        Answer(_("Key field"), field_words([card.field])[0]),
        Answer(_("First day of the task"), card.starts_on, kind="day"),
        Answer(_("Last day"), card.ends_on, kind="day"),
        Answer(_("Own money of the task"), card.money, kind="money"),
        Answer(_("Expected product"), card.product),
        Answer(_("Effect on the capital"), card.impact),
        Answer(_("Capacity"), card.capacity),
    )


def _sources(card: KeyTaskCard) -> TableView:
    return TableView(
        (Column(_("Source of money")), Column(_("Amount"), "money")),
        tuple(Row((row.source.capitalised(), row.amount)) for row in card.sources),
        caption=_("Sources of money"),
        foot=Row((_("In all"), card.money)),
    )


def conditions_of(card: KeyTaskCard) -> TableView | None:
    """What the examiner found."""
    found = card.examination
    if found is None:
        return None
    met = StateView("met", Text("đạt", "met"), "good")
    unmet = StateView("unmet", Text("chưa đạt", "not met"), "bad")
    return TableView(
        (Column(_("Condition")), Column(_("Finding"), "state")),
        tuple(Row((Cell(row.label, note=row.note), met if row.met else unmet)) for row in found.conditions),
        caption=_("Check of the conditions"),
    )


def _benefits(card: KeyTaskCard) -> TableView:
    return TableView(
        (Column(_("Benefit")), Column(_("From"), "day"), Column(_("Until")), Column(_("State"), "state")),
        tuple(
            Row(
                (
                    Cell(row.text, reverse("dossiers:start", args=[row.procedure]) if row.procedure and row.state == "active" else "", row.source.cited),
                    row.from_on,
                    Cell(row.ended_on or card.last_day, note=row.end_ground),
                    BENEFIT_STATES[row.state],
                )
            )
            for row in card.benefits
        ),
        caption=_("Benefits of the recognition"),
        empty=EmptyView(_("No benefit yet"), _("Benefits begin with the recognition."), icon="award"),
    )  # fmt: skip


def _report(row: ReportRow) -> ReportBlock:
    newest = row.filings[0] if row.filings else None
    earlier = row.filings[1:]
    table = None
    if earlier:
        table = TableView(
            (Column(_("Filing")), Column(_("Filed"), "moment"), Column(_("What was to be completed"))),
            tuple(Row((str(one.no), one.at, one.note)) for one in earlier),
            caption=_("Earlier filings"),
        )
    return ReportBlock(row, period(row), filing_facts(newest) if newest else (), newest, table)


def period(row: ReportRow) -> str:
    return f"{day_words(row.from_on, short=True)} – {day_words(row.last_day, short=True)}"


def filing_facts(one: FilingRow) -> tuple[Answer, ...]:
    return (
        Answer(_("Progress"), one.progress),
        Answer(_("Products so far"), one.products),
        Answer(_("Effect on the capital so far"), one.impact),
        Answer(_("Own money spent in the period"), one.spent, kind="money"),
        *((Answer(_("Benefits that were used"), one.used),) if one.used else ()),
        *((Answer(_("Final report"), _("yes, the task is completed")),) if one.final else ()),
        Answer(_("Filed by"), one.by),
        Answer(_("Filed"), one.at, kind="moment"),
        *((Answer(_("Note"), one.note),) if one.note else ()),
    )


def _unset(actor: Actor) -> tuple[Answer, ...]:
    """Clocks of the reports that no law sets: shown as unset, enforced by nobody."""
    names = ((queries.REPORT_EVERY, _("Period of a report")), (queries.REPORT_CLOCK, _("Day by which to report")))
    return tuple(Answer(label, _UNSET) for id, label in names if queries.value(id, actor.today) is None)


def _story(card: KeyTaskCard) -> tuple[StepView, ...]:
    found: list[StepView] = []
    if card.examination:
        found.append(StepView(_("Conditions checked"), card.examination.by, card.examination.at, "done"))
    if card.opinion:
        found.append(StepView(_("Opinion of a council"), card.opinion.council, card.opinion.met_on, "done"))
    if card.decided_on and card.last_day:
        found.append(StepView(_("Recognised as a key task"), "", card.decided_on, "done"))
    elif card.decided_on:
        found.append(StepView(_("Recognition refused"), "", card.decided_on, "done"))
    for row in reversed(card.withdrawals):
        found.append(StepView(_("Withdrawal proposed"), row.by, row.at, "done"))
        if row.answered_at:
            found.append(StepView(_("The lead was heard"), "", row.answered_at, "done"))
        if row.decided_on:
            said = _("Recognition withdrawn") if row.outcome == "withdrawn" else _("The recognition stands")
            found.append(StepView(said, row.decided_by, row.decided_on, "done"))
    if card.code == "recognised" and card.last_day:
        found.append(StepView(_("Recognised until"), "", card.last_day, "next"))
    elif card.ended_on and card.code != "withdrawn":
        found.append(StepView(card.state.label, "", card.ended_on, "done"))
    return tuple(found)


# -- deeds -----------------------------------------------------------------------------------------------------------


@ask
def report(request: HttpRequest, key_task_id: int) -> HttpResponse:
    """File the report of a period."""
    actor = signed_in(request)
    card = queries.key_task(key_task_id, actor)
    queries.require_side(key_task_id, actor)
    by_law = bool(queries.report_months(actor.today))
    waiting = tuple((row.id, _period_of(row)) for row in card.reports if row.waiting)
    initial = {"report_id": waiting[0][0]} if waiting else {}
    form = bind(ReportForm, request, periods=waiting, by_law=by_law, initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.command(key_task_id)
        if did(form, lambda: usecases.file_report(asked, actor=actor)):
            messages.success(request, _("The report is filed. An officer looks at it next."))
            return redirect("keytasks:key-task", key_task_id)
    page = DeedPage(
        _("File a report"),
        card.title,
        _("File the report"),
        task_crumbs(actor, card),
        reverse("keytasks:key-task", args=[key_task_id]),
        points=(
            *card.missing,
            _("Report every period, also one in which little was done."),
            _("A report that is returned is filed anew; the one before stays readable."),
        ),
    )
    return show(request, page, form)


def _period_of(row: ReportRow) -> str:
    due = _(", due on %(day)s") % {"day": day_words(row.due_on, short=True)} if row.due_on else ""
    return f"{row.no}. {period(row)}{due}"


@ask
def propose(request: HttpRequest, key_task_id: int) -> HttpResponse:
    """Propose to withdraw the recognition; the lead is heard before anybody decides."""
    actor = signed_in(request)
    actor.require(access.EXAMINE)
    card = queries.key_task(key_task_id, actor)
    by_law = usecases.hearing_ends(actor.today)
    form = bind(ProposeForm, request, by_law=by_law is not None, initial={"seen": card.seen})
    if request.method == "POST" and form.is_valid():
        asked = form.command(key_task_id)
        if did(form, lambda: usecases.propose_withdrawal(asked, actor=actor)):
            messages.success(request, _("The withdrawal is proposed; the lead is asked for its statement."))
            return redirect("keytasks:key-task", key_task_id)
    until = (Answer(_("Statements are taken until"), by_law, kind="day"),) if by_law else ()
    page = DeedPage(
        _("Propose a withdrawal"),
        card.title,
        _("Propose a withdrawal"),
        task_crumbs(actor, card),
        reverse("keytasks:key-task", args=[key_task_id]),
        (Answer(_("Lead organisation"), card.lead), Answer(_("State"), card.state.label), *until),
        (
            *card.missing,
            _("The lead reads your ground and may answer it."),
            _("Somebody else decides, not before the lead was heard or its time is over."),
        ),
    )
    return show(request, page, form)


@ask
def answer(request: HttpRequest, withdrawal_id: int) -> HttpResponse:
    """The lead's statement on a withdrawal."""
    actor = signed_in(request)
    card = queries.key_task(queries.withdrawal_of(withdrawal_id), actor)
    queries.require_side(card.id, actor)
    row = next(one for one in card.withdrawals if one.id == withdrawal_id)
    form = bind(StatementForm, request)
    if request.method == "POST" and form.is_valid():
        asked = form.command(withdrawal_id)
        if did(form, lambda: usecases.answer_withdrawal(asked, actor=actor)):
            messages.success(request, _("Your statement is given. Whoever decides reads it."))
            return redirect("keytasks:key-task", card.id)
    page = DeedPage(
        _("Give your statement"),
        card.title,
        _("Send the statement"),
        task_crumbs(actor, card),
        reverse("keytasks:key-task", args=[card.id]),
        withdrawal_facts(row),
        (_("It can be sent once; add every paper that speaks for you."),),
    )
    return show(request, page, form)


def withdrawal_facts(row: WithdrawalRow) -> tuple[Answer, ...]:
    return (
        Answer(_("Ground of the withdrawal"), row.ground),
        Answer(_("Proposed by"), row.by),
        Answer(_("Statements are taken until"), row.hear_until, kind="day"),
        *((Answer(_("Statement of the lead"), row.statement),) if row.answered_at else ()),
    )
