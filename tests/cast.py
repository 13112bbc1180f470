"""The cast: the sample city's personas and named organisations, built through use-cases, that every test may lean on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from khue.core.actor import Actor

MOMENT = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
"""Monday 2 March 2026, 09:30 in Hanoi: the day on which tests happen unless they say otherwise."""


def setup_actor() -> Actor:
    from khue.core.actor import Actor

    return Actor(key="job:sample", name="sample", moment=MOMENT, rights=frozenset({"job.sample", "job.setup"}))


def build_cast() -> None:
    """Called once, when the template database is made."""
    from khue.site.sample.parties import register_personas

    register_personas(MOMENT.date(), actor=setup_actor())


def persona(key: str, *, at: datetime | None = None, days: int = 0, language: str = "vi") -> Actor:
    """The actor that a persona is at a moment: rights and mandates as the middleware would find them."""
    from khue.core.actor import CITY_ZONE, Actor
    from khue.features.people import queries as people
    from khue.kernel.models import User

    moment = (at or MOMENT) + timedelta(days=days)
    user = User.objects.get(username=f"{people.PERSONA_ACCOUNT}{key}")
    found = people.standing(user.pk, moment.astimezone(CITY_ZONE).date())
    assert found is not None
    return Actor(
        key=found.key,
        name=found.name,
        moment=moment,
        person_id=found.person_id,
        user_id=user.pk,
        acts_for=tuple(found.acts_for),
        former_keys=found.former_keys,
        holds=found.holds,
        rights=frozenset(found.rights),
        units=tuple(found.units),
        mandate=found.mandate,
        language=language,
    )


def organisation(short: str) -> str:
    """The key of a named organisation: VLSH (institute), TLX (firm), ĐHTH (university) …"""
    from khue.features.people.models import Organisation

    return f"party:{Organisation.objects.values_list('pk', flat=True).get(short_name=short)}"


def later(actor: Actor, **delta: float) -> Actor:
    return replace(actor, moment=actor.moment + timedelta(**delta))
