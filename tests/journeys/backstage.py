"""What happens off the stage: deeds through use-cases on the city's database, for journeys that begin in the middle."""

from __future__ import annotations

from dataclasses import replace

from khue.core.actor import Actor
from khue.site.sample import parties, stories
from khue.site.sample.applications import Item, Project
from khue.site.sample.stories import Story
from tests.cast import organisation, persona

MONEY = 20_000_000_000
SELLER = 4100


def act(key: str) -> Actor:
    """The persona as it is now, by the server's own clock."""
    from khue.kernel import clock

    return replace(persona(key, at=clock.now()), moment=clock.now())


def give_budget() -> None:
    """The year's budget line, with money on it."""
    stories.open_budget(actor=act("accountant"))
    stories.appropriate(MONEY, actor=act("accountant"))


def project(title: str, amount: int = 300_000_000) -> Project:
    return Project(title, "research-topic", "new-materials", (Item("Máy đo độ nhám bề mặt", "purchase", amount),))


def story(title: str, amount: int = 300_000_000) -> Story:
    """A case of the institute, written by the researcher; nothing has happened yet."""
    seller = parties.sample_tax_code(SELLER)
    return Story(act, project(title, amount), organisation("VLSH"), "researcher", seller)
