"""Income reports of a result: a period, where the income came from, what it cost, what was left after tax."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import MAX_DONG

SOURCES = {
    "licence": Text("cấp quyền sử dụng", "licences"),
    "sale": Text("chuyển nhượng, bán", "sales"),
    "own_use": Text("tự khai thác", "own use"),
}


@dataclass(frozen=True, slots=True)
class Income:
    """One period's figures in đồng. ``from_on`` and ``until_on``: half-open. All zero is a report as well."""

    from_on: date
    until_on: date
    licence: int = 0
    sale: int = 0
    own_use: int = 0
    costs: int = 0
    tax: int = 0

    @property
    def income(self) -> int:
        return self.licence + self.sale + self.own_use

    @property
    def profit(self) -> int:
        """After tax; below zero for a loss."""
        return self.income - self.costs - self.tax


@dataclass(frozen=True, slots=True)
class ReportIncome:
    """``intermediary``: the party that brought the income about, or empty; ``agreed_fee``: its part by contract, None without one."""

    result_id: int
    income: Income
    intermediary: str = ""
    agreed_fee: Fraction | None = None
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


def may_report(
    asked: ReportIncome, state: str, today: date, *, corrects: bool, overlaps: bool, known: bool
) -> Decision:
    """``corrects``: the very period was reported before; ``overlaps``: it crosses another one; ``known``: the intermediary is."""
    return Decision.refuse_if_any(_faults(asked, state, today, corrects, overlaps, known))


def _faults(
    asked: ReportIncome, state: str, today: date, corrects: bool, overlaps: bool, known: bool
) -> Iterator[Reason]:
    said = asked.income
    if state != "registered":
        yield _wrong(
            "", "Chỉ kết quả đã đăng ký mới có báo cáo thu nhập.", "Only a registered result has income reports."
        )
    if said.from_on >= said.until_on:
        yield _wrong("until_on", "Kỳ báo cáo phải kết thúc sau ngày bắt đầu.", "The period ends after it begins.")
    elif said.until_on > today:
        yield _wrong("until_on", "Kỳ báo cáo chưa kết thúc.", "The period has not ended yet.")
    if overlaps:
        yield _wrong("from_on", "Kỳ này trùng một phần với kỳ đã báo cáo.", "The period crosses one that was reported.")
    for name in ("licence", "sale", "own_use", "costs", "tax"):
        if not 0 <= getattr(said, name) <= MAX_DONG:
            yield _wrong(name, "Số tiền không hợp lệ.", "This amount cannot be.")
    if said.tax > max(0, said.income - said.costs):
        yield _wrong("tax", "Thuế lớn hơn lợi nhuận trước thuế.", "The tax is more than the profit before tax.")
    if asked.intermediary and not known:
        yield _wrong("intermediary", "Không tìm thấy tổ chức trung gian này.", "This intermediary was not found.")
    if asked.agreed_fee is not None and not (asked.intermediary and 0 <= asked.agreed_fee <= 1):
        yield _wrong(
            "agreed_fee",
            "Phần theo hợp đồng phải từ 0 đến 100% và phải có tổ chức trung gian.",
            "The part by contract is 0 to 100% and belongs to an intermediary.",
        )
    if corrects and not asked.note.strip():
        yield _wrong("note", "Kỳ này đã báo cáo; chưa nêu lý do sửa.", "This period was reported: say why it is corrected.")  # fmt: skip


def _wrong(name: str, vi: str, en: str) -> Reason:
    return Reason(f"results.{name or 'state'}", Text(vi, en), Text("Mời ông/bà sửa mục này.", "Please mend this field."), name)  # fmt: skip
