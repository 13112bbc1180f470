"""The page of a mission: where it stands, its money, its timeline, and what the reader can do now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.money import format_short_dong
from khue.features.delivery import access, queries
from khue.features.delivery.domain.words import ENDINGS
from khue.features.delivery.queries import MilestoneRow, MissionCard
from khue.features.delivery.views.drawing import timeline
from khue.features.delivery.views.frame import Case, of_either, start_link
from khue.kernel.ui import Answer, Cell, ChartView, Column, FigureView, Link, Row, StepStatus, TableView
from khue.kernel.web import language, redirect, render, signed_in


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone on the vertical line; ``href`` is the reader's next deed with it, empty when there is none."""

    row: MilestoneRow
    status: StepStatus
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class MissionPage:
    card: MissionCard
    figures: tuple[FigureView, ...]
    facts: tuple[Answer, ...]
    deeds: tuple[Link, ...]
    chart: ChartView | None
    milestones: tuple[MilestoneView, ...]
    costs: TableView
    members: TableView
    contracts: TableView | None
    reports: TableView | None
    ending: Text | None
    crumbs: tuple[Link, ...]
    dossier_href: str
    lifts: bool
    side: bool


@require_safe
def mission(request: HttpRequest, mission_id: int) -> HttpResponse:
    case = of_either(request, mission_id)
    card, actor = case.card, case.actor
    side = queries.may_act_for_lead(mission_id, actor)
    page = MissionPage(
        card=card,
        figures=_figures(card),
        facts=_facts(card, actor),
        deeds=_deeds(case, side),
        chart=timeline(card.milestones, card.starts_on, actor.today) if card.milestones else None,
        milestones=tuple(_milestone(card, row, actor, side) for row in card.milestones),
        costs=_costs(card),
        members=_members(card),
        contracts=_contracts(card) if card.contracts else None,
        reports=_reports(card, actor, side) if card.reports else None,
        ending=ENDINGS[card.ending.outcome].capitalised() if card.ending else None,
        crumbs=(start_link(actor),),
        dossier_href=reverse("dossiers:follow", args=[card.dossier_number]),
        lifts=actor.may(access.WATCH),
        side=side,
    )
    return render(request, "delivery/mission.html", page)


