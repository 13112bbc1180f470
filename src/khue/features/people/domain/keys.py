"""Keys with which an organisation's programs use the interface: what is asked, and who may hold one. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason

KEY_SCOPES: Final = {
    "view": Text("Đọc hồ sơ, khoản hỗ trợ và tệp của tổ chức", "Read dossiers, supports and files of the organisation"),
    "submit": Text("Soạn, cam đoan và nộp hồ sơ, bàn giao sản phẩm", "Write, certify and submit dossiers, deliver"),
    "sign": Text("Ký văn bản thay mặt tổ chức", "Sign documents for the organisation"),
}
SCOPE_NAMES: Final = {
    "view": Text("đọc", "read"),
    "submit": Text("soạn và nộp", "write and submit"),
    "sign": Text("ký", "sign"),
}
"""The scopes in a word each, for lists."""
LONGEST_LIFE: Final = timedelta(days=366)
MOST_KEYS: Final = 20
MOST_PER_MINUTE: Final = 600
USUAL_PER_MINUTE: Final = 120


@dataclass(frozen=True, slots=True)
class MakeKey:
    """A key for ``organisation`` under the mandate of ``holder``, in force until the day before ``valid_until``."""

    organisation: str
    holder: str
    name: str
    scopes: tuple[str, ...]
    valid_from: date
    valid_until: date
    per_minute: int = USUAL_PER_MINUTE
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RevokeKey:
    key_id: int
    once: UUID | None = None


def may_make_key(asked: MakeKey, *, today: date, held: Collection[str], in_force: int) -> Decision:
    """``held`` are the scopes of the holder's mandates for the organisation, ``in_force`` its keys that work today."""
    reasons = [*_name(asked), *_scopes(asked, held), *_period(asked, today)]
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
            Reason(
                "people.too_many_keys",
                Text(
                    f"Tổ chức đã có {MOST_KEYS} khóa còn hiệu lực.", f"The organisation has {MOST_KEYS} keys in force."
                ),
                Text("Mời ông/bà thu hồi khóa không dùng nữa.", "Revoke keys that are no longer used."),
            )
        )
    return Decision.refuse_if_any(reasons)


def _name(asked: MakeKey) -> list[Reason]:
    if asked.name.strip():
        return []
    return [_reason("name", "Mời ông/bà đặt tên cho khóa.", "Give the key a name.")]


def _scopes(asked: MakeKey, held: Collection[str]) -> list[Reason]:
    if not asked.scopes or any(scope not in KEY_SCOPES for scope in asked.scopes):
        return [_reason("scopes", "Mời ông/bà chọn ít nhất một phạm vi.", "Choose at least one scope.")]
    if not {"all", "submit"} & set(held):
        return [
            Reason(
                "people.key_holder",
                Text(
                    "Người giữ khóa phải được ủy quyền nộp hồ sơ cho tổ chức này.",
                    "The holder of a key needs a mandate to submit for the organisation.",
                ),
                Text("Mời ông/bà xin ủy quyền trước.", "Ask for a mandate first."),
                "holder",
            )
        ]
    over = [scope for scope in asked.scopes if scope != "view" and scope not in held and "all" not in held]
    if not over:
        return []
    names = ", ".join(over)
    return [
        _reason("scopes", f"Ủy quyền của người giữ khóa không có: {names}.", f"The holder's mandate lacks: {names}.")
    ]


def _period(asked: MakeKey, today: date) -> list[Reason]:
    if asked.valid_from < today:
        return [_reason("valid_from", "Khóa không có hiệu lực về trước.", "A key can't be in force in the past.")]
    if asked.valid_until <= asked.valid_from:
        return [_reason("valid_until", "Ngày hết hạn phải sau ngày bắt đầu.", "It must end after it starts.")]
    if asked.valid_until - asked.valid_from > LONGEST_LIFE:
        return [_reason("valid_until", "Khóa có hiệu lực nhiều nhất một năm.", "A key is in force for a year at most.")]
    return []


def _reason(field: str, vi: str, en: str) -> Reason:
    return Reason(f"people.key_{field}", Text(vi, en), Text("Mời ông/bà sửa lại.", "Please correct it."), field)
