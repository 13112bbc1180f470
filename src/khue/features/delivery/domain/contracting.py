"""The contract: milestones that add up to the grant, an advance within the law, both sides; and its change later on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason, Source
from khue.core.money import format_dong
from khue.features.delivery.domain.commands import AskChange, PlannedMilestone, PrepareContract
from khue.features.delivery.domain.reasons import apart, no_ground, own_side
from khue.features.delivery.domain.words import CHANGE, CONTRACT, MILESTONE, OPEN_TO_CHANGE


@dataclass(frozen=True, slots=True)
class AdvanceCap:
    """The most of a grant that may be advanced, as a fraction; None while the law does not say: nothing is enforced then."""

    most: Fraction | None
    source: Source | None = None


def most_advance(total: int, cap: AdvanceCap) -> int | None:
    """In đồng, rounded down."""
    return None if cap.most is None else int(total * cap.most)


def may_prepare(state: str, has_open: bool, granted: int, asked: PrepareContract, cap: AdvanceCap) -> Decision:
    """A contract of an approved mission, one at a time, whose sums, days and advance are in order."""
    reasons: list[Reason] = []
    if state not in ("granted",):
        reasons.append(_not_now())
    if has_open:
        reasons.append(_open_already())
    reasons += milestone_reasons(asked.milestones, granted, asked.starts_on, asked.ends_on)
    most = most_advance(granted, cap)
    if asked.advance < 0 or asked.advance > granted or (most is not None and asked.advance > most):
        limit = granted if most is None else most
        reasons.append(
            Reason(
                "advance",
                Text(
                    f"Mức tạm ứng phải từ 0 đến {format_dong(limit, 'vi')}.",
                    f"The advance lies between 0 and {format_dong(limit, 'en')}.",
                ),
                Text("Mời ông/bà sửa mức tạm ứng.", "Correct the advance."),
                "advance",
                cap.source,
            )
        )
    return Decision.refuse_if_any(reasons)


def _not_now() -> Reason:
    return Reason(
        "not_granted",
        Text(
            "Hợp đồng được lập khi nhiệm vụ đã được phê duyệt và chưa có hợp đồng.",
            "A contract is prepared once the mission is approved and has none yet.",
        ),
        Text("Mời ông/bà mở trang nhiệm vụ để xem trạng thái.", "Open the mission to see where it stands."),
    )


def _open_already() -> Reason:
    return Reason(
        "contract_open",
        Text("Đã có một bản hợp đồng đang chờ hai bên thống nhất.", "A contract already lies before both sides."),
        Text("Mời ông/bà chờ ý kiến hai bên về bản đó.", "Wait for what both say of it."),
    )


def milestone_reasons(
    milestones: Sequence[PlannedMilestone], total: int, starts_on: date | None, ends_on: date
) -> Iterator[Reason]:
    """Each complete, in the time of the contract, numbered in order, together the whole sum to the đồng."""
    if not milestones:
        yield Reason(
            "no_milestones",
            Text("Hợp đồng chưa có mốc nào.", "The contract has no milestone."),
            Text("Mời ông/bà thêm ít nhất một mốc.", "Add one at least."),
            "milestones",
        )
        return
    if starts_on is not None and ends_on <= starts_on:
        yield Reason(
            "ends_on",
            Text("Ngày kết thúc phải sau ngày bắt đầu.", "The end lies after the start."),
            Text("Mời ông/bà sửa ngày kết thúc.", "Correct the day."),
            "ends_on",
        )
    for row in milestones:
        yield from _milestone(row, starts_on, ends_on)
    given = sum(row.amount for row in milestones)
    if given != total:
        yield Reason(
            "milestone_sum",
            Text(
                f"Tổng các mốc là {format_dong(given, 'vi')}, khác kinh phí được duyệt {format_dong(total, 'vi')}.",
                f"The milestones add up to {format_dong(given, 'en')}, not to the grant of {format_dong(total, 'en')}.",
            ),
            Text("Mời ông/bà điều chỉnh số tiền các mốc cho khớp.", "Adjust the amounts."),
            "milestones",
        )


def _milestone(row: PlannedMilestone, starts_on: date | None, ends_on: date) -> Iterator[Reason]:
    at = f"milestones.{row.no}"
    if len(row.deliverable.strip()) < 3 or len(row.criteria.strip()) < 3:
        field = "deliverable" if len(row.deliverable.strip()) < 3 else "criteria"
        yield Reason(
            "milestone_words",
            Text(
                f"Mốc {row.no}: cần nêu sản phẩm phải giao và tiêu chí nghiệm thu.",
                f"Milestone {row.no} needs its deliverable and the criteria of acceptance.",
            ),
            Text("Mời ông/bà ghi rõ để hai bên kiểm tra được.", "Say both, so that they can be checked."),
            f"{at}.{field}",
        )
    if row.amount <= 0:
        yield Reason(
            "milestone_amount",
            Text(f"Mốc {row.no}: số tiền phải lớn hơn 0.", f"Milestone {row.no}: the amount is above 0."),
            Text("Mời ông/bà nhập số tiền của mốc.", "Enter it."),
            f"{at}.amount",
        )
    if row.due_on is None or row.due_on > ends_on or (starts_on is not None and row.due_on < starts_on):
        yield Reason(
            "milestone_day",
            Text(
                f"Mốc {row.no}: hạn bàn giao phải nằm trong thời gian thực hiện hợp đồng.",
                f"Milestone {row.no}: its day lies within the time of the contract.",
            ),
            Text("Mời ông/bà sửa hạn bàn giao.", "Correct the day."),
            f"{at}.due_on",
        )


def may_conclude(state: str, *, for_city: bool, near_lead: bool, hands: tuple[str, ...], prepared_by: str, said: bool) -> Decision:  # fmt: skip
    """One side's yes: each side once; for the city by somebody who neither prepared it nor stands near the lead."""
    reasons = list(CONTRACT.decision(state, "conclude").reasons)
    if said:
        reasons.append(
            Reason(
                "said_already",
                Text("Bên này đã thống nhất bản hợp đồng.", "This side has agreed already."),
                Text("Đang chờ bên còn lại.", "The other side is awaited."),
            )
        )
    if for_city:
        reasons += own_side(near_lead)
        reasons += apart(
            hands,
            (prepared_by,),
            "own_contract",
            Text("Người soạn hợp đồng không đồng thời ký thay Thành phố.", "Whoever prepared it does not agree for the city."),
        )  # fmt: skip
    return Decision.refuse_if_any(reasons)


