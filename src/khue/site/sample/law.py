"""What the sample city's legal officer read and confirmed, so that the history of a figure can be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from khue.core.actor import Actor
from khue.features.rulebook.domain import ConfirmValue
from khue.features.rulebook.usecases import confirm_value

SIGNED = date(2025, 10, 14)


def fill(actors: dict[str, Actor]) -> None:
    """A term read in the decree, and a design value that the fund's charter set otherwise a week later."""
    lawyer = actors["lawyer"]
    for days, asked in (
        (
            21,
            ConfirmValue(
                "startups.recognition.reissue", 5, SIGNED, None, "Nghị định 268/2025/NĐ-CP (bản đọc mẫu)", SIGNED,
                "18", "Nguồn trên mạng ghi cả 5 ngày và 15 ngày; bản ký ghi 5 ngày.",
            ),
        ),
        (14, ConfirmValue("venture.loss.warn_first", 30, SIGNED, None, "Dự thảo điều lệ Quỹ (mẫu)", SIGNED, "6")),
        (
            7,
            ConfirmValue(
                "venture.loss.warn_first", 25, date(2026, 1, 1), None, "Điều lệ Quỹ (mẫu)", date(2026, 1, 1), "7",
                "Điều lệ hạ ngưỡng cảnh báo lần một.", seen=1,
            ),
        ),
    ):  # fmt: skip
        confirm_value(asked, actor=replace(lawyer, moment=lawyer.moment - timedelta(days=days)))
