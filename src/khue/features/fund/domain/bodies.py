"""The bodies of the fund (pol:C28) and the people's posts in them. Who decides what stands in the charter, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason

COUNCIL, CONTROL, EXECUTIVE = "council", "control_board", "executive"
BODIES = {
    COUNCIL: Text("Hội đồng quản lý Quỹ", "Fund council"),
    CONTROL: Text("Ban kiểm soát Quỹ", "Control board"),
    EXECUTIVE: Text("Cơ quan điều hành Quỹ", "Executive body"),
}
HEAD, MEMBER = "head", "member"
POSITIONS = {HEAD: Text("người đứng đầu", "head"), MEMBER: Text("thành viên", "member")}
AGAIN = Text("Mời ông/bà xem lại rồi gửi lại biểu mẫu.", "Look at it again and send the form again.")


@dataclass(frozen=True, slots=True)
class FillSeat:
    """Put a person (``person:12``) into a body from a day, until the day after the last (None: no end yet)."""

    person: str
    body: str
    position: str
    from_on: date
    until_on: date | None
    instrument: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndSeat:
    """The seat ends: ``until_on`` is the first day without it."""

    seat_id: int
    until_on: date
    instrument: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A post as decisions see it."""

    person: str
    body: str
    position: str

    @property
    def is_head(self) -> bool:
        return self.position == HEAD


def may_fill(asked: FillSeat, hands: tuple[str, ...]) -> Decision:
    return Decision.refuse_if_any(_seat_faults(asked, hands))


def _seat_faults(asked: FillSeat, hands: tuple[str, ...]) -> Iterator[Reason]:
    if asked.body not in BODIES or asked.position not in POSITIONS:
        yield reason("seat", "Chưa chọn cơ quan hoặc vị trí.", "Choose the body and the position.", "body")
    if asked.until_on is not None and asked.until_on <= asked.from_on:
        yield reason("seat_term", "Ngày kết thúc phải sau ngày bắt đầu.", "The term ends before it begins.", "until_on")
    if asked.person in hands:
        yield Reason(
            "fund.own_seat",
            Text("Ông/bà không tự ghi vị trí cho chính mình.", "Nobody enters a seat for oneself."),
            Text("Mời ông/bà đề nghị người khác ghi.", "Ask a colleague to enter it."),
            "person",
        )
    yield from needs(
        asked.instrument, "instrument", "Chưa ghi văn bản bổ nhiệm.", "Name the instrument of appointment."
    )


def may_end(asked: EndSeat, from_on: date, until_on: date | None) -> Decision:
    faults = list(needs(asked.instrument, "instrument", "Chưa ghi văn bản thôi giữ vị trí.", "Name the instrument."))
    if asked.until_on <= from_on or (until_on is not None and asked.until_on > until_on):
        faults.append(
            reason("seat_end", "Ngày thôi giữ vị trí nằm ngoài nhiệm kỳ.", "That day is outside the term.", "until_on")
        )
    return Decision.refuse_if_any(faults)


def quorum(seats: int) -> int:
    """How many votes a council of ``seats`` members needs to decide: more than half of its seats."""
    return seats // 2 + 1


def needs(value: str, field: str, vi: str, en: str) -> Iterator[Reason]:
    if not value.strip():
        yield reason(field, vi, en, field)


def reason(code: str, vi: str, en: str, field: str = "", step: Text | None = None) -> Reason:
    return Reason(f"fund.{code}", Text(vi, en), step or AGAIN, field)
