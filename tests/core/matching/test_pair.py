"""Points of one pair and their reasons."""

from __future__ import annotations

from khue.core.matching import START, Catalogue, Need, Offer, explain, words_of
from khue.core.matching.pair import broader

MILLION = 1_000_000
OFFERS = (
    Offer(1, words_of("Xử lý nước thải bằng màng sinh học"), frozenset({"C02F 3/12"}), 8, frozenset({"sale"}), 900 * MILLION),
    Offer(2, words_of("Máy sấy năng lượng mặt trời"), frozenset({"F26B 3/28"}), 6, frozenset({"lease"}), 80 * MILLION),
    Offer(3, words_of("Xử lý ảnh y tế")),
)  # fmt: skip
CATALOGUE = Catalogue.of(OFFERS)


def points(need: Need, offer: Offer) -> dict[str, int]:
    return explain(need, offer, CATALOGUE, START).verdict()


def test_what_is_not_asked_does_not_count() -> None:
    found = explain(Need(1, words_of("màng sinh học")), OFFERS[0], CATALOGUE, START)
    assert [part.criterion for part in found.parts] == ["words"]
    assert found.points == 1000


def test_a_rare_word_counts_more_than_one_that_others_have_too() -> None:
    found = explain(Need(1, words_of("xử lý nước thải")), OFFERS[0], CATALOGUE, START)
    told = dict(found.words)
    assert told["nuoc_thai"] > told["xu_ly"] > 0
    assert found.words[0][1] >= found.words[-1][1]
    assert sum(told.values()) <= 1000
    # The picture offer shares the handling, not the waste water.
    assert 0 < points(Need(1, words_of("xử lý nước thải")), OFFERS[2])["words"] < 500


def test_a_code_of_the_same_group_counts_half() -> None:
    def asked(*codes: str) -> Need:
        return Need(1, frozenset(), frozenset(codes))

    assert points(asked("C02F 3/12"), OFFERS[0])["codes"] == 1000
    assert points(asked("C02F 1/44"), OFFERS[0])["codes"] == 500
    assert points(asked("C02F 3/12", "A61K 1/00"), OFFERS[0])["codes"] == 500
    assert points(asked("A61K 1/00"), OFFERS[0])["codes"] == 0


def test_a_stage_that_is_lacking_costs_a_quarter_each() -> None:
    assert [points(Need(1, frozenset(), stage=least), OFFERS[1])["stage"] for least in (5, 6, 7, 8, 9)] == [
        1000, 1000, 750, 500, 250,
    ]  # fmt: skip


def test_a_price_above_what_will_be_paid_falls_to_nothing_at_twice() -> None:
    def told(most: int) -> int:
        return points(Need(1, frozenset(), most=most), OFFERS[1])["price"]

    assert [told(most * MILLION) for most in (80, 79, 60, 50, 40, 0)] == [1000, 988, 667, 400, 0, 0]


def test_a_price_outside_a_band_falls_to_nothing_at_half_and_at_twice() -> None:
    def told(least: int | None, most: int | None) -> int:
        return points(Need(1, frozenset(), most=most and most * MILLION, least=least and least * MILLION), OFFERS[1])[
            "price"
        ]

    assert [told(least, None) for least in (0, 80, 100, 120, 160, 200)] == [1000, 1000, 600, 334, 0, 0]
    assert [told(*band) for band in ((40, 80), (80, 90), (20, 60), (100, 200))] == [1000, 1000, 667, 600]


def test_what_an_offer_does_not_say_counts_half_and_is_told() -> None:
    need = Need(1, frozenset(), frozenset({"C02F 3/12"}), 5, frozenset({"sale"}), 50 * MILLION, "VN")
    found = explain(need, OFFERS[2], CATALOGUE, START)
    assert {part.points for part in found.parts} == {500}
    assert not any(part.said for part in found.parts)
    assert found.points == 500


def test_a_need_that_asks_for_nothing_has_no_points() -> None:
    assert explain(Need(1, frozenset()), OFFERS[0], CATALOGUE, START).points == 0


def test_marks_and_spelling_do_not_matter() -> None:
    for text in ("xu li nuoc thai", "XỬ LÍ NƯỚC THẢI", "xử lý nước thải"):
        assert points(Need(1, words_of(text)), OFFERS[0])["words"] == 1000


def test_a_word_that_stands_nearly_everywhere_weighs_nothing() -> None:
    many = [Offer(number, frozenset({"hệ", f"riêng{number}"})) for number in range(400)]
    assert Catalogue.of(many).weight("hệ") == 0
    assert Catalogue.of(many).weight("riêng7") > 0


def test_a_code_belongs_to_its_group_however_it_is_written() -> None:
    written = {
        "C02F 1/44": "C02F",
        "C02F1/44": "C02F",
        "C02F": "C02F",
        "field.sub": "field",
        "field": "field",
        "A61Kx": "A61Kx",
    }
    assert {code: broader(code) for code in written} == written
