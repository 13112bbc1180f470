"""What Khuê is, how its figures are made, and how anybody can check it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.features.portal import queries
from khue.features.portal.views.frame import public_file, public_page
from khue.features.rulebook.queries import city_package
from khue.kernel import ui, web


@dataclass(frozen=True, slots=True)
class AboutPage:
    """``sealed`` says whether there is a checkpoint to download yet; ``figures`` explains each one."""

    city: Text
    parts: tuple[ui.CardView, ...]
    figures: tuple[ui.Answer, ...]
    checkpoint_href: str
    sealed: bool
    parameters_href: str
    me_href: str


@require_safe
@public_page
def about(request: HttpRequest) -> HttpResponseBase:
    """What stands behind the pages."""
    page = AboutPage(
        city=city_package().NAME,
        parts=_parts(),
        figures=_figures(),
        checkpoint_href=reverse("portal:checkpoint"),
        sealed=bool(queries.checkpoint()),
        parameters_href=reverse("rulebook:parameters"),
        me_href=reverse("people:me"),
    )
    return web.render(request, "portal/about.html", page)


def _parts() -> tuple[ui.CardView, ...]:
    return (
        ui.CardView(
            _("Procedures"),
            _("Apply, follow every step, see who decides and why."),
            reverse("portal:procedures"),
            "file-text",
            "now",
        ),
        ui.CardView(
            _("Public register of support"),
            _("Whom the city supports, with how much, and why."),
            reverse("portal:register"),
            "coin",
            "good",
        ),
        ui.CardView(
            _("The law in figures"),
            _("Every value that a decision rests on, with its source and how sure we are."),
            reverse("rulebook:parameters"),
            "scale",
            "wait",
        ),
    )


def _figures() -> tuple[ui.Answer, ...]:
    return (
        ui.Answer(
            _("Decided on time"),
            _(
                "Dossiers with a first decision in the last 30 days, and how many of them were decided by the day "
                "promised first. An apology with a new date does not make a late decision punctual."
            ),
        ),
        ui.Answer(
            _("Paid for accepted results"),
            _("The sum of the payments in the ledger. A payment can only be made for an accepted deliverable."),
        ),
        ui.Answer(
            _("Supports granted, granted in all"),
            _("The entries of the public register and the sum of their amounts."),
        ),
    )


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponseBase:
    """The newest signed checkpoint as a line of text; 204 before there is one."""
    line = queries.checkpoint()
    kind = "text/plain; charset=utf-8"
    return public_file(HttpResponse(f"{line}\n", content_type=kind) if line else HttpResponse(status=204))
