"""Tickets: a service is ordered, answered within a clock, agreed, delivered, accepted, closed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import MAX_DONG
from khue.features.services.domain.catalogue import SAY, VALUING

PROVIDER, CLIENT = "provider", "client"
SIDES: Mapping[str, Text] = {PROVIDER: Text("bên cung cấp", "provider"), CLIENT: Text("bên đặt", "client")}
OTHER = {PROVIDER: CLIENT, CLIENT: PROVIDER}
TICKET = Flow(
    {
        "asked": Text("chờ bên cung cấp trả lời", "awaiting the provider's answer"),
        "offered": Text("chờ bên đặt đồng ý giá và ngày giao", "awaiting the client's agreement to price and day"),
        "agreed": Text("đang thực hiện", "being done"),
        "delivered": Text("đã giao, chờ nghiệm thu", "delivered, awaiting acceptance"),
        "reworked": Text("yêu cầu làm lại", "sent back"),
        "taken": Text("đã nghiệm thu", "accepted"),
        "closed": Text("đã đóng", "closed"),
        "refused": Text("bên cung cấp từ chối", "refused by the provider"),
        "withdrawn": Text("bên đặt đã rút", "withdrawn by the client"),
        "lapsed": Text("hết hạn, không có trả lời", "lapsed without an answer"),
        "broken": Text("chấm dứt giữa chừng", "broken off"),
    },
    (
        Transition("offer", ("asked", "offered"), "offered", Text("nhận và nêu giá, ngày giao", "accept with price and day")),
        Transition("refuse", ("asked", "offered"), "refused", Text("từ chối", "refuse")),
        Transition("withdraw", ("asked", "offered"), "withdrawn", Text("rút phiếu", "withdraw")),
        Transition("lapse", ("asked",), "lapsed", Text("hết hạn trả lời", "lapse")),
        Transition("agree", ("offered",), "agreed", Text("đồng ý giá và ngày giao", "agree to price and day")),
        Transition("deliver", ("agreed", "reworked"), "delivered", Text("giao kết quả", "deliver")),
        Transition("send_back", ("delivered",), "reworked", Text("yêu cầu làm lại", "send back")),
        Transition("take", ("delivered",), "taken", Text("nghiệm thu", "accept the work")),
        Transition("close", ("taken",), "closed", Text("đóng phiếu", "close")),
        Transition("break_off", ("agreed", "reworked"), "broken", Text("chấm dứt giữa chừng", "break off")),
    ),
)  # fmt: skip
LIVE = ("asked", "offered", "agreed", "delivered", "reworked", "taken")
STEPS_OF: Mapping[str, tuple[str, ...]] = {
    "offer": (PROVIDER,), "agree": (CLIENT,), "deliver": (PROVIDER,), "take": (CLIENT,), "send_back": (CLIENT,), "close": (PROVIDER, CLIENT),
    "message": (PROVIDER, CLIENT), "refuse": (PROVIDER,), "withdraw": (CLIENT,), "break_off": (PROVIDER, CLIENT),
}  # fmt: skip
"""Which side may take a step, the likeliest first. ``message`` changes no state."""
SAID = {
    "ask": Text("đặt dịch vụ", "ordered"),
    "message": Text("trao đổi", "message"),
    "offer": Text("nhận và nêu giá, ngày giao", "accepted, with price and day"),
    "refuse": Text("từ chối", "refused"),
    "withdraw": Text("rút phiếu", "withdrawn"),
    "lapse": Text("hết hạn trả lời", "lapsed"),
    "agree": Text("đồng ý giá và ngày giao", "price and day agreed"),
    "deliver": Text("giao kết quả", "delivered"),
    "send_back": Text("yêu cầu làm lại", "sent back"),
    "take": Text("nghiệm thu", "work accepted"),
    "close": Text("đóng phiếu", "closed"),
    "break_off": Text("chấm dứt giữa chừng", "broken off"),
}
NEED_WORDS = frozenset({"refuse", "withdraw", "send_back", "break_off", "message", "deliver"})
STAND_APART = frozenset({"offer", "agree", "deliver"})
"""Steps at which the giver of a valuation must (still) stand apart from the deal."""
MOST_PAPERS = 10


@dataclass(frozen=True, slots=True)
class OrderService:
    """``party`` orders what the entry offers; ``deal_id`` is the deal that a valuation is for, or 0."""

    entry_id: int
    party: str
    brief: str
    deal_id: int = 0
    papers: Sequence[Any] = field(default_factory=tuple)
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MoveTicket:
    """A step of one side. ``price`` in đồng and ``due_on`` belong to ``offer``; ``papers`` are uploads."""

    ticket_id: int
    step: str
    words: str = ""
    price: int | None = None
    due_on: date | None = None
    papers: Sequence[Any] = field(default_factory=tuple)
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Complain:
    """A side tells the operator what is wrong; the operator reads these words and no others of the ticket."""

    ticket_id: int
    words: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerComplaint:
    complaint_id: int
    answer: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near the giver of a service is to a deal. ``operator_twice``: the operator's people act for the giver and for a side."""

    number: str = ""
    is_side: bool = False
    is_broker: bool = False
    operator_twice: bool = False


