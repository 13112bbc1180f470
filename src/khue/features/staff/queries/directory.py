"""The staff directory: who works where, in which roles, from when until when, and how things stand with each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.people import queries as people
from khue.features.staff.models import Absence, Invitation
from khue.features.staff.queries.absences import Away, away_on
from khue.kernel.paging import Page, every, keyset

STATES = {
    "working": Text("đang làm việc", "working"),
    "absent": Text("đang vắng mặt", "absent"),
    "invited": Text("đã mời", "invited"),
    "left": Text("đã thôi việc", "left"),
}
TONES = {"working": "good", "absent": "wait", "invited": "firm", "left": "plain"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which people: words of a name, a unit's code, one of STATES; empty means all."""

    words: str = ""
    unit: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One person of the directory. ``roles`` are those held on the day; for people who left, the last ones."""

    key: str
    id: int
    name: str
    state: str
    roles: tuple[people.Holding, ...]
    absence: Away | None

    @property
    def state_words(self) -> Text:
        return STATES[self.state]

    @property
    def role_words(self) -> Text:
        if not self.roles:
            return Text("–", "–")
        words = [holding.words for holding in self.roles]
        return Text("; ".join(w.vi for w in words), "; ".join(w.into("en") for w in words))

    @property
    def since(self) -> date | None:
        return min((h.valid_from for h in self.roles), default=None)

    @property
    def until(self) -> date | None:
        """The last first-day-without of all roles; None while one of them has no end."""
        ends = [h.valid_until for h in self.roles]
        return max((end for end in ends if end), default=None) if ends and all(ends) else None

    @property
    def deputy_name(self) -> str:
        return self.absence.deputy_name if self.absence else ""

    @property
    def back_on(self) -> date | None:
        return self.absence.valid_until if self.absence else None


def directory(asked: Asked, on: date, after: str | None = None, size: int = 30) -> Page[StaffLine]:
    """One page of the directory by name; a constant number of queries."""
    page = keyset(_wanted(asked, on), ["sort", "id"], after, size)
    lines = {line.id: line for line in _lines(page.rows, on)}
    return page.of(lambda row: lines[row["id"]])


def whole_directory(asked: Asked, on: date) -> Iterator[StaffLine]:
    """The same without pages, for a download."""
    return every(lambda after, size: directory(asked, on, after, size))


def colleagues(on: date, *, without: str = "") -> tuple[people.PartyCard, ...]:
    """Everyone who works here on the day, by name: for choosing a deputy or a receiver."""
    rows = _wanted(Asked(state="at work"), on).order_by("sort", "id").values_list("id", flat=True)
    cards = people.parties(f"party:{number}" for number in rows)
    keys = [f"party:{number}" for number in rows]
    return tuple(cards[key] for key in keys if key in cards and key != without)


def staff_line(key: str, on: date) -> StaffLine | None:
    """One person; None for somebody who neither works, worked nor is invited here."""
    found = list(_wanted(Asked(), on).filter(pk=people.party_id(key)))
    return next(iter(_lines(found, on)), None)


def _wanted(asked: Asked, on: date) -> QuerySet[Any, dict[str, Any]]:
    away = Absence.objects.filter(person_id=OuterRef("pk"), valid_from__lte=on, valid_until__gt=on)
    invited = Invitation.objects.filter(person_id=OuterRef("pk"), state="open")
    found = people.parties_with_holdings(on).annotate(away=Exists(away), invited=Exists(invited))
    found = found.filter(Q(ever=True) | Q(invited=True))
    for word in fold(asked.words).split():
        found = found.filter(folded__contains=word)
    if asked.unit:
        found = found.filter(Exists(people.holders_in(asked.unit)))
    if asked.state == "at work":
        found = found.filter(here=True)
    elif asked.state:
        found = found.filter(_in_state(asked.state))
    rows: QuerySet[Any, dict[str, Any]] = found.values("id", "sort", "name", "now", "here", "away", "invited")
    return rows


def _in_state(state: str) -> Q:
    if state == "invited":
        return Q(invited=True, now=False)
    if state == "absent":
        return Q(now=True, away=True)
    if state == "left":
        return Q(now=False, invited=False)
    return Q(now=True, away=False)


def _state(row: dict[str, Any]) -> str:
    if row["now"]:
        return "absent" if row["away"] else "working"
    return "invited" if row["invited"] else "left"


def _lines(rows: Iterable[dict[str, Any]], on: date) -> Iterator[StaffLine]:
    found = list(rows)
    held = people.holdings_of(f"party:{row['id']}" for row in found)
    away = away_on([row["id"] for row in found], on)
    for row in found:
        key = f"party:{row['id']}"
        roles = held.get(key, ())
        current = tuple(h for h in roles if h.valid_until is None or h.valid_until > on)
        yield StaffLine(
            key,
            row["id"],
            row["name"],
            _state(row),
            current or roles[-1:],
            away.get(key),
        )
