"""Intellectual-property objects of a result, each with what happened to it, step by step; and the offer of a free transfer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
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
        found.append(
            _wrong(
                "result_id",
                "Kết quả này đã rút.",
                "This result was withdrawn.",
                "Mời ông/bà gửi đăng ký lại kết quả rồi ghi nhận quyền.",
                "Hand the result in anew, then record the right.",
            )
        )
    if asked.kind not in IP_KINDS:
        found.append(
            _wrong(
                "kind",
                "Chưa chọn loại quyền.",
                "The kind of the right is missing.",
                "Mời ông/bà chọn một loại trong danh sách.",
                "Choose one of the list.",
            )
        )
    if not asked.title.strip():
        found.append(
            _wrong(
                "title",
                "Chưa ghi tên đối tượng.",
                "The title is missing.",
                "Mời ông/bà ghi tên như trong đơn hoặc văn bằng.",
                "Enter it as in the application or the title deed.",
            )
        )
    if not (2 <= len(asked.territory) <= 4 and asked.territory.isascii() and asked.territory.isalpha()):
        found.append(
            _wrong(
                "territory",
                "Mã lãnh thổ có từ 2 đến 4 chữ cái.",
                "The territory is a code of 2 to 4 letters.",
                "Mời ông/bà ghi mã, ví dụ VN, PCT.",
                "Enter the code, such as VN or PCT.",
            )
        )
    return Decision.refuse_if_any(found)


def may_move_right(asked: MoveRight, state: str, last_on: date | None, today: date) -> Decision:
    """Steps follow each other in time and by the table; filing and granting have a number."""
    found = [replace(reason, field="step") for reason in IP.decision(state, asked.step).reasons]
    if asked.on > today:
        found.append(
            _wrong(
                "on",
                "Ngày này sau hôm nay.",
                "The day lies in the future.",
                "Mời ông/bà ghi ngày đã xảy ra, muộn nhất là hôm nay.",
                "Enter the day on which it happened, today at the latest.",
            )
        )
    elif last_on is not None and asked.on < last_on:
        found.append(
            _wrong(
                "on",
                f"Ngày này trước ngày của bước liền trước ({last_on:%d/%m/%Y}).",
                f"The day lies before the step before ({format_day(last_on, 'en')}).",
                "Mời ông/bà ghi ngày đó hoặc một ngày sau đó.",
                "Enter that day or a later one.",
            )
        )
    if asked.step in NEEDS_NUMBER and not asked.number.strip():
        what = (
            ("số đơn", "the number of the application")
            if asked.step == "file"
            else ("số văn bằng", "the number of the title")
        )
        found.append(
            _wrong(
                "number",
                f"Chưa ghi {what[0]}.",
                f"{what[1].capitalize()} is missing.",
                f"Mời ông/bà ghi {what[0]} theo giấy tờ của cơ quan sở hữu trí tuệ.",
                "Take it from the paper of the intellectual-property office.",
            )
        )
    return Decision.refuse_if_any(found)


def may_offer(asked: OfferTransfer, state: str, *, public_money: bool, offered: bool, today: date) -> Decision:
    """Only a registered result that budget money formed, once at a time."""
    found = []
    if state != "registered":
        found.append(
            _wrong(
                "result_id",
                "Chỉ kết quả đã đăng ký mới được giới thiệu chuyển giao.",
                "Only a registered result is offered for transfer.",
                "Mời ông/bà chờ kết quả được đăng ký.",
                "Wait until the result is registered.",
            )
        )
    if not public_money:
        found.append(
            _wrong(
                "result_id",
                "Kết quả này không hình thành từ ngân sách nên không thuộc diện chuyển giao không bồi hoàn.",
                "No budget money formed this result: it is not transferred without refund.",
                "Ông/bà có thể thỏa thuận chuyển giao có trả tiền với bên nhận.",
                "It can be transferred for a price, by agreement.",
            )
        )
    if offered:
        found.append(
            _wrong(
                "result_id",
                "Kết quả này đang được giới thiệu chuyển giao.",
                "This result is on offer already.",
                "Mời ông/bà ngừng lần giới thiệu đang có trước khi giới thiệu lại.",
                "Withdraw the present offer first.",
            )
        )
    if not asked.conditions.vi.strip():
        found.append(
            _wrong(
                "conditions_vi",
                "Chưa nêu điều kiện chuyển giao.",
                "The conditions are missing.",
                "Mời ông/bà nêu ai được nhận, dùng vào việc gì và báo cáo ra sao.",
                "Say who may receive it, what for, and what is reported.",
            )
        )
    if asked.open_on < today:
        found.append(
            _wrong(
                "open_on",
                f"Ngày bắt đầu nhận đăng ký ({asked.open_on:%d/%m/%Y}) đã qua.",
                f"Claims would be taken from a day that has passed ({format_day(asked.open_on, 'en')}).",
                "Mời ông/bà chọn hôm nay hoặc một ngày sau đó.",
                "Choose today or a later day.",
            )
        )
    if asked.until_on <= asked.open_on:
        found.append(
            _wrong(
                "until_on",
                "Ngày kết thúc nhận đăng ký phải sau ngày bắt đầu.",
                "Claims must end after they begin.",
                f"Mời ông/bà chọn một ngày sau {asked.open_on:%d/%m/%Y}.",
                f"Choose a day after {format_day(asked.open_on, 'en')}.",
            )
        )
    return Decision.refuse_if_any(found)


def may_withdraw_offer(asked: WithdrawOffer) -> Decision:
    found = []
    if not asked.ground.strip():
        found.append(
            _wrong(
                "ground",
                "Chưa nêu lý do ngừng giới thiệu.",
                "The ground is missing.",
                "Mời ông/bà nêu lý do để bên quan tâm biết.",
                "Give it, for those who are interested.",
            )
        )
    return Decision.refuse_if_any(found)


def _wrong(name: str, vi: str, en: str, next_vi: str, next_en: str) -> Reason:
    code = "state" if name == "result_id" else name
    return Reason(f"results.{code}", Text(vi, en), Text(next_vi, next_en), name)
