"""A reform that is pasted as text: what is wrong with it, by line and field, and how a study keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.rules.kinds import Kind
from khue.core.rules.reading import FactProblem
from khue.core.rules.reform import Change, Reform, Switch
from khue.core.rules.rule import Rule
from khue.core.rules.written import Unreadable, Written
from khue.core.rules.yearly import MIDYEAR
from khue.features.policylab.domain.changing import LegalLine
from khue.features.policylab.domain.studies import Content, reason

LONGEST_REFORM: Final = 64_000
FIELD: Final = "text"
MEND: Final = Text("Mời ông/bà sửa rồi lưu lại.", "Correct it, and save it again.")


def unreadable(fault: Unreadable) -> Reason:
    """The text is neither YAML nor JSON."""
    told = Text(f"{fault.text.vi}.", f"{fault.text.into('en')}.")
    return reason("unreadable", _placed(fault.line, "", told), MEND, FIELD)


def at_their_lines(problems: Sequence[FactProblem], written: Written) -> list[Reason]:
    """The problems of a reform that can't be read, each with the line and the field at fault."""
    return [_at(each.field, each.text, written) for each in problems]


def may_paste_reform(
    reform: Reform, written: Written, content: Content, lines: Sequence[LegalLine], rules: Mapping[str, Rule]
) -> Decision:
    """Whether the reform concerns the study. All reasons, by line.

    ``lines`` are the legal values of its programmes on the first day of the reform.
    """
    known, first = {line.id: line for line in lines}, first_day(reform)
    found = [
        *(
            _at(field, text, written)
            for number, each in enumerate(reform.changes, 1)
            for field, text in _change(f"parameters.{number}", each, first, content, known)
        ),
        *(
            _at(field, text, written)
            for number, each in enumerate(reform.switches, 1)
            for field, text in _switch(f"rules.{number}", each, content, rules)
        ),
    ]
    return Decision.refuse_if_any(found)


def _change(
    path: str, change: Change, first: date, content: Content, known: Mapping[str, LegalLine]
) -> Iterator[tuple[str, Text]]:
    line = known.get(change.parameter)
    if line is None:
        yield (
            f"{path}.id",
            Text(
                f"chương trình đã chọn không dùng giá trị “{change.parameter}”.",
                f"no programme that is chosen uses the value “{change.parameter}”.",
            ),
        )
    elif change.value == line.value and change.since == first:
        yield f"{path}.value", Text("giá trị mới bằng giá trị hiện hành.", "the new value is the one in force.")
    yield from _days(path, change, content)


def _switch(path: str, switch: Switch, content: Content, rules: Mapping[str, Rule]) -> Iterator[tuple[str, Text]]:
    if switch.rule not in content.programmes:
        yield (
            f"{path}.id",
            Text(
                f"phương án không xét quy tắc “{switch.rule}”.", f"the study does not cover the rule “{switch.rule}”."
            ),
        )
    elif (other := switch.replaced_by) is not None:
        missing = sorted(set(other.facts) - set(rules[switch.rule].facts))
        if Kind.MONEY not in {node.kind for node in other.ruling.values.values()}:
            yield (
                f"{path}.replaced_by",
                Text(f"quy tắc “{other.id}” không cho số tiền nào.", f"the rule “{other.id}” grants no money."),
            )
        elif missing:
            listed = ", ".join(missing)
            yield (
                f"{path}.replaced_by",
                Text(
                    f"mẫu giả lập không có thông tin mà “{other.id}” hỏi: {listed}.",
                    f"the drawn population lacks what “{other.id}” asks: {listed}.",
                ),
            )
    yield from _days(path, switch, content)


def _days(path: str, part: Change | Switch, content: Content) -> Iterator[tuple[str, Text]]:
    first, last = date(content.first_year, 1, 1), date(content.last_year, *MIDYEAR)
    if not first <= part.since <= last:
        yield (
            f"{path}.from",
            Text(
                f"ngày bắt đầu phải từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}: quy định của một năm được lấy theo ngày 1 tháng 7.",
                f"it begins between {first} and {last}: the law of a year is that of its 1 July.",
            ),
        )


def _at(field: str, text: Text, written: Written) -> Reason:
    if field.endswith(".from") and field not in written.lines and "from" in written.lines:
        field = "from"
    return reason("reform", _placed(written.line_of(field), field, text), MEND, FIELD)


def _placed(line: int | None, field: str, text: Text) -> Text:
    """``Dòng 4, parameters.2.value: …``."""
    vi, en = (", ".join(filter(None, (f"{word} {line}" if line else "", field))) for word in ("dòng", "line"))
    return Text(
        f"{vi}: {text.vi}" if vi else text.vi, f"{en}: {text.into('en')}" if en else text.into("en")
    ).capitalised()


# ---- what is kept ----------------------------------------------------------------------------------------------------


def first_day(reform: Reform) -> date:
    return min([each.since for each in reform.changes] + [each.since for each in reform.switches])


def stored_reform(reform: Reform, units: Mapping[str, str]) -> dict[str, Any]:
    """The reform as a study keeps it: a reform file again, whose parts say a day only when it is not the first one.

    ``units`` of the changed legal values: codes are written as a list.
    """
    first = first_day(reform)
    told: dict[str, Any] = {"name": reform.name} if reform.name else {}
    told["from"] = first.isoformat()
    if reform.changes:
        told["parameters"] = [
            {"id": each.parameter, "value": _plain(each.value, units.get(each.parameter)), **_span(each, first)}
            for each in reform.changes
        ]
    if reform.switches:
        told["rules"] = [{"id": each.rule, **_instead(each), **_span(each, first)} for each in reform.switches]
    return told


def _instead(switch: Switch) -> dict[str, Any]:
    return {"replaced_by": switch.replaced_by.id} if switch.replaced_by else {"off": True}


def _span(part: Change | Switch, first: date) -> dict[str, str]:
    since = {} if part.since == first else {"from": part.since.isoformat()}
    return since | ({"until": part.until.isoformat()} if part.until else {})


def _plain(value: Any, unit: str | None) -> Any:
    if unit == "codes":
        return value.split(",")
    return str(value) if isinstance(value, Fraction) else value


def is_plain(reform: Mapping[str, Any]) -> bool:
    """Whether the fields of the editor can show it: one beginning and one end for all, each value once, no other rule."""
    parts = [*reform.get("parameters", ()), *reform.get("rules", ())]
    ids = [each["id"] for each in parts]
    return (
        len(set(ids)) == len(ids)
        and len({each.get("until") for each in parts}) <= 1
        and not any("from" in each or "replaced_by" in each for each in parts)
        and not reform.get("name")
    )
