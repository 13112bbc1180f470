"""The city buys a technology and spreads it: what is asked for, and whether it may happen. Pure: every fact is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import MAX_DONG, format_dong
from khue.core.reasons import RoomReasons
from khue.features.transfers.domain.commands import DutyAsked
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes

SAY = RoomReasons("transfers")
LONGEST = 4_000
TAKES: Mapping[str, Text] = {
    "ownership": Text("quyền sở hữu", "ownership"),
    "use": Text("quyền sử dụng", "the right of use"),
}
SPREADS: Mapping[str, Text] = {
    "free": Text("miễn phí", "free of charge"),
    "favourable": Text("ưu đãi", "on favourable terms"),
    "conditional": Text("có điều kiện", "under conditions"),
}
"""Classes of licence by which what was bought is spread (law-transfer-amending-2025.state-purchase)."""
PURCHASE = Flow(
    {
        "proposed": Text("chờ quyết định mua", "awaiting the decision"),
        "refused": Text("không mua", "not bought"),
        "decided": Text("đã quyết định mua, chờ nhận bàn giao", "decided, awaiting delivery"),
        "received": Text("đã nhận bàn giao, chờ thanh toán", "received, to be paid"),
        "ordered": Text("đã lập lệnh chi", "payment ordered"),
        "paid": Text("đã thanh toán", "paid"),
        "dropped": Text("dừng mua", "dropped"),
    },
    (
        Transition("decide", ("proposed",), "decided", Text("quyết định mua", "decide to buy")),
        Transition("refuse", ("proposed",), "refused", Text("không mua", "not to buy")),
        Transition("receive", ("decided",), "received", Text("nhận bàn giao", "receive")),
        Transition("drop", ("decided",), "dropped", Text("dừng mua", "drop")),
        Transition("order", ("received",), "ordered", Text("lập lệnh chi", "order the payment")),
        Transition("pay", ("ordered",), "paid", Text("thanh toán", "pay")),
        Transition("call_off", ("ordered",), "received", Text("hủy lệnh chi", "call the order off")),
        Transition("give_back", ("paid",), "ordered", Text("ngân hàng trả lại", "given back by the bank")),
    ),
)
LICENCE = Flow(
    {
        "asked": Text("chờ trả lời", "awaiting the answer"),
        "active": Text("đang có hiệu lực", "in force"),
        "refused": Text("không cấp", "not granted"),
        "ended": Text("đã chấm dứt", "ended"),
    },
    (
        Transition("grant", ("asked",), "active", Text("cấp quyền", "grant")),
        Transition("refuse", ("asked",), "refused", Text("không cấp", "refuse")),
        Transition("end", ("active",), "ended", Text("chấm dứt", "end")),
    ),
)
SPREADING = ("received", "ordered", "paid")
PUBLIC = ("decided", *SPREADING, "dropped")


@dataclass(frozen=True, slots=True)
class ProposePurchase:
    """``takes`` of ``TAKES``, ``spread`` of ``SPREADS``; ``line`` is a budget line (``budget:2026-EQ``). Price, value and fee in đồng."""

    offer_id: int
    takes: str
    need: str
    benefit: str
    rights: str
    price: int
    basis: str
    valuer: str
    valued: int
    valued_on: date
    line: str
    spread: str
    terms: str = ""
    fee: int = 0
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecidePurchase:
    purchase_id: int
    buys: bool
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReceivePurchase:
    """What was delivered; from then on the city owes the price."""

    purchase_id: int
    note: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DropPurchase:
    purchase_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrderPurchase:
    """Pay the price to the payee from the city's account."""

    purchase_id: int
    payee: Payee
    content: str
    codes: BudgetCodes
    account_id: int
    same_holder: bool = False
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskLicence:
    purchase_id: int
    party: str
    use: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerLicence:
    """``until_on`` is the last day, None: no end; ``duties`` what the user owes."""

    licence_id: int
    grants: bool
    ground: str
    until_on: date | None = None
    duties: tuple[DutyAsked, ...] = ()
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndLicence:
    licence_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReportLicenceDuty:
    duty_id: int
    said: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class JudgeLicenceDuty:
    duty_id: int
    done: bool
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Law:
    """What the day's law says: whether the State may buy at all, and by which share the price may lie above the valuation; None:
    no value binds."""

    in_force: bool
    over: Fraction | None = None


