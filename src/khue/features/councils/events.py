"""What has happened on councils, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ExpertInvited(Event):
    wire: ClassVar[str] = "councils.expert_invited"
    by: str

    def line(self) -> Text:
        return Text(
            f"{self.by} mời tham gia danh sách chuyên gia của Thành phố.",
            f"{self.by} sent an invitation to the city’s register of experts.",
        )


@dataclass(frozen=True, kw_only=True)
class ExpertAnswered(Event):
    wire: ClassVar[str] = "councils.expert_answered"
    accepted: bool

    def line(self) -> Text:
        if self.accepted:
            return Text("Đã tham gia danh sách chuyên gia.", "Joined the register of experts.")
        return Text("Không nhận lời tham gia danh sách chuyên gia.", "Declined to join the register of experts.")


@dataclass(frozen=True, kw_only=True)
class ProfileUpdated(Event):
    wire: ClassVar[str] = "councils.profile_updated"
    number: int

    def line(self) -> Text:
        return Text(
            f"Thông tin chuyên gia được cập nhật (bản {self.number}).",
            f"The expert profile was updated (version {self.number}).",
        )


@dataclass(frozen=True, kw_only=True)
class ExpertLeft(Event):
    wire: ClassVar[str] = "councils.expert_left"

    def line(self) -> Text:
        return Text("Đã rời danh sách chuyên gia.", "Left the register of experts.")


@dataclass(frozen=True, kw_only=True)
class CouncilEvent(Event):
    """About one council."""

    council: int
    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CouncilFounded(CouncilEvent):
    wire: ClassVar[str] = "councils.council_founded"
    decision: str

    def line(self) -> Text:
        return Text(
            f"{self.name} được thành lập theo Quyết định số {self.decision}.",
            f"{self.name} was founded by decision no. {self.decision}.",
        )


@dataclass(frozen=True, kw_only=True)
class CouncilDissolved(CouncilEvent):
    wire: ClassVar[str] = "councils.council_dissolved"

    def line(self) -> Text:
        return Text(f"{self.name} đã giải thể.", f"{self.name} was dissolved.")


@dataclass(frozen=True, kw_only=True)
class SeatTaken(CouncilEvent):
    wire: ClassVar[str] = "councils.seat_taken"
    role: str
    role_en: str

    def line(self) -> Text:
        return Text(
            f"Tham gia {self.name} với vai trò {self.role.lower()}.",
            f"Joined {self.name} as {self.role_en.lower()}.",
        )


@dataclass(frozen=True, kw_only=True)
class SeatEnded(CouncilEvent):
    wire: ClassVar[str] = "councils.seat_ended"
    ground: str

    def line(self) -> Text:
        return Text(f"Thôi tham gia {self.name}: {self.ground}", f"No longer on {self.name}: {self.ground}")


@dataclass(frozen=True, kw_only=True)
class ItemEvent(CouncilEvent):
    """About one item before a council. ``item_subject`` is the record of the room above, as text."""

    item: int
    item_subject: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ItemPut(ItemEvent):
    wire: ClassVar[str] = "councils.item_put"

    def line(self) -> Text:
        return Text(f"“{self.title}” được đưa ra {self.name}.", f"“{self.title}” was put before {self.name}.")


@dataclass(frozen=True, kw_only=True)
class ItemWithdrawn(ItemEvent):
    wire: ClassVar[str] = "councils.item_withdrawn"

    def line(self) -> Text:
        return Text(f"“{self.title}” được rút khỏi {self.name}.", f"“{self.title}” was withdrawn from {self.name}.")


@dataclass(frozen=True, kw_only=True)
class InterestDeclared(CouncilEvent):
    wire: ClassVar[str] = "councils.interest_declared"
    reported: bool

    def line(self) -> Text:
        if self.reported:
            return Text(
                f"Có người báo về lợi ích liên quan tại {self.name}; đang chờ xem xét.",
                f"An interest was reported on {self.name}; it awaits a review.",
            )
        return Text(f"Khai báo lợi ích liên quan tại {self.name}.", f"Declared an interest on {self.name}.")


@dataclass(frozen=True, kw_only=True)
class InterestReviewed(CouncilEvent):
    wire: ClassVar[str] = "councils.interest_reviewed"
    stands: bool

    def line(self) -> Text:
        if self.stands:
            return Text(
                f"Lợi ích liên quan tại {self.name} được xác nhận.", f"The interest on {self.name} was confirmed."
            )
        return Text(
            f"Ý kiến báo về lợi ích liên quan tại {self.name} không được xác nhận.",
            f"The reported interest on {self.name} was not confirmed.",
        )


@dataclass(frozen=True, kw_only=True)
class ReviewOpened(CouncilEvent):
    wire: ClassVar[str] = "councils.review_opened"
    review: int

    def line(self) -> Text:
        return Text(f"{self.name} mở đợt chấm điểm số {self.review}.", f"{self.name} opened review no. {self.review}.")


@dataclass(frozen=True, kw_only=True)
class ReviewMoved(CouncilEvent):
    wire: ClassVar[str] = "councils.review_moved"
    review: int
    state: str

    def line(self) -> Text:
        if self.state == "discussion":
            return Text(
                f"{self.name}: đợt chấm điểm số {self.review} chuyển sang thảo luận.",
                f"{self.name}: review no. {self.review} goes into discussion.",
            )
        return Text(
            f"{self.name}: đợt chấm điểm số {self.review} đã đóng.", f"{self.name}: review no. {self.review} is closed."
        )


@dataclass(frozen=True, kw_only=True)
class ItemAssigned(ItemEvent):
    wire: ClassVar[str] = "councils.item_assigned"

    def line(self) -> Text:
        return Text(f"Được phân công chấm “{self.title}”.", f"Was given “{self.title}” to score.")


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(ItemEvent):
    wire: ClassVar[str] = "councils.assignment_ended"
    ground: str

    def line(self) -> Text:
        return Text(f"Thôi chấm “{self.title}”: {self.ground}", f"No longer scores “{self.title}”: {self.ground}")


@dataclass(frozen=True, kw_only=True)
class SheetSubmitted(ItemEvent):
    wire: ClassVar[str] = "councils.sheet_submitted"
    revised: bool

    def line(self) -> Text:
        if self.revised:
            return Text(f"Chấm lại “{self.title}” sau thảo luận.", f"Revised the scores of “{self.title}”.")
        return Text(f"Nộp phiếu chấm “{self.title}”.", f"Handed in the sheet of “{self.title}”.")


@dataclass(frozen=True, kw_only=True)
class MeetingCalled(CouncilEvent):
    wire: ClassVar[str] = "councils.meeting_called"
    meeting: int
    held: str
    place: str

    def line(self) -> Text:
        return Text(
            f"{self.name} họp phiên thứ {self.meeting} lúc {self.held}, tại {self.place}.",
            f"{self.name}: meeting {self.meeting} at {english_day(self.held)}, {self.place}.",
        )


@dataclass(frozen=True, kw_only=True)
class BallotOpened(ItemEvent):
    wire: ClassVar[str] = "councils.ballot_opened"

    def line(self) -> Text:
        return Text(f"Mở lượt bỏ phiếu kín về “{self.title}”.", f"A secret ballot on “{self.title}” is open.")


@dataclass(frozen=True, kw_only=True)
class BallotCounted(ItemEvent):
    wire: ClassVar[str] = "councils.ballot_counted"
    counts: dict[str, int]
    valid: bool

    def line(self) -> Text:
        said = (self.counts["approve"], self.counts["refuse"], self.counts["blank"])
        return Text(
            f"Kiểm phiếu về “{self.title}”: {said[0]} đồng ý, {said[1]} không đồng ý, {said[2]} phiếu trắng.",
            f"Ballot on “{self.title}” counted: {said[0]} in favour, {said[1]} against, {said[2]} blank.",
        )


@dataclass(frozen=True, kw_only=True)
class ItemDecided(ItemEvent):
    """What the council says of the item; the room above hears it by ``item_subject``."""

    wire: ClassVar[str] = "councils.item_decided"
    outcome: str
    words: str
    words_en: str

    def line(self) -> Text:
        return Text(
            f"{self.name} kết luận về “{self.title}”: {self.words}.", f"{self.name} on “{self.title}”: {self.words_en}."
        )


@dataclass(frozen=True, kw_only=True)
class MinutesDrawn(CouncilEvent):
    wire: ClassVar[str] = "councils.minutes_drawn"
    minutes: int
    minutes_number: str

    def line(self) -> Text:
        return Text(
            f"Biên bản {self.minutes_number} của {self.name} được lập.",
            f"Minutes {self.minutes_number} of {self.name}.",
        )


@dataclass(frozen=True, kw_only=True)
class FeesEarned(CouncilEvent):
    """Minutes are signed by all who must: members are entitled to fees (``queries.fees_of``); paying is another room's.

    Once for each minutes. ``amount`` in đồng of the lines that have one, ``open`` lines whose norm has no value.
    """

    wire: ClassVar[str] = "councils.fees_earned"
    minutes: int
    minutes_number: str
    members: int
    amount: int
    open: int

    def line(self) -> Text:
        return Text(
            f"{self.name}: ghi nhận thù lao của {self.members} thành viên theo biên bản {self.minutes_number}.",
            f"{self.name}: fees of {self.members} members are due by minutes {self.minutes_number}.",
        )
