"""Offers: what the law allows each part to be, and whether an offer may be drawn up, sent and answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from khue.core.bilingual import Text
from khue.core.clock import day_after_months
from khue.core.days import format_day
from khue.core.decision import Decision, Reason, Source
from khue.core.money import MAX_DONG, format_dong
from khue.features.talent.domain.commands import AnswerOffer, DecideOffer, Terms
from khue.features.talent.domain.reasons import four_eyes, missing_ground, missing_text, own_hands, reason
from khue.features.talent.domain.words import BONUS, DUES, OFFER

PAY_RULE: Final = "talent.city-pay-ceiling"
RULES: Final = {
    BONUS: "talent.bonus-ceiling",
    "start": "talent.start-support",
    "health": "talent.health-package",
    "family": "talent.rest-allowance",
}
"""The rule that limits each part; housing and transport have no figure in the decree."""
EXTRAS: Final = ("start", "housing", "health", "family", BONUS)
MOST_RESULTS: Final = 12
MOST_MONTHS: Final = 120


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What the rulebook says of one part. ``limit`` đồng for the whole contract; None: no figure is known.

    ``applies``: it binds. ``refused``: this expert may not have the part at all (``why``).
    """

    kind: str
    limit: int | None
    applies: bool
    refused: bool
    why: Text
    source: Source | None = None


def pay_of(terms: Terms) -> int:
    """Pay of the whole contract, đồng."""
    return terms.monthly_pay * terms.months


def total_of(terms: Terms) -> int:
    """The most that the contract can cost, đồng."""
    return pay_of(terms) + sum(terms.extra(kind) for kind in EXTRAS)


