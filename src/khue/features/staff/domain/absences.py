"""When somebody is away, and who may stand in. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.staff.domain.commands import RegisterAbsence

REASONS = {
    "annual_leave": Text("Nghỉ phép năm", "Annual leave"),
    "business_trip": Text("Đi công tác", "Business trip"),
    "training": Text("Đi học, tập huấn", "Training"),
    "other": Text("Nghỉ theo chế độ khác", "Other leave"),
}
"""Kinds only: nothing about anybody's health is asked or kept."""
LONGEST = 366
"""Days. A longer absence is a change of post, with roles that end."""


@dataclass(frozen=True, slots=True)
class AbsenceFacts:
    """What the decision rests on. ``held`` are the ids of the person's own role holdings in those days."""

    held: frozenset[int]
    deputy_name: str = ""
    deputy_works: bool = True
    deputy_away: bool = False
    today: date = date.min


def may_register_absence(asked: RegisterAbsence, facts: AbsenceFacts) -> Decision:
    """The days are in order, the kind is known, and the deputy works here, is not away, and covers roles held."""
    reasons = [*_days(asked, facts.today), *_deputy(asked, facts)]
    if asked.reason not in REASONS:
        reasons.append(_reason("reason", "reason", "Chưa chọn loại vắng mặt.", "Choose the kind of absence."))
    if set(asked.holdings) - facts.held:
        reasons.append(
            _reason(
                "scope",
                "holdings",
                "Có vai trò không thuộc người vắng mặt trong những ngày này.",
                "One of the roles is not held by the absent person in these days.",
                "Mời ông/bà mở lại trang rồi chọn lại.",
                "Open the page again and choose anew.",
            )
        )
    return Decision.refuse_if_any(reasons)


def _days(asked: RegisterAbsence, today: date) -> Iterator[Reason]:
    if asked.valid_until <= asked.valid_from:
        yield _reason(
            "period",
            "valid_until",
            "Ngày đi làm lại phải sau ngày bắt đầu vắng mặt.",
            "The day of return must come after the first day of absence.",
        )
    elif (asked.valid_until - asked.valid_from).days > LONGEST:
        yield _reason(
            "too_long",
            "valid_until",
            f"Một đợt vắng mặt không quá {LONGEST} ngày.",
            f"An absence lasts at most {LONGEST} days.",
            "Trường hợp dài hơn, mời ông/bà thôi giao vai trò.",
            "For a longer one, end the roles.",
        )
    elif asked.valid_until <= today:
        yield _reason(
            "past",
            "valid_until",
            "Đợt vắng mặt này đã kết thúc.",
            "This absence is over already.",
            "Ủy quyền làm thay chỉ có giá trị từ hôm nay trở đi.",
            "A deputy can only act from today on.",
        )


def _deputy(asked: RegisterAbsence, facts: AbsenceFacts) -> Iterator[Reason]:
    if not asked.deputy:
        if asked.holdings:
            yield _reason("no_deputy", "deputy", "Chưa chọn người làm thay.", "No deputy is chosen.")
        return
    if asked.deputy == asked.person:
        yield _reason("own_deputy", "deputy", "Không thể tự làm thay cho chính mình.", "Nobody is the own deputy.")
        return
    if not facts.deputy_works:
        yield _reason(
            "deputy_not_staff",
            "deputy",
            f"{facts.deputy_name} không giữ vai trò nào trong suốt những ngày này.",
            f"{facts.deputy_name} does not work here on all of these days.",
            "Mời ông/bà chọn người khác, hoặc chọn số ngày ngắn hơn.",
            "Choose somebody else, or fewer days.",
        )
    if facts.deputy_away:
        yield _reason(
            "deputy_away",
            "deputy",
            f"{facts.deputy_name} cũng vắng mặt trong những ngày này.",
            f"{facts.deputy_name} is away in these days, too.",
            "Mời ông/bà chọn người khác.",
            "Choose somebody else.",
        )
    if not asked.holdings:
        yield _reason(
            "no_scope",
            "holdings",
            "Chưa chọn vai trò mà người làm thay đảm nhận.",
            "No role is chosen for the deputy.",
            "Mời ông/bà chọn ít nhất một vai trò.",
            "Choose at least one role.",
        )


def deputy_name(deputy: str, absent: str) -> str:
    """How a deputy signs: both names, so that every record and paper says for whom. At most 200 characters."""
    return f"{deputy[:95]} (thay {absent[:95]})"


def _reason(code: str, field: str, vi: str, en: str, next_vi: str = "", next_en: str = "") -> Reason:
    return Reason(f"staff.{code}", Text(vi, en), Text(next_vi, next_en) if next_vi else None, field=field)
