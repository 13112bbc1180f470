"""Where each kind of support is begun: procedures and pages of the rooms, by the entitlement that leads there.

A room that brings a support about adds its line here; the test of the house asks for exactly one start per entitlement.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.dossiers import queries as dossiers
from khue.features.eligibility.domain import Start
from khue.features.rulebook import queries as rulebook

PROCEDURES: Final = {
    "entitlement.key-task-recognition": "key-task-recognition",
    "entitlement.capacity-programme": "capacity-programme",
    "entitlement.project-selection": "project-selection",
    "entitlement.startup-recognition": "startup-recognition",
    "entitlement.sandbox-licence": "sandbox-licence",
}
"""The procedure that brings a support about; offered from the day on which the city has one of this key in force."""

PAGES: Final = {
    "entitlement.public-result": (
        "results:register",
        Text("Sổ đăng ký kết quả: các kết quả đang chào chuyển giao", "Register of results: those on offer"),
    ),
    "entitlement.expert-engagement": (
        "talent:posts",
        Text("Vị trí chuyên gia Thành phố đang tuyển", "Posts for which the city seeks experts"),
    ),
    "entitlement.exchange-listing": (
        "exchange:new",
        Text("Chào bán công nghệ trên Sàn", "Offer a technology on the exchange"),
    ),
}
"""A page of the platform on which the support is found or begun; who is not signed in yet is asked to, where it needs a name."""


def offered(on: date) -> dict[str, Start]:
    """What the rooms offer on a day, by entitlement."""
    return dict(_offered(on))


def _offered(on: date) -> Iterator[tuple[str, Start]]:
    running = {found.key: found.name for found in dossiers.procedures(on)}
    rules = rulebook.rulebook().rules
    named = {id: rule.starts for id, rule in rules.items() if rule.starts} | PROCEDURES
    for id, key in named.items():
        if key in running:
            yield id, Start("procedure", running[key], reverse("dossiers:start", args=[key]))
    for id, (page, label) in PAGES.items():
        yield id, Start("page", label, reverse(page))
