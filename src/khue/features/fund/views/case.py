"""A case with everything that stands on it, and what the reader may do next."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.documents.queries import SignatureStanding
from khue.features.dossiers.queries.tasks import open_step
from khue.features.fund import access, queries
from khue.features.fund.domain.bodies import CONTROL
from khue.features.fund.domain.charter import LOAN
from khue.features.fund.queries import CaseCard, LineRow, PaymentCard
from khue.features.fund.views.drawing import loan_chart
from khue.features.fund.views.frame import crumbs, download_rows
from khue.features.fund.views.loan import (
    SCHEDULE,
    figures,
    plain,
    repayments_table,
    schedule_table,
    terms_answers,
    version_tables,
)
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, FigureView, Link, Row, StepView, TableView, Words
from khue.kernel.web import redirect, render, signed_in


@dataclass(frozen=True, slots=True)
class CasePage:
    """``loan`` tables and picture only where the case has a loan."""

    card: CaseCard
    crumbs: tuple[Link, ...]
    deeds: tuple[Link, ...]
    facts: tuple[Answer, ...]
    figures: tuple[FigureView, ...]
    chart: ChartView | None
    schedule: TableView | None
    terms: tuple[Answer, ...]
    lines: TableView | None
    repayments: TableView | None
    versions: tuple[TableView, ...]
    payments: TableView
    motions: TableView | None
    steps: tuple[StepView, ...]


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponseBase:
    """One case of the fund, for its receiver's side and for staff."""
    actor = signed_in(request)
    card = queries.case_card(case_id, actor)
    loan = card.loan
    if loan is not None and loan.standing is not None:
        file = download_rows(
            request, f"fund-schedule-{loan.id}", SCHEDULE, [plain(line) for line in loan.standing.lines]
        )
        if file is not None:
            return file
    page = CasePage(
        card,
        crumbs(actor),
        _deeds(actor, card),
        _facts(card),
        figures(loan) if loan else (),
        loan_chart(loan) if loan else None,
        schedule_table(request, loan) if loan else None,
        terms_answers(loan.in_force.terms if loan.in_force else loan.terms) if loan else (),
        lines_table(card.lines) if card.lines else None,
        repayments_table(actor, loan) if loan else None,
        version_tables(loan) if loan else (),
        _payments(actor, card),
        _motions(card) if actor.may(access.READ) else None,
        _steps(card),
    )
    return render(request, "fund/case.html", page)


NEXT = {
    "applied": ("appraisal", gettext_lazy("Appraise and lay it before the body"), "appraise", "checklist"),
    "approved": ("agreement", gettext_lazy("Record the signed contract"), "sign", "writing"),
}
"""The dossier's step that the executive body does in a state of the case: step, words, page, icon."""


def _deeds(actor: Actor, card: CaseCard) -> tuple[Link, ...]:
    """What the reader may do now, the likeliest first."""
    found: list[Link] = []

    def add(label: Words, name: str, icon: str, *args: object) -> None:
        found.append(Link(label, reverse(f"fund:{name}", args=args or [card.id]), icon=icon))

    if actor.may(access.RUN) and card.code in NEXT:
        step, label, name, icon = NEXT[card.code]
        task = open_step(card.dossier, step)
        if task is not None:
            add(label, name, icon, task)
    open_motion = next((one for one in card.motions if one.state.code == "open"), None)
    running = card.loan is not None and card.loan.code == "running"
    if open_motion is not None and actor.may(access.READ):
        add(_("Open the motion"), "motion", "gavel", open_motion.id)
    left = (card.granted or 0) - sum(row.amount for row in card.payments if row.code != "returned")
    if card.code == "running" and left and actor.may_act_for(card.party, "submit"):
        add(_("Ask for a drawdown") if card.product_code == LOAN else _("Ask for payment"), "ask", "coin")
    if running and actor.may(access.PAY):
        assert card.loan is not None
        add(_("Book a repayment"), "repay", "coin", card.loan.id)
    if running and actor.may(access.RUN) and open_motion is None:
        add(_("Lay a restructuring"), "lay", "refresh", card.id, "restructure")
        add(_("Lay a write-off"), "lay", "file-x", card.id, "write_off")
    if card.code == "approved" and actor.may(access.RUN) and not (card.contract_paper and card.contract_paper.signed):
        add(
            _("Draw up the contract anew") if card.contract_paper else _("Draw up the contract"), "draw-up", "file-text"
        )
    if card.code == "running" and not running and actor.may(access.RUN):
        add(_("Close the case"), "close", "archive")
    seat = queries.my_seat(actor) if actor.may(access.OVERSEE) else None
    if seat is not None and seat.body == CONTROL:
        add(_("Write an opinion"), "opinion", "pencil")
    return tuple(found)


def _facts(card: CaseCard) -> tuple[Answer, ...]:
    rows = [
        Answer(_("Organisation"), card.party_name),
        Answer(_("Product of the fund"), card.product.capitalised()),
        Answer(_("Amount asked for"), card.asked, kind="money"),
        Answer(_("Approved"), card.granted, kind="money"),
        Answer(_("Paid out"), card.paid, kind="money"),
    ]
    if card.bank_contract:
        rows.append(Answer(_("The bank loan"), f"{card.bank_contract} ({card.bank})"))
    if card.contract_paper:
        rows.append(signatures(card.contract_paper, recorded=card.signed_on is not None))
    if card.contract:
        rows.append(Answer(_("Contract with the fund"), card.contract))
    if card.ground:
        rows.append(Answer(_("Ground"), card.ground))
    return tuple(rows)


