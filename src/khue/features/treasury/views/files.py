"""Files out, and the city's accounts."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.money import format_dong
from khue.features.treasury import access, queries, usecases
from khue.features.treasury.domain.bank_files import LISTS, PaymentList, pain001
from khue.features.treasury.forms import AccountForm, SendForm
from khue.features.treasury.views.frame import (
    FormPage,
    TablePage,
    ask,
    crumbs,
    did,
    download,
    downloads,
    status,
    tabs,
)
from khue.kernel.exports import csv_response, xlsx_response
from khue.kernel.forms import bind
from khue.kernel.headers import disposition
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.web import actor_of, language, redirect, render

ROWS = 30


@dataclass(frozen=True, slots=True)
class FilePage:
    """One file: what it holds and in which forms it can be taken along."""

    title: Words
    crumbs: tuple[Link, ...]
    answers: tuple[Answer, ...]
    downloads: tuple[Link, ...]
    table: TableView


FILE_COLUMNS = (
    ("name", gettext_lazy("File")),
    ("account", gettext_lazy("Account")),
    ("orders", gettext_lazy("Orders")),
    ("total", gettext_lazy("Total")),
    ("made_at", gettext_lazy("Made at")),
    ("made_name", gettext_lazy("Made by")),
)


@require_GET
def files(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    access.require_read(actor)
    file = download(request, "payment-files", FILE_COLUMNS, queries.payment_file_rows)
    if file is not None:
        return file
    found = queries.payment_files(request.GET.get("after"), ROWS)
    rows = tuple(
        Row((Cell(row.name, note=row.account), row.orders, row.total, row.made_at, row.made_name), href=reverse("treasury:file", args=[row.id]))
        for row in found.rows
    )  # fmt: skip
    table = TableView(
        (Column(_("File")), Column(_("Orders"), "number"), Column(_("Total"), "money"), Column(_("Made at"), "moment"), Column(_("Made by"))),
        rows,
        found.next,
        found.previous,
        downloads(request),
        _("Payment files"),
        empty=EmptyView(_("No file yet"), _("A file is made of approved orders.")),
    )  # fmt: skip
    deeds: tuple[Link, ...] = ()
    if access.may_order(actor):
        names = {account.id: account.label for account in queries.city_accounts()}
        deeds = tuple(
            Link(_("Make a file: %(count)s orders from %(account)s") % {"count": count, "account": names[account]}, reverse("treasury:send", args=[account]))
            for account, count in queries.ready_accounts()
        )  # fmt: skip
    page = TablePage(
        _("Payment files"),
        table,
        _("What went out to the State Treasury and the banks."),
        tabs("files", queries.waiting_count()),
        deeds=deeds,
    )
    return render(request, "treasury/table.html", page)


@ask
def send(request: HttpRequest, account_id: int) -> HttpResponse:
    """Make the file of an account's approved orders."""
    actor = actor_of(request)
    actor.require(access.ORDER)
    account = queries.city_account(account_id)
    ready = queries.approved_orders(account_id)
    choices = [(row.id, f"{row.reference} · {row.party_name} · {format_dong(row.amount - row.settled, language())}") for row in ready]  # fmt: skip
    form = bind(SendForm, request, choices=choices)
    made: list[int] = []
    if request.method == "POST" and form.is_valid():
        asked = form.command(account_id)
        if did(form, lambda: made.append(usecases.send_file(asked, actor=actor))):
            messages.success(request, _("The file is made. Take it to the bank or the State Treasury."))
            return redirect("treasury:file", made[0])
    total = sum(row.amount - row.settled for row in ready)
    page = FormPage(
        _("Send approved orders"),
        _("The file takes the orders along as they are now. Their money is then in transit until the bank's statement shows it."),
        _("Make the file"),
        reverse("treasury:orders"),
        crumbs(),
        (Answer(_("Account"), account.label), Answer(_("Approved orders"), len(ready), kind="number"), Answer(_("Total"), total, kind="money")),
    )  # fmt: skip
    return render(request, "treasury/form.html", page, status(form), form=form)


