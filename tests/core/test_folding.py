"""Vietnamese text compared, searched and sorted."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.folding import exact, fold, fold_tone_place, sort_key

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
words = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " -", max_size=20)
# Scripts in which case and marks behave oddly, then everything but lone surrogates.
letters = (
    st.integers(0, 0x24F) | st.integers(0x300, 0x3FF) | st.integers(0x1E00, 0x200F) | st.integers(0xAC00, 0xD7A3)
    | st.integers(0, 0xD7FF) | st.integers(0xE000, 0x10FFFF)
).map(chr)  # fmt: skip
any_text = st.lists(letters, max_size=12).map("".join)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đại học  Bách khoa\tHà Nội ", "dai hoc bach khoa ha noi"),
        ("ĐƯỜNG NGUYỄN HUỆ", "duong nguyen hue"),
        ("\u00d0à N\u1eb5ng", "da nang"),
        ("Café Ångström", "cafe angstrom"),
        ("Straße", "strasse"),
        ("a\u200bb\ufeffc", "abc"),
        ("", ""),
    ],
)
def test_marks_case_and_space_fold_away(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(words)
def test_vietnamese_folds_to_ascii_however_it_is_composed(text: str) -> None:
    assert fold(text).isascii()
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(text.upper())


@given(any_text)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["\u03b1\u0345\u0301", "\u0345", "İ", "ﬁ ǰ ΐ", "한국", "\u1e9e", "\u0130\u0307"])
def test_folding_twice_changes_nothing_for_awkward_letters(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert exact(exact(text)) == exact(text)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"),
        ("Hoà", "Hòa"),
        ("HOÀ BÌNH", "HÒA BÌNH"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("Thuỵ Sĩ", "Thụy Sĩ"),
        ("xoã, loè; huỷ.", "xõa, lòe; hủy."),
        ("qúy", "quý"),
        ("QÙA", "QUÀ"),
        ("hoà2", "hòa2"),
    ],
)
def test_both_schools_of_tone_place_fold_to_the_older(new: str, old: str) -> None:
    assert fold_tone_place(new) == fold_tone_place(old) == old
    assert fold_tone_place(unicodedata.normalize("NFD", new)) == old


@pytest.mark.parametrize(
    "word",
    ["hoàn", "hoài", "thoát", "khuỷu", "huyền", "quý", "quà", "quỳnh", "của", "mùa", "lúa", "thuở", "tuệ", "oẳn"],
)
def test_tones_on_which_all_agree_stay(word: str) -> None:
    assert fold_tone_place(word) == word


def test_exact_keeps_marks_and_drops_case_space_and_tone_place() -> None:
    assert exact("Hoà  Bình") == exact("HÒA BÌNH") == exact(unicodedata.normalize("NFD", "hòa bình")) == "hòa bình"
    assert exact("hoa") != exact("hòa")
    assert exact("da") != exact("đa") == exact("Ða")


@given(words)
def test_exact_twice_changes_nothing_and_agrees_with_fold(text: str) -> None:
    assert exact(exact(text)) == exact(text)
    assert fold(exact(text)) == fold(text)


def _sorted(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: sort_key(name).encode())


@pytest.mark.parametrize(
    "names",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["An", "Ăn", "Ân", "Ba", "Da", "Đa", "Em", "Êm"],
        ["ca", "cạ", "can", "cán", "cao"],
        ["Hà", "Hà Nội", "Hà Tây", "Hạ Long", "Hải Phòng"],
        ["Công ty 1", "Công ty 2", "Công ty A", "Công ty Ă"],
        ["Nguyên Văn Cao", "Nguyễn Văn An", "Nguyễn Văn Ân", "Nguyễn Văn Bình"],
        ["uốn", "ươn", "ưu", "vui"],
        ["fa", "ga", "ja", "ka", "pu", "wa", "xa", "ya", "za"],
        ["", "a", "中"],
    ],
)
def test_keys_sort_in_alphabetical_order_bytewise(names: list[str]) -> None:
    assert _sorted(names[::-1]) == names


def test_a_syllables_tone_decides_after_its_letters_and_before_the_next_syllable() -> None:
    assert _sorted(["man", "má a", "ma b", "má b", "ma a"]) == ["ma a", "ma b", "má a", "má b", "man"]
    assert _sorted(["tuần chay", "tuân thủ"]) == ["tuân thủ", "tuần chay"]


def test_case_punctuation_and_tone_place_do_not_count() -> None:
    keys = {sort_key(name) for name in ["“Hoà Bình”", "HÒA BÌNH", "hòa-bình", " hòa  bình. "]}
    assert len(keys) == 1


@given(words, words)
def test_equal_keys_mean_equal_words_but_for_case_and_punctuation(one: str, other: str) -> None:
    def plain(text: str) -> str:
        return " ".join(exact(text).replace("-", " ").split())

    # Two tones typed out of place can only meet through the tone place, which exact() settles.
    assert (sort_key(one) == sort_key(other)) is (plain(one) == plain(other))


@given(any_text)
def test_a_key_is_storable_text(text: str) -> None:
    key = sort_key(text)
    assert key.isprintable() or not text.isascii()
    assert "\x00" not in key
    assert len(key) <= 2 * len(exact(text))
