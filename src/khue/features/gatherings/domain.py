"""Events of the exchange: what is asked, what may be, and who moves up when a seat is free. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason

LONGEST_TITLE, LONGEST_WORDS, MOST_SEATS = 300, 5_000, 10_000
STATES = {
    "draft": Text("bản nháp", "draft"),
    "published": Text("đã công bố", "published"),
    "cancelled": Text("đã hủy", "cancelled"),
}
SEATS = {
    "seated": Text("có chỗ", "has a seat"),
    "waiting": Text("trong danh sách chờ", "on the waiting list"),
    "left": Text("đã rút", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class WriteGathering:
    """A draft: ``link`` for those who come from afar, empty where there is none."""

    title: Text
    about: Text
    place: str
    link: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PublishGathering:
    gathering_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelGathering:
    gathering_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class TakeSeat:
    """For oneself; ``note`` is what the organiser should know."""

    gathering_id: int
    note: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class LeaveSeat:
    gathering_id: int
    once: UUID | None = None


def may_write(asked: WriteGathering, now: datetime) -> Decision:
    found = []
    if not asked.place.strip() and not asked.link.strip():
        found.append(_wrong("place", "Chưa ghi địa điểm hoặc đường dẫn.", "There is neither a place nor a link."))
    if asked.starts_at <= now:
        found.append(_wrong("starts_on", "Sự kiện phải bắt đầu sau thời điểm này.", "It must begin later than now."))
    if asked.ends_at <= asked.starts_at:
        found.append(_wrong("ends", "Giờ kết thúc phải sau giờ bắt đầu.", "It must end after it begins."))
    if not 1 <= asked.seats <= MOST_SEATS:
        found.append(_wrong("seats", f"Số chỗ từ 1 đến {MOST_SEATS}.", f"Seats: from 1 to {MOST_SEATS}."))
    return Decision.refuse_if_any(found)


def may_publish(state: str, starts_at: datetime, now: datetime) -> Decision:
    found = []
    if state != "draft":
        found.append(_state("Sự kiện này không còn là bản nháp.", "This event is a draft no longer."))
    elif starts_at <= now:
        found.append(_state("Giờ bắt đầu đã qua.", "Its beginning has passed."))
    return Decision.refuse_if_any(found)


def may_cancel(state: str, ends_at: datetime, now: datetime, ground: str) -> Decision:
    found = []
    if state != "published" or ends_at <= now:
        found.append(_state("Không còn gì để hủy.", "There is nothing to cancel."))
    if not ground.strip():
        found.append(_wrong("ground", "Chưa nêu lý do hủy.", "The ground is missing."))
    return Decision.refuse_if_any(found)


def may_take(state: str, starts_at: datetime, now: datetime, *, has: bool) -> Decision:
    found = []
    if state != "published":
        found.append(_state("Sự kiện này không nhận đăng ký.", "This event takes no registration."))
    elif starts_at <= now:
        found.append(_state("Sự kiện đã bắt đầu, không nhận đăng ký nữa.", "It has begun: no seat is given any more."))
    if has:
        found.append(_state("Ông/bà đã đăng ký sự kiện này.", "You have registered already."))
    return Decision.refuse_if_any(found)


def may_leave(ends_at: datetime, now: datetime, *, has: bool) -> Decision:
    found = []
    if not has:
        found.append(_state("Ông/bà chưa đăng ký sự kiện này.", "You have not registered."))
    elif ends_at <= now:
        found.append(_state("Sự kiện đã kết thúc.", "It is over."))
    return Decision.refuse_if_any(found)


def place_of(seats: int, seated: int) -> str:
    """Where somebody who registers stands: seats are given in the order of registration."""
    return "seated" if seated < seats else "waiting"


def _state(vi: str, en: str) -> Reason:
    return Reason(
        "gatherings.state", Text(vi, en), Text("Mời ông/bà mở lại trang của sự kiện.", "Open its page again.")
    )


def _wrong(name: str, vi: str, en: str) -> Reason:
    return Reason(f"gatherings.{name}", Text(vi, en), Text("Mời ông/bà sửa mục này.", "Please mend this field."), name)
