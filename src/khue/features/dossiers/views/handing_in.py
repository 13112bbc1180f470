"""Check your answers, certify, hand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason
from khue.core.errors import KhueError, Refused
from khue.features.dossiers import usecases
from khue.features.dossiers.domain.answers import missing
from khue.features.dossiers.forms import CertifyForm
from khue.features.dossiers.queries import DraftPage
from khue.features.dossiers.queries.summary import SectionSummary
from khue.features.dossiers.views.writing import crumbs, present
from khue.kernel import web
from khue.kernel.forms import bind
from khue.kernel.ui import Link


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason with the way to the place where it is mended."""

    reason: Reason
    href: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    number: str
    title: str
    procedure: Text
    applicant: str
    sections: tuple[SectionSummary, ...]
    refusals: tuple[Finding, ...]
    questions: tuple[Finding, ...]
    granted: Decision | None
    may_submit: bool
    crumbs: tuple[Link, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, number: str) -> HttpResponse:
    """All answers on one page, what the rules say of them, and the button that hands them in."""
    actor = web.signed_in(request)
    draft, renewed = present(number, actor)
    if draft.facts.state != "draft":
        return web.redirect("dossiers:submitted" if _sent_before(request, draft, actor) else "dossiers:follow", number)
    if home := usecases.home_of(draft.facts):
        return web.redirect(home)
    if renewed:
        messages.info(request, _("The form has a new edition. See what changed, then check and submit."))
        return web.redirect("dossiers:edit", draft.facts.number, query={"changed": "1"})
    form = bind(CertifyForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.submit_dossier(form.command(draft.facts.id), actor=actor)
        except Refused as refused:
            return _page(request, draft, form, actor, refused.decision)
        return web.redirect("dossiers:submitted", draft.facts.number)
    return _page(request, draft, form, actor)


def _sent_before(request: HttpRequest, draft: DraftPage, actor: Actor) -> bool:
    """Whether this is the second click of the button that handed the dossier in: it gets the first one's answer."""
    if request.method != "POST" or not (form := bind(CertifyForm, request)).is_valid():
        return False
    try:
        usecases.submit_dossier(form.command(draft.facts.id), actor=actor)
    except KhueError:
        return False
    return True


def _page(
    request: HttpRequest, draft: DraftPage, form: CertifyForm, actor: Actor, refused: Decision | None = None
) -> HttpResponse:
    open_questions = list(_open(draft))
    decision = usecases.check_application(draft.facts, draft.applicant, actor.today)
    told = [reason for reason in (refused.reasons if refused else ()) if reason.code != "unanswered"]
    refusals, questions = list(told), list(open_questions)
    # What is open anyway need not be said twice.
    asked = {reason.field for reason in open_questions}
    more = [r for r in decision.reasons if r.field not in asked and r not in refusals]
    if decision.outcome is Outcome.REFUSED:
        refusals += more
    if decision.outcome is Outcome.UNKNOWN:
        questions += more
    for reason in refusals:
        if reason.field == "certified" and not form.has_error("certified"):
            form.add_error("certified", reason.text.into(web.language()))
    page = CheckPage(
        number=draft.facts.number,
        title=draft.facts.title,
        procedure=draft.procedure.name,
        applicant=draft.facts.applicant_name,
        sections=draft.summary(),
        refusals=tuple(_findings(draft, refusals)),
        questions=tuple(_findings(draft, questions)),
        granted=decision if decision.granted and decision.reasons else None,
        may_submit=draft.may_submit,
        crumbs=crumbs(draft),
    )
    return web.render(request, "dossiers/check.html", page, 422 if refused else 200, form=form)


def _open(draft: DraftPage) -> Iterator[Reason]:
    for section in draft.procedure.sections:
        yield from missing(section, draft.facts.answers)


def _findings(draft: DraftPage, reasons: Iterable[Reason]) -> Iterator[Finding]:
    for reason in reasons:
        yield Finding(reason, place_of(draft, reason.field))


def place_of(draft: DraftPage, field: str) -> str:
    """The input that a reason belongs to: ``lines.2.amount`` stands on its section's page."""
    if field == "certified":
        return "#id_certified"
    key, *rest = field.split(".")
    for section in draft.procedure.sections:
        if any(question.key == key for question in section.fields):
            href = reverse("dossiers:section", args=[draft.facts.number, section.key])
            return f"{href}?check=1#{_anchor(key, rest)}"
    return ""


def _anchor(key: str, rest: list[Any]) -> str:
    if len(rest) == 2 and rest[0].isdecimal():
        return f"id_{key}-{int(rest[0]) - 1}-{rest[1]}"
    return f"id_{key}"