def years_of(months: int) -> int:
    """Years begun: a yearly ceiling counts once for each."""
    return -(-months // 12)


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """``ready``: the candidate is recommended, or the engagement may be renewed. ``taken``: another offer of this post stands."""

    ready: bool
    taken: bool
    until_on: date | None
    longest_months: int


def may_draft(facts: OfferFacts, terms: Terms, ceilings: Collection[Ceiling], today: date) -> Decision:
    """Everything that is wrong with an offer, each ceiling with its source."""
    faults: list[Reason] = []
    if not facts.ready:
        faults.append(
            reason(
                "not_ready", "Chưa có ý kiến đề nghị chọn của tổ tuyển chọn, hoặc kết luận gia hạn.",
                "There is no recommendation of the selection group, or no conclusion to renew.",
                "Mời ông/bà chờ tổ tuyển chọn hoặc kết luận đánh giá.", "Wait for the group, or for the evaluation.",
            )
        )  # fmt: skip
    if facts.taken:
        faults.append(
            reason(
                "taken", "Vị trí này đã có một đề nghị đang chờ hoặc đã được đồng ý.",
                "Another offer of this post waits or was accepted.",
                "Mời ông/bà rút đề nghị đó trước.", "Withdraw that one first.",
            )
        )  # fmt: skip
    faults += _numbers(terms, facts, today)
    faults += _results(terms, today)
    for ceiling in ceilings:
        faults += _above(terms, ceiling)
    return Decision.refuse_if_any(faults)


def _numbers(terms: Terms, facts: OfferFacts, today: date) -> Iterator[Reason]:
    if not 0 < terms.monthly_pay <= MAX_DONG // 10_000:
        yield reason(
            "monthly_pay", "Mức lương tháng phải lớn hơn 0.", "The monthly pay must be above zero.",
            "Mời ông/bà nhập lại.", "Enter it again.", "monthly_pay",
        )  # fmt: skip
    longest = facts.longest_months or MOST_MONTHS
    if not 0 < terms.months <= longest:
        yield reason(
            "months", f"Thời hạn phải từ 1 đến {longest} tháng.", f"The contract lasts from 1 to {longest} months.",
            "Mời ông/bà nhập lại số tháng.", "Enter the months again.", "months",
        )  # fmt: skip
    if terms.from_on < today:
        yield reason(
            "from_on", "Ngày bắt đầu không được trước hôm nay.", "The first day must not lie in the past.",
            "Mời ông/bà chọn lại ngày.", "Choose another day.", "from_on",
        )  # fmt: skip
    for kind in EXTRAS:
        if not 0 <= terms.extra(kind) <= MAX_DONG // 10_000:
            yield reason(
                kind, "Số tiền không được âm và không được quá lớn.", "An amount is not negative and not beyond reason.",
                "Mời ông/bà nhập lại.", "Enter it again.", kind,
            )  # fmt: skip


def _results(terms: Terms, today: date) -> Iterator[Reason]:
    if not 0 < len(terms.results) <= MOST_RESULTS:
        yield reason(
            "results", f"Hợp đồng theo sản phẩm cần từ 1 đến {MOST_RESULTS} sản phẩm.",
            f"A contract by result names 1 to {MOST_RESULTS} results.",
            "Mời ông/bà ghi các sản phẩm.", "Name the results.", "results",
        )  # fmt: skip
        return
    ends = day_after_months(terms.from_on, max(1, min(terms.months, MOST_MONTHS)))
    for no, line in enumerate(terms.results):
        yield from missing_text(line.title, f"results.{no}.title", Text("tên sản phẩm", "title of the result"), 300)
        yield from missing_text(line.criteria, f"results.{no}.criteria", Text("tiêu chí", "criteria"), 2000)
        if line.amount <= 0 or not terms.from_on <= line.due_on <= ends:
            yield reason(
                "result_line", f"Sản phẩm {no + 1} cần số tiền lớn hơn 0 và hạn trong thời gian hợp đồng.",
                f"Result {no + 1} needs an amount above zero and a day within the contract.",
                "Mời ông/bà nhập lại.", "Enter it again.", f"results.{no}.due_on",
            )  # fmt: skip
    total = sum(line.amount for line in terms.results)
    if total != pay_of(terms):
        pay = pay_of(terms)
        yield Reason(
            "talent.results_total",
            Text(
                f"Tổng tiền theo sản phẩm là {format_dong(total, 'vi')}, khác tổng lương {format_dong(pay, 'vi')}.",
                f"The results add up to {format_dong(total, 'en')}, not to the pay of {format_dong(pay, 'en')}.",
            ),
            Text("Mời ông/bà chia lại số tiền cho các sản phẩm.", "Divide the pay among the results."),
            "results",
        )


def _above(terms: Terms, ceiling: Ceiling) -> Iterator[Reason]:
    amount = terms.monthly_pay if ceiling.kind == "pay" else terms.extra(ceiling.kind)
    field = "monthly_pay" if ceiling.kind == "pay" else ceiling.kind
    if not ceiling.applies or amount <= 0:
        return
    if ceiling.refused:
        yield Reason(
            f"talent.{ceiling.kind}_refused", ceiling.why,
            Text("Mời ông/bà bỏ khoản này hoặc thỏa thuận lại.", "Leave this part out, or agree anew."), field, ceiling.source,
        )  # fmt: skip
    elif ceiling.limit is not None and amount > ceiling.limit:
        name = DUES[ceiling.kind] if ceiling.kind in DUES else Text("lương tháng", "monthly pay")
        yield Reason(
            f"talent.{ceiling.kind}_above",
            Text(
                f"Khoản {name.vi} {format_dong(amount, 'vi')} vượt mức tối đa {format_dong(ceiling.limit, 'vi')}.",
                f"The {name.en} of {format_dong(amount, 'en')} is above the ceiling of {format_dong(ceiling.limit, 'en')}.",
            ),
            Text(
                f"Mời ông/bà giảm còn tối đa {format_dong(ceiling.limit, 'vi')}.",
                f"Lower it to {format_dong(ceiling.limit, 'en')} at most.",
            ),
            field,
            ceiling.source,
        )


def may_decide_offer(
    state: str, drafted_by: Collection[str], hands: Collection[str], near: bool, asked: DecideOffer, from_on: date, today: date
) -> Decision:  # fmt: skip
    faults = list(OFFER.decision(state, "approve" if asked.approved else "reject").reasons)
    faults += [*four_eyes(drafted_by, hands), *own_hands(near)]
    if not asked.approved:
        faults += missing_ground(asked.ground)
    elif asked.answer_by is None or not today <= asked.answer_by <= max(from_on, today):
        faults.append(
            reason(
                "answer_by", "Hạn trả lời phải từ hôm nay đến ngày bắt đầu hợp đồng.",
                "The expert answers between today and the first day of the contract.",
                "Mời ông/bà chọn lại hạn trả lời.", "Choose another day.", "answer_by",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_answer(state: str, answer_by: date | None, asked: AnswerOffer, today: date) -> Decision:
    """The last day still counts; afterwards the offer has lapsed, whether or not the hour's job has noticed."""
    faults = list(OFFER.decision(state, "accept" if asked.accepts else "decline").reasons)
    if not faults and answer_by is not None and today > answer_by:
        faults.append(
            reason(
                "too_late", f"Đã quá hạn trả lời ngày {answer_by:%d/%m/%Y}.",
                f"The last day to answer was {format_day(answer_by, 'en')}.",
                "Mời ông/bà đề nghị cơ quan gửi lại.", "Ask the agency to send it again.",
            )
        )  # fmt: skip
    if not asked.accepts:
        faults += missing_ground(asked.ground)
    return Decision.refuse_if_any(faults)
