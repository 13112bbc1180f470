"""What a bidder's side may do, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.auctions.domain.commands import LeaveAuction, PlaceBid, TakePrice
from khue.features.auctions.domain.english import Standing, least
from khue.features.auctions.domain.holding import SAY, wrong
from khue.features.auctions.domain.terms import DUTCH, ENGLISH, LARGEST, TENDER, Terms, dong, phase

LONGEST_PLAN = 8000
PLAN = Text("phần thuyết minh", "plan")


@dataclass(frozen=True, slots=True)
class Side:
    """Who wants to bid, as seen from the seller and from the other bidders.

    ``seller``: is the seller · ``near_seller``: shares a mandate holder with it, or the actor acts for it ·
    ``other_side``: number of another bidder for whom the same person acted here, 0: none · ``sanctions``: entries that bar it
    """

    known: bool
    seller: bool
    near_seller: bool
    other_side: int
    sanctions: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Hour:
    """State, terms, the end as extended so far, and the moment that counts."""

    state: str
    terms: Terms
    ends_at: datetime
    at: datetime

    @property
    def phase(self) -> str:
        return phase(self.state, self.terms, self.ends_at, self.at)


def may_register(side: Side, hour: Hour) -> Decision:
    found = [*_in_time(hour, {"coming", "running"}), *one_side(side), *side.sanctions]
    if side.known:
        found.append(wrong("party", "Bên này đã đăng ký tham gia.", "This party is registered already."))
    return Decision.refuse_if_any(found)


def one_side(side: Side) -> Iterator[Reason]:
    """The seller and whoever acts for it don't bid; who acts for one bidder acts for no other."""
    if side.seller:
        yield SAY.reason(
            "seller", "Bên bán không được tham gia trả giá.", "The seller does not bid.",
            "Mời ông/bà chọn bên khác.", "Choose another party.", "party",
        )  # fmt: skip
    elif side.near_seller:
        yield SAY.reason(
            "near_seller",
            "Bên này và bên bán có chung người được ủy quyền, nên không được trả giá.",
            "This party shares a mandate holder with the seller, so it does not bid.",
            "Mời ông/bà liên hệ đơn vị tổ chức phiên nếu ủy quyền đó đã chấm dứt.", "Ask the organiser if that mandate has ended.", "party",
        )  # fmt: skip
    if side.other_side:
        yield SAY.reason(
            "other_side",
            f"Ông/bà đã hành động thay người tham gia số {side.other_side} trong phiên này; mỗi người chỉ đứng về một bên.",
            f"You have acted for bidder {side.other_side} in this auction; a person stands on one side only.",
            "Mời bên này cử người khác.", "Let this party send another person.", "party",
        )  # fmt: skip


def _in_time(hour: Hour, wanted: Collection[str]) -> Iterator[Reason]:
    now = hour.phase
    if now in wanted:
        return
    if now == "coming":
        yield SAY.reason(
            "too_early", "Phiên chưa mở.", "The auction has not begun.",
            "Mời ông/bà trở lại khi phiên mở.", "Come back when it begins.",
        )  # fmt: skip
    else:
        yield SAY.reason(
            "closed", "Phiên đã kết thúc, không nhận thêm giá.", "The auction has ended and takes no more bids.",
            "Mời ông/bà mở lại trang của phiên để xem kết quả.", "Open the page of the auction again to see the result.",
        )  # fmt: skip


def may_act(hour: Hour, *, gone: bool, needs_deposit: bool, side: Side) -> Iterator[Reason]:
    """What holds for every bid and every taking."""
    yield from _in_time(hour, {"running"})
    yield from one_side(side)
    yield from side.sanctions
    if gone:
        yield SAY.reason(
            "gone", "Bên này đã rút hoặc bị loại khỏi phiên.", "This party has left the auction or was excluded.",
            "Không thể trả giá tiếp trong phiên này.", "It can bid no more in this auction.",
        )  # fmt: skip
    if needs_deposit:
        yield SAY.reason(
            "deposit", "Chưa ghi nhận tiền đặt trước của bên này.", "The deposit of this party is not noted yet.",
            "Mời ông/bà nộp tiền đặt trước và gửi chứng từ cho đơn vị tổ chức.", "Pay it and send the document to the organiser.",
        )  # fmt: skip


def may_bid(
    asked: PlaceBid, hour: Hour, *, bidder: int, standing: Standing, gone: bool, needs_deposit: bool, side: Side
) -> Decision:
    terms = hour.terms
    found = [*may_act(hour, gone=gone, needs_deposit=needs_deposit, side=side)]
    if terms.kind == DUTCH:
        found.append(wrong("amount", "Phiên đặt giá xuống: chỉ nhận giá đang hiển thị.", "The clock falls: only its price can be taken."))  # fmt: skip
    lowest = least(standing, terms, bidder) if terms.kind == ENGLISH else 1
    if not lowest <= asked.amount <= LARGEST:
        said = dong(lowest)
        found.append(
            SAY.reason(
                "amount", f"Giá phải từ {said.vi} trở lên.", f"The bid must be {said.en} or more.",
                "Mời ông/bà đặt mức cao hơn.", "Please bid higher.", "amount",
            )
        )  # fmt: skip
    if terms.kind == TENDER:
        if terms.lowest and asked.amount > terms.start:
            said = dong(terms.start)
            found.append(wrong("amount", f"Giá chào không vượt {said.vi}.", f"The price offered may not exceed {said.en}."))  # fmt: skip
        found += SAY.missing_text(asked.plan, "plan", PLAN, LONGEST_PLAN)
    return Decision.refuse_if_any(found)


def may_take(asked: TakePrice, hour: Hour, *, price: int, gone: bool, needs_deposit: bool, side: Side) -> Decision:
    found = [*may_act(hour, gone=gone, needs_deposit=needs_deposit, side=side)]
    if hour.terms.kind != DUTCH:
        found.append(wrong("shown", "Chỉ phiên đặt giá xuống mới nhận giá.", "Only a falling clock can be taken."))
    elif asked.shown < price:
        found.append(wrong("shown", "Giá ông/bà nhận thấp hơn giá đang hiển thị.", "The price is below the clock's."))
    return Decision.refuse_if_any(found)


def may_leave(asked: LeaveAuction, hour: Hour, *, gone: bool) -> Decision:
    """Until the end. What the bidder said then counts for nothing, and it may not come back into this auction."""
    found = [*_in_time(hour, {"coming", "running"}), *SAY.missing_ground(asked.ground)]
    if gone:
        found.append(wrong("ground", "Bên này đã không còn trong phiên.", "This party is no longer in the auction."))
    return Decision.refuse_if_any(found)
