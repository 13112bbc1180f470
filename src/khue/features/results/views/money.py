"""Income and what becomes of it: report, draw up, decide, pay; the distribution with its picture."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.money import format_short_dong
from khue.features.ledger import queries as ledger
from khue.features.results import access, queries, usecases
from khue.features.results.forms import DecideForm, DrawUpForm, IncomeForm, PayoutForm
from khue.features.results.queries import DistributionCard, PayoutRow
from khue.features.results.views.drawing import flow_chart, share_cell
from khue.features.results.views.frame import FILES, FormPage, ask, crumbs, done, draw, file_crumbs, require_side, saved
from khue.features.treasury import queries as treasury
from khue.kernel.forms import bind
from khue.kernel.paging import every, href
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, FigureView, Link, Row, TableView
from khue.kernel.web import language, redirect, render, signed_in
from khue.kernel.wording import day_words

_COLUMNS = (
    ("id", gettext_lazy("Payout")),
    ("number", gettext_lazy("Registration number")),
    ("title", gettext_lazy("Name of the result")),
    ("role", gettext_lazy("Receives as")),
    ("name", gettext_lazy("Who receives")),
    ("amount", gettext_lazy("Amount")),
    ("state_words", gettext_lazy("State")),
    ("paid_on", gettext_lazy("Paid on")),
)


@dataclass(frozen=True, slots=True)
class DistributionPage:
    card: DistributionCard
    figures: tuple[FigureView, ...]
    table: TableView
    chart: ChartView | None
    whole: bool
    decide_href: str
    claims: TableView | None
    others: tuple[Link, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PayoutsPage:
    table: TableView
    crumbs: tuple[Link, ...]


@ask
def income(request: HttpRequest, result_id: int) -> HttpResponse:
    """Report what a result earned in a period."""
    actor = signed_in(request)
    card = queries.result_card(result_id, actor)
    require_side(actor, card.party)
    due = next((row for row in reversed(queries.money_of(result_id)) if not row.reported), None)
    initial = {"seen": card.stamp, **({"from_on": due.from_on, "until_on": due.until_on} if due else {})}
    form = bind(IncomeForm, request, initial=initial)
    if saved(request, form, lambda: usecases.report_income(form.command(result_id), actor=actor)):
        return done(request, _("The income is reported."), "results:result", result_id)
    page = FormPage(
        _("Report income"),
        _(
            "One report per period. Zero is a report, too; a correction takes the place of the report before and says why."
        ),
        _("Send the report"),
        file_crumbs(actor, result_id, card.title),
        reverse("results:result", args=[result_id]),
        points=(
            _(
                "The profit is income less costs and tax; of it the authors, an intermediary and the owners get their parts."
            ),
            _("A report for the first part of an open period divides it; the rest stays due."),
        ),
    )
    return draw(request, form, page)


@ask
def draw_up(request: HttpRequest, report_id: int) -> HttpResponse:
    """Compute the distribution of a report."""
    actor = signed_in(request)
    actor.require(access.DISTRIBUTE)
    card = queries.result_card(queries.result_of_report(report_id), actor)
    report = next(one for row in queries.money_of(card.id, actor) for one in row.reports if one.id == report_id)
    form = bind(DrawUpForm, request)
    made: list[int] = []
    if saved(request, form, lambda: made.append(usecases.draw_up_distribution(form.command(report_id), actor=actor))):
        return done(
            request, _("The distribution is computed. A second person decides."), "results:distribution", made[0]
        )
    facts = (
        Answer(_("Income"), report.income, kind="money"),
        Answer(_("Costs of this income"), report.costs, kind="money"),
        Answer(_("Tax on the profit"), report.tax, kind="money"),
        Answer(_("Profit after tax"), report.profit, kind="money"),
        *((Answer(_("Intermediary"), report.intermediary),) if report.intermediary else ()),
    )
    page = FormPage(
        _("Draw up the distribution"),
        card.title,
        _("Compute"),
        file_crumbs(actor, card.id, card.title),
        reverse("results:result", args=[card.id]),
        facts,
        (_("Intermediary first, then the authors, then the owners; rounded to the đồng, and it adds up exactly."),),
    )
    return draw(request, form, page)


@require_safe
def distribution(request: HttpRequest, distribution_id: int) -> HttpResponse:
    """A distribution: where the money came from, who gets what, and why."""
    actor = signed_in(request)
    card = queries.distribution_card(distribution_id, actor)
    whole = sum(row.amount for row in card.payouts) == card.profit
    may_decide = actor.may(access.APPROVE) and card.code == "drawn_up"
    page = DistributionPage(
        card,
        _figures(card) if whole else (),
        _payout_table(actor, card),
        flow_chart(card) if whole else None,
        whole,
        reverse("results:decide", args=[card.id]) if may_decide else "",
        _claims_table(card),
        _others(card),
        file_crumbs(actor, card.result, card.title),
    )
    return render(request, "results/distribution.html", page)


def _figures(card: DistributionCard) -> tuple[FigureView, ...]:
    amounts = (
        (card.profit, _("Profit after tax")),
        (card.fee, _("Intermediary")),
        (card.reward, _("Reward of the authors")),
        (card.left, _("Left to the owners")),
    )
    return tuple(FigureView(format_short_dong(amount, language()), label) for amount, label in amounts)


def _payout_table(actor: Actor, card: DistributionCard) -> TableView:
    return TableView(
        (
            Column(_("Who receives")),
            Column(_("Share of its pot")),
            Column(_("Amount"), "money"),
            Column(_("State"), "state"),
        ),
        tuple(
            Row((Cell(row.name, note=row.role), share_cell(row.part), row.amount, _state(actor, row)))
            for row in card.payouts
        ),
        caption=_("Who gets what"),
        foot=Row((_("In all"), "", sum(row.amount for row in card.payouts), "")),
    )


def _claims_table(card: DistributionCard) -> TableView | None:
    """What was paid too much before the correction, and what came back of it."""
    if not card.claims:
        return None
    return TableView(
        (
            Column(_("Who gives back")),
            Column(_("Paid too much"), "money"),
            Column(_("Came back"), "money"),
            Column(_("Reference of the transfer")),
        ),
        tuple(
            Row(
                (
                    Cell(one.name, note=one.role),
                    one.amount,
                    one.recovered,
                    Cell(one.reference, note=day_words(one.settled_on, short=True) if one.settled_on else ""),
                )
            )
            for one in card.claims
        ),
        caption=_("Claimed back after the correction"),
        show_caption=True,
    )


def _others(card: DistributionCard) -> tuple[Link, ...]:
    """The distribution before it, and the one that took its place."""
    found = []
    if card.supersedes:
        found.append(
            Link(_("The distribution that this one corrects"), reverse("results:distribution", args=[card.supersedes]))
        )
    if card.superseded_by:
        found.append(
            Link(_("The correction of this distribution"), reverse("results:distribution", args=[card.superseded_by]))
        )
    return tuple(found)


def _state(actor: Actor, row: PayoutRow) -> Cell:
    if row.state.code == "due" and actor.may(access.PAY):
        return Cell(row.state, reverse("results:pay", args=[row.id]), _("open to prepare the payment order"))
    if row.order and actor.may("treasury.read"):
        return Cell(row.state, reverse("treasury:order", args=[row.order]), row.reference)
    return Cell(row.state, note=day_words(row.paid_on, short=True) if row.paid_on else "")


@ask
def decide(request: HttpRequest, distribution_id: int) -> HttpResponse:
    """The second person's decision."""
    actor = signed_in(request)
    actor.require(access.APPROVE)
    card = queries.distribution_card(distribution_id, actor)
    form = bind(DecideForm, request, lines=[_line_choice(line) for line in ledger.budget_lines()])
    if saved(request, form, lambda: usecases.decide_distribution(form.command(distribution_id), actor=actor)):
        return done(request, _("Your decision is recorded."), "results:distribution", distribution_id)
    page = FormPage(
        _("Decide on the distribution"),
        card.title,
        _("Record the decision"),
        file_crumbs(actor, card.result, card.title),
        reverse("results:distribution", args=[distribution_id]),
        tuple(Answer(row.name, row.amount, origin=row.role, kind="money") for row in card.payouts),
        (_("What is approved is owed at once; the ledger refuses more than the budget line holds."),),
    )
    return draw(request, form, page)


