"""Handing in, checking, paying, reports, visits, warnings, ends: one form and one deed each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.numerals import amount_in_words
from khue.features.councils import queries as councils
from khue.features.delivery import access, queries, usecases
from khue.features.delivery.domain.commands import PutBeforeCouncil
from khue.features.delivery.forms import (
    AnswerMilestoneForm,
    AskReportForm,
    EndingForm,
    HandInForm,
    LiftForm,
    NoteReportForm,
    PayForm,
    ReportForm,
    SettleForm,
    SiteCheckForm,
    TakeBackForm,
    UnmetForm,
    WarnForm,
)
from khue.features.delivery.queries import MilestoneRow, MissionCard, ReportRow
from khue.features.delivery.views.frame import Case, money_facts, of_lead, of_staff
from khue.features.treasury import queries as treasury
from khue.kernel.forms import bind
from khue.kernel.record_pages import ask
from khue.kernel.ui import Answer, Cell, Column, Row, StateView, TableView
from khue.kernel.web import signed_in


def _missing(vi: str, en: str) -> Missing:
    return access.missing(vi, en)


# -- milestones ------------------------------------------------------------------------------------------------------


@ask
def hand_in(request: HttpRequest, mission_id: int, no: int) -> HttpResponse:
    case = of_lead(request, mission_id)
    row = next((one for one in case.card.milestones if one.no == no and one.state.code != "cancelled"), None)
    if row is None:
        raise _missing("mốc", "milestone")
    outside = any(cost.inside is False and cost.agreed for cost in case.card.costs)
    form = bind(HandInForm, request, asks_invoices=outside, initial=case.seen)
    page = case.page(
        _("Hand in milestone %(no)s") % {"no": no},
        _("The department checks it against the criteria of the contract."),
        _("Hand in milestone %(no)s") % {"no": no},
        facts=_promised(row),
    )
    done = _("Handed in; the department checks it.")
    return case.answer(
        form, lambda: usecases.hand_in_milestone(form.command(mission_id, no), actor=case.actor), done, page
    )


def _promised(row: MilestoneRow) -> tuple[Answer, ...]:
    back = [one.note for one in row.handovers if one.outcome == "returned"]
    facts = (
        Answer(_("Deliverable"), row.deliverable),
        Answer(_("Criteria of acceptance"), row.criteria),
        Answer(_("Amount"), row.amount, kind="money"),
        Answer(_("Due day"), row.due_on, kind="day"),
        Answer(_("What was missing"), back[-1] if back else None),
    )
    return tuple(fact for fact in facts if fact.value is not None)


def _handed_in(row: MilestoneRow) -> tuple[Answer, ...]:
    """The last thing handed in, as whoever checks it reads it."""
    if not row.handovers:
        return ()
    last = row.handovers[-1]
    facts = (
        Answer(_("Handed in on"), last.at.astimezone(CITY_ZONE).date(), kind="day"),
        Answer(_("What is handed in"), last.words),
        Answer(_("Invoices"), ", ".join(last.invoices) or None),
    )
    return tuple(fact for fact in facts if fact.value is not None)


def _of_milestone(request: HttpRequest, milestone_id: int, right: str) -> tuple[Case, MilestoneRow]:
    signed_in(request).require(right)
    case = of_staff(request, queries.mission_of("milestone", milestone_id), right)
    return case, queries.milestone_of(case.card, milestone_id)


@ask
def check(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """The officer compares with the criteria: accept, put before a council, or send back."""
    case, row = _of_milestone(request, milestone_id, access.ACCEPT)
    founded = [
        (str(one.id), f"{one.number} · {one.name}") for one in councils.list_councils("founded", "", None, 100).rows
    ]
    form = bind(AnswerMilestoneForm, request, final=row.final, councils=founded if row.final else ())
    page = case.page(
        _("Check milestone %(no)s") % {"no": row.no},
        _("The final product is accepted by a council against the contract's criteria.")
        if row.final
        else _("Compare what was handed in with the criteria. What is accepted is owed."),
        _("Record the result"),
        facts=(*_promised(row), *_handed_in(row)),
        tables=_file_table(row.handovers[-1].files) if row.handovers else (),
    )

    def deed() -> None:
        asked = form.command(milestone_id)
        if isinstance(asked, PutBeforeCouncil):
            usecases.put_before_council(asked, actor=case.actor)
        else:
            usecases.answer_milestone(asked, actor=case.actor)

    return case.answer(form, deed, _("The result is recorded; the lead is told."), page)


@ask
def take_back(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """The council can't decide: back to the check, so that it may go before another one."""
    case, row = _of_milestone(request, milestone_id, access.ACCEPT)
    form = bind(TakeBackForm, request)
    page = case.page(
        _("Take milestone %(no)s back from its council") % {"no": row.no},
        _(
            "When the council has withdrawn its item: the milestone is checked again, and can be put before another council."
        ),
        _("Take it back from the council"),
        facts=(*_promised(row), *_handed_in(row)),
    )

    def deed() -> None:
        given = form.cleaned_data
        usecases.take_back_from_council(milestone_id, given["note"], once=given["once"], actor=case.actor)

    return case.answer(form, deed, _("The milestone is to be checked again."), page)


