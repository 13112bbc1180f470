"""Searches that somebody keeps: told of what everybody may see and of nothing else; a feed; restricted technology for cleared readers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from khue.core.actor import Actor
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.lists import EndClearance, GrantClearance
from khue.features.exchange.domain.searching import MOST_SEARCHES, DropSearch, EndMeaning, PutMeaning, SaveSearch
from khue.features.exchange.models import MeaningLine, SavedSearch
from khue.features.exchange.queries import wordlines
from khue.kernel import finding
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import exchange as sample
from tests.cast import MOMENT, persona
from tests.exchange.stories import CANARY, codes, firm, institute, traces
from tests.exchange.test_search import _also, asked, day, found, two  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
TELLER = "exchange.tell_searches"


def teller() -> Actor:
    return Actor(f"job:{TELLER}", TELLER, MOMENT, rights=frozenset({f"job.{TELLER}"}))


def kept(query: str = "?q=ng%E1%BA%ADp", who: str = "founder", name: str = "Ngập") -> int:
    return usecases.save_search(SaveSearch(name, query, uuid4()), actor=persona(who))


def told(search: int) -> int:
    finding.follow()
    return usecases.tell_search(search, actor=teller())


def restricted(what: sample.Goods = sample.SIGNAL, terms: tuple[str, ...] = ("tín hiệu vô tuyến",)) -> str:
    entry = sample.entered("restricted", "Thiết bị thu", persona, terms)
    offer = sample.offered(what, institute(), persona, "researcher", CANARY)
    return sample.listed(offer, persona, {entry: "applies"})


def cleared(party: str) -> int:
    until = MOMENT.date() + timedelta(days=90)
    asked = GrantClearance(party, until, "Đề án thử nghiệm", uuid4())
    return usecases.grant_clearance(asked, actor=persona("appraiser"))


# -- restricted technology ---------------------------------------------------------------------------------------------


def seen(who: str, words: str) -> list[str]:
    question = finding.Question(words, ("offers",), readers=queries.readers_of(persona(who)))
    return [hit.path.split("/")[-2] for hit in finding.find(question).hits]


def test_restricted_technology_is_found_by_cleared_readers_and_nobody_else(two: tuple[str, str]) -> None:  # noqa: F811
    number = restricted()
    finding.follow()
    clearance = cleared(firm())
    words = "thu tín hiệu vô tuyến"
    assert seen("founder", words) == [number]
    for who in ("resident", "researcher", "officer"):
        assert number not in seen(who, words)
    assert number not in asked(q=words)
    everybody = finding.find(finding.Question("", ("offers",)))
    assert everybody.total == 2
    assert "design" not in dict(everybody.facets["type"]), "not even by counts"
    assert finding.suggestions("thiết bị thu", finding.Question("", ("offers",))) == ()
    client = Client()
    client.post(reverse("sample-persona", args=["founder"]))
    assert number in client.get(reverse("exchange:search"), {"q": words}).content.decode()
    usecases.end_clearance(EndClearance(clearance, "Xong"), actor=persona("appraiser"))
    assert seen("founder", words) == []


# -- alerts ------------------------------------------------------------------------------------------------------------


def test_its_owner_is_told_once_of_what_comes_later(two: tuple[str, str]) -> None:  # noqa: F811
    search = kept()
    assert told(search) == 0, "nothing new"
    _offer, number = _also(sample.FLOOD)
    assert told(search) == 1
    [notice] = Notice.objects.filter(party=persona("founder").key, title_vi__contains="công nghệ mới")
    assert (notice.title_vi, notice.path) == ("1 công nghệ mới cho “Ngập”", "/exchange/search/?q=ng%E1%BA%ADp")
    assert "Bản đồ ngập úng" in notice.body_vi
    assert number
    assert told(search) == 0
    assert Notice.objects.filter(title_vi__contains="công nghệ mới").count() == 1
    assert AuditRecord.objects.filter(deed="exchange.tell_search").count() == 1


def test_what_was_there_when_it_was_saved_is_no_news(two: tuple[str, str]) -> None:  # noqa: F811
    search = kept("?q=n%C6%B0%E1%BB%9Bc", name="Nước")
    assert SavedSearch.objects.get(pk=search).known
    assert told(search) == 0


def test_nobody_is_told_of_restricted_technology_and_no_feed_has_it_cleared_or_not(two: tuple[str, str]) -> None:  # noqa: F811
    cleared(firm())
    search = kept("?q=t%C3%ADn+hi%E1%BB%87u", name="Tín hiệu")
    number = restricted()
    assert told(search) == 0
    client = Client()
    client.post(reverse("sample-persona", args=["founder"]))
    said = client.get(reverse("exchange:feed"), {"q": "tín hiệu vô tuyến"}).content.decode()
    assert number not in said
    assert CANARY not in said


def test_saving_twice_keeps_one_and_each_has_only_its_own(two: tuple[str, str]) -> None:  # noqa: F811
    first = kept()
    assert kept() == first
    with pytest.raises(Missing):
        usecases.drop_search(DropSearch(first), actor=persona("resident"))
    assert queries.saved_of(persona("resident")).rows == ()
    with pytest.raises(Refused) as caught:
        kept("", name=" ")
    assert codes(caught) == {"query", "name"}
    with pytest.raises(NotAllowed):
        usecases.save_search(SaveSearch("x", "?q=x"), actor=Actor("", "", MOMENT))
    with pytest.raises(NotAllowed):
        usecases.tell_search(first, actor=persona("officer"))
    for no in range(MOST_SEARCHES - 1):
        kept(f"?q=w{no}")
    with pytest.raises(Refused):
        kept("?q=onemore")
    usecases.drop_search(DropSearch(first, uuid4()), actor=persona("founder"))
    assert not SavedSearch.objects.filter(pk=first).exists()


def test_the_feed_has_the_newest_first_with_addresses_that_stay(two: tuple[str, str]) -> None:  # noqa: F811
    answer = Client().get(reverse("exchange:feed"), {"q": "nước"})
    assert answer["Content-Type"].startswith("application/atom+xml")
    said = answer.content.decode()
    assert f"/vi/exchange/no/{two[0]}/" in said
    assert "<entry>" in said
    assert Client().get(reverse("exchange:feed"), {"type": "x", "from": "-1"}).status_code == 200


# -- words that mean the same ------------------------------------------------------------------------------------------


def put(*words: str, **more: Any) -> int:
    asked = PutMeaning(words, "Người dùng gọi như vậy", once=uuid4(), **more)
    return usecases.put_meaning(asked, actor=persona("appraiser"))


@pytest.fixture
def desk(two: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:  # noqa: F811
    monkeypatch.setattr(wordlines, "FRESH", 0.0)
    wordlines.forget_lines()
    yield two  # type: ignore[misc]  # a fixture that cleans up
    wordlines.forget_lines()


def test_the_citys_file_stands_as_rows_once(desk: tuple[str, str]) -> None:
    lines = finding.lines_of_the_file()
    usecases.load_meanings(lines, actor=persona("administrator"))
    count = MeaningLine.objects.filter(source="file").count()
    assert count > 50
    assert usecases.load_meanings(lines, actor=persona("administrator")) == 0
    first = MeaningLine.objects.filter(source="file", ended_at=None)[0]
    usecases.end_meaning(EndMeaning(first.pk, "Gây nhầm"), actor=persona("appraiser"))
    assert usecases.load_meanings(lines, actor=persona("administrator")) == 0, "what the desk has ended stays ended"


def test_a_line_counts_from_the_next_question_on_and_is_tried_first(desk: tuple[str, str]) -> None:
    usecases.load_meanings(finding.lines_of_the_file(), actor=persona("administrator"))
    assert desk[0] not in found("zqxw")
    with_line = queries.tried("zqxw", ("zqxw", "màng lọc"))
    assert any("Màng lọc" in title for title in with_line.titles)
    assert ("zqxw", ("màng lọc",)) in with_line.units
    assert desk[0] not in found("zqxw"), "the bench keeps nothing"
    line = put("zqxw", "màng lọc")
    assert found("zqxw")[0] == desk[0]
    changed = put("zqxv", "màng lọc", instead=line)
    assert desk[0] not in found("zqxw")
    assert found("zqxv")[0] == desk[0]
    usecases.end_meaning(EndMeaning(changed, "Thử xong"), actor=persona("appraiser"))
    assert desk[0] not in found("zqxv")
    old = MeaningLine.objects.get(pk=line)
    assert (old.ended_by_name, old.words) == (persona("appraiser").name, ["zqxw", "màng lọc"])


def test_who_may_not_keep_lists_changes_no_words_and_what_is_wrong_is_said(desk: tuple[str, str]) -> None:
    line = put("zqxw", "màng lọc")
    before = traces()
    with pytest.raises(NotAllowed):
        usecases.put_meaning(PutMeaning(("a", "b"), "x"), actor=persona("officer"))
    for words, reason in (
        (("một",), {"words"}),
        (("Màng lọc", "ZQXW"), {"words"}),
        (("x" * 90, "y"), {"words"}),
    ):
        with pytest.raises(Refused) as caught:
            usecases.put_meaning(PutMeaning(words, "Lý do"), actor=persona("appraiser"))
        assert codes(caught) == reason
    with pytest.raises(Refused):
        usecases.end_meaning(EndMeaning(line, " "), actor=persona("appraiser"))
    assert traces() == before