def may_propose(
    asked: ProposePurchase,
    law: Law,
    today: date,
    *,
    listed: bool,
    live: bool,
    near: bool,
    line: bool,
    free: bool = False,
) -> Decision:
    """``listed``: everybody sees the offer today; ``live``: a purchase of it is under way or done; ``line``: the budget line is there;
    ``free``: it is offered free of charge."""
    return Decision.refuse_if_any(_proposal_faults(asked, law, today, listed, live, near, line, free))


def _proposal_faults(
    asked: ProposePurchase, law: Law, today: date, listed: bool, live: bool, near: bool, line: bool, free: bool
) -> Iterator[Reason]:
    yield from SAY.own_hands(near)
    if free:
        yield SAY.reason(
            "offered_free", "Bên cung chào chuyển giao công nghệ này miễn phí nên Thành phố không bỏ tiền mua.",
            "This technology is offered free of charge: the city pays nothing for it.",
            "Mời ông/bà mở trang chào bán và gửi quan tâm để nhận chuyển giao miễn phí.",
            "Open the page of the offer and say that you are interested: it is passed on free of charge.",
        )  # fmt: skip
    if not law.in_force:
        yield SAY.reason(
            "purchase_law", "Quy định về Nhà nước mua và phổ biến công nghệ chưa có hiệu lực vào ngày này.", "State purchase is not in force on this day.",
            "Mời ông/bà xem Điều 35a của luật sửa đổi và lập đề xuất từ ngày có hiệu lực.", "See Art. 35a of the amending law; propose from its first day.",
        )  # fmt: skip
    if not listed:
        yield SAY.reason(
            "not_listed", "Chào bán này không còn niêm yết.", "This offer is listed no longer.",
            "Mời ông/bà chọn chào bán khác.", "Choose another offer.",
        )  # fmt: skip
    if live:
        yield SAY.reason(
            "purchase_live", "Công nghệ này đã có đề xuất mua, hoặc đã được mua.", "A purchase of this technology is under way, or done.",
            "Mời ông/bà xem trang mua công nghệ.", "See the page of purchases.",
        )  # fmt: skip
    for name, said, what in (
        ("need", asked.need, Text("nhu cầu", "the need")),
        ("benefit", asked.benefit, Text("lợi ích", "the benefit")),
        ("rights", asked.rights, Text("tình trạng quyền sở hữu trí tuệ", "how the rights stand")),
        ("basis", asked.basis, Text("căn cứ giá", "the price basis")),
        ("valuer", asked.valuer, Text("bên định giá", "who valued it")),
    ):
        yield from SAY.missing_text(said, name, what, LONGEST)
    if asked.takes not in TAKES:
        yield _wrong("takes", "Chưa chọn quyền được mua.", "What is bought is not chosen.")
    if asked.spread not in SPREADS:
        yield _wrong("spread", "Chưa chọn cách phổ biến.", "How it is spread is not chosen.")
    if not line:
        yield _wrong("line", "Chưa chọn dòng ngân sách.", "The budget line is not chosen.")
    if not 0 < asked.price <= MAX_DONG:
        yield _wrong("price", "Giá mua phải lớn hơn 0.", "The price must be above 0.")
    if not 0 < asked.valued <= MAX_DONG:
        yield _wrong("valued", "Giá trị định giá phải lớn hơn 0.", "The value must be above 0.")
    if asked.valued_on > today:
        yield _wrong("valued_on", "Ngày định giá không được sau hôm nay.", "The day of the valuation can't lie ahead.")
    if not 0 <= asked.fee <= MAX_DONG or (asked.spread == "free" and asked.fee):
        yield _wrong("fee", "Phổ biến miễn phí thì không thu phí.", "What is spread free of charge has no fee.")
    if asked.spread in ("favourable", "conditional"):
        yield from SAY.missing_text(asked.terms, "terms", Text("điều kiện", "the terms"), LONGEST)
    if law.over is not None and asked.price > asked.valued * (1 + law.over):
        most = int(asked.valued * (1 + law.over))
        yield _wrong(
            "price", f"Giá mua vượt mức cho phép so với định giá (tối đa {format_dong(most, 'vi')}).",
            f"The price lies too far above the valuation (at most {format_dong(most, 'en')}).",
        )  # fmt: skip