@ask
def pay(request: HttpRequest, what: str) -> HttpResponse:
    """The payment order of an accepted milestone (``milestone-7``) or of the advance (``advance-3``)."""
    signed_in(request).require(access.PAY)
    kind, _dash, number = what.partition("-")
    if kind not in ("milestone", "advance") or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise _missing("khoản chi", "payment")
    mission = queries.mission_of("milestone", int(number)) if kind == "milestone" else int(number)
    case = of_staff(request, mission, access.PAY)
    amount, title, facts = _due(case.card, kind, int(number))
    accounts = [(account.id, account.label) for account in treasury.city_accounts()]
    form = bind(PayForm, request, accounts=accounts, initial=_likely(case.card, title))
    page = case.page(
        _("Prepare the payment order"),
        _("The amount is what is owed by the ledger. A second person approves the order; it counts as paid when the bank's statement shows it."),
        _("Prepare the order"),
        facts=(
            *facts,
            Answer(_("To be paid"), amount, kind="money"),
            *((Answer(_("In words"), amount_in_words(amount)),) if amount > 0 else ()),
        ),
    )  # fmt: skip
    done = _("The payment order is prepared. A second person approves it.")
    return case.answer(
        form, lambda: usecases.order_milestone(form.command(f"{kind}:{number}"), actor=case.actor), done, page
    )


def _due(card: MissionCard, kind: str, number: int) -> tuple[int, str, tuple[Answer, ...]]:
    if kind == "advance":
        words = card.advance_words
        return (
            card.advance,
            f"Tam ung {card.number}",
            (Answer(_("State of the advance"), words.label if words else "–"),),
        )
    row = queries.milestone_of(card, number)
    facts = (
        *_promised(row),
        Answer(_("State"), row.state.label),
        Answer(_("Accepted on"), row.accepted_on or "–", kind="day" if row.accepted_on else "text"),
        Answer(_("Of it set off against the advance"), row.set_off, kind="money"),
    )
    return row.payable, f"Thanh toan moc {row.no} {card.number}", facts


def _likely(card: MissionCard, content: str) -> dict[str, Any]:
    """What the record and the last order of the budget line know already; the accountant looks and corrects."""
    kept = treasury.payee_accounts(card.lead_key)
    codes = treasury.codes_of(card.budget_line) if card.budget_line else None
    found: dict[str, Any] = {"content": content, "holder": card.lead}
    if kept:
        found |= {"number": kept[0].number, "number_again": kept[0].number, "holder": kept[0].holder}
        found |= {"bank": kept[0].bank, "bank_code": kept[0].bank_code}
    if codes:
        found |= {name: getattr(codes, name) for name in ("chapter", "sector", "item", "source")}
    return found


# -- reports, visits, warnings ---------------------------------------------------------------------------------------


@ask
def ask_report(request: HttpRequest, mission_id: int) -> HttpResponse:
    case = of_staff(request, mission_id, access.WATCH)
    form = bind(AskReportForm, request)
    page = case.page(
        _("Ask for a report"), _("The lead is told at once, and reminded before the day."), _("Ask for it")
    )
    return case.answer(
        form,
        lambda: usecases.ask_report(form.command(mission_id), actor=case.actor),
        _("The report is asked for."),
        page,
    )


def _report(card: MissionCard, report_id: int) -> ReportRow:
    found = next((row for row in card.reports if row.id == report_id), None)
    if found is None:
        raise _missing("báo cáo", "report")
    return found


@ask
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    signed_in(request)
    case = of_lead(request, queries.mission_of("report", report_id))
    row = _report(case.card, report_id)
    # What was sent back is mended, not written anew.
    form = bind(ReportForm, request, initial={"words": row.words})
    facts = [Answer(_("What the report is about"), row.about), Answer(_("Report due on"), row.due_on, kind="day")]
    if row.note:
        facts.append(Answer(_("What was missing"), row.note))
    page = case.page(_("Hand in a report"), _("The department reads it."), _("Hand in a report"), facts=tuple(facts))
    done = _("The report is handed in.")
    return case.answer(form, lambda: usecases.hand_in_report(form.command(report_id), actor=case.actor), done, page)


@ask
def note_report(request: HttpRequest, report_id: int) -> HttpResponse:
    signed_in(request).require(access.WATCH)
    case = of_staff(request, queries.mission_of("report", report_id), access.WATCH)
    row = _report(case.card, report_id)
    form = bind(NoteReportForm, request)
    facts = (
        Answer(_("What the report is about"), row.about),
        Answer(_("Report due on"), row.due_on, kind="day"),
        Answer(_("Report"), row.words or "–"),
    )
    page = case.page(
        _("Read a report"), _("Note it, or say what is missing."), _("Record the result"), facts=facts,
        tables=_file_table(row.files),
    )  # fmt: skip
    return case.answer(
        form, lambda: usecases.note_report(form.command(report_id), actor=case.actor), _("The report is noted."), page
    )


