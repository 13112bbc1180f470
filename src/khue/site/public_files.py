"""What machines look for at fixed addresses outside the languages: robots, site map, security contact, icon."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from khue.features.dossiers import queries as dossiers
from khue.kernel import web

DAY = 24 * 3600
PUBLIC_PAGES = ("home", "procedures", "register", "about")
# Behind sign-in, or made for one visitor: nothing for a search engine.
CLOSED = (
    "dossiers/", "desk/", "me/", "notices/", "staff/", "sign-in/", "search/", "eligibility/",
    "policy-lab/studies/", "policy-lab/compare/",
    "register.csv", "register.xlsx", "register.json",
)  # fmt: skip

published = cache_control(public=True, max_age=DAY)


@require_safe
@published
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read; of a sample city nothing, so that invented people are found by nobody."""
    lines = ["User-agent: *"]
    if settings.KHUE_SAMPLE:
        lines.append("Disallow: /")
    else:
        lines += [f"Disallow: /{code}/{path}" for code, _label in web.LANGUAGES for path in CLOSED]
        lines += ["Disallow: /files/", f"Sitemap: {_absolute(reverse('sitemap'))}"]
    return _text("\n".join(lines) + "\n")


@require_safe
@published
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that stands for everybody, with its other language."""
    pages = [{code: _page(name, code) for code, _label in web.LANGUAGES} for name in PUBLIC_PAGES]
    for procedure in dossiers.procedures():
        pages.append({code: _page("", code, procedure.key) for code, _label in web.LANGUAGES})
    return render(request, "site/sitemap.xml", {"pages": pages}, content_type="application/xml; charset=utf-8")


@require_safe
@published
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116). It runs out at the end of next year, so that it is looked at again."""
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    expires = datetime.combine(date(web.actor_of(request).today.year + 1, 12, 31), time(), UTC)
    lines = (
        f"Contact: mailto:{address}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: vi, en",
        f"Canonical: {_absolute(reverse('security'))}",
    )
    return _text("\n".join(lines) + "\n")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where browsers look without being told."""
    return HttpResponsePermanentRedirect(static("khue/favicon.svg"))


def _page(name: str, language: str, procedure: str = "") -> str:
    with translation.override(language):
        path = reverse("dossiers:procedure", args=[procedure]) if procedure else reverse(f"portal:{name}")
    return _absolute(path)


def _absolute(path: str) -> str:
    return f"{settings.KHUE_BASE_URL.rstrip('/')}{path}"


def _text(body: str) -> HttpResponse:
    return HttpResponse(body, content_type="text/plain; charset=utf-8")
