"""What has happened to definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class VersionPublished(Event):
    wire: ClassVar[str] = "procedures.version_published"
    procedure: str
    number: int
    effective_on: str

    def line(self) -> Text:
        return Text(
            f"Ban hành phiên bản {self.number} của thủ tục, hiệu lực từ {self.effective_on}",
            f"Published version {self.number} of the procedure, in force from {english_day(self.effective_on)}",
        )


@dataclass(frozen=True, kw_only=True)
class VersionWithdrawn(Event):
    wire: ClassVar[str] = "procedures.version_withdrawn"
    procedure: str
    number: int

    def line(self) -> Text:
        return Text(
            f"Rút phiên bản {self.number} của thủ tục trước ngày có hiệu lực",
            f"Withdrew version {self.number} of the procedure before its day",
        )


@dataclass(frozen=True, kw_only=True)
class MigrationStarted(Event):
    wire: ClassVar[str] = "procedures.migration_started"
    migration: int
    procedure: str

    def line(self) -> Text:
        return Text("Bắt đầu chuyển hồ sơ sang phiên bản mới", "Started the migration of cases to a newer version")