def _line_choice(line: ledger.BudgetLine) -> tuple[str, str]:
    code, left = line.subject.removeprefix("budget:"), format_short_dong(line.available, language())
    return code, _("%(code)s, %(left)s left") % {"code": code, "left": left}


@ask
def pay(request: HttpRequest, payout_id: int) -> HttpResponse:
    """Prepare the payment order of a payout."""
    actor = signed_in(request)
    actor.require(access.PAY)
    card = queries.distribution_card(queries.distribution_of_payout(payout_id), actor)
    row = next(one for one in card.payouts if one.id == payout_id)
    accounts = [(account.id, account.label) for account in treasury.city_accounts()]
    form = bind(PayoutForm, request, accounts=accounts, initial=_likely(card, row))
    if saved(request, form, lambda: usecases.order_payout(form.command(payout_id), actor=actor)):
        return done(
            request, _("The payment order is prepared. A second person approves it."), "results:distribution", card.id
        )
    page = FormPage(
        _("Pay a part of the profit"),
        card.title,
        _("Prepare the payment order"),
        file_crumbs(actor, card.result, card.title),
        reverse("results:distribution", args=[card.id]),
        (
            Answer(_("Who receives"), row.name, origin=row.role),
            Answer(_("Amount"), row.amount, kind="money"),
            Answer(_("State"), row.state.label),
        ),
        (_("It counts as paid when a bank statement shows the money."),),
    )
    return draw(request, form, page)


