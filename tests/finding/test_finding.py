"""Questions and answers: words however typed, sides with counts, order, pages, help; and what nobody may see."""

from __future__ import annotations

from typing import Any

import pytest

from khue.kernel import finding
from khue.kernel.finding import Question
from tests.finding.conftest import Exchange

CLEARED = ("cleared:6",)


def keys(asked: str, **how: Any) -> list[int]:
    return [int(hit.key.partition(":")[2]) for hit in finding.find(Question(asked, **how)).hits]


def test_before_it_is_built_the_search_says_so(exchange: Exchange) -> None:
    assert not finding.find(Question("màng")).ready
    assert finding.advice(Question("màng")) == finding.Advice()
    assert finding.suggestions("màng", Question()) == ()


@pytest.mark.parametrize(
    "asked",
    ["xử lý nước thải", "xử lí nước thải", "xu ly nuoc thai", "XỬ LÝ NƯỚC THẢI", "xu\u031b\u0309 ly\u0301 nuoc", "wastewater", "membranes", "nước thải xử l"],
)  # fmt: skip
def test_however_it_is_typed_it_is_found_first(built: Exchange, asked: str) -> None:
    assert keys(asked)[0] == 1


def test_both_tone_places_and_typed_marks_that_raise_the_rank(built: Exchange) -> None:
    assert keys("Hoà Lạc") == keys("hòa lạc") == [4]
    assert keys("màng")[-1] == 4, "mạng folds alike and stands last"
    assert keys("mạng")[0] == 4
    assert set(keys("mang")) == {1, 4, 5}


def test_words_that_have_most_of_the_question_follow_and_the_answer_says_so(built: Exchange) -> None:
    found = finding.find(Question("màng sinh học graphene"))
    assert (found.how, found.hits[0].key) == ("some", "offers:1")


def test_sides_are_counted_as_if_nothing_were_chosen_on_them(built: Exchange) -> None:
    found = finding.find(Question(facets={"field": ("new-materials",), "mode": ("lease",)}))
    assert [hit.key for hit in found.hits] == ["offers:2"]
    assert dict(found.facets["field"]) == {"new-materials": 1}, "only number 2 can be leased"
    assert dict(found.facets["mode"]) == {"sale": 2, "lease": 1}, "both new materials"
    assert dict(found.facets["trl"]) == {"7": 1}
    assert dict(finding.find(Question()).facets["field"]) == {
        "environmental-technology": 2,
        "new-materials": 2,
        "biotechnology": 1,
    }


def test_order_by_price_and_by_day(built: Exchange) -> None:
    assert keys("", sort="price-up")[:3] == [5, 2, 1], "without a price they stand last"
    assert keys("", sort="price-down")[:3] == [1, 2, 5]
    assert keys("", sort="newest") == [5, 4, 3, 2, 1]


def test_pages_follow_each_other_without_gap_and_stay_bounded(built: Exchange) -> None:
    assert [keys("", sort="newest", offset=at, size=2) for at in (0, 2, 4)] == [[5, 4], [3, 2], [1]]
    assert finding.find(Question("", offset=10**9)).total == 5
    assert finding.find(Question("", offset=-5, size=10**6)).total == 5
    assert [hit.key for hit in finding.every(Question(""), 3)] == [f"offers:{n}" for n in (1, 2, 3)]


def test_found_words_are_marked_in_title_and_text(built: Exchange) -> None:
    hit = finding.find(Question("nuoc thai")).hits[0]
    assert ("nước thải", True) in hit.title
    assert "".join(text for text, _ in hit.title) == "Hệ thống xử lý nước thải bằng màng sinh học"
    english = finding.find(Question("dryers"), language="en").hits[0]
    assert english.title == (("Solar ", False), ("dryer", True))


