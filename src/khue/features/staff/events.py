"""What has happened in the working life of staff, as their timelines tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AbsenceRegistered(Event):
    wire: ClassVar[str] = "staff.absence_registered"
    name: str
    first: str
    back: str
    deputy_name: str = ""

    def line(self) -> Text:
        vi = f"{self.name} vắng mặt từ ngày {self.first}, đi làm lại ngày {self.back}."
        en = f"{self.name} is away from {english_day(self.first)} and back on {english_day(self.back)}."
        if not self.deputy_name:
            return Text(vi, en)
        return Text(f"{vi} {self.deputy_name} làm thay.", f"{en} {self.deputy_name} stands in.")


@dataclass(frozen=True, kw_only=True)
class AbsenceEnded(Event):
    wire: ClassVar[str] = "staff.absence_ended"
    name: str
    back: str

    def line(self) -> Text:
        return Text(
            f"{self.name} đi làm lại từ ngày {self.back}.", f"{self.name} is back from {english_day(self.back)}."
        )


@dataclass(frozen=True, kw_only=True)
class DeskHandedOver(Event):
    wire: ClassVar[str] = "staff.desk_handed_over"
    name: str
    to_name: str  # empty: back to the queue
    moved: int

    def line(self) -> Text:
        if not self.to_name:
            return Text(
                f"{self.moved} việc của {self.name} trở về hàng chờ của đơn vị.",
                f"{self.moved} tasks of {self.name} went back to the queue of the unit.",
            )
        return Text(
            f"{self.moved} việc của {self.name} chuyển cho {self.to_name}.",
            f"{self.moved} tasks of {self.name} went to {self.to_name}.",
        )


@dataclass(frozen=True, kw_only=True)
class ColleagueInvited(Event):
    wire: ClassVar[str] = "staff.colleague_invited"
    invitation: int
    by: str

    def line(self) -> Text:
        return Text(f"{self.by} gửi lời mời vào làm việc.", f"{self.by} sent an invitation to work here.")


@dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    wire: ClassVar[str] = "staff.invitation_accepted"

    def line(self) -> Text:
        return Text("Đã nhận lời mời và lập tài khoản cán bộ.", "Accepted the invitation and set up a staff account.")


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    wire: ClassVar[str] = "staff.invitation_withdrawn"

    def line(self) -> Text:
        return Text("Lời mời vào làm việc đã được thu hồi.", "The invitation was withdrawn.")


@dataclass(frozen=True, kw_only=True)
class RoleProposed(Event):
    wire: ClassVar[str] = "staff.role_proposed"
    role: str
    by: str

    def line(self) -> Text:
        return Text(f"{self.by} đề nghị giao vai trò “{self.role}”.", f"{self.by} proposed the role “{self.role}”.")


@dataclass(frozen=True, kw_only=True)
class ProposalAnswered(Event):
    wire: ClassVar[str] = "staff.proposal_answered"
    role: str
    by: str
    confirmed: bool

    def line(self) -> Text:
        if self.confirmed:
            return Text(f"{self.by} xác nhận vai trò “{self.role}”.", f"{self.by} confirmed the role “{self.role}”.")
        return Text(f"{self.by} không xác nhận vai trò “{self.role}”.", f"{self.by} refused the role “{self.role}”.")


@dataclass(frozen=True, kw_only=True)
class DepartureRecorded(Event):
    wire: ClassVar[str] = "staff.departure_recorded"
    name: str
    last_day: str

    def line(self) -> Text:
        return Text(
            f"{self.name} thôi làm việc; ngày làm việc cuối cùng là {self.last_day}.",
            f"{self.name} leaves; the last day of work is {english_day(self.last_day)}.",
        )


@dataclass(frozen=True, kw_only=True)
class DepartureClosed(Event):
    wire: ClassVar[str] = "staff.departure_closed"

    def line(self) -> Text:
        return Text(
            "Tài khoản cán bộ đã khóa, khóa xác thực đã thu hồi.", "The staff account was closed, its keys revoked."
        )


@dataclass(frozen=True, kw_only=True)
class KeyResetAsked(Event):
    wire: ClassVar[str] = "staff.key_reset_asked"
    by: str

    def line(self) -> Text:
        return Text(f"{self.by} đề nghị đặt lại khóa xác thực.", f"{self.by} asked to reset the second factor.")


@dataclass(frozen=True, kw_only=True)
class KeyResetAnswered(Event):
    wire: ClassVar[str] = "staff.key_reset_answered"
    by: str
    confirmed: bool

    def line(self) -> Text:
        if self.confirmed:
            return Text(
                f"{self.by} xác nhận việc đặt lại khóa xác thực.",
                f"{self.by} confirmed the reset of the second factor.",
            )
        return Text(f"{self.by} dừng việc đặt lại khóa xác thực.", f"{self.by} stopped the reset of the second factor.")


@dataclass(frozen=True, kw_only=True)
class KeysReset(Event):
    wire: ClassVar[str] = "staff.keys_reset"

    def line(self) -> Text:
        return Text("Khóa xác thực đã được đặt lại.", "The second factor was reset.")


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    wire: ClassVar[str] = "staff.sessions_ended"
    count: int

    def line(self) -> Text:
        return Text(f"Đã đăng xuất {self.count} phiên.", f"Signed out of {self.count} sessions.")


@dataclass(frozen=True, kw_only=True)
class OfficeKeyMade(Event):
    wire: ClassVar[str] = "staff.office_key_made"
    prefix: str
    name: str

    def line(self) -> Text:
        return Text(
            f"Đã tạo khóa truy cập “{self.name}” ({self.prefix}).",
            f"The access key “{self.name}” was made ({self.prefix}).",
        )


@dataclass(frozen=True, kw_only=True)
class OfficeKeyRevoked(Event):
    wire: ClassVar[str] = "staff.office_key_revoked"
    prefix: str
    name: str

    def line(self) -> Text:
        return Text(
            f"Đã thu hồi khóa truy cập “{self.name}” ({self.prefix}).",
            f"The access key “{self.name}” was revoked ({self.prefix}).",
        )
