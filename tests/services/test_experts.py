"""Experts on the exchange: published by themselves alone, shown while the register says that they are active, asked by tickets."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from khue.core.errors import NotAllowed, Refused
from khue.features.councils.models import Expert
from khue.features.services import queries
from khue.features.services.domain.catalogue import EXPERT
from khue.features.services.models import Ticket
from khue.features.services.queries import EntryFilter
from khue.site.sample import catalogue as sample
from tests.cast import MOMENT, persona
from tests.councils.cases import joined
from tests.services.stories import codes, institute

pytestmark = pytest.mark.django_db


def published() -> int:
    joined("founder")
    return sample.published(sample.WATER, persona("founder").key, persona, "founder")


def shown() -> list[int]:
    return [row.id for row in queries.entries(EntryFilter(sort=EXPERT), MOMENT.date(), None).rows]


def test_only_an_active_expert_publishes_and_only_the_own_profile() -> None:
    with pytest.raises(Refused) as refused:
        sample.handed_in(sample.WATER, persona("founder").key, persona, "founder")
    assert codes(refused) == {"expert"}
    with pytest.raises(NotAllowed):
        sample.handed_in(sample.WATER, institute(), persona, "researcher")
    with pytest.raises(NotAllowed):
        sample.handed_in(sample.WATER, persona("founder").key, persona, "researcher")


def test_the_registers_words_of_the_day_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    entry = published()
    [row] = queries.entries(EntryFilter(sort=EXPERT), MOMENT.date(), None).rows
    card = queries.entry_card(entry, persona("resident"))
    assert row.fields is not None
    assert (row.degree, row.fields) == (card.row.degree, card.row.fields)
    assert row.fields.vi in Client().get(f"/vi/exchange-services/{entry}/").content.decode()
    assert persona("founder").name in Client().get("/vi/exchange-services/experts/").content.decode()


def test_who_leaves_the_register_is_shown_no_more() -> None:
    entry = published()
    assert shown() == [entry]
    Expert.objects.update(state="left")
    assert shown() == []


def test_an_expert_is_asked_for_advice_by_a_ticket() -> None:
    number = sample.ordered(published(), persona("resident").key, persona, "resident")
    row = Ticket.objects.get(pk=number)
    assert (row.kind, row.provider_id) == ("advice", persona("founder").person_id)
    sample.until(number, "closed", persona, "founder", "resident")
    assert Ticket.objects.get(pk=number).state == "closed"
