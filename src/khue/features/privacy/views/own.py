"""One's own data: what was asked, what to ask, taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.decision import Decision
from khue.features.privacy import access, queries, usecases
from khue.features.privacy.forms import AskForm, WithdrawForm
from khue.features.privacy.queries import RequestRow, ToldMe
from khue.features.privacy.views.frame import DeedPage, ask, did, own_crumbs, show
from khue.kernel.forms import bind
from khue.kernel.ui import CardView, Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.web import redirect, render, signed_in


@dataclass(frozen=True, slots=True)
class MinePage:
    """``ways`` are what one can do at once, without asking anybody."""

    ways: tuple[CardView, ...]
    requests: TableView
    breaches: TableView


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I can do about my data, and what I asked for."""
    actor = signed_in(request)
    access.require_self(actor)
    ways = (
        CardView(
            _("See what the city holds"),
            _("Your record, who may act for you, who looked at it."),
            reverse("people:me"),
            "eye",
        ),
        CardView(_("Take a copy along"), _("Everything in one file, at once."), reverse("people:export"), "download"),
        CardView(
            _("Correct my record"), _("Name, address, phone and e-mail, at once."), reverse("people:correct"), "pencil"
        ),
        CardView(
            _("My consents"),
            _("What you agreed to, each purpose by itself; withdrawn as easily as given."),
            reverse("privacy:consents"),
            "square-check",
        ),
        CardView(
            _("Ask for something else"),
            _("Correction, stop, objection, erasure: an officer answers within the law's term."),
            reverse("privacy:ask"),
            "message-circle",
        ),
    )
    page = MinePage(ways, _table(queries.own_requests(actor)), _told(queries.told_of(actor)))
    return render(request, "privacy/mine.html", page)


def _told(rows: tuple[ToldMe, ...]) -> TableView:
    return TableView(
        columns=(Column(_("When"), "moment"), Column(_("Breach")), Column(_("What you were told"))),
        rows=tuple(Row((row.at, row.number, row.words)) for row in rows),
        caption=_("Breaches that concern my data"),
    )


def _table(rows: tuple[RequestRow, ...]) -> TableView:
    return TableView(
        columns=(
            Column(_("Request")),
            Column(_("State"), "state"),
            Column(_("Clock")),
            Column(_("Received on"), "day"),
        ),
        rows=tuple(
            Row(
                (
                    Cell(row.number, reverse("privacy:request", args=[row.id]), row.kind, strong=True),
                    row.state,
                    row.clock,
                    row.received_on,
                )
            )
            for row in rows
        ),
        caption=_("What I asked for"),
        empty=EmptyView(
            _("No request yet"), _("What you ask for about your data stands here, with its day and its answer.")
        ),
    )


@ask
def ask_something(request: HttpRequest) -> HttpResponse:
    """One question and a field for words."""
    actor = signed_in(request)
    access.require_self(actor)
    form = bind(AskForm, request)
    made: list[int] = []
    if request.method == "POST" and form.is_valid():
        command = form.command()
        if did(form, lambda: made.append(usecases.make_request(command, actor=actor))):
            messages.success(request, _("Your request was received. You can follow it here."))
            return redirect("privacy:request", made[0])
    page = DeedPage(
        title=_("Ask about my data"),
        lead=_("You need not say why. An officer answers what will be done, or why not."),
        button=_("Send the request"),
        crumbs=own_crumbs(),
        back_href=reverse("privacy:mine"),
        points=(
            _("You may take the request back until it is carried out."),
            _("Data that a law tells the city to keep is not erased; the answer then says which law."),
        ),
        why=_terms(actor.today),
    )
    return show(request, page, form)


def _terms(today: date) -> Decision:
    """The terms of all kinds together, each once."""
    kinds = (("access", False), ("restrict", False), ("restrict", True), ("erase", False))
    found = (queries.terms_of(kind, today, third_party=third) for kind, third in kinds)
    reasons = {reason.code: reason for terms in found for reason in terms.why.reasons}
    return Decision.grant(reasons.values())


@ask
def withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take the request back."""
    actor = signed_in(request)
    found = queries.request_page(request_id, actor)
    if not found.own:
        raise access.no_such_request()
    form = bind(WithdrawForm, request)
    if request.method == "POST" and form.is_valid():
        command = form.command(request_id)
        if did(form, lambda: usecases.withdraw_request(command, actor=actor)):
            messages.success(request, _("The request was taken back."))
            return redirect("privacy:request", request_id)
    page = DeedPage(
        title=_("Take the request back"),
        lead=_("Nothing more is done. You may ask again at any time."),
        button=_("Take it back"),
        crumbs=(*own_crumbs(), Link(found.number, reverse("privacy:request", args=[request_id]))),
        back_href=reverse("privacy:request", args=[request_id]),
        name=found.number,
        state=found.state,
    )
    return show(request, page, form)
