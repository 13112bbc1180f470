"""Who gets what of a profit: a waterfall in whole đồng that sums exactly. docs/algorithms/distribution.md works it through.

intermediary → authors → owners. Percentages become money once each, upwards, so that nobody's legal floor is missed by a
đồng; what is then split among several is split by the largest remainder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import percent_of
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes

FLOOR, SPLIT = "missions.author-reward-floor", "results.benefit-split"
AUTHORS_SHARE, INTERMEDIARY_SHARE = "results.author_reward", "results.intermediary_share"

DISTRIBUTION = Flow(
    {
        "drawn_up": Text("đã tính, chờ duyệt", "computed, awaiting approval"),
        "approved": Text("đã duyệt, đang chi trả", "approved, being paid"),
        "paid": Text("đã chi trả đủ", "paid in full"),
        "rejected": Text("không được duyệt", "not approved"),
        "superseded": Text("đã thay bằng phương án sửa", "superseded by a correction"),
    },
    (
        Transition("approve", ("drawn_up",), "approved", Text("duyệt", "approve")),
        Transition("reject", ("drawn_up",), "rejected", Text("không duyệt", "reject")),
        Transition("complete", ("approved",), "paid", Text("chi đủ", "complete")),
        Transition("resume", ("paid",), "approved", Text("chi lại", "pay again")),
        Transition("supersede", ("approved", "paid"), "superseded", Text("thay bằng phương án sửa", "supersede")),
    ),
)
PAYOUT = Flow(
    {
        "planned": Text("chờ duyệt", "awaiting approval"),
        "due": Text("chờ chi trả", "to be paid"),
        "ordered": Text("đã lập lệnh chi", "payment ordered"),
        "paid": Text("đã chi trả", "paid"),
        "kept": Text("giữ lại tại bên có thu nhập", "kept by the party that earned it"),
        "dropped": Text("không chi", "not paid"),
        "carried": Text("đã chi theo phương án trước", "paid under the earlier distribution"),
    },
    (
        Transition("approve", ("planned",), "due", Text("duyệt", "approve")),
        Transition("keep", ("planned",), "kept", Text("giữ lại", "keep")),
        Transition("drop", ("planned",), "dropped", Text("bỏ", "drop")),
        Transition("carry", ("planned",), "carried", Text("trừ vào số đã chi", "count what was paid")),
        Transition("reverse", ("due",), "dropped", Text("hủy ghi nợ", "reverse")),
        Transition("order", ("due",), "ordered", Text("lập lệnh chi", "order")),
        Transition("pay", ("ordered",), "paid", Text("chi trả", "pay")),
        Transition("call_off", ("ordered",), "due", Text("hủy lệnh", "call off")),
        Transition("give_back", ("paid",), "ordered", Text("bị trả lại", "give back")),
    ),
)
ROLES = {
    "intermediary": Text("tổ chức trung gian", "intermediary"),
    "author": Text("tác giả", "author"),
    "owner": Text("chủ sở hữu", "owner"),
}


@dataclass(frozen=True, slots=True)
class Claimant:
    """One who takes part: party key and share of the pot, exact."""

    party: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class Pot:
    """What is split. ``profit`` after tax; ``budget_share`` as the rulebook takes it; legal shares as they stand on the day.

    ``agreed_reward``: the authors' part of the whole profit that the owners granted beyond the floor, None for the floor.
    ``intermediary``: its party key, empty for none; ``agreed_fee``: its part by contract, None for the legal one.
    """

    profit: int
    budget_share: Fraction
    author_floor: Fraction
    intermediary_floor: Fraction
    authors: tuple[Claimant, ...]
    owners: tuple[Claimant, ...]
    intermediary: str = ""
    agreed_fee: Fraction | None = None
    agreed_reward: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One payout: who, as what, how much, and the share of its pot."""

    role: str
    party: str
    share: Fraction
    amount: int


@dataclass(frozen=True, slots=True)
class Split:
    """The waterfall's outcome; ``parts`` add up to ``profit`` to the đồng."""

    profit: int
    fee: int
    least_reward: int
    reward: int
    left: int
    parts: tuple[Part, ...]


def largest_remainder(amount: int, shares: Sequence[Fraction]) -> tuple[int, ...]:
    """``amount`` split by ``shares`` (which sum to one) in whole đồng that add up to it.

    Everybody gets the whole đồng of the exact part; the đồng that are left go one each to the largest remainders, equal
    ones to the larger share, then to the earlier in the list. Raises ValueError for shares that do not sum to one.
    """
    if sum(shares, Fraction(0)) != 1 or any(share < 0 for share in shares):
        raise ValueError("shares are not negative and sum to one")
    exact = [amount * share for share in shares]
    whole = [int(part) for part in exact]
    order = sorted(range(len(shares)), key=lambda at: (-(exact[at] - whole[at]), -shares[at], at))
    for at in order[: amount - sum(whole)]:
        whole[at] += 1
    return tuple(whole)


