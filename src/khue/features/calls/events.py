"""What has happened to needs, orders, calls and proposals, as timelines and jobs hear it. Nothing here tells what a proposal says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class NumberedEvent(Event):
    """``number`` is that of the need, order or call."""

    number: str


@dataclass(frozen=True, kw_only=True)
class NeedRaised(NumberedEvent):
    wire: ClassVar[str] = "calls.need_raised"

    def line(self) -> Text:
        return Text(f"Gửi nhu cầu {self.number}", f"Need {self.number} raised")


@dataclass(frozen=True, kw_only=True)
class NeedScreened(NumberedEvent):
    """``accepted``: the need may become an order."""

    wire: ClassVar[str] = "calls.need_screened"
    accepted: bool

    def line(self) -> Text:
        if self.accepted:
            return Text(f"Nhu cầu {self.number} đủ điều kiện đặt hàng", f"Need {self.number} is fit to be ordered")
        return Text(f"Nhu cầu {self.number} không đưa vào đặt hàng", f"Need {self.number} is not taken up")


@dataclass(frozen=True, kw_only=True)
class NeedMerged(NumberedEvent):
    wire: ClassVar[str] = "calls.need_merged"
    into: str

    def line(self) -> Text:
        return Text(f"Gộp nhu cầu {self.number} vào {self.into}", f"Need {self.number} merged into {self.into}")


@dataclass(frozen=True, kw_only=True)
class NeedWithdrawn(NumberedEvent):
    wire: ClassVar[str] = "calls.need_withdrawn"

    def line(self) -> Text:
        return Text(f"Rút nhu cầu {self.number}", f"Need {self.number} withdrawn")


@dataclass(frozen=True, kw_only=True)
class OrderMoved(NumberedEvent):
    """``verb``: draft, submit, approve, send_back, drop."""

    wire: ClassVar[str] = "calls.order_moved"
    verb: str

    def line(self) -> Text:
        said = {
            "draft": Text("Lập đặt hàng", "Order drafted:"),
            "submit": Text("Trình phê duyệt đặt hàng", "Order submitted:"),
            "approve": Text("Phê duyệt đặt hàng", "Order approved:"),
            "send_back": Text("Trả lại đặt hàng", "Order sent back:"),
            "drop": Text("Bỏ đặt hàng", "Order dropped:"),
        }[self.verb]
        return Text(f"{said.vi} {self.number}", f"{said.en} {self.number}")


@dataclass(frozen=True, kw_only=True)
class CallPublished(NumberedEvent):
    wire: ClassVar[str] = "calls.call_published"
    title: str

    def line(self) -> Text:
        return Text(f"Công bố thông báo {self.number}: {self.title}", f"Call {self.number} published: {self.title}")


@dataclass(frozen=True, kw_only=True)
class CallAmended(NumberedEvent):
    wire: ClassVar[str] = "calls.call_amended"
    closes: str

    def line(self) -> Text:
        return Text(
            f"Điều chỉnh thông báo {self.number}, đóng lúc {self.closes}",
            f"Call {self.number} amended, closes at {english_day(self.closes)}",
        )


@dataclass(frozen=True, kw_only=True)
class TemplateAttached(NumberedEvent):
    """``title`` of the template paper, ``no`` its version."""

    wire: ClassVar[str] = "calls.template_attached"
    title: str
    no: int

    def line(self) -> Text:
        return Text(
            f"Đính kèm biểu mẫu “{self.title}” (bản {self.no}) cho thông báo {self.number}",
            f"Template “{self.title}” (version {self.no}) attached to call {self.number}",
        )


@dataclass(frozen=True, kw_only=True)
class CallCancelled(NumberedEvent):
    wire: ClassVar[str] = "calls.call_cancelled"

    def line(self) -> Text:
        return Text(f"Hủy thông báo {self.number}", f"Call {self.number} cancelled")


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(NumberedEvent):
    wire: ClassVar[str] = "calls.question_answered"

    def line(self) -> Text:
        return Text(f"Trả lời một câu hỏi về thông báo {self.number}", f"A question on call {self.number} was answered")


@dataclass(frozen=True, kw_only=True)
class ProposalEvent(Event):
    """``call`` is the number of the call, ``number`` that of the proposal's dossier."""

    call: str
    number: str


@dataclass(frozen=True, kw_only=True)
class ProposalStarted(ProposalEvent):
    wire: ClassVar[str] = "calls.proposal_started"

    def line(self) -> Text:
        return Text(
            f"Bắt đầu soạn đề xuất {self.number} cho thông báo {self.call}",
            f"Proposal {self.number} begun for call {self.call}",
        )


@dataclass(frozen=True, kw_only=True)
class MemberAnswered(ProposalEvent):
    wire: ClassVar[str] = "calls.member_answered"
    accepted: bool

    def line(self) -> Text:
        if self.accepted:
            return Text(
                f"Xác nhận tham gia đề xuất {self.number}", f"Commitment to take part in proposal {self.number}"
            )
        return Text(f"Từ chối tham gia đề xuất {self.number}", f"Declined to take part in proposal {self.number}")


