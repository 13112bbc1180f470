"""Authors and owners: name them, answer, record a paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.core.money import format_percent
from khue.features.results import access, queries, usecases
from khue.features.results.forms import AnswerForm, OwnersForm, PaperConsentForm, SharesForm
from khue.features.results.forms.sharing import rows_asked
from khue.features.results.queries import ListRow, ResultCard
from khue.features.results.views.drawing import share_cell
from khue.features.results.views.frame import FormPage, ask, done, draw, file_crumbs, require_side, saved
from khue.kernel.forms import bind
from khue.kernel.ui import Answer
from khue.kernel.web import signed_in


@ask
def shares(request: HttpRequest, result_id: int) -> HttpResponse:
    """Name the authors and their shares."""
    actor = signed_in(request)
    card = queries.result_card(result_id, actor)
    require_side(actor, card.party)
    now = card.agreed or card.proposed
    rows = rows_asked(request.GET.get("rows"), len(now.authors) if now else 1)
    form = bind(
        SharesForm, request, rows=rows, first=card.agreed is None, initial={"seen": card.stamp, **_initial(now)}
    )
    if saved(request, form, lambda: usecases.propose_shares(form.command(result_id), actor=actor)):
        return done(
            request, _("The list is written. Everybody whose word is needed was told."), "results:result", result_id
        )
    page = FormPage(
        _("Authors and their shares"),
        _("Shares add up to exactly 100%; write 33,5 for per cent, or a fraction such as 1/3."),
        _("Ask the authors to confirm"),
        file_crumbs(actor, result_id, card.title),
        reverse("results:result", args=[result_id]),
        points=(
            _("Each author reads the own record number on the page “What the city holds about me”."),
            _("Everybody newly named, and everybody who loses, must agree; the list before counts until then."),
            _("An ORCID is checked by its last digit only; the register of ORCID is not asked."),
        ),
        more_href=f"?rows={rows + 3}",
        row_name=_("Author, row"),
    )  # fmt: skip
    return draw(request, form, page)


def _initial(now: ListRow | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for no, author in enumerate(now.authors if now else (), 1):
        exact = (author.share * 10_000).denominator == 1
        share = format_percent(author.share, "vi").removesuffix("%") if exact else str(author.share)
        values = {
            "name": author.name,
            "party": author.party.removeprefix("party:"),
            "share": share,
            "orcid": author.orcid,
            "did": author.did,
        }
        found |= {f"authors-{no}-{name}": value for name, value in values.items()}
    return found


@ask
def ownership(request: HttpRequest, result_id: int) -> HttpResponse:
    """An officer records the owners' agreement."""
    actor = signed_in(request)
    actor.require(access.CHECK)
    card = queries.result_card(result_id, actor)
    rows = rows_asked(request.GET.get("rows"), 2)
    form = bind(OwnersForm, request, rows=rows, initial={"seen": card.stamp})
    if saved(request, form, lambda: usecases.agree_ownership(form.command(result_id), actor=actor)):
        return done(request, _("The agreement is recorded."), "results:result", result_id)
    page = FormPage(
        _("Record an agreement of the owners"),
        _(
            "All parts of all owners anew, adding up to 100%. The part that the budget formed stays with the lead organisation."
        ),
        _("Record the agreement"),
        file_crumbs(actor, result_id, card.title),
        reverse("results:result", args=[result_id]),
        tuple(
            Answer(one.name, share_cell(one.share)) for one in (card.ownerships[0].owners if card.ownerships else ())
        ),
        more_href=f"?rows={rows + 3}",
        row_name=_("Owner, row"),
    )
    return draw(request, form, page)


@ask
def answer(request: HttpRequest, consent_id: int) -> HttpResponse:
    """An author's own answer."""
    actor = signed_in(request)
    card, facts = _asked(consent_id, actor)
    form = bind(AnswerForm, request)
    if saved(request, form, lambda: usecases.answer_shares(form.command(consent_id), actor=actor)):
        return done(request, _("Your answer is recorded."), "results:result", card.id)
    page = FormPage(
        _("Confirm your share"),
        card.title,
        _("Send the answer"),
        file_crumbs(actor, card.id, card.title),
        reverse("results:result", args=[card.id]),
        facts,
        (_("Rewards are split by these shares. A later change that takes from you needs your word again."),),
    )
    return draw(request, form, page)


@ask
def paper_consent(request: HttpRequest, consent_id: int) -> HttpResponse:
    """An officer records what an author signed on paper."""
    actor = signed_in(request)
    actor.require(access.CHECK)
    card, facts = _asked(consent_id, actor)
    form = bind(PaperConsentForm, request)
    if saved(request, form, lambda: usecases.record_consent(form.command(consent_id), actor=actor)):
        return done(request, _("The signed paper is recorded."), "results:result", card.id)
    page = FormPage(
        _("Record a signed paper"),
        _("The author has agreed to this list by hand."),
        _("Record"),
        file_crumbs(actor, card.id, card.title),
        reverse("results:result", args=[card.id]),
        facts,
    )
    return draw(request, form, page)


def _asked(consent_id: int, actor: Actor) -> tuple[ResultCard, tuple[Answer, ...]]:
    """The result, the list and what stands in it. Raises Missing."""
    card = queries.result_card(queries.result_of_consent(consent_id), actor)
    row = next((one for one in card.lists if any(consent.id == consent_id for consent in one.consents)), None)
    if row is None:
        raise access.no_such_result()
    facts = tuple(Answer(author.name, share_cell(author.share), origin=author.did) for author in row.authors)
    return card, facts
