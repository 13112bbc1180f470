"""An award: public money that a body of the city decided to give for a task, as everybody may know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from khue.core.bilingual import Text

NEED, HANDED_IN, DECIDED, CONTRACTED, PAID = "need", "handed-in", "decided", "contracted", "paid"
POINTS: dict[str, Text] = {
    NEED: Text("nêu nhu cầu", "need raised"),
    HANDED_IN: Text("nộp hồ sơ", "application"),
    DECIDED: Text("quyết định", "decision"),
    CONTRACTED: Text("ký hợp đồng", "contract signed"),
    PAID: Text("chi lần đầu", "first payment"),
}
"""The points of an award's way, in their order."""


@dataclass(frozen=True, slots=True)
class Programme:
    """Under what the award was given: ``code`` is stable, for programs."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Award:
    """``recipient`` is a public name; ``party`` 0 stands for a private person, who is not named. Money in đồng.

    ``asked`` None: nothing was asked (the city ordered). ``days`` holds the points of ``POINTS`` that were reached.
    ``from_call`` None: unknown. ``budget`` is the code of the line that pays, ``key_field`` the code of the field, both may be empty.
    """

    subject: str
    number: str
    title: str
    description: str
    programme: Programme
    recipient: str
    party: int
    asked: int | None
    granted: int
    paid: int
    state: Text
    href: str
    budget: str = ""
    key_field: str = ""
    from_call: bool | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    changed_at: datetime | None = None
    days: dict[str, date] = field(default_factory=dict)

    @property
    def awarded_on(self) -> date:
        return self.days[DECIDED]
