"""Money that is to come in: the list, and one claim with the statement lines that brought something."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.features.ledger.domain import READ as READ_LEDGER
from khue.features.treasury import access, queries
from khue.features.treasury.queries import Receipt, ReceivableRow
from khue.features.treasury.queries.receivables import Which
from khue.features.treasury.views.frame import TablePage, crumbs, download, downloads, subject_of, tabs
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView, Words
from khue.kernel.web import actor_of, cursor_href, render

COLUMNS = (
    ("reference", gettext_lazy("Reference")),
    ("subject", gettext_lazy("For")),
    ("party_name", gettext_lazy("Who owes it")),
    ("amount", gettext_lazy("Amount")),
    ("received", gettext_lazy("Received")),
    ("outstanding", gettext_lazy("Still owed")),
    ("received_on", gettext_lazy("Last received on")),
    ("line", gettext_lazy("Budget line")),
)


@dataclass(frozen=True, slots=True)
class ReceivablePage:
    title: Words
    state: StateView
    crumbs: tuple[Link, ...]
    outstanding: int
    answers: tuple[Answer, ...]
    receipts: TableView


@require_GET
def receivables(request: HttpRequest) -> HttpResponseBase:
    """What is owed to the city, newest first."""
    actor = actor_of(request)
    access.require_read(actor)
    hidden = queries.hidden_parties(actor)
    asked = request.GET.get("state", "open")
    which: Which = "settled" if asked == "settled" else "" if asked == "all" else "open"
    file = download(
        request, "receivables", COLUMNS, lambda: (queries.veiled(row, hidden) for row in queries.receivable_rows(which))
    )
    if file is not None:
        return file
    found = queries.receivables(which, request.GET.get("after")).of(lambda row: queries.veiled(row, hidden))
    here = reverse("treasury:receivables")
    choices = (("open", _("Open"), "open"), ("settled", _("Received in full"), "settled"), ("", _("All"), "all"))
    table = TableView(
        (
            Column(_("Reference")),
            Column(_("For")),
            Column(_("Who owes it")),
            Column(_("Amount"), "money"),
            Column(_("Still owed"), "money"),
            Column(_("State"), "state"),
        ),
        tuple(_row(row) for row in found.rows),
        cursor_href(request, found.next) or None,
        cursor_href(request, found.previous) or None,
        downloads(request),
        _("Money to come in"),
        empty=EmptyView(_("Nothing is owed"), _("Support that must be given back appears here with its reference.")),
    )
    page = TablePage(
        _("Money to come in"),
        table,
        _("A claim counts as paid back when the money stands on a bank statement."),
        tabs("receivables"),
        deeds=tuple(Link(label, f"{here}?state={code}") for which_one, label, code in choices if which_one != which),
    )
    return render(request, "treasury/table.html", page)


def _row(row: ReceivableRow) -> Row:
    href = reverse("treasury:receivable", args=[row.id])
    cells = (
        Cell(row.reference, href),
        subject_of(row.subject),
        row.party_name,
        row.amount,
        row.outstanding,
        _state(row),
    )
    return Row(cells, href=href)


def _state(row: ReceivableRow) -> StateView:
    if not row.outstanding:
        return StateView("settled", _("received in full"), "good")
    return StateView("part", _("received in part"), "now") if row.received else StateView("open", _("awaited"), "wait")


@require_GET
def receivable(request: HttpRequest, receivable_id: int) -> HttpResponse:
    """One claim: what is owed, where it is to be paid, and what came in."""
    actor = actor_of(request)
    access.require_read(actor)
    card = queries.receivable(receivable_id)
    row = card.row
    queries.require_shown(actor, row.party)
    reads_books = actor.may(READ_LEDGER)
    page = ReceivablePage(
        title=row.reference,
        state=_state(row),
        crumbs=crumbs(Link(_("Money to come in"), reverse("treasury:receivables"))),
        outstanding=row.outstanding,
        answers=(
            Answer(_("For"), subject_of(row.subject)),
            Answer(_("Who owes it"), row.party_name),
            Answer(_("Amount"), row.amount, kind="money"),
            Answer(_("Received"), row.received, kind="money"),
            Answer(_("To be paid to"), row.account),
            Answer(_("Budget line"), subject_of(row.line)),
        ),
        receipts=TableView(
            (
                Column(_("Booked on"), "day"),
                Column(_("Text")),
                Column(_("Amount"), "money"),
                Column(_("Set aside"), "money"),
                Column(_("Ledger")),
            ),
            tuple(_receipt(one, reads_books) for one in card.receipts),
            caption=_("What came in"),
            empty=EmptyView(_("Nothing came in yet"), _("The bank's statement shows it.")),
        ),
    )
    return render(request, "treasury/receivable.html", page)


def _receipt(one: Receipt, reads_books: bool) -> Row:
    line = reverse("treasury:line", args=[one.line_id])
    entry = Cell(_("Entry in the ledger"), reverse("ledger:entry", args=[one.entry])) if reads_books else None
    return Row((one.booked_on, Cell(one.text, line, one.payer), one.amount, one.over or None, entry), href=line)
