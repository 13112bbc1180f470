"""Connecting another system: what is asked, and whether it can be. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason

OURS = "portal"
"""What dossiers written on our own pages are marked with."""
LONGEST_LIFE = timedelta(days=366)
MOST_KEYS = 5
MOST_PER_MINUTE = 6000
USUAL_PER_MINUTE = 3000
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


def _reason(field: str, vi: str, en: str) -> Reason:
    return Reason(f"intake.source_{field}", Text(vi, en), Text("Mời ông/bà sửa lại.", "Please correct it."), field)
