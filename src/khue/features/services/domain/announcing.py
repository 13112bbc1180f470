"""Announcements of the exchange's operator: what is asked, and what may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason

LONGEST_TITLE = 300
LONGEST_BODY = 5_000


@dataclass(frozen=True, slots=True)
class PublishAnnouncement:
    """Shown from ``from_on`` until ``until_on`` (both included); without a last day until it is withdrawn."""

    title: Text
    body: Text
    from_on: date
    until_on: date | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawAnnouncement:
    """It stays on record, with the ground, but is no longer shown."""

    announcement_id: int
    ground: str
    once: UUID | None = None


def may_publish(asked: PublishAnnouncement, today: date) -> Decision:
    return Decision.refuse_if_any(_faults(asked, today))


def _faults(asked: PublishAnnouncement, today: date) -> Iterator[Reason]:
    if bool(asked.title.en.strip()) != bool(asked.body.en.strip()):
        name = "body_en" if asked.title.en.strip() else "title_en"
        yield _wrong(name, "Bản tiếng Anh cần đủ tiêu đề và nội dung.", "English needs both title and text.")
    if asked.from_on < today:
        yield _wrong("from_on", "Ngày đăng không được ở quá khứ.", "The first day may not lie in the past.")
    if asked.until_on is not None and asked.until_on < asked.from_on:
        yield _wrong("until_on", "Ngày cuối phải từ ngày đăng trở đi.", "The last day lies before the first.")


def may_withdraw(asked: WithdrawAnnouncement, *, withdrawn: bool) -> Decision:
    found = []
    if withdrawn:
        found.append(
            Reason(
                "services.withdrawn",
                Text("Thông báo này đã được rút.", "This announcement was withdrawn already."),
                Text("Ông/bà không cần làm gì thêm.", "Nothing more is to be done."),
            )
        )
    if not asked.ground.strip():
        found.append(_wrong("ground", "Chưa nêu lý do rút.", "The ground is missing."))
    return Decision.refuse_if_any(found)


def _wrong(name: str, vi: str, en: str) -> Reason:
    return Reason(f"services.{name}", Text(vi, en), Text("Mời ông/bà sửa mục này.", "Please mend this field."), name)
