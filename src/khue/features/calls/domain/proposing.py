"""Decisions on proposals: who may begin, what is still missing, and the closing hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.calls.domain.calling import CallFacts, phase
from khue.features.calls.domain.flows import CONCEPT, DIRECT, FULL, PROPOSAL, ROLES
from khue.features.calls.domain.needing import filled, no_reasons

PROCEDURES: Final = {FULL: "mission-proposal", CONCEPT: "mission-concept"}
"""The procedure of a proposal's dossier, by the stage of its call."""
REMIND_DAYS: Final = (7, 3, 1)
"""Authors of a draft are reminded so many days before the closing hour (a choice of the platform, not of the law)."""
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MemberFacts:
    person: str
    name: str
    role: str
    confirmed: bool


def may_start(
    call: CallFacts,
    *,
    lead: str,
    may_stand_for: bool,
    eligible: Decision,
    title: str,
    now: datetime,
    stage: Sequence[Reason] = (),
) -> Decision:
    """In the open time, by somebody who may hand in for the lead, when the rules do not say no.

    ``stage`` is what stands against it in the second of two stages.
    """
    reasons = list(_in_time(call, now))
    if not may_stand_for:
        reasons.append(
            Reason(
                "no_mandate",
                Text("Ông/bà chưa được ủy quyền nộp hồ sơ cho tổ chức này.", "You hold no mandate to submit for this organisation."),
                Text("Mời ông/bà xin ủy quyền rồi thử lại.", "Ask for a mandate, then try again."),
                "lead",
            )
        )  # fmt: skip
    if call.mode == DIRECT and call.invited != lead:
        reasons.append(
            Reason(
                "not_invited",
                Text("Nhiệm vụ này được giao trực tiếp cho một đơn vị khác.", "This task is assigned directly to another performer."),
                Text("Mời ông/bà xem các thông báo tuyển chọn đang mở.", "Look at the open calls for selection."),
                "lead",
            )
        )  # fmt: skip
    reasons += stage
    reasons += [Reason(r.code, r.text, r.next_step, r.field or "lead", r.source) for r in no_reasons(eligible)]
    reasons += filled(title, "tên đề xuất", "the title of the proposal", "title", least=8)
    return Decision.refuse_if_any(reasons)


def _in_time(call: CallFacts, now: datetime) -> Iterable[Reason]:
    """The closing hour, by the server's clock at the start of the deed."""
    where = phase(call, now)
    if where == "open":
        return ()
    local = call.closes_at.astimezone(CITY_ZONE)
    if where == "announced":
        opens = call.opens_at.astimezone(CITY_ZONE)
        return (
            Reason(
                "not_open",
                Text(f"Thông báo chưa mở; nhận đề xuất từ {opens:%d/%m/%Y}.", f"The call is not open yet: it opens on {format_day(opens, 'en')}."),
                Text("Mời ông/bà quay lại từ ngày đó.", "Come back from that day on."),
            ),
        )  # fmt: skip
    if where == "cancelled":
        return (
            Reason(
                "cancelled",
                Text("Thông báo này đã bị hủy.", "This call was cancelled."),
                Text("Mời ông/bà xem lý do trên trang thông báo.", "Read the ground on the page of the call."),
            ),
        )
    return (
        Reason(
            "late",
            Text(
                f"Thông báo đã đóng lúc {local:%H:%M:%S ngày %d/%m/%Y}; đề xuất không được nhận nữa.",
                f"The call closed at {local:%H:%M:%S} on {format_day(local, 'en')}; no proposal is taken any more.",
            ),
            Text(
                "Nội dung ông/bà đã soạn vẫn được giữ; mời ông/bà theo dõi các thông báo sau.",
                "What you have written is kept; watch for the next calls.",
            ),
        ),
    )


def may_hand_in(
    state: str, call: CallFacts, *, certified: bool, may_stand_for: bool, missing: Sequence[Reason], now: datetime
) -> Decision:
    """Everything at once: the hour, the mandate, the certificate, and whatever is missing."""
    reasons = [*PROPOSAL.decision(state, "hand_in").reasons]
    if state != "handed_in":
        reasons += _in_time(call, now)
    if not may_stand_for:
        reasons.append(
            Reason(
                "no_mandate",
                Text("Chỉ người được tổ chức chủ trì ủy quyền nộp hồ sơ mới nộp được.", "Only a person with a mandate of the lead organisation hands in."),
                Text("Mời ông/bà đề nghị người đó nộp.", "Ask that person to hand it in."),
            )
        )  # fmt: skip
    if not certified:
        reasons.append(
            Reason(
                "certified",
                Text("Ông/bà chưa xác nhận tính chính xác của đề xuất.", "You have not certified the proposal."),
                Text("Mời ông/bà đánh dấu vào ô xác nhận.", "Tick the box."),
                "certified",
            )
        )
    return Decision.refuse_if_any([*reasons, *missing])


