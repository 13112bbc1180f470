"""What a person can choose for the own desk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from khue.core.bilingual import Text

DIGESTS = {
    "daily": Text("mỗi ngày làm việc", "every working day"),
    "weekly": Text("mỗi tuần một lần, vào ngày làm việc đầu tuần", "once a week, on its first working day"),
    "off": Text("không nhận", "never"),
}


@dataclass(frozen=True, slots=True)
class ChooseShortcuts:
    on: bool
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChooseDigest:
    """``often`` is one of DIGESTS."""

    often: str
    once: UUID | None = None
