"""The result of a run in words: one sentence that anybody reads, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from khue.core.bilingual import Text


def amount_words(amount: int) -> Text:
    """Đồng as people say large sums: ``12,3 tỷ đồng`` / ``12.3 billion đồng``."""
    size = abs(amount)
    unit, step = (("tỷ đồng", "billion đồng"), 10**9) if size >= 10**9 else (("triệu đồng", "million đồng"), 10**6)
    if size < 10**6:
        return Text(f"{amount:,} đồng".replace(",", "."), f"{amount:,} đồng")
    written = f"{(Decimal(amount) / step).quantize(Decimal('0.1'), ROUND_HALF_EVEN):,}".removesuffix(".0")
    return Text(f"{_vietnamese(written)} {unit[0]}", f"{written} {unit[1]}")


def percent_words(part: int, whole: int) -> Text:
    """``+12,3%``, ``0%`` for no difference; a dash where there was nothing before."""
    if not whole:
        return Text("–", "–")
    if not part:
        return Text("0%", "0%")
    written = f"{(Decimal(part) * 100 / Decimal(whole)).quantize(Decimal('0.1'), ROUND_HALF_EVEN):+,}"
    return Text(f"{_vietnamese(written)}%", f"{written}%")


def count_words(count: int) -> Text:
    return Text(f"{count:,}".replace(",", "."), f"{count:,}")


def summary(result: Mapping[str, Any], years: range) -> Text:
    """What it costs over all years, and for how many cases it gets better or worse."""
    before, after, gain, lose = (
        sum(int(each[name]) for each in result["total"].values())
        for name in ("cost_before", "cost_after", "gain", "lose")
    )
    change = after - before
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"
    if not change and not gain and not lose:
        return Text(
            f"Trong {_years_vi(years)} {span}, thay đổi này không làm chi phí khác đi.",
            f"Over {span}, the change makes no difference to the cost.",
        )
    cost = _cost(change, before)
    winners, losers = count_words(gain), count_words(lose)
    vi = f"Trong {_years_vi(years)} {span}, {cost.vi}; " + (
        f"{winners.vi} lượt đề nghị được hỗ trợ nhiều hơn, "
        if gain
        else "không lượt đề nghị nào được hỗ trợ nhiều hơn, "
    )
    en = f"Over {span}, {cost.en}; " + (
        f"{winners.en} application{_s(gain)} more, " if gain else "no application receives more, "
    )
    return Text(
        vi + (f"{losers.vi} lượt được ít hơn." if lose else "không lượt nào được ít hơn."),
        en + (f"{losers.en} receive{'s' if lose == 1 else ''} less." if lose else "none receives less."),
    )


def _s(count: int) -> str:
    return " receives" if count == 1 else "s receive"


def _cost(change: int, before: int) -> Text:
    """More, less, or as much as before for others than before: then nobody reads "0 đồng more"."""
    base = amount_words(before)
    if not change:
        return Text(
            f"tổng chi phí của Thành phố không đổi ({base.vi})", f"the city spends as much as before ({base.en})"
        )
    amount, part = amount_words(abs(change)), percent_words(change, before)
    told = Text(f"{part.vi} so với {base.vi}", f"{part.en} on {base.en}")
    if not before:
        told = Text(f"so với {base.vi}", f"on {base.en}")
    return Text(
        f"Thành phố chi {'thêm' if change > 0 else 'bớt'} {amount.vi} ({told.vi} theo quy định hiện hành)",
        f"the city spends {amount.en} {'more' if change > 0 else 'less'} ({told.en} under the present law)",
    )


def chance_words(result: Mapping[str, Any]) -> Text | None:
    """How far the difference of the last year moves when the people are drawn anew; None for a quick run."""
    draws = result.get("draws", {})
    if not draws.get("years"):
        return None
    year, bands = list(draws["years"].items())[-1]
    low, _, high = (amount_words(each) for each in bands["change"])
    return Text(
        f"Rút mẫu lại {draws['count']} lần, chênh lệch của năm {year} nằm trong khoảng từ {low.vi} đến {high.vi}.",
        f"Drawn anew {draws['count']} times, the difference in {year} lies between {low.en} and {high.en}.",
    )


def certainty_words(law: Iterable[Mapping[str, Any]], figures: Iterable[Mapping[str, Any]]) -> Text:
    """What the result rests on that nobody has confirmed: legal values, and assumptions of ours."""
    values = list(law)
    open_ = sum(each["certainty"] not in ("confirmed",) for each in values)
    listed = list(figures)
    assumed = sum(each["certainty"] == "assumption" for each in listed)
    return Text(
        f"{open_} trong {len(values)} giá trị theo quy định chưa được cán bộ pháp chế xác nhận theo văn bản gốc; {assumed} trong "
        f"{len(listed)} số liệu của mẫu giả lập là giả định, không phải số liệu đã công bố.",
        f"{open_} of {len(values)} legal values are not confirmed from the signed text by a legal officer; {assumed} of "
        f"{len(listed)} figures of the drawn population are assumptions, not published figures.",
    )


def _years_vi(years: range) -> str:
    return "các năm" if len(years) > 1 else "năm"


def _vietnamese(written: str) -> str:
    return written.translate(str.maketrans(",.", ".,"))


def figure_words(value: Fraction, *, share: bool) -> Text:
    """A figure of the population: a share as a percentage, anything else as a number; ``9/5000`` where neither is short."""
    scaled = value * 100 if share else value
    exact = Decimal(scaled.numerator) / Decimal(scaled.denominator)
    short = exact.quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    if Fraction(short) != scaled:
        return Text(str(value), str(value))
    written = f"{short:,f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    sign = "%" if share else ""
    return Text(_vietnamese(written) + sign, written + sign)
