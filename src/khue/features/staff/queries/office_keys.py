"""Keys of staff, line by line; never a secret."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from khue.features.people import queries as people
from khue.kernel.api.callers import OFFICE
from khue.kernel.models import AccessKey


@dataclass(frozen=True, slots=True)
class OfficeKeyLine:
    """``rights`` that it may use, as far as its holder has them; ``state``: works, over or revoked."""

    id: int
    prefix: str
    name: str
    rights: tuple[str, ...]
    valid_until: date
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    state: str


def office_keys_of(person: str, on: date) -> tuple[OfficeKeyLine, ...]:
    """Every key that a member of staff ever made, newest first."""
    rows = AccessKey.objects.filter(organisation=OFFICE, holder=person).order_by("-id")[:100]
    return tuple(_line(row, on) for row in rows)


def _line(row: AccessKey, on: date) -> OfficeKeyLine:
    state = "revoked" if row.revoked_at else "works" if on < row.valid_until else "over"
    return OfficeKeyLine(
        row.pk, row.prefix, row.name, tuple(row.rights), row.valid_until, row.made_at, row.last_used_at, row.revoked_at,
        state,
    )  # fmt: skip


def office_keys_in_force(person: str, on: date) -> int:
    return AccessKey.objects.filter(organisation=OFFICE, holder=person, revoked_at=None, valid_until__gt=on).count()


def carried_rights(held: Collection[str]) -> tuple[str, ...]:
    """Of these rights those that a key may carry, in the order of the city's list."""
    return tuple(right for right in people.rights_of_keys() if right in held)
