"""Deeds by form: each binds one form and calls one use-case."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from khue.core.bilingual import Text
from khue.core.errors import Missing, Refused
from khue.features.ledger import domain, queries, usecases
from khue.features.ledger.forms import AppropriationForm, BudgetLineForm, ReversalForm, month_from
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import ConfirmView, Link, Words
from khue.kernel.web import actor_of, language, redirect, render

page_or_post = require_http_methods(["GET", "POST"])


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form: what it does, what its button says, the way back."""

    title: Words
    lead: Words
    button: Words
    back_href: str
    crumbs: tuple[Link, ...] = ()


@page_or_post
def appropriate(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require(domain.APPROPRIATE)
    codes = ((line.subject.removeprefix("budget:"), line.name.into(language())) for line in queries.budget_lines())
    form = bind(AppropriationForm, request, lines=[(code, f"{code} – {name}") for code, name in codes])
    if request.method == "POST" and form.is_valid():
        try:
            usecases.appropriate_budget(form.command(), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, gettext("The money is on the budget line."))
            return redirect("ledger:budget")
    page = FormPage(
        _("Appropriate money"),
        _("Puts money on a budget line by a decision. A wrong entry is reversed later, never changed."),
        _("Appropriate"),
        reverse("ledger:budget"),
        (Link(_("Budget lines"), reverse("ledger:budget")),),
    )
    return render(request, "ledger/form.html", page, 422 if form.errors else 200, form=form)


@page_or_post
def open_line(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.require(domain.APPROPRIATE)
    form = bind(BudgetLineForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.open_budget_line(form.command(), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, gettext("The budget line is open."))
            return redirect("ledger:budget")
    page = FormPage(
        _("Open a budget line"),
        _("A line is named once and keeps its code."),
        _("Open the line"),
        reverse("ledger:budget"),
        (Link(_("Budget lines"), reverse("ledger:budget")),),
    )
    return render(request, "ledger/form.html", page, 422 if form.errors else 200, form=form)


@page_or_post
def reverse_entry(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    actor.require(domain.REVERSE)
    found = queries.entry(entry_id)
    form = bind(ReversalForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.reverse_entry(form.command(entry_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, gettext("The entry is reversed."))
            return redirect("ledger:entry", entry_id)
    back = reverse("ledger:entry", args=[entry_id])
    page = FormPage(_("Reverse this entry"), found.text, _("Reverse"), back, (Link(found.text, back),))
    return render(request, "ledger/form.html", page, 422 if form.errors else 200, form=form)


@page_or_post
def close(request: HttpRequest, month: str) -> HttpResponse:
    actor = actor_of(request)
    actor.require(domain.CLOSE_PERIOD)
    first = month_from(month)
    if first is None:
        raise Missing(Text(f"Không có kỳ {month}.", f"There is no period {month}."))
    if request.method == "POST":
        usecases.close_period(domain.MonthClose(first), actor=actor)
        messages.success(request, gettext("The month is closed and sealed."))
        return redirect("ledger:periods")
    page = ConfirmView(
        title=gettext("Close %(month)s?") % {"month": f"{first:%m/%Y}"},
        text=_("The balances of the month are written down and sealed."),
        label=_("Close the month"),
        cancel_href=reverse("ledger:periods"),
        points=(
            _("No entry can be booked on a day of this month any more."),
            _("A mistake found later is corrected by a reversal in the open month."),
            _("This cannot be taken back."),
        ),
    )
    return render(request, "ui/confirm.html", page)
