"""Who an account is on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from khue.core.bilingual import Text
from khue.features.people import access
from khue.features.people.models import Person, Share
from khue.features.people.queries.lineage import lineages

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


TOUCHED = (
    "EXISTS (SELECT FROM people_passage p"
    " WHERE p.ended_at IS NULL AND (p.former_id = {party} OR p.successor_id = {party}))"
)
"""Whether any passage leads from or to the party: then, and only then, its lineage is asked for."""
WHO = f"""
SELECT who.party_id, party.name, who.language, {TOUCHED.format(party="who.party_id")},
    ARRAY(
        SELECT ARRAY[held.role, held.unit_id] FROM people_roleholding held
        WHERE held.person_id = ANY(own.ids)
          AND held.valid_from <= %(on)s AND (held.valid_until IS NULL OR held.valid_until > %(on)s)
        ORDER BY held.id
    ),
    (
        SELECT json_agg(json_build_array(m.id, m.for_party_id, m.scope, {TOUCHED.format(party="m.for_party_id")}) ORDER BY m.id)
        FROM people_mandate m
        WHERE m.person_id = ANY(own.ids) AND m.valid_from <= %(on)s AND (m.valid_until IS NULL OR m.valid_until > %(on)s)
    )
FROM people_person who JOIN people_party party ON party.id = who.party_id,
    LATERAL (SELECT coalesce(%(own)s::bigint[], ARRAY[who.party_id]) AS ids) own
"""
"""One question for what every request of a signed-in person asks first."""


@dataclass(frozen=True, slots=True)
class _Who:
    """A person's record; ``held``: role and unit; ``mandates``: id, party, scope, whether the party was merged or divided."""

    party_id: int
    name: str
    language: str
    merged: bool
    held: list[list[str]]
    mandates: list[tuple[int, int, str, bool]] | None


def _who(where: str, key: int, on: date, own: list[int] | None = None) -> _Who | None:
    """The one person whose column ``where`` holds the key, with what is held by the records ``own`` (by this one alone)."""
    with connection.cursor() as cursor:
        cursor.execute(f"{WHO} WHERE who.{where} = %(key)s", {"key": key, "on": on, "own": own})
        row = cursor.fetchone()
    return None if row is None else _Who(*row)


def standing(user_id: int, on: date, acting_for: str = "") -> Standing | None:
    """Who the account is on the day ``on``; None for an account without person. One query, a few more when records
    were merged.

    ``acting_for`` is the party chosen for this session; a choice without a mandate on that day is dropped. A mandate for
    a party covers every record that goes on under it; one given by an organisation that was merged away in law lapses.
    """
    who = _who("user_id", user_id, on)
    own: tuple[int, ...] = ()
    if who is not None and who.merged:
        found = lineages([who.party_id])[who.party_id]
        own = (found.root, *(number for number in found.ids if number != found.root))
        who = _who("party_id", found.root, on, list(own))
    if who is None:
        return None
    mandates = who.mandates or []
    lines = lineages([party for _, party, _, merged in mandates if merged])
    reach = {
        (id, scope): lines[party].ids if merged else (party,)
        for id, party, scope, merged in mandates
        if not (merged and lines[party].lapsed)
    }
    acts_for = tuple(dict.fromkeys((f"party:{party}", scope) for (_, scope), ids in reach.items() for party in ids))
    chosen = next((id for (id, _), ids in reach.items() if acting_for in {f"party:{party}" for party in ids}), None)
    return Standing(
        person_id=who.party_id,
        key=f"party:{who.party_id}",
        name=who.name,
        acts_for=(*((f"party:{number}", "all") for number in own[1:]), *acts_for),
        rights=access.rights_of(role for role, _ in who.held),
        units=tuple(dict.fromkeys(unit for _, unit in who.held)),
        mandate=f"mandate:{chosen}" if chosen is not None else "",
        language=who.language,
        acting_for=acting_for if chosen is not None else "",
        former_keys=tuple(f"party:{number}" for number in own[1:]),
        holds=_taken_over(reach) if any(merged for *_, merged in mandates) else (),
    )


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
