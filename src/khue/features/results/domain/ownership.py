"""Who owns a result: by the shares of the money that formed it, and by agreement where the law leaves room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.rules.kinds import MAX_PART
from khue.features.results.domain.register import OriginFacts
from khue.features.results.domain.shares import in_full

RULE = "results.ownership-share"
LEAD = "lead-organisation"


@dataclass(frozen=True, slots=True)
class Owner:
    """A party and its part; ``part`` says where it comes from: ``budget``, ``own`` money, or an ``agreement``."""

    party: str
    share: Fraction
    part: str = "own"


@dataclass(frozen=True, slots=True)
class AgreeOwnership:
    """The owners agree on another split of what the budget did not form. ``files`` hold the signed agreement."""

    result_id: int
    owners: tuple[tuple[str, Fraction], ...]
    ground: str
    files: tuple[Any, ...] = ()
    seen: int | None = None
    once: UUID | None = None


def rule_share(share: Fraction) -> Fraction:
    """The budget's share as the rulebook takes it: to the millionth, rounded up, so that nobody's floor becomes lower."""
    if share.denominator <= MAX_PART:
        return share
    return min(Fraction(1), Fraction(-(-share.numerator * MAX_PART // share.denominator), MAX_PART))


def by_money(facts: OriginFacts, *, lead_owns_budget_part: bool, state: str = "") -> tuple[Owner, ...]:
    """Owners by the money of the task. The budget's part belongs to the lead organisation (the State's, ``state``, where the
    rule says so); the rest to those who paid it, and to the lead where nobody else is on record."""
    parts: dict[tuple[str, str], Fraction] = {}
    if facts.public_money:
        parts[facts.party if lead_owns_budget_part else state, "budget"] = facts.public_share
    others = sum(amount for _party, amount in facts.funders)
    for party, amount in facts.funders:
        parts[party, "own"] = parts.get((party, "own"), Fraction(0)) + Fraction(amount, facts.total_money)
    left = facts.total_money - facts.public_money - others
    if left > 0:
        parts[facts.party, "own"] = parts.get((facts.party, "own"), Fraction(0)) + Fraction(left, facts.total_money)
    return tuple(Owner(party, share, part) for (party, part), share in parts.items() if share)


def may_agree(asked: AgreeOwnership, now: tuple[Owner, ...], known: Mapping[str, Any]) -> Decision:
    """An agreement may move what own money formed. The part that the budget formed stays where the law puts it."""
    return Decision.refuse_if_any(_faults(asked, now, known))


def _faults(asked: AgreeOwnership, now: tuple[Owner, ...], known: Mapping[str, Any]) -> Iterator[Reason]:
    total = sum((share for _party, share in asked.owners), Fraction(0))
    mend = Text("Mời ông/bà sửa mục này.", "Please mend this field.")
    if total != 1 or any(share <= 0 for _party, share in asked.owners):
        yield Reason(
            "results.owners_sum",
            Text("Tổng phần sở hữu phải bằng đúng 100%.", "The parts of the owners add up to exactly 100%."),
            mend,
            "owners",
        )
    if any(party not in known for party, _share in asked.owners):
        yield Reason(
            "results.owner_unknown",
            Text("Có chủ sở hữu chưa có thông tin trong hệ thống.", "One of the owners is not on record."),
            mend,
            "owners",
        )
    budget: dict[str, Fraction] = {}
    for owner in now:
        if owner.part == "budget":
            budget[owner.party] = budget.get(owner.party, Fraction(0)) + owner.share
    given: dict[str, Fraction] = {}
    for party, share in asked.owners:
        given[party] = given.get(party, Fraction(0)) + share
    for party, least in budget.items():
        if given.get(party, Fraction(0)) < least:
            says = in_full(least)
            yield Reason(
                "results.budget_part",
                Text(
                    f"Phần hình thành từ ngân sách ({says.vi}) thuộc tổ chức chủ trì theo luật, không chuyển được bằng thỏa thuận.",
                    f"The part that the budget formed ({says.en}) belongs to the lead organisation by law; an agreement does not move it.",
                ),
                Text(
                    "Mời ông/bà chỉ thỏa thuận lại phần hình thành từ vốn khác.",
                    "Agree anew only on what other money formed.",
                ),
                "owners",
            )
    if not asked.ground.strip():
        yield Reason("results.ground", Text("Chưa ghi số, ngày của thỏa thuận.", "Number and day of the agreement are missing."), mend, "ground")  # fmt: skip
    if not asked.files:
        yield Reason("results.files", Text("Chưa đính kèm thỏa thuận đã ký.", "The signed agreement is missing."), mend, "papers")  # fmt: skip


def split_again(asked: AgreeOwnership, now: tuple[Owner, ...]) -> tuple[Owner, ...]:
    """The owners after the agreement: the budget's part as it was, the rest by agreement."""
    kept = [owner for owner in now if owner.part == "budget"]
    rest: dict[str, Fraction] = {}
    for party, share in asked.owners:
        rest[party] = rest.get(party, Fraction(0)) + share
    for owner in kept:
        rest[owner.party] = rest.get(owner.party, Fraction(0)) - owner.share
    return (*kept, *(Owner(party, share, "agreement") for party, share in rest.items() if share > 0))
