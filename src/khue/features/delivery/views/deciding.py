"""Appraisal, decision, contract, change: one form and one deed each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.money import format_dong
from khue.features.delivery import access, queries, usecases
from khue.features.delivery.domain.contracting import most_advance
from khue.features.delivery.forms import (
    AnswerContractForm,
    AnswerCostsForm,
    AppraiseForm,
    ChangeForm,
    ContractForm,
    DecideChangeForm,
    DecideForm,
    WithdrawForm,
    changed_rows,
    rows_of,
)
from khue.features.delivery.queries import ChangeRow, ContractRow
from khue.features.delivery.views.frame import Case, milestones_table, money_facts, of_either, of_lead, of_staff
from khue.kernel.forms import bind
from khue.kernel.record_pages import ask, show
from khue.kernel.ui import Answer, Column, Row, TableView
from khue.kernel.web import language, render, signed_in
from khue.kernel.wording import day_words


@ask
def appraise(request: HttpRequest, mission_id: int) -> HttpResponse:
    """Line by line: class, amount, ground; and the form of the lump sum."""
    case = of_staff(request, mission_id, access.APPRAISE)
    card = case.card
    initial = {**case.seen, "kind": card.kind or None, "form": card.form or None}
    form = bind(AppraiseForm, request, lines=card.costs, initial=initial)
    page = case.page(
        _("Cost appraisal"),
        _("Enter what the city pays of each line. The Department of Finance answers, then the decider has it."),
        _("Record the appraisal"),
        facts=money_facts(card),
    )
    done = _("The appraisal is recorded; it lies before the Department of Finance now.")
    return case.answer(
        form,
        lambda: usecases.appraise_mission(form.command(card.id), actor=case.actor),
        done,
        page,
        "delivery/appraise.html",
    )


@ask
def answer_costs(request: HttpRequest, mission_id: int) -> HttpResponse:
    case = of_staff(request, mission_id, access.ANSWER)
    form = bind(AnswerCostsForm, request, initial=case.seen)
    page = case.page(
        _("Opinion on the costs"),
        _("Another person than the appraiser agrees, or has the costs appraised again."),
        _("Record the opinion"),
        facts=(*money_facts(case.card), *_appraisal_facts(case)),
        tables=(_lines(case),),
    )
    return case.answer(
        form,
        lambda: usecases.answer_appraisal(form.command(mission_id), actor=case.actor),
        _("The opinion is recorded."),
        page,
    )


@ask
def decide(request: HttpRequest, mission_id: int) -> HttpResponse:
    case = of_staff(request, mission_id, access.DECIDE)
    form = bind(DecideForm, request, budget=queries.budget_choices(), initial=case.seen)
    page = case.page(
        _("Decision on the mission"),
        _("With the approval the sum is reserved on the budget line and the mission becomes public."),
        _("Record the decision"),
        facts=(*money_facts(case.card), *_appraisal_facts(case)),
        tables=(_lines(case),),
    )
    return case.answer(
        form,
        lambda: usecases.decide_mission(form.command(mission_id), actor=case.actor),
        _("The decision is recorded."),
        page,
    )


def _appraisal_facts(case: Case) -> tuple[Answer, ...]:
    card, words = case.card, {"appraised": _("Appraised by"), "agreed": _("Agreed to by"), "objected": _("Objected by")}
    facts = [Answer(_("Form of lump sum"), card.form_words.capitalised())] if card.form_words else []
    facts += [Answer(words[row.finding], row.by, origin=row.note) for row in card.findings]
    return tuple(facts)


def _lines(case: Case) -> TableView:
    inside = {True: _("inside the lump sum"), False: _("outside the lump sum"), None: _("not set in law")}
    rows = []
    for row in case.card.costs:
        words = row.class_words.capitalised() if row.class_words else "–"
        cells = (f"{row.no}. {row.description}", words, inside[row.inside], row.requested, row.agreed, row.ground)
        rows.append(Row(cells))
    return TableView(
        columns=(
            Column(_("Cost line")),
            Column(_("Cost class")),
            Column(_("Lump sum")),
            Column(_("Asked of the city"), "money"),
            Column(_("Appraised"), "money"),
            Column(_("Ground of a cut")),
        ),
        rows=tuple(rows),
        caption=_("Costs"),
    )


# -- contract --------------------------------------------------------------------------------------------------------


@ask
def prepare_contract(request: HttpRequest, mission_id: int) -> HttpResponse:
    """Milestones that add up to the grant, days, advance; the proposal's plan is where it begins."""
    case = of_staff(request, mission_id, access.CONTRACT)
    card = case.card
    changed = changed_rows(request.POST) if case.posted else None
    cap = queries.advance_cap(card.law_day)
    most = most_advance(card.granted or 0, cap)
    if changed is not None:
        kept = {name: request.POST.get(name, "") for name in ContractForm.base_fields}
        form = ContractForm(rows=changed, initial=kept)
    else:
        initial = {**case.seen, "starts_on": card.starts_on, "ends_on": card.ends_on, "advance": 0}
        last = card.contracts[-1] if card.contracts else None
        rows = [] if case.posted else rows_of(last.milestones) if last else _planned(case)
        form = bind(ContractForm, request, rows=rows, initial=initial)
    page = case.page(
        _("Prepare the contract"),
        _(
            "Each milestone is paid when it is accepted. Together they make the approved sum; the last one is the final product."
        ),
        _("Lay it before both sides"),
        facts=_frame_of_contract(case, most),
        rows=form.milestones,
        rows_caption=_("Milestones"),
        rows_add=_("Add a milestone"),
    )
    if changed is not None:
        return show(request, page, form, status=200)
    done = _("The contract lies before both sides; the lead is told.")
    return case.answer(form, lambda: usecases.prepare_contract(form.command(mission_id), actor=case.actor), done, page)


