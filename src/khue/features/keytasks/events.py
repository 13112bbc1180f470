"""What has happened to key tasks, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class KeyTaskEvent(Event):
    """``key_task`` is its id, ``number`` that of its dossier, ``title`` the task's."""

    key_task: int
    number: str
    title: str


@dataclass(frozen=True, kw_only=True)
class TaskExamined(KeyTaskEvent):
    wire: ClassVar[str] = "keytasks.task_examined"

    def line(self) -> Text:
        return Text(f"Đã kiểm tra điều kiện công nhận, hồ sơ {self.number}", f"Conditions of {self.number} checked")


@dataclass(frozen=True, kw_only=True)
class OpinionRecorded(KeyTaskEvent):
    wire: ClassVar[str] = "keytasks.opinion_recorded"

    def line(self) -> Text:
        return Text(f"Hội đồng đã có ý kiến về hồ sơ {self.number}", f"A council gave its opinion on {self.number}")


@dataclass(frozen=True, kw_only=True)
class TaskRecognised(KeyTaskEvent):
    """``last_day``: how long the recognition holds, as 17/03/2029."""

    wire: ClassVar[str] = "keytasks.task_recognised"
    last_day: str

    def line(self) -> Text:
        return Text(
            f"“{self.title}” được công nhận là nhiệm vụ trọng điểm, đến hết ngày {self.last_day}",
            f"“{self.title}” recognised as a key task until {english_day(self.last_day)}",
        )


@dataclass(frozen=True, kw_only=True)
class RecognitionRefused(KeyTaskEvent):
    wire: ClassVar[str] = "keytasks.recognition_refused"

    def line(self) -> Text:
        return Text(f"Không công nhận nhiệm vụ trọng điểm, hồ sơ {self.number}", f"Recognition refused, {self.number}")


@dataclass(frozen=True, kw_only=True)
class ReportFiled(KeyTaskEvent):
    wire: ClassVar[str] = "keytasks.report_filed"
    report: int

    def line(self) -> Text:
        return Text(f"Gửi báo cáo kỳ {self.report} của “{self.title}”", f"Report {self.report} on “{self.title}” filed")


@dataclass(frozen=True, kw_only=True)
class ReportChecked(KeyTaskEvent):
    wire: ClassVar[str] = "keytasks.report_checked"
    report: int
    accepted: bool

    def line(self) -> Text:
        if self.accepted:
            return Text(f"Báo cáo kỳ {self.report} của “{self.title}” đạt yêu cầu", f"Report {self.report} on “{self.title}” accepted")  # fmt: skip
        return Text(f"Báo cáo kỳ {self.report} của “{self.title}” cần bổ sung", f"Report {self.report} on “{self.title}” returned")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class TaskCompleted(KeyTaskEvent):
    wire: ClassVar[str] = "keytasks.task_completed"

    def line(self) -> Text:
        return Text(f"Nhiệm vụ trọng điểm “{self.title}” đã hoàn thành", f"Key task “{self.title}” completed")


@dataclass(frozen=True, kw_only=True)
class RecognitionExpired(KeyTaskEvent):
    wire: ClassVar[str] = "keytasks.recognition_expired"

    def line(self) -> Text:
        return Text(f"Hết thời hạn công nhận nhiệm vụ “{self.title}”", f"Recognition of “{self.title}” expired")


@dataclass(frozen=True, kw_only=True)
class WithdrawalProposed(KeyTaskEvent):
    wire: ClassVar[str] = "keytasks.withdrawal_proposed"
    hear_until: str

    def line(self) -> Text:
        return Text(
            f"Đề xuất thu hồi việc công nhận “{self.title}”; nhận giải trình đến hết ngày {self.hear_until}",
            f"Withdrawal of “{self.title}” proposed; statements until {english_day(self.hear_until)}",
        )


@dataclass(frozen=True, kw_only=True)
class WithdrawalAnswered(KeyTaskEvent):
    wire: ClassVar[str] = "keytasks.withdrawal_answered"

    def line(self) -> Text:
        return Text(f"Gửi giải trình về việc thu hồi công nhận “{self.title}”", f"Statement on the withdrawal of “{self.title}” given")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class WithdrawalSettled(KeyTaskEvent):
    wire: ClassVar[str] = "keytasks.withdrawal_settled"
    withdrawn: bool

    def line(self) -> Text:
        if self.withdrawn:
            return Text(f"Thu hồi việc công nhận nhiệm vụ “{self.title}”", f"Recognition of “{self.title}” withdrawn")
        return Text(f"Giữ nguyên việc công nhận nhiệm vụ “{self.title}”", f"Recognition of “{self.title}” stands")


@dataclass(frozen=True, kw_only=True)
class RecognitionRevised(KeyTaskEvent):
    """After an appeal: ``outcome`` is annulled or replaced."""

    wire: ClassVar[str] = "keytasks.recognition_revised"
    outcome: str
    appeal: str

    def line(self) -> Text:
        if self.outcome == "annulled":
            return Text(
                f"Hủy việc công nhận “{self.title}” theo khiếu nại {self.appeal}",
                f"Recognition of “{self.title}” annulled after appeal {self.appeal}",
            )
        return Text(f"Công nhận “{self.title}” theo khiếu nại {self.appeal}", f"“{self.title}” recognised after appeal {self.appeal}")  # fmt: skip
