"""The clock control of the sample city: the business day moves forward, never back."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused
from khue.kernel.deeds import command
from khue.kernel.models import BusinessClock

STEPS = (1, 5, 20)
FURTHEST = 3650


@dataclass(frozen=True, slots=True)
class MoveDay:
    """``seen`` is the business day (ISO) on the page that asks: a button pressed twice moves the day once."""

    days: int
    seen: str = ""


def move_day(asked: MoveDay, *, actor: Actor) -> None:
    """Move the sample city's day forward. Raises Missing on a real server, Refused for a step that is not offered."""
    if not settings.KHUE_SAMPLE:
        raise Missing(
            Text("Không có trang này.", "There is no such page."),
            Text("Mời ông/bà về trang chủ.", "Go to the front page."),
        )
    with command("sample.move_day", actor, subject="city:clock") as deed:
        clock = BusinessClock.objects.select_for_update().get(pk=1)
        if asked.days not in STEPS or clock.shift_days + asked.days > FURTHEST:
            raise Refused.because(
                Reason(
                    "days",
                    Text("Không thể tiến ngày xa như vậy.", "The day cannot be moved that far."),
                    Text("Mời ông/bà chọn một trong các nút của trang.", "Choose one of the buttons on the page."),
                )
            )
        if asked.seen and asked.seen != actor.today.isoformat():
            deed.nothing_done()
            return
        deed.before(shift_days=clock.shift_days)
        BusinessClock.objects.filter(pk=1).update(shift_days=F("shift_days") + asked.days)
        deed.after(shift_days=clock.shift_days + asked.days)
