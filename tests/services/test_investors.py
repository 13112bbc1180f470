"""Investors say what they look for: verified ones alone, checked by a second person, shown while the membership holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from khue.core.errors import Refused
from khue.features.exchange.models import Member
from khue.features.services import queries
from khue.features.services.domain.catalogue import INVESTOR
from khue.features.services.models import InvestorSearch
from khue.features.services.queries import EntryFilter
from khue.site.sample import catalogue as sample
from tests.cast import MOMENT, persona
from tests.deals.test_secret import on_the_tests_day
from tests.exchange.test_secret import browser
from tests.services.stories import codes

__all__ = ["on_the_tests_day"]  # a fixture
pytestmark = pytest.mark.django_db


def shown() -> list[int]:
    return [row.id for row in queries.entries(EntryFilter(sort=INVESTOR), MOMENT.date(), None).rows]


def test_only_a_verified_investor_says_what_it_looks_for() -> None:
    party = persona("resident").key
    sample.joined(party, ("broker",), persona, "resident")
    with pytest.raises(Refused) as refused:
        sample.handed_in(sample.SEEKS_WATER, party, persona, "resident")
    assert codes(refused) == {"member"}
    entry = sample.investing(party, persona, "resident")
    assert shown() == [entry]
    Member.objects.filter(kind="investor").update(state="suspended")
    assert shown() == []


def test_wrong_sums_fields_and_levels_are_named() -> None:
    party = persona("resident").key
    sample.joined(party, ("investor",), persona, "resident")
    wrong = replace(sample.SEEKS_WATER, seeks=(), least_stage=12, ticket_from=5, ticket_to=4, territory="V1")
    with pytest.raises(Refused) as refused:
        sample.handed_in(wrong, party, persona, "resident")
    assert {reason.field for reason in refused.value.decision.reasons} == {"seeks", "stage", "ticket_to", "territory"}
    assert InvestorSearch.objects.count() == 0


@pytest.mark.usefixtures("on_the_tests_day")
def test_everybody_reads_it_and_what_is_typed_is_kept() -> None:
    entry = sample.investing(persona("resident").key, persona, "resident")
    page = Client().get(f"/vi/exchange-services/{entry}/").content.decode()
    assert "TRL 5" in page
    assert "10.000.000.000" in page
    listed = Client().get(reverse("services:investors") + "?format=json").getvalue().decode()
    assert persona("resident").name in listed
    assert "500000000" in listed
    form = reverse("services:new-investor")
    kept = browser("resident").post(form, {"title_vi": "Tìm công nghệ pin", "seeks": ["new-materials"], "stage": "4"})
    assert kept.status_code == 422
    assert "Tìm công nghệ pin" in kept.content.decode()
    again = browser("resident").get(f"{form}?from={entry}").content.decode()
    assert sample.SEEKS_WATER.title.vi in again


def test_what_was_said_is_fixed() -> None:
    sample.investing(persona("resident").key, persona, "resident")
    with pytest.raises(DatabaseError), transaction.atomic():
        InvestorSearch.objects.update(stage=1)
