"""Equipment for shared use: slots that its member opens, each of them one party's. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.services.domain.catalogue import SAY

SLOT = {
    "free": Text("còn trống", "free"),
    "taken": Text("đã có người đặt", "taken"),
    "closed": Text("đã đóng", "closed"),
}
BOOKING: Mapping[str, Text] = {
    "booked": Text("đã đặt", "booked"), "left": Text("người đặt đã trả", "given back"), "cancelled": Text("bên có thiết bị đã hủy", "cancelled by the member"),
}  # fmt: skip
MOST_SLOTS, SHORTEST, LONGEST_DAYS = 200, 15, 92
"""Slots opened at once, minutes of the shortest one, days from the first to the last: our own service, no term of any text."""


@dataclass(frozen=True, slots=True)
class OpenSlots:
    """Slots of ``minutes`` between two hours of the city's clock, on every working day from ``from_on`` to ``to_on`` (included)."""

    entry_id: int
    from_on: date
    to_on: date
    starts: time
    ends: time
    minutes: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CloseSlot:
    """A slot that nobody has is offered no more."""

    slot_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class BookSlot:
    slot_id: int
    party: str
    purpose: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndBooking:
    """Given back by who booked, or cancelled by the member; either says why."""

    booking_id: int
    ground: str
    once: UUID | None = None


def slots_of(asked: OpenSlots, is_working_day: Callable[[date], bool]) -> Iterator[tuple[datetime, datetime]]:
    """Beginning and end of each slot; what is left over at the end of a day is none. A single day counts whatever day it is."""
    step = timedelta(minutes=asked.minutes)
    day = asked.from_on
    while day <= asked.to_on:
        if is_working_day(day) or asked.from_on == asked.to_on:
            begins, last = (datetime.combine(day, hour, CITY_ZONE) for hour in (asked.starts, asked.ends))
            while begins + step <= last:
                yield begins, begins + step
                begins += step
        day += timedelta(days=1)


def may_open(asked: OpenSlots, *, shown: bool, now: datetime, today: date) -> Decision:
    found: list[Reason] = []
    if not shown:
        found.append(_state("not_shown", "Thiết bị này không được công bố.", "This equipment is not shown."))
    if asked.from_on < today:
        found.append(_field("from_on", "Ngày đầu không được ở quá khứ.", "The first day may not lie in the past."))
    if not asked.from_on <= asked.to_on <= asked.from_on + timedelta(days=LONGEST_DAYS):
        found.append(
            _field(
                "to_on",
                f"Ngày cuối từ ngày đầu đến {LONGEST_DAYS} ngày sau đó.",
                f"The last day: up to {LONGEST_DAYS} days after the first.",
            )
        )
    if asked.ends <= asked.starts:
        found.append(_field("ends", "Giờ kết thúc phải sau giờ bắt đầu.", "It must end after it begins."))
    if asked.minutes < SHORTEST:
        found.append(
            _field("minutes", f"Mỗi khung giờ ít nhất {SHORTEST} phút.", f"A slot has {SHORTEST} minutes at least.")
        )
    return Decision.refuse_if_any(found)


def may_keep(slots: list[tuple[datetime, datetime]], now: datetime, *, overlapping: bool) -> Decision:
    """Whether these slots may be opened beside those that there are."""
    found: list[Reason] = []
    if not slots:
        found.append(
            _field("minutes", "Không có khung giờ nào trong khoảng này.", "No slot fits between these hours and days.")
        )
    elif len(slots) > MOST_SLOTS:
        found.append(
            _field("to_on", f"Mỗi lần mở tối đa {MOST_SLOTS} khung giờ.", f"At most {MOST_SLOTS} slots at once.")
        )
    elif slots[0][0] <= now:
        found.append(_field("starts", "Khung giờ đầu tiên đã qua.", "The first slot has passed."))
    if overlapping:
        found.append(
            _field(
                "starts",
                "Có khung giờ trùng với khung giờ đã mở.",
                "Some slots overlap with those that are open already.",
            )
        )
    return Decision.refuse_if_any(found)


def may_book(
    asked: BookSlot,
    *,
    shown: bool,
    closed: bool,
    taken: bool,
    own: bool,
    member: bool,
    starts_at: datetime,
    now: datetime,
) -> Decision:
    found = [*SAY.missing_text(asked.purpose, "purpose", Text("mục đích sử dụng", "purpose"), 1000)]
    if not shown or closed:
        found.append(_state("not_shown", "Khung giờ này không còn nhận đặt.", "This slot takes no booking any more."))
    elif taken:
        found.append(
            SAY.reason(
                "taken",
                "Khung giờ này vừa có người đặt.",
                "Somebody has this slot already.",
                "Mời ông/bà chọn khung giờ khác.",
                "Choose another slot.",
            )
        )
    if starts_at <= now:
        found.append(_state("begun", "Khung giờ này đã bắt đầu.", "This slot has begun."))
    if own:
        found.append(
            _field("party", "Bên có thiết bị không cần đặt thiết bị của mình.", "Nobody books the own equipment.")
        )
    if not member:
        found.append(
            SAY.reason(
                "members_only", "Thiết bị này chỉ nhận đặt từ thành viên đang hoạt động của Sàn.", "Only active members of the exchange may book it.",
                "Mời ông/bà đăng ký làm thành viên, hoặc chọn thiết bị khác.", "Join the exchange, or choose other equipment.", "party",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def may_end(state: str, ground: str, starts_at: datetime, now: datetime) -> Decision:
    found = [*SAY.missing_ground(ground)]
    if state != "booked":
        found.append(_state("ended", "Lượt đặt này đã kết thúc.", "This booking has ended already."))
    elif starts_at <= now:
        found.append(
            _state(
                "begun",
                "Khung giờ này đã bắt đầu nên không trả hoặc hủy được.",
                "This slot has begun: it can't be given back.",
            )
        )
    return Decision.refuse_if_any(found)


def may_close(*, closed: bool, taken: bool) -> Decision:
    found = []
    if closed:
        found.append(_state("closed", "Khung giờ này đã đóng.", "This slot is closed already."))
    if taken:
        found.append(
            SAY.reason(
                "taken",
                "Khung giờ này đang có người đặt.",
                "Somebody has this slot.",
                "Mời ông/bà hủy lượt đặt trước, có nêu lý do.",
                "Cancel the booking first, with a ground.",
            )
        )
    return Decision.refuse_if_any(found)


def _field(name: str, vi: str, en: str) -> Reason:
    return SAY.reason(name, vi, en, "Mời ông/bà sửa mục này.", "Please mend this field.", name)


def _state(code: str, vi: str, en: str) -> Reason:
    return SAY.reason(code, vi, en, "Mời ông/bà mở lại trang của thiết bị.", "Open the page of the equipment again.")