def _frame_of_contract(case: Case, most: int | None) -> tuple[Answer, ...]:
    """What binds the contract: the grant, the advance's cap, the clock; and what the lead said of the one before."""
    card = case.card
    due = queries.contract_due(card.decided_on) if card.decided_on else None
    note = card.contracts[-1].note if card.contracts else ""
    return (
        Answer(_("Approved"), card.granted, kind="money"),
        Answer(
            _("The most that may be advanced"), _("not set in law") if most is None else format_dong(most, language())
        ),
        Answer(_("Contract to be concluded by"), due or _("not set in law"), kind="day" if due else "text"),
        *((Answer(_("Sent back by the lead because"), note),) if note else ()),
    )


def _planned(case: Case) -> list[dict[str, Any]]:
    """The proposal's plan, the sum spread evenly: a start that the officer corrects."""
    card = case.card
    plan = card.plan or ({"deliverable": card.title, "name": "", "ends_on": None},)
    share, total = (card.granted or 0) // len(plan), card.granted or 0
    rows = []
    for turn, row in enumerate(plan):
        amount = share if turn < len(plan) - 1 else total - share * (len(plan) - 1)
        day = row["ends_on"]
        shown = f"{day[8:10]}/{day[5:7]}/{day[:4]}" if day else ""
        rows.append({"deliverable": row["deliverable"], "criteria": row["name"], "amount": amount, "due_on": shown})
    return rows


@ask
def contract(request: HttpRequest, mission_id: int) -> HttpResponse:
    """A version of the contract; the one that lies before both sides can be answered here."""
    case = of_either(request, mission_id)
    card = case.card
    wanted = request.GET.get("version", "")
    shown = next((row for row in card.contracts if str(row.no) == wanted), None) or card.open_contract
    shown = shown or (card.contracts[-1] if card.contracts else None)
    if shown is None:
        raise Missing(
            Text("Nhiệm vụ này chưa có hợp đồng.", "This mission has no contract yet."),
            Text("Mời ông/bà mở lại trang nhiệm vụ.", "Open the mission again."),
        )
    form = bind(AnswerContractForm, request, initial=case.seen)
    page = case.page(
        _("Contract, version %(no)s") % {"no": shown.no},
        shown.state.label,
        _("Send the answer"),
        facts=_contract_facts(shown),
        tables=(milestones_table(shown.milestones, _("Milestones")),),
        points=(
            _("Both sides agree to the same text. Whoever prepared it does not agree for the city."),
            _("When both have agreed the paper is signed under “To sign”; nothing is paid before."),
        ),
    )
    side = queries.may_act_for_lead(mission_id, case.actor)
    if shown.state.code != "prepared" or not (side or case.actor.may(access.AGREE)):
        if case.posted:
            case.actor.require(access.AGREE)
        return render(request, "delivery/contract.html", page)
    done = _("Your answer is recorded.")
    return case.answer(form, lambda: usecases.answer_contract(form.command(mission_id), actor=case.actor), done, page)


