"""The lead organisation's pages: where the support stands, delivering a tranche, registering equipment."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Missing, NotAllowed, Refused
from khue.core.money import format_short_dong
from khue.features.missions import queries, usecases
from khue.features.missions.domain.limits import CLASS_NAMES, CostClass
from khue.features.missions.forms import DeliverForm, EquipmentForm
from khue.features.missions.queries import ItemRow, LineRow, SupportCard, TrancheRow
from khue.features.missions.views.frame import ask
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import (
    Cell,
    ChartView,
    Column,
    EmptyView,
    FigureView,
    Link,
    Row,
    StepStatus,
    TableView,
)
from khue.kernel.web import language, redirect, render, signed_in

ACCEPT = "missions.accept"  # whoever may accept may also enter equipment


@dataclass(frozen=True, slots=True)
class TrancheView:
    """A tranche on the vertical line; ``deliver_href`` is empty when it is not the reader's turn."""

    row: TrancheRow
    status: StepStatus
    deliver_href: str


@dataclass(frozen=True, slots=True)
class SupportPage:
    card: SupportCard
    why: Decision
    figures: tuple[FigureView, ...]
    chart: ChartView | None
    tranches: tuple[TrancheView, ...]
    equipment: TableView
    crumbs: tuple[Link, ...]
    dossier_href: str
    register_href: str
    reads_treasury: bool
    may_read_ledger: bool


@dataclass(frozen=True, slots=True)
class LeadFormPage:
    """A form of the lead organisation; ``tranche`` when it is about one, ``is_open`` when now is the time for it."""

    title: str
    lead: str
    button: str
    card: SupportCard
    tranche: TrancheRow | None
    is_open: bool
    crumbs: tuple[Link, ...]
    back_href: str


# -- where it stands -------------------------------------------------------------------------------------------------


@require_safe
def support(request: HttpRequest, support_id: int) -> HttpResponse:
    """State, money, tranches and equipment of one support."""
    actor = signed_in(request)
    card = queries.support_page(support_id, actor)
    side = _is_side(actor, card)
    may_register = (side or actor.may(ACCEPT)) and card.code in ("running", "completed")
    page = SupportPage(
        card=card,
        why=Decision.grant(card.reasons, binding=card.binding),
        figures=_figures(card),
        chart=_chart(card) if card.granted else None,
        tranches=tuple(_tranche(card, row, side) for row in card.tranches),
        equipment=_equipment(card.items, caption=_("Equipment")),
        crumbs=_crumbs(actor, card),
        dossier_href=reverse("dossiers:follow", args=[card.dossier_number]),
        register_href=reverse("missions:register-equipment", args=[card.id]) if may_register else "",
        reads_treasury=actor.may("treasury.read"),
        may_read_ledger=actor.may("ledger.read"),
    )
    return render(request, "missions/support.html", page)


@require_safe
def tranche(request: HttpRequest, tranche_id: int) -> HttpResponse:
    """A tranche has no page of its own: it stands on its support's."""
    return redirect("missions:support", queries.support_of_tranche(tranche_id, signed_in(request)))


def _is_side(actor: Actor, card: SupportCard) -> bool:
    """Whether the actor may deliver and register for the lead: the same mandate as for handing in."""
    return actor.may_act_for(card.lead_key, "submit")


def _crumbs(actor: Actor, card: SupportCard) -> tuple[Link, ...]:
    mine, desk = Link(_("My dossiers"), reverse("dossiers:mine")), Link(_("Desk"), reverse("desk:tasks"))
    start = desk if actor.is_staff else mine
    return (start, Link(card.dossier_number, reverse("dossiers:follow", args=[card.dossier_number])))


def _figures(card: SupportCard) -> tuple[FigureView, ...]:
    figures = [FigureView(format_short_dong(card.asked, language()), _("Amount asked for"))]
    if card.granted is not None:
        amounts = ((card.granted, _("Granted")), (card.accepted, _("Accepted")), (card.paid, _("Paid")))
        figures += [FigureView(format_short_dong(amount, language()), label) for amount, label in amounts]
    elif card.appraised is not None:
        figures.append(FigureView(format_short_dong(card.appraised, language()), _("Appraised")))
    return tuple(figures)


def _chart(card: SupportCard) -> ChartView:
    """Granted, accepted, paid as three bars, in million đồng; the same in a table to the đồng."""
    amounts = (
        (_("Granted"), card.granted or 0, "indigo"),
        (_("Accepted"), card.accepted, "gold"),
        (_("Paid"), card.paid, "jade"),
    )
    options = {
        "grid": {"top": 8, "right": 40, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value", "splitNumber": 3},
        "yAxis": {"type": "category", "inverse": True, "data": [label for label, _amount, _colour in amounts]},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 28,
                "name": _("Million đồng"),
                "data": [
                    {"value": round(amount / 1_000_000, 1), "itemStyle": {"color": colour}}
                    for _label, amount, colour in amounts
                ],
            }
        ],
    }
    table = TableView(
        (Column(_("Stage")), Column(_("Amount"), "money")),
        tuple(Row((label, amount)) for label, amount, _colour in amounts),
        caption=_("The money of this support"),
    )
    return ChartView(_("The money of this support"), options, table, summary=_("In million đồng"))


