"""A year's plan: what a line must hold against its norm, and who may draw up, propose and approve."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import MAX_DONG, format_dong
from khue.features.activities.domain.commands import DraftPlan, PutLine
from khue.features.activities.domain.reasons import four_eyes, missing_ground, missing_text, reason
from khue.features.activities.domain.words import COUNCIL, KINDS, VERSION

MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Norm:
    """The most for one unit as the law has it on a day. ``each`` None: nothing applies, ``known`` what is said all the same."""

    id: str
    each: int | None
    known: int | None
    source: Text | None
    certainty: str


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line as the proposed version has it, đồng: ``amount`` (0: left out), ``before`` in the version in force, ``used``."""

    line: int
    purpose: str
    amount: int
    before: int
    used: int
    state: str


def may_draft(asked: DraftPlan, units: Collection[str], known: Collection[str], today: date) -> Decision:
    faults: list[Reason] = []
    if asked.unit not in known:
        faults.append(
            reason(
                "unit",
                "Không có đơn vị này.",
                "There is no such unit.",
                "Mời ông/bà chọn đơn vị.",
                "Choose a unit.",
                "unit",
            )
        )
    elif units and asked.unit not in units:
        faults.append(
            reason(
                "not_your_unit",
                "Ông/bà chỉ lập kế hoạch cho đơn vị của mình.",
                "You plan for your own unit only.",
                "Mời ông/bà chọn đơn vị của mình.",
                "Choose your own unit.",
                "unit",
            )
        )
    if not today.year - 1 <= asked.year <= today.year + 1:
        faults.append(
            reason(
                "year",
                "Kế hoạch lập cho năm trước, năm nay hoặc năm sau.",
                "A plan is for last, this or next year.",
                "Mời ông/bà chọn lại năm.",
                "Choose the year again.",
                "year",
            )
        )
    if not asked.line:
        faults.append(
            reason(
                "line",
                "Chưa chọn dòng ngân sách.",
                "No budget line is chosen.",
                "Mời ông/bà chọn dòng ngân sách.",
                "Choose a budget line.",
                "line",
            )
        )
    faults += missing_text(asked.ground, "ground", Text("căn cứ lập kế hoạch", "ground of the plan"), 1000)
    return Decision.refuse_if_any(faults)  # fmt: skip


def may_put(asked: PutLine, state: str, norm: Norm, lines: int, fee_line: bool) -> Decision:
    """``fee_line``: another line of the version is for council fees already."""
    faults: list[Reason] = []
    if state != "drafted":
        faults += VERSION.decision(state, "propose").reasons
    faults += missing_text(asked.purpose, "purpose", Text("mục đích", "purpose"), 300)
    faults += _figures(asked)
    faults += norm_faults(asked.each, norm, asked.ground)
    if asked.line_id is None and lines >= MOST_LINES:
        faults.append(
            reason(
                "too_many",
                f"Kế hoạch có nhiều nhất {MOST_LINES} dòng.",
                f"A plan has at most {MOST_LINES} lines.",
                "Mời ông/bà gộp các dòng cùng loại.",
                "Join lines of the same kind.",
            )
        )
    if asked.for_fees and asked.kind != COUNCIL:
        faults.append(
            reason(
                "fees_kind",
                "Chỉ dòng hội đồng tư vấn nhận thù lao hội đồng.",
                "Only a line of councils takes council fees.",
                "Mời ông/bà bỏ đánh dấu, hoặc chọn loại hội đồng tư vấn.",
                "Take the tick out, or choose the kind council.",
                "for_fees",
            )
        )
    elif asked.for_fees and fee_line:
        faults.append(
            reason(
                "fees_once",
                "Kế hoạch đã có một dòng nhận thù lao hội đồng.",
                "Another line of the plan takes council fees already.",
                "Mời ông/bà bỏ đánh dấu ở dòng kia trước.",
                "Take the tick out of the other line first.",
                "for_fees",
            )
        )
    return Decision.refuse_if_any(faults)  # fmt: skip


