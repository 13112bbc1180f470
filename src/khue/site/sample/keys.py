"""A program of the institute has a key, as the pages and the manual of the interface speak of it."""

from __future__ import annotations

from datetime import timedelta

from khue.core.actor import Actor
from khue.features.people import usecases
from khue.features.people.domain.keys import MakeKey


def give_key(organisation: str, *, actor: Actor) -> None:
    """One key in force; nobody keeps its secret, so it opens nothing."""
    asked = MakeKey(
        organisation,
        actor.key,
        "Máy chủ quản lý đề tài của viện",
        ("view", "submit"),
        actor.today,
        actor.today + timedelta(days=180),
    )
    usecases.make_key(asked, actor=actor)
