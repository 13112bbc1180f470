"""Granted supports for the public pages, brought about deed by deed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from khue.site.sample.applications import Item, Project
from khue.site.sample.stories import Story, appropriate
from tests.cast import organisation, persona

SELLER = "0100109106"
Granted = Callable[..., Story]


def project(title: str) -> Project:
    return Project(
        title,
        "research-topic",
        "environmental-technology",
        (
            Item(f"Máy quang phổ cho {title}", "purchase", 1_850_000_000),
            Item("Điện, bảo trì", "operation", 310_500_000),
        ),
    )


@pytest.fixture
def granted(db: None) -> Granted:
    """Grants a support to an organisation of the cast; ``paid`` carries it on to the first payment."""
    appropriate(20_000_000_000, actor=persona("accountant"))

    def make(title: str, *, short: str = "VLSH", writer: str = "researcher", paid: bool = False) -> Story:
        story = Story(persona, project(title), organisation(short), writer, SELLER).applied()
        story.accepted_for_processing().appraised(cut=50_000_000).granted()
        if paid:
            story.agreed().delivered(1).accepted(1).paid(1)
        return story

    return make