def _figures(asked: PutLine) -> Iterator[Reason]:
    again_vi, again_en = "Mời ông/bà nhập lại.", "Enter it again."
    if asked.kind not in KINDS:
        yield reason(
            "kind", "Không có loại hoạt động này.", "There is no such kind of activity.", again_vi, again_en, "kind"
        )
    if not 0 < asked.quantity <= 10_000:
        yield reason(
            "quantity", "Số lượng từ 1 đến 10.000.", "The quantity is 1 to 10,000.", again_vi, again_en, "quantity"
        )
    if not 0 < asked.each <= MAX_DONG or asked.amount > MAX_DONG:
        yield reason(
            "each", "Mức chi phải lớn hơn 0 và không quá lớn.", "The amount must be above zero, not too large.", again_vi,
            again_en, "each",
        )  # fmt: skip


def norm_faults(each: int, norm: Norm, ground: str) -> Iterator[Reason]:
    """Above the norm, and where none applies, a line says why. What is not confirmed binds nothing."""
    if ground.strip():
        return
    if norm.each is None:
        yield reason(
            "no_norm", "Chưa có định mức áp dụng cho loại này.", "No norm applies to this kind as yet.",
            "Mời ông/bà ghi căn cứ của mức chi.", "Give the ground of the amount.", "ground",
        )  # fmt: skip
    elif each > norm.each:
        yield Reason(
            "activities.over_norm",
            Text(
                f"Mức chi cao hơn định mức {format_dong(norm.each, 'vi')}.",
                f"The amount is above the norm of {format_dong(norm.each, 'en')}.",
            ),
            Text("Mời ông/bà giảm mức chi hoặc ghi căn cứ vượt định mức.", "Lower it, or give the ground for going above."),
            "ground",
        )  # fmt: skip


def may_propose(state: str, lines: int) -> Decision:
    faults = list(VERSION.decision(state, "propose").reasons)
    if not lines:
        faults.append(
            reason(
                "empty", "Kế hoạch chưa có dòng nào.", "The plan has no line yet.",
                "Mời ông/bà thêm ít nhất một dòng.", "Add at least one line.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_decide(
    state: str, approved: bool, ground: str, hands: tuple[Collection[str], Collection[str]], lines: Sequence[LineFacts]
) -> Decision:
    """``hands``: who drew the version up, who decides. A line may not fall below what is asked for or paid under it."""
    drawn, deciding = hands
    faults = list(VERSION.decision(state, "approve" if approved else "return").reasons)
    faults += four_eyes(drawn, deciding)
    if not approved:
        faults += missing_ground(ground)
    else:
        for one in lines:
            faults += _below_use(one)
    return Decision.refuse_if_any(faults)


def _below_use(one: LineFacts) -> Iterator[Reason]:
    if one.state == "closed" and one.amount != one.before:
        yield reason(
            "line_closed", f"Dòng “{one.purpose}” đã kết thúc nên giữ nguyên.", f"The line “{one.purpose}” is closed and stays as it is.",
            "Mời đơn vị lập lại bản điều chỉnh.", "Let the unit draw the version up again.",
        )  # fmt: skip
    elif one.amount < one.used:
        yield Reason(
            "activities.below_use",
            Text(
                f"Dòng “{one.purpose}” đã dùng {format_dong(one.used, 'vi')}, không thể giảm xuống {format_dong(one.amount, 'vi')}.",
                f"{format_dong(one.used, 'en')} of “{one.purpose}” is used; it cannot go down to {format_dong(one.amount, 'en')}.",
            ),
            Text("Mời đơn vị lập lại bản điều chỉnh với mức cao hơn.", "Let the unit draw it up again with more."),
        )  # fmt: skip


def may_withdraw(state: str, ground: str) -> Decision:
    return Decision.refuse_if_any([*VERSION.decision(state, "withdraw").reasons, *missing_ground(ground)])
