"""What has happened to missions, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event
from khue.core.money import format_dong


@dataclass(frozen=True, kw_only=True)
class MissionEvent(Event):
    """``number`` of the mission; ``amount`` in đồng where the fact has one."""

    number: str
    amount: int = 0

    def both(self) -> tuple[str, str]:
        return format_dong(self.amount, "vi"), format_dong(self.amount, "en")


@dataclass(frozen=True, kw_only=True)
class MissionBegun(MissionEvent):
    wire: ClassVar[str] = "delivery.mission_begun"

    def line(self) -> Text:
        return Text(f"Lập nhiệm vụ {self.number} từ đề xuất được phê duyệt", f"Mission {self.number} begun")


@dataclass(frozen=True, kw_only=True)
class MissionAppraised(MissionEvent):
    """``finding``: appraised, agreed or objected."""

    wire: ClassVar[str] = "delivery.mission_appraised"
    finding: str

    def line(self) -> Text:
        vi, en = self.both()
        if self.finding == "objected":
            return Text(
                f"Sở Tài chính đề nghị thẩm định lại nhiệm vụ {self.number}",
                f"Finance asks to appraise mission {self.number} again",
            )
        if self.finding == "agreed":
            return Text(
                f"Sở Tài chính thống nhất kinh phí nhiệm vụ {self.number}: {vi}",
                f"Finance agrees to the costs of mission {self.number}: {en}",
            )
        return Text(
            f"Thẩm định kinh phí nhiệm vụ {self.number}: {vi}", f"Costs of mission {self.number} appraised: {en}"
        )


@dataclass(frozen=True, kw_only=True)
class MissionDecided(MissionEvent):
    """``outcome``: granted or refused."""

    wire: ClassVar[str] = "delivery.mission_decided"
    outcome: str

    def line(self) -> Text:
        vi, en = self.both()
        if self.outcome == "granted":
            return Text(f"Phê duyệt nhiệm vụ {self.number}, kinh phí {vi}", f"Mission {self.number} approved with {en}")
        return Text(f"Không phê duyệt kinh phí nhiệm vụ {self.number}", f"Mission {self.number} was not approved")


@dataclass(frozen=True, kw_only=True)
class ContractMoved(MissionEvent):
    """``step``: prepared, turned_down, agreed (by one side), concluded."""

    wire: ClassVar[str] = "delivery.contract_moved"
    version: int
    step: str

    def line(self) -> Text:
        said = {
            "prepared": Text("Gửi hai bên", "Laid before both sides:"),
            "turned_down": Text("Bên thực hiện đề nghị sửa", "Sent back by the lead:"),
            "agreed": Text("Một bên thống nhất", "Agreed to by one side:"),
            "concluded": Text("Hai bên thống nhất", "Concluded:"),
        }[self.step]
        return Text(
            f"{said.vi} hợp đồng nhiệm vụ {self.number}, bản {self.version}",
            f"{said.en} contract of mission {self.number}, version {self.version}",
        )


@dataclass(frozen=True, kw_only=True)
class MilestoneMoved(MissionEvent):
    """``step``: handed_in, returned, put, accepted, rejected, ordered, paid, given_back. ``no`` 0 is the advance."""

    wire: ClassVar[str] = "delivery.milestone_moved"
    no: int
    step: str

    def line(self) -> Text:
        said = {
            "handed_in": Text("Bàn giao", "Handed in:"),
            "returned": Text("Yêu cầu bổ sung", "Sent back:"),
            "put": Text("Trình hội đồng nghiệm thu", "Put before the council:"),
            "accepted": Text("Nghiệm thu", "Accepted:"),
            "rejected": Text("Hội đồng kết luận không đạt", "Found not reached:"),
            "ordered": Text("Lập lệnh chi", "Payment ordered:"),
            "paid": Text("Đã thanh toán", "Paid:"),
            "given_back": Text("Ngân hàng trả lại tiền", "Money returned by the bank:"),
        }[self.step]
        vi, en = (f"mốc {self.no}", f"milestone {self.no}") if self.no else ("tạm ứng", "the advance")
        return Text(f"{said.vi} {vi} của nhiệm vụ {self.number}", f"{said.en} {en} of mission {self.number}")


@dataclass(frozen=True, kw_only=True)
class ChangeMoved(MissionEvent):
    """``step``: asked, granted, refused, withdrawn."""

    wire: ClassVar[str] = "delivery.change_moved"
    no: int
    step: str

    def line(self) -> Text:
        said = {
            "asked": Text("Đề nghị", "Asked for:"),
            "granted": Text("Chấp thuận", "Granted:"),
            "refused": Text("Không chấp thuận", "Refused:"),
            "withdrawn": Text("Rút", "Withdrawn:"),
        }[self.step]
        return Text(
            f"{said.vi} điều chỉnh số {self.no} của hợp đồng nhiệm vụ {self.number}",
            f"{said.en} change {self.no} of the contract of mission {self.number}",
        )


@dataclass(frozen=True, kw_only=True)
class MissionWatched(MissionEvent):
    """``step``: report_asked, report_handed_in, report_noted, checked, warned, lifted."""

    wire: ClassVar[str] = "delivery.mission_watched"
    step: str

    def line(self) -> Text:
        said = {
            "report_asked": Text("Yêu cầu báo cáo", "A report is asked for"),
            "report_handed_in": Text("Nộp báo cáo", "A report was handed in"),
            "report_noted": Text("Ghi nhận báo cáo", "A report was noted"),
            "checked": Text("Kiểm tra tại chỗ", "Visited on site"),
            "warned": Text("Cảnh báo", "Warned"),
            "lifted": Text("Gỡ cảnh báo", "A warning was lifted"),
        }[self.step]
        return Text(f"{said.vi}: nhiệm vụ {self.number}", f"{said.en}: mission {self.number}")


@dataclass(frozen=True, kw_only=True)
class MissionEnded(MissionEvent):
    """``outcome``: completed, unmet, excused, recovering, recovered. Results may be registered of a completed one."""

    wire: ClassVar[str] = "delivery.mission_ended"
    outcome: str

    def line(self) -> Text:
        vi, en = self.both()
        said = {
            "completed": Text("Nghiệm thu, quyết toán", "Accepted and settled:"),
            "unmet": Text("Ghi nhận không đạt kết quả", "Result not reached:"),
            "excused": Text("Không đạt, không phải hoàn trả", "Not reached, nothing paid back:"),
            "recovering": Text(f"Phải hoàn trả {vi}", f"{en} to be given back:"),
            "recovered": Text(f"Đã thu hồi {vi}", f"{en} was recovered:"),
        }[self.outcome]
        return Text(f"{said.vi}: nhiệm vụ {self.number}", f"{said.en} mission {self.number}")
