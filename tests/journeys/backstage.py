"""What happens off the stage: deeds through use-cases on the city's database, for journeys that begin in the middle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.cast import organisation, persona

if TYPE_CHECKING:
    from khue.core.actor import Actor
    from khue.site.sample.stories import Story

MONEY = 20_000_000_000
SELLER = 4100


@dataclass(frozen=True, slots=True)
class Cases:
    """One case at each step that a journey begins at."""

    draft: Story
    received: Story
    appraised: Story
    granted: Story
    delivered: Story
    paid: Story


def act(key: str) -> Actor:
    """The persona as it is now, by the server's own clock."""
    from khue.kernel import clock

    now = clock.now()
    return replace(persona(key, at=now), moment=now)


def ago(days: float) -> Callable[[str], Actor]:
    """The personas as they were so many days before the server's now."""
    from khue.kernel import clock

    moment = clock.now() - timedelta(days=days)
    return lambda key: replace(persona(key, at=moment), moment=moment)


def give_budget() -> None:
    """The year's budget line, with money on it."""
    from khue.site.sample import payments, stories

    stories.open_budget(actor=act("accountant"))
    stories.appropriate(MONEY, actor=act("accountant"))
    payments.main_account(actor=act("accountant"))


def story(title: str, amount: int = 300_000_000) -> Story:
    """A case of the institute, written by the researcher; nothing has happened yet."""
    from khue.site.sample import parties
    from khue.site.sample.applications import Item, Project
    from khue.site.sample.stories import Story

    items = (
        Item("Máy đo độ nhám bề mặt, model SJ-410", "purchase", amount),
        Item("Phần mềm phân tích số liệu", "purchase", amount // 10, software=True),
    )
    wish = Project(title, "research-topic", "new-materials", items)
    return Story(act, wish, organisation("VLSH"), "researcher", parties.sample_tax_code(SELLER))


def stage_cases() -> Cases:
    delivered = story("Lớp phủ tự làm sạch cho kính").applied().accepted_for_processing().appraised().granted().agreed()
    paid = story("Cảm biến độ rung cho cầu cũ").applied().accepted_for_processing().appraised(10_000_000).granted()
    return Cases(
        draft=story("Gạch thấm nước từ tro xỉ").draft(),
        received=story("Sợi nano lọc khói").applied(),
        appraised=story("Keo dán gỗ từ tinh bột").applied().accepted_for_processing().appraised(5_000_000),
        granted=story("Thép không gỉ in 3D").applied().accepted_for_processing().appraised().granted(),
        delivered=delivered.delivered(),
        paid=paid.agreed().delivered().accepted().paid(),
    )
