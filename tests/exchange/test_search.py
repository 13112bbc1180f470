"""The public search over offers: found by any spelling, narrowed with counts, and nothing of what is not shown on the day."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from khue.core.bilingual import Text
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.keeping import WithdrawOffer
from khue.features.exchange.domain.lists import PutEntry
from khue.kernel import finding
from khue.kernel.finding import index
from khue.kernel.finding.days import hidden_by_the_day
from khue.site.sample import exchange as sample
from tests.cast import MOMENT, persona
from tests.exchange.stories import CANARY, institute, listed

pytestmark = pytest.mark.django_db


class Day:
    """The city's moment, which a test moves on."""

    now = MOMENT


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Any:
    today = Day()
    monkeypatch.setattr(timezone, "now", lambda: today.now)
    settings.KHUE_SEARCH = tmp_path
    index.reader.forget()
    yield today
    index.reader.forget()


@pytest.fixture
def two(day: Any) -> tuple[str, str]:
    """A water filter and a microbial treatment on the list, and the index built."""
    _filter, first = listed()
    _sludge, second = _also(sample.SLUDGE)
    finding.rebuild()
    return first, second


def _also(what: sample.Goods) -> tuple[int, str]:
    offer = sample.offered(what, institute(), persona, "researcher", CANARY)
    return offer, sample.listed(offer, persona)


def asked(**query: Any) -> str:
    answer = Client().get(reverse("exchange:search"), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def found(words: str, **facets: tuple[str, ...]) -> list[str]:
    hits = finding.find(finding.Question(words, (queries.SEARCHED,), facets)).hits
    return [hit.path.split("/")[-2] for hit in hits]


@pytest.mark.parametrize("words", ["màng lọc nước", "mang loc nuoc", "MÀNG LỌC", "water filter", "bamboo fibre"])
def test_an_offer_is_found_with_marks_without_them_and_in_english(two: tuple[str, str], words: str) -> None:
    assert found(words)[0] == two[0]


def test_the_page_shows_counts_marks_words_and_narrows(two: tuple[str, str]) -> None:
    page = asked(q="xử lý bùn")
    assert two[1] in page
    assert "<mark>" in page
    assert 'name="type"' in page
    everything = asked()
    assert two[0] in everything
    assert two[1] in everything
    narrowed = asked(type="formula")
    assert two[1] in narrowed
    assert two[0] not in narrowed
    assert "checked" in narrowed


def test_counts_of_a_side_are_counted_without_its_own_choice(two: tuple[str, str]) -> None:
    counted = finding.find(finding.Question("", ("offers",), {"type": ("formula",)}))
    assert counted.total == 1
    assert dict(counted.facets["type"]) == {"process": 1, "formula": 1}
    assert dict(counted.facets["owner"]) == {"organisation": 1}
    assert dict(counted.facets["price"]) == {"500m-2bn": 1}


def test_a_misspelt_word_gets_its_nearest_spelling_and_wider_questions(two: tuple[str, str]) -> None:
    page = asked(q="microbial treatmant zzzzqqq")
    assert "zzzzqqq" in page
    wider = asked(q="bùn", type="process")
    assert "?q=b%C3%B9n" in wider


def test_all_results_are_downloaded_as_the_screen_has_them(two: tuple[str, str]) -> None:
    answer = Client().get(reverse("exchange:search"), {"q": "nước", "format": "json"})
    rows = json.loads(answer.getvalue())["rows"]
    assert [row["path"].split("/")[-2] for row in rows] == found("nước")


@pytest.mark.parametrize(
    "query", ["from=-1", "from=99999999999", "sort=x", "type=x&trl=abc", "q=%25%5B&ip=%F0", "q=" + "a" * 5000]
)
def test_no_address_breaks_the_page(two: tuple[str, str], query: str) -> None:
    assert Client().get(f"{reverse('exchange:search')}?{query}").status_code == 200


def test_what_is_withdrawn_is_found_no_more_and_what_is_listed_is_found_at_the_next_look(two: tuple[str, str]) -> None:
    offer = next(each.id for each in queries.every_text(MOMENT.date()) if each.number == two[0])
    usecases.withdraw_offer(WithdrawOffer(offer, "Đã chuyển giao xong"), actor=persona("researcher"))
    assert two[0] not in found("màng lọc nước"), (
        "a hit passes the database before it leaves, even before the index follows"
    )
    finding.follow()
    _third, number = _also(sample.FLOOD)
    finding.follow()
    assert found("bản đồ ngập úng")[0] == number


def _entry(on: date, terms: tuple[str, ...]) -> None:
    asked = PutEntry("prohibited", Text("Mục thử"), "Danh mục mẫu", on, terms)
    usecases.put_entry(asked, actor=persona("appraiser"))


def test_an_entry_hides_on_its_first_day_although_nothing_is_done_that_day(two: tuple[str, str], day: Any) -> None:
    first = MOMENT.date() + timedelta(days=20)
    _entry(first, ("bùn hữu cơ",))
    finding.follow()
    assert found("xử lý bùn sông")[0] == two[1], "not yet in force"
    day.now = MOMENT + timedelta(days=20)
    said = finding.find(finding.Question("", ("offers",)))
    assert [hit.path.split("/")[-2] for hit in said.hits] == [two[0]]
    assert said.total == 1
    assert "formula" not in dict(said.facets["type"]), "not even by counts"
    assert finding.suggestions("chế phẩm vi", finding.Question("", ("offers",))) == ()
    assert two[1] not in asked(q="xử lý bùn sông")
    finding.follow()
    assert hidden_by_the_day() == frozenset(), "the index itself has turned the day"
    assert two[1] not in found("chế phẩm vi sinh")


def test_an_offer_past_its_last_day_is_found_no_more(two: tuple[str, str], day: Any) -> None:
    day.now = MOMENT + timedelta(days=366)
    assert found("màng lọc nước") == []
    assert finding.find(finding.Question("", ("offers",))).total == 0
    finding.follow()
    assert finding.find(finding.Question("", ("offers",))).total == 0
    day.now = MOMENT
    finding.follow()
    assert found("màng lọc nước")[0] == two[0], "a clock that is set back shows it again"


def test_confidential_words_are_found_by_nobody(two: tuple[str, str]) -> None:
    assert finding.find(finding.Question(CANARY, ("offers",))).hits == ()
    assert CANARY not in asked(q="nước")
    kept = [path.read_bytes() for path in index.home().rglob("*") if path.is_file()]
    assert not [part for part in kept if CANARY.encode() in part or CANARY.lower().encode() in part]


def test_field_and_patent_codes_are_suggested_by_offers_near_to_the_words_and_never_forced(
    two: tuple[str, str],
) -> None:
    found = queries.codes_for("Vật liệu lọc nước sinh hoạt từ sợi tre", MOMENT.date())
    told = {(one.kind, one.code): one for one in found}
    assert {("code", "C02F1/44"), ("code", "B01D69/10")} <= set(told)
    [field] = [one for one in found if one.kind == "field"][:1]
    assert field.examples[0] == two[0]
    assert "nước" in field.words, "the words as they were typed"
    assert queries.codes_for("Máy khắc gỗ mỹ nghệ", MOMENT.date()) == ()
    client = Client()
    client.post(reverse("sample-persona", args=["researcher"]))
    page = client.post(reverse("exchange:new"), {"title_vi": "Vật liệu lọc nước sinh hoạt từ sợi tre"}).content.decode()
    assert "Lĩnh vực có thể phù hợp" in page
    assert two[0] in page
