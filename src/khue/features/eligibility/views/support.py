"""One kind of support by itself: how it is begun, or what comes and whom to ask while nothing runs here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.eligibility import queries
from khue.features.eligibility.domain import ENTITLEMENT, Start
from khue.features.eligibility.views.receiving import ReceivedView, law_page, received_by
from khue.features.rulebook import queries as rulebook
from khue.kernel import ui, web


@dataclass(frozen=True, slots=True)
class Basis:
    """A provision that the support rests on, in our own words."""

    citation: Text
    summary: Text | None
    href: str
    certainty: str


@dataclass(frozen=True, slots=True)
class SupportPage:
    title: Text
    start: Start
    received: ReceivedView | None
    basis: tuple[Basis, ...]
    ask_href: str
    rule_href: str
    day: date


@require_safe
def support(request: HttpRequest, rule: str) -> HttpResponseBase:
    """What somebody does who wants this support today."""
    today = web.actor_of(request).today
    bound = next((each for each in queries.entitlements(today).bounds if each.rule.id == f"{ENTITLEMENT}{rule}"), None)
    if bound is None:
        raise Missing(
            Text("Không có loại hỗ trợ này vào ngày hôm nay.", "There is no such kind of support today."),
            Text("Mời ông/bà tra cứu lại từ đầu.", "Please begin the check anew."),
        )
    found = bound.rule
    page = SupportPage(
        title=found.title,
        start=queries.starts(today)[found.id],
        received=received_by(found.received_under),
        basis=tuple(_basis(key) for key in found.cites),
        ask_href=reverse("eligibility:ask"),
        rule_href=reverse("rulebook:rule", args=[found.id]),
        day=today,
    )
    crumbs = (ui.Link(Text("Tôi được hỗ trợ gì?", "What can I get?"), page.ask_href),)
    return web.render(request, "eligibility/support.html", page, crumbs=crumbs)


def _basis(key: str) -> Basis:
    told = rulebook.provision(key)
    return Basis(told.citation, told.summary, law_page(key), told.certainty)
