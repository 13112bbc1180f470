"""Decisions on calls: how long they stay open, questions, changes that only extend, opening by two people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.features.calls.domain.commands import AmendCall, PrepareCall
from khue.features.calls.domain.flows import CALL, DIRECT, FULL
from khue.features.calls.domain.needing import filled, no_reasons
from khue.features.calls.domain.staging import ConceptCall, may_follow

SETTLE: Final = timedelta(minutes=2)
"""So long after the closing hour nothing is opened: a proposal whose sending began in time may still be on its way."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A call as its decisions see it. ``invited`` is the performer of a direct assignment, or empty."""

    id: int
    state: str
    mode: str
    opens_at: datetime
    closes_at: datetime
    questions_until: date | None
    invited: str = ""
    field: str = ""
    stage: str = FULL


def day_of(moment: datetime) -> date:
    """The city's day of a moment."""
    return moment.astimezone(CITY_ZONE).date()


def phase(facts: CallFacts, moment: datetime) -> str:
    """Where the call stands: a key of ``PHASES``. Open from its opening moment until, not including, its closing moment."""
    if facts.state != "published":
        return facts.state
    if moment < facts.opens_at:
        return "announced"
    return "open" if moment < facts.closes_at else "closed"


def may_prepare(
    order_state: str,
    asked: PrepareCall,
    mode: str,
    open_term: Decision,
    now: datetime,
    concepts: ConceptCall | None = None,
) -> Decision:
    """``open_term`` is the rule's answer on how long a call stays open; it does not bind the invitation to one performer.

    ``concepts``: the concept call that this one goes on from, when it does.
    """
    reasons = [
        *(() if order_state in ("approved", "called") else _not_approved(order_state)),
        *may_follow(asked, mode, concepts),
        *filled(asked.title, "tên thông báo", "the title", "title", least=8),
        *filled(asked.summary, "nội dung thông báo", "the content", "summary", least=30),
    ]
    if not asked.criteria:
        reasons += filled("", "tiêu chí xét chọn", "the criteria of selection", "criteria")
    if asked.opens_on < day_of(now):
        reasons.append(
            Reason(
                "past",
                Text("Ngày mở nhận đề xuất đã qua.", "The opening day has passed."),
                Text("Mời ông/bà chọn hôm nay hoặc một ngày sau đó.", "Choose today or a later day."),
                "opens_on",
            )
        )
    if day_of(asked.closes_at) < asked.opens_on:
        reasons.append(_closes_first("closes_at"))
    elif mode != DIRECT:
        reasons += [Reason(r.code, r.text, r.next_step, "closes_at", r.source) for r in no_reasons(open_term)]
    if asked.questions_until is not None and not asked.opens_on <= asked.questions_until <= day_of(asked.closes_at):
        reasons.append(
            Reason(
                "questions_until",
                Text("Hạn gửi câu hỏi phải nằm trong thời gian nhận đề xuất.", "Questions end while the call is open."),
                Text("Mời ông/bà chọn một ngày từ ngày mở đến ngày đóng.", "Choose a day between opening and closing."),
                "questions_until",
            )
        )
    return Decision.refuse_if_any(reasons)


def _not_approved(state: str) -> tuple[Reason, ...]:
    return (
        Reason(
            "order_not_approved",
            Text("Đặt hàng chưa được phê duyệt nên chưa lập được thông báo.", "The order is not approved, so there is no call yet."),
            Text("Mời ông/bà trình phê duyệt đặt hàng trước.", "Have the order approved first."),
        ),
    )  # fmt: skip


def _closes_first(field: str) -> Reason:
    return Reason(
        "closes_first",
        Text("Thời điểm đóng phải sau ngày mở.", "A call closes after it opens."),
        Text("Mời ông/bà kiểm tra lại hai mốc thời gian.", "Check both days."),
        field,
    )


def may_publish(facts: CallFacts, open_term: Decision, now: datetime) -> Decision:
    """Judged again on the day of publishing: a draft that waited too long would open in the past."""
    reasons = [*CALL.decision(facts.state, "publish").reasons]
    if facts.state == "prepared" and day_of(facts.opens_at) < day_of(now):
        reasons.append(
            Reason(
                "past",
                Text("Ngày mở trong bản chuẩn bị đã qua.", "The opening day of the draft has passed."),
                Text("Mời ông/bà sửa lại thời gian nhận đề xuất rồi công bố.", "Set the days anew, then publish."),
            )
        )
    if facts.mode != DIRECT:
        reasons += no_reasons(open_term)
    return Decision.refuse_if_any(reasons)


