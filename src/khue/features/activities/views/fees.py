"""Pages of council fees: what waits and why, an amount for one without a norm, and everybody's own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.money import format_dong
from khue.features.activities import access, queries, usecases
from khue.features.activities.domain.commands import FeeResult
from khue.features.activities.domain.spending import MOST_TOGETHER
from khue.features.activities.domain.words import EARNED
from khue.features.activities.forms import AcceptFeesForm, SettleForm
from khue.features.activities.queries import FeeRow
from khue.features.activities.views.parts import crumbs, tabs
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, did, listed, show
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row, TableView
from khue.kernel.web import language, render, signed_in
from khue.kernel.wording import day_words

_FEES = (
    ("name", gettext_lazy("Member")),
    ("council_name", gettext_lazy("Council")),
    ("minutes_number", gettext_lazy("Minutes")),
    ("met_on", gettext_lazy("Day of the meeting")),
    ("unit", gettext_lazy("Unit")),
    ("role", gettext_lazy("Role")),
    ("basis", gettext_lazy("For")),
    ("count", gettext_lazy("Quantity")),
    ("each", gettext_lazy("Norm, đồng")),
    ("amount", gettext_lazy("Amount, đồng")),
    ("withheld", gettext_lazy("Tax withheld, đồng")),
    ("state_words", gettext_lazy("State")),
    ("why", gettext_lazy("Why it waits")),
    ("paid_on", gettext_lazy("Paid on")),
)


@require_safe
def fees(request: HttpRequest) -> HttpResponseBase:
    """Fees that minutes earned, those that wait first."""
    actor = signed_in(request)
    actor.require(access.READ)
    state = request.GET.get("state", "waiting")
    table = listed(
        request, "council-fees", _FEES, lambda after, size: queries.fees(actor, state, after, size),
        lambda row: _fee_row(actor, row), _heads(named=True), _("Council fees"),
        EmptyView(_("No fee is here"), _("Fees come here by themselves when all have signed the minutes."), icon="coins"),
    )  # fmt: skip
    if not isinstance(table, TableView):
        return table
    ways = (
        *(_way(code, state) for code in ("waiting", "taken", "none")),
        Link(_("All"), "?state=all", current=state == "all"),
    )
    page = ListingPage(
        _("Council fees"),
        _("Each fee that signed minutes earned becomes a spend by itself. What can't be placed waits here with its reason."),
        table, tabs(actor, "fees"), _deeds(actor), before=(Block(links=ways),),
    )  # fmt: skip
    return render(request, "ui/record_list.html", page)


def _deeds(actor: Actor) -> tuple[Link, ...]:
    if not actor.may(access.ACCEPT):
        return ()
    return (Link(_("Accept council fees"), reverse("activities:accept-fees"), icon="gavel"),)


def _way(code: str, chosen: str) -> Link:
    return Link(EARNED.label(code).capitalised(), f"?state={code}", current=code == chosen)


def _heads(*, named: bool) -> tuple[Column, ...]:
    first = (Column(_("Member")),) if named else ()
    return (
        *first, Column(_("Council")), Column(_("Day of the meeting"), "day"), Column(_("For")), Column(_("Amount"), "money"),
        Column(_("State"), "state"),
    )  # fmt: skip


def _fee_row(actor: Actor, row: FeeRow) -> Row:
    may = row.state.code == "waiting" and actor.may(access.PLAN) and row.unit_code in actor.units
    name = Cell(row.name, reverse("activities:settle", args=[row.id]) if may else "", row.role.capitalised())
    return Row((name, *_cells(row, reverse("activities:spend", args=[row.spend]) if row.spend else "")))


def _cells(row: FeeRow, href: str) -> tuple[object, ...]:
    each = _("norm not set") if row.amount is None else ""
    if row.withheld:
        each = _("tax withheld from it")
    state = Cell(
        row.spend_state or row.state, href, row.why or (day_words(row.paid_on, short=True) if row.paid_on else "")
    )
    amount = Cell(row.amount if row.amount is not None else "–", note=each)
    return (
        Cell(row.council_name, note=row.minutes_number),
        row.met_on,
        Cell(row.basis, note=f"× {row.count}"),
        amount,
        state,
    )


@ask
def accept_fees(request: HttpRequest) -> HttpResponse:
    """Fees whose spend awaits acceptance, many at once; each gets a result of its own."""
    actor = signed_in(request)
    sent = (
        number for number in request.POST.getlist("spends")[:MOST_TOGETHER] if number.isascii() and number.isdigit()
    )
    rows = queries.fees_to_accept(actor, MOST_TOGETHER, [int(number) for number in sent if len(number) < 19])
    form = bind(AcceptFeesForm, request, spends=[(row.spend or 0, _choice(row)) for row in rows])
    back = reverse("activities:fees")
    points = (
        _("Each fee rests on minutes that all have signed. One that you asked for, or that is your own, is left to somebody else."),
        _("Accepted, the city owes the amount from now on."),
    )  # fmt: skip
    page = DeedPage(
        _("Accept council fees"), _("Oldest first; each is accepted by itself and has a result of its own."), _("Accept what is chosen"),
        crumbs(Link(_("Council fees"), back)), back, points=points,
    )  # fmt: skip
    found: list[FeeResult] = []
    if request.method == "POST" and form.is_valid():
        given = form.command()
        if did(form, lambda: found.extend(usecases.accept_fees(given, actor=actor))):
            return render(request, "ui/record.html", _results(rows, found))
    return show(request, page, form)


def _choice(row: FeeRow) -> str:
    said = {
        "name": row.name,
        "basis": row.basis.into(language()),
        "council": row.council_name,
        "minutes": row.minutes_number,
    }
    amount = format_dong(row.amount or 0, language())
    return _("%(name)s, %(basis)s, %(amount)s: %(council)s, minutes %(minutes)s") % {**said, "amount": amount}


def _results(rows: tuple[FeeRow, ...], found: list[FeeResult]) -> RecordPage:
    """What became of each."""
    known = {row.spend: row for row in rows}
    accepted = sum(one.accepted for one in found)
    table = TableView(
        (Column(_("Member")), Column(_("Council")), Column(_("For")), Column(_("Amount"), "money"), Column(_("Result"))),
        tuple(_result(known[one.spend], one) for one in found), caption=_("What became of each"),
    )  # fmt: skip
    figures = (
        FigureView(str(accepted), _("Accepted for payment")),
        FigureView(str(len(found) - accepted), _("Not accepted")),
    )
    back = reverse("activities:fees")
    deeds = (Link(_("Accept others"), reverse("activities:accept-fees"), icon="gavel"), Link(_("Council fees"), back))
    return RecordPage(
        _("Council fees: result"), crumbs=crumbs(Link(_("Council fees"), back)), deeds=deeds,
        blocks=(Block(figures=figures), Block(_("What became of each"), table=table)),
    )  # fmt: skip


def _result(row: FeeRow, one: FeeResult) -> Row:
    words = language()
    why = " ".join(
        part.into(words) for reason in one.reasons for part in (reason.text, reason.next_step) if part is not None
    )
    result = Cell(_("Not accepted") if why else _("Accepted for payment"), note=why)
    name = Cell(row.name, reverse("activities:spend", args=[one.spend]), row.role.capitalised())
    return Row((name, Cell(row.council_name, note=row.minutes_number), row.basis, row.amount, result))


@ask
def settle(request: HttpRequest, fee_id: int) -> HttpResponse:
    """The amount of a fee that waits without a norm, or a returned one sent on again."""
    actor = signed_in(request)
    actor.require(access.PLAN)
    row = queries.fee(fee_id, actor)
    form = bind(SettleForm, request, initial={"each": row.each})
    back = reverse("activities:fees")
    facts = (
        Answer(_("Member"), row.name),
        Answer(_("Council"), row.council_name, origin=row.minutes_number),
        Answer(_("For"), row.basis, origin=f"× {row.count}"),
        *((Answer(_("Why it waits"), row.why),) if row.why else ()),
    )
    points = (_("The spend is prepared from it; another person accepts it."),)
    page = DeedPage(
        _("Settle a waiting fee"),
        row.council_name,
        _("Prepare the spend"),
        crumbs(Link(_("Council fees"), back)),
        back,
        facts,
        points,
    )
    return ask_for(
        request, form, page, lambda: usecases.settle_fee(form.command(fee_id), actor=actor), _("The spend is prepared."), back
    )  # fmt: skip


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """The reader's own fees."""
    actor = signed_in(request)
    table = listed(
        request, "my-fees", _FEES[1:], lambda after, size: queries.my_fees(actor, after, size), lambda row: Row(_cells(row, "")),
        _heads(named=False), _("My fees"),
        EmptyView(_("No fee yet"), _("Fees come here when everybody has signed the minutes of a meeting."), icon="coins"),
    )  # fmt: skip
    if not isinstance(table, TableView):
        return table
    lead = _(
        "What signed minutes earned you, and where each fee stands. It counts as paid when the bank's statement shows it."
    )
    return render(request, "ui/record_list.html", ListingPage(_("My fees"), lead, table))
