"""What has happened to supports, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event
from khue.core.money import format_dong


@dataclass(frozen=True, kw_only=True)
class SupportEvent(Event):
    number: str
    amount: int = 0

    def both(self) -> tuple[str, str]:
        return format_dong(self.amount, "vi"), format_dong(self.amount, "en")


@dataclass(frozen=True, kw_only=True)
class CostsAppraised(SupportEvent):
    wire: ClassVar[str] = "missions.costs_appraised"

    def line(self) -> Text:
        vi, en = self.both()
        return Text(f"Thẩm định kinh phí hồ sơ {self.number}: {vi}", f"Costs of dossier {self.number} appraised: {en}")


@dataclass(frozen=True, kw_only=True)
class CostsAgreed(SupportEvent):
    wire: ClassVar[str] = "missions.costs_agreed"

    def line(self) -> Text:
        vi, en = self.both()
        return Text(
            f"Sở Tài chính thống nhất kinh phí hồ sơ {self.number}: {vi}",
            f"The Department of Finance agrees to the costs of dossier {self.number}: {en}",
        )


@dataclass(frozen=True, kw_only=True)
class CostsReturned(SupportEvent):
    wire: ClassVar[str] = "missions.costs_returned"

    def line(self) -> Text:
        return Text(
            f"Sở Tài chính đề nghị thẩm định lại kinh phí hồ sơ {self.number}",
            f"The Department of Finance asks for a new appraisal of dossier {self.number}",
        )


@dataclass(frozen=True, kw_only=True)
class SupportGranted(SupportEvent):
    wire: ClassVar[str] = "missions.support_granted"

    def line(self) -> Text:
        vi, en = self.both()
        return Text(
            f"Quyết định hỗ trợ {vi} cho hồ sơ {self.number}", f"Support of {en} granted to dossier {self.number}"
        )


@dataclass(frozen=True, kw_only=True)
class SupportRefused(SupportEvent):
    wire: ClassVar[str] = "missions.support_refused"

    def line(self) -> Text:
        return Text(f"Từ chối hỗ trợ hồ sơ {self.number}", f"Support for dossier {self.number} refused")


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(SupportEvent):
    wire: ClassVar[str] = "missions.agreement_signed"

    def line(self) -> Text:
        vi, en = self.both()
        return Text(
            f"Ký thỏa thuận hỗ trợ {vi}, hồ sơ {self.number}", f"Agreement on {en} signed, dossier {self.number}"
        )


@dataclass(frozen=True, kw_only=True)
class TrancheEvent(SupportEvent):
    no: int


@dataclass(frozen=True, kw_only=True)
class TrancheDelivered(TrancheEvent):
    wire: ClassVar[str] = "missions.tranche_delivered"

    def line(self) -> Text:
        return Text(
            f"Bàn giao sản phẩm đợt {self.no}, hồ sơ {self.number}",
            f"Tranche {self.no} delivered, dossier {self.number}",
        )


@dataclass(frozen=True, kw_only=True)
class TrancheReturned(TrancheEvent):
    wire: ClassVar[str] = "missions.tranche_returned"
    ground: str

    def line(self) -> Text:
        return Text(
            f"Đợt {self.no} của hồ sơ {self.number} cần bổ sung: {self.ground}",
            f"Tranche {self.no} of dossier {self.number} was sent back: {self.ground}",
        )


@dataclass(frozen=True, kw_only=True)
class TrancheAccepted(TrancheEvent):
    wire: ClassVar[str] = "missions.tranche_accepted"

    def line(self) -> Text:
        return Text(
            f"Nghiệm thu đợt {self.no}, hồ sơ {self.number}", f"Tranche {self.no} accepted, dossier {self.number}"
        )


@dataclass(frozen=True, kw_only=True)
class PaymentOrdered(TrancheEvent):
    wire: ClassVar[str] = "missions.payment_ordered"

    def line(self) -> Text:
        vi, en = self.both()
        return Text(
            f"Lập lệnh chi {vi} cho đợt {self.no}, hồ sơ {self.number}",
            f"Payment of {en} ordered for tranche {self.no}, dossier {self.number}",
        )


@dataclass(frozen=True, kw_only=True)
class PaymentReturned(TrancheEvent):
    wire: ClassVar[str] = "missions.payment_returned"

    def line(self) -> Text:
        vi, en = self.both()
        return Text(
            f"Ngân hàng trả lại {vi} của đợt {self.no}, hồ sơ {self.number}",
            f"The bank sent back {en} of tranche {self.no}, dossier {self.number}",
        )


@dataclass(frozen=True, kw_only=True)
class TranchePaid(TrancheEvent):
    wire: ClassVar[str] = "missions.tranche_paid"

    def line(self) -> Text:
        vi, en = self.both()
        return Text(
            f"Chi trả {vi} cho đợt {self.no}, hồ sơ {self.number}",
            f"Paid {en} for tranche {self.no}, dossier {self.number}",
        )


@dataclass(frozen=True, kw_only=True)
class EquipmentRegistered(SupportEvent):
    wire: ClassVar[str] = "missions.equipment_registered"
    name: str

    def line(self) -> Text:
        return Text(f"Ghi sổ thiết bị: {self.name}", f"Equipment registered: {self.name}")


@dataclass(frozen=True, kw_only=True)
class SupportAudited(SupportEvent):
    wire: ClassVar[str] = "missions.support_audited"
    in_order: bool

    def line(self) -> Text:
        if self.in_order:
            return Text(f"Hậu kiểm hồ sơ {self.number}: đúng quy định", f"Later audit of {self.number}: in order")
        return Text(f"Hậu kiểm hồ sơ {self.number}: có điểm cần xử lý", f"Later audit of {self.number}: found faults")


@dataclass(frozen=True, kw_only=True)
class SupportRevised(SupportEvent):
    """``outcome`` is amended, annulled or replaced; ``amount`` the amount granted now, 0 when annulled."""

    wire: ClassVar[str] = "missions.support_revised"
    outcome: str
    appeal: str
    claimed: int = 0

    def line(self) -> Text:
        vi, en = self.both()
        if self.outcome == "annulled":
            return Text(
                f"Hủy khoản hỗ trợ của hồ sơ {self.number} theo khiếu nại {self.appeal}",
                f"Support of dossier {self.number} annulled after appeal {self.appeal}",
            )
        return Text(
            f"Mức hỗ trợ của hồ sơ {self.number} là {vi} theo khiếu nại {self.appeal}",
            f"Support of dossier {self.number} is {en} after appeal {self.appeal}",
        )


@dataclass(frozen=True, kw_only=True)
class RecoveryClaimed(SupportEvent):
    wire: ClassVar[str] = "missions.recovery_claimed"
    due_on: str

    def line(self) -> Text:
        vi, en = self.both()
        return Text(
            f"Phải hoàn trả {vi} của hồ sơ {self.number}, hạn {self.due_on}",
            f"{en} of dossier {self.number} to be given back by {english_day(self.due_on)}",
        )


@dataclass(frozen=True, kw_only=True)
class RecoveryReceived(SupportEvent):
    wire: ClassVar[str] = "missions.recovery_received"

    def line(self) -> Text:
        vi, en = self.both()
        return Text(f"Đã thu hồi {vi} của hồ sơ {self.number}", f"{en} of dossier {self.number} was given back")


@dataclass(frozen=True, kw_only=True)
class RecoveryTakenBack(SupportEvent):
    """A match of a statement line was undone: the money was something else."""

    wire: ClassVar[str] = "missions.recovery_taken_back"

    def line(self) -> Text:
        vi, en = self.both()
        return Text(
            f"Bỏ ghi nhận thu hồi {vi} của hồ sơ {self.number}: dòng sao kê thuộc khoản khác",
            f"{en} of dossier {self.number} no longer counts as given back: the statement line was something else",
        )
