"""Which pairs are worth a look, without a database."""

from __future__ import annotations

from typing import Any

from khue.core.matching import START, Verdict
from khue.features.matching.domain.deciding import LEAST_ANSWERS, MOST_PER_PARTY, next_weights, outcome
from khue.features.matching.domain.fitting import BEST, Goods, Wish, as_written, fits, goods, wish

FIRM, INSTITUTE = "party:1", "party:2"


def wanted(key: int = 1, party: str = FIRM, text: str = "Loại vi nhựa khỏi nước sinh hoạt", **more: Any) -> Wish:
    given: dict[str, Any] = {"field": "water", "codes": (), "stage": 0, "modes": (), "most": None, "territory": ""}
    return wish(key, party, (text,), **(given | more))


def offered(key: int = 10, party: str = INSTITUTE, text: str = "Màng lọc vi nhựa trong nước sinh hoạt", **more: Any) -> Goods:  # fmt: skip
    given: dict[str, Any] = {"field": "water", "codes": (), "stage": 6, "modes": ("licence",), "price": None, "territories": ()}  # fmt: skip
    return goods(key, party, (text,), **(given | more))


def found(*sides: Wish | Goods) -> dict[tuple[int, int], int]:
    wishes = [one for one in sides if isinstance(one, Wish)]
    offers = [one for one in sides if isinstance(one, Goods)]
    return {(fit.match.need, fit.match.offer): fit.match.points for fit in fits(wishes, offers, START)}


def test_a_pair_says_which_words_it_has_in_common_as_the_demand_writes_them() -> None:
    (fit,) = fits([wanted()], [offered()], START)
    assert [word for word, _points in fit.words] == ["nước sinh hoạt", "vi nhựa"]
    assert sum(points for _word, points in fit.words) <= 1000
    assert {part.criterion for part in fit.match.parts} == {"words", "codes"}, "what is not asked does not count"


def test_a_stage_that_is_not_asked_does_not_count_and_one_that_is_does() -> None:
    pair = (1, 10)
    assert found(wanted(stage=0), offered(stage=1))[pair] == found(wanted(), offered(stage=9))[pair]
    assert found(wanted(stage=8), offered(stage=9))[pair] > found(wanted(stage=8), offered(stage=5))[pair]


def test_a_right_under_a_treaty_holds_where_it_may_be_named() -> None:
    pair, here = (1, 10), {"territory": "VN"}
    at_home = found(wanted(**here), offered(territories=("VN",)))[pair]
    for land in ("VN", "IN"):
        asked = offered(territories=("PCT",), asked=("VN", "IN"))
        assert found(wanted(territory=land), asked)[pair] == at_home, (
            "an international application reaches what is asked"
        )
    assert found(wanted(**here), offered(territories=("EP",)))[pair] < at_home
    for land in ("DE", "LT"):
        assert found(wanted(territory=land), offered(territories=("EP",)))[pair] == at_home


def test_nobody_is_matched_with_oneself() -> None:
    assert found(wanted(party=FIRM), offered(party=FIRM)) == {}


def test_a_pair_without_common_words_needs_a_common_patent_code() -> None:
    other = "Tường chống ồn cho đường sắt"
    assert found(wanted(), offered(text=other)) == {}, "the same field alone is noise"
    coded = found(wanted(codes=("C02F1/44",), stage=6, modes=("licence",)), offered(text=other, codes=("C02F1/44",)))
    assert set(coded) == {(1, 10)}


def test_ones_own_offers_do_not_push_others_out() -> None:
    own = [offered(key, FIRM) for key in range(10, 10 + 2 * BEST)]
    assert found(wanted(), *own, offered(99)) == found(wanted(), *own, offered(99))
    assert set(found(wanted(), *own, offered(99))) == {(1, 99)}


def test_a_side_has_no_more_than_the_best_but_an_offer_brings_its_own() -> None:
    many = [offered(key) for key in range(10, 10 + BEST + 3)]
    pairs = found(wanted(), *many)
    assert len(pairs) == BEST + 3, "each offer's best demand is the only one that there is"
    wishes = [wanted(key) for key in range(1, BEST + 4)]
    assert len(found(*wishes, *many)) < len(wishes) * len(many)


def test_the_order_of_what_is_given_changes_nothing() -> None:
    wishes, offers = [wanted(1), wanted(2, text="Nước sinh hoạt cho trường học")], [offered(10), offered(11, text="Máy lọc nước sinh hoạt")]  # fmt: skip
    assert found(*wishes, *offers) == found(*reversed(offers), *reversed(wishes))


def test_pairs_that_follow_each_other_are_one_phrase_and_each_word_counts_once() -> None:
    words = [("xu_ly", 30), ("ly_bun", 20), ("xu", 5), ("bun", 10), ("song", 7)]
    assert as_written(words, ["Xử lý bùn tại sông", "bùn sông"]) == (("xử lý bùn", 65), ("sông", 7))
    assert as_written([], ["Xử lý bùn"]) == as_written(words, []) == ()


def answers(useful: int, useless: int, party: str = FIRM, criterion: str = "price") -> list[tuple[str, Verdict]]:
    return [(party, Verdict({criterion: 900}, True))] * useful + [(party, Verdict({criterion: 100}, False))] * useless


def test_few_answers_move_nothing_and_enough_of_both_kinds_do() -> None:
    few = LEAST_ANSWERS
    assert next_weights(START, answers(few - 1, few)) is None
    assert next_weights(START, answers(few, 0)) is None
    made = next_weights(START, answers(few, few))
    assert made is not None
    assert made.price > START.price
    assert next_weights(made, answers(few, few)) is None, "the same answers again move nothing"


def test_one_party_counts_only_so_often() -> None:
    base = answers(5, 5, INSTITUTE)
    twenty = answers(MOST_PER_PARTY, 0, FIRM)
    assert next_weights(START, [*twenty, *base]) == next_weights(START, [*twenty, *answers(500, 0, FIRM), *base])


def test_both_must_agree_and_one_no_ends_it() -> None:
    assert outcome(None, None) == outcome(True, None) == outcome(None, True) == "proposed"
    assert outcome(True, True) == "agreed"
    assert outcome(False, None) == outcome(True, False) == "declined"
