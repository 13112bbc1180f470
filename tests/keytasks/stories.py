"""Key tasks at the tests' day: the firm's battery task, as the sample city plays it."""

from __future__ import annotations

from functools import partial

from khue.core.actor import Actor
from khue.features.keytasks.models import KeyTask
from khue.site.sample import keytasks as sample
from tests.cast import organisation, persona

PLAN = sample.BATTERY
WRITER = "founder"


def act(days: int = 0) -> sample.Act:
    """Personas so many days after the tests' day."""
    return partial(_persona, days)


def _persona(days: int, key: str) -> Actor:
    return persona(key, days=days)


def applied(plan: sample.Plan = PLAN, days: int = 0) -> str:
    return sample.applied(plan, organisation("TLX"), WRITER, act(days))


def examined(plan: sample.Plan = PLAN, *, council: bool = False, unmet: tuple[str, ...] = ()) -> str:
    return sample.examined(sample.received(applied(plan), act()), act(), council=council, unmet=unmet)


def recognised(plan: sample.Plan = PLAN) -> int:
    return sample.decided(examined(plan), act())


def row(key_task: int) -> KeyTask:
    return KeyTask.objects.get(pk=key_task)


def number(key_task: int) -> str:
    return row(key_task).dossier_number