def _tranche(card: SupportCard, row: TrancheRow, side: bool) -> TrancheView:
    open_to_lead = side and row.may_be_delivered and card.code == "running"
    first_open = next((other.no for other in card.tranches if other.code != "paid"), None)
    status: StepStatus = "next"
    if row.code == "paid":
        status = "done"
    elif row.no == first_open or row.code in ("delivered", "returned", "accepted", "ordered"):
        status = "now"
    href = reverse("missions:deliver", args=[card.id, row.no]) if open_to_lead else ""
    return TrancheView(row, status, href)


def _equipment(items: tuple[ItemRow, ...], caption: str) -> TableView:
    return TableView(
        columns=(
            Column(_("Name")),
            Column(_("Place")),
            Column(_("In use since"), "day"),
            Column(_("Original cost"), "money"),
        ),
        rows=tuple(
            Row((Cell(item.name, note=_note(item)), item.location, item.in_use_on, item.cost)) for item in items
        ),
        caption=caption,
        empty=EmptyView(
            _("No equipment in the register yet"),
            _("Machines and equipment bought with this support are entered here when they are put to use."),
            icon="microscope",
        ),
    )


def _note(item: ItemRow) -> str:
    """The serial number; equipment of an annulled support says so."""
    mark = _("support annulled, to be recovered") if item.annulled else ""
    return " · ".join(part for part in (_serial(item.serial), mark) if part)


def _serial(serial: str) -> str:
    return _("serial number %(serial)s") % {"serial": serial} if serial else ""


# -- delivering ------------------------------------------------------------------------------------------------------


@ask
def deliver(request: HttpRequest, support_id: int, no: int) -> HttpResponse:
    """Hand over what a tranche promises, in words and files."""
    actor = signed_in(request)
    card = queries.support_page(support_id, actor)
    _require_side(actor, card)
    tranche = next((row for row in card.tranches if row.no == no), None)
    if tranche is None:
        raise Missing(
            Text("Không có đợt này.", "There is no such tranche."),
            Text("Mời ông/bà mở lại khoản hỗ trợ.", "Open the support again."),
        )
    form = bind(DeliverForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.deliver_tranche(form.command(support_id, no), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Tranche %(no)s is delivered. The city now looks at it.") % {"no": no})
            return redirect("missions:support", support_id)
    back = reverse("missions:support", args=[card.id])
    page = LeadFormPage(
        title=_("Deliver tranche %(no)s") % {"no": no},
        lead=tranche.deliverable,
        button=_("Deliver"),
        card=card,
        tranche=tranche,
        is_open=tranche.may_be_delivered and card.code == "running",
        crumbs=(*_crumbs(actor, card), Link(_("Support"), back)),
        back_href=back,
    )
    return render(request, "missions/deliver.html", page, 422 if form.errors else 200, form=form)


def _require_side(actor: Actor, card: SupportCard) -> None:
    if not _is_side(actor, card):
        raise NotAllowed(
            Text("Chỉ tổ chức chủ trì được làm việc này.", "Only the lead organisation can do this."),
            Text("Mời ông/bà đề nghị người được tổ chức ủy quyền thực hiện.", "Ask a person with its mandate."),
        )


# -- equipment -------------------------------------------------------------------------------------------------------


@ask
def register_equipment(request: HttpRequest, support_id: int) -> HttpResponse:
    """Enter one piece of equipment."""
    actor = signed_in(request)
    card = queries.support_page(support_id, actor)
    if not actor.may(ACCEPT):
        _require_side(actor, card)
    form = bind(EquipmentForm, request, lines=_bought(card), today=actor.today)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.register_equipment(form.command(support_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The equipment is in the register."))
            return redirect("missions:support", support_id)
    back = reverse("missions:support", args=[card.id])
    page = LeadFormPage(
        title=_("Register equipment"),
        lead=_("One entry per machine or piece of equipment that this support paid for."),
        button=_("Enter in the register"),
        card=card,
        tranche=None,
        is_open=True,
        crumbs=(*_crumbs(actor, card), Link(_("Support"), back)),
        back_href=back,
    )
    return render(request, "missions/register_equipment.html", page, 422 if form.errors else 200, form=form)


def _bought(card: SupportCard) -> tuple[LineRow, ...]:
    """Lines that buy something; running costs leave nothing to register."""
    return tuple(line for line in card.lines if line.cost_class == CLASS_NAMES[CostClass.PURCHASE])
