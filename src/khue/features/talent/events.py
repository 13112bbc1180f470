"""What has happened with experts, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event
from khue.core.money import format_dong


@dataclass(frozen=True, kw_only=True)
class NeedEvent(Event):
    """``need`` is its id, ``number`` and ``title`` what everybody may read."""

    need: int
    number: str
    title: str


@dataclass(frozen=True, kw_only=True)
class NeedPublished(NeedEvent):
    wire: ClassVar[str] = "talent.need_published"
    closes_on: str

    def line(self) -> Text:
        return Text(
            f"Tìm chuyên gia “{self.title}”, nhận ứng tuyển đến hết ngày {self.closes_on}",
            f"Looking for an expert: “{self.title}”, applications until {english_day(self.closes_on)}",
        )


@dataclass(frozen=True, kw_only=True)
class CandidateInvited(NeedEvent):
    wire: ClassVar[str] = "talent.candidate_invited"

    def line(self) -> Text:
        return Text(f"Được mời làm chuyên gia “{self.title}”", f"Invited as an expert: “{self.title}”")


@dataclass(frozen=True, kw_only=True)
class CandidateApplied(NeedEvent):
    wire: ClassVar[str] = "talent.candidate_applied"

    def line(self) -> Text:
        return Text(f"Ứng tuyển vị trí “{self.title}”", f"Applied for “{self.title}”")


@dataclass(frozen=True, kw_only=True)
class CandidacyEnded(NeedEvent):
    wire: ClassVar[str] = "talent.candidacy_ended"
    says: str
    says_en: str

    def line(self) -> Text:
        return Text(f"Vị trí “{self.title}”: {self.says}", f"“{self.title}”: {self.says_en}")


@dataclass(frozen=True, kw_only=True)
class CandidatesPut(NeedEvent):
    wire: ClassVar[str] = "talent.candidates_put"

    def line(self) -> Text:
        return Text(
            f"Hồ sơ ứng tuyển “{self.title}” được đưa ra tổ tuyển chọn",
            f"The application for “{self.title}” is before the selection group",
        )


@dataclass(frozen=True, kw_only=True)
class OfferSent(NeedEvent):
    wire: ClassVar[str] = "talent.offer_sent"
    answer_by: str

    def line(self) -> Text:
        return Text(
            f"Nhận đề nghị hợp đồng “{self.title}”, trả lời chậm nhất ngày {self.answer_by}",
            f"An offer for “{self.title}”, to be answered by {english_day(self.answer_by)}",
        )


@dataclass(frozen=True, kw_only=True)
class OfferAnswered(NeedEvent):
    wire: ClassVar[str] = "talent.offer_answered"
    accepted: bool

    def line(self) -> Text:
        if self.accepted:
            return Text(f"Đồng ý đề nghị hợp đồng “{self.title}”", f"Accepted the offer for “{self.title}”")
        return Text(f"Không đồng ý đề nghị hợp đồng “{self.title}”", f"Declined the offer for “{self.title}”")


@dataclass(frozen=True, kw_only=True)
class EngagementEvent(Event):
    """``engagement`` is its id, ``number`` its public number, ``title`` of the need."""

    engagement: int
    number: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ContractConcluded(EngagementEvent):
    wire: ClassVar[str] = "talent.contract_concluded"
    contract: str
    amount: int

    def line(self) -> Text:
        vi, en = format_dong(self.amount, "vi"), format_dong(self.amount, "en")
        return Text(
            f"Lập hợp đồng chuyên gia số {self.contract} “{self.title}”, tối đa {vi}",
            f"Expert contract {self.contract} “{self.title}” drawn up, at most {en}",
        )


@dataclass(frozen=True, kw_only=True)
class DueHandedIn(EngagementEvent):
    wire: ClassVar[str] = "talent.due_handed_in"
    due: str

    def line(self) -> Text:
        return Text(f"Bàn giao “{self.due}” theo hợp đồng {self.number}", f"Handed in “{self.due}” under {self.number}")


@dataclass(frozen=True, kw_only=True)
class DueChecked(EngagementEvent):
    wire: ClassVar[str] = "talent.due_checked"
    due: str
    accepted: bool
    amount: int

    def line(self) -> Text:
        if not self.accepted:
            return Text(f"“{self.due}” được trả lại để hoàn thiện", f"“{self.due}” was sent back")
        vi, en = format_dong(self.amount, "vi"), format_dong(self.amount, "en")
        return Text(f"Nghiệm thu “{self.due}”, được chi {vi}", f"“{self.due}” accepted, {en} to be paid")


@dataclass(frozen=True, kw_only=True)
class DuePaid(EngagementEvent):
    wire: ClassVar[str] = "talent.due_paid"
    due: str
    amount: int

    def line(self) -> Text:
        vi, en = format_dong(self.amount, "vi"), format_dong(self.amount, "en")
        return Text(f"Đã chi {vi} cho “{self.due}”", f"{en} paid for “{self.due}”")


@dataclass(frozen=True, kw_only=True)
class DueReturned(EngagementEvent):
    wire: ClassVar[str] = "talent.due_returned"
    due: str
    amount: int

    def line(self) -> Text:
        vi, en = format_dong(self.amount, "vi"), format_dong(self.amount, "en")
        return Text(f"Ngân hàng trả lại {vi} của “{self.due}”", f"The bank sent back {en} of “{self.due}”")


@dataclass(frozen=True, kw_only=True)
class EvaluationMoved(EngagementEvent):
    wire: ClassVar[str] = "talent.evaluation_moved"
    evaluation: int
    says: str
    says_en: str

    def line(self) -> Text:
        return Text(
            f"Đánh giá hằng năm, hợp đồng {self.number}: {self.says}",
            f"Yearly evaluation, contract {self.number}: {self.says_en}",
        )


@dataclass(frozen=True, kw_only=True)
class EngagementEnded(EngagementEvent):
    wire: ClassVar[str] = "talent.engagement_ended"
    says: str
    says_en: str

    def line(self) -> Text:
        return Text(f"Hợp đồng {self.number}: {self.says}", f"Contract {self.number}: {self.says_en}")
