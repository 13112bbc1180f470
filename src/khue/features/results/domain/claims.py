"""A party shows that it wants a result that is on offer for transfer without refund: while the offer takes claims, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason

LONGEST_PURPOSE = 2000


@dataclass(frozen=True, slots=True)
class ClaimTransfer:
    """``party`` wants the result of the offer; ``purpose`` says what for and how the conditions are met."""

    offer_id: int
    party: str
    purpose: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawClaim:
    claim_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OfferWindow:
    """The offer as a claim meets it; ``until_on`` is the first day on which no claim is taken any more."""

    open_on: date
    until_on: date
    withdrawn: bool
    registered: bool


def may_claim(asked: ClaimTransfer, window: OfferWindow, *, owner: bool, known: bool, today: date) -> Decision:
    found = []
    if window.withdrawn or not window.registered or today >= window.until_on:
        found.append(
            _wrong(
                "offer_id",
                "Kết quả này không còn nhận đăng ký chuyển giao.",
                "Claims on this result are taken no longer.",
                "Mời ông/bà xem các kết quả khác đang được giới thiệu trong sổ đăng ký.",
                "See the register for other results on offer.",
            )
        )
    elif today < window.open_on:
        found.append(
            _wrong(
                "offer_id",
                f"Chưa đến ngày nhận đăng ký ({window.open_on:%d/%m/%Y}).",
                f"Claims are taken from {format_day(window.open_on, 'en')}.",
                "Mời ông/bà quay lại từ ngày đó.",
                "Come back on that day.",
            )
        )
    if owner:
        found.append(
            _wrong(
                "party",
                "Bên này đang sở hữu kết quả nên không cần nhận chuyển giao.",
                "This party owns the result already.",
                "Mời ông/bà chọn bên khác mà ông/bà được đại diện.",
                "Choose another party that you act for.",
            )
        )
    if known:
        found.append(
            _wrong(
                "party",
                "Bên này đã đăng ký nhận chuyển giao kết quả này.",
                "This party has claimed this result already.",
                "Nếu cần sửa nội dung, mời ông/bà rút lần đăng ký trước rồi đăng ký lại.",
                "To change what it says, withdraw that claim and claim anew.",
            )
        )
    if not asked.purpose.strip():
        found.append(
            _wrong(
                "purpose",
                "Chưa nêu mục đích sử dụng.",
                "The purpose is missing.",
                "Mời ông/bà nêu sẽ dùng vào việc gì và đáp ứng các điều kiện ra sao.",
                "Say what it is for and how the conditions are met.",
            )
        )
    return Decision.refuse_if_any(found)


def may_withdraw_claim(ground: str, *, withdrawn: bool) -> Decision:
    found = []
    if withdrawn:
        found.append(
            _wrong(
                "claim_id",
                "Đăng ký này đã được rút.",
                "This claim was withdrawn already.",
                "Mời ông/bà mở lại trang của kết quả.",
                "Open the page of the result again.",
            )
        )
    if not ground.strip():
        found.append(
            _wrong(
                "ground",
                "Chưa nêu lý do rút đăng ký.",
                "The ground is missing.",
                "Mời ông/bà nêu lý do để chủ sở hữu biết.",
                "Give it, for the owner.",
            )
        )
    return Decision.refuse_if_any(found)


def _wrong(name: str, vi: str, en: str, next_vi: str, next_en: str) -> Reason:
    code = "state" if name in ("offer_id", "claim_id") else name
    return Reason(f"results.claim_{code}", Text(vi, en), Text(next_vi, next_en), name)
