"""The books under test: an accountant with every right of the ledger, a chart, one funded budget line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import uuid4

import pytest

from khue.core.actor import CITY_ZONE, Actor
from khue.core.bilingual import Text
from khue.core.entries import Entry
from khue.features.ledger import domain, usecases

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=CITY_ZONE)
TODAY = NOW.date()
RIGHTS = frozenset({domain.READ, domain.POST, domain.APPROPRIATE, domain.REVERSE, domain.CLOSE_PERIOD})
LINE = "budget:2026-EQ"


def an_actor(*rights: str, moment: datetime = NOW) -> Actor:
    return Actor("party:900", "Kế toán thử", moment, person_id=900, rights=frozenset(rights), units=("DOF",))


@pytest.fixture
def accountant() -> Actor:
    return an_actor(*RIGHTS)


class Books:
    """Short words for the entries of these tests."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def post(self, entry: Entry) -> Entry:
        usecases.post_entry(entry, actor=self.actor)
        return entry

    def fund(self, amount: int, on: date = TODAY) -> Entry:
        return self.post(self.entry(domain.appropriate, LINE, amount, on=on))

    def commit(self, support: str, amount: int, on: date = TODAY) -> Entry:
        return self.post(self.entry(domain.commit, LINE, support, amount, on=on))

    def accrue(self, support: str, tranche: str, amount: int, on: date = TODAY) -> Entry:
        return self.post(self.entry(domain.accrue, LINE, support, tranche, amount, on=on))

    def pay(self, tranche: str, amount: int, on: date = TODAY) -> Entry:
        """Ordered, sent, found on the bank's statement: the entry of the last."""
        paying = domain.Paying(tranche, f"order:{uuid4().int % 10**9}", LINE)
        self.post(self.entry(paying.ordered, amount, on=on))
        self.post(self.entry(paying.sent, amount, on=on))
        return self.post(self.entry(paying.settled, "account:1", amount, on=on))

    @staticmethod
    def entry(make: Callable[..., Entry], *parts: object, on: date = TODAY) -> Entry:
        return make(*parts, id=uuid4(), on=on, text=Text("Bút toán thử", "Trial entry"))


@pytest.fixture
def books(accountant: Actor) -> Books:
    return Books(accountant)
