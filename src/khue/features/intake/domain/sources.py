"""Connecting another system: what is asked, and whether it can be. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason

OURS = "portal"
"""What dossiers written on our own pages are marked with."""
LONGEST_LIFE = timedelta(days=366)
MOST_KEYS = 5
MOST_PER_MINUTE = 6000
USUAL_PER_MINUTE = 3000
LONGEST_GROUND = 500
LONGEST_OVERLAP = 30  # days in which the former secret stays valid beside the new one


@dataclass(frozen=True, slots=True)
class RegisterSource:
    code: str
    name_vi: str
    name_en: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MapProcedure:
    """The source's ``code`` means our ``procedure``; empty: it means nothing any more."""

    source_id: int
    code: str
    procedure: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MakeSourceKey:
    source_id: int
    name: str
    valid_until: date
    per_minute: int = USUAL_PER_MINUTE
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RevokeSourceKey:
    source_id: int
    key_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Where the source wants to hear of changes; the subscription before it ends."""

    source_id: int
    address: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RotateSecret:
    """A new secret; the former stays valid for ``overlap_days`` beside it."""

    source_id: int
    overlap_days: int = 7
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CloseSource:
    """New dossiers of the source are refused from now on, for ``ground``; its open cases go on."""

    source_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReopenSource:
    """A closed source may send new dossiers again."""

    source_id: int
    ground: str
    once: UUID | None = None


def may_register(asked: RegisterSource, taken: Collection[str]) -> Decision:
    reasons = []
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,19}", asked.code) or asked.code == OURS:
        reasons.append(
            _reason(
                "code",
                "Mã gồm 2 đến 20 chữ thường, chữ số, gạch nối, bắt đầu bằng chữ; “portal” đã dành cho chính Khuê.",
                "A code has 2 to 20 small letters, digits, dashes and begins with a letter; “portal” is our own.",
            )
        )
    elif asked.code in taken:
        reasons.append(_reason("code", "Mã này đã được dùng.", "This code is taken."))
    for field, text, needed in (("name_vi", asked.name_vi, True), ("name_en", asked.name_en, False)):
        if (needed and not text.strip()) or len(text.strip()) > 120:
            reasons.append(
                _reason(field, "Mời ghi tên, nhiều nhất 120 ký tự.", "Give a name of at most 120 characters.")
            )
    return Decision.refuse_if_any(reasons)


def may_map(asked: MapProcedure, procedures: Collection[str]) -> Decision:
    reasons = []
    if not 1 <= len(asked.code.strip()) <= 60:
        reasons.append(_reason("code", "Mã thủ tục có 1 đến 60 ký tự.", "A procedure code has 1 to 60 characters."))
    if asked.procedure and asked.procedure not in procedures:
        reasons.append(_reason("procedure", "Không có thủ tục này.", "There is no such procedure."))
    return Decision.refuse_if_any(reasons)


def may_make_key(asked: MakeSourceKey, today: date, in_force: int) -> Decision:
    reasons = []
    if not 1 <= len(asked.name.strip()) <= 100:
        reasons.append(_reason("name", "Mời đặt tên cho khóa.", "Give the key a name."))
    if not today < asked.valid_until <= today + LONGEST_LIFE:
        reasons.append(
            _reason("valid_until", "Khóa có hiệu lực nhiều nhất một năm.", "A key is in force for a year at most.")
        )
    if not 1 <= asked.per_minute <= MOST_PER_MINUTE:
        reasons.append(
            _reason(
                "per_minute",
                f"Số lần gọi mỗi phút từ 1 đến {MOST_PER_MINUTE}.",
                f"From 1 to {MOST_PER_MINUTE} requests a minute.",
            )
        )
    if in_force >= MOST_KEYS:
        reasons.append(
            _reason("name", f"Nguồn đã có {MOST_KEYS} khóa còn hiệu lực.", f"The source has {MOST_KEYS} keys in force.")
        )
    return Decision.refuse_if_any(reasons)


def may_rotate(asked: RotateSecret, valid: int) -> Decision:
    reasons = []
    if not 0 <= asked.overlap_days <= LONGEST_OVERLAP:
        reasons.append(
            _reason(
                "overlap_days",
                f"Khóa cũ còn hiệu lực từ 0 đến {LONGEST_OVERLAP} ngày.",
                f"The former secret stays valid for 0 to {LONGEST_OVERLAP} days.",
            )
        )
    if valid > 1:
        reasons.append(
            _reason(
                "overlap_days",
                "Đang có hai khóa cùng hiệu lực; mời đợi khóa cũ hết hạn.",
                "Two secrets are valid now; wait until the former has run out.",
            )
        )
    return Decision.refuse_if_any(reasons)


def may_close(ground: str, closed: bool) -> Decision:
    return Decision.refuse_if_any([*_ground(ground), *_when(closed, "Nguồn này đã đóng.", "This source is closed.")])


def may_reopen(ground: str, closed: bool) -> Decision:
    return Decision.refuse_if_any([*_ground(ground), *_when(not closed, "Nguồn này đang mở.", "This source is open.")])


def may_send_new(name: Text, closed_on: date | None, ground: str) -> Decision:
    """Whether the source's new dossiers are taken. What it says about cases that are here is taken all the same."""
    if closed_on is None:
        return Decision.grant()
    day = format_day(closed_on, "vi")
    return Decision.refuse_if_any(
        [
            Reason(
                "intake.source_closed",
                Text(
                    f"Thành phố ngừng nhận hồ sơ mới từ {name.vi} kể từ ngày {day}: {ground}",
                    f"The city takes no new dossiers from {name.en or name.vi} since {format_day(closed_on, 'en')}: {ground}",
                ),
                Text(
                    "Hồ sơ đã nhận vẫn được giải quyết: mời tiếp tục gửi bổ sung, rút, thanh toán và đọc trạng thái. "
                    "Hồ sơ mới mời nộp trên trang của Thành phố.",
                    "Dossiers that are here go on: supplements, withdrawals, payments and reading still work. "
                    "New ones can be handed in on the city's own pages.",
                ),
            )
        ]
    )


def _ground(ground: str) -> list[Reason]:
    if 1 <= len(ground.strip()) <= LONGEST_GROUND:
        return []
    return [
        _reason(
            "ground", f"Lý do có 1 đến {LONGEST_GROUND} ký tự.", f"Give a ground, {LONGEST_GROUND} letters at most."
        )
    ]


def _when(holds: bool, vi: str, en: str) -> list[Reason]:
    if not holds:
        return []
    step = Text("Mời mở lại trang của nguồn.", "Open the page of the source again.")
    return [Reason("intake.source_state", Text(vi, en), step)]


def _reason(field: str, vi: str, en: str) -> Reason:
    return Reason(f"intake.source_{field}", Text(vi, en), Text("Mời ông/bà sửa lại.", "Please correct it."), field)
