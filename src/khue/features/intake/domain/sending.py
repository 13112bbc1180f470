"""When a message is tried again, what an answer means, and when a receiver counts as down. Pure: time and dice come in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason

Verdict = Literal["arrived", "down", "rejected", "gone"]
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=6)
"""Between two sendings of one message that the receiver rejects."""
LONGEST_PROBE = timedelta(minutes=10)
"""Between two probes of a receiver that is down: so long after it is back, what waits begins to arrive."""
LEAST_TRY_DAYS = 3
KINDS = {
    "dossier.taken_in": Text("Đã nhận hồ sơ", "Dossier taken in"),
    "dossier.business": Text("Trạng thái nghiệp vụ thay đổi", "Business state changed"),
    "dossier.due": Text("Ngày hẹn trả thay đổi", "Due day moved"),
    "dossier.payment": Text("Trạng thái thanh toán thay đổi", "Payment state changed"),
    "dossier.delivery": Text("Trạng thái trả kết quả thay đổi", "Delivery state changed"),
}
MESSAGE_STATES = {
    "waiting": Text("chờ gửi", "waiting"),
    "sent": Text("đã tới nơi nhận", "arrived"),
    "acknowledged": Text("đã được xác nhận", "acknowledged"),
    "dead": Text("đã dừng gửi", "given up"),
}
MESSAGE_TONES = {"waiting": "wait", "sent": "firm", "acknowledged": "good", "dead": "bad"}


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: ``status`` None when nothing did. ``said`` is at most 500 letters."""

    status: int | None
    said: str = ""
    took_ms: int = 0


def verdict(status: int | None) -> Verdict:
    """2xx has arrived. Silence, 408, 425, 429 and 5xx say that the receiver is down; 410 that nobody is there any more.

    Everything else, a redirect too, is about this one message: others may well arrive.
    """
    if status is None or status in (408, 425, 429) or status >= 500:
        return "down"
    if 200 <= status < 300:
        return "arrived"
    return "gone" if status == 410 else "rejected"


def wait_after(failures: int, *, dice: float, longest: timedelta) -> timedelta:
    """5 s, doubled with each failure up to ``longest``; ``dice`` (0 to 1) spreads it from three to five quarters."""
    doubled = FIRST_WAIT * int(2 ** min(max(failures, 1) - 1, 30))
    return min(doubled, longest) * (0.75 + 0.5 * min(max(dice, 0.0), 1.0))


def dice_of(uid: UUID, attempt: int) -> float:
    """From 0 to 1, the same for the same attempt: messages spread, and a repeated job plans what it planned before."""
    drawn = hashlib.sha256(f"{uid.hex}.{attempt}".encode()).digest()
    return int.from_bytes(drawn[:6], "big") / 2**48


def is_over(since: datetime, now: datetime, try_days: int) -> bool:
    """Whether it was tried for so long that a person must look; never before three days."""
    return now - since >= timedelta(days=max(try_days, LEAST_TRY_DAYS))


@dataclass(frozen=True, slots=True)
class SendAgain:
    """What was given up of a case waits to be sent again."""

    case_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SendAllAgain:
    """The same for everything of a source."""

    source_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The source has read its changes up to this place."""

    up_to: int


def may_send_again(dead: int) -> Decision:
    if dead:
        return Decision.grant()
    return Decision.refuse(
        Reason(
            "intake.nothing_dead",
            Text("Không có thông điệp nào đã dừng gửi.", "No message was given up."),
            Text(
                "Thông điệp đang chờ sẽ tự được gửi; mời xem lần gửi tiếp theo.",
                "What waits is sent by itself; look at the next attempt.",
            ),
        )
    )
