"""What may be entered in the register of equipment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.missions.domain.commands import RegisterEquipment
from khue.features.missions.domain.limits import CostClass


def may_register(
    asked: RegisterEquipment,
    *,
    support_state: str,
    line_class: str,
    line_amount: int,
    registered: int,
    today: date,
) -> Decision:
    """A piece belongs to a purchase line of a running or completed support, and its cost fits into the line."""
    reasons = [*_words(asked), *_line(asked, support_state, line_class)]
    if asked.cost <= 0 or (line_class and registered + asked.cost > line_amount):
        left = max(0, line_amount - registered)
        reasons.append(
            Reason(
                "cost",
                Text(
                    f"Nguyên giá phải từ 1 đồng đến {format_dong(left, 'vi')}.",
                    f"The cost lies between 1 đồng and {format_dong(left, 'en')}.",
                ),
                Text("Mời ông/bà nhập nguyên giá theo hóa đơn.", "Enter the cost on the invoice."),
                "cost",
            )
        )
    if asked.in_use_on > today:
        reasons.append(
            Reason(
                "in_use_on",
                Text("Ngày đưa vào sử dụng không được sau hôm nay.", "The first day of use cannot lie in the future."),
                Text("Mời ông/bà nhập ngày thực tế.", "Enter the real day."),
                "in_use_on",
            )
        )
    return Decision.refuse_if_any(reasons)


def _words(asked: RegisterEquipment) -> Iterator[Reason]:
    for field, value, vi, en in (
        ("name", asked.name, "Chưa nhập tên thiết bị.", "The name is missing."),
        ("location", asked.location, "Chưa nhập nơi đặt thiết bị.", "The location is missing."),
    ):
        if not value.strip():
            yield Reason(f"no_{field}", Text(vi, en), Text("Mời ông/bà nhập.", "Please enter it."), field)


def _line(asked: RegisterEquipment, support_state: str, line_class: str) -> Iterator[Reason]:
    if line_class != CostClass.PURCHASE:
        yield Reason(
            "line",
            Text("Chỉ ghi sổ thiết bị của hạng mục mua sắm.", "Only equipment of a purchase line is registered."),
            Text("Chọn hạng mục mua sắm của khoản hỗ trợ này.", "Choose a purchase line of this support."),
            "line_no",
        )
    if support_state not in ("running", "completed"):
        yield Reason(
            "state",
            Text("Khoản hỗ trợ chưa có thỏa thuận đang thực hiện.", "The support has no running agreement."),
            Text("Ghi sổ sau khi ký thỏa thuận.", "Register after the agreement is signed."),
        )
