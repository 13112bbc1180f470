"""Decisions on template papers of calls."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.calls.domain.calling import CallFacts, phase
from khue.features.calls.domain.commands import AttachTemplate
from khue.features.calls.domain.needing import filled

MOST_TEMPLATES: Final = 30
"""Template papers of one call, versions counted (a choice of the platform)."""


@dataclass(frozen=True, slots=True)
class TemplateFacts:
    """The version that a new one takes the place of. ``replaced``: another one did already."""

    call: int
    replaced: bool


def may_attach(
    call: CallFacts,
    asked: AttachTemplate,
    *,
    questions: Collection[str],
    count: int,
    replaced: TemplateFacts | None,
    now: datetime,
) -> Decision:
    """While the call is prepared, announced or open: applicants need the time to fill it. ``questions``: of the call's form."""
    reasons: list[Reason] = []
    if phase(call, now) not in ("prepared", "announced", "open"):
        reasons.append(
            Reason(
                "closed",
                Text("Thông báo đã đóng nên không thêm, thay biểu mẫu được nữa.", "The call is closed: its templates stay as they are."),
                Text("Mời ông/bà đính kèm ở thông báo tiếp theo.", "Attach it to the next call."),
            )
        )  # fmt: skip
    reasons += filled(asked.title, "tên biểu mẫu", "the title of the template", "title", least=5)
    if asked.file is None:
        reasons += filled("", "tệp biểu mẫu", "the file", "file")
    if asked.question and asked.question not in questions:
        reasons.append(
            Reason(
                "question",
                Text("Biểu mẫu của thông báo này không có câu hỏi đó.", "The form of this call has no such question."),
                Text("Mời ông/bà chọn trong danh sách, hoặc để trống.", "Choose from the list, or leave it empty."),
                "question",
            )
        )
    if count >= MOST_TEMPLATES:
        reasons.append(
            Reason(
                "too_many",
                Text(f"Một thông báo có nhiều nhất {MOST_TEMPLATES} tệp biểu mẫu.", f"At most {MOST_TEMPLATES} template files per call."),
                Text("Mời ông/bà gộp các biểu mẫu.", "Put templates together."),
            )
        )  # fmt: skip
    if asked.replaces is not None:
        if replaced is None or replaced.call != call.id or replaced.replaced:
            reasons.append(
                Reason(
                    "no_version",
                    Text("Bản biểu mẫu này đã được thay hoặc không thuộc thông báo.", "That version was replaced, or is not of this call."),
                    Text("Mời ông/bà mở lại trang và chọn bản hiện hành.", "Open the page again and choose the present version."),
                    "replaces",
                )
            )  # fmt: skip
        reasons += filled(asked.ground, "lý do thay", "why it is replaced", "ground", least=10)
    return Decision.refuse_if_any(reasons)
