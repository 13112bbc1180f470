"""What has happened in a transfer, as timelines and jobs hear it. Who was refused stands on no line that others read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TransferEvent(Event):
    """``transfer`` is its id, ``number`` what people call it."""

    transfer: int
    number: str


@dataclass(frozen=True, kw_only=True)
class TransferOpened(TransferEvent):
    wire: ClassVar[str] = "transfers.opened"

    def line(self) -> Text:
        return Text(f"Mở hồ sơ chuyển giao không bồi hoàn {self.number}", f"File {self.number} of a transfer without refund opened")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ClaimAnswered(TransferEvent):
    """To one claimant; ``granted``: it receives the result."""

    wire: ClassVar[str] = "transfers.claim_answered"
    granted: bool

    def line(self) -> Text:
        if self.granted:
            return Text(f"Được nhận chuyển giao theo hồ sơ {self.number}", f"Receives the result of file {self.number}")
        return Text(f"Không được nhận chuyển giao theo hồ sơ {self.number}", f"Does not receive the result of file {self.number}")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TransferDecided(TransferEvent):
    wire: ClassVar[str] = "transfers.decided"
    receivers: int

    def line(self) -> Text:
        return Text(
            f"Quyết định chuyển giao không bồi hoàn {self.number}: {self.receivers} bên nhận",
            f"Transfer {self.number} without refund decided, receivers: {self.receivers}",
        )


@dataclass(frozen=True, kw_only=True)
class TransferEnded(TransferEvent):
    wire: ClassVar[str] = "transfers.ended"

    def line(self) -> Text:
        return Text(f"Hồ sơ {self.number} kết thúc, không chuyển giao", f"File {self.number} ended without a transfer")


@dataclass(frozen=True, kw_only=True)
class ResultHandedOver(TransferEvent):
    """``receiver`` is the key of the party that has it now."""

    wire: ClassVar[str] = "transfers.handed_over"
    receiver: str

    def line(self) -> Text:
        return Text(f"Đã bàn giao kết quả theo hồ sơ {self.number}", f"Result of file {self.number} handed over")


@dataclass(frozen=True, kw_only=True)
class DutyReported(TransferEvent):
    wire: ClassVar[str] = "transfers.duty_reported"

    def line(self) -> Text:
        return Text(f"Báo cáo thực hiện nghĩa vụ theo hồ sơ {self.number}", f"A duty of file {self.number} reported")


@dataclass(frozen=True, kw_only=True)
class HandoverRecalled(TransferEvent):
    wire: ClassVar[str] = "transfers.recalled"

    def line(self) -> Text:
        return Text(
            f"Thu hồi kết quả đã chuyển giao theo hồ sơ {self.number}", f"Result of file {self.number} recalled"
        )
