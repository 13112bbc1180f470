"""A distribution whose income report was corrected after money went out: pure, in đồng.

What a party was paid already counts against its new part; what it was paid beyond that it owes back. Nothing that was paid is
rewritten. docs/algorithms/distribution.md works it through.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.results.domain.distribution import Part

Claimed = tuple[str, str]
"""Role and party key."""


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the new distribution, or the piece of it that was paid already (``carried``)."""

    part: Part
    amount: int
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Settlement:
    """``lines`` add up to the new parts; ``back`` is what each owes back, never zero."""

    lines: tuple[Line, ...]
    back: tuple[tuple[Claimed, int], ...]

    @property
    def carried(self) -> dict[Claimed, int]:
        return {(line.part.role, line.part.party): line.amount for line in self.lines if line.carried}


def settle(parts: Sequence[Part], paid: Mapping[Claimed, int]) -> Settlement:
    """``paid``: what went out to each by the distribution that is corrected, what was carried into it included."""
    lines: list[Line] = []
    left = dict(paid)
    for part in parts:
        had = left.pop((part.role, part.party), 0)
        carried = min(had, part.amount)
        if carried:
            lines.append(Line(part, carried, carried=True))
        if part.amount > carried:
            lines.append(Line(part, part.amount - carried))
        if had > carried:
            left[(part.role, part.party)] = had - carried
    return Settlement(tuple(lines), tuple((who, amount) for who, amount in left.items() if amount))


def may_correct(*, ordered: int, moved: bool) -> Decision:
    """``ordered``: payment orders of the earlier distribution that are neither paid nor called off."""
    reasons = []
    if ordered:
        reasons.append(
            Reason(
                "results.order_under_way",
                Text(
                    f"Còn {ordered} lệnh chi của phương án trước đang thực hiện.",
                    f"{ordered} payment orders of the earlier distribution are under way.",
                ),
                Text(
                    "Mời ông/bà chờ ngân hàng báo kết quả, hoặc hủy các lệnh chi đó trước.",
                    "Wait for the bank, or cancel these orders first.",
                ),
            )
        )
    if moved:
        reasons.append(
            Reason(
                "results.paid_meanwhile",
                Text(
                    "Số đã chi theo phương án trước đã thay đổi từ khi lập phương án sửa.",
                    "What was paid by the earlier distribution has changed since this was drawn up.",
                ),
                Text("Mời ông/bà chọn không duyệt rồi lập lại.", "Reject it and draw it up anew."),
            )
        )
    return Decision.refuse_if_any(reasons)
