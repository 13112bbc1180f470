"""Money in suspense: the list, saying what it is, sending it back to its payer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.money import format_dong
from khue.features.treasury import access, queries, usecases
from khue.features.treasury.domain.clearing import WAYS
from khue.features.treasury.forms import ClearForm, SendBackForm
from khue.features.treasury.queries import SuspenseRow
from khue.features.treasury.views.frame import FormPage, TablePage, ask, crumbs, did, download, downloads, status, tabs
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.web import actor_of, language, redirect, render

COLUMNS = (
    ("booked_on", gettext_lazy("Booked on")),
    ("aside", gettext_lazy("In suspense")),
    ("amount", gettext_lazy("Amount of the line")),
    ("text", gettext_lazy("Text")),
    ("payer", gettext_lazy("Other party")),
    ("payer_number", gettext_lazy("Account number")),
    ("account", gettext_lazy("Account")),
    ("note", gettext_lazy("Remark")),
)


@require_GET
def suspense(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    access.require_read(actor)
    hidden = queries.hidden_parties(actor)
    file = download(request, "suspense", COLUMNS, lambda: queries.veiled_suspense(queries.suspense_rows(), hidden))
    if file is not None:
        return file
    found = queries.suspense(request.GET.get("after"))
    table = TableView(
        (
            Column(_("Booked on"), "day"), Column(_("Text")), Column(_("Remark")), Column(_("In suspense"), "money"),
        ),
        tuple(map(_row, queries.veiled_suspense(found.rows, hidden))),
        found.next,
        found.previous,
        downloads(request),
        _("Money in suspense"),
        empty=EmptyView(_("Nothing is in suspense"), _("Every receipt is explained."), icon="circle-check"),
        foot=Row((_("Total"), "", "", queries.suspense_total())) if found.rows else None,
    )  # fmt: skip
    lead = _(
        "Money on the account that nobody could explain, or more than was owed. Open a line to say what it is, or to send it back."
    )
    return render(request, "treasury/table.html", TablePage(_("Money in suspense"), table, lead, tabs("suspense")))


def _row(row: SuspenseRow) -> Row:
    other = " · ".join(part for part in (row.payer, row.payer_number) if part)
    href = reverse("treasury:line", args=[row.line_id])
    return Row((row.booked_on, Cell(row.text, href, other), row.note or "–", row.aside), href=href)


def _facts(row: SuspenseRow) -> tuple[Answer, ...]:
    found = (
        Answer(_("In suspense"), format_dong(abs(row.aside), language())),
        Answer(_("Booked on"), row.booked_on, kind="day"),
        Answer(_("Text"), row.text),
        Answer(_("Other party"), " · ".join(part for part in (row.payer, row.payer_number) if part)),
        Answer(_("Account"), row.account),
        Answer(_("Remark"), row.note.into(language()) if row.note else ""),
    )
    return tuple(answer for answer in found if answer.value != "")


@ask
def clear(request: HttpRequest, line_id: int) -> HttpResponse:
    """Say what the money is."""
    actor = actor_of(request)
    actor.require(access.RECONCILE)
    row = queries.suspense_line(line_id)
    owing = queries.receivables("open", size=20).rows if row.aside > 0 else ()
    proposed = [
        (
            f"recovery:{owed.id}",
            f"{WAYS['recovery'].capitalised().into(language())}: {owed.reference}, {owed.party_name},"
            f" {format_dong(owed.outstanding, language())}",
        )
        for owed in owing
    ]
    form = bind(ClearForm, request, proposed=proposed, came_in=row.aside >= 0)
    if request.method == "POST" and form.is_valid():
        asked = form.command(line_id, queries.receivable_ids(form.cleaned_data.get("reference", "")))
        if did(form, lambda: usecases.clear_suspense(asked, actor=actor)):
            messages.success(request, _("The money is out of suspense."))
            return redirect("treasury:line", line_id)
    page = FormPage(
        _("Clear out of suspense"),
        _(
            "The ledger moves the money to what it is. A claim takes no more than is still owed; the rest stays in suspense."
        ),
        _("Book it"),
        reverse("treasury:line", args=[line_id]),
        crumbs(Link(_("Money in suspense"), reverse("treasury:suspense"))),
        _facts(row),
    )
    return render(request, "treasury/form.html", page, status(form), form=form)


@ask
def send_back(request: HttpRequest, line_id: int) -> HttpResponse:
    """Prepare the order that brings the money back to its payer."""
    actor = actor_of(request)
    actor.require(access.ORDER)
    row = queries.suspense_line(line_id)
    # What goes to the bank is Vietnamese, whatever language the accountant reads.
    words = f"Trả lại tiền nộp nhầm ngày {row.booked_on:%d/%m/%Y}"
    initial = {"number": row.payer_number, "holder": row.payer, "content": words}
    form = bind(SendBackForm, request, initial=initial)
    made: list[int] = []
    if request.method == "POST" and form.is_valid():
        asked = form.send_back(line_id)
        if did(form, lambda: made.append(usecases.send_back(asked, actor=actor))):
            messages.success(request, _("The payment order is prepared. A second person approves it before it leaves."))
            return redirect("treasury:order", made[0])
    page = FormPage(
        _("Send back to the payer"),
        _("A payment order over the amount in suspense is prepared. It leaves when a second person has approved it."),
        _("Prepare the order"),
        reverse("treasury:line", args=[line_id]),
        crumbs(Link(_("Money in suspense"), reverse("treasury:suspense"))),
        _facts(row),
    )
    return render(request, "treasury/form.html", page, status(form), form=form)
