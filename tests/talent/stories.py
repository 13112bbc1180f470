"""Experts at the tests' day: the sample's own stories with the cast, a group of five, a filled budget line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.features.talent import queries
from khue.features.talent.models import Engagement, ExpertDue, Offer
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import talent as sample
from khue.site.sample.talent import Group
from tests.cast import persona, setup_actor

Act = Callable[[str], Actor]


def on(days: int) -> Act:
    """The personas that many days after the tests' day."""
    return lambda key: persona(key, days=days)


def a_group() -> Group:
    members = [sample.person(f"Ủy viên {no} (mẫu)", setup_actor()) for no in range(5)]
    return sample.founded(members, persona)


@dataclass
class Story:
    """A running engagement of the resident's persona with its group; the resident is an overseas Vietnamese here."""

    group: Group
    engagement: int
    line: str

    @property
    def expert(self) -> Actor:
        return persona("resident")

    @property
    def row(self) -> Engagement:
        return Engagement.objects.get(pk=self.engagement)

    def due(self, kind: str = "result", no: int = 0) -> ExpertDue:
        return list(ExpertDue.objects.filter(engagement=self.engagement, kind=kind).order_by("no"))[no]


def sent_offer(**extras: int) -> tuple[Group, int]:
    """The group and an offer that waits for the resident's answer."""
    group = a_group()
    need = sample.published(sample.WATER, persona)
    candidacy = sample.applied(need, persona("resident"), "overseas-vietnamese")
    sample.selected(need, group, persona, {candidacy})
    said = sample.terms(persona("officer").today, 80_000_000, 12, **extras)
    return group, sample.offered(candidacy, said, persona)


def running(*, signed: bool = True, filled: int = 3_000_000_000, **extras: int) -> Story:
    group, offer = sent_offer(**(extras or {"start": 80_000_000, "bonus": 320_000_000}))
    engagement = sample.accepted(offer, persona("resident"), persona)
    line = sample.line_filled(filled, persona)
    sample.concluded(engagement, line, persona, signed=signed)
    return Story(group, engagement, line)


def traces() -> tuple[Any, ...]:
    """What a refusal may not change."""
    money = tuple(Engagement.objects.order_by("pk").values_list("state", "granted", "paid"))
    offers = tuple(Offer.objects.order_by("pk").values_list("state"))
    return AuditRecord.objects.count(), Notice.objects.count(), money, offers


def card(story: Story, who: str = "officer") -> queries.EngagementCard:
    return queries.engagement_card(story.engagement, persona(who))


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}