def _likely(card: DistributionCard, row: PayoutRow) -> dict[str, object]:
    """What the record and the last order of the budget line know already; the accountant looks and corrects."""
    kept = treasury.payee_accounts(row.party)
    codes = treasury.codes_of(f"budget:{card.line}")
    found: dict[str, object] = {"content": f"Loi ich ket qua {card.number}", "holder": row.name}
    if kept:
        found |= {"number": kept[0].number, "number_again": kept[0].number, "holder": kept[0].holder}
        found |= {"bank": kept[0].bank, "bank_code": kept[0].bank_code}
    if codes:
        found |= {name: getattr(codes, name) for name in ("chapter", "sector", "item", "source")}
    return found


@require_safe
def payouts(request: HttpRequest) -> HttpResponseBase:
    """All payouts, newest first, with downloads."""
    actor = signed_in(request)
    actor.require(access.READ)
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        return make("payouts", _COLUMNS, every(lambda after, size: queries.payouts(actor, after, size)))
    found = queries.payouts(actor, request.GET.get("after"))
    table = TableView(
        (Column(_("Who receives")), Column(_("Result")), Column(_("Amount"), "money"), Column(_("State")), Column(_("Paid on"), "day")),
        tuple(
            _payout_line(row)
            for row in found.rows
        ),
        next=found.next,
        previous=found.previous,
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in FILES),
        caption=_("Payouts from results"),
        empty=EmptyView(_("No payout yet"), icon="coin"),
    )  # fmt: skip
    return render(request, "results/payouts.html", PayoutsPage(table, crumbs(actor)))


def _payout_line(row: queries.PayoutLine) -> Row:
    name = Cell(row.name, reverse("results:distribution", args=[row.distribution]), row.role)
    return Row((name, Cell(row.title, note=row.number), row.amount, row.state_words, row.paid_on))


@require_safe
def payout(request: HttpRequest, payout_id: int) -> HttpResponse:
    """A payout has no page of its own: it stands on its distribution's."""
    actor = signed_in(request)
    found = queries.distribution_of_payout(payout_id)
    queries.distribution_card(found, actor)
    return redirect("results:distribution", found)