@require_GET
def file(request: HttpRequest, file_id: int) -> HttpResponse:
    actor = actor_of(request)
    access.require_read(actor)
    row, sent = queries.payment_file(file_id)
    lines = queries.veiled_transfers(file_id, sent.lines, queries.hidden_parties(actor))
    page = FilePage(
        title=row.name,
        crumbs=crumbs(Link(_("Files"), reverse("treasury:files"))),
        answers=(
            Answer(_("Account"), f"{sent.number} · {sent.institution}"),
            Answer(_("Orders"), row.orders, kind="number"),
            Answer(_("Total"), row.total, kind="money"),
            Answer(_("To be paid on"), row.pays_on, kind="day"),
            Answer(_("Made by"), row.made_name),
            Answer(_("Made at"), row.made_at, kind="moment"),
        ),
        downloads=tuple(Link(label, reverse("treasury:file-as", args=[file_id, code])) for code, label in _forms(sent)),
        table=TableView(
            (Column(_("No."), "number"), Column(_("Order")), Column(_("Payee")), Column(_("Payee's account number")), Column(_("Amount"), "money")),
            tuple(Row((line.no, Cell(line.reference, note=line.content), Cell(line.holder, note=line.bank), line.number, line.amount)) for line in lines),
            caption=_("Transfers"),
            foot=Row((_("Total"), None, None, None, sent.total)),
        ),
    )  # fmt: skip
    return render(request, "treasury/file.html", page)


def _forms(sent: PaymentList) -> tuple[tuple[str, str], ...]:
    """The forms of a file; the one that fits the account first."""
    treasury = (("treasury-xlsx", _("List for the State Treasury (XLSX)")), ("treasury-csv", _("List for the State Treasury (CSV)")))  # fmt: skip
    bank = (
        ("pain001", _("ISO 20022 pain.001 (XML)")), ("bank-xlsx", _("Bank transfer list (XLSX)")),
        ("bank-csv", _("Bank transfer list (CSV)")),
    )  # fmt: skip
    return treasury + bank if sent.kind == "treasury" else bank + treasury


@require_GET
def file_as(request: HttpRequest, file_id: int, form: str) -> HttpResponseBase:
    """The file in one of its forms, as bytes to take along."""
    actor = actor_of(request)
    access.require_read(actor)
    queries.require_file_shown(actor, file_id)
    _row, sent = queries.payment_file(file_id)
    if form == "pain001":
        answer = HttpResponse(pain001(sent), content_type="application/xml")
        answer.headers["Content-Disposition"] = disposition(f"{sent.name}.xml")
        return answer
    if form not in dict(_forms(sent)):
        raise access.no_such_file()
    kind, _dash, ending = form.partition("-")
    columns, make = LISTS[kind]
    respond = csv_response if ending == "csv" else xlsx_response
    return respond(f"{sent.name}-{kind}", columns, map(make, sent.lines))


# -- accounts --------------------------------------------------------------------------------------------------------


@require_GET
def accounts(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    access.require_read(actor)
    found = queries.city_accounts()
    columns = (
        ("number", _("Account number")),
        ("kind_name", _("Kind")),
        ("holder", _("Account holder")),
        ("institution", _("Treasury office or bank")),
        ("bic", _("BIC")),
    )
    exported = download(request, "city-accounts", columns, lambda: found)
    if exported is not None:
        return exported
    rows = tuple(Row((Cell(a.number, note=a.kind_name.capitalised()), a.holder, a.institution, a.bic)) for a in found)
    table = TableView(
        (
            Column(_("Account number")),
            Column(_("Account holder")),
            Column(_("Treasury office or bank")),
            Column(_("BIC")),
        ),
        rows,
        exports=downloads(request),
        caption=_("Accounts"),
        empty=EmptyView(_("No account yet"), _("Payments need the account from which the city pays.")),
    )
    deeds = (Link(_("Open an account"), reverse("treasury:open-account")),) if access.may_order(actor) else ()
    page = TablePage(_("Accounts"), table, _("The accounts from which the city pays."), tabs("accounts", queries.waiting_count()), deeds=deeds)  # fmt: skip
    return render(request, "treasury/table.html", page)


@ask
def open_account(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require(access.ORDER)
    form = bind(AccountForm, request)
    if request.method == "POST" and form.is_valid():
        asked = form.command()
        if did(form, lambda: usecases.open_city_account(asked, actor=actor)):
            messages.success(request, _("The account is open for payments."))
            return redirect("treasury:accounts")
    page = FormPage(
        _("Open an account"),
        _("Its number is written into every file and compared with every statement."),
        _("Open the account"),
        reverse("treasury:accounts"),
        crumbs(Link(_("Accounts"), reverse("treasury:accounts"))),
    )
    return render(request, "treasury/form.html", page, status(form), form=form)
