"""What has happened in the policy lab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event


@dataclass(frozen=True, kw_only=True)
class RunOrdered(Event):
    """``attempt`` tells a run that was stopped and ordered again from the first one."""

    wire: ClassVar[str] = "policylab.run_ordered"
    version: int
    attempt: int

    def line(self) -> Text:
        return Text("Chạy mô phỏng một phương án chính sách", "Ran a policy study")


@dataclass(frozen=True, kw_only=True)
class StudyPublished(Event):
    wire: ClassVar[str] = "policylab.study_published"
    slug: str

    def line(self) -> Text:
        return Text("Công bố một phương án chính sách", "Published a policy study")
