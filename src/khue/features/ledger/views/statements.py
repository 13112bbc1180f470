"""From a figure to its postings, to the entry, to what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.money import format_dong
from khue.features.ledger import access, queries
from khue.features.ledger.queries import EntryPage
from khue.features.ledger.views.frame import (
    TablePage,
    account_href,
    amount,
    crumbs,
    download,
    downloads,
    subject_cell,
)
from khue.kernel.ui import (
    Answer,
    Cell,
    Column,
    EmptyView,
    Link,
    Row,
    StateView,
    TableView,
    Words,
)
from khue.kernel.web import actor_of, language, render

ROWS = 30


@dataclass(frozen=True, slots=True)
class EntryView:
    title: Words
    crumbs: tuple[Link, ...]
    answers: tuple[Answer, ...]
    table: TableView
    state: StateView | None
    reverse_href: str


# -- accounts and subjects -------------------------------------------------------------------------------------------

_STATEMENT_COLUMNS = (
    ("booked_on", _("Booked on")),
    ("entry", _("Entry")),
    ("text", _("Text")),
    ("about", _("What it is about")),
    ("subject", _("Subject of the line")),
    ("currency", _("Currency")),
    ("debit", _("Debit")),
    ("credit", _("Credit")),
)


@require_GET
def account(request: HttpRequest, code: str) -> HttpResponseBase:
    access.require_read(actor_of(request))
    subject = request.GET.get("subject")
    found = queries.statement(code, subject, after=request.GET.get("after"), size=ROWS)
    file = download(request, f"statement-{code}", _STATEMENT_COLUMNS, lambda: queries.statement_rows(code, subject))
    if file is not None:
        return file
    rows = tuple(
        Row(
            (
                row.booked_on,
                Cell(row.text, reverse("ledger:entry", args=[row.entry])),
                subject_cell(row.subject or row.about),
                amount(row.debit, row.currency),
                amount(row.credit, row.currency),
            )
        )
        for row in found.page.rows
    )
    table = TableView(
        columns=(
            Column(_("Booked on"), "day"),
            Column(_("Entry")),
            Column(_("Subject")),
            Column(_("Debit"), "money"),
            Column(_("Credit"), "money"),
        ),
        rows=rows,
        next=found.page.next,
        previous=found.page.previous,
        exports=downloads(request),
        caption=_("Account statement"),
        empty=EmptyView(_("No entry here"), _("Nothing is booked on this account for this choice.")),
    )
    lead = code if found.balance is None else _statement_lead(code, subject or "—", found.balance)
    deeds = (Link(_("Balances by subject"), reverse("ledger:subjects", args=[code])),)
    page = TablePage(found.account.name, table, lead=lead, crumbs=crumbs(), deeds=deeds)
    return render(request, "ledger/table.html", page)


def _statement_lead(code: str, subject: str, balance: int) -> str:
    values = {"code": code, "subject": subject, "amount": format_dong(balance, language())}
    return gettext("%(code)s for %(subject)s: balance %(amount)s") % values


def _subject(code: str, key: str) -> Cell:
    """What the balance is about, in words; its key stands below for those who work with it."""
    label = queries.subject_link(key).label if key else _("without a subject")
    return Cell(label, account_href(code, key), note=key)


@require_GET
def subjects(request: HttpRequest, code: str) -> HttpResponseBase:
    access.require_read(actor_of(request))
    card = queries.account(code)
    columns = (("subject", _("Subject")), ("currency", _("Currency")), ("amount", _("Balance")))
    file = download(request, f"balances-{code}", columns, lambda: queries.subject_balance_rows(card))
    if file is not None:
        return file
    found = queries.subject_balances(card, request.GET.get("after"), ROWS)
    rows = tuple(Row((_subject(code, row.subject), amount(row.amount, row.currency))) for row in found.rows)
    table = TableView(
        columns=(Column(_("Subject")), Column(_("Balance"), "money")),
        rows=rows,
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=_("Balances by subject"),
        empty=EmptyView(_("Every balance is zero"), _("Nothing is open on this account.")),
    )
    up = Link(card.name, account_href(code))
    page = TablePage(_("Balances by subject"), table, lead=card.name, crumbs=crumbs(up))
    return render(request, "ledger/table.html", page)


@require_GET
def subject(request: HttpRequest, key: str) -> HttpResponse:
    access.require_read(actor_of(request))
    link = queries.subject_link(key)
    entries = queries.entries_of(key) or queries.entries_of(key, by_posting=True)
    if not entries and not link.href:
        raise Missing(
            Text("Sổ cái không có đối tượng này.", "The ledger knows no such subject."),
            Text("Mời ông/bà mở lại từ một bút toán hoặc một số dư.", "Open it from an entry or a balance."),
        )
    rows = tuple(
        Row((found.booked_on, Cell(found.text, reverse("ledger:entry", args=[found.id])), amount(found.amount, found.currency)))
        for found in entries
    )  # fmt: skip
    table = TableView(
        columns=(Column(_("Booked on"), "day"), Column(_("Entry")), Column(_("Amount"), "money")),
        rows=rows,
        caption=_("Entries"),
        empty=EmptyView(_("No entry here"), _("Nothing is booked about this subject.")),
    )
    deeds = (Link(_("Open the page of this subject"), link.href),) if link.href else ()
    page = TablePage(_("Entries about one subject"), table, lead=link.label, crumbs=crumbs(), deeds=deeds)
    return render(request, "ledger/table.html", page)


# -- an entry --------------------------------------------------------------------------------------------------------


@require_GET
def entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    access.require_read(actor)
    found = queries.entry(entry_id)
    table = TableView(
        columns=(
            Column(_("Account")),
            Column(_("Subject")),
            Column(_("Debit"), "money"),
            Column(_("Credit"), "money"),
        ),
        rows=tuple(
            Row(
                (
                    Cell(line.account.name, account_href(line.account.code), note=line.account.code),
                    Cell(
                        line.subject.label, line.subject.href or reverse("ledger:subject", args=[line.subject.subject])
                    )
                    if line.subject
                    else None,
                    amount(line.debit, line.currency),
                    amount(line.credit, line.currency),
                )
            )
            for line in found.postings
        ),
        caption=_("Postings"),
    )
    reversible = access.may_reverse(actor) and not found.reversed_by and not found.reverses
    page = EntryView(
        title=found.text,
        crumbs=crumbs(),
        answers=_entry_answers(found),
        table=table,
        state=StateView("reversed", _("Reversed"), "wait") if found.reversed_by else None,
        reverse_href=reverse("ledger:reverse", args=[found.id]) if reversible else "",
    )
    return render(request, "ledger/entry.html", page)


def _entry_answers(found: EntryPage) -> tuple[Answer, ...]:
    about = Cell(found.about.label, found.about.href or reverse("ledger:subject", args=[found.about.subject]))
    answers = [
        Answer(_("What it is about"), about),
        Answer(_("Booked on"), found.booked_on, kind="day"),
        Answer(_("Written at"), found.created_at, kind="moment"),
        Answer(_("Entry id"), str(found.id)),
    ]
    for label, other in ((_("Reverses"), found.reverses), (_("Reversed by"), found.reversed_by)):
        if other:
            answers.append(Answer(label, Cell(str(other), reverse("ledger:entry", args=[other]))))
    return tuple(answers)
