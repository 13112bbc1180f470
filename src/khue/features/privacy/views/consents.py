"""My consents: each purpose by itself, nothing ticked beforehand; and the proof."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.privacy import access, queries, usecases
from khue.features.privacy.forms import ConsentForm
from khue.features.privacy.queries import ConsentRow
from khue.features.privacy.views.frame import FILES, DeedPage, ask, did, download_links, own_crumbs, show, tabs
from khue.kernel.forms import bind
from khue.kernel.ui import Cell, Column, Link, Row, TableView
from khue.kernel.web import redirect, render, signed_in

PROOF = (
    ("party", gettext_lazy("Record number")),
    ("purpose", gettext_lazy("Purpose")),
    ("action", gettext_lazy("Given or withdrawn")),
    ("version", gettext_lazy("Version of the text")),
    ("at", gettext_lazy("When")),
    ("text", gettext_lazy("Text that was shown")),
    ("language", gettext_lazy("Language")),
    ("by", gettext_lazy("By")),
    ("request", gettext_lazy("Request")),
)


@dataclass(frozen=True, slots=True)
class ConsentsPage:
    rows: tuple[ConsentRow, ...]
    exports: tuple[Link, ...]
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ConsentBookPage:
    table: TableView
    pages: tuple[Link, ...]


@require_safe
def consents(request: HttpRequest) -> HttpResponseBase:
    """Each purpose that rests on consent, as it stands; the proof to take along."""
    actor = signed_in(request)
    access.require_self(actor)
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        answer: HttpResponseBase = make("my-consents", PROOF, queries.own_proof(actor))
        return answer
    exports = tuple(Link(kind.upper(), f"?format={kind}") for kind in FILES)
    return render(request, "privacy/consents.html", ConsentsPage(queries.own_consents(actor), exports, own_crumbs()))


@require_safe
def consent_book(request: HttpRequest) -> HttpResponseBase:
    """For officers: how many consents stand for each purpose, and the proof of every act to take away."""
    actor = signed_in(request)
    actor.require(access.READ)
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        answer: HttpResponseBase = make("consents", PROOF, queries.all_proof(actor))
        return answer
    table = TableView(
        columns=(Column(_("Purpose")), Column(_("Consents that stand"), "number"), Column(_("Withdrawn"), "number")),
        rows=tuple(
            Row((Cell(row.purpose.name, note=row.purpose.text or "", strong=True), row.standing, row.withdrawn))
            for row in queries.consent_counts(actor)
        ),
        exports=download_links(request),
        caption=_("Consents"),
    )
    return render(request, "privacy/consent_book.html", ConsentBookPage(table, tabs(actor, "consent-book")))


@ask
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    """The whole text of one purpose, and one button: to agree, or to take it back."""
    actor = signed_in(request)
    access.require_self(actor)
    found = queries.own_consent(purpose, actor)
    form = bind(ConsentForm, request, initial={"version": found.purpose.version, "deed": _deed(found)})
    if request.method == "POST" and form.is_valid():
        # What the page offered is done, not what stands by now: a page left open never does the reverse.
        if form.gives:
            given = form.give(purpose)
            done = did(form, lambda: usecases.give_consent(given, actor=actor))
            said = _("Your consent is recorded. You may withdraw it at any time.")
        else:
            taken = form.withdraw(purpose)
            done = did(form, lambda: usecases.withdraw_consent(taken, actor=actor))
            said = _("Your consent is withdrawn, from this moment on.")
        if done:
            messages.success(request, said)
            return redirect("privacy:consents")
    return show(request, _page(found), form, "privacy/consent.html")


def _deed(found: ConsentRow) -> str:
    return ConsentForm.WITHDRAW if found.standing else ConsentForm.GIVE


def _page(found: ConsentRow) -> DeedPage:
    crumbs = (*own_crumbs(), Link(_("My consents"), reverse("privacy:consents")))
    text = found.purpose.withdrawn if found.standing else found.purpose.text
    return DeedPage(
        title=found.purpose.name,
        lead=text or "",
        button=_("Withdraw my consent") if found.standing else _("I agree to this purpose"),
        crumbs=crumbs,
        back_href=reverse("privacy:consents"),
        points=(
            (_("From this moment on. What was lawful before stays as it was."),)
            if found.standing
            else (
                _("You need not agree: nothing else depends on it."),
                _("You may withdraw at any time, as easily as you agree."),
            )
        ),
        state=found.state,
    )
