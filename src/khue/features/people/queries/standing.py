"""Who an account is on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.features.people import access
from khue.features.people.models import (
    Mandate,
    Person,
    RoleHolding,
)
from khue.features.people.queries.periods import during

PERSONA_ACCOUNT = "persona-"
"""Accounts of the sample city's personas begin so; the rest is the persona's key."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who a signed-in user is on a day: what the actor of a request is made from."""

    person_id: int
    key: str
    name: str
    acts_for: tuple[tuple[str, str], ...]
    rights: frozenset[str]
    units: tuple[str, ...]
    mandate: str
    language: str
    acting_for: str = ""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A persona of the sample city."""

    username: str
    name: str
    roles: tuple[Text, ...]

    @property
    def persona(self) -> str:
        return self.username.removeprefix(PERSONA_ACCOUNT)


def standing(user_id: int, on: date, acting_for: str = "") -> Standing | None:
    """Who the account is on the day ``on``; None for an account without person. Three queries at most.

    ``acting_for`` is the party chosen for this session; a choice without a mandate on that day is dropped.
    """
    person = Person.objects.select_related("party").filter(user_id=user_id).first()
    if person is None:
        return None
    held = list(
        RoleHolding.objects.filter(during(on), person_id=person.pk).order_by("id").values_list("role", "unit_id")
    )
    mandates = list(
        Mandate.objects.filter(during(on), person_id=person.pk)
        .order_by("id")
        .values_list("id", "for_party_id", "scope")
    )
    acts_for = tuple((f"party:{party}", scope) for _, party, scope in mandates)
    chosen = next((f"mandate:{id}" for id, party, _ in mandates if f"party:{party}" == acting_for), "")
    return Standing(
        person_id=person.pk,
        key=person.party.key,
        name=person.party.name,
        acts_for=acts_for,
        rights=access.rights_of(role for role, _ in held),
        units=tuple(dict.fromkeys(unit for _, unit in held)),
        mandate=chosen,
        language=person.language,
        acting_for=acting_for if chosen else "",
    )


def personas() -> tuple[AccountLine, ...]:
    """The personas of the sample city, in the order in which they were made; two queries."""
    people = list(
        Person.objects.filter(user__username__startswith=PERSONA_ACCOUNT, user__is_active=True)
        .select_related("party", "user")
        .prefetch_related("roles")
        .order_by("user_id")
    )
    known = access.roles()
    return tuple(
        AccountLine(
            person.user.username if person.user else "",
            person.party.name,
            tuple(known[held.role].text for held in person.roles.all() if held.role in known),
        )
        for person in people
    )
