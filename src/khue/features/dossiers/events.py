"""What has happened to dossiers, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"


@dataclass(frozen=True, kw_only=True)
class DossierEvent(Event):
    number: str
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class DraftStarted(DossierEvent):
    wire: ClassVar[str] = "dossiers.draft_started"

    def line(self) -> Text:
        return Text(f"Bắt đầu soạn hồ sơ {self.number}", f"Started dossier {self.number}")


@dataclass(frozen=True, kw_only=True)
class DossierSubmitted(DossierEvent):
    wire: ClassVar[str] = "dossiers.submitted"

    def line(self) -> Text:
        return Text(f"Nộp hồ sơ {self.number}: {self.title}", f"Submitted dossier {self.number}: {self.title}")


@dataclass(frozen=True, kw_only=True)
class DossierReceived(DossierEvent):
    wire: ClassVar[str] = "dossiers.received"
    due_on: str = ""

    def line(self) -> Text:
        """A dossier without a term of its own says no day: each of its steps has its clock."""
        vi, en = f"Tiếp nhận hồ sơ {self.number}", f"Dossier {self.number} accepted for processing"
        return (
            Text(f"{vi}, hẹn trả ngày {self.due_on}", f"{en}, due {english_day(self.due_on)}")
            if self.due_on
            else Text(vi, en)
        )


@dataclass(frozen=True, kw_only=True)
class ReceiptRefused(DossierEvent):
    wire: ClassVar[str] = "dossiers.receipt_refused"
    ground: str = ""

    def line(self) -> Text:
        return Text(
            f"Từ chối tiếp nhận hồ sơ {self.number}: {self.ground}",
            f"Dossier {self.number} not accepted: {self.ground}",
        )


@dataclass(frozen=True, kw_only=True)
class SupplementAsked(DossierEvent):
    wire: ClassVar[str] = "dossiers.supplement_asked"
    ground: str = ""

    def line(self) -> Text:
        return Text(
            f"Yêu cầu bổ sung hồ sơ {self.number}: {self.ground}", f"Supplements asked for {self.number}: {self.ground}"
        )


@dataclass(frozen=True, kw_only=True)
class DossierSupplemented(DossierEvent):
    wire: ClassVar[str] = "dossiers.supplemented"

    def line(self) -> Text:
        return Text(f"Bổ sung hồ sơ {self.number}", f"Supplemented dossier {self.number}")


@dataclass(frozen=True, kw_only=True)
class DossierWithdrawn(DossierEvent):
    wire: ClassVar[str] = "dossiers.withdrawn"

    def line(self) -> Text:
        return Text(f"Rút hồ sơ {self.number}", f"Withdrew dossier {self.number}")


@dataclass(frozen=True, kw_only=True)
class StepCompleted(DossierEvent):
    wire: ClassVar[str] = "dossiers.step_completed"
    step: dict[str, str]
    outcome: dict[str, str]

    def line(self) -> Text:
        step, outcome = Text.from_json(self.step), Text.from_json(self.outcome)
        return Text(
            f"Hồ sơ {self.number}: {step.vi} – {outcome.vi}",
            f"Dossier {self.number}: {step.into('en')} – {outcome.into('en')}",
        )


@dataclass(frozen=True, kw_only=True)
class DecisionMade(DossierEvent):
    wire: ClassVar[str] = "dossiers.decision_made"
    granted: bool

    def line(self) -> Text:
        if self.granted:
            return Text(f"Hồ sơ {self.number} được chấp thuận", f"Dossier {self.number} was granted")
        return Text(f"Hồ sơ {self.number} không được chấp thuận", f"Dossier {self.number} was refused")


@dataclass(frozen=True, kw_only=True)
class DocumentIssued(DossierEvent):
    wire: ClassVar[str] = "dossiers.document_issued"
    document: int
    document_number: str
    document_title: dict[str, str]

    def line(self) -> Text:
        title = Text.from_json(self.document_title)
        return Text(
            f"Ban hành {title.vi} số {self.document_number}", f"Issued {title.into('en')} no. {self.document_number}"
        )


@dataclass(frozen=True, kw_only=True)
class ApologySent(DossierEvent):
    wire: ClassVar[str] = "dossiers.apology_sent"
    new_due_on: str

    def line(self) -> Text:
        return Text(
            f"Xin lỗi và hẹn lại ngày trả hồ sơ {self.number}: {self.new_due_on}",
            f"Apology for dossier {self.number}, new date {english_day(self.new_due_on)}",
        )


@dataclass(frozen=True, kw_only=True)
class DossierClosed(DossierEvent):
    wire: ClassVar[str] = "dossiers.closed"

    def line(self) -> Text:
        return Text(f"Kết thúc hồ sơ {self.number}", f"Closed dossier {self.number}")


@dataclass(frozen=True, kw_only=True)
class TaskMoved(DossierEvent):
    """A task went to another desk, or back to the queue (``to`` is empty). It concerns no timeline of an applicant."""

    wire: ClassVar[str] = "dossiers.task_moved"
    task: int
    to: str = ""

    def line(self) -> Text:
        return Text(f"Chuyển việc của hồ sơ {self.number}", f"Moved a task of dossier {self.number}")


@dataclass(frozen=True, kw_only=True)
class DossierMigrated(DossierEvent):
    wire: ClassVar[str] = "dossiers.migrated"
    version: int
    ground: dict[str, str]

    def line(self) -> Text:
        ground = Text.from_json(self.ground)
        return Text(
            f"Hồ sơ {self.number} chuyển sang phiên bản {self.version} của thủ tục; thời hạn giữ nguyên. Căn cứ: {ground.vi}",
            f"Dossier {self.number} goes on under version {self.version} of the procedure; no due day moves."
            f" Ground: {ground.into('en')}",
        )
