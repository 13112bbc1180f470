"""The fund as a whole: its capital, its portfolio with every loss, its bodies, its charter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.money import format_short_dong
from khue.features.fund import access, queries
from khue.features.fund.domain.bodies import CONTROL
from khue.features.fund.domain.charter import PRODUCTS
from khue.features.fund.views.drawing import capital_chart, portfolio_chart
from khue.features.fund.views.frame import download, download_rows, export_links, tabs
from khue.features.fund.views.listing import ListPage, figure
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.web import language, render, signed_in

_PORTFOLIO = (
    ("product", gettext_lazy("Product of the fund")),
    ("cohort", gettext_lazy("Year of decision")),
    ("cases", gettext_lazy("Number of cases")),
    ("granted", gettext_lazy("Approved")),
    ("paid", gettext_lazy("Paid out")),
    ("outstanding", gettext_lazy("Principal owed")),
    ("overdue", gettext_lazy("Principal overdue")),
    ("in_arrears", gettext_lazy("In arrears")),
    ("written_off", gettext_lazy("Written off")),
    ("excused", gettext_lazy("Risk accepted")),
)
_LOSSES = (
    ("number", gettext_lazy("Dossier number")),
    ("title", gettext_lazy("Title")),
    ("party_name", gettext_lazy("Organisation")),
    ("what", gettext_lazy("What happened")),
    ("amount", gettext_lazy("Amount")),
    ("cause", gettext_lazy("Cause")),
    ("on", gettext_lazy("Day")),
    ("papers", gettext_lazy("Papers")),
)


@require_safe
def capital(request: HttpRequest) -> HttpResponseBase:
    """Sources, receipts, and the circle of the fund's money from the books."""
    actor = signed_in(request)
    actor.require(access.READ)
    found = queries.capital()
    columns = (
        ("kind", _("Kind of source")),
        ("name", _("Name of the source")),
        ("instrument", _("Decision or contract it rests on")),
        ("promised", _("Amount by the instrument")),
        ("received", _("Received")),
        ("left", _("Still to come")),
    )
    file = download_rows(request, "fund-capital", columns, found.sources)
    if file is not None:
        return file
    sources = TableView(
        (
            Column(_("Name of the source")),
            Column(_("Amount by the instrument"), "money"),
            Column(_("Received"), "money"),
        ),
        tuple(
            Row(
                (
                    Cell(
                        row.name,
                        reverse("fund:receive", args=[row.id]) if actor.may(access.PAY) and row.left else "",
                        f"{row.kind.into(language())} · {row.instrument}",
                    ),
                    row.promised,
                    Cell(
                        row.received,
                        note=_("still to come: %(amount)s") % {"amount": format_short_dong(row.left, language())}
                        if row.left
                        else "",
                    ),
                )
            )
            for row in found.sources
        ),
        exports=export_links(request),
        caption=_("Sources of capital"),
        show_caption=True,
        empty=EmptyView(_("No source of capital yet"), icon="coin"),
    )
    receipts = TableView(
        (
            Column(_("Name of the source")),
            Column(_("Amount"), "money"),
            Column(_("Day on the statement"), "day"),
            Column(_("Booked by")),
        ),
        tuple(Row((row.source, row.amount, row.booked_on, row.by_name)) for row in found.receipts),
        caption=_("Receipts, newest first"),
        show_caption=True,
        empty=EmptyView(_("Nothing was received yet"), icon="coin"),
    )
    deeds = (
        (Link(_("Enter a source of capital"), reverse("fund:new-source"), icon="plus"),)
        if actor.may(access.CHARTER)
        else ()
    )
    page = ListPage(
        _("Capital of the fund"),
        _("Apart from the city's budget: resources are what is available, committed and used."),
        tabs(actor, "capital"),
        deeds,
        tuple(
            figure(amount, label)
            for amount, label in (
                (found.resources, _("Resources")),
                (found.available, _("Available")),
                (found.committed, _("Committed")),
                (found.used, _("Used")),
                (found.lent, _("Loan principal owed")),
                (found.lost, _("Written off")),
            )
        ),
        capital_chart(found),
        (sources, receipts),
        points=(_("Money counts as received when a bank statement shows it and the accountant says whose it is."),),
    )
    return render(request, "fund/list.html", page)


