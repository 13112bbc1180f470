"""Projects raising capital: interests of verified investors, once; the deck for named persons alone, each reading on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.services import queries, usecases
from khue.features.services.domain.capital import AnswerInterest, ShutDeck, WithdrawInterest
from khue.features.services.models import CapitalDeck, CapitalInterest, DeckReader, DeckReading
from khue.kernel import files
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import catalogue as sample
from tests.cast import MOMENT, persona
from tests.services.stories import codes, firm

CANARY = "CANARY-DECK-90AF"


def investor() -> str:
    key = persona("member").key
    sample.joined(key, ("investor",), persona, "member")
    return key


def project() -> int:
    """A project of the firm with a deck; its id."""
    sample.joined(firm(), ("supplier",), persona, "founder")
    entry = sample.published(sample.SENSORS, firm(), persona, "founder")
    sample.deck_kept(entry, persona, "founder", CANARY)
    return entry


@pytest.mark.django_db
def test_only_verified_investors_say_that_they_are_interested_and_once() -> None:
    entry = project()
    with pytest.raises(Refused) as refused:
        sample.interested(entry, persona("resident").key, persona, "resident")
    assert codes(refused) == {"investors_only"}
    party = investor()
    sample.interested(entry, party, persona, "member")
    with pytest.raises(Refused) as refused:
        sample.interested(entry, party, persona, "member")
    assert codes(refused) == {"interest_known"}
    assert CapitalInterest.objects.count() == 1
    sample.joined(firm(), ("investor",), persona, "founder")
    with pytest.raises(Refused) as refused:
        sample.interested(entry, firm(), persona, "founder")
    assert codes(refused) == {"party"}


@pytest.mark.django_db
def test_an_interest_is_answered_with_a_ground_or_withdrawn() -> None:
    entry, party = project(), investor()
    number = sample.interested(entry, party, persona, "member")
    with pytest.raises(Refused):
        usecases.answer_interest(AnswerInterest(number, False, " ", once=uuid4()), actor=persona("founder"))
    with pytest.raises(Missing):
        sample.declined(number, persona, "resident")
    with pytest.raises(NotAllowed):
        sample.declined(number, persona, "member")
    assert sample.declined(number, persona, "founder") == "declined"
    again = sample.interested(entry, party, persona, "member")
    usecases.withdraw_interest(WithdrawInterest(again, uuid4()), actor=persona("member"))
    assert [row.state.code for row in queries.interests(persona("founder"), None).rows] == ["withdrawn", "declined"]
    with pytest.raises(Refused):
        sample.welcomed(again, persona, "founder")


@pytest.mark.django_db
def test_the_deck_is_read_by_named_persons_until_a_day_and_each_reading_is_on_record() -> None:
    entry, party = project(), investor()
    number = sample.interested(entry, party, persona, "member")
    with pytest.raises(Missing):
        usecases.read_deck(entry, actor=persona("member"))
    with pytest.raises(Refused) as refused:
        sample.welcomed(number, persona, "founder", persona("resident").key)
    assert codes(refused) == {"readers"}
    sample.welcomed(number, persona, "founder", party, days=10)
    assert usecases.read_deck(entry, actor=persona("member", days=10)).words == CANARY
    with pytest.raises(Missing):
        usecases.read_deck(entry, actor=persona("member", days=11))
    with pytest.raises(Missing):
        usecases.read_deck(entry, actor=replace(persona("member"), via="key:khue_ab12cd34"))
    assert [name for name, _version, _at in queries.readings(entry)] == [persona("member").name]
    assert AuditRecord.objects.filter(deed="services.read_deck", actor=party).count() == 1


@pytest.mark.django_db
def test_a_deck_is_shut_by_the_project_and_by_a_withdrawn_interest() -> None:
    entry, party = project(), investor()
    number = sample.interested(entry, party, persona, "member")
    sample.welcomed(number, persona, "founder", party)
    subject = f"capital_deck:{entry}"
    assert files.may_read(persona("member"), subject)
    reader = DeckReader.objects.get()
    with pytest.raises(NotAllowed):
        usecases.shut_deck(ShutDeck(reader.pk, "Không phải việc của tôi", uuid4()), actor=persona("member"))
    usecases.shut_deck(ShutDeck(reader.pk, "Dừng trao đổi", uuid4()), actor=persona("founder"))
    assert not files.may_read(persona("member"), subject)
    with pytest.raises(Missing):
        usecases.read_deck(entry, actor=persona("member"))
    usecases.withdraw_interest(WithdrawInterest(number, uuid4()), actor=persona("member"))
    second = sample.interested(entry, party, persona, "member")
    sample.welcomed(second, persona, "founder", party)
    assert usecases.read_deck(entry, actor=persona("member"))
    usecases.withdraw_interest(WithdrawInterest(second, uuid4()), actor=persona("member"))
    with pytest.raises(Missing):
        usecases.read_deck(entry, actor=persona("member"))


@pytest.mark.django_db
def test_nothing_of_the_deck_leaves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    entry, party = project(), investor()
    sample.interested(entry, party, persona, "member")
    for key in ("", "resident", "member", "researcher", "officer", "appraiser", "auditor", "administrator", "decider"):
        client = Client()
        if key:
            client.post(reverse("sample-persona", args=[key]))
        for path in (f"{entry}/", f"{entry}/deck/", "capital/", "capital/?format=json", "desk/?view=all", "interests/"):
            answer = client.get(f"/vi/exchange-services/{path}")
            said = answer.getvalue() if answer.streaming else answer.content
            assert CANARY not in said.decode()
        if key:
            assert not files.may_read(persona(key), f"capital_deck:{entry}")
            with pytest.raises(Missing):
                usecases.read_deck(entry, actor=persona(key))
    page = Client().get(f"/en/exchange-services/{entry}/").content.decode()
    assert "no public offer of securities" in page
    assert CANARY not in "".join(map(str, Notice.objects.values_list("title_vi", "body_vi")))
    assert CANARY not in "".join(map(str, AuditRecord.objects.filter(deed__startswith="services.").values_list()))


@pytest.mark.django_db
def test_decks_readings_and_interests_are_kept() -> None:
    entry, party = project(), investor()
    number = sample.interested(entry, party, persona, "member")
    usecases.read_deck(entry, actor=persona("founder"))
    for deed in (
        lambda: CapitalDeck.objects.filter(entry=entry).update(words="Khác"),
        lambda: DeckReading.objects.all().delete(),
        lambda: CapitalInterest.objects.filter(pk=number).update(words="Khác"),
        lambda: CapitalInterest.objects.filter(pk=number).update(state="declined"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert sample.deck_kept(entry, persona, "founder", "Bản hai") == 2
    assert usecases.read_deck(entry, actor=persona("founder")).words == "Bản hai"


@pytest.mark.django_db
def test_projects_are_narrowed_by_their_stage_with_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    project()
    sample.published(sample.BAMBOO, firm(), persona, "founder")
    page = Client().get("/vi/exchange-services/capital/?stage=prototype").content.decode()
    assert "Nguyên mẫu (1)" in page
    assert sample.BAMBOO.title.vi in page
    assert sample.SENSORS.title.vi not in page


@pytest.mark.django_db
def test_a_mended_project_begins_with_the_words_of_the_older_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    entry = project()
    client = Client()
    client.post(reverse("sample-persona", args=["founder"]))
    page = client.get(f"/vi/exchange-services/new-capital/?from={entry}").content.decode()
    assert sample.SENSORS.title.vi in page
    assert 'value="first_sales" selected' in page
    stranger = Client()
    stranger.post(reverse("sample-persona", args=["resident"]))
    assert (
        sample.SENSORS.title.vi not in stranger.get(f"/vi/exchange-services/new-capital/?from={entry}").content.decode()
    )


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_two_of_one_side_who_press_at_once_are_recorded_once(in_threads: Callable[..., list[Any]]) -> None:
    entry, party = project(), investor()
    done = in_threads(*(lambda: sample.interested(entry, party, persona, "member") for _ in range(4)))
    assert Counter(type(one).__name__ for one in done) == {"int": 1, "Refused": 3}
    assert CapitalInterest.objects.count() == 1