def members_missing(members: Sequence[MemberFacts]) -> tuple[Reason, ...]:
    """One principal investigator, and everyone named has confirmed by an own sign-in."""
    found = []
    if sum(each.role == "principal" for each in members) != 1:
        found.append(
            Reason(
                "principal",
                Text("Đề xuất phải có đúng một chủ nhiệm.", "A proposal has exactly one principal investigator."),
                Text("Mời ông/bà thêm chủ nhiệm ở mục Thành viên.", "Invite one among the members."),
                "members",
            )
        )
    for each in members:
        if not each.confirmed:
            role = ROLES[each.role]
            found.append(
                Reason(
                    "unconfirmed",
                    Text(f"{each.name} ({role.vi}) chưa xác nhận tham gia.", f"{each.name} ({role.en}) has not confirmed yet."),
                    Text("Mời ông/bà nhắc thành viên đăng nhập và xác nhận, hoặc gỡ khỏi danh sách.", "Have them sign in and confirm, or take them off."),
                    "members",
                )
            )  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Sums:
    """Amounts in đồng of the cost lines: in all, asked from the city, other public money, counterpart money."""

    total: int
    asked: int
    public: int
    own: int


def sums(answers: Answers) -> Sums:
    """Of the cost lines; a concept has none and names two estimates instead."""
    lines = [line for line in answers.get("costs") or () if isinstance(line, Mapping)]

    def of(name: str) -> int:
        return sum(value for line in lines if isinstance(value := line.get(name), int))

    if not lines:
        asked, own = (
            value if isinstance(value := answers.get(key), int) else 0 for key in ("estimate", "own_estimate")
        )
        return Sums(asked + own, asked, 0, own)
    return Sums(of("amount"), of("requested"), of("other_public"), of("own_money"))


def check_answers(answers: Answers, *, cost_frame: int, one_source: bool) -> Decision:
    """What the typed parts must add up to: each line is covered, the frame is kept, one public source per line."""
    reasons: list[Reason] = []
    for number, line in enumerate(answers.get("costs") or (), start=1):
        reasons += _line(number, line, one_source)
    asked = sums(answers).asked
    if asked > cost_frame:
        reasons.append(
            Reason(
                "over_frame",
                Text(
                    f"Tổng đề nghị {format_dong(asked, 'vi')} vượt khung kinh phí {format_dong(cost_frame, 'vi')}.",
                    f"The amount asked for, {format_dong(asked, 'en')}, exceeds the cost frame of {format_dong(cost_frame, 'en')}.",
                ),
                Text(
                    "Mời ông/bà giảm mức đề nghị hoặc tăng vốn đối ứng.",
                    "Ask for less, or bring more counterpart money.",
                ),
                "costs" if "costs" in answers else "estimate",
            )
        )
    reasons += _milestones(answers)
    return Decision.refuse_if_any(reasons)


def _line(number: int, line: Answers, one_source: bool) -> Iterable[Reason]:
    amount = line.get("amount")
    parts = {name: line.get(name) or 0 for name in ("requested", "other_public", "own_money")}
    at = f"costs.{number}"
    if not isinstance(amount, int) or not all(isinstance(value, int) for value in parts.values()):
        return  # said to be unanswered elsewhere
    if sum(parts.values()) != amount:
        total = sum(parts.values())
        yield Reason(
            "not_covered",
            Text(
                f"Hạng mục {number}: các nguồn cộng lại là {format_dong(total, 'vi')}, khác giá trị {format_dong(amount, 'vi')}.",
                f"Line {number}: the sources add up to {format_dong(total, 'en')}, not to {format_dong(amount, 'en')}.",
            ),
            Text(
                "Mời ông/bà sửa để tổng các nguồn bằng giá trị hạng mục.",
                "Make the sources equal the amount of the line.",
            ),
            f"{at}.requested",
        )
    if one_source and parts["requested"] and parts["other_public"]:
        yield Reason(
            "two_sources",
            Text(
                f"Hạng mục {number} dùng hai nguồn ngân sách nhà nước.",
                f"Line {number} draws on two public sources.",
            ),
            Text(
                "Mời ông/bà tách thành hai hạng mục, mỗi hạng mục một nguồn.",
                "Split it into two lines, one source each.",
            ),
            f"{at}.other_public",
        )


def _milestones(answers: Answers) -> Iterable[Reason]:
    for number, row in enumerate(answers.get("milestones") or (), start=1):
        starts, ends = day(row.get("starts_on")), day(row.get("ends_on"))
        if starts and ends and ends < starts:
            yield Reason(
                "milestone_order",
                Text(f"Mốc {number}: ngày kết thúc trước ngày bắt đầu.", f"Milestone {number} ends before it begins."),
                Text("Mời ông/bà kiểm tra lại hai ngày.", "Check both days."),
                f"milestones.{number}.ends_on",
            )


def day(value: Any) -> date | None:
    """A day out of the stored answers; None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def reminder_due(closes_at: datetime, now: datetime) -> int | None:
    """How many days before closing a reminder is due now: the nearest of ``REMIND_DAYS`` that has come; None: none yet."""
    left = closes_at - now
    if left <= timedelta(0):
        return None
    return min((days for days in REMIND_DAYS if left <= timedelta(days=days)), default=None)
