"""An expert whose second record was merged meanwhile goes on under the survivor: own page, results, money, and nothing judged by oneself."""

from __future__ import annotations

import pytest

from khue.core.errors import Missing, Refused
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import MergeDuplicates
from khue.features.people.models import Party, Person
from khue.features.talent import queries, usecases
from khue.features.talent.domain.commands import AnswerOffer
from khue.site.sample import talent as sample
from tests.cast import persona, setup_actor
from tests.talent.stories import running, sent_offer

pytestmark = pytest.mark.django_db


def merged_resident() -> str:
    """The resident's record goes on as another of the same person; the survivor's key."""
    resident = persona("resident")
    survivor = sample.person("Bản ghi thứ hai (mẫu)", setup_actor()).key
    Person.objects.filter(pk=resident.person_id).update(citizen_number=None, no_number_reason="Chưa có")
    seen = dict(Party.objects.values_list("pk", "version"))
    versions = (seen[people.party_id(resident.key)], seen[people.party_id(survivor)])
    asked = MergeDuplicates(resident.key, survivor, (), "Cùng một người, lập hai lần", versions)
    registering.merge_duplicates(asked, actor=persona("clerk"))
    return survivor


def test_an_engagement_of_a_merged_person_is_read_served_and_paid_under_the_survivor() -> None:
    story = running()
    survivor = merged_resident()
    expert = persona("resident")
    assert (expert.key, survivor) == (survivor, expert.key)
    assert queries.engagement_card(story.engagement, expert).mine
    due = story.due()
    sample.handed_in(due.pk, expert, persona)
    sample.checked(due.pk, persona)
    sample.paid(due.pk, persona)
    due.refresh_from_db()
    assert (due.state, story.row.paid) == ("paid", due.amount)
    with pytest.raises(Missing):
        queries.engagement_card(story.engagement, persona("founder"))


def test_an_offer_to_a_merged_person_is_answered_once_by_the_same_person() -> None:
    _group, offer = sent_offer()
    merged_resident()
    engagement = sample.accepted(offer, persona("resident"), persona)
    assert queries.engagement_card(engagement, persona("resident")).mine
    with pytest.raises(Refused):
        usecases.answer_offer(AnswerOffer(offer, True, True), actor=persona("resident"))
