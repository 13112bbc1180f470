"""Addresses: one line per room, each under its language; machine doors without."""

from __future__ import annotations

from importlib.util import find_spec

from django.apps import apps
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from khue.site import api, interface_pages, public_files

ROOM_PREFIXES = {
    "people": "",
    "rulebook": "law/",
    "ledger": "ledger/",
    "documents": "documents/",
    "treasury": "treasury/",
    "dossiers": "",
    "appeals": "appeals/",
    "intake": "intake/",
    "procedures": "desk/procedures/",
    "staff": "staff/",
    "privacy": "",
    "councils": "councils/",
    "results": "results/",
    "calls": "",
    "talent": "talent/",
    "activities": "activities/",
    "auctions": "auctions/",
    "demands": "demands/",
    "exchange": "exchange/",
    "services": "",
    "gatherings": "exchange-events/",
    "deals": "deals/",
    "matching": "matches/",
    "transfers": "transfers/",
    "missions": "",
    "keytasks": "key-tasks/",
    "fund": "fund/",
    "delivery": "",
    "desk": "desk/",
    "eligibility": "eligibility/",
    "policylab": "policy-lab/",
    "publicity": "awards/",
    "portal": "",
}
urlpatterns = [
    path("", include("khue.kernel.urls")),
    path(api.PREFIX, api.urls()),
    path("robots.txt", public_files.robots, name="robots"),
    path("sitemap.xml", public_files.sitemap, name="sitemap"),
    path("favicon.ico", public_files.favicon, name="favicon"),
    path(".well-known/security.txt", public_files.security, name="security"),
    *i18n_patterns(
        path("", include("khue.kernel.page_urls")),
        path("", include("khue.kernel.operations.urls")),
        path("", include("khue.site.sign_in_urls")),
        path("api/", interface_pages.overview, name="interface"),
        path("api/<slug:name>/", interface_pages.operation, name="interface-operation"),
        *(
            path(prefix, include(f"khue.features.{room}.urls"))
            for room, prefix in ROOM_PREFIXES.items()
            if apps.is_installed(f"khue.features.{room}") and find_spec(f"khue.features.{room}.urls")
        ),
        prefix_default_language=True,
    ),
]
handler400 = "khue.kernel.problems.bad_request"
handler403 = "khue.kernel.problems.forbidden"
handler404 = "khue.kernel.problems.not_found"
handler500 = "khue.kernel.problems.server_error"
