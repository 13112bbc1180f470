"""Who an account is on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from khue.core.bilingual import Text
from khue.features.people import access
from khue.features.people.models import (
    Mandate,
    Passage,
    Person,
    RoleHolding,
    Share,
)
from khue.features.people.queries.lineage import lineages
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
    former_keys: tuple[str, ...] = ()
    holds: tuple[tuple[str, str], ...] = ()
    stands_in_for: str = ""
    stands_in_parties: tuple[str, ...] = ()


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
    """Who the account is on the day ``on``; None for an account without person. Three queries, a few more when records
    were merged.

    ``acting_for`` is the party chosen for this session; a choice without a mandate on that day is dropped. A mandate for
    a party covers every record that goes on under it; one given by an organisation that was merged away in law lapses.
    """
    account = Person.objects.select_related("party").annotate(merged=_touched()).filter(user_id=user_id).first()
    if account is None:
        return None
    person: Person = account
    own: tuple[int, ...] = (person.pk,)
    if account.merged:
        found = lineages([person.pk])[person.pk]
        own = (found.root, *(number for number in found.ids if number != found.root))
        if found.root != person.pk:
            person = Person.objects.select_related("party").get(pk=found.root)
    held = list(RoleHolding.objects.filter(during(on), person_id__in=own).order_by("id").values_list("role", "unit_id"))
    mandates = list(
        Mandate.objects.filter(during(on), person_id__in=own)
        .annotate(merged=_touched("for_party_id"))
        .order_by("id")
        .values_list("id", "for_party_id", "scope", "merged")
    )
    lines = lineages([party for _, party, _, merged in mandates if merged])
    reach = {
        (id, scope): lines[party].ids if merged else (party,)
        for id, party, scope, merged in mandates
        if not (merged and lines[party].lapsed)
    }
    acts_for = tuple(dict.fromkeys((f"party:{party}", scope) for (_, scope), ids in reach.items() for party in ids))
    chosen = next((id for (id, _), ids in reach.items() if acting_for in {f"party:{party}" for party in ids}), None)
    return Standing(
        person_id=person.pk,
        key=person.party.key,
        name=person.party.name,
        acts_for=(*((f"party:{number}", "all") for number in own[1:]), *acts_for),
        rights=access.rights_of(role for role, _ in held),
        units=tuple(dict.fromkeys(unit for _, unit in held)),
        mandate=f"mandate:{chosen}" if chosen is not None else "",
        language=person.language,
        acting_for=acting_for if chosen is not None else "",
        former_keys=tuple(f"party:{number}" for number in own[1:]),
        holds=_taken_over(reach) if any(merged for *_, merged in mandates) else (),
    )


def _touched(party: str = "pk") -> Exists:
    """Whether any passage leads from or to the party: then, and only then, its lineage is asked for."""
    here = Q(former=OuterRef(party)) | Q(successor=OuterRef(party))
    return Exists(Passage.objects.filter(here, ended_at=None))


def _taken_over(reach: Mapping[tuple[int, str], tuple[int, ...]]) -> tuple[tuple[str, str], ...]:
    """Subjects that the parties took over by name when another was divided, each with the mandate's scope."""
    everyone = {party for ids in reach.values() for party in ids}
    shares = list(
        Share.objects.filter(ended_at=None, passage__successor__in=everyone)
        .order_by("id")
        .values_list("subject", "passage__successor_id")
    )
    return tuple(
        dict.fromkeys((subject, scope) for (_, scope), ids in reach.items() for subject, by in shares if by in ids)
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
