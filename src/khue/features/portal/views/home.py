"""The front page."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.money import format_percent, format_short_dong
from khue.features.portal import queries
from khue.features.portal.domain import NOT_RECEIVED, RESOLUTIONS, Resolution
from khue.features.portal.views.frame import public_page
from khue.kernel import ui, web
from khue.kernel.wording import number

DAY_STEPS = (1, 5, 20)


@dataclass(frozen=True, slots=True)
class Tile:
    """A persona of the sample city: who, what to do first, and the button that enters."""

    key: str
    name: str
    role: Text
    icon: str
    tone: ui.Tone
    action: str
    steps: tuple[ui.Link, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    search_href: str
    doors: tuple[ui.CardView, ...]
    figures: tuple[ui.FigureView, ...]
    figures_href: str
    resolutions: tuple[ui.CardView, ...]
    personas: tuple[Tile, ...]
    day_href: str
    day_steps: tuple[tuple[int, str], ...]


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponseBase:
    """Search, doors, live figures, the six resolutions; in the sample city its day and its people."""
    received = {found.key for found in queries.procedures("")}
    page = HomePage(
        search_href=reverse("portal:search"),
        doors=_doors(),
        figures=figures(queries.figures(web.actor_of(request).today)),
        figures_href=reverse("portal:about") + "#figures",
        resolutions=tuple(_resolution(found, received) for found in RESOLUTIONS),
        personas=tuple(_tile(found) for found in queries.personas()),
        day_href=reverse("sample-day"),
        day_steps=tuple(
            (days, ngettext("%(days)s day forward", "%(days)s days forward", days) % {"days": days})
            for days in DAY_STEPS
        ),
    )
    return web.render(request, "portal/home.html", page)


def _doors() -> tuple[ui.CardView, ...]:
    procedures, register = reverse("portal:procedures"), reverse("portal:register")
    return (
        ui.CardView(_("I do research"), _("Topics, equipment, contracts by result"), procedures, "flask", "now"),
        ui.CardView(_("I found a startup"), _("Trial production and what supports it"), procedures, "rocket", "good"),
        ui.CardView(_("I run a firm"), _("Equipment for tasks that the city needs"), procedures, "building-factory-2", "firm"),
        ui.CardView(_("I am a resident"), _("See where the money goes, download the data"), register, "users", "wait"),
    )  # fmt: skip


def figures(found: queries.Figures) -> tuple[ui.FigureView, ...]:
    """The share of punctual decisions only when there were decisions: of none, no share can be told."""
    words = web.language()
    register = reverse("portal:register")
    rows = []
    if found.decided:
        share = format_percent(Fraction(found.in_time, found.decided), words, 1)
        label = _("decided on time in 30 days (%(in_time)s of %(decided)s dossiers)")
        told = label % {"in_time": number(found.in_time), "decided": number(found.decided)}
        rows.append(ui.FigureView(share, told, reverse("portal:about") + "#figures"))
    rows.append(ui.FigureView(format_short_dong(found.paid, words), _("paid for accepted results"), register))
    rows.append(ui.FigureView(number(found.supports), supports_label(found.supports), register))
    rows.append(ui.FigureView(format_short_dong(found.granted, words), _("granted in all"), register))
    return tuple(rows)


def supports_label(count: int) -> str:
    return ngettext("support granted", "supports granted", count)


def _resolution(found: Resolution, received: set[str]) -> ui.CardView:
    """What stands leads somewhere; the others say which law it is and that nothing is received yet."""
    vi, en = f"{found.number.vi}: {found.about.vi}", f"{found.number.en}: {found.about.en}"
    key = next((key for key in found.procedures if key in received), "")
    if not key:
        note = Text(f"{vi}. {NOT_RECEIVED.vi}", f"{en}. {NOT_RECEIVED.en}")
        return ui.CardView(found.name, note, "", found.icon, "plain")
    return ui.CardView(found.name, Text(vi, en), reverse("dossiers:procedure", args=[key]), found.icon, "now")


ICONS: dict[str, tuple[str, ui.Tone]] = {
    "researcher": ("flask", "now"), "founder": ("rocket", "good"), "clerk": ("inbox", "firm"),
    "officer": ("file-text", "firm"), "appraiser": ("checklist", "wait"), "decider": ("gavel", "now"),
    "accountant": ("coin", "good"), "auditor": ("search", "wait"), "administrator": ("adjustments", "plain"),
    "resident": ("users", "wait"), "finance": ("report-money", "firm"), "treasurer": ("coins", "good"),
    "reviewer": ("scale", "now"), "dataofficer": ("shield-check", "plain"), "lawyer": ("book", "firm"),
    "policymaker": ("chart-bar", "wait"), "chair": ("users-group", "now"), "member": ("writing", "good"),
}  # fmt: skip


def _tile(found: queries.PersonaCard) -> Tile:
    icon, tone = ICONS.get(found.key, ("user", "plain"))
    return Tile(
        found.key,
        found.name.into(web.language()),
        found.role,
        icon,
        tone,
        reverse("sample-persona", args=[found.key]),
        tuple(ui.Link(step, "") for step in found.steps),
    )
