"""The reform of a study: which legal values may be changed, from what is typed to what a reform file says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.rules.reform import expected_of, read_value
from khue.core.rules.yearly import MIDYEAR
from khue.features.policylab.domain.commands import ChangeReform
from khue.features.policylab.domain.studies import Content, reason

EDITABLE: Final = (
    "percent", "fraction", "dong", "count", "hours", "working_days", "calendar_days", "months", "years", "flag",
)  # fmt: skip
"""Units whose values can be typed as one number, share or yes and no; lists and texts cannot be reckoned with here."""


@dataclass(frozen=True, slots=True)
class LegalLine:
    """A legal value that rules of the study use, as it stands on the day of the reform.

    ``value`` None: the law does not say, or what it says does not apply. ``rules`` are the programmes that use it;
    ``new`` is what the study puts there, in the words of a reform file, None: nothing.
    """

    id: str
    title: Text
    unit: str
    value: Any
    certainty: str
    sample: bool
    provision: str
    cited: Text
    rules: tuple[str, ...]
    new: Any = None

    @property
    def changed(self) -> bool:
        return self.new is not None


def is_editable(unit: str) -> bool:
    return unit in EDITABLE


def value_field(id: str) -> str:
    return "value-" + id.replace(".", "-")


def may_change_reform(asked: ChangeReform, content: Content, lines: Sequence[LegalLine]) -> Decision:
    """``lines`` are the legal values of the study's programmes on the day of the reform. All reasons, each at its field."""
    return Decision.refuse_if_any([*_days(asked, content), *_values(asked, lines), *_rules(asked, content)])


def _days(asked: ChangeReform, content: Content) -> Iterator[Reason]:
    last = date(content.last_year, *MIDYEAR)
    if not date(content.first_year, 1, 1) <= asked.since <= last:
        yield reason(
            "since",
            Text(
                f"Ngày bắt đầu phải từ 01/01/{content.first_year} đến {last:%d/%m/%Y}: quy định của một năm được lấy theo "
                "ngày 1 tháng 7.",
                f"It begins between 1 January {content.first_year} and {last}: the law of a year is that of its 1 July.",
            ),
            Text("Mời ông/bà chọn lại ngày, hoặc đổi các năm của phương án.", "Choose another day, or other years."),
            "since",
        )
    if asked.until is not None and asked.until <= asked.since:
        yield reason(
            "until",
            Text("Ngày ngừng áp dụng phải sau ngày bắt đầu.", "The end comes after the beginning."),
            Text("Mời ông/bà chọn lại, hoặc để trống.", "Choose again, or leave it empty."),
            "until",
        )


def _values(asked: ChangeReform, lines: Sequence[LegalLine]) -> Iterator[Reason]:
    known = {line.id: line for line in lines}
    for id, value in asked.values.items():
        line = known.get(id)
        if line is None or not is_editable(line.unit):
            yield reason(
                "not_used",
                Text("Chương trình đã chọn không dùng giá trị này.", "No programme that is chosen uses this value."),
                Text("Mời ông/bà để trống.", "Leave it empty."),
                value_field(id),
            )
            continue
        read = read_value(line.unit, value)
        if read is None:
            yield reason(
                "value",
                expected_of(line.unit),
                Text("Mời ông/bà nhập lại, hoặc để trống.", "Enter it again, or leave it empty."),
                value_field(id),
            )
        elif read == line.value:
            yield reason(
                "same_value",
                Text("Giá trị mới bằng giá trị hiện hành.", "The new value is the one in force."),
                Text("Mời ông/bà để trống nếu không thay đổi.", "Leave it empty when nothing changes."),
                value_field(id),
            )
        elif all(rule in asked.off for rule in line.rules):
            yield reason(
                "contradiction",
                Text(
                    "Mâu thuẫn: giá trị được sửa chỉ dùng cho quy tắc mà phương án ngừng áp dụng.",
                    "This contradicts itself: only a rule that is switched off uses the changed value.",
                ),
                Text("Mời ông/bà bỏ một trong hai thay đổi.", "Drop one of the two changes."),
                value_field(id),
            )


def _rules(asked: ChangeReform, content: Content) -> Iterator[Reason]:
    if set(asked.off) - set(content.programmes):
        yield reason(
            "rule",
            Text("Quy tắc này không thuộc phương án.", "The study does not cover this rule."),
            Text("Mời ông/bà chọn lại.", "Choose again."),
            "off",
        )


def reform_json(asked: ChangeReform) -> dict[str, Any]:
    """The reform as a reform file says it; empty when nothing is changed."""
    if not asked.values and not asked.off:
        return {}
    until = {"until": asked.until.isoformat()} if asked.until else {}
    told: dict[str, Any] = {"from": asked.since.isoformat()}
    if asked.values:
        told["parameters"] = [{"id": id, "value": value, **until} for id, value in sorted(asked.values.items())]
    if asked.off:
        told["rules"] = [{"id": id, "off": True, **until} for id in sorted(asked.off)]
    return told
