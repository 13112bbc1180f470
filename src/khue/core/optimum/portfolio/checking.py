"""Problems that make no sense are refused before anything is solved: every fault at once, each naming its item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.core.money import MAX_DONG
from khue.core.optimum.portfolio.problem import Limit, Offer, Problem

MAX_VALUE = 10**9
"""The largest value of one offer or bonus."""


def check(problem: Problem) -> None:
    """Raises Refused with one reason per fault; ``field`` of each names the item, as ``offers.P7``."""
    reasons = [*_offers(problem), *_groups(problem), *_ties(problem)]
    if reasons:
        raise Refused.because(*reasons)


def _offers(problem: Problem) -> Iterator[Reason]:
    if not problem.offers:
        yield _fault("no_offers", "offers", "Chưa có hồ sơ nào để lựa chọn.", "There is no proposal to choose from.")
    if not 0 <= problem.budget <= MAX_DONG:
        vi, en = "Ngân sách phải từ 0 đến {most} đồng.", "The budget must be from 0 to {most} đồng."
        yield _fault("budget", "budget", vi, en, most=MAX_DONG)
    yield from _twice("offers", (offer.id for offer in problem.offers))
    for offer in problem.offers:
        yield from _offer(offer)


def _offer(offer: Offer) -> Iterator[Reason]:
    at, name = f"offers.{offer.id}", offer.id
    if not 0 <= offer.cost <= MAX_DONG:
        vi, en = "Kinh phí của hồ sơ {name} nằm ngoài khoảng cho phép.", "The cost of proposal {name} is out of range."
        yield _fault("cost", at, vi, en, name=name)
    if offer.weight < 0 or not 0 <= offer.value <= MAX_VALUE:
        vi, en = "Giá trị của hồ sơ {name} nằm ngoài khoảng cho phép.", "The value of proposal {name} is out of range."
        yield _fault("value", at, vi, en, name=name)
    costs = [level.cost for level in offer.levels]
    whole = all(0 <= level.cost < offer.cost and 0 <= level.percent < 100 for level in offer.levels)
    if not whole or len(set(costs)) < len(costs):
        vi = "Các mức hỗ trợ một phần của hồ sơ {name} phải khác nhau và thấp hơn mức đầy đủ."
        en = "The partial grants of proposal {name} must differ and lie below the full one."
        yield _fault("levels", at, vi, en, name=name)


def _groups(problem: Problem) -> Iterator[Reason]:
    yield from _twice("limits", (limit.group for limit in problem.limits))
    for limit in problem.limits:
        yield from _limit(limit)
    for bonus in problem.bonuses:
        if bonus.count < 1 or not 0 <= bonus.value <= MAX_VALUE:
            vi = "Điểm thưởng của nhóm {name} phải bắt đầu từ ít nhất một hồ sơ và không được âm."
            en = "The bonus of group {name} must begin at one proposal or more and cannot be negative."
            yield _fault("bonus", f"bonuses.{bonus.group}", vi, en, name=bonus.group)


def _limit(limit: Limit) -> Iterator[Reason]:
    for least, most, vi, en in (
        (limit.least_count, limit.most_count, "số hồ sơ", "number of proposals"),
        (limit.least_money, limit.most_money, "kinh phí", "money"),
    ):
        if least < 0 or (most is not None and most < least):
            yield _fault(
                "limit", f"limits.{limit.group}",
                f"Giới hạn {vi} của nhóm {{name}} tự mâu thuẫn: ít nhất {least}, nhiều nhất {most}.",
                f"The limit of the {en} of group {{name}} contradicts itself: at least {least}, at most {most}.",
                name=limit.group,
            )  # fmt: skip


def _ties(problem: Problem) -> Iterator[Reason]:
    known = {offer.id for offer in problem.offers}
    named = [("needs", name) for pair in problem.needs for name in pair]
    named += [("exclusions", name) for group in problem.exclusions for name in sorted(group)]
    named += [("must", name) for name in sorted(problem.must)] + [
        ("must_not", name) for name in sorted(problem.must_not)
    ]
    for kind, name in named:
        if name not in known:
            vi, en = "Không có hồ sơ {name} trong đợt này.", "There is no proposal {name} here."
            yield _fault("unknown", f"{kind}.{name}", vi, en, name=name)
    for one, other in problem.needs:
        if one == other:
            vi, en = "Hồ sơ {name} không thể phụ thuộc vào chính nó.", "Proposal {name} cannot depend on itself."
            yield _fault("self", f"needs.{one}", vi, en, name=one)
    for name in sorted(problem.must & problem.must_not):
        vi = "Hồ sơ {name} vừa bắt buộc phải được chọn, vừa không được chọn."
        en = "Proposal {name} must be funded and must not be funded at the same time."
        yield _fault("both", f"must.{name}", vi, en, name=name)
    for group in problem.exclusions:
        if len(both := sorted(group & problem.must)) > 1:
            vi = "Các hồ sơ {name} loại trừ nhau nên không thể cùng bắt buộc phải được chọn."
            en = "Proposals {name} exclude each other and cannot all be compulsory."
            yield _fault("excluded", f"must.{both[0]}", vi, en, name=", ".join(both))
    for one, other in problem.needs:
        if one in problem.must and other in problem.must_not:
            vi = "Hồ sơ {name} bắt buộc phải được chọn, nhưng hồ sơ {other} mà nó phụ thuộc lại không được chọn."
            en = "Proposal {name} is compulsory, but proposal {other}, which it needs, must not be funded."
            yield _fault("needed", f"must.{one}", vi, en, name=one, other=other)


def _twice(kind: str, names: Iterable[str]) -> Iterator[Reason]:
    for name, count in sorted(Counter(names).items()):
        if count > 1:
            vi, en = "{name} xuất hiện {count} lần.", "{name} appears {count} times."
            yield _fault("twice", f"{kind}.{name}", vi, en, name=name, count=count)


def _fault(code: str, field: str, vi: str, en: str, **values: object) -> Reason:
    step = Text("Mời ông/bà kiểm tra lại mục này rồi tính lại.", "Correct this item, then solve again.")
    return Reason(code, Text(vi, en).fill(**values), step, field)
