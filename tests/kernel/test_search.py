"""The index: words with and without marks, unfinished words, misspelt words, following the record, rights of kinds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from khue.core.bilingual import Text
from khue.kernel import search
from khue.kernel.search import Entry, Source, asking, following, index
from khue.kernel.search import sources as registry

RECORDS = {
    "thing:1": Entry(
        "thing:1", "Màng lọc nước từ sợi tre", "HN-2026-000035 · Viện Hồng Hà", "/t/1/", on=date(2026, 3, 2)
    ),
    "thing:2": Entry(
        "thing:2", "Máy quang phổ", "HN-2026-000036", "/t/2/", body="Báo giá của máy lọc khí Hòa Lạc. " * 20
    ),
    "thing:3": Entry("thing:3", "Mang sach den truong", "HN-2026-000037", "/t/3/", aliases="0912345678"),
}


@pytest.fixture(autouse=True)
def own_index(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Entry]:
    """An index of a few records in a folder of its own; the house's sources come back afterwards."""
    settings.KHUE_SEARCH = tmp_path
    records = dict(RECORDS)

    def some(keys: Iterable[str]) -> Iterable[Entry]:
        return [records[key] for key in keys if key in records]

    def touched(subjects: Iterable[str]) -> Iterable[str]:
        return [subject for subject in subjects if subject.startswith("thing:")]

    source = Source(Text("Vật", "Things"), "things.read", some, lambda: iter(list(records.values())), touched)
    monkeypatch.setattr(registry, "_SOURCES", {"thing": source})
    monkeypatch.setattr(index, "_open", None)
    return records


def keys(asked: str, **how: Any) -> list[str]:
    return [hit.key for hit in search.find(asked, ("thing",), **how).hits]


def built() -> None:
    with index.writing(anew=True) as writer:
        assert writer is not None
        writer.put(RECORDS.values(), replacing=False)
    index.write_place(index.Place())


def test_before_it_is_built_the_search_says_so() -> None:
    assert not search.find("màng", ("thing",)).ready
    assert search.built_at() is None


@pytest.mark.parametrize(
    "asked", ["màng lọc", "MANG LOC", "mang loc", "lọc màng", "mang lo", "hn-2026-000035", "HN 2026 000035"]
)
def test_words_are_found_with_and_without_marks_in_any_order_and_unfinished(asked: str) -> None:
    built()
    assert keys(asked)[0] == "thing:1"


def test_what_has_the_same_marks_comes_first() -> None:
    built()
    assert keys("màng") == ["thing:1", "thing:3"]
    assert set(keys("mang")) == {"thing:1", "thing:3"}


def test_every_word_must_be_there_and_none_is_made_up() -> None:
    built()
    assert keys("màng quang") == []
    found = search.find("quang pho", ("thing",))
    assert (found.total, found.near) == (1, False)


def test_a_misspelt_word_finds_what_is_like_it_and_says_so() -> None:
    built()
    found = search.find("quamg phổ", ("thing",))
    assert found.near
    assert [hit.key for hit in found.hits] == ["thing:2"]


def test_a_number_without_dashes_and_a_telephone_are_found_but_the_latter_is_not_shown() -> None:
    built()
    hit = search.find("0912345678", ("thing",)).hits[0]
    assert hit.key == "thing:3"
    assert "0912345678" not in hit.note + hit.title


def test_the_quote_shows_the_words_in_their_surroundings() -> None:
    built()
    hit = search.find("hoa lac", ("thing",)).hits[0]
    marked = [text for text, wanted in hit.quote if wanted]
    assert marked[:2] == ["Hòa", "Lạc."]
    assert sum(len(text) for text, _wanted in hit.quote) < 400


def test_kinds_that_a_reader_may_not_find_are_not_found() -> None:
    built()
    assert search.find("màng", ()).total == 0
    assert search.find("màng", ("other",)).total == 0


@pytest.mark.parametrize(
    "asked",
    ["", "   ", '"', "a:b (", "kind:party", "*", "\x00", "̀̀", "x" * 5_000, "%27--", "màng " * 500, "😀", "[a TO z]"],
)
def test_no_question_breaks_it(asked: str) -> None:
    built()
    assert search.find(asked, ("thing",)).ready


def test_a_page_beyond_the_last_is_the_last_that_may_be_shown() -> None:
    built()
    assert search.find("màng", ("thing",), offset=10**9).total == 2


@pytest.mark.django_db
def test_it_follows_the_record_takes_in_changes_and_forgets_what_is_gone(own_index: dict[str, Entry]) -> None:
    from khue.kernel.deeds import command
    from tests.cast import setup_actor

    assert search.follow() == 3, "the first time it is built"
    own_index["thing:1"] = Entry("thing:1", "Pin thể rắn", "", "/t/1/")
    del own_index["thing:2"]
    own_index["thing:4"] = Entry("thing:4", "Cảm biến độ rung", "", "/t/4/")
    for number in (1, 2, 4):
        with command("kernel.test", setup_actor(), subject=f"thing:{number}"):
            pass
    assert search.follow() == 3
    assert keys("pin thể rắn") == ["thing:1"]
    assert keys("màng lọc") == []
    assert keys("quang phổ") == []
    assert keys("cảm biến") == ["thing:4"]
    assert search.follow() == 0, "nothing new"


@pytest.mark.django_db
def test_a_deed_that_commits_late_under_an_earlier_number_is_not_missed(own_index: dict[str, Entry]) -> None:
    from khue.kernel.deeds import command
    from tests.cast import setup_actor

    search.follow()
    with command("kernel.test", setup_actor(), subject="thing:5"):
        pass
    place = index.read_place()
    assert place is not None
    # As if a later record had been seen first: the place is beyond, the number itself was never seen.
    index.write_place(index.Place(place.last + 100, place.recent, place.at))
    own_index["thing:5"] = Entry("thing:5", "Đến muộn", "", "/t/5/")
    assert following.follow() == 1
    assert keys("đến muộn") == ["thing:5"]


@pytest.mark.django_db
def test_while_one_writes_another_waits_for_its_next_turn() -> None:
    search.follow()
    with index.writing() as first:
        assert first is not None
        with index.writing() as second:
            assert second is None
        assert following.rebuild() == 0
    assert keys("màng")


def test_numbers_are_cut_whole_and_in_parts() -> None:
    assert index.cut("hn-2026-000035, (may)") == ["hn-2026-000035", "hn", "2026", "000035", "may"]
    assert list(asking.quote("không có gì", {"khac"})) == []