# -- what nobody may see ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["zirconi", "zirconium", "tuyệt mật", "lò phản ứng", "zircon"])
def test_what_may_not_be_seen_is_not_found_not_counted_not_spelt_and_not_suggested(built: Exchange, asked: str) -> None:
    found = finding.find(Question(asked))
    assert all(hit.key != "offers:6" for hit in found.hits)
    assert "nuclear" not in dict(found.facets["field"])
    told = finding.advice(Question(asked))
    assert "zirconi" not in f"{[near.meant for near in told.unknown]} {told.instead}"
    assert not [said for said in finding.suggestions(asked, Question()) if "zircon" in said.lower()]
    assert finding.find(Question(asked, readers=CLEARED)).hits[0].key == "offers:6"


def test_a_hidden_listing_changes_no_answer(built: Exchange) -> None:
    """Answers with and without it are the same, also for a word that it alone has and for one spelt nearly so."""
    questions = ["zirconi", "zirconj", "xử lý nước thải", "mật", "màng", ""]

    def answer(asked: str) -> Any:
        found = finding.find(Question(asked))
        hits = {hit.key for hit in found.hits}
        told = finding.advice(Question(asked)), finding.suggestions(asked, Question())
        return hits, found.total, found.facets, found.how, told

    def told() -> list[Any]:
        return [answer(asked) for asked in questions]

    before = told()
    del built["offers:6"]
    finding.rebuild()
    assert told() == before


def test_a_side_that_only_hidden_listings_have_is_shown_to_those_who_may_see_them(built: Exchange) -> None:
    assert "nuclear" not in dict(finding.find(Question()).facets["field"])
    assert dict(finding.find(Question(readers=CLEARED)).facets["field"])["nuclear"] == 1
    assert finding.suggestions("lò phản", Question(readers=CLEARED)) == ("Lò phản ứng bí mật zirconi",)


# -- help ---------------------------------------------------------------------------------------------------------------


def test_a_misspelt_word_is_found_and_its_nearest_spelling_is_told(built: Exchange) -> None:
    assert keys("membrame")[0] == 1
    told = finding.advice(Question("membrame sinh học"))
    assert told.unknown == (finding.Nearest("membrame", "membrane"),)
    assert told.instead == "membrane sinh học"


def test_a_known_word_and_a_short_one_are_taken_as_they_are(built: Exchange) -> None:
    assert finding.find(Question("kit")).total == 1
    assert keys("kid") == []
    assert finding.advice(Question("màng")).unknown == ()


def test_wider_questions_are_named_with_what_they_find(built: Exchange) -> None:
    told = finding.advice(Question("máy sấy", facets={"field": ("biotechnology",)}))
    assert [(wider.without, wider.is_side, wider.total) for wider in told.wider] == [("field", True, 1)]
    told = finding.advice(Question("sấy graphene"))
    assert [near.said for near in told.unknown] == ["graphene"]
    assert [(wider.without, wider.total, wider.question.asked) for wider in told.wider] == [("graphene", 1, "sấy")]


def test_an_unfinished_question_is_told_how_it_may_go_on(built: Exchange) -> None:
    assert finding.suggestions("máy s", Question()) == ("máy sấy", "Máy sấy năng lượng mặt trời")
    assert finding.suggestions("solar d", Question()) == ("Solar dryer",)
    assert finding.suggestions("x", Question()) == ()


NASTY = (
    "", "   ", '"', "a:b (", "kind:x", "*", "\x00", "\u0300\u0300", "x" * 5_000, "%27--", "màng " * 500, "😀", "[a TO z]",
    "/a.*/", "_ _",
)  # fmt: skip


@pytest.mark.parametrize("sort", ["relevance", "newest", "nonsense"])
def test_no_question_breaks_it(built: Exchange, sort: str) -> None:
    for asked in NASTY:
        question = Question(asked, kinds=("offers", "'"), facets={"field": ("\x00",), "nonsense": ("a",)}, sort=sort)
        assert finding.find(question).ready, asked
        finding.advice(question)
        finding.suggestions(asked, question)
