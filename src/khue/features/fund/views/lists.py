"""Lists and pictures of the fund: what the public reads, cases, motions, payments, capital, portfolio, bodies, charter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.fund import access, queries
from khue.features.fund.domain.cases import CASE
from khue.features.fund.domain.charter import PRODUCTS
from khue.features.fund.forms import in_language
from khue.features.fund.views.drawing import products_chart
from khue.features.fund.views.frame import download, export_links, tabs
from khue.features.fund.views.listing import ListPage, figure
from khue.kernel.forms import KhueForm
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.web import actor_of, language, render, signed_in

_CASES = (
    ("number", gettext_lazy("Dossier number")),
    ("title", gettext_lazy("Title")),
    ("party_name", gettext_lazy("Organisation")),
    ("product", gettext_lazy("Product of the fund")),
    ("asked", gettext_lazy("Amount asked for")),
    ("granted", gettext_lazy("Approved")),
    ("paid", gettext_lazy("Paid out")),
    ("state_words", gettext_lazy("State")),
    ("applied_on", gettext_lazy("Applied on")),
    ("decided_on", gettext_lazy("Decided on")),
)
_PUBLIC = (
    ("number", gettext_lazy("Dossier number")),
    ("title", gettext_lazy("Title")),
    ("receiver", gettext_lazy("Organisation")),
    ("product", gettext_lazy("Product of the fund")),
    ("granted", gettext_lazy("Approved")),
    ("paid", gettext_lazy("Paid out")),
    ("decided_on", gettext_lazy("Decided on")),
    ("state_words", gettext_lazy("State")),
)
_MOTIONS = (
    ("id", gettext_lazy("Motion")),
    ("number", gettext_lazy("Dossier number")),
    ("title", gettext_lazy("Title")),
    ("kind", gettext_lazy("Matter")),
    ("body", gettext_lazy("Body of the fund")),
    ("amount", gettext_lazy("Amount")),
    ("votes", gettext_lazy("Votes for and against")),
    ("state_words", gettext_lazy("State")),
)
_PAYMENTS = (
    ("id", gettext_lazy("Payment of the fund")),
    ("number", gettext_lazy("Dossier number")),
    ("party_name", gettext_lazy("Organisation")),
    ("product", gettext_lazy("Product of the fund")),
    ("amount", gettext_lazy("Amount")),
    ("purpose", gettext_lazy("What the money is for")),
    ("state_words", gettext_lazy("State")),
    ("paid_on", gettext_lazy("Paid on")),
)


class FilterForm(KhueForm):
    """The search of cases; everything may stay empty."""

    q = forms.CharField(label=gettext_lazy("Words in title, organisation or number"), required=False, max_length=200)
    product = forms.ChoiceField(label=gettext_lazy("Product of the fund"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = [("", _("All products")), *in_language(PRODUCTS)]  # type: ignore[attr-defined]  # a choice field
        self.fields["state"].choices = [("", _("All states")), *in_language(CASE.labels)]  # type: ignore[attr-defined]  # a choice field


@require_safe
def public(request: HttpRequest) -> HttpResponseBase:
    """What the fund gave and lent: figures, picture and list, for everybody."""
    product = request.GET.get("product", "")
    product = product if product in PRODUCTS else ""
    file = download(request, "fund-grants", _PUBLIC, lambda after, size: queries.public_cases(product, after, size))
    if file is not None:
        return file
    actor = actor_of(request)
    rows = queries.public_cases(product, request.GET.get("after"))
    figures = queries.public_figures()
    table = TableView(
        (
            Column(_("Title")),
            Column(_("Organisation")),
            Column(_("Product of the fund")),
            Column(_("Approved"), "money"),
            Column(_("Paid out"), "money"),
            Column(_("Decided on"), "day"),
        ),
        tuple(
            Row(
                (
                    Cell(row.title, note=f"{row.number} · {row.state_words.into(language())}", strong=True),
                    row.receiver,
                    row.product.capitalised(),
                    row.granted,
                    row.paid,
                    row.decided_on,
                )
            )
            for row in rows.rows
        ),
        next=rows.next,
        previous=rows.previous,
        exports=export_links(request),
        caption=_("What the fund gave and lent"),
        empty=EmptyView(
            _("Nothing is approved yet"),
            _("Approved cases appear here with organisation, amount and day."),
            icon="building-bank",
        ),
    )
    deeds = [Link(_("Apply to the fund"), reverse("dossiers:procedure", args=[access.PROCEDURE]), icon="file-plus")]
    if actor.may(access.READ):
        deeds.append(Link(_("Cases of the fund"), reverse("fund:desk"), icon="file-text"))
    elif actor.is_signed_in:
        deeds.append(Link(_("My cases at the fund"), reverse("fund:mine"), icon="file-text"))
    page = ListPage(
        _("The Science and Technology Development Fund"),
        _(
            "What it gave and lent, to whom and when. Losses are no breach by themselves: each has its file, and the control board reads all of them."
        ),
        deeds=tuple(deeds),
        figures=tuple(figure(granted, PRODUCTS[code].capitalised()) for code, _cases, granted, _paid in figures),
        chart=products_chart(figures),
        tables=(table,),
        points=_open_products(actor.today),
    )
    return render(request, "fund/list.html", page)


def _open_products(today: Any) -> tuple[Words, ...]:
    charter = queries.charter_on(today)
    if charter is None:
        return (_("The charter of the fund is not confirmed yet, so nothing can be applied for."),)
    names = ", ".join(PRODUCTS[code].into(language()) for code in PRODUCTS if charter.gives(code))
    return (_("Open now by the charter: %(names)s.") % {"names": names}, _("One public source pays each cost line."))


def _case_table(request: HttpRequest, rows: Any, empty: EmptyView) -> TableView:
    return TableView(
        (
            Column(_("Title")),
            Column(_("Organisation")),
            Column(_("Product of the fund")),
            Column(_("Amount asked for"), "money"),
            Column(_("Approved"), "money"),
            Column(_("State"), "state"),
        ),
        tuple(
            Row(
                (
                    Cell(row.title, reverse("fund:case", args=[row.id]), row.number, strong=True),
                    row.party_name,
                    row.product.capitalised(),
                    row.asked,
                    row.granted,
                    row.state,
                )
            )
            for row in rows.rows
        ),
        next=rows.next,
        previous=rows.previous,
        exports=export_links(request),
        caption=_("Cases of the fund"),
        empty=empty,
    )


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """All cases, for staff of the fund."""
    actor = signed_in(request)
    actor.require(access.READ)
    form = FilterForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    wanted = (said.get("product", ""), said.get("state", ""), said.get("q", ""))
    file = download(request, "fund-cases", _CASES, lambda after, size: queries.cases(actor, *wanted, after, size))
    if file is not None:
        return file
    rows = queries.cases(actor, *wanted, request.GET.get("after"))
    empty = EmptyView(_("No case here"), _("Applications to the fund appear here once they are handed in."))
    page = ListPage(
        _("The fund"),
        _("Applications, contracts and loans of the Science and Technology Development Fund."),
        tabs(actor, "desk"),
        tables=(_case_table(request, rows, empty),),
        search=True,
    )
    return render(request, "fund/list.html", page, form=form)


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """The cases of the parties that the reader stands for."""
    actor = signed_in(request)
    file = download(request, "my-fund-cases", _CASES, lambda after, size: queries.my_cases(actor, after, size))
    if file is not None:
        return file
    rows = queries.my_cases(actor, request.GET.get("after"))
    href = reverse("dossiers:procedure", args=[access.PROCEDURE])
    empty = EmptyView(
        _("You have no case at the fund"),
        _("Apply for a grant, interest support or a loan, as the charter allows."),
        href,
        _("Apply to the fund"),
    )
    deeds = (
        Link(_("Apply to the fund"), href, icon="file-plus"),
        Link(_("Public page of the fund"), reverse("fund:public"), icon="building-bank"),
    )
    page = ListPage(_("My cases at the fund"), "", deeds=deeds, tables=(_case_table(request, rows, empty),))
    return render(request, "fund/list.html", page)


@require_safe
def motions(request: HttpRequest) -> HttpResponseBase:
    """What was laid before the bodies, newest first."""
    actor = signed_in(request)
    actor.require(access.READ)
    file = download(request, "fund-motions", _MOTIONS, lambda after, size: queries.motions(actor, "", after, size))
    if file is not None:
        return file
    rows = queries.motions(actor, "", request.GET.get("after"))
    table = TableView(
        (
            Column(_("Matter")),
            Column(_("Title")),
            Column(_("Body of the fund")),
            Column(_("Amount"), "money"),
            Column(_("Votes for and against")),
            Column(_("State"), "state"),
        ),
        tuple(
            Row(
                (
                    Cell(row.kind.capitalised(), reverse("fund:motion", args=[row.id]), strong=True),
                    Cell(row.title, note=row.number),
                    row.body,
                    row.amount,
                    row.votes,
                    row.state,
                )
            )
            for row in rows.rows
        ),
        next=rows.next,
        previous=rows.previous,
        exports=export_links(request),
        caption=_("Motions"),
        empty=EmptyView(
            _("Nothing was laid yet"),
            _("The executive body lays each application before the body competent by the charter."),
        ),
    )
    return render(request, "fund/list.html", ListPage(_("Motions"), "", tabs(actor, "motions"), tables=(table,)))


@require_safe
def payments(request: HttpRequest) -> HttpResponseBase:
    """Money asked for and paid under contracts, newest first."""
    actor = signed_in(request)
    actor.require(access.READ)
    file = download(request, "fund-payments", _PAYMENTS, lambda after, size: queries.payments(actor, "", after, size))
    if file is not None:
        return file
    rows = queries.payments(actor, "", request.GET.get("after"))
    table = TableView(
        (
            Column(_("What the money is for")),
            Column(_("Organisation")),
            Column(_("Product of the fund")),
            Column(_("Amount"), "money"),
            Column(_("State"), "state"),
            Column(_("Paid on"), "day"),
        ),
        tuple(
            Row(
                (
                    Cell(row.purpose, reverse("fund:case", args=[row.case_id]), row.number),
                    row.party_name,
                    row.product.capitalised(),
                    row.amount,
                    row.state,
                    row.paid_on,
                )
            )
            for row in rows.rows
        ),
        next=rows.next,
        previous=rows.previous,
        exports=export_links(request),
        caption=_("Payments of the fund"),
        empty=EmptyView(_("No payment yet"), icon="coin"),
    )
    return render(
        request, "fund/list.html", ListPage(_("Payments of the fund"), "", tabs(actor, "payments"), tables=(table,))
    )