@require_safe
def portfolio(request: HttpRequest) -> HttpResponseBase:
    """By product and year of decision; every loss with its file. Capital preservation is no rule here."""
    actor = signed_in(request)
    actor.require(access.READ)
    if request.GET.get("list") == "losses":
        file = download(request, "fund-losses", _LOSSES, lambda after, size: queries.losses(actor, after, size))
    else:
        file = download_rows(
            request, "fund-portfolio", _PORTFOLIO, _rows_of(lambda: queries.portfolio(actor.today), request)
        )
    if file is not None:
        return file
    rows = queries.portfolio(actor.today)
    lost = queries.losses(actor, request.GET.get("after"))
    deeds = (Link(_("Write an opinion"), reverse("fund:new-opinion"), icon="pencil"),) if _controls(request) else ()
    page = ListPage(
        _("Portfolio of the fund"),
        _(
            "Losses are judged on the whole, each with its cause and its file; keeping the capital is no rule of this fund."
        ),
        tabs(actor, "portfolio"),
        deeds,
        chart=portfolio_chart(rows),
        tables=(_portfolio_table(request, rows), _loss_table(lost)),
        opinions=queries.opinions(None),
        points=(
            _("Outstanding, overdue and in arrears are principal, as of today."),
            _("In arrears: past due for longer than the charter says."),
        ),
    )
    return render(request, "fund/list.html", page)


def _rows_of(found: Callable[[], Iterable[Any]], request: HttpRequest) -> Iterable[Any]:
    return found() if request.GET.get("format") else ()


def _controls(request: HttpRequest) -> bool:
    actor = signed_in(request)
    seat = queries.my_seat(actor)
    return actor.may(access.OVERSEE) and seat is not None and seat.body == CONTROL


def _portfolio_table(request: HttpRequest, rows: tuple[queries.PortfolioRow, ...]) -> TableView:
    sums = [
        sum(part) for part in zip(*((row.paid, row.outstanding, row.overdue, _lost(row)) for row in rows), strict=True)
    ]
    return TableView(
        (
            Column(_("Product of the fund")),
            Column(_("Paid out"), "money"),
            Column(_("Principal owed"), "money"),
            Column(_("Principal overdue"), "money"),
            Column(_("Losses"), "money"),
        ),
        tuple(map(_portfolio_line, rows)),
        exports=export_links(request),
        caption=_("By product and year of decision"),
        show_caption=True,
        foot=Row((_("In all"), *sums)) if rows else None,
        empty=EmptyView(_("Nothing is approved yet"), icon="building-bank"),
    )


def _lost(row: queries.PortfolioRow) -> int:
    return row.written_off + row.excused


def _portfolio_line(row: queries.PortfolioRow) -> Row:
    """Year and number of cases under the product, and under each sum what it is part of: five columns fit, eight did not."""

    def told(words: str, amount: int) -> str:
        return words % {"amount": format_short_dong(amount, language())} if amount else ""

    note = _("%(year)s · cases: %(cases)s") % {"year": row.cohort, "cases": row.cases}
    return Row(
        (
            Cell(row.product.capitalised(), note=note),
            Cell(row.paid, note=told(_("approved: %(amount)s"), row.granted)),
            Cell(row.outstanding),
            Cell(row.overdue, note=told(_("in arrears: %(amount)s"), row.in_arrears)),
            Cell(_lost(row), note=told(_("of it risk accepted: %(amount)s"), row.excused)),
        )
    )


def _loss_table(found: Any) -> TableView:
    return TableView(
        (
            Column(_("Title")),
            Column(_("Organisation")),
            Column(_("What happened")),
            Column(_("Amount"), "money"),
            Column(_("Day"), "day"),
            Column(_("Papers"), "number"),
        ),
        tuple(
            Row(
                (
                    Cell(row.title, reverse("fund:case", args=[row.case_id]), row.number, strong=True),
                    row.party_name,
                    Cell(row.what.capitalised(), note=row.cause or ""),
                    row.amount,
                    row.on,
                    row.papers,
                )
            )
            for row in found.rows
        ),
        next=found.next,
        previous=found.previous,
        exports=(Link("CSV", "?list=losses&format=csv"), Link("XLSX", "?list=losses&format=xlsx")),
        caption=_("Losses and accepted risks, with their files"),
        show_caption=True,
        empty=EmptyView(
            _("No loss so far"),
            _("A loan that is written off, or a case that ends with an accepted risk, stands here with its file."),
            icon="checklist",
        ),
    )


