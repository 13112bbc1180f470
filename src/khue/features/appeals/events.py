"""What has happened to appeals, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AppealEvent(Event):
    """``number`` is the appeal's, ``dossier`` the number of the dossier."""

    number: str
    dossier: str


@dataclass(frozen=True, kw_only=True)
class AppealLodged(AppealEvent):
    wire: ClassVar[str] = "appeals.appeal_lodged"

    def line(self) -> Text:
        return Text(
            f"Gửi khiếu nại {self.number} về quyết định của hồ sơ {self.dossier}",
            f"Appeal {self.number} lodged against the decision on dossier {self.dossier}",
        )


@dataclass(frozen=True, kw_only=True)
class AppealAdmitted(AppealEvent):
    wire: ClassVar[str] = "appeals.appeal_admitted"
    due_on: str

    def line(self) -> Text:
        if not self.due_on:
            return Text(f"Thụ lý khiếu nại {self.number}", f"Appeal {self.number} admitted")
        return Text(
            f"Thụ lý khiếu nại {self.number}, hạn giải quyết {self.due_on}",
            f"Appeal {self.number} admitted, answer due on {english_day(self.due_on)}",
        )


@dataclass(frozen=True, kw_only=True)
class AppealDeclined(AppealEvent):
    wire: ClassVar[str] = "appeals.appeal_declined"

    def line(self) -> Text:
        return Text(f"Không thụ lý khiếu nại {self.number}", f"Appeal {self.number} not admitted")


@dataclass(frozen=True, kw_only=True)
class DeciderAssigned(AppealEvent):
    wire: ClassVar[str] = "appeals.decider_assigned"
    decider: str

    def line(self) -> Text:
        return Text(
            f"Giao {self.decider} giải quyết khiếu nại {self.number}",
            f"Appeal {self.number} given to {self.decider} to decide",
        )


@dataclass(frozen=True, kw_only=True)
class AnswerExtended(AppealEvent):
    wire: ClassVar[str] = "appeals.answer_extended"
    due_on: str

    def line(self) -> Text:
        return Text(
            f"Gia hạn giải quyết khiếu nại {self.number} (vụ việc phức tạp) đến {self.due_on}",
            f"Answer to appeal {self.number} extended (complex case) to {english_day(self.due_on)}",
        )


@dataclass(frozen=True, kw_only=True)
class DialogueHeld(AppealEvent):
    wire: ClassVar[str] = "appeals.dialogue_held"
    held_on: str

    def line(self) -> Text:
        return Text(
            f"Đối thoại về khiếu nại {self.number} ngày {self.held_on}",
            f"Dialogue on appeal {self.number} held on {english_day(self.held_on)}",
        )


@dataclass(frozen=True, kw_only=True)
class ExecutionSuspended(AppealEvent):
    wire: ClassVar[str] = "appeals.execution_suspended"

    def line(self) -> Text:
        return Text(
            f"Tạm đình chỉ thi hành quyết định của hồ sơ {self.dossier}",
            f"Execution of the decision on dossier {self.dossier} suspended",
        )


@dataclass(frozen=True, kw_only=True)
class ExecutionResumed(AppealEvent):
    wire: ClassVar[str] = "appeals.execution_resumed"

    def line(self) -> Text:
        return Text(
            f"Tiếp tục thi hành quyết định của hồ sơ {self.dossier}",
            f"Execution of the decision on dossier {self.dossier} resumed",
        )


@dataclass(frozen=True, kw_only=True)
class AppealDecided(AppealEvent):
    """``outcome`` is upheld, amended, annulled or replaced; ``amount`` in đồng when there is a new one."""

    wire: ClassVar[str] = "appeals.appeal_decided"
    outcome: str
    sentence: dict[str, str]
    amount: int | None = None

    def line(self) -> Text:
        said = Text.from_json(self.sentence)
        return Text(
            f"Giải quyết khiếu nại {self.number}: {said.vi}", f"Appeal {self.number} decided: {said.into('en')}"
        )


@dataclass(frozen=True, kw_only=True)
class AppealWithdrawn(AppealEvent):
    wire: ClassVar[str] = "appeals.appeal_withdrawn"

    def line(self) -> Text:
        return Text(f"Rút khiếu nại {self.number}", f"Appeal {self.number} withdrawn")