def apart(kind: str, near: Nearness) -> Iterator[Reason]:
    """Who values stands apart from the deal (fund:B-15); other services may be given by anybody."""
    if kind not in VALUING:
        return
    if near.is_side:
        yield _near(
            f"Bên cung cấp là một bên của giao dịch {near.number}, hoặc có chung người đại diện với một bên,"
            " nên không được định giá, thẩm định cho giao dịch đó.",
            f"The provider is a side of deal {near.number}, or somebody acts for both: it may not value or appraise for that deal.",
            "valuer_and_party",
        )
    if near.is_broker:
        yield _near(
            f"Bên cung cấp là môi giới của giao dịch {near.number} nên không được định giá, thẩm định cho giao dịch đó.",
            f"The provider is a broker in deal {near.number}: it may not value or appraise for that deal.",
            "valuer_and_broker",
        )
    if near.operator_twice:
        yield _near(
            f"Đơn vị vận hành Sàn không được vừa định giá vừa là một bên của giao dịch {near.number}.",
            f"The operator of the exchange can't be valuer and party in one deal ({near.number}).",
            "operator_and_party",
        )


def _near(vi: str, en: str, code: str) -> Reason:
    return SAY.reason(
        code, vi, en, "Mời ông/bà chọn bên định giá, thẩm định khác.", "Choose another valuer or appraiser.", "deal_id"
    )


def may_order(
    asked: OrderService, *, shown: bool, own: bool, member: bool, kind: str, side_of_deal: bool, near: Nearness
) -> Decision:
    """``own``: the client is the provider; ``member``: the client is one of those who may order; ``side_of_deal``: it is a side of the deal named."""
    found = [*SAY.missing_text(asked.brief, "brief", Text("nội dung cần làm", "what is to be done"))]
    if not shown:
        found.append(
            _state("not_shown", "Dịch vụ này không còn được công bố.", "This service is not on offer any more.")
        )
    if own:
        found.append(
            SAY.reason(
                "own",
                "Không thể đặt dịch vụ của chính mình.",
                "Nobody orders the own service.",
                "Mời ông/bà chọn bên đặt khác.",
                "Choose another client.",
                "party",
            )
        )
    if not member:
        found.append(
            SAY.reason(
                "members_only",
                "Dịch vụ này chỉ nhận đặt từ thành viên đang hoạt động của Sàn.", "Only active members of the exchange may order this service.",
                "Mời ông/bà đăng ký làm thành viên, hoặc chọn dịch vụ khác.", "Join the exchange, or choose another service.", "party",
            )
        )  # fmt: skip
    if asked.deal_id and kind not in VALUING:
        found.append(
            _field(
                "deal_id",
                "Chỉ định giá và thẩm định mới gắn với giao dịch.",
                "Only valuations and appraisals are for a deal.",
            )
        )
    elif asked.deal_id and not side_of_deal:
        found.append(
            _field("deal_id", "Bên đặt không phải là một bên của giao dịch này.", "The client is no side of this deal.")
        )
    found += [*apart(kind, near), *_too_many(asked.papers)]
    return Decision.refuse_if_any(found)


def may_move(
    asked: MoveTicket, *, state: str, sides: frozenset[str], kind: str, near: Nearness, today: date
) -> Decision:
    """``sides``: those for which the actor may act."""
    found: list[Reason] = []
    if asked.step == "message":
        if state not in LIVE:
            found.append(
                _state(
                    "over",
                    "Phiếu này đã kết thúc nên không trao đổi thêm được.",
                    "This ticket is over: nothing more is said in it.",
                )
            )
    else:
        found += TICKET.decision(state, asked.step).reasons
    if not sides & set(STEPS_OF[asked.step]):
        found.append(_state("other_side", "Bước này do bên kia thực hiện.", "This step is the other side's."))
    if asked.step in NEED_WORDS:
        found += SAY.missing_text(asked.words, "words", Text("nội dung", "text"))
    if asked.step == "offer":
        if asked.price is None or not 0 <= asked.price <= MAX_DONG:
            found.append(
                _field("price", "Chưa ghi giá (ghi 0 nếu miễn phí).", "The price is missing (0 where it is free).")
            )
        if asked.due_on is None or asked.due_on < today:
            found.append(
                _field("due_on", "Ngày giao phải từ hôm nay trở đi.", "The day of delivery may not lie in the past.")
            )
    if asked.step in STAND_APART:
        found += apart(kind, near)
    found += _too_many(asked.papers)
    return Decision.refuse_if_any(found)


def may_complain(words: str, *, waiting: bool) -> Decision:
    found = [*SAY.missing_text(words, "words", Text("nội dung phản ánh", "complaint"))]
    if waiting:
        found.append(
            _state(
                "complained", "Phản ánh trước của ông/bà đang chờ trả lời.", "Your earlier complaint awaits its answer."
            )
        )
    return Decision.refuse_if_any(found)


def may_answer(answer: str, *, answered: bool, near: bool) -> Decision:
    found = [*SAY.missing_text(answer, "answer", Text("nội dung trả lời", "answer")), *SAY.own_hands(near)]
    if answered:
        found.append(_state("answered", "Phản ánh này đã được trả lời.", "This complaint was answered already."))
    return Decision.refuse_if_any(found)


def _too_many(papers: Sequence[Any]) -> Iterator[Reason]:
    if len(papers) > MOST_PAPERS:
        yield _field("papers", f"Mỗi lần gửi tối đa {MOST_PAPERS} tệp.", f"At most {MOST_PAPERS} files at once.")


def _field(name: str, vi: str, en: str) -> Reason:
    return SAY.reason(name, vi, en, "Mời ông/bà sửa mục này.", "Please mend this field.", name)


def _state(code: str, vi: str, en: str) -> Reason:
    return SAY.reason(
        code, vi, en, "Mời ông/bà mở lại trang để xem tình trạng hiện nay.", "Open the page again to see how it stands."
    )
