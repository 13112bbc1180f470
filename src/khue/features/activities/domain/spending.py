"""Spending under a line: never over it, accepted by a second person, reported before the line is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.activities.domain.commands import AskSpend, ReportActivity
from khue.features.activities.domain.reasons import four_eyes, missing_ground, missing_text, own_hands, reason
from khue.features.activities.domain.words import LINE, SPEND

MOST_TOGETHER = 100


@dataclass(frozen=True, slots=True)
class Purse:
    """What a line holds, đồng: ``reserved`` of which ``used`` is asked for, accepted or paid."""

    state: str
    reserved: int
    used: int

    @property
    def left(self) -> int:
        return self.reserved - self.used


def may_ask(asked: AskSpend, purse: Purse, papers: int) -> Decision:
    faults = [*line_open(purse.state), *within(asked.amount, purse)]
    faults += missing_text(asked.purpose, "purpose", Text("nội dung chi", "purpose"), 500)
    if not papers:
        faults.append(
            reason(
                "papers", "Chưa có chứng từ kèm theo.", "No paper is enclosed.",
                "Mời ông/bà đính kèm hóa đơn, hợp đồng hoặc danh sách ký nhận.", "Enclose the invoice, contract or signed list.", "papers",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def line_open(state: str) -> Iterator[Reason]:
    if state != "open":
        yield from LINE.decision(state, "close").reasons if state in ("planned", "dropped") else (
            reason(
                "closed", "Dòng kế hoạch này đã kết thúc.", "This line of the plan is closed.",
                "Mời ông/bà chọn dòng khác còn mở.", "Choose another line that is open.",
            ),
        )  # fmt: skip


def within(amount: int, purse: Purse, field: str = "amount") -> Iterator[Reason]:
    """Never over the line."""
    if amount <= 0:
        yield reason(
            "amount",
            "Số tiền phải lớn hơn 0.",
            "The amount must be above zero.",
            "Mời ông/bà nhập lại.",
            "Enter it again.",
            field,
        )
    elif amount > purse.left:
        yield Reason(
            "activities.over_line",
            Text(
                f"Dòng kế hoạch chỉ còn {format_dong(max(purse.left, 0), 'vi')}.",
                f"Only {format_dong(max(purse.left, 0), 'en')} is left on this line.",
            ),
            Text("Mời ông/bà giảm số tiền, hoặc lập bản điều chỉnh kế hoạch.", "Lower the amount, or revise the plan."),
            field,
        )  # fmt: skip


def may_answer(
    state: str, accepted: bool, ground: str, near: bool, hands: tuple[Collection[str], Collection[str]]
) -> Decision:
    """``hands``: who asked, who answers; ``near``: the payee is the answerer or somebody whom they act for."""
    asked_by, answering = hands
    faults = list(SPEND.decision(state, "accept" if accepted else "return").reasons)
    faults += four_eyes(asked_by, answering)
    faults += own_hands(near)
    if not accepted:
        faults += missing_ground(ground)
    return Decision.refuse_if_any(faults)


def may_accept_together(chosen: int, fees: int) -> Decision:
    """``fees``: how many of the chosen spends are council fees."""
    faults: list[Reason] = []
    if not chosen:
        faults.append(
            reason(
                "none_chosen", "Chưa chọn khoản nào.", "Nothing is chosen.",
                "Mời ông/bà chọn ít nhất một khoản.", "Choose at least one.", "spends",
            )
        )  # fmt: skip
    elif chosen > MOST_TOGETHER:
        faults.append(
            reason(
                "too_many_chosen", f"Mỗi lần duyệt nhiều nhất {MOST_TOGETHER} khoản.", f"At most {MOST_TOGETHER} at once.",
                "Mời ông/bà chọn ít hơn.", "Choose fewer.", "spends",
            )
        )  # fmt: skip
    elif fees < chosen:
        faults.append(
            reason(
                "only_fees", "Chỉ khoản thù lao hội đồng được duyệt cùng lúc.", "Only council fees are accepted together.",
                "Mời ông/bà mở từng khoản khác để duyệt.", "Open any other spend and accept it by itself.", "spends",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_order(state: str, accepters: Collection[str], hands: Collection[str], unsigned: bool) -> Decision:
    faults = list(SPEND.decision(state, "order").reasons)
    faults += four_eyes(accepters, hands)
    if unsigned:
        faults.append(not_signed())
    return Decision.refuse_if_any(faults)


def not_signed() -> Reason:
    return reason(
        "not_signed", "Biên bản làm căn cứ hiện chưa đủ chữ ký.", "The minutes that it rests on lack signatures now.",
        "Mời ông/bà chờ đủ chữ ký rồi thực hiện lại.", "Wait until they are signed, then do it again.",
    )  # fmt: skip


def may_ask_back(state: str, amount: int, paid: int, ground: str) -> Decision:
    """``paid``: what was paid and is not asked back yet, đồng."""
    faults: list[Reason] = []
    if state != "paid":
        faults.append(
            reason(
                "not_paid", "Khoản này chưa chi.", "This was not paid.",
                "Mời ông/bà trả lại đề nghị hoặc hủy lệnh chi.", "Send the request back, or call the order off.",
            )
        )  # fmt: skip
    elif not 0 < amount <= paid:
        faults.append(
            Reason(
                "activities.too_much_back",
                Text(f"Chỉ thu hồi được từ 1 đồng đến {format_dong(paid, 'vi')}.", f"Between 1 đồng and {format_dong(paid, 'en')} can be asked back."),
                Text("Mời ông/bà nhập lại số tiền.", "Enter the amount again."),
                "amount",
            )
        )  # fmt: skip
    return Decision.refuse_if_any([*faults, *missing_ground(ground)])


def may_report(asked: ReportActivity, state: str, today: date, year: int) -> Decision:
    faults = list(line_open(state))
    if asked.held_on > today or asked.held_on.year != year:
        faults.append(
            reason(
                "held_on", "Ngày thực hiện phải thuộc năm kế hoạch và không sau hôm nay.", "The day lies in the plan's year, not after today.",
                "Mời ông/bà nhập lại ngày.", "Enter the day again.", "held_on",
            )
        )  # fmt: skip
    faults += missing_text(asked.title, "title", Text("tên hoạt động", "name of the activity"), 300)
    faults += missing_text(asked.outcome, "outcome", Text("kết quả", "outcome"))
    if not 0 < asked.participants <= 100_000:
        faults.append(
            reason(
                "participants", "Số người tham gia từ 1 đến 100.000.", "The number of participants is 1 to 100,000.",
                "Mời ông/bà nhập lại.", "Enter it again.", "participants",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def may_close(state: str, reports: int, unpaid: int, waiting: int) -> Decision:
    """``unpaid`` spends under way, ``waiting`` fees that will come to this line."""
    faults = list(LINE.decision(state, "close").reasons)
    if not reports:
        faults.append(
            reason(
                "no_report", "Chưa có báo cáo hoạt động.", "There is no activity report yet.",
                "Mời ông/bà báo cáo hoạt động trước khi kết thúc dòng.", "Report the activity, then close the line.",
            )
        )  # fmt: skip
    if unpaid:
        faults.append(
            reason(
                "unpaid", f"Còn {unpaid} khoản chưa chi xong.", f"{unpaid} spends are not paid yet.",
                "Mời ông/bà chờ chi xong, hoặc trả lại các khoản đó.", "Wait for them, or send them back.",
            )
        )  # fmt: skip
    if waiting:
        faults.append(
            reason(
                "fees_waiting", f"Còn {waiting} khoản thù lao đang chờ dòng này.", f"{waiting} fees wait for this line.",
                "Mời ông/bà xử lý danh sách thù lao đang chờ trước.", "Settle the waiting fees first.",
            )
        )  # fmt: skip
    return Decision.refuse_if_any(faults)


def withheld(amount: int, share: Fraction | None) -> int:
    """Personal income tax taken off a fee of ``amount`` đồng, rounded down; nothing where the law's share is not set."""
    return int(amount * share) if share else 0