@require_safe
def milestone(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """A milestone stands on its mission's page."""
    return _to_mission(request, "milestone", milestone_id)


@require_safe
def claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """What is to be given back stands on its mission's page."""
    return _to_mission(request, "claim", claim_id)


def _to_mission(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    actor = signed_in(request)
    found = queries.mission_of(kind, number)
    queries.mission_page(found, actor)
    return redirect("delivery:mission", found)


STEPS = {
    "cost-appraisal": "delivery:appraise",
    "funding-decision": "delivery:decide",
    "contract": "delivery:prepare-contract",
    "ending-proposal": "delivery:unmet",
    "ending": "delivery:ending",
    "settlement": "delivery:settle",
}
SUBJECTS = {
    "milestone-check": "delivery:check",
    "milestone-payment": "delivery:pay",
    "contract-change": "delivery:decide-change",
    "report": "delivery:note-report",
}
LATER = {access.ANSWER: "delivery:answer-costs", access.AGREE: "delivery:contract"}
"""Where a step goes through two hands: the page of the second right."""


@require_safe
def task(request: HttpRequest, task_id: int) -> HttpResponse:
    """From the desk to the page of the step. A task that is done leads to its mission."""
    place = queries.task_place(task_id, signed_in(request))
    if place.closed:
        return redirect("delivery:mission", place.mission_id)
    if place.step in SUBJECTS:
        number = int(place.subject.partition(":")[2])
        what = place.subject.replace(":", "-") if place.step == "milestone-payment" else number
        return redirect(SUBJECTS[place.step], what)
    return redirect(LATER.get(place.right, STEPS[place.step]), place.mission_id)


# -- parts -----------------------------------------------------------------------------------------------------------


def _figures(card: MissionCard) -> tuple[FigureView, ...]:
    amounts = [(card.asked, _("Asked of the city"))]
    if card.granted is not None:
        amounts = [(card.granted, _("Approved")), (card.accepted, _("Accepted")), (card.paid, _("Paid"))]
    elif card.appraised is not None:
        amounts.append((card.appraised, _("Appraised")))
    return tuple(FigureView(format_short_dong(amount, language()), label) for amount, label in amounts)


def _facts(card: MissionCard, actor: Actor) -> tuple[Answer, ...]:
    mode = _("direct assignment") if card.mode == "direct-assignment" else _("selection")
    facts = [
        Answer(_("Lead organisation"), card.lead),
        Answer(_("Call"), card.call),
        Answer(_("Way of ordering"), mode.capitalize()),
        Answer(_("Key field"), card.field),
        Answer(_("Kind of mission"), card.kind_words.capitalised() if card.kind_words else None),
        Answer(_("Form of lump sum"), card.form_words.capitalised() if card.form_words else None),
        Answer(_("Decided on"), card.decided_on, kind="day"),
        Answer(_("Why the costs were decided so"), card.decision_ground or None),
        Answer(
            _("Contract to be concluded by"),
            card.contract_due or (_("not set in law") if card.code == "granted" else None),
            kind="day" if card.contract_due else "text",
        ),
        Answer(_("Contract concluded on"), card.contracted_on, kind="day"),
        Answer(_("Begins on"), card.starts_on, kind="day"),
        Answer(_("Ends on"), card.ends_on, kind="day"),
        Answer(_("Advance"), card.advance or None, kind="money"),
        Answer(_("Of it set off against accepted work"), card.set_off or None, kind="money"),
        Answer(_("State of the advance"), card.advance_words.label if card.advance_words else None),
        Answer(_("Why the result is not reached"), card.unmet_ground or None),
        Answer(_("Mission ended on"), card.ended_on, kind="day"),
    ]
    if actor.may("ledger.read") and card.budget_line:
        facts.append(Answer(_("Budget line"), card.budget_line.removeprefix("budget:")))
    return tuple(fact for fact in facts if fact.value is not None)


def _deeds(case: Case, side: bool) -> tuple[Link, ...]:
    """What this reader can do now, the next deed first."""
    card, actor = case.card, case.actor
    found: list[Link] = []

    def offer(on: bool, label: str, name: str, icon: str, *args: object) -> None:
        if on:
            found.append(Link(label, reverse(f"delivery:{name}", args=args or (card.id,)), icon=icon))

    code, open_contract = card.code, card.open_contract
    offer(
        actor.may(access.APPRAISE) and code in ("begun", "appraised"), _("Appraise the costs"), "appraise", "calculator"
    )
    offer(actor.may(access.ANSWER) and code == "costed", _("Answer on the costs"), "answer-costs", "checklist")
    offer(actor.may(access.DECIDE) and code == "appraised", _("Decide on the mission"), "decide", "gavel")
    offer(
        actor.may(access.CONTRACT) and code == "granted" and not open_contract,
        _("Prepare the contract"),
        "prepare-contract",
        "writing",
    )
    answers = open_contract is not None and (side or actor.may(access.AGREE))
    offer(answers, _("Answer on the contract"), "contract", "writing")
    running = code == "running"
    changing = next((row.id for row in card.changes if row.state.code == "asked"), None)
    offer(
        side and running and changing is None and not open_contract,
        _("Ask for a change of the contract"),
        "ask-change",
        "pencil",
    )
    if changing is not None:
        offer(actor.may(access.CONTRACT), _("Decide on the change"), "decide-change", "gavel", changing)
    watching = actor.may(access.WATCH) and code in ("running", "unmet")
    offer(watching, _("Record a visit"), "site-check", "map-pin")
    offer(watching, _("Ask for a report"), "ask-report", "files")
    offer(watching, _("Warn"), "warn", "alert-triangle")
    offer(actor.may(access.WATCH) and running, _("Report that the result is not reached"), "unmet", "circle-x")
    offer(actor.may(access.DECIDE) and code == "unmet", _("Decide how it ends"), "ending", "gavel")
    paid = bool(card.milestones) and all(row.state.code == "paid" for row in card.milestones)
    offer(actor.may(access.PAY) and running and paid, _("Settle the mission"), "settle", "cash")
    pay_advance = actor.may(access.PAY) and card.advance_state == "accepted" and card.advance > 0
    offer(pay_advance, _("Pay the advance"), "pay", "cash", f"advance-{card.id}")
    if side and code in ("running", "completed"):
        found.append(Link(_("Register a result"), reverse("results:mine"), icon="bulb"))
    return tuple(found)  # fmt: skip


def _milestone(card: MissionCard, row: MilestoneRow, actor: Actor, side: bool) -> MilestoneView:
    code = row.state.code
    status: StepStatus = "done" if code in ("paid",) else "next" if code in ("planned", "cancelled") else "now"
    href, label = "", ""
    if side and card.code == "running" and row.may_be_handed_in:
        href, label = (
            reverse("delivery:hand-in", args=[card.id, row.no]),
            _("Hand in milestone %(no)s") % {"no": row.no},
        )
    elif actor.may(access.ACCEPT) and code == "handed_in":
        href, label = reverse("delivery:check", args=[row.id]), _("Check what was handed in")
    elif actor.may(access.ACCEPT) and code == "before_council":
        href, label = reverse("delivery:take-back", args=[row.id]), _("Take it back from the council")
    elif actor.may(access.PAY) and code == "accepted":
        href, label = reverse("delivery:pay", args=[f"milestone-{row.id}"]), _("Prepare the payment order")
    return MilestoneView(row, status, href, label)


def _costs(card: MissionCard) -> TableView:
    rows = []
    for row in card.costs:
        inside = {True: _("inside the lump sum"), False: _("outside the lump sum"), None: ""}[row.inside]
        parts = [row.class_words.into(language()).capitalize() if row.class_words else "", inside, row.ground]
        note = " · ".join(part for part in parts if part)
        rows.append(
            Row(
                (
                    Cell(f"{row.no}. {row.description}", note=note),
                    Cell(row.amount, note=_own(row.own_money)),
                    row.requested,
                    row.agreed,
                )
            )
        )
    whole = Cell(sum(r.amount for r in card.costs), note=_own(sum(r.own_money for r in card.costs)))
    sums = (whole, sum(r.requested for r in card.costs))
    return TableView(
        columns=(
            Column(_("Cost line")), Column(_("Whole cost"), "money"), Column(_("Asked of the city"), "money"),
            Column(_("Appraised"), "money"),
        ),
        rows=tuple(rows),
        foot=Row((_("In all"), *sums, card.appraised)),
        caption=_("Costs"),
    )  # fmt: skip


def _own(amount: int) -> str:
    """Under the whole cost: four columns of money are too wide beside the aside."""
    return _("own money: %(amount)s") % {"amount": format_short_dong(amount, language())} if amount else ""


def _members(card: MissionCard) -> TableView:
    return TableView(
        columns=(Column(_("Name")), Column(_("Organisation")), Column(_("Role")), Column(_("Months"), "number")),
        rows=tuple(Row((row.name, row.organisation, row.role, row.months)) for row in card.members),
        caption=_("Team"),
    )


def _contracts(card: MissionCard) -> TableView:
    href = reverse("delivery:contract", args=[card.id])
    rows = []
    for row in card.contracts:
        number = Cell(row.no, f"{href}?version={row.no}", row.ground)
        rows.append(Row((number, row.state, row.total, row.ends_on, row.concluded_on)))
    return TableView(
        columns=(
            Column(_("Version"), "number"),
            Column(_("State"), "state"),
            Column(_("Amount"), "money"),
            Column(_("Ends on"), "day"),
            Column(_("Concluded on"), "day"),
        ),
        rows=tuple(rows),
        caption=_("Contract and its versions"),
    )


def _reports(card: MissionCard, actor: Actor, side: bool) -> TableView:
    rows = []
    for row in card.reports:
        href = ""
        if side and row.is_due:
            href = reverse("delivery:report", args=[row.id])
        elif actor.may(access.WATCH) and row.is_in:
            href = reverse("delivery:note-report", args=[row.id])
        rows.append(Row((Cell(row.about, href, row.note), row.kind, row.due_on, row.state)))
    return TableView(
        columns=(
            Column(_("Report")),
            Column(_("Kind")),
            Column(_("Report due on"), "day"),
            Column(_("State"), "state"),
        ),
        rows=tuple(rows),
        caption=_("Reports"),
    )
