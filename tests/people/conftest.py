"""People of these tests, made through the use-cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from stdnum.vn import mst

from khue.core.actor import Actor
from khue.features.people import queries, usecases
from khue.features.people.domain import AssignRole, RegisterPerson

MOMENT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
SETUP = Actor(key="job:setup", name="setup", moment=MOMENT, rights=frozenset({"job.setup"}))


def tax_code(number: int) -> str:
    """A valid tax code that nobody of the cast has; ``number`` picks one."""
    starts = (f"0990{n:05}" for n in range(1, 1000))
    valid = (f"{start}{mst.calc_check_digit(start)}" for start in starts if len(mst.calc_check_digit(start)) == 1)
    return next(code for place, code in enumerate(valid) if place == number)


def actor_for(key: str, *rights: str) -> Actor:
    """The actor of a person as the database knows it today, with rights added."""
    card = queries.party(key)
    acts_for = tuple((m.party_key, m.scope) for m in queries.about_me(_bare(card)).mandates)
    return Actor(
        key=key,
        name=card.name,
        moment=MOMENT,
        person_id=card.id,
        acts_for=acts_for,
        rights=frozenset(rights),
        language="vi",
    )


def _bare(card: queries.PartyCard) -> Actor:
    return Actor(key=card.key, name=card.name, moment=MOMENT, person_id=card.id)


@pytest.fixture
def person(db: None) -> Callable[..., str]:
    """Makes a person; the key."""

    def make(name: str = "Nguyễn Thị Mai", **values: object) -> str:
        given: dict[str, object] = {"no_number_reason": "Chưa có giấy tờ", **values}
        return usecases.register_person(RegisterPerson(name=name, **given), actor=SETUP)  # type: ignore[arg-type]  # the test changes fields by name

    return make


@pytest.fixture
def staff(person: Callable[..., str]) -> Callable[..., str]:
    """Makes a person with a role since the first day of 2026."""

    def make(role: str, unit: str = "DOST-MOTCUA", name: str = "Trần Văn Cán") -> str:
        key = person(name)
        usecases.assign_role(AssignRole(key, unit, role, date(2026, 1, 1)), actor=SETUP)
        return key

    return make