def _file_table(found: Any) -> tuple[TableView, ...]:
    if not found:
        return ()
    rows = tuple(Row((Cell(one.name, one.url),)) for one in found)
    return (TableView((Column(_("Files")),), rows, caption=_("Files")),)


@ask
def site_check(request: HttpRequest, mission_id: int) -> HttpResponse:
    case = of_staff(request, mission_id, access.WATCH)
    form = bind(SiteCheckForm, request, initial={"on": case.actor.today})
    page = case.page(
        _("Record a visit"),
        _("What was seen on site. It is never changed; a later visit stands beside it."),
        _("Record the visit"),
    )
    return case.answer(
        form,
        lambda: usecases.record_site_check(form.command(mission_id), actor=case.actor),
        _("The visit is recorded."),
        page,
    )


@ask
def warn(request: HttpRequest, mission_id: int) -> HttpResponse:
    case = of_staff(request, mission_id, access.WATCH)
    form = bind(WarnForm, request)
    page = case.page(_("Warn the lead"), _("The lead reads it word by word."), _("Send the warning"))
    return case.answer(
        form, lambda: usecases.warn(form.command(mission_id), actor=case.actor), _("The lead is warned."), page
    )


@ask
def lift(request: HttpRequest, warning_id: int) -> HttpResponse:
    signed_in(request).require(access.WATCH)
    case = of_staff(request, queries.mission_of("warning", warning_id), access.WATCH)
    row = next(one for one in case.card.warnings if one.id == warning_id)
    form = bind(LiftForm, request)
    facts = (Answer(_("What is wrong"), row.ground), Answer(_("To be put right by"), row.due_on, kind="day"))
    page = case.page(_("Lift the warning"), _("Say how one knows that it is put right."), _("Lift it"), facts=facts)
    return case.answer(
        form,
        lambda: usecases.lift_warning(form.command(warning_id), actor=case.actor),
        _("The warning is lifted."),
        page,
    )


# -- ends ------------------------------------------------------------------------------------------------------------


@ask
def unmet(request: HttpRequest, mission_id: int) -> HttpResponse:
    case = of_staff(request, mission_id, access.WATCH)
    form = bind(UnmetForm, request, initial=case.seen)
    page = case.page(
        _("Report that the result is not reached"),
        _("The decider then decides, on the compliance file, whether anything is paid back."),
        _("Report it"),
        facts=money_facts(case.card),
    )
    return case.answer(
        form, lambda: usecases.find_unmet(form.command(mission_id), actor=case.actor), _("It is reported."), page
    )


@ask
def ending(request: HttpRequest, mission_id: int) -> HttpResponse:
    """The compliance file from the record, the four facts, and what the law says of them."""
    case = of_staff(request, mission_id, access.DECIDE)
    repay = queries.repay_by(case.actor.today)
    form = bind(EndingForm, request, initial={**case.seen, "repay_by": repay, "amount": case.card.paid or None})
    page = case.page(
        _("Decide how the mission ends"),
        _("What the law says follows from the facts below. Nothing is paid back only on a complete file."),
        _("Record the decision"),
        facts=(
            *money_facts(case.card),
            Answer(_("Why the result is not reached"), case.card.unmet_ground or "–"),
            Answer(_("Day of repayment by law"), repay or _("not set in law"), kind="day" if repay else "text"),
        ),
        tables=(_file(mission_id, case),),
    )
    return case.answer(
        form,
        lambda: usecases.decide_ending(form.command(mission_id), actor=case.actor),
        _("The decision is recorded."),
        page,
    )


def _file(mission_id: int, case: Case) -> TableView:
    met = StateView("met", Text("Có", "There"), "good")
    open_ = StateView("open", Text("Thiếu", "Missing"), "bad")
    lines = queries.file_of_mission(mission_id, case.actor.today)
    return TableView(
        columns=(Column(_("Compliance file")), Column(_("State"), "state")),
        rows=tuple(Row((line.text, met if line.met else open_)) for line in lines),
        caption=_("Compliance file"),
    )


@ask
def settle(request: HttpRequest, mission_id: int) -> HttpResponse:
    case = of_staff(request, mission_id, access.PAY)
    form = bind(SettleForm, request, initial=case.seen)
    card = case.card
    page = case.page(
        _("Settle the mission"),
        _("What is not needed goes back to the budget line, and the mission is closed."),
        _("Settle it"),
        facts=(
            *money_facts(card),
            Answer(_("Advance"), card.advance, kind="money"),
            Answer(_("Of it set off against accepted work"), card.set_off, kind="money"),
        ),
    )
    return case.answer(
        form,
        lambda: usecases.settle_mission(form.command(mission_id), actor=case.actor),
        _("The mission is settled."),
        page,
    )