def _contract_facts(row: ContractRow) -> tuple[Answer, ...]:
    facts = (
        Answer(_("Amount"), row.total, kind="money"),
        Answer(_("Advance"), row.advance, kind="money"),
        Answer(_("Begins on"), row.starts_on, kind="day"),
        Answer(_("Ends on"), row.ends_on, kind="day"),
        Answer(_("Prepared by"), row.prepared_by_name),
        Answer(_("Contract to be concluded by"), row.due_on, kind="day"),
        Answer(_("Agreed to for the lead by"), row.lead_by or None, origin=""),
        Answer(_("Agreed to for the city by"), row.city_by or None),
        Answer(_("Why it was changed"), row.ground or None),
        Answer(_("Sent back by the lead because"), row.note or None),
    )
    return tuple(fact for fact in facts if fact.value is not None)


# -- change ----------------------------------------------------------------------------------------------------------


@ask
def ask_change(request: HttpRequest, mission_id: int) -> HttpResponse:
    case = of_lead(request, mission_id)
    card = case.card
    changed = changed_rows(request.POST) if case.posted else None
    if changed is not None:
        form = ChangeForm(rows=changed, initial={name: request.POST.get(name, "") for name in ChangeForm.base_fields})
    else:
        rows = [] if case.posted else rows_of([row.planned for row in card.milestones])
        form = bind(ChangeForm, request, rows=rows, initial={**case.seen, "ends_on": card.ends_on})
    fixed = ", ".join(str(row.no) for row in card.milestones if not row.may_change)
    page = case.page(
        _("Ask for a change of the contract"),
        _("Write the milestones as they should be. What was handed in, accepted or paid stays as it is."),
        _("Ask for the change"),
        facts=(
            Answer(_("Approved"), card.granted, kind="money"),
            *((Answer(_("Milestones that stay as they are"), fixed),) if fixed else ()),
        ),
        rows=form.milestones,
        rows_caption=_("Milestones"),
        rows_add=_("Add a milestone"),
    )
    if changed is not None:
        return show(request, page, form, status=200)
    done = _("The change is asked for; the department decides.")
    return case.answer(form, lambda: usecases.ask_change(form.command(mission_id), actor=case.actor), done, page)


def _change(case: Case, change_id: int) -> ChangeRow:
    return next(row for row in case.card.changes if row.id == change_id)


def comparison(row: ChangeRow) -> TableView:
    """Before and after side by side, milestone by milestone; what differs stands out."""
    before, after = {one.no: one for one in row.before}, {one.no: one for one in row.after}
    lines = []
    for no in sorted({*before, *after}):
        old, new = before.get(no), after.get(no)
        lines.append(Row((no, _told(old), _told(new)), tone="plain" if old == new else "now"))
    ends = row.ends_before == row.ends_after
    lines.append(Row((_("Ends on"), _day(row.ends_before), _day(row.ends_after)), tone="plain" if ends else "now"))
    return TableView(
        columns=(Column(_("Milestone")), Column(_("Before")), Column(_("After"))),
        rows=tuple(lines),
        caption=_("Change %(no)s: before and after") % {"no": row.no},
        show_caption=True,
    )


def _told(one: Any) -> str:
    if one is None:
        return "–"
    due = day_words(one.due_on, short=True) if one.due_on else "–"
    return f"{one.deliverable} · {one.criteria} · {format_dong(one.amount, language())} · {due}"


def _day(text: str) -> str:
    return f"{text[8:10]}/{text[5:7]}/{text[:4]}" if len(text) == 10 else "–"


@ask
def decide_change(request: HttpRequest, change_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(access.CONTRACT)
    case = of_staff(request, queries.mission_of("change", change_id), access.CONTRACT)
    row = _change(case, change_id)
    form = bind(DecideChangeForm, request)
    page = case.page(
        _("Decide on the change"),
        _("Granted, it becomes a new version of the contract that both sides agree to."),
        _("Record the decision"),
        facts=(Answer(_("Why it should be changed"), row.ground), Answer(_("State"), row.state.label)),
        tables=(comparison(row),),
    )
    done = _("The decision is recorded; the lead is told.")
    return case.answer(form, lambda: usecases.decide_change(form.command(change_id), actor=case.actor), done, page)


@ask
def withdraw_change(request: HttpRequest, change_id: int) -> HttpResponse:
    signed_in(request)
    case = of_lead(request, queries.mission_of("change", change_id))
    row = _change(case, change_id)
    form = bind(WithdrawForm, request)
    page = case.page(
        _("Withdraw the change"),
        _("The contract stays as it is."),
        _("Withdraw it"),
        facts=(Answer(_("Why it should be changed"), row.ground),),
        tables=(comparison(row),),
    )
    return case.answer(
        form,
        lambda: usecases.withdraw_change(change_id, once=form.cleaned_data["once"], actor=case.actor),
        _("The change is withdrawn."),
        page,
    )