@require_safe
def bodies(request: HttpRequest) -> HttpResponseBase:
    """Who sits in which body, now and before."""
    actor = signed_in(request)
    actor.require(access.READ)
    rows = queries.seats(None, actor)
    columns = (
        ("name", _("Person")),
        ("body_name", _("Body of the fund")),
        ("position", _("Position in the body")),
        ("from_on", _("From")),
        ("until_on", _("Until (not included)")),
        ("instrument", _("Instrument of appointment")),
    )
    file = download_rows(request, "fund-bodies", columns, rows)
    if file is not None:
        return file
    may = actor.may(access.CHARTER)
    table = TableView(
        (
            Column(_("Person")),
            Column(_("Body of the fund")),
            Column(_("From"), "day"),
            Column(_("Until (not included)"), "day"),
            Column(_("Instrument of appointment")),
        ),
        tuple(
            Row(
                (
                    Cell(
                        row.name,
                        reverse("fund:end-seat", args=[row.id]) if may and row.until_on is None else "",
                        strong=True,
                    ),
                    Cell(row.body_name, note=row.position),
                    row.from_on,
                    row.until_on,
                    row.instrument,
                )
            )
            for row in rows
        ),
        exports=export_links(request),
        caption=_("Bodies of the fund"),
        empty=EmptyView(_("No seat is filled yet"), _("Without seats nobody can decide."), icon="users"),
    )
    deeds = (Link(_("Fill a seat"), reverse("fund:new-seat"), icon="plus"),) if may else ()
    points = (
        _("Nobody holds two seats at a time: whoever controls neither decides nor runs the fund."),
        _("A decision needs the right of the role and the seat of the day."),
    )
    page = ListPage(_("Bodies of the fund"), "", tabs(actor, "bodies"), deeds, tables=(table,), points=points)
    return render(request, "fund/list.html", page)


@require_safe
def charter(request: HttpRequest) -> HttpResponseBase:
    """The charter's settings, version by version; what is not confirmed holds nothing."""
    actor = signed_in(request)
    actor.require(access.READ)
    rows = queries.charter_versions()
    found = queries.charter_on(actor.today)
    table = TableView(
        (
            Column(_("Version")),
            Column(_("In force from"), "day"),
            Column(_("Products that the fund gives")),
            Column(_("Executive body decides up to"), "money"),
            Column(_("State")),
        ),
        tuple(
            Row(
                (
                    Cell(
                        str(row.charter.no),
                        reverse("fund:confirm-charter", args=[row.id])
                        if row.code == "proposed" and actor.may(access.CONFIRM)
                        else "",
                        row.instrument,
                        strong=True,
                    ),
                    row.charter.from_on,
                    ", ".join(PRODUCTS[code].into(language()) for code in PRODUCTS if row.charter.gives(code)),
                    row.charter.executive.get("decide", 0),
                    Cell(row.state, note=" → ".join(name for name in (row.proposed_by, row.decided_by) if name)),
                )
            )
            for row in rows
        ),
        caption=_("Charter of the fund"),
        empty=EmptyView(
            _("No version yet"),
            _("Until the charter is confirmed the fund gives and lends nothing."),
            icon="certificate",
        ),
    )
    deeds = (
        (Link(_("Propose a version"), reverse("fund:new-charter"), icon="plus"),) if actor.may(access.CHARTER) else ()
    )
    lead = _("Lending and every other product is off until a version that has it is confirmed by a second person.")
    points = (
        (_("In force today: version %(no)s.") % {"no": found.no},) if found else (_("No version is in force today."),)
    )
    page = ListPage(_("Charter of the fund"), lead, tabs(actor, "charter"), deeds, tables=(table,), points=points)
    return render(request, "fund/list.html", page)
