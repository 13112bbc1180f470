"""The catalogue: verified members publish, a second person answers, entries run out, are renewed and taken down; lists, files, counts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.exchange import usecases as exchange
from khue.features.exchange.domain.members import MoveMembership
from khue.features.exchange.models import Member
from khue.features.people import queries as people
from khue.features.services import queries, usecases
from khue.features.services.domain.catalogue import HandInEntry, RenewEntry, ReviewEntry, WithdrawEntry
from khue.features.services.models import CatalogueEntry, CatalogueStep
from khue.features.services.queries import EntryFilter
from khue.kernel import clock
from khue.kernel.models import Notice
from khue.site.sample import catalogue as sample
from tests.cast import MOMENT, persona
from tests.services.stories import adviser, codes, firm, institute, traces, training, valuation

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


def shown(days: int = 0, **asked: Any) -> list[int]:
    return [row.id for row in queries.entries(EntryFilter(**asked), TODAY + timedelta(days=days), None).rows]


def test_a_service_is_public_once_a_second_person_published_it() -> None:
    sample.joined(institute(), ("supplier",), persona, "researcher")
    entry = sample.handed_in(sample.TRAINING, institute(), persona, "researcher")
    assert shown() == []
    with pytest.raises(Missing):
        queries.entry_card(entry, persona("resident"))
    assert Notice.objects.filter(party=persona("officer").key, kind="services").count() == 1
    sample.reviewed(entry, persona)
    assert shown() == [entry]
    card = queries.entry_card(entry, persona("resident"))
    assert (card.orderable, card.steps, card.row.price) == (True, (), 30_000_000)


def test_only_a_verified_member_of_the_right_kind_publishes() -> None:
    before = traces()
    sample.joined(institute(), ("supplier",), persona, "researcher")
    before = traces()
    with pytest.raises(Refused) as refused:
        sample.handed_in(sample.VALUATION, institute(), persona, "researcher")
    assert codes(refused) == {"member"}
    with pytest.raises(NotAllowed):
        sample.handed_in(sample.TRAINING, institute(), persona, "founder")
    assert traces() == before


def test_a_refusal_names_every_field() -> None:
    sample.joined(institute(), ("supplier",), persona, "researcher")
    wrong = replace(
        sample.TRAINING, title=replace(sample.TRAINING.title, en=" "), price=None, price_note="", days=0, answer_days=31
    )
    with pytest.raises(Refused) as refused:
        usecases.hand_in_entry(HandInEntry(institute(), wrong, TODAY), actor=persona("researcher"))
    reasons = refused.value.decision.reasons
    assert {reason.field for reason in reasons} == {"title_en", "price_note", "days", "answer_days", "until_on"}
    assert all(reason.next_step for reason in reasons)


def test_an_entry_is_returned_with_a_ground_and_a_mended_one_takes_its_place() -> None:
    sample.joined(institute(), ("supplier",), persona, "researcher")
    entry = sample.handed_in(sample.TRAINING, institute(), persona, "researcher")
    with pytest.raises(Refused):
        usecases.review_entry(ReviewEntry(entry, False, " ", uuid4()), actor=persona("appraiser"))
    sample.reviewed(entry, persona, publish=False, ground="Thiếu số người học.")
    assert queries.entry_card(entry, persona("researcher")).ground == "Thiếu số người học."
    old = training()
    actor = persona("researcher")
    newer = usecases.hand_in_entry(
        HandInEntry(institute(), replace(sample.TRAINING, days=7), TODAY + timedelta(days=90), old, uuid4()),
        actor=actor,
    )
    assert shown() == [old], "until the mended one is published the older stands"
    sample.reviewed(newer, persona)
    assert shown() == [newer]
    assert CatalogueEntry.objects.get(pk=old).state == "withdrawn"


def test_nobody_is_the_second_person_for_the_own_entry() -> None:
    sample.joined(institute(), ("supplier",), persona, "researcher")
    entry = sample.handed_in(sample.TRAINING, institute(), persona, "researcher")
    near = replace(persona("appraiser"), acts_for=((institute(), "read"),))
    with pytest.raises(Refused) as refused:
        usecases.review_entry(ReviewEntry(entry, True, "", uuid4()), actor=near)
    assert codes(refused) == {"own_hands"}
    with pytest.raises(NotAllowed):
        usecases.review_entry(ReviewEntry(entry, True, "", uuid4()), actor=persona("researcher"))
    row = CatalogueEntry.objects.get(pk=entry)
    with pytest.raises(DatabaseError), transaction.atomic():
        CatalogueEntry.objects.filter(pk=entry).update(state="shown", reviewed_by=row.handed_by, reviewed_at=MOMENT)


def test_an_entry_runs_out_and_is_renewed() -> None:
    entry = training()
    assert shown(300) == [entry]
    assert shown(301) == []
    actor = persona("researcher", days=310)
    for until in (TODAY + timedelta(days=300), TODAY + timedelta(days=310 + 367)):
        with pytest.raises(Refused):
            usecases.renew_entry(RenewEntry(entry, until, uuid4()), actor=actor)
    usecases.renew_entry(RenewEntry(entry, TODAY + timedelta(days=400), uuid4()), actor=actor)
    assert shown(400) == [entry]
    assert list(CatalogueStep.objects.order_by("pk").values_list("step", flat=True)) == ["hand_in", "publish", "renew"]


def test_the_member_is_told_before_the_last_day_once() -> None:
    entry = training()
    actor = replace(clock.job_actor("services.follow_clocks"), moment=MOMENT + timedelta(days=286))
    assert queries.entries_to_remind(actor.today) == (entry,)
    told = Notice.objects.filter(party=persona("researcher").key, kind="services").count()
    for _again in range(2):
        usecases.remind_entry(entry, actor=actor)
    assert Notice.objects.filter(party=persona("researcher").key, kind="services").count() == told + 1


def test_a_member_who_is_suspended_shows_nothing() -> None:
    entry = training()
    party = people.party_id(queries.entry_card(entry, persona("resident")).row.party)
    member = Member.objects.get(kind="supplier", party=party)
    exchange.move_membership(
        MoveMembership(member.pk, "suspend", "Kiểm tra lại", once=uuid4()), actor=persona("officer")
    )
    assert shown() == []
    with pytest.raises(Missing):
        queries.entry_card(entry, persona("resident"))


def test_it_is_taken_down_with_a_ground_and_stays_on_record() -> None:
    entry = training()
    with pytest.raises(NotAllowed):
        usecases.withdraw_entry(WithdrawEntry(entry, "Không cần", uuid4()), actor=persona("founder"))
    usecases.withdraw_entry(WithdrawEntry(entry, "Ngừng đào tạo", uuid4()), actor=persona("researcher"))
    assert shown() == []
    assert queries.entry_card(entry, persona("researcher")).ground == "Ngừng đào tạo"


def test_the_database_keeps_what_was_published() -> None:
    entry = training()
    for deed in (
        lambda: CatalogueEntry.objects.filter(pk=entry).update(title_vi="Khác"),
        lambda: CatalogueEntry.objects.filter(pk=entry).update(state="waiting"),
        lambda: CatalogueEntry.objects.filter(pk=entry).delete(),
        lambda: CatalogueStep.objects.filter(entry=entry).update(ground="Khác"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_words_without_marks_find_it_and_choices_carry_their_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MOMENT)
    first, second = training(), valuation()
    third = sample.published(sample.APPRAISAL, adviser(), persona, "member")
    assert shown(words="tap huan sang che", found=queries.found_by("tap huan sang che", TODAY)) == [first]
    assert shown(kind="valuation") == [second]
    assert shown(open_to="members") == [third]
    assert queries.counts(EntryFilter(kind="valuation"), TODAY) == {
        "kind": {"training": 1, "valuation": 1, "appraisal": 1},
        "open_to": {"anyone": 1},
    }
    page = Client().get("/vi/exchange-services/?kind=valuation").content.decode()
    assert "Định giá (1)" in page
    assert sample.VALUATION.title.vi in page
    assert sample.TRAINING.title.vi not in page
    file = Client().get("/vi/exchange-services/?format=json&kind=valuation").getvalue().decode()
    assert [row["title"] for row in _rows(json.loads(file))] == [sample.VALUATION.title.vi]
    assert firm() not in page


def _rows(given: object) -> list[dict[str, object]]:
    rows = given["rows"] if isinstance(given, dict) else given
    assert isinstance(rows, list)
    return rows
