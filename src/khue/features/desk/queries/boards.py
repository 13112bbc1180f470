"""Who of a unit has how much, by when it is due, and who of them is away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed
from khue.features.desk import access
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.features.staff import queries as staff
from khue.features.staff.queries import Away

BUCKETS = dossiers.BUCKETS


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """Open tasks of one person by due time (BUCKETS)."""

    key: str
    id: int
    name: str
    away: Away | None
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class LoadBoard:
    """``unclaimed`` tasks lie before all of the unit whose rights cover them."""

    unit: str
    unit_name: Text
    people: tuple[PersonLoad, ...]
    unclaimed: Mapping[str, int]


def watched_units(actor: Actor) -> Mapping[str, Text]:
    """The units whose boards the actor may open, by name."""
    units = people.staff_units()
    seen = units if actor.may(access.WATCH_CITY) else {code: units[code] for code in actor.units if code in units}
    return dict(sorted(seen.items(), key=lambda pair: pair[1].vi))


def busiest_unit(actor: Actor) -> str:
    """Where most lies among the units that the actor watches; the own unit first for a head. Empty for none."""
    units = watched_units(actor)
    own = next((code for code in actor.units if code in units), "")
    if own and not actor.may(access.WATCH_CITY):
        return own
    staffed = people.people_in_units(units, actor.today)
    loads = dossiers.load_of({key for keys in staffed.values() for key in keys}, actor.today)
    weight = {unit: sum(sum(loads.get(key, {}).values()) for key in keys) for unit, keys in staffed.items()}
    return max(weight, key=lambda unit: (weight[unit], unit), default=own or next(iter(units), ""))


def load_board(actor: Actor, unit: str) -> LoadBoard:
    """Raises NotAllowed for another's unit. Six queries, however many people and tasks there are."""
    access.require_watch(actor)
    units = people.staff_units()
    if unit not in units or not access.may_watch(actor, [unit]):
        raise not_my_unit()
    keys = people.people_in_units([unit], actor.today).get(unit, ())
    cards = people.parties(keys)
    rights = people.rights_of_each(keys, actor.today)
    counts = dossiers.load_of(keys, actor.today)
    away = staff.away_on([people.party_id(key) for key in keys], actor.today)
    covered = {right for held in rights.values() for right in held}
    none = dict.fromkeys(BUCKETS, 0)
    loads = (
        PersonLoad(key, people.party_id(key), cards[key].name, away.get(key), counts.get(key, none))
        for key in keys
        if key in cards
    )
    return LoadBoard(unit, units[unit], tuple(loads), dossiers.unclaimed(covered, actor.today) if covered else none)


def not_my_unit() -> NotAllowed:
    return NotAllowed(
        Text("Ông/bà không phụ trách đơn vị này.", "You do not answer for this unit."),
        Text("Mời ông/bà chọn đơn vị mình phụ trách.", "Choose a unit that you answer for."),
    )


@dataclass(frozen=True, slots=True)
class Overseen:
    """A colleague whose list is opened from the board: read with that colleague's rights."""

    key: str
    id: int
    name: str
    rights: frozenset[str]


def overseen(actor: Actor, key: str) -> Overseen | None:
    """The colleague behind ``key`` when the actor answers for a unit of theirs; None otherwise. Two queries."""
    if not access.watches(actor) or not people.is_party_key(key):
        return None
    held = [each for each in people.holdings_of([key]).get(key, ()) if each.holds_on(actor.today)]
    if not held or not access.may_watch(actor, {each.unit_code for each in held}):
        return None
    rights = people.rights_of_roles(each.role_code for each in held)
    return Overseen(key, people.party_id(key), people.party(key).name, rights)


def people_of(actor: Actor, unit: str, on: date) -> tuple[str, ...]:
    """Keys of everybody who held a role in the unit on a day. Raises NotAllowed for another's unit."""
    if not access.may_watch(actor, [unit]):
        raise not_my_unit()
    return people.people_in_units([unit], on).get(unit, ())