def may_amend(facts: CallFacts, asked: AmendCall, now: datetime) -> Decision:
    """While it is announced or open; the closing moment only moves to a later one."""
    reasons = [*CALL.decision(facts.state, "amend").reasons]
    if not reasons and phase(facts, now) == "closed":
        reasons.append(
            Reason(
                "closed",
                Text("Thông báo đã hết hạn nhận đề xuất nên không điều chỉnh được nữa.", "The call is closed: it can't be amended any more."),
                Text("Nếu cần, mời ông/bà hủy và lập thông báo mới.", "If needed, cancel it and make a new call."),
            )
        )  # fmt: skip
    reasons += filled(asked.text, "nội dung điều chỉnh", "what changes", "text", least=10)
    reasons += filled(asked.ground, "lý do điều chỉnh", "why it changes", "ground")
    if asked.closes_at is not None and asked.closes_at < facts.closes_at:
        reasons.append(
            Reason(
                "shorter",
                Text("Chỉ được gia hạn, không được rút ngắn thời gian nhận đề xuất.", "A call is only ever extended, never cut short."),
                Text("Mời ông/bà chọn thời điểm đóng muộn hơn, hoặc để trống.", "Choose a later closing moment, or leave it empty."),
                "closes_at",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(reasons)


def may_cancel(facts: CallFacts, ground: str) -> Decision:
    return Decision.refuse_if_any(
        [*CALL.decision(facts.state, "cancel").reasons, *filled(ground, "lý do hủy", "the ground", "ground", least=10)]
    )


def may_ask(facts: CallFacts, text: str, now: datetime) -> Decision:
    """Until the last day for questions, from the publication on."""
    reasons = []
    until = facts.questions_until or day_of(facts.closes_at)
    if phase(facts, now) not in ("announced", "open") or day_of(now) > until:
        reasons.append(
            Reason(
                "no_questions",
                Text(f"Đã hết thời gian gửi câu hỏi (đến {until:%d/%m/%Y}).", f"The time for questions is over (until {format_day(until, 'en')})."),
                Text("Mời ông/bà xem các câu hỏi đã được trả lời.", "Read the questions that were answered."),
            )
        )  # fmt: skip
    reasons += filled(text, "câu hỏi", "the question", "text", least=10)
    return Decision.refuse_if_any(reasons)


def may_open(facts: CallFacts, *, first: str, hands: tuple[str, ...], near: bool, now: datetime) -> Decision:
    """Not before everything that was sent in time has arrived; two people, neither an author. ``first`` has signed already."""
    reasons = [*CALL.decision(facts.state, "open").reasons]
    if not reasons and now < facts.closes_at + SETTLE:
        local = (facts.closes_at + SETTLE).astimezone(CITY_ZONE)
        reasons.append(
            Reason(
                "still_open",
                Text("Chưa đến giờ mở: đề xuất được niêm phong đến khi thông báo đóng.", "Proposals stay sealed until the call is closed."),
                Text(f"Mời ông/bà mở từ {local:%H:%M ngày %d/%m/%Y}.", f"Open them from {local:%H:%M} on {format_day(local, 'en')}."),
            )
        )  # fmt: skip
    if first and first in hands:
        reasons.append(
            Reason(
                "same_person",
                Text("Ông/bà đã ký mở; người thứ hai phải là người khác.", "You have signed already; the second person is somebody else."),
                Text("Mời ông/bà đề nghị một đồng nghiệp có quyền mở cùng ký.", "Ask a colleague who may open to sign as well."),
            )
        )  # fmt: skip
    if near:
        reasons.append(
            Reason(
                "own_proposal",
                Text(
                    "Ông/bà có liên quan đến một đề xuất của thông báo này.",
                    "You stand near one of the proposals of this call.",
                ),
                Text("Mời ông/bà để đồng nghiệp khác mở.", "Leave the opening to other colleagues."),
            )
        )
    return Decision.refuse_if_any(reasons)