@dataclass(frozen=True, slots=True)
class KeptMilestone:
    """A milestone as it stands: what was agreed, and where it is."""

    planned: PlannedMilestone
    state: str


def may_ask_change(
    state: str, open_change: bool, open_contract: bool, standing: Sequence[KeptMilestone], total: int, asked: AskChange,
    starts_on: date | None, ends_on: date | None,
) -> Decision:  # fmt: skip
    """Only a running contract is changed, one change at a time, and never a milestone that was handed in, accepted or paid."""
    reasons: list[Reason] = []
    if state != "running":
        reasons.append(
            Reason(
                "not_running",
                Text("Chỉ điều chỉnh hợp đồng của nhiệm vụ đang thực hiện.", "Only a running contract is changed."),
                Text("Mời ông/bà mở trang nhiệm vụ để xem trạng thái.", "Open the mission to see where it stands."),
            )
        )
    if open_change or open_contract:
        reasons.append(
            Reason(
                "change_open",
                Text("Đang có một đề nghị điều chỉnh chưa xong.", "A change is under way already."),
                Text("Mời ông/bà chờ kết quả hoặc rút đề nghị đó.", "Wait for its outcome, or withdraw it."),
            )
        )
    reasons += no_ground(asked.ground)
    reasons += touched(standing, asked.milestones)
    reasons += milestone_reasons(asked.milestones, total, starts_on, asked.ends_on)
    if not reasons and ends_on == asked.ends_on and [one.planned for one in standing] == list(asked.milestones):
        reasons.append(
            Reason(
                "no_change",
                Text("Đề nghị không khác hợp đồng hiện hành.", "Nothing differs from the contract in force."),
                Text("Mời ông/bà sửa ít nhất một mốc hoặc thời hạn.", "Change a milestone or the end."),
                "milestones",
            )
        )
    return Decision.refuse_if_any(reasons)


def touched(standing: Sequence[KeptMilestone], after: Sequence[PlannedMilestone]) -> Iterator[Reason]:
    """Milestones beyond ``OPEN_TO_CHANGE`` that a change would alter, move or leave out."""
    by_no = {row.no: row for row in after}
    for one in standing:
        if one.state in OPEN_TO_CHANGE or by_no.get(one.planned.no) == one.planned:
            continue
        label = MILESTONE.label(one.state)
        yield Reason(
            "milestone_fixed",
            Text(
                f"Mốc {one.planned.no} {label.vi} nên không được điều chỉnh.",
                f"Milestone {one.planned.no} is {label.en} and cannot be changed.",
            ),
            Text(
                "Mời ông/bà giữ nguyên mốc này và chỉ điều chỉnh các mốc chưa bàn giao.",
                "Leave it as it is, and change only milestones that are not handed in.",
            ),
            f"milestones.{one.planned.no}.amount",
        )


def may_decide_change(
    state: str, granted: bool, ground: str, *, near_lead: bool, hands: tuple[str, ...], asked_by: str, fixed: Sequence[Reason]
) -> Decision:  # fmt: skip
    """By the city, not by who asked; what was paid meanwhile stops a grant, not a refusal."""
    reasons = list(CHANGE.decision(state, "grant" if granted else "refuse").reasons)
    reasons += own_side(near_lead)
    reasons += apart(
        hands,
        (asked_by,),
        "own_change",
        Text("Người đề nghị điều chỉnh không tự quyết định.", "Whoever asked for the change does not decide on it."),
    )
    reasons += no_ground(ground)
    if granted:
        reasons += fixed
    return Decision.refuse_if_any(reasons)
