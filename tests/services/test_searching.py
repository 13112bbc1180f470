"""The catalogue in the public search: found through marks, slips and the other language; never by who may not read it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from khue.features.exchange import usecases as exchange
from khue.features.exchange.domain.members import MoveMembership
from khue.features.exchange.models import Member
from khue.features.services import queries, usecases
from khue.features.services.domain.catalogue import HandInEntry
from khue.kernel import finding
from khue.site.sample import catalogue as sample
from tests.cast import MOMENT, persona
from tests.exchange.test_search import day
from tests.services.stories import adviser, institute, training, valuation

__all__ = ["day"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("day")]


def found(words: str) -> list[str]:
    return [hit.key for hit in finding.find(finding.Question(words, (queries.SEARCHED,))).hits]


def read(words: str, shelf: str = "catalogue") -> str:
    answer = Client().get(reverse(f"services:{shelf}"), {"q": words})
    assert answer.status_code == 200
    return str(answer.content.decode())


def moved(party: str, step: str) -> None:
    for row in Member.objects.filter(party=int(party.removeprefix("party:"))):
        exchange.move_membership(
            MoveMembership(row.pk, step, "Kiểm tra lại hồ sơ.", once=uuid4()), actor=persona("officer")
        )


def test_an_entry_is_found_within_marks_slips_and_the_other_language_by_list_and_search() -> None:
    first, second = training(), valuation()
    finding.rebuild()
    for words in ("tập huấn khai thác sáng chế", "tap huan sang che", "patent data", "tạp huấn sáng chế"):
        assert found(words)[0] == f"catalogue:{first}", words
        assert "Tập huấn khai thác" in read(words), words
    assert f"/exchange-services/{second}/" not in read("tập huấn khai thác sáng chế")
    assert f"/exchange-services/{second}/" in read("dinh gia cong nghe")


def test_without_the_index_the_list_finds_words_as_they_stand() -> None:
    first = training()
    assert not finding.find(finding.Question("tập huấn")).ready
    assert f"/exchange-services/{first}/" in read("tap huan")
    assert f"/exchange-services/{first}/" not in read("patent dta")


def test_neither_before_it_is_published_nor_after_its_last_day_nor_for_a_suspended_member(day: Any) -> None:
    finding.rebuild()
    sample.joined(institute(), ("supplier",), persona, "researcher")
    entry = sample.handed_in(sample.TRAINING, institute(), persona, "researcher", days=20)
    finding.follow()
    assert found("tập huấn") == []
    sample.reviewed(entry, persona)
    finding.follow()
    assert found("tập huấn") == [f"catalogue:{entry}"]
    moved(institute(), "suspend")
    assert found("tập huấn") == [], "not even before the index follows"
    finding.follow()
    moved(institute(), "resume")
    finding.follow()
    assert found("tập huấn") == [f"catalogue:{entry}"]
    day.now = MOMENT + timedelta(days=21)
    assert found("tập huấn") == []
    assert finding.find(finding.Question("", (queries.SEARCHED,))).total == 0


def test_a_mended_entry_takes_the_place_of_the_one_before() -> None:
    first = training()
    finding.rebuild()
    asked = HandInEntry(institute(), sample.TRAINING, MOMENT.date() + timedelta(days=90), first, uuid4())
    anew = usecases.hand_in_entry(asked, actor=persona("researcher"))
    sample.reviewed(anew, persona)
    finding.follow()
    assert found("tập huấn") == [f"catalogue:{anew}"]


def test_whoever_asks_for_everything_is_told_of_the_catalogue_too() -> None:
    adviser()
    second = valuation()
    finding.rebuild()
    assert f"catalogue:{second}" in [hit.key for hit in finding.find(finding.Question("định giá công nghệ")).hits]


def test_an_investor_is_found_by_its_fields_in_both_languages_and_listed_with_its_whole_band() -> None:
    entry = sample.investing(persona("resident").key, persona, "resident")
    finding.rebuild()
    card = queries.entry_card(entry, persona("resident"))
    assert card.row.seeks is not None
    for words in (card.row.seeks.vi.split(" · ")[0], card.row.seeks.into("en").split(" · ")[0]):
        assert f"catalogue:{entry}" in found(words), words
    page = read(card.row.seeks.vi.split(" · ")[0], "investors")
    assert "triệu đồng" in page or "tỷ đồng" in page
    assert " – " in page
