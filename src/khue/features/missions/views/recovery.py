"""Booking what comes back on a claim."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.errors import Refused
from khue.features.missions import queries, usecases
from khue.features.missions.forms import RecoverForm
from khue.features.missions.queries.revisions import RECOVER, ClaimRow
from khue.features.missions.views.frame import ask
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Answer, Link
from khue.kernel.web import redirect, render, signed_in


@dataclass(frozen=True, slots=True)
class RecoverPage:
    claim: ClaimRow
    facts: tuple[Answer, ...]
    crumbs: tuple[Link, ...]
    back_href: str


@require_safe
def claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """A claim has no page of its own: it stands on its support's."""
    return redirect("missions:support", queries.claim(claim_id, signed_in(request)).support_id)


@ask
def recover(request: HttpRequest, claim_id: int) -> HttpResponse:
    actor = signed_in(request)
    actor.require(RECOVER)
    found = queries.claim(claim_id, actor)
    form = bind(RecoverForm, request, initial={"amount": found.owed, "received_on": actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            usecases.record_recovery(form.command(claim_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("It is booked."))
            return redirect("missions:support", found.support_id)
    back = reverse("missions:support", args=[found.support_id])
    facts = (
        Answer(_("To be given back"), found.amount, kind="money"),
        Answer(_("Received so far"), found.recovered, kind="money"),
        Answer(_("Still owed"), found.owed, kind="money"),
        Answer(_("Due on"), found.due_on, kind="day"),
    )
    page = RecoverPage(found, facts, (Link(found.dossier_number, back),), back)
    return render(request, "missions/recover.html", page, 422 if form.errors else 200, form=form)
