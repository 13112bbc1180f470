"""Pages of the non-disclosure, and of what it opens for who is named in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khue.features.deals import access, queries, usecases
from khue.features.deals.domain.commands import EndNda, SignNda
from khue.features.deals.forms import GroundForm, NdaForm, SignForm
from khue.features.deals.usecases.hushing import no_such_nda
from khue.features.deals.views.frame import acting, ask_of, crumbs
from khue.features.exchange import usecases as exchange
from khue.features.exchange.domain.keeping import ReadConfidential
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, RecordPage, ask
from khue.kernel.ui import Answer, Link
from khue.kernel.web import redirect, render, signed_in


@ask
def nda(request: HttpRequest, deal_id: int) -> HttpResponse:
    """A new version of the non-disclosure, signed by whoever proposes it."""
    actor, card = acting(request, deal_id)
    form = bind(NdaForm, request, people=card.people)
    words = _("Propose a non-disclosure"), _("Sign and propose"), _("It waits for the other side's signature.")
    points = (
        _(
            "By pressing the button you sign for your side. Once the other side has signed, the persons named read the confidential part."
        ),
        _("Each reading is on record; the supplier sees who read and when."),
    )
    return ask_of(
        request, form, card, words, lambda: usecases.propose_nda(form.command(deal_id), actor=actor), points=points
    )


@ask
def sign(request: HttpRequest, deal_id: int, no: int) -> HttpResponse:
    """The other side signs a version."""
    actor, card = acting(request, deal_id)
    form = bind(SignForm, request)
    version = next((one for one in card.ndas if one.no == no), None)
    if version is None:
        raise no_such_nda()
    facts = (
        Answer(_("Text"), version.text),
        Answer(_("Ends on"), version.until_on, kind="day"),
        Answer(_("Mark of the text"), version.sha256[:16]),
    )
    words = _("Sign the non-disclosure"), _("Sign it"), _("The non-disclosure is signed by both sides.")
    return ask_of(
        request,
        form,
        card,
        words,
        lambda: usecases.sign_nda(SignNda(deal_id, no, form.cleaned_data["once"]), actor=actor),
        facts=facts,
    )


@ask
def close(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Either side ends the non-disclosure."""
    actor, card = acting(request, deal_id)
    form = bind(GroundForm, request)

    def deed() -> None:
        said = form.cleaned_data
        usecases.end_nda(EndNda(deal_id, said["ground"], said["once"]), actor=actor)

    words = _("End the non-disclosure"), _("End it now"), _("The confidential part is closed.")
    points = (_("From this moment nobody named reads the confidential part, also where a page is open."),)
    return ask_of(request, form, card, words, deed, points=points)


@require_POST
def confidential(request: HttpRequest, deal_id: int) -> HttpResponse:
    """The confidential part for who is named: by the one door of the exchange, which leaves a record; closed when it ends."""
    actor = signed_in(request)
    card = queries.deal_card(deal_id, actor)
    if not card.named:
        raise no_such_nda() if card.role in ("seller", "buyer") else access.no_such_deal()
    text = exchange.read_confidential(ReadConfidential(card.offer.id), actor=actor)
    at = reverse("deals:deal", args=[deal_id])
    page = RecordPage(
        _("Confidential part"), card.title, None, crumbs(Link(card.number, at)), (Link(_("Back to the deal"), at, icon="arrow-left"),)
    )  # fmt: skip
    note = _("This reading is on record; the supplier sees who read it and when.")
    block = Block(text=text or _("There is no confidential part."), note=note)
    still = reverse("deals:still-open", args=[deal_id])
    answer = render(request, "deals/confidential.html", page, secret=block, still=still)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_safe
def still_open(request: HttpRequest, deal_id: int) -> HttpResponse:
    """Asked by an open page every few seconds: nothing while it stays open, and once it has ended what takes the words' place."""
    actor = signed_in(request)
    if not request.headers.get("HX-Request"):
        return redirect(reverse("deals:deal", args=[deal_id]))
    if queries.deal_card(deal_id, actor).named:
        return HttpResponse(status=204)
    answer = render(request, "deals/closed.html", None)
    answer.headers["Cache-Control"] = "no-store"
    return answer
