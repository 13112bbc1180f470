"""Keys of the interface, line by line, and the person behind one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from khue.features.people.models import Mandate, Person
from khue.features.people.queries.cards import UNKNOWN, PartyCard, parties, party_id
from khue.features.people.queries.lineage import is_present, lineages
from khue.features.people.queries.periods import during
from khue.kernel.models import AccessKey


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key as its organisation sees it: never the secret. ``state``: waiting, works, over or revoked."""

    id: int
    prefix: str
    name: str
    holder: str
    holder_key: str
    scopes: tuple[str, ...]
    per_minute: int
    valid_from: date
    valid_until: date
    made_by: str
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """A person and the mandates (number, scope) that hold on a day for one organisation, the widest first."""

    person_id: int
    name: str
    user_id: int | None
    mandates: tuple[tuple[int, str], ...]


def keys_of(organisation: str, on: date) -> tuple[KeyLine, ...]:
    """Every key that the organisation ever had, newest first."""
    rows = list(AccessKey.objects.filter(organisation=organisation).order_by("-id")[:200])
    cards = parties({key for row in rows for key in (row.holder, row.made_by) if key.startswith("party:")})
    return tuple(_line(row, cards, on) for row in rows)


def key_line(key_id: int, on: date) -> tuple[str, KeyLine]:
    """(organisation, line). Raises Missing."""
    row = AccessKey.objects.filter(pk=key_id, organisation__startswith="party:").first()
    if row is None:
        raise UNKNOWN
    return row.organisation, _line(row, parties({row.holder}), on)


def _line(row: AccessKey, cards: dict[str, PartyCard], on: date) -> KeyLine:
    def name(key: str) -> str:
        return cards[key].name if key in cards else key

    return KeyLine(
        row.pk, row.prefix, row.name, name(row.holder), row.holder, tuple(row.scopes), row.per_minute, row.valid_from,
        row.valid_until, name(row.made_by), row.made_at, row.last_used_at, row.revoked_at, _state(row, on),
    )  # fmt: skip


def _state(row: AccessKey, on: date) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if on < row.valid_from:
        return "waiting"
    return "works" if on < row.valid_until else "over"


def keys_in_force(organisation: str, on: date) -> int:
    """How many keys work on that day, or will."""
    return AccessKey.objects.filter(organisation=organisation, revoked_at=None, valid_until__gt=on).count()


def held_scopes(holder: str, organisation: str, on: date) -> frozenset[str]:
    """Scopes of the mandates that a person holds for an organisation on that day. Raises Missing for no party's key."""
    held = Mandate.objects.filter(during(on), person_id=party_id(holder), for_party_id=party_id(organisation))
    return frozenset(held.values_list("scope", flat=True))


def possible_holders(organisation: str, on: date) -> tuple[PartyCard, ...]:
    """Who may hold a key of the organisation: everyone with a mandate to submit or for everything."""
    rows = Mandate.objects.filter(during(on), for_party_id=party_id(organisation), scope__in=("all", "submit"))
    found = parties({f"party:{person}" for person in rows.values_list("person_id", flat=True)})
    return tuple(sorted(found.values(), key=lambda card: card.name))


def key_holder(holder: str, organisation: str, on: date) -> KeyHolder | None:
    """The person behind a key with the mandates that hold on that day. Three queries."""
    person = Person.objects.select_related("party", "user").filter(pk=party_id(holder)).first()
    if person is None or (person.user is not None and not person.user.is_active):
        return None
    held = Mandate.objects.filter(during(on), person_id=person.pk, for_party_id=party_id(organisation))
    if not is_present(organisation) and lineages([party_id(organisation)])[party_id(organisation)].lapsed:
        held = held.none()  # an organisation that was merged away in law is represented by nobody any more
    mandates = sorted(
        held.values_list("id", "scope"), key=lambda pair: ("all", "submit", "sign", "view").index(pair[1])
    )
    return KeyHolder(person.pk, person.party.name, person.user_id, tuple(mandates))