@dataclass(frozen=True, kw_only=True)
class ProposalHandedIn(ProposalEvent):
    wire: ClassVar[str] = "calls.proposal_handed_in"

    def line(self) -> Text:
        return Text(
            f"Nộp đề xuất {self.number} cho thông báo {self.call}; đề xuất được niêm phong",
            f"Proposal {self.number} handed in for call {self.call} and sealed",
        )


@dataclass(frozen=True, kw_only=True)
class ProposalTakenBack(ProposalEvent):
    """``given_up``: for good; else it may be handed in again while the call is open."""

    wire: ClassVar[str] = "calls.proposal_taken_back"
    given_up: bool

    def line(self) -> Text:
        if self.given_up:
            return Text(f"Bỏ đề xuất {self.number}", f"Proposal {self.number} given up")
        return Text(f"Rút lại đề xuất {self.number} để sửa", f"Proposal {self.number} taken back to be changed")


@dataclass(frozen=True, kw_only=True)
class ProposalsOpened(NumberedEvent):
    """``proposals`` are the ids of those opened, in the order in which they were handed in."""

    wire: ClassVar[str] = "calls.proposals_opened"
    proposals: tuple[int, ...]

    def line(self) -> Text:
        count = len(self.proposals)
        return Text(
            f"Mở {count} đề xuất của thông báo {self.number}", f"Opened the proposals of call {self.number}: {count}"
        )


@dataclass(frozen=True, kw_only=True)
class OutcomeRecorded(ProposalEvent):
    """``proposal`` is its id; ``recommended`` is what the council said."""

    wire: ClassVar[str] = "calls.outcome_recorded"
    proposal: int
    recommended: bool

    def line(self) -> Text:
        if self.recommended:
            return Text(f"Hội đồng đề nghị thực hiện đề xuất {self.number}", f"The council recommends {self.number}")
        return Text(
            f"Hội đồng không đề nghị thực hiện đề xuất {self.number}", f"The council does not recommend {self.number}"
        )


@dataclass(frozen=True, kw_only=True)
class ConceptJudged(ProposalEvent):
    """``proposal`` is the id of the concept; ``invited``: its lead may write the full proposal. No mission begins with it."""

    wire: ClassVar[str] = "calls.concept_judged"
    proposal: int
    invited: bool

    def line(self) -> Text:
        if self.invited:
            return Text(
                f"Mời nộp đề xuất hoàn chỉnh từ ý tưởng {self.number}",
                f"Concept {self.number} invited to the full stage",
            )
        return Text(
            f"Không mời nộp đề xuất hoàn chỉnh từ ý tưởng {self.number}",
            f"Concept {self.number} not invited to the full stage",
        )


@dataclass(frozen=True, kw_only=True)
class ProposalDecided(ProposalEvent):
    """``proposal`` is its id; ``funded``: it is to be carried out, and missions may begin."""

    wire: ClassVar[str] = "calls.proposal_decided"
    proposal: int
    funded: bool

    def line(self) -> Text:
        if self.funded:
            return Text(
                f"Phê duyệt thực hiện đề xuất {self.number}", f"Proposal {self.number} approved to be carried out"
            )
        return Text(f"Không phê duyệt đề xuất {self.number}", f"Proposal {self.number} not approved")


@dataclass(frozen=True, kw_only=True)
class ProposalBeforeCouncil(ProposalEvent):
    """``proposal`` is its id; ``council`` the name of the council that judges it."""

    wire: ClassVar[str] = "calls.proposal_before_council"
    proposal: int
    council: str

    def line(self) -> Text:
        return Text(f"Đưa đề xuất {self.number} ra {self.council}", f"Proposal {self.number} put before {self.council}")


@dataclass(frozen=True, kw_only=True)
class RoundMoved(NumberedEvent):
    """``verb``: prepare, publish, amend, cancel."""

    wire: ClassVar[str] = "calls.round_moved"
    verb: str

    def line(self) -> Text:
        said = {
            "prepare": Text("Lập vòng xét chọn", "Round of selection prepared:"),
            "publish": Text("Công bố vòng xét chọn", "Round of selection published:"),
            "amend": Text("Điều chỉnh vòng xét chọn", "Round of selection amended:"),
            "cancel": Text("Hủy vòng xét chọn", "Round of selection cancelled:"),
        }[self.verb]
        return Text(f"{said.vi} {self.number}", f"{said.en} {self.number}")


@dataclass(frozen=True, kw_only=True)
class StudyOrdered(NumberedEvent):
    """``attempt`` tells a study that was stopped and ordered again from the first order."""

    wire: ClassVar[str] = "calls.study_ordered"
    study: int
    attempt: int

    def line(self) -> Text:
        return Text(
            f"Lập phương án danh mục của vòng {self.number}", f"A portfolio study of round {self.number} ordered"
        )


@dataclass(frozen=True, kw_only=True)
class PortfolioDecided(NumberedEvent):
    """``funded`` of ``proposals``, for ``cost`` đồng; each proposal also has its own ``calls.proposal_decided``."""

    wire: ClassVar[str] = "calls.portfolio_decided"
    round: int
    proposals: int
    funded: int
    cost: int

    def line(self) -> Text:
        return Text(
            f"Quyết định danh mục của vòng {self.number}: chọn {self.funded} trên {self.proposals} đề xuất",
            f"Portfolio of round {self.number} decided: {self.funded} of {self.proposals} proposals",
        )
