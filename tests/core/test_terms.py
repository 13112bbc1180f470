"""Words of a text and of a question: however they are typed, they are the same; what differs by marks is told apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.meanings import Meanings
from khue.core.terms import may_be_misspelt, pairs, places, terms

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
texts = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " -&,.", max_size=40)
any_text = st.text(max_size=40)


def plain(text: str) -> list[str]:
    return [term.plain for term in terms(text)]


def marked(text: str) -> list[str]:
    return [term.marked for term in terms(text)]


@given(texts)
def test_composed_and_decomposed_letters_are_the_same_words(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert [(term.plain, term.marked) for term in terms(composed)] == [
        (term.plain, term.marked) for term in terms(decomposed)
    ]


@given(texts)
def test_a_word_is_found_by_its_letters_without_marks(text: str) -> None:
    bare = "".join(
        letter for letter in unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
        if not unicodedata.combining(letter)
    )  # fmt: skip
    # An English plural loses its s only where no marks say that the word is Vietnamese: no syllable ends in s.
    assert [word.rstrip("s") for word in plain(bare)] == [word.rstrip("s") for word in plain(text)]


@given(any_text)
def test_words_hold_no_space_and_no_mark_of_pairs_and_none_is_empty(text: str) -> None:
    for term in terms(text):
        assert term.plain
        for form in (term.plain, term.marked):
            assert not set(form) & {" ", "_", "\n"}


@given(any_text)
def test_words_of_words_are_the_same_words(text: str) -> None:
    once = plain(text)
    assert [word.rstrip("s") for word in plain(" ".join(once))] == [word.rstrip("s") for word in once]


@given(any_text)
def test_places_lead_back_to_the_words(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert [composed[first:last] for first, last, _term in places(composed)] == [term.said for term in terms(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("thuý", "thúy"),
        ("xử lí", "xử lý"),
        ("kĩ thuật", "kỹ thuật"),
        ("qui định", "quy định"),
        ("bác sỹ", "bác sĩ"),
        ("QUÝ", "quí"),
        ("ĐỔI MỚI", "đổi mới"),
        ("sensors", "sensor"),
        ("batteries", "battery"),
        ("switches", "switch"),
    ],
)
def test_two_spellings_are_one_word_with_and_without_marks(one: str, other: str) -> None:
    assert plain(one) == plain(other)
    assert marked(one) == marked(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ma", "má"), ("má", "mạ"), ("dong", "đồng"), ("vi", "vy"), ("di", "dy"), ("gas", "ga")]
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert (plain(one), marked(one)) != (plain(other), marked(other))


@pytest.mark.parametrize("word", ["virus", "glass", "analysis", "gps", "gas", "los"])
def test_what_only_looks_like_a_plural_stays(word: str) -> None:
    assert plain(word) == [word]


def test_abbreviations_stay_whole_and_pairs_stand_for_words() -> None:
    assert plain("Sở KH&CN, R&D - 5G/IoT") == ["so", "kh&cn", "r&d", "5g", "iot"]
    assert pairs(terms("công nghệ cao")) == ["cong_nghe", "nghe_cao"]
    assert pairs(terms("nước")) == []


def test_short_words_are_never_taken_for_misspelt_ones() -> None:
    assert [may_be_misspelt(word) for word in ("loc", "nuoc", "nghien", "wastewater", "mp3x", "2026")] == [
        0,
        1,
        1,
        2,
        0,
        0,
    ]


def test_a_question_is_cut_at_its_longest_meanings_and_loses_no_word() -> None:
    kept = Meanings(
        [["nước thải", "wastewater"], ["xử lý nước thải", "wastewater treatment"], ["AI", "TTNT", "trí tuệ nhân tạo"]]
    )
    units = kept.units(terms("AI cho xử lí nước thải nhà máy"))
    assert [unit.said for unit in units] == ["AI", "cho", "xử lí nước thải", "nhà", "máy"]
    assert units[2].others == (tuple(terms("wastewater treatment")),)
    assert {" ".join(term.said for term in way) for way in units[0].others} == {"TTNT", "trí tuệ nhân tạo"}
    assert [unit.empty for unit in units] == [False, True, False, False, False]


def test_a_word_typed_with_marks_has_only_the_meaning_of_these_marks() -> None:
    kept = Meanings([["bơ", "avocado"], ["bò", "cattle"]])
    assert [way[0].plain for way in kept.units(terms("bò"))[0].others] == ["cattle"]
    assert {way[0].plain for way in kept.units(terms("bo"))[0].others} == {"cattle", "avocado"}
    assert kept.units(terms("bộ"))[0].others == ()


@given(texts)
def test_every_word_of_a_question_is_in_exactly_one_unit(text: str) -> None:
    kept = Meanings([["a b", "c"], ["b", "đ e"], ["nước", "water"]])
    asked = terms(text)
    assert [term for unit in kept.units(asked) for term in unit.own] == asked
