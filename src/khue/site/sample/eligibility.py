"""A check that the founder saved before the small firm rented equipment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from khue.core.actor import Actor
from khue.features.eligibility import queries, usecases
from khue.features.eligibility.domain import SaveCheck

DAYS_AGO = 30
ANSWERS = (
    ("applicant_kind", "enterprise"),
    ("small_or_medium", "yes"),
    ("startup_status", "not-recognised"),
    ("has_task", "no"),
    ("has_technology", "no"),
    ("field", "digital-technology"),
    ("in_hanoi", "yes"),
    ("uses_consultant", "no"),
    ("rents_equipment", "yes"),
    ("equipment_rent", "120000000"),
    ("equipment_rent_paid", "0"),
)


def fill(actors: dict[str, Actor], setup: Actor) -> None:
    founder = replace(actors["founder"], moment=setup.moment - timedelta(days=DAYS_AGO))
    firm = next((card for card in queries.parties(founder) if not card.is_private_person), None)
    party = firm.key if firm else founder.key
    usecases.save_check(SaveCheck("Thuê thiết bị năm nay", ANSWERS, party), actor=founder)