def signatures(standing: SignatureStanding, *, recorded: bool = False) -> Answer:
    """The contract that was drawn up, leading to its paper, with who has yet to sign; ``recorded`` by a signed copy, nobody."""
    if standing.signed:
        state = Text("đã ký đủ", "signed by all")
    elif recorded:
        state = Text("ghi nhận theo bản đã ký", "recorded by its signed copy")
    else:
        vi, en = ("; ".join(one.into(words) for one in standing.missing) for words in ("vi", "en"))
        state = Text(f"chờ ký: {vi}", f"awaits: {en}") if vi else Text("chờ ký", "awaits signatures")
    paper = Cell(standing.number, reverse("documents:paper", args=[standing.code]), state)
    return Answer(_("Contract drawn up"), paper)


def lines_table(lines: tuple[LineRow, ...]) -> TableView:
    """Line by line what was asked for, what is given, and why it is less."""
    decided = any(line.given is not None for line in lines)
    asked = sum(line.asked for line in lines)
    given = sum(line.given or 0 for line in lines)
    return TableView(
        (
            Column(_("Cost line")),
            Column(_("Asked of the fund"), "money"),
            *((Column(_("Given"), "money"),) if decided else ()),
        ),
        tuple(
            Row(
                (
                    Cell(f"{line.no}. {line.description}", note=line.ground),
                    line.asked,
                    *((line.given,) if decided else ()),
                )
            )
            for line in lines
        ),
        caption=_("Cost lines"),
        foot=Row((_("In all"), asked, *((given,) if decided else ()))),
    )


def _payments(actor: Actor, card: CaseCard) -> TableView:
    return TableView(
        (
            Column(_("What the money is for")),
            Column(_("Amount"), "money"),
            Column(_("State")),
            Column(_("Paid on"), "day"),
        ),
        tuple(
            Row(
                (
                    Cell(row.purpose, note=_said_of(row)),
                    row.amount,
                    _state(actor, row),
                    row.paid_on,
                )
            )
            for row in card.payments
        ),
        caption=_("Payments under the contract"),
        empty=EmptyView(
            _("Nothing was asked for yet"),
            _("Once the contract is signed, the receiver asks for money with the papers that show it."),
            icon="coin",
        ),
    )


def _said_of(row: PaymentCard) -> str:
    line = _("cost line %(no)s") % {"no": row.line} if row.line else ""
    return " · ".join(part for part in (row.asked_by, line, row.ground) if part)


def _state(actor: Actor, row: PaymentCard) -> Cell:
    if row.code == "asked" and actor.may(access.RUN):
        return Cell(row.state, reverse("fund:answer", args=[row.id]), _("open to check it"))
    if row.code == "due" and actor.may(access.PAY):
        return Cell(row.state, reverse("fund:pay", args=[row.id]), _("open to prepare the payment order"))
    if row.order and actor.may("treasury.read"):
        return Cell(row.state, reverse("treasury:order", args=[row.order]), row.reference)
    return Cell(row.state)


def _motions(card: CaseCard) -> TableView:
    return TableView(
        (Column(_("Matter")), Column(_("Body of the fund")), Column(_("Amount"), "money"), Column(_("State"), "state")),
        tuple(
            Row(
                (
                    Cell(one.kind.capitalised(), reverse("fund:motion", args=[one.id]), one.cause or ""),
                    one.body_name,
                    one.amount,
                    one.state,
                )
            )
            for one in card.motions
        ),
        caption=_("Motions"),
        empty=EmptyView(_("Nothing was laid yet"), icon="gavel"),
    )


def _steps(card: CaseCard) -> tuple[StepView, ...]:
    found = [StepView(_("Applied"), when=card.applied_on, status="done")]
    if card.decided_on:
        found.append(StepView(_("Approved by the fund"), when=card.decided_on, status="done"))
    if card.signed_on:
        found.append(StepView(_("Contract signed"), card.contract, card.signed_on, "done"))
    if card.loan is not None:
        labels = {"drawdown": _("Drawn"), "restructure": _("Restructured"), "sent_back": _("A drawdown was sent back")}
        for version in reversed(card.loan.versions):
            label = labels[version.cause]
            found.append(StepView(label, when=version.from_on, status="done"))
        if card.loan.settled_on:
            found.append(StepView(_("Repaid in full"), when=card.loan.settled_on, status="done"))
        if card.loan.written_off_on:
            found.append(StepView(_("Written off"), when=card.loan.written_off_on, status="done"))
    if card.closed_on:
        found.append(StepView(_("Closed"), when=card.closed_on, status="done"))
    return tuple(found)


@require_safe
def payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """A payment has no page of its own: it stands on its case's."""
    actor = signed_in(request)
    found = queries.case_of_payment(payment_id)
    queries.case_card(found, actor)
    return redirect("fund:case", found)
