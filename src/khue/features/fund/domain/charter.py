"""The charter of the fund as versioned settings: which products it gives from a day, and which body decides how much.

No figure of it stands in code. A version is proposed with its instrument and confirmed by a second person; until the first
is confirmed the fund gives nothing, so that lending stays off until somebody has seen the charter (pol:A19, §7 point 8).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.features.fund.domain.bodies import BODIES, COUNCIL, EXECUTIVE, needs, reason

GRANT, SPONSORSHIP, INTEREST, LOAN = "grant", "sponsorship", "interest_support", "loan"
PRODUCTS = {
    GRANT: Text("tài trợ", "grant"),
    SPONSORSHIP: Text("hỗ trợ", "sponsorship"),
    INTEREST: Text("hỗ trợ lãi vay", "loan-interest support"),
    LOAN: Text("cho vay", "loan"),
}
DECIDE, RESTRUCTURE, WRITE_OFF = "decide", "restructure", "write_off"
DEEDS = {
    DECIDE: Text("quyết định hỗ trợ, cho vay", "decide on an application"),
    RESTRUCTURE: Text("cơ cấu lại thời hạn trả nợ", "restructure a loan"),
    WRITE_OFF: Text("xóa nợ", "write a loan off"),
}
CHARTER = Flow(
    {
        "proposed": Text("chờ xác nhận", "awaiting confirmation"),
        "confirmed": Text("đã xác nhận", "confirmed"),
        "rejected": Text("không được xác nhận", "not confirmed"),
    },
    (
        Transition("confirm", ("proposed",), "confirmed", Text("xác nhận", "confirm")),
        Transition("reject", ("proposed",), "rejected", Text("không xác nhận", "do not confirm")),
    ),
)


@dataclass(frozen=True, slots=True)
class Charter:
    """What holds from ``from_on``: products that are on; per deed the most, in đồng, that the executive body decides alone.

    What is not in ``executive`` is decided by the council. ``notice_days`` are the days past due on which a borrower is told
    again; ``late_after`` days past due a loan counts as in arrears on the portfolio.
    """

    no: int
    from_on: date
    products: frozenset[str]
    executive: Mapping[str, int] = field(hash=False)
    notice_days: tuple[int, ...] = ()
    late_after: int = 0

    def gives(self, product: str) -> bool:
        return product in self.products

    def competent(self, deed: str, amount: int) -> str:
        """The body that decides on ``deed`` about ``amount`` đồng."""
        return EXECUTIVE if 0 < amount <= self.executive.get(deed, 0) else COUNCIL

    def to_json(self) -> dict[str, Any]:
        return {
            "products": sorted(self.products),
            "executive": dict(self.executive),
            "notice_days": list(self.notice_days),
            "late_after": self.late_after,
        }

    @classmethod
    def of(cls, no: int, from_on: date, said: Mapping[str, Any]) -> Charter:
        return cls(
            no,
            from_on,
            frozenset(said["products"]),
            {deed: int(most) for deed, most in said["executive"].items()},
            tuple(said["notice_days"]),
            int(said["late_after"]),
        )


@dataclass(frozen=True, slots=True)
class ProposeCharter:
    """A new version, in force from ``charter.from_on``, as ``instrument`` says; ``paper`` is its file."""

    charter: Charter
    instrument: str
    paper: Any = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConfirmCharter:
    version_id: int
    confirmed: bool
    note: str = ""
    once: UUID | None = None


def may_propose(asked: ProposeCharter, newest: date | None) -> Decision:
    """``newest``: first day of the version confirmed last."""
    return Decision.refuse_if_any(_faults(asked, newest))


def _faults(asked: ProposeCharter, newest: date | None) -> Iterator[Reason]:
    yield from needs(
        asked.instrument, "instrument", "Chưa ghi văn bản của Điều lệ.", "Name the instrument of the charter."
    )
    if newest is not None and asked.charter.from_on <= newest:
        vi = f"Phiên bản đang dùng có hiệu lực từ {newest:%d/%m/%Y}; phiên bản mới phải có hiệu lực sau ngày đó."
        yield reason(
            "charter_day",
            vi,
            f"The version in use holds from {format_day(newest, 'en')}; a new one begins later.",
            "from_on",
        )
    if not asked.charter.products:
        yield reason("no_product", "Chưa chọn sản phẩm nào.", "Choose at least one product.", "products")
    days = asked.charter.notice_days
    if list(days) != sorted(set(days)) or any(day <= 0 for day in days):
        yield reason(
            "notice_days",
            "Các mốc nhắc nợ phải là số ngày tăng dần, lớn hơn 0.",
            "The days of notices rise and are above zero.",
            "notice_days",
        )


def may_confirm(state: str, proposer: tuple[str, ...], hands: tuple[str, ...], asked: ConfirmCharter) -> Decision:
    faults = list(CHARTER.decision(state, "confirm").reasons)
    if {key for key in proposer if key} & set(hands):
        faults.append(
            Reason(
                "fund.own_charter",
                Text("Người đề nghị không đồng thời là người xác nhận.", "Whoever proposed it does not confirm it."),
                Text("Mời ông/bà chuyển cho thành viên khác xác nhận.", "Leave it to another member."),
            )
        )
    if not asked.confirmed:
        faults += needs(asked.note, "note", "Chưa nêu lý do không xác nhận.", "Say why it is not confirmed.")
    return Decision.refuse_if_any(faults)


def product_off(product: str, on: date) -> Reason:
    """Why nobody can apply for, or be given, a product that no confirmed charter holds on the day."""
    name = PRODUCTS[product]
    return Reason(
        "fund.product_off",
        Text(
            f"Đến ngày {on:%d/%m/%Y}, Quỹ chưa được phép thực hiện sản phẩm “{name.vi}”: chưa có Điều lệ được xác nhận cho phép.",
            f"On {format_day(on, 'en')} the fund does not give “{name.en}”: no confirmed charter allows it.",
        ),
        Text(
            "Mời ông/bà chọn sản phẩm khác hoặc chờ Điều lệ được xác nhận.",
            "Choose another product, or wait for the charter.",
        ),
        "product",
    )


def body_name(body: str) -> Text:
    return BODIES[body]
