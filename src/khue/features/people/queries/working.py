"""Who works for the city: roles held, rights on a day, parties that somebody is near to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from khue.core.bilingual import Text
from khue.features.people import access
from khue.features.people.models import Mandate, Party, Person, RoleHolding
from khue.features.people.queries.cards import party_id
from khue.features.people.queries.periods import during


@dataclass(frozen=True, slots=True)
class Holding:
    """A role held in a unit during ``[valid_from, valid_until)``."""

    id: int
    person: str
    role_code: str
    unit_code: str
    role: Text
    unit: Text
    valid_from: date
    valid_until: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)

    @property
    def words(self) -> Text:
        return Text(f"{self.role.vi}, {self.unit.vi}", f"{self.role.into('en')}, {self.unit.into('en')}")


def holdings_of(people: Iterable[str]) -> Mapping[str, tuple[Holding, ...]]:
    """Every role that each of these people holds, held or will hold, oldest first; one query."""
    rows = RoleHolding.objects.filter(person_id__in={party_id(key) for key in people}).select_related("unit")
    found: dict[str, list[Holding]] = {}
    for row in rows.order_by("valid_from", "id"):
        found.setdefault(f"party:{row.person_id}", []).append(_holding(row))
    return {key: tuple(held) for key, held in found.items()}


def _holding(row: RoleHolding) -> Holding:
    known = access.roles()
    return Holding(
        row.pk,
        f"party:{row.person_id}",
        row.role,
        row.unit_id,
        known[row.role].text if row.role in known else Text(row.role),
        Text(row.unit.name_vi, row.unit.name_en),
        row.valid_from,
        row.valid_until,
    )


def rights_on(key: str, on: date) -> frozenset[str]:
    """All rights of a person on a day, as the roles bring them."""
    held = RoleHolding.objects.filter(during(on), person_id=party_id(key)).values_list("role", flat=True)
    return access.rights_of(held)


def rights_of_each(keys: Iterable[str], on: date) -> Mapping[str, frozenset[str]]:
    """The same for several people; one query. Who holds no role on the day is left out."""
    ids = {party_id(key) for key in keys}
    held: dict[str, list[str]] = {}
    for person, role in RoleHolding.objects.filter(during(on), person_id__in=ids).values_list("person_id", "role"):
        held.setdefault(f"party:{person}", []).append(role)
    return {key: access.rights_of(roles) for key, roles in held.items()}


def near_parties_of_each(keys: Iterable[str], on: date) -> Mapping[str, frozenset[str]]:
    """The parties for which each of these people holds any mandate on a day; one query."""
    ids = {party_id(key) for key in keys}
    found: dict[str, set[str]] = {}
    rows = Mandate.objects.filter(during(on), person_id__in=ids).values_list("person_id", "for_party_id")
    for person, party in rows:
        found.setdefault(f"party:{person}", set()).add(f"party:{party}")
    return {key: frozenset(parties) for key, parties in found.items()}


def people_in_units(units: Iterable[str], on: date) -> Mapping[str, tuple[str, ...]]:
    """Unit → keys of the people who hold a role there on the day, one query."""
    held = RoleHolding.objects.filter(during(on), unit_id__in=set(units)).order_by("person__party__sort", "person_id")
    found: dict[str, dict[str, None]] = {}
    for unit, person in held.values_list("unit_id", "person_id"):
        found.setdefault(unit, {})[f"party:{person}"] = None
    return {unit: tuple(keys) for unit, keys in found.items()}


def rights_of_roles(roles: Iterable[str]) -> frozenset[str]:
    """What these roles bring."""
    return access.rights_of(roles)


def rights_of_keys() -> tuple[str, ...]:
    """The rights that a key of staff may carry."""
    return access.rights_of_keys()


def near_parties(key: str, on: date) -> tuple[str, ...]:
    """The parties for which a person holds any mandate on a day."""
    ids = Mandate.objects.filter(during(on), person_id=party_id(key)).values_list("for_party_id", flat=True)
    return tuple(f"party:{number}" for number in dict.fromkeys(ids))


def mandates_for_agencies(key: str, on: date) -> tuple[int, ...]:
    """Mandates of a person for state bodies of the city that still run after ``on``: they end with the person's work."""
    rows = Mandate.objects.filter(person_id=party_id(key), for_party__organisation__legal_form="agency")
    return tuple(rows.exclude(valid_until__lte=on).order_by("id").values_list("id", flat=True))


def parties_with_holdings(on: date) -> QuerySet[Any, Any]:
    """Everybody with ``ever``, ``now`` (or later) and ``here`` (on that very day) said of the roles held.

    For the staff directory, which narrows it further; nobody else needs people as a query.
    """
    holding = RoleHolding.objects.filter(person_id=OuterRef("pk"))
    now = holding.filter(Q(valid_until=None) | Q(valid_until__gt=on))
    return Party.objects.annotate(ever=Exists(holding), now=Exists(now), here=Exists(now.filter(valid_from__lte=on)))


def holders_in(unit: str) -> QuerySet[RoleHolding]:
    """The holdings of a unit, to be compared with a party of the outer query."""
    return RoleHolding.objects.filter(person_id=OuterRef("pk"), unit_id=unit)


def staff_roles() -> Iterator[tuple[str, Text, bool]]:
    """Code, words, and whether a second person confirms it."""
    return ((role.code, role.text, role.second_person) for role in access.roles().values())


def needs_second_person(role: str) -> bool:
    found = access.roles().get(role)
    return found is not None and found.second_person


def staff_units() -> Mapping[str, Text]:
    """Code → name of every unit."""
    return {code: unit.text for code, unit in access.units().items()}


def account_of(key: str) -> int | None:
    """The account (user id) of a person."""
    return Person.objects.filter(pk=party_id(key)).values_list("user_id", flat=True).first()


def has_other_sign_in(key: str) -> bool:
    """Whether the person also comes in as a resident, by a national identity."""
    return Person.objects.filter(pk=party_id(key), identities__isnull=False).exists()
