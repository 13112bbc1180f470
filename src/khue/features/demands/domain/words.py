"""States of a demand and of what answers it, and the reasons of the room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.flow import Flow, Transition
from khue.core.reasons import RoomReasons

SAY = RoomReasons("demands")
GRACE: Final = timedelta(seconds=15)
"""How long after the deadline no answer is read: what was sent in time arrives in time, as with sealed bids."""
DEMAND: Final = Flow(
    {
        "handed_in": Text("chờ người thứ hai duyệt", "awaiting the second person"),
        "returned": Text("cần sửa, bổ sung", "sent back to be mended"),
        "published": Text("đang công bố", "published"),
        "shortlisted": Text("đã chọn danh sách ngắn, đang thử nghiệm", "short list drawn, on trial"),
        "awarded": Text("đã chọn giải pháp", "solution chosen"),
        "closed": Text("kết thúc, không chọn giải pháp nào", "closed, no solution chosen"),
        "withdrawn": Text("đã rút", "withdrawn"),
    },
    (
        Transition("publish", ("handed_in",), "published", Text("duyệt công bố", "publish")),
        Transition("return", ("handed_in",), "returned", Text("yêu cầu sửa", "send back")),
        Transition("hand_in", ("returned",), "handed_in", Text("gửi lại", "hand in again")),
        Transition("shortlist", ("published",), "shortlisted", Text("chọn danh sách ngắn", "draw the short list")),
        Transition("award", ("shortlisted",), "awarded", Text("chọn giải pháp", "choose the solution")),
        Transition("close", ("published", "shortlisted"), "closed", Text("kết thúc", "close")),
        Transition("withdraw", ("handed_in", "returned", "published"), "withdrawn", Text("rút", "withdraw")),
    ),
)
OPEN_STATES: Final = ("handed_in", "returned", "published", "shortlisted")
SHOWN_STATES: Final = ("published", "shortlisted", "awarded", "closed")
"""What everybody reads: also how it ended."""
SOLUTION: Final = Flow(
    {
        "handed_in": Text("đã gửi", "handed in"),
        "withdrawn": Text("đã rút", "withdrawn"),
        "shortlisted": Text("vào danh sách ngắn", "on the short list"),
        "declined": Text("không vào danh sách ngắn", "not on the short list"),
        "chosen": Text("được chọn", "chosen"),
    },
    (
        Transition("withdraw", ("handed_in", "shortlisted"), "withdrawn", Text("rút", "withdraw")),
        Transition("shortlist", ("handed_in",), "shortlisted", Text("đưa vào danh sách ngắn", "put on the short list")),
        Transition("decline", ("handed_in",), "declined", Text("không đưa vào", "leave out")),
        Transition("choose", ("shortlisted",), "chosen", Text("chọn", "choose")),
    ),
)


def wrong(field: str, vi: str, en: str) -> Reason:
    """A field that has to be put right."""
    return SAY.reason(field, vi, en, "Mời ông/bà sửa ô này.", "Please correct this field.", field)


def not_now(state: str, step: str) -> Iterator[Reason]:
    """Why a demand in this state does not take this step; nothing when it does."""
    yield from DEMAND.decision(state, step).reasons


def too_early() -> Reason:
    return SAY.reason(
        "too_early", "Chưa hết hạn nhận đề xuất nên chưa được mở.", "The deadline has not passed, so nothing is opened yet.",
        "Mời ông/bà trở lại sau hạn.", "Come back after the deadline.",
    )  # fmt: skip


def too_late() -> Reason:
    return SAY.reason(
        "too_late", "Đã hết hạn nhận đề xuất.", "The deadline for solutions has passed.",
        "Mời ông/bà xem các nhu cầu khác đang nhận đề xuất.", "Look at other demands that are still open.",
    )  # fmt: skip
