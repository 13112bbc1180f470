"""How a question in one's own words finds its procedure; and the six resolutions."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.features.portal.domain import ENOUGH, RESOLUTIONS, likeness, meanings_of, resolution_of, spoken_words

TEXTS = ("Hỗ trợ mua sắm máy móc, thiết bị của đề tài nghiên cứu", "Support for machinery of a research topic")


@pytest.mark.parametrize("question", ["máy móc cho đề tài", "may moc de tai", "MÁY MÓC?", "thiết bị nghiên cứu"])
def test_marks_and_case_make_no_difference(question: str) -> None:
    assert likeness(question, TEXTS) == 100


def test_words_that_say_nothing_do_not_count() -> None:
    assert spoken_words("Tôi cần mua máy cho đề tài của tôi") == ("mua", "may", "de", "tai")
    assert likeness("a spectrometer for the research", TEXTS) == 50
    assert spoken_words("the and of") == ("the", "and", "of")


def test_a_long_word_may_be_cut_short_and_a_short_one_may_not() -> None:
    assert likeness("machin", TEXTS) == 100
    assert likeness("mo", TEXTS) == 0


def test_another_matter_is_not_alike() -> None:
    assert likeness("giấy phép lái xe ô tô", TEXTS) < ENOUGH


@given(st.text(max_size=300), st.lists(st.text(max_size=80), max_size=4))
def test_any_text_has_a_likeness_in_per_cent(question: str, texts: list[str]) -> None:
    assert 0 <= likeness(question, texts) <= 100


def test_there_are_six_resolutions_each_with_its_number() -> None:
    assert len({found.number.vi for found in RESOLUTIONS}) == 6
    assert resolution_of("equipment-support") is RESOLUTIONS[0]
    assert resolution_of("no-such") is None


# -- what people say, and what the law says ------------------------------------------------------------------------------

SAME = meanings_of(
    [["hỗ trợ", "xin tiền", "grant"], ["thiết bị", "máy móc", "đồ thí nghiệm", "equipment"], ["mua sắm", "mua", "buy"]]
)


@pytest.mark.parametrize(
    "question", ["xin tiền mua đồ thí nghiệm", "xin tien mua do thi nghiem", "grant to buy equipment", "mua thiết bị"]
)
def test_everyday_words_find_what_the_law_calls_otherwise(question: str) -> None:
    assert likeness(question, TEXTS[:1], SAME) == 100
    if question != "mua thiết bị":
        assert likeness(question, TEXTS[:1]) < 100, "without the file it would not"


def test_a_meaning_that_the_texts_do_not_have_is_no_answer() -> None:
    assert likeness("mua nhà", TEXTS, SAME) == 50
    assert likeness("xin tiền học", ("Cấp phép xây dựng",), SAME) == 0


def test_a_phrase_has_one_meaning() -> None:
    with pytest.raises(ValueError, match="may"):
        meanings_of([["máy"], ["may", "thiết bị"]])


def test_the_citys_own_file_is_sound_and_finds_its_procedure() -> None:
    from khue_hanoi import path

    rows = tomllib.loads(path("synonyms.toml").read_text("utf-8"))["meanings"]
    own = meanings_of(rows)
    assert all(len(row) > 1 for row in own)
    name = "Hỗ trợ mua sắm, vận hành máy móc, thiết bị của nhiệm vụ khoa học và công nghệ"
    for question in ("công ty xin tiền mua máy", "viện nghiên cứu cần tài trợ dụng cụ", "funding for a machine"):
        assert likeness(question, (name, "Doanh nghiệp, tổ chức khoa học và công nghệ"), own) >= ENOUGH
