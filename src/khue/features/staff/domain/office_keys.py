"""Keys with which a member of staff's own programs read through the interface: what is asked, and what one may carry."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason

MOST_KEYS: Final = 5
PER_MINUTE: Final = 120
RIGHT_WORDS: Final = {
    "dossiers.read": Text("Đọc hồ sơ", "Read dossiers"),
    "missions.read": Text("Đọc khoản hỗ trợ và sổ thiết bị", "Read supports and the equipment register"),
    "appeals.read": Text("Đọc khiếu nại", "Read appeals"),
    "documents.read": Text("Đọc sổ văn bản", "Read the register of papers"),
    "ledger.read": Text("Đọc sổ kế toán", "Read the books"),
    "treasury.read": Text("Đọc lệnh chi và sao kê", "Read payment orders and statements"),
    "treasury.reconcile": Text("Tải sao kê lên và ghép dòng", "Upload statements and match their lines"),
    "audit.read": Text("Đọc nhật ký kiểm toán", "Read the audit record"),
    "intake.read": Text("Đọc hồ sơ từ hệ thống khác", "Read what other systems sent"),
    "transfers.read": Text("Đọc các hồ sơ chuyển giao không bồi hoàn", "Read files of transfers without refund"),
    "demands.read": Text("Đọc các nhu cầu công nghệ", "Read demands for technology"),
    "auctions.read": Text("Đọc các phiên đấu giá, kể cả người tham gia", "Read auctions, with their bidders"),
    "deals.read": Text("Đọc tình trạng giao dịch công nghệ", "Read where technology deals stand"),
    "exchange.read": Text("Đọc thành viên và chào bán của Sàn", "Read members and offers of the exchange"),
    "keytasks.read": Text("Đọc nhiệm vụ trọng điểm", "Read key tasks"),
    "results.read": Text(
        "Đọc kết quả đã đăng ký và việc phân chia lợi ích", "Read registered results and how income is shared"
    ),
}


@dataclass(frozen=True, slots=True)
class MakeOfficeKey:
    """A key for oneself, in force until the day before ``valid_until``, with some of one's rights."""

    name: str
    rights: tuple[str, ...]
    valid_until: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RevokeOfficeKey:
    key_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OfficeKeyFacts:
    """``held`` are the rights that the person has now, ``carried`` those that a key may carry, ``days`` its longest life."""

    held: Collection[str]
    carried: Collection[str]
    in_force: int
    days: int
    as_deputy: bool


def may_make_office_key(asked: MakeOfficeKey, facts: OfficeKeyFacts, today: date) -> Decision:
    """All reasons at once."""
    return Decision.refuse_if_any(_reasons(asked, facts, today))


def _reasons(asked: MakeOfficeKey, facts: OfficeKeyFacts, today: date) -> Iterator[Reason]:
    if facts.days == 0:
        yield _reason(
            "none", "Hệ thống này không cho phép cán bộ tạo khóa.", "This portal lets staff make no keys.", ""
        )
        return
    if facts.as_deputy:
        yield _reason(
            "as_deputy",
            "Đang làm thay người khác thì không tạo khóa được.",
            "Whoever works in a colleague’s place makes no key.",
            "",
        )
    if not asked.name.strip():
        yield _reason("name", "Mời ông/bà đặt tên cho khóa.", "Give the key a name.", "name")
    if not asked.rights:
        yield _reason("rights", "Mời ông/bà chọn ít nhất một quyền.", "Choose at least one right.", "rights")
    never = sorted(set(asked.rights) - set(facts.carried))
    if never:
        names = ", ".join(never)
        yield _reason(
            "never", f"Khóa không mang được quyền: {names}.", f"No key carries these rights: {names}.", "rights"
        )
    lacking = sorted(set(asked.rights) - set(facts.held) - set(never))
    if lacking:
        names = ", ".join(lacking)
        yield _reason("not_held", f"Ông/bà không giữ quyền: {names}.", f"You do not hold: {names}.", "rights")
    if not today < asked.valid_until <= today + timedelta(days=facts.days):
        yield _reason(
            "valid_until",
            f"Khóa có hiệu lực từ 1 đến {facts.days} ngày.",
            f"A key is in force for 1 to {facts.days} days.",
            "valid_until",
        )
    if facts.in_force >= MOST_KEYS:
        yield _reason(
            "too_many",
            f"Ông/bà đã có {MOST_KEYS} khóa còn hiệu lực; mời thu hồi khóa không dùng.",
            f"You have {MOST_KEYS} keys in force; revoke those that are not used.",
            "",
        )


def _reason(code: str, vi: str, en: str, field: str) -> Reason:
    return Reason(f"staff.key_{code}", Text(vi, en), Text("Mời ông/bà sửa lại.", "Please correct it."), field)
