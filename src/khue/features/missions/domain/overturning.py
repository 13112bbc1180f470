"""What a decision on an appeal does to the money of a support: pure, in đồng.

A cut takes first what is not accepted yet, from the last tranche backwards, then what is accepted and unpaid, and last
what was paid: that becomes a claim. So the receiver keeps what it has as far as the new decision lets it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong

ChangeKind = Literal["commit", "tranche", "release", "unaccrue", "claim"]


@dataclass(frozen=True, slots=True)
class Part:
    """A tranche and where its money is: ``bound`` not accepted, ``owed`` accepted and unpaid, ``gone`` paid out."""

    id: int
    no: int
    bound: int
    owed: int
    gone: int


@dataclass(frozen=True, slots=True)
class Change:
    """One movement. ``tranche`` is the id of the tranche that it takes from, 0 when there is none."""

    kind: ChangeKind
    amount: int
    tranche: int = 0
    no: int = 0


def changes(granted: int, target: int, parts: Sequence[Part]) -> tuple[Change, ...]:
    """From the amount granted to the target (0: annulled). The movements add up to the difference exactly."""
    if target > granted:
        more = target - granted
        added = (Change("tranche", more),) if parts else ()
        return (Change("commit", more), *added)
    return tuple(_cut(granted - target, parts)) if target < granted else ()


def _cut(less: int, parts: Sequence[Part]) -> Iterable[Change]:
    if not parts:
        yield Change("release", less)
        return
    backwards = sorted(parts, key=lambda part: -part.no)
    takes: tuple[tuple[ChangeKind, str], ...] = (("release", "bound"), ("unaccrue", "owed"), ("claim", "gone"))
    for kind, where in takes:
        for part in backwards:
            amount = min(less, getattr(part, where))
            if amount:
                less -= amount
                yield Change(kind, amount, part.id, part.no)


def what_is_left(part: Part, found: Iterable[Change]) -> Part:
    """The tranche after the changes that concern it."""
    field = {"release": "bound", "unaccrue": "owed", "claim": "gone"}
    for change in found:
        if change.tranche == part.id and change.kind in field:
            name = field[change.kind]
            part = replace(part, **{name: getattr(part, name) - change.amount})
    return part


def claimed(found: Iterable[Change]) -> int:
    return sum(change.amount for change in found if change.kind == "claim")


@dataclass(frozen=True, slots=True)
class OverturnFacts:
    """What the rules ask: ``available`` is what is left of the budget line that pays more, in đồng."""

    state: str
    budget_line: str
    available: int
    repay_by: date | None
    today: date
    ordered: frozenset[int] = frozenset()
    """Ids of tranches whose payment order is under way: neither owed any more nor paid."""


REVISABLE = ("granted", "running", "completed")


def may_overturn(facts: OverturnFacts, outcome: str, found: Sequence[Change]) -> Decision:
    """The support is in a state that the outcome can change; more money is there; paid money has a day to come back."""
    reasons = list(_state_reasons(facts.state, outcome))
    more = sum(change.amount for change in found if change.kind == "commit")
    if more and not facts.budget_line:
        reasons.append(
            Reason(
                "no_budget_line",
                Text("Chưa chọn dòng ngân sách.", "No budget line was chosen."),
                Text("Mời ông/bà chọn dòng ngân sách sẽ chi.", "Choose the budget line that pays."),
                "budget_line",
            )
        )
    elif more > facts.available:
        short = more - facts.available
        reasons.append(
            Reason(
                "budget",
                Text(
                    f"Dòng ngân sách còn {format_dong(facts.available, 'vi')}, thiếu {format_dong(short, 'vi')}.",
                    f"The budget line has {format_dong(facts.available, 'en')} left, {format_dong(short, 'en')} short.",
                ),
                Text("Đề nghị bổ sung dự toán rồi quyết định.", "Ask for a further appropriation, then decide."),
                "amount",
            )
        )
    claims = [change for change in found if change.kind == "claim"]
    under_way = [change.no for change in claims if change.tranche in facts.ordered]
    if under_way:
        reasons.append(_payment_under_way(under_way[0]))
    if len(claims) > len(under_way):
        reasons += _repay_reasons(facts)
    return Decision.refuse_if_any(reasons)


def _payment_under_way(no: int) -> Reason:
    return Reason(
        "payment_under_way",
        Text(
            f"Đợt {no} đang có lệnh chi chưa có kết quả nên chưa biết là không chi hay phải thu hồi.",
            f"A payment order of tranche {no} is under way: it is not known yet whether the money stays or is to come back.",
        ),
        Text(
            "Mời ông/bà đề nghị kế toán hủy lệnh chi, hoặc chờ sao kê của ngân hàng.",
            "Have the accountants cancel the order, or wait for the bank's statement.",
        ),
        "amount",
    )


def _state_reasons(state: str, outcome: str) -> Iterable[Reason]:
    wanted = ("refused",) if outcome == "replaced" else REVISABLE
    if state not in wanted:
        yield Reason(
            "state",
            Text(
                "Khoản hỗ trợ không còn ở trạng thái mà kết quả này có thể thay đổi.",
                "The support is no longer in a state that this outcome can change.",
            ),
            Text("Mở lại khoản hỗ trợ để xem.", "Open the support to see where it stands."),
        )


def _repay_reasons(facts: OverturnFacts) -> Iterable[Reason]:
    if facts.repay_by is None:
        yield Reason(
            "repay_by",
            Text(
                "Đã chi một phần kinh phí: cần ấn định hạn hoàn trả.",
                "Part of the money was paid: the day by which it comes back is missing.",
            ),
            Text("Nhập hạn hoàn trả.", "Enter the day."),
            "repay_by",
        )
    elif facts.repay_by <= facts.today:
        yield Reason(
            "repay_by",
            Text("Hạn hoàn trả phải sau hôm nay.", "The day of repayment lies after today."),
            Text("Chọn ngày muộn hơn.", "Choose a later day."),
            "repay_by",
        )


def change_text(change: Change) -> Text:
    """A change in words, for the decision, the support's page and the ledger entry."""
    vi, en = format_dong(change.amount, "vi"), format_dong(change.amount, "en")
    at_vi, at_en = (f" của đợt {change.no}", f" of tranche {change.no}") if change.no else ("", "")
    match change.kind:
        case "commit":
            return Text(f"Cam kết chi bổ sung {vi}", f"A further {en} is committed")
        case "tranche":
            return Text(f"Bổ sung một đợt giải ngân {vi}", f"A further tranche of {en} is added")
        case "release":
            return Text(f"Giải phóng {vi} chưa nghiệm thu{at_vi}", f"{en}{at_en}, not accepted yet, is released")
        case "unaccrue":
            return Text(f"Không chi {vi} đã nghiệm thu{at_vi}", f"{en}{at_en}, accepted and unpaid, is no longer owed")
        case "claim":
            return Text(f"Thu hồi {vi} đã chi{at_vi}", f"{en}{at_en}, paid, is to be given back")