def may_decide(state: str, asked: DecidePurchase, *, near: bool, own: bool, listed: bool) -> Decision:
    """``own``: whoever decides proposed it."""
    found = [*PURCHASE.decision(state, "decide" if asked.buys else "refuse").reasons, *SAY.own_hands(near)]
    found += SAY.missing_ground(asked.ground)
    if own:
        found.append(
            SAY.reason(
                "own_proposal", "Người đề xuất không được quyết định.", "Whoever proposed it can't decide.",
                "Mời người khác có thẩm quyền quyết định.", "Let another person decide.",
            )
        )  # fmt: skip
    if asked.buys and not listed:
        found.append(
            SAY.reason(
                "not_listed", "Chào bán này không còn niêm yết.", "This offer is listed no longer.",
                "Mời ông/bà ghi quyết định không mua, nêu lý do này.", "Decide not to buy, with this as the ground.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def may_receive(state: str, note: str, *, near: bool) -> Decision:
    found = [*PURCHASE.decision(state, "receive").reasons, *SAY.own_hands(near)]
    return Decision.refuse_if_any(
        [*found, *SAY.missing_text(note, "note", Text("nội dung bàn giao", "what was delivered"), LONGEST)]
    )


def may_drop(state: str, ground: str) -> Decision:
    return Decision.refuse_if_any([*PURCHASE.decision(state, "drop").reasons, *SAY.missing_ground(ground)])


def may_ask_licence(state: str, asked: AskLicence, *, live: bool) -> Decision:
    found = [*SAY.missing_text(asked.use, "use", Text("mục đích sử dụng", "the use"), LONGEST)]
    if state not in SPREADING:
        found.append(
            SAY.reason(
                "not_spread", "Thành phố chưa nhận bàn giao công nghệ này nên chưa cấp quyền sử dụng.", "The city has not received this technology yet.",
                "Mời ông/bà quay lại sau khi có thông tin nhận bàn giao.", "Come back once it is received.",
            )
        )  # fmt: skip
    if live:
        found.append(
            SAY.reason(
                "licence_live", "Bên này đã xin hoặc đã có quyền sử dụng.", "This party has asked, or has a licence.",
                "Mời ông/bà xem danh sách trên trang này.", "See the list on this page.", "party",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(found)


def may_answer_licence(state: str, asked: AnswerLicence, spread: str, today: date, *, near: bool) -> Decision:
    """Under conditions at least one duty is written, by whose day it is followed."""
    found = [*LICENCE.decision(state, "grant" if asked.grants else "refuse").reasons, *SAY.own_hands(near)]
    found += SAY.missing_ground(asked.ground)
    if asked.grants and asked.until_on is not None and asked.until_on <= today:
        found.append(_wrong("until_on", "Ngày cuối phải sau hôm nay.", "The last day must lie after today."))
    if asked.grants and any(one.due_on <= today for one in asked.duties):
        found.append(_wrong("duties", "Hạn của nghĩa vụ phải sau hôm nay.", "A duty is due after today."))
    if asked.grants and spread == "conditional" and not asked.duties:
        found.append(
            _wrong(
                "duties",
                "Cấp quyền có điều kiện thì phải ghi ít nhất một nghĩa vụ.",
                "Under conditions at least one duty is written.",
            )
        )
    return Decision.refuse_if_any(found)


def may_end_licence(state: str, ground: str, *, near: bool) -> Decision:
    return Decision.refuse_if_any(
        [*LICENCE.decision(state, "end").reasons, *SAY.own_hands(near), *SAY.missing_ground(ground)]
    )


def _wrong(name: str, vi: str, en: str) -> Reason:
    return SAY.reason(name, vi, en, "Mời ông/bà sửa mục này.", "Please mend this field.", name)