def split(pot: Pot) -> Split:
    """The waterfall. Never gives out more than there is: ``left`` below zero is left to ``may_distribute`` to refuse."""
    fee_share = Fraction(0)
    if pot.intermediary:
        fee_share = pot.intermediary_floor if pot.agreed_fee is None else pot.agreed_fee
    fee = percent_of(pot.profit, fee_share, "up")
    least = percent_of(pot.profit, pot.author_floor * pot.budget_share, "up")
    reward = least if pot.agreed_reward is None else max(least, percent_of(pot.profit, pot.agreed_reward, "up"))
    left = pot.profit - fee - reward
    parts = [Part("intermediary", pot.intermediary, fee_share, fee)] if fee else []
    for role, amount, claimants in (("author", reward, pot.authors), ("owner", left, pot.owners)):
        if amount > 0 and claimants:
            amounts = largest_remainder(amount, [claimant.share for claimant in claimants])
            parts += [Part(role, c.party, c.share, a) for c, a in zip(claimants, amounts, strict=True) if a]
    return Split(pot.profit, fee, least, reward, left, tuple(parts))


def may_distribute(pot: Pot, found: Split, *, newest: bool, taken: bool, corrects: bool = False) -> Decision:
    """What stands against a distribution before the rulebook is asked. One that ``corrects`` may give out nothing at all."""
    reasons: list[Reason] = []
    if taken:
        reasons.append(
            _no(
                "taken",
                "Kỳ này đã có phương án phân chia.",
                "This period has its distribution already.",
                "Mời ông/bà mở phương án đó để xem.",
                "Open it to see where it stands.",
            )
        )
    if not newest:
        reasons.append(
            _no(
                "old_report",
                "Báo cáo này đã được thay bằng bản sửa.",
                "A correction took the place of this report.",
                "Mời ông/bà lập phương án từ bản mới nhất.",
                "Distribute by the newest one.",
            )
        )
    if pot.profit <= 0 and not corrects:
        reasons.append(
            _no(
                "no_profit",
                "Kỳ này không có lợi nhuận sau thuế để phân chia.",
                "There is no after-tax profit to give out for this period.",
                "Không cần làm gì thêm cho kỳ này.",
                "Nothing is to be done for this period.",
            )
        )
    if not pot.authors and not (corrects and pot.profit <= 0):
        reasons.append(
            _no(
                "no_authors",
                "Tỷ lệ đóng góp của các tác giả chưa được xác nhận đủ.",
                "The authors' shares are not confirmed yet.",
                "Mời ông/bà nhắc các tác giả xác nhận trước.",
                "Ask the authors to confirm first.",
            )
        )
    if pot.profit > 0 and found.left < 0:
        reasons.append(
            _no(
                "more_than_profit",
                "Các khoản chia vượt lợi nhuận sau thuế.",
                "What is given out is more than the after-tax profit.",
                "Mời ông/bà giảm phần đã thỏa thuận cho tổ chức trung gian hoặc tác giả.",
                "Lower what was agreed for the intermediary or the authors.",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_approve(state: str, drawn_up_by: Sequence[str], hands: Sequence[str], newest: bool) -> Decision:
    """The second pair of eyes, on the newest report only."""
    found = list(DISTRIBUTION.decision(state, "approve").reasons)
    if set(hands) & {key for key in drawn_up_by if key}:
        found.append(
            _no(
                "same_hands",
                "Người lập phương án không được tự duyệt.",
                "Who drew it up does not approve it.",
                "Mời ông/bà chuyển cho người khác có thẩm quyền duyệt.",
                "Leave it to another person with this right.",
            )
        )
    if not newest:
        found.append(
            _no(
                "report_corrected",
                "Báo cáo thu nhập đã được sửa sau khi lập phương án này.",
                "The income report was corrected after this was drawn up.",
                "Mời ông/bà chọn không duyệt rồi lập lại phương án từ bản sửa.",
                "Reject it and draw it up anew from the correction.",
            )
        )
    return Decision.refuse_if_any(found)


def _no(code: str, vi: str, en: str, next_vi: str, next_en: str) -> Reason:
    return Reason(f"results.{code}", Text(vi, en), Text(next_vi, next_en))


# -- what is asked ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DrawUp:
    """Compute the distribution of an income report. ``agreed_reward`` is the authors' part of the profit, None for the floor."""

    report_id: int
    agreed_reward: Fraction | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApproveDistribution:
    """``line`` is the budget line from which the payouts go out; ``approved`` false rejects with a ground."""

    distribution_id: int
    approved: bool
    line: str = ""
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrderPayout:
    payout_id: int
    payee: Payee
    content: str
    codes: BudgetCodes
    account_id: int
    same_holder: bool = False
    once: UUID | None = None


def facts_of_split(pot: Pot, found: Split) -> dict[str, Any]:
    """What the rulebook is asked about a split."""
    return {
        "after_tax_profit": pot.profit,
        "budget_share": pot.budget_share,
        "planned_author_reward": found.reward,
        "has_intermediary": bool(pot.intermediary),
        "intermediary_agreed": pot.agreed_fee is not None,
        "planned_intermediary_fee": found.fee,
        "co_authors": [{"reward": part.amount} for part in found.parts if part.role == "author"],
    }
