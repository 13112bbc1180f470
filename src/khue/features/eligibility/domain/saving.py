"""Keeping a check: what is kept, what may be kept, and what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason
from khue.features.eligibility.domain.results import Short

LONGEST_NAME: Final = 80
MOST_SAVED: Final = 50
"""Saved checks of one person: more than a list can show is no help."""


@dataclass(frozen=True, slots=True)
class SaveCheck:
    """``typed`` are the answers as the address has them; ``party`` is for whom the question was asked."""

    name: str
    typed: tuple[tuple[str, str], ...]
    party: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RemoveCheck:
    check_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What one entitlement said on the day of a saved check."""

    rule: str
    title: Text
    outcome: Outcome
    amount: Text | None

    @classmethod
    def of(cls, found: Short) -> Kept:
        return cls(found.rule, found.title, found.outcome, found.amount)

    def to_json(self) -> dict[str, Any]:
        amount = self.amount.to_json() if self.amount else None
        return {"rule": self.rule, "title": self.title.to_json(), "outcome": self.outcome.value, "amount": amount}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Kept:
        amount = Text.from_json(kept["amount"]) if kept["amount"] else None
        return cls(kept["rule"], Text.from_json(kept["title"]), Outcome(kept["outcome"]), amount)


@dataclass(frozen=True, slots=True)
class Change:
    """An entitlement that says something else now. ``then`` or ``now`` is None when there was or is no such rule."""

    title: Text
    then: Kept | None
    now: Kept | None


def changes(then: Iterable[Kept], now: Iterable[Kept]) -> tuple[Change, ...]:
    """What says something else than it did: another outcome or another amount, by the order of today's list."""
    before = {each.rule: each for each in then}
    after = {each.rule: each for each in now}
    found = []
    latest = after | {rule: kept for rule, kept in before.items() if rule not in after}
    for rule, kept in latest.items():
        old, new = before.get(rule), after.get(rule)
        if old is None or new is None or (old.outcome, old.amount) != (new.outcome, new.amount):
            found.append(Change(kept.title, old, new))
    return tuple(found)


def check_name(given: str, today: date) -> str:
    """As it is kept: one line, single spaces; without one, the day."""
    return " ".join(given.split()) or f"{today:%d/%m/%Y}"


def may_save(asked: SaveCheck, *, saved: int, parties: Sequence[str], wrong: Iterable[Text]) -> Decision:
    """``saved`` counts the person's saved checks, ``parties`` are those the person may ask for."""
    reasons = []
    if len(" ".join(asked.name.split())) > LONGEST_NAME:
        reasons.append(
            Reason(
                "eligibility.long_name",
                Text(f"Tên dài quá {LONGEST_NAME} ký tự.", f"The name has more than {LONGEST_NAME} letters."),
                Text("Mời ông/bà đặt tên ngắn hơn.", "Choose a shorter name."),
                "name",
            )
        )
    if saved >= MOST_SAVED:
        reasons.append(
            Reason(
                "eligibility.too_many",
                Text(
                    f"Ông/bà đã lưu {saved} lần tra cứu; mỗi người được lưu nhiều nhất {MOST_SAVED} lần.",
                    f"You have saved {saved} checks; {MOST_SAVED} is the most.",
                ),
                Text("Mời ông/bà xóa bớt rồi lưu lại.", "Delete some, then save again."),
            )
        )
    if asked.party not in parties:
        reasons.append(
            Reason(
                "eligibility.not_my_party",
                Text(
                    "Ông/bà không được ủy quyền cho tổ chức này.", "You hold no mandate for this organisation."
                ),
                Text("Mời ông/bà chọn trong danh sách.", "Choose one of the list."),
                "party",
            )
        )  # fmt: skip
    if not asked.typed:
        reasons.append(
            Reason(
                "eligibility.no_answers",
                Text("Chưa có câu trả lời nào để lưu.", "There is no answer to save yet."),
                Text("Mời ông/bà trả lời ít nhất một câu hỏi.", "Answer one question at least."),
            )
        )
    reasons += [
        Reason(
            "eligibility.wrong_answer",
            why,
            Text("Mời ông/bà sửa câu trả lời rồi lưu lại.", "Correct the answer, then save again."),
        )
        for why in wrong
    ]
    return Decision.refuse_if_any(reasons)
