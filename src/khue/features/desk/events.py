"""What has happened on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class BulkDeedOrdered(Event):
    wire: ClassVar[str] = "desk.bulk_deed_ordered"
    bulk: int
    rows: int
    what_vi: str
    what_en: str

    def line(self) -> Text:
        return Text(f"{self.what_vi}: {self.rows} việc", f"{self.what_en}: {self.rows} tasks")


@dataclass(frozen=True, kw_only=True)
class DigestPrepared(Event):
    wire: ClassVar[str] = "desk.digest_prepared"
    digest: int

    def line(self) -> Text:
        return Text("Soạn thư tóm tắt việc", "Prepared a mail of what waits")
