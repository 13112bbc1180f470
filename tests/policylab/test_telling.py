"""The result in words: more, less, or as much as before; numbers as each language writes them."""

from __future__ import annotations

from typing import Any

import pytest

from khue.features.policylab.domain import percent_words, summary


def told(**year: int) -> dict[str, Any]:
    return {"total": {"2027": {"cost_before": 0, "cost_after": 0, "gain": 0, "lose": 0, **year}}}


@pytest.mark.parametrize(
    ("year", "vi", "en"),
    [
        (
            {"cost_before": 10**10, "cost_after": 12 * 10**9, "gain": 3},
            "Trong năm 2027, Thành phố chi thêm 2 tỷ đồng (+20,0% so với 10 tỷ đồng theo quy định hiện hành); "
            "3 lượt đề nghị được hỗ trợ nhiều hơn, không lượt nào được ít hơn.",
            "Over 2027, the city spends 2 billion đồng more (+20.0% on 10 billion đồng under the present law); "
            "3 applications receive more, none receives less.",
        ),
        (
            {"cost_before": 10**10, "cost_after": 8 * 10**9, "lose": 1234},
            "Trong năm 2027, Thành phố chi bớt 2 tỷ đồng (-20,0% so với 10 tỷ đồng theo quy định hiện hành); "
            "không lượt đề nghị nào được hỗ trợ nhiều hơn, 1.234 lượt được ít hơn.",
            "Over 2027, the city spends 2 billion đồng less (-20.0% on 10 billion đồng under the present law); "
            "no application receives more, 1,234 receive less.",
        ),
        (
            {"cost_before": 10**10, "cost_after": 10**10, "gain": 1, "lose": 1},
            "Trong năm 2027, tổng chi phí của Thành phố không đổi (10 tỷ đồng); 1 lượt đề nghị được hỗ trợ nhiều hơn, "
            "1 lượt được ít hơn.",
            "Over 2027, the city spends as much as before (10 billion đồng); 1 application receives more, 1 receives less.",
        ),
        (
            {"cost_after": 10**9, "gain": 2},
            "Trong năm 2027, Thành phố chi thêm 1 tỷ đồng (so với 0 đồng theo quy định hiện hành); "
            "2 lượt đề nghị được hỗ trợ nhiều hơn, không lượt nào được ít hơn.",
            "Over 2027, the city spends 1 billion đồng more (on 0 đồng under the present law); "
            "2 applications receive more, none receives less.",
        ),
        (
            {"cost_before": 5},
            "Trong năm 2027, Thành phố chi bớt 5 đồng (-100,0% so với 5 đồng theo quy định hiện hành); "
            "không lượt đề nghị nào được hỗ trợ nhiều hơn, không lượt nào được ít hơn.",
            "Over 2027, the city spends 5 đồng less (-100.0% on 5 đồng under the present law); "
            "no application receives more, none receives less.",
        ),
    ],
)
def test_the_sentence_says_more_less_or_the_same(year: dict[str, int], vi: str, en: str) -> None:
    found = summary(told(**year), range(2027, 2028))
    assert (found.vi, found.en) == (vi, en)


def test_a_share_is_written_without_a_gap_and_no_difference_is_nought() -> None:
    assert percent_words(123, 1000).vi == "+12,3%"
    assert percent_words(0, 1000).en == "0%"
    assert percent_words(1, 0).vi == "–"
