"""Intellectual-property objects of a result, each with what happened to it, step by step; and the offer of a free transfer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition

IP_KINDS: Mapping[str, Text] = {
    "patent": Text("sáng chế", "patent"),
    "utility": Text("giải pháp hữu ích", "utility solution"),
    "design": Text("kiểu dáng công nghiệp", "industrial design"),
    "copyright": Text("quyền tác giả", "copyright"),
    "software": Text("quyền tác giả đối với chương trình máy tính", "copyright in a computer program"),
    "variety": Text("giống cây trồng", "plant variety"),
    "secret": Text("bí mật kinh doanh", "trade secret"),
}
IP = Flow(
    {
        "planned": Text("dự kiến nộp đơn", "to be filed"),
        "filed": Text("đã nộp đơn", "filed"),
        "published": Text("đã công bố đơn", "published"),
        "granted": Text("đã cấp văn bằng", "granted"),
        "refused": Text("bị từ chối", "refused"),
        "lapsed": Text("hết hiệu lực", "lapsed"),
        "held": Text("đang bảo mật", "kept secret"),
    },
    (
        Transition("file", ("planned",), "filed", Text("nộp đơn", "file")),
        Transition("publish", ("filed",), "published", Text("công bố đơn", "publish")),
        Transition("grant", ("filed", "published"), "granted", Text("cấp văn bằng", "grant")),
        Transition("refuse", ("filed", "published"), "refused", Text("từ chối", "refuse")),
        Transition("lapse", ("filed", "published", "granted", "held"), "lapsed", Text("hết hiệu lực", "lapse")),
        Transition("hold", ("planned",), "held", Text("giữ bí mật", "keep secret")),
    ),
)
NEEDS_NUMBER = ("file", "grant")


@dataclass(frozen=True, slots=True)
class AddRight:
    """An IP object of a result; ``territory`` is a country's code (VN) or a treaty's (PCT, EP)."""

    result_id: int
    kind: str
    title: str
    territory: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MoveRight:
    """What happened to it: ``step`` is a transition's name, ``number`` that of the application or title, on the day ``on``."""

    right_id: int
    step: str
    on: date
    number: str = ""
    note: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OfferTransfer:
    """Offer a result for transfer without refund: under which conditions, claims until when."""

    result_id: int
    conditions: Text
    open_on: date
    until_on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawOffer:
    offer_id: int
    ground: str
    once: UUID | None = None


def may_add_right(asked: AddRight, state: str) -> Decision:
    found = []
    if state == "withdrawn":
        found.append(_wrong("", "Kết quả này đã rút.", "This result was withdrawn."))
    if asked.kind not in IP_KINDS:
        found.append(_wrong("kind", "Chưa chọn loại quyền.", "The kind of the right is missing."))
    if not asked.title.strip():
        found.append(_wrong("title", "Chưa ghi tên đối tượng.", "The title is missing."))
    if not (2 <= len(asked.territory) <= 4 and asked.territory.isascii() and asked.territory.isalpha()):
        found.append(
            _wrong(
                "territory",
                "Lãnh thổ ghi bằng mã 2 đến 4 chữ cái, ví dụ VN, PCT.",
                "The territory is a code of 2 to 4 letters, such as VN or PCT.",
            )
        )
    return Decision.refuse_if_any(found)


def may_move_right(asked: MoveRight, state: str, last_on: date | None, today: date) -> Decision:
    """Steps follow each other in time and by the table; filing and granting have a number."""
    found = list(IP.decision(state, asked.step).reasons)
    if asked.on > today:
        found.append(_wrong("on", "Ngày không được sau hôm nay.", "The day lies in the future."))
    elif last_on is not None and asked.on < last_on:
        found.append(
            _wrong(
                "on",
                f"Ngày không được trước ngày của bước liền trước ({last_on:%d/%m/%Y}).",
                f"The day lies before the step before ({last_on:%d/%m/%Y}).",
            )
        )
    if asked.step in NEEDS_NUMBER and not asked.number.strip():
        found.append(_wrong("number", "Chưa ghi số đơn hoặc số văn bằng.", "The number of the application or title is missing."))  # fmt: skip
    return Decision.refuse_if_any(found)


def may_offer(asked: OfferTransfer, state: str, *, public_money: bool, offered: bool, today: date) -> Decision:
    """Only a registered result that budget money formed, once at a time."""
    found = []
    if state != "registered":
        found.append(_wrong("", "Chỉ kết quả đã đăng ký mới được giới thiệu chuyển giao.", "Only a registered result is offered for transfer."))  # fmt: skip
    if not public_money:
        found.append(
            _wrong(
                "",
                "Kết quả này không hình thành từ ngân sách nên không thuộc diện chuyển giao không bồi hoàn.",
                "No budget money formed this result: it is not transferred without refund.",
            )
        )
    if offered:
        found.append(_wrong("", "Kết quả này đang được giới thiệu chuyển giao.", "This result is on offer already."))
    if not asked.conditions.vi.strip():
        found.append(_wrong("conditions_vi", "Chưa nêu điều kiện chuyển giao.", "The conditions are missing."))
    if asked.open_on < today or asked.until_on <= asked.open_on:
        found.append(_wrong("until_on", "Thời gian nhận đăng ký chưa đúng.", "The window for claims is not right."))
    return Decision.refuse_if_any(found)


def _wrong(name: str, vi: str, en: str) -> Reason:
    return Reason(f"results.{name or 'state'}", Text(vi, en), Text("Mời ông/bà xem lại mục này.", "Please look at this again."), name)  # fmt: skip
