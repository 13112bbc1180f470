"""Whether a legal officer's reading can become the law of the city's rulebook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.rules.lawbook import Confirmation, Entry, LawProblem, confirmation_problems, read_value

LONGEST_DOCUMENT = 300


@dataclass(frozen=True, slots=True)
class ConfirmValue:
    """``value`` as the law files write it (``50``, ``"7/10"``, ``["a", "b"]``); ``seen``: confirmations that the page showed."""

    parameter: str
    value: object
    valid_from: date
    valid_until: date | None
    document: str
    document_date: date
    page: str = ""
    note: str = ""
    seen: int = 0
    once: UUID | None = None

    def cited(self) -> str:
        """The document with the page on which the value stands."""
        document = self.document.strip()
        return f"{document}, trang {self.page.strip()}" if self.page.strip() else document

    def known_on(self, day: date) -> Confirmation:
        return Confirmation(
            self.parameter, self.value, self.valid_from, self.valid_until, day, self.cited(), self.document_date
        )


def may_confirm(asked: ConfirmValue, entry: Entry, today: date) -> Decision:
    """Refused with every reason: the value's shape, the order of days, the document, a hole in the parameter's life."""
    return Decision.refuse_if_any(_reasons(asked, entry, today))


def _reasons(asked: ConfirmValue, entry: Entry, today: date) -> Iterator[Reason]:
    found = False
    for reason in (*_shape(asked, entry), *_days(asked), *_document(asked, today)):
        found = True
        yield reason
    if not found and confirmation_problems(entry, asked.known_on(today)):
        yield Reason(
            "hole",
            Text(
                "Với khoảng thời gian này, sẽ có những ngày không có giá trị nào.",
                "With these days there would be days on which no value holds.",
            ),
            Text(
                f"Mời ông/bà chọn khoảng thời gian nối liền với giá trị bắt đầu từ {entry.values[0].valid_from:%d/%m/%Y}.",
                f"Choose days that join those of the value from {format_day(entry.values[0].valid_from, 'en')}.",
            ),
            "valid_until",
        )


def _shape(asked: ConfirmValue, entry: Entry) -> Iterator[Reason]:
    problems: list[LawProblem] = []
    read_value("", entry.id, entry.unit, asked.value, problems)
    if problems:
        yield Reason(
            "value_shape",
            Text("Giá trị không đúng với đơn vị của tham số.", "The value does not fit the unit of the parameter."),
            Text("Mời ông/bà ghi theo ví dụ bên dưới ô nhập.", "Write it as in the example below the field."),
            "value",
        )


def _days(asked: ConfirmValue) -> Iterator[Reason]:
    if asked.valid_until is not None and asked.valid_until <= asked.valid_from:
        yield Reason(
            "days_in_order",
            Text("Ngày hết hiệu lực phải sau ngày có hiệu lực.", "The last day must come after the first."),
            Text("Mời ông/bà kiểm tra hai ngày này.", "Check both days."),
            "valid_until",
        )


def _document(asked: ConfirmValue, today: date) -> Iterator[Reason]:
    if not asked.document.strip() or len(asked.cited()) > LONGEST_DOCUMENT:
        yield Reason(
            "document_missing",
            Text("Cần ghi số hiệu, tên văn bản đã đọc.", "The document that was read is owed, with number and name."),
            Text("Mời ông/bà ghi ngắn gọn, tối đa 300 ký tự.", "Write it short, at most 300 characters."),
            "document",
        )
    if asked.document_date > today:
        yield Reason(
            "document_future",
            Text("Ngày của văn bản không thể sau hôm nay.", "The document's day can't lie in the future."),
            Text("Mời ông/bà ghi ngày ban hành trên văn bản.", "Write the day of issue on the document."),
            "document_date",
        )
